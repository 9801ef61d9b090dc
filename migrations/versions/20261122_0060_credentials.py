"""passkeys, challenges, recovery codes and reset links."""

import sqlalchemy as sa
from alembic import op

revision = 'a1c0f0060000'
down_revision = 'a1c0f0050000'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('user') as batch_op:
        batch_op.add_column(sa.Column('handle', sa.LargeBinary(length=64), nullable=True))
        batch_op.add_column(sa.Column('reset_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_user_handle'), ['handle'])
    op.create_table(
        'passkey',
        sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('user_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('credential_id', sa.LargeBinary(length=1023), nullable=False),
        sa.Column('public_key', sa.LargeBinary(length=2048), nullable=False),
        sa.Column('sign_count', sa.BigInteger(), nullable=False),
        sa.Column('name', sa.String(length=64), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_passkey_user_id_user'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_passkey')),
        sa.UniqueConstraint('credential_id', name=op.f('uq_passkey_credential_id')),
    )
    op.create_index(op.f('ix_passkey_user_id'), 'passkey', ['user_id'])
    op.create_table(
        'challenge',
        sa.Column('value', sa.LargeBinary(length=32), nullable=False),
        sa.Column('browser_sha256', sa.LargeBinary(length=32), nullable=False),
        sa.Column('purpose', sa.String(length=16), nullable=False),
        sa.Column('user_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('handle', sa.LargeBinary(length=64), nullable=True),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_challenge_user_id_user'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('value', name=op.f('pk_challenge')),
    )
    op.create_index(op.f('ix_challenge_made_at'), 'challenge', ['made_at'])
    op.create_table(
        'recovery_code',
        sa.Column('code_sha256', sa.LargeBinary(length=32), nullable=False),
        sa.Column('user_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['user_id'], ['user.id'], name=op.f('fk_recovery_code_user_id_user'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('code_sha256', name=op.f('pk_recovery_code')),
    )
    op.create_index(op.f('ix_recovery_code_user_id'), 'recovery_code', ['user_id'])
    op.create_table(
        'reset_link',
        sa.Column('token_sha256', sa.LargeBinary(length=32), nullable=False),
        sa.Column('user_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('tries', sa.Integer(), server_default='0', nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_reset_link_user_id_user'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('token_sha256', name=op.f('pk_reset_link')),
        sa.UniqueConstraint('user_id', name=op.f('uq_reset_link_user_id')),
    )


def downgrade():
    op.drop_table('reset_link')
    op.drop_table('recovery_code')
    op.drop_table('challenge')
    op.drop_table('passkey')
    with op.batch_alter_table('user') as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_user_handle'), type_='unique')
        batch_op.drop_column('reset_at')
        batch_op.drop_column('handle')
