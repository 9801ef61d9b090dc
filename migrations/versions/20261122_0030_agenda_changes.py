"""agenda changes."""

import sqlalchemy as sa
from alembic import op

import server.core.db

revision = 'a1c0f0030000'
down_revision = 'a1c0f0020000'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'agenda_changed_version',
        sa.Column('conference_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('at', server.core.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column('told', sa.Integer(), nullable=False),
        sa.Column('more', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['conference_id'],
            ['conference.id'],
            name=op.f('fk_agenda_changed_version_conference_id_conference'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('conference_id', 'version', name=op.f('pk_agenda_changed_version')),
    )
    op.create_table(
        'agenda_change',
        sa.Column('conference_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('item_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('field', sa.String(length=16), nullable=False),
        sa.Column('old', sa.Text(), nullable=False),
        sa.Column('new', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ['conference_id'],
            ['conference.id'],
            name=op.f('fk_agenda_change_conference_id_conference'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('conference_id', 'version', 'position', name=op.f('pk_agenda_change')),
    )


def downgrade():
    op.drop_table('agenda_change')
    op.drop_table('agenda_changed_version')
