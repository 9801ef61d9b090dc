"""pages of cards."""

import sqlalchemy as sa
from alembic import op

revision = 'a1c0f0080000'
down_revision = 'a1c0f0070000'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'card',
        sa.Column('user_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('code', sa.String(length=22), nullable=False),
        sa.Column('level', sa.String(length=8), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_card_user_id_user'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('user_id', name=op.f('pk_card')),
        sa.UniqueConstraint('code', name=op.f('uq_card_code')),
    )


def downgrade():
    op.drop_table('card')
