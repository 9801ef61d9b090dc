"""Alembic's environment: our transaction rules, batch mode on SQLite, foreign keys checked after each run."""

from alembic import context
from flask import current_app
from sqlalchemy import TypeDecorator, text
from sqlalchemy.engine import Connection

from server.core.db import db

config = context.config


def run() -> None:
    """Bring the database to the wanted revision in one transaction."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            _run_sqlite(connection)
        else:
            _run(connection)


def _run_sqlite(connection: Connection) -> None:
    # A batch migration drops and renames tables; with foreign keys on that would delete every child row in silence.
    # The pragma is ignored inside a transaction, so the driver is asked before one begins; the connection never goes
    # back to the pool, where it would serve others without foreign keys.
    driver = connection.connection.driver_connection
    connection.detach()
    driver.execute("PRAGMA foreign_keys=OFF")
    with connection.execution_options(write=True).begin():
        _run(connection)
        dangling = driver.execute("PRAGMA foreign_key_check").fetchall()
        if dangling:
            raise RuntimeError(f"the migration left rows without their parent: {dangling[:5]}")


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_plain_type,
        include_object=lambda _object, name, kind, _reflected, _other: not (kind == "table" and "_fts" in (name or "")),
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            # several processes may start at once; one migrates, the others wait and find nothing left to do
            connection.execute(text("SELECT pg_advisory_xact_lock(4823115)"))
        context.run_migrations()


def _plain_type(kind: str, item: object, _context: object) -> str | bool:
    # a migration must still run when a column type of our own has changed or gone, so it names what lies under it
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


if current_app:
    run()
