"""photos."""

import sqlalchemy as sa
from alembic import op

revision = 'a1c0f0050000'
down_revision = 'a1c0f0040000'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'blob',
        sa.Column('user_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('content_sha256', sa.String(length=64), nullable=False),
        sa.Column('mime', sa.String(length=16), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('data', sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_blob_user_id_user'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('user_id', 'sha256', name=op.f('pk_blob')),
    )


def downgrade():
    op.drop_table('blob')
