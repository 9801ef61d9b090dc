"""milestones, letters, and why a third message was sent."""

import sqlalchemy as sa
from alembic import op

revision = 'a1c0f0100000'
down_revision = 'a1c0f0090000'
branch_labels = None
depends_on = None

DAYS = ('deadline_on', 'asked_on', 'agreed_on', 'declined_on', 'packet_on', 'uploaded_on', 'thanked_on')


def upgrade():
    op.add_column('outreach', sa.Column('reason', sa.Text(), nullable=True))
    _create(
        'milestone',
        sa.Column('name', sa.Text(), nullable=True),
        sa.Column('reached_on', sa.Date(), nullable=True),
        sa.Column('contacts', sa.JSON(none_as_null=True), nullable=True),
    )
    _create(
        'letter',
        sa.Column('contact', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('purpose', sa.Text(), nullable=True),
        *(sa.Column(name, sa.Date(), nullable=True) for name in DAYS),
    )


def downgrade():
    for table in ('letter', 'milestone'):
        op.drop_index(op.f(f'ix_{table}_user_id_rev'), table_name=table)
        op.drop_table(table)
    op.drop_column('outreach', 'reason')


def _create(table, *content):
    op.create_table(
        table,
        sa.Column('user_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('rev', sa.BigInteger(), nullable=False),
        sa.Column('deleted', sa.Boolean(), nullable=False),
        sa.Column('clock', sa.JSON(), nullable=False),
        sa.Column('alts', sa.JSON(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('edited_at', sa.DateTime(timezone=True), nullable=True),
        *content,
        sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f(f'fk_{table}_user_id_user'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('user_id', 'id', name=op.f(f'pk_{table}')),
    )
    op.create_index(op.f(f'ix_{table}_user_id_rev'), table, ['user_id', 'rev'])
