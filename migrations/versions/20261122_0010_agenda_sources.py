"""agenda sources."""

import sqlalchemy as sa
from alembic import op

revision = 'a1c0f0010000'
down_revision = '7678ce0d25ce'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'agenda_source',
        sa.Column('conference_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('url', sa.Text(), nullable=False),
        sa.Column('format', sa.String(length=20), nullable=False),
        sa.Column('etag', sa.String(length=200), nullable=True),
        sa.Column('last_modified', sa.String(length=200), nullable=True),
        sa.Column('sha256', sa.String(length=64), nullable=True),
        sa.Column('checked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('result', sa.String(length=16), nullable=False),
        sa.Column('counts', sa.JSON(), nullable=False),
        sa.Column('said', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ['conference_id'], ['conference.id'], name=op.f('fk_agenda_source_conference_id_conference'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('conference_id', name=op.f('pk_agenda_source')),
    )
    with op.batch_alter_table('import_preview') as batch:
        batch.add_column(sa.Column('source', sa.JSON(), nullable=True))


def downgrade():
    with op.batch_alter_table('import_preview') as batch:
        batch.drop_column('source')
    op.drop_table('agenda_source')
