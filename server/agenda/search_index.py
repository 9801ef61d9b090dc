"""The table behind the server's search, and how a publication fills it. Inside `write()`.

SQLite keeps the words in an FTS5 table beside it, by row number; PostgreSQL in two `tsvector` columns. Both are made
from the items and can be made again at any time.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import (
    ARRAY,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    bindparam,
    cast,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from server.agenda import bulk, search_words
from server.agenda.bulk import Done
from server.agenda.states import Agenda, ItemState
from server.core.db import db

# `row` is the order of the answers; on PostgreSQL `named` and `told` are words, on SQLite they stay empty.
table = Table(
    "agenda_search",
    db.metadata,
    Column("row", Integer, primary_key=True),
    Column("conference_id", Uuid(as_uuid=False), ForeignKey("conference.id", ondelete="CASCADE"), nullable=False),
    Column(
        "item_id", Uuid(as_uuid=False), ForeignKey("agenda_item.id", ondelete="CASCADE"), nullable=False, unique=True
    ),
    Column("named", Text().with_variant(TSVECTOR(), "postgresql")),
    Column("words", Text().with_variant(TSVECTOR(), "postgresql")),
    Index(None, "conference_id", "row"),
    Index(None, "words", postgresql_using="gin"),
)

MOST_ASKED = 500  # rows asked for by id in one query

# More words wait in memory (4 MB), so that fewer pieces of the index are written and merged: a third less work.
SQLITE_HELD = "INSERT INTO agenda_search_fts (agenda_search_fts, rank) VALUES ('hashsize', 4000000)"

# Neither place nor phrase is asked for, so positions are not kept. A trigger follows rows that go with their item.
SQLITE_TABLES = (
    "CREATE VIRTUAL TABLE agenda_search_fts USING fts5(named, told, detail=column, columnsize=0,"
    " tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER agenda_search_gone AFTER DELETE ON agenda_search BEGIN"
    " DELETE FROM agenda_search_fts WHERE rowid = old.row; END",
)


def _make_sqlite(_table: Table, connection: Connection, **_more: object) -> None:
    if connection.dialect.name == "sqlite":
        for statement in SQLITE_TABLES:
            connection.exec_driver_sql(statement)


def _drop_sqlite(_table: Table, connection: Connection, **_more: object) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TABLE IF EXISTS agenda_search_fts")


event.listen(table, "after_create", _make_sqlite)
event.listen(table, "before_drop", _drop_sqlite)


def put(agenda: Agenda, touched: Iterable[ItemState], done: Done, *, anew: bool) -> None:
    """Index the touched items of an agenda; `anew` indexes all of its items, whatever was there."""
    connection = db.session.connection()
    mine = table.c.conference_id == agenda.conference.id
    if anew:
        connection.execute(delete(table).where(mine))
    items = sorted(agenda.items.values() if anew else touched, key=search_words.by_time)
    known: dict[str, int] = {}
    for batch in () if anew else bulk.batches(items, MOST_ASKED):
        rows = select(table.c.item_id, table.c.row).where(mine, table.c.item_id.in_([one.id for one in batch]))
        known |= {row[0]: row[1] for row in connection.execute(rows)}
    store = _put_sqlite if connection.dialect.name == "sqlite" else _put_postgresql
    if anew and store is _put_sqlite:
        connection.exec_driver_sql(SQLITE_HELD)
    for batch in bulk.batches(items):
        store(connection, agenda, batch, known)
        done(len(batch))


def _put_sqlite(connection: Connection, agenda: Agenda, items: Sequence[ItemState], known: dict[str, int]) -> None:
    free = 1 + (connection.scalar(select(func.max(table.c.row))) or 0)  # nobody else writes now
    new, fresh, changed = [], [], []
    for item in items:
        texts = _text(search_words.named(item, agenda)), _text(search_words.told(item))
        if item.id in known:
            changed.append((*texts, known[item.id]))
        else:
            new.append((free, agenda.conference.id, item.id))
            fresh.append((free, *texts))
            free += 1
    if new:
        names = ("row", "conference_id", "item_id")
        bulk.insert_values(connection, table, names, new, lambda _rows: None)
        connection.exec_driver_sql("INSERT INTO agenda_search_fts (rowid, named, told) VALUES (?, ?, ?)", fresh)
    if changed:
        connection.exec_driver_sql("UPDATE agenda_search_fts SET named = ?, told = ? WHERE rowid = ?", changed)


def _text(text: str) -> str:
    # what is ASCII the index folds by itself, in the same way and much faster
    return text if text.isascii() else " ".join(search_words.words(text))


def _put_postgresql(connection: Connection, agenda: Agenda, items: Sequence[ItemState], known: dict[str, int]) -> None:
    lists = {name: func.array_to_tsvector(cast(bindparam(f"{name}_list"), ARRAY(Text))) for name in ("named", "words")}
    new, changed = [], []
    for item in items:
        named = search_words.words(search_words.named(item, agenda))
        row = {"named_list": named, "words_list": named + search_words.words(search_words.told(item))}
        if item.id in known:
            changed.append(row | {"of_row": known[item.id]})
        else:
            new.append(row | {"conference_id": agenda.conference.id, "item_id": item.id})
    if new:
        connection.execute(insert(table).values(lists), new)
    if changed:
        connection.execute(update(table).where(table.c.row == bindparam("of_row")).values(lists), changed)
