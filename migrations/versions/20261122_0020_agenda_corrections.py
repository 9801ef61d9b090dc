"""agenda corrections."""

import sqlalchemy as sa
from alembic import op

revision = 'a1c0f0020000'
down_revision = 'a1c0f0010000'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('agenda_correction',
    sa.Column('conference_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('subject', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('field', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.Column('told', sa.JSON(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Uuid(as_uuid=False), nullable=False),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_agenda_correction_conference_id_conference'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('conference_id', 'subject', 'field', name=op.f('pk_agenda_correction'))
    )


def downgrade():
    op.drop_table('agenda_correction')
