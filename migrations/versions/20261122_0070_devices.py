"""browsers of sessions, and tickets that bring a phone in."""

import sqlalchemy as sa
from alembic import op

revision = 'a1c0f0070000'
down_revision = 'a1c0f0060000'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('session') as batch_op:
        batch_op.add_column(sa.Column('browser', sa.String(length=64), nullable=True))
    op.create_table(
        'pairing_ticket',
        sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('user_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('session_sha256', sa.LargeBinary(length=32), nullable=False),
        sa.Column('secret_sha256', sa.LargeBinary(length=32), nullable=False),
        sa.Column('code_hmac', sa.LargeBinary(length=32), nullable=False),
        sa.Column('state', sa.String(length=8), nullable=False),
        sa.Column('claim_sha256', sa.LargeBinary(length=32), nullable=True),
        sa.Column('browser', sa.String(length=64), nullable=True),
        sa.Column('number', sa.String(length=2), nullable=True),
        sa.Column('claims', sa.Integer(), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['session_sha256'],
            ['session.token_sha256'],
            name=op.f('fk_pairing_ticket_session_sha256_session'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['user_id'], ['user.id'], name=op.f('fk_pairing_ticket_user_id_user'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_pairing_ticket')),
        sa.UniqueConstraint('claim_sha256', name=op.f('uq_pairing_ticket_claim_sha256')),
        sa.UniqueConstraint('code_hmac', name=op.f('uq_pairing_ticket_code_hmac')),
        sa.UniqueConstraint('secret_sha256', name=op.f('uq_pairing_ticket_secret_sha256')),
        sa.UniqueConstraint('user_id', name=op.f('uq_pairing_ticket_user_id')),
    )
    op.create_index(op.f('ix_pairing_ticket_session_sha256'), 'pairing_ticket', ['session_sha256'])


def downgrade():
    op.drop_table('pairing_ticket')
    with op.batch_alter_table('session') as batch_op:
        batch_op.drop_column('browser')
