"""The pieces that the last file of a conference was written with; kept from its next import on."""

import sqlalchemy as sa
from alembic import op

revision = 'a1c0f0145000'
down_revision = 'a1c0f0130000'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'agenda_pieces',
        sa.Column('conference_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('head', sa.String(length=32), nullable=False),
        sa.Column('places', sa.JSON(), nullable=False),
        sa.Column('items', sa.LargeBinary(), nullable=False),
        sa.Column('people', sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ['conference_id'],
            ['conference.id'],
            name=op.f('fk_agenda_pieces_conference_id_conference'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('conference_id', name=op.f('pk_agenda_pieces')),
    )


def downgrade():
    op.drop_table('agenda_pieces')
