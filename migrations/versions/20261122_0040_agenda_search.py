"""The words of the agenda for the server's search, and numbers of people for the first list.

An agenda is searched, and published in the new form, from its next import on.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = 'a1c0f0040000'
down_revision = 'a1c0f0030000'
branch_labels = None
depends_on = None

NUMBERS = (
    "UPDATE agenda_person SET number = found.number FROM (SELECT id, row_number() OVER"
    " (PARTITION BY conference_id ORDER BY id) AS number FROM agenda_person) AS found"
    " WHERE found.id = agenda_person.id"
)
SQLITE = (
    "CREATE VIRTUAL TABLE agenda_search_fts USING fts5(named, told, detail=column, columnsize=0,"
    " tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER agenda_search_gone AFTER DELETE ON agenda_search BEGIN"
    " DELETE FROM agenda_search_fts WHERE rowid = old.row; END",
)


def upgrade():
    op.add_column('agenda_person', sa.Column('number', sa.Integer(), nullable=False, server_default='0'))
    op.execute(NUMBERS)
    with op.batch_alter_table('agenda_person') as batch:
        batch.alter_column('number', server_default=None, existing_type=sa.Integer(), existing_nullable=False)
    # what is published stays readable, but nothing is built upon it any more
    op.execute("UPDATE agenda_shard SET kind = 'former'")
    op.execute("UPDATE conference SET shard_counts = '{}', source_sha256 = NULL")
    words = sa.Text().with_variant(postgresql.TSVECTOR(), 'postgresql')
    op.create_table('agenda_search',
    sa.Column('row', sa.Integer(), nullable=False),
    sa.Column('conference_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('item_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('named', words, nullable=True),
    sa.Column('words', words, nullable=True),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_agenda_search_conference_id_conference'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_item.id'], name=op.f('fk_agenda_search_item_id_agenda_item'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('row', name=op.f('pk_agenda_search')),
    sa.UniqueConstraint('item_id', name=op.f('uq_agenda_search_item_id'))
    )
    op.create_index(op.f('ix_agenda_search_conference_id_row'), 'agenda_search', ['conference_id', 'row'])
    op.create_index(op.f('ix_agenda_search_words'), 'agenda_search', ['words'], postgresql_using='gin')
    if op.get_bind().dialect.name == 'sqlite':
        for statement in SQLITE:
            op.execute(statement)


def downgrade():
    if op.get_bind().dialect.name == 'sqlite':
        op.execute("DROP TABLE agenda_search_fts")
    op.drop_table('agenda_search')
    with op.batch_alter_table('agenda_person') as batch:
        batch.drop_column('number')
