"""Migrations make exactly the tables of the models, go down again, and keep child rows on SQLite."""

import os
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import insert, inspect
from sqlalchemy.exc import IntegrityError

from server.agenda.models import Participation
from server.app import create_app
from server.core import ids
from server.core.db import db
from tests.conftest import DATABASES, fresh_postgresql, settings_for


@pytest.fixture(params=DATABASES)
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """Yield an application over a database without tables."""
    if request.param == "postgresql":
        with fresh_postgresql(f"hallway_migrations_{os.getpid()}") as url:
            yield create_app(settings_for(tmp_path, url))
    else:
        yield create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'empty.sqlite'}"))


def differences() -> list[object]:
    """Return what autogeneration would still change."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_compared})
        return list(compare_metadata(context, db.metadata))


def is_compared(_found: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Leave out what SQLite's full text search keeps for itself, as `migrations/env.py` does."""
    return not (kind == "table" and "_fts" in (name or ""))


def search_statements() -> list[str]:
    """Return how the full text table and its trigger were made; [] on PostgreSQL."""
    if db.engine.dialect.name != "sqlite":
        return []
    with db.engine.connect() as connection:
        made = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE name IN ('agenda_search_fts', 'agenda_search_gone') ORDER BY name"
        )
        return [str(sql) for (sql,) in made]


def test_upgrading_an_empty_database_makes_the_models(empty_app: Flask) -> None:
    with empty_app.app_context():
        flask_migrate.upgrade()

        assert differences() == []

        db.engine.dispose()


def test_migrations_make_the_search_as_the_models_do(empty_app: Flask) -> None:
    with empty_app.app_context():
        flask_migrate.upgrade()
        by_migration = search_statements()
        flask_migrate.downgrade(revision="base")
        db.create_all()

        assert search_statements() == by_migration
        assert len(by_migration) == (2 if db.engine.dialect.name == "sqlite" else 0)

        db.engine.dispose()


def test_downgrading_removes_every_table(empty_app: Flask) -> None:
    with empty_app.app_context():
        flask_migrate.upgrade()

        flask_migrate.downgrade(revision="base")

        assert inspect(db.engine).get_table_names() == ["alembic_version"]

        db.engine.dispose()


def test_upgrading_twice_changes_nothing(empty_app: Flask) -> None:
    with empty_app.app_context():
        flask_migrate.upgrade()
        before = inspect(db.engine).get_table_names()

        flask_migrate.upgrade()

        assert inspect(db.engine).get_table_names() == before

        db.engine.dispose()


def test_after_a_migration_foreign_keys_still_hold(empty_app: Flask) -> None:
    with empty_app.app_context():
        flask_migrate.upgrade()
        orphan = {"item_id": ids.fresh(), "position": 0, "person_id": ids.fresh(), "role": "presenter"}

        with pytest.raises(IntegrityError):
            db.session.execute(insert(Participation).values(**orphan))

        db.session.rollback()
        db.engine.dispose()
