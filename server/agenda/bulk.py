"""Writes many rows at once, in batches, inside `write()`; and reads many, as plain values."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Date, DateTime, Dialect, Table, Uuid, insert, type_coerce
from sqlalchemy.types import NullType, TypeEngine

from server.core.db import UTCDateTime

BATCH = 2_000  # rows
ID, DIGITS = 36, 32  # characters of an id, with hyphens and without
Done = Callable[[int], None]
T = TypeVar("T")


def batches(rows: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """Yield the rows in lists of at most `size`."""
    waiting = iter(rows)
    while batch := list(islice(waiting, size)):
        yield batch


def execute(connection: Connection, statement: Any, rows: Iterable[dict[str, Any]], done: Done) -> None:
    """Run the statement once for each row; `done` hears of each batch."""
    for batch in batches(rows):
        connection.execute(statement, batch)
        done(len(batch))


def insert_rows(connection: Connection, table: Table, rows: Iterable[dict[str, Any]], done: Done) -> None:
    """Insert the rows, which all have the same keys; `done` hears of each batch."""
    for batch in batches(rows):
        names = tuple(batch[0])
        insert_values(connection, table, names, (tuple(row[name] for name in names) for row in batch), done)


def insert_values(
    connection: Connection, table: Table, names: Sequence[str], rows: Iterable[tuple[Any, ...]], done: Done
) -> None:
    """Insert the rows, whose values stand in the order of `names`; `done` hears of each batch."""
    for batch in batches(rows):
        if connection.dialect.name == "sqlite":
            _insert_columnwise(connection, table, names, batch)
        else:
            connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in batch])
        done(len(batch))


def _insert_columnwise(
    connection: Connection, table: Table, names: Sequence[str], batch: list[tuple[Any, ...]]
) -> None:
    # A third of the work that SQLAlchemy has with each row's dictionary, which counts at 200,000 rows; values are
    # turned for the database by the very processors of the columns.
    statement = insert(table).compile(dialect=connection.dialect, column_keys=list(names))
    columns = dict(zip(names, zip(*batch, strict=True), strict=True))
    turned = [_turned(columns[name], table.c[name].type, connection) for name in statement.positiontup or ()]
    connection.exec_driver_sql(str(statement), list(zip(*turned, strict=True)))


def read(connection: Connection, query: Any) -> list[list[Any]]:
    """Return the columns of a query that hold plain values; what stands in a column again is turned once."""
    columns = tuple(query.selected_columns)
    turns = [_reader(one.type, connection.dialect) for one in columns]
    raw = query.with_only_columns(*(type_coerce(one, NullType()) for one in columns), maintain_column_froms=True)
    found: list[list[Any]] = [[] for _ in columns]
    for batch in connection.execute(raw).partitions(BATCH):
        for column, turn, values in zip(found, turns, zip(*batch, strict=True), strict=True):
            column += values if turn is None else turn(values)
    return found


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Sequence[Any]], Iterable[Any]] | None:
    if isinstance(kind, Uuid) and not kind.as_uuid and not dialect.supports_native_uuid:
        return _dashed
    turn = kind.dialect_impl(dialect).result_processor(dialect, None)
    return None if turn is None else partial(_once, turn)


def _dashed(values: Sequence[str | None]) -> Iterable[str | None]:
    """Return ids of their 32 digits, as `uuid.UUID` writes them, for a tenth of the work."""
    known = [one for one in values if one is not None]
    digits, made = "".join(known).encode(), bytearray(b"-" * ID * len(known))
    for place in range(DIGITS):
        made[place + sum(place >= group for group in (8, 12, 16, 20)) :: ID] = digits[place::DIGITS]
    text = made.decode()
    ids = (text[at : at + ID] for at in range(0, len(text), ID))
    return ids if len(known) == len(values) else [one and next(ids) for one in values]


def _once(turn: Callable[[Any], Any], values: Sequence[Any]) -> Iterable[Any]:
    once = {value: turn(value) for value in set(values)}
    return map(once.__getitem__, values)


def _turned(values: Sequence[Any], kind: TypeEngine[Any], connection: Connection) -> Iterable[Any]:
    if isinstance(kind, Uuid) and not kind.as_uuid and not connection.dialect.supports_native_uuid:
        return [one and one.replace("-", "") for one in values]  # as the processor does, without a call for each
    turn = kind.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    if turn is None:
        return values
    if not isinstance(kind, (Date, DateTime, UTCDateTime)):
        return map(turn, values)
    return _once(turn, values)  # a meeting has few days and hours
