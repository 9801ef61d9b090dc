"""contact merging."""

import sqlalchemy as sa
from alembic import op

revision = 'a1c0f0090000'
down_revision = 'a1c0f0080000'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('contact') as batch:
        batch.add_column(sa.Column('merged_into', sa.Uuid(as_uuid=False), nullable=True))
        batch.add_column(sa.Column('merged_gave', sa.JSON(none_as_null=True), nullable=True))
        batch.add_column(sa.Column('apart', sa.JSON(none_as_null=True), nullable=True))
        batch.create_index('ix_contact_merged_into', ['user_id', 'merged_into'])


def downgrade():
    with op.batch_alter_table('contact') as batch:
        batch.drop_index('ix_contact_merged_into')
        batch.drop_column('apart')
        batch.drop_column('merged_gave')
        batch.drop_column('merged_into')
