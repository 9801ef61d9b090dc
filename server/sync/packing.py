"""Rows straight from the database to the wire: no merge clock, no objects between, each value turned once.

The answer is that of `rows.as_wire`, which tests hold it to, at a tenth of the work.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

import orjson
from sqlalchemy import JSON, Column, Date, Uuid, bindparam, select
from sqlalchemy.engine import Dialect

from server.core import clock, strict_json
from server.core.db import UTCDateTime, db
from server.core.prepared import Prepared
from server.sync.merge import Rule
from server.sync.registry import Kind

Turn = Callable[[Any], Any]
HEAD = ("id", "rev", "deleted", "alts", "created_at", "changed_at", "edited_at")


def pack(kind: Kind, user_id: str, first: int, last: int) -> Iterator[tuple[int, bytes]]:
    """Yield rev and JSON of the user's rows of a kind that have revs from `first` to `last`, both included."""
    connection = db.session.connection()
    found = _query(kind).raw(u=user_id, first=first, last=last)  # as the driver gives them: `turns` do the rest at once
    if not found:
        return
    columns: list[Sequence[Any]] = list(zip(*found, strict=True))
    for place, turn, missing in _turns(kind, connection.dialect):
        columns[place] = _turned(columns[place], turn, missing)
    names, name = tuple(kind.rules), kind.name
    for row_id, rev, deleted, alts, created, changed, edited, *values in zip(*columns, strict=True):
        row = {
            "kind": name,
            "id": row_id,
            "rev": rev,
            "deleted": deleted,
            "body": dict(zip(names, values, strict=True)),
            "alts": alts,
            "created_at": created,
            "changed_at": changed,
            "at": edited,
        }
        yield rev, strict_json.dumps(row)


def _turned(column: Sequence[Any], turn: Turn, missing: Any) -> Sequence[Any]:
    if column.count(None) == len(column):  # most columns of most pages
        return column if missing is None else [missing] * len(column)
    return [missing if value is None else turn(value) for value in column]


@cache
def _query(kind: Kind) -> Prepared:
    table = kind.table
    between = table.c.rev.between(bindparam("first"), bindparam("last"))
    return Prepared(select(*_columns(kind)).where(table.c.user_id == bindparam("u"), between))


def _columns(kind: Kind) -> list[Column[Any]]:
    return [kind.table.c[name] for name in (*HEAD, *kind.rules)]


@cache
def _turns(kind: Kind, dialect: Dialect) -> tuple[tuple[int, Turn, Any], ...]:
    """The place of each column that does not travel as the driver gives it, what turns it, and what stands for NULL."""
    rules = (*(Rule("value", wire=_of_head(name)) for name in HEAD), *kind.rules.values())
    made = []
    for place, (column, rule) in enumerate(zip(_columns(kind), rules, strict=True)):
        turn = _turn(column, rule, dialect)
        missing: Any = [] if rule.merge == "set" else None
        if turn is not _same or missing is not None:
            made.append((place, turn, missing))
    return tuple(made)


def _of_head(name: str) -> Turn:
    return clock.wire if name.endswith("_at") else _same


def _turn(column: Column[Any], rule: Rule, dialect: Dialect) -> Turn:
    turn = _of_sqlite(column) if dialect.name == "sqlite" else None
    if turn is not None:
        return turn
    read = column.type.dialect_impl(dialect).result_processor(dialect, None) or _same
    return _both(read, rule.wire)


def _both(read: Turn, wire: Turn) -> Turn:
    return wire if read is _same else read if wire is _same else lambda value: wire(read(value))


def _of_sqlite(column: Column[Any]) -> Turn | None:
    """SQLite keeps these as text that is nearly what travels."""
    for kind, turn in ((UTCDateTime, _instant), (Date, _same), (Uuid, _uuid), (JSON, orjson.Fragment)):
        if isinstance(column.type, kind):
            return turn
    return None


@lru_cache(4_096)  # a page holds few: all rows of one call came at the same time
def _instant(stored: str) -> str:
    """The wire form of `YYYY-MM-DD hh:mm:ss.ffffff` in UTC; milliseconds stand only where there are some."""
    part = stored[20:23]
    return f"{stored[:10]}T{stored[11:19]}{f'.{part}' if part != '000' else ''}Z"


def _uuid(stored: str) -> str:
    return f"{stored[:8]}-{stored[8:12]}-{stored[12:16]}-{stored[16:20]}-{stored[20:]}"


def _same(value: Any) -> Any:
    return value
