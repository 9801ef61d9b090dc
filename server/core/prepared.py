"""Reads that nearly every call makes: the statement becomes SQL once, not in every call.

SQLAlchemy's own way from a statement to a row by its key takes many times as long as the query. Here its connection
gets the SQL as a text and gives back what the driver found, so that it alone sees to transactions, faults and
connections that were lost. Values go through the column types both ways as ever, and nothing here writes.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, Connection, Engine, SelectBase, Uuid, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from server.core.db import db

MOST_AT_ONCE = 256  # ids in one statement: what is kept for each would not be let go of again

Turn = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement as one kind of database takes it."""

    sql: str
    order: tuple[str, ...] | None  # of a driver that takes values by their place
    fixed: dict[str, Any]  # values that the statement itself names
    asked: frozenset[str]  # those that the caller gives
    sent: tuple[tuple[str, Turn], ...]
    found: tuple[tuple[int, Turn], ...]

    def values(self, given: dict[str, Any]) -> Any:
        if given.keys() != self.asked:  # a value that is missing would be NULL, and find nothing
            raise TypeError(f"asked with {sorted(given)} where {sorted(self.asked)} are wanted")
        whole = self.fixed | given
        for name, turn in self.sent:
            whole[name] = turn(whole[name])
        return whole if self.order is None else tuple(whole[name] for name in self.order)

    def row(self, raw: Sequence[Any]) -> tuple[Any, ...]:
        if not self.found:
            return tuple(raw)
        columns = list(raw)
        for place, turn in self.found:
            columns[place] = turn(columns[place])
        return tuple(columns)


class Prepared:
    """One `select()` with its values as `bindparam()`; it takes no expanding ones."""

    def __init__(self, query: SelectBase) -> None:
        """Keep the statement; it is turned into SQL when it is first asked."""
        self._query = query

    def all(self, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows as the session's transaction sees them, which begins here where it had not.

        What the session has not flushed is not seen.
        """
        connection = db.session.connection()
        ready = self._for(connection.dialect)
        return [ready.row(raw) for raw in _fetch(connection, ready.sql, ready.values(values))]

    def one(self, **values: Any) -> tuple[Any, ...] | None:
        """Return the first of `all`, None where there is none."""
        found = self.all(**values)
        return found[0] if found else None

    def newest(self, engine: Engine | None = None, /, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows as they are committed now, whatever the session's transaction sees.

        Outside the application an engine is needed.
        """
        engine = engine or db.engine
        ready = self._for(engine.dialect)
        sent = ready.values(values)
        found = None if engine.dispatch.before_cursor_execute else _swiftly(engine, ready.sql, sent)
        if found is None:
            with engine.connect() as connection:
                found = _fetch(connection, ready.sql, sent)
        return [ready.row(raw) for raw in found]

    def raw(self, **values: Any) -> Sequence[Any]:
        """Return the rows of the session's transaction as the driver gives them; column types have not turned them."""
        connection = db.session.connection()
        ready = self._for(connection.dialect)
        return _fetch(connection, ready.sql, ready.values(values))

    def _for(self, dialect: Dialect) -> _Ready:
        # It is kept by the dialect, since its turns hold that: both are gone with the engine.
        made: WeakKeyDictionary[Prepared, _Ready] = vars(dialect).setdefault("hallway_prepared", WeakKeyDictionary())
        ready = made.get(self)
        if ready is None:
            ready = made[self] = _made_ready(self._query, dialect)
        return ready


class PreparedIn:
    """The same for ids that are looked for together: a statement each for 1, 2, 4, 8 ... 256 of them."""

    def __init__(self, query: Callable[[list[BindParameter[str]]], SelectBase]) -> None:
        """Keep what makes the statement for that many ids, which are UUIDs."""
        self._query = query
        self._sizes: dict[int, Prepared] = {}

    def all(self, wanted: Sequence[str], **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows as `Prepared.all` does; none where no id is wanted.

        A row that is found by two ids may stand there twice where more are wanted than one statement takes.
        """
        ordered = list(dict.fromkeys(wanted))
        parts = (ordered[start : start + MOST_AT_ONCE] for start in range(0, len(ordered), MOST_AT_ONCE))
        return [row for part in parts for row in self._part(part, values)]

    def _part(self, wanted: list[str], values: dict[str, Any]) -> list[tuple[Any, ...]]:
        size = 1 << (len(wanted) - 1).bit_length()
        names = [f"one_of_{number}" for number in range(size)]
        if size not in self._sizes:
            self._sizes[size] = Prepared(self._query([bindparam(name, type_=Uuid(as_uuid=False)) for name in names]))
        more = [wanted[-1]] * (size - len(wanted))
        return self._sizes[size].all(**values, **dict(zip(names, [*wanted, *more], strict=True)))


def _swiftly(engine: Engine, sql: str, sent: Any) -> Sequence[Any] | None:
    """Ask the driver itself, in a third of the time; None where it fails.

    SQLAlchemy is to be asked again then: it says what is wrong, and lets go of all connections when one was lost.
    """
    dialect = engine.dialect
    try:
        with closing(engine.raw_connection()) as connection:
            try:
                with closing(connection.cursor()) as asked:
                    asked.execute(sql, sent)
                    return asked.fetchall()
            except dialect.loaded_dbapi.Error as fault:
                if dialect.is_disconnect(fault, connection.dbapi_connection, None):
                    connection.invalidate(fault)  # so that nobody tries to roll it back
                return None
    except dialect.loaded_dbapi.Error:
        return None


def _fetch(connection: Connection, sql: str, sent: Any) -> Sequence[Any]:
    try:
        return connection.exec_driver_sql(sql, sent).all()
    except DBAPIError as fault:
        fault.hide_parameters = True
        raise


def _made_ready(query: SelectBase, dialect: Dialect) -> _Ready:
    compiled = query.compile(dialect=dialect)
    asked = frozenset(name for name, bind in compiled.binds.items() if bind.required)
    sent = ((name, _turn(bind.type, dialect, "bind_processor")) for name, bind in compiled.binds.items())
    found = (
        (place, _turn(column.type, dialect, "result_processor", None))
        for place, column in enumerate(query.selected_columns)
    )
    return _Ready(
        str(compiled),
        tuple(compiled.positiontup or ()) if compiled.positional else None,
        {name: value for name, value in compiled.params.items() if name not in asked},
        asked,
        tuple((name, turn) for name, turn in sent if turn is not None),
        tuple((place, turn) for place, turn in found if turn is not None),
    )


def _turn(column_type: TypeEngine[Any], dialect: Dialect, name: str, *more: Any) -> Turn | None:
    turn: Turn | None = getattr(column_type.dialect_impl(dialect), name)(dialect, *more)
    return turn
