"""Writes many rows at once, in batches; inside `write()`."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, insert

BATCH = 2_000  # rows
Done = Callable[[int], None]
T = TypeVar("T")


def batches(rows: Iterable[T]) -> Iterator[list[T]]:
    """Yield the rows in lists of at most `BATCH`."""
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def execute(connection: Connection, statement: Any, rows: Iterable[dict[str, Any]], done: Done) -> None:
    """Run the statement once for each row; `done` hears of each batch."""
    for batch in batches(rows):
        connection.execute(statement, batch)
        done(len(batch))


def insert_rows(connection: Connection, table: Table, rows: Iterable[dict[str, Any]], done: Done) -> None:
    """Insert the rows, which all have the same keys; `done` hears of each batch."""
    for batch in batches(rows):
        if connection.dialect.name == "sqlite":
            _insert_columnwise(connection, table, batch)
        else:
            connection.execute(insert(table), batch)
        done(len(batch))


def _insert_columnwise(connection: Connection, table: Table, batch: list[dict[str, Any]]) -> None:
    # A third of the work that SQLAlchemy has with each row's dictionary, which counts at 200,000 rows; values are
    # turned for the database by the very processors of the columns.
    statement = insert(table).compile(dialect=connection.dialect, column_keys=list(batch[0]))
    columns = []
    for name in statement.positiontup or ():
        turn = table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        values = [row[name] for row in batch]
        columns.append(values if turn is None else list(map(turn, values)))
    connection.exec_driver_sql(str(statement), list(zip(*columns, strict=True)))
