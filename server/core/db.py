"""The database: engine rules, column types, and `write()`, the only place that commits.

The SQLite rules and their reasons stand in `docs/sync.md` (transactions).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, MetaData, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from server.core.problems import Busy

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

LONGEST_WAIT = 5.0  # seconds for a turn to write
_sqlite_writer = Lock()
_before_commit: dict[str, Callable[[], None]] = {}

SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON")


class Base(DeclarativeBase):
    """The declarative base: `select()` style, names of constraints by convention."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)

if TYPE_CHECKING:

    class Model(Base):
        """What every model inherits."""

        __abstract__ = True
else:
    Model = db.Model


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: refuses naive values, stores UTC, returns aware UTC. SQLite would drop the offset silently."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; raise ValueError for a naive value."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive time cannot be stored: {value!r}")
        aware = value if value.tzinfo is UTC else value.astimezone(UTC)
        return aware.replace(tzinfo=None) if dialect.name == "sqlite" else aware

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def prepare_engine(engine: Engine) -> None:
    """Teach an engine our transaction rules: on SQLite we say BEGIN ourselves, IMMEDIATE for writing work."""
    if engine.dialect.name != "sqlite":
        event.listen(engine, "begin", _begin_postgresql)
        return
    event.listen(engine, "connect", _connect_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _connect_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transactions release savepoints for good and lose updates; see docs/sync.md.
    connection.isolation_level = None
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("write"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:  # which asks for no lock, so it cannot fail: SQLAlchemy's way to it would take ten times as long
        connection.connection.cursor().execute("BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("write"):
        connection.exec_driver_sql("SET LOCAL lock_timeout = '5s'")


@contextmanager
def write() -> Iterator[None]:
    """Run a writing transaction: commit on leaving, roll back on any exception. The only commit in the project.

    Raises Busy when no turn comes within five seconds.
    """
    db.session.rollback()  # ends the read transaction that signing in opened, else the option below is ignored
    with _turn():
        db.session.connection(execution_options={"write": True})
        db.session.info["writing"] = True
        try:
            yield
            for act in _before_commit.values():
                act()
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        finally:
            for left in ("writing", *_before_commit):
                db.session.info.pop(left, None)


def before_commit(name: str, act: Callable[[], None]) -> None:
    """Run this at the end of every `write()`; what it keeps meanwhile stands in the session's `info` under its name."""
    _before_commit[name] = act


@contextmanager
def _turn() -> Iterator[None]:
    # SQLite's writers poll for its lock without a queue, so under load some wait for ever while others pass them. The
    # threads of one process take turns here instead; other processes still meet SQLite's own lock.
    if db.engine.dialect.name != "sqlite":
        yield
        return
    if not _sqlite_writer.acquire(timeout=LONGEST_WAIT):
        raise Busy
    try:
        yield
    finally:
        _sqlite_writer.release()


@contextmanager
def snapshot() -> Iterator[None]:
    """Run a reading transaction in which every query sees the same state (REPEATABLE READ on PostgreSQL)."""
    db.session.rollback()
    is_postgresql = db.engine.dialect.name == "postgresql"
    db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"} if is_postgresql else None)
    try:
        yield
    finally:
        db.session.rollback()


def writing() -> bool:
    """Tell whether the session is inside `write()`."""
    return bool(db.session.info.get("writing"))
