"""What the tests stand on: one application for each database, emptied after each test.

SQLite runs everywhere; PostgreSQL where HALLWAY_TEST_POSTGRESQL names a server (CI must have one).
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import limits.storage.memory
import limits.strategies
import psycopg
import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from sqlalchemy import delete
from sqlalchemy.engine import make_url

from server.app import create_app
from server.config import Settings
from server.core import clock
from server.core import limits as our_limits
from server.core.db import db
from server.core.limits import limiter

POSTGRESQL = os.environ.get("HALLWAY_TEST_POSTGRESQL", "")
# how long an example takes hangs on what else the machine does
settings.register_profile("hallway", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hallway")
DATABASES = ["sqlite", "postgresql"] if POSTGRESQL else ["sqlite"]


def settings_for(folder: Path, database_url: str, **changes: object) -> Settings:
    """Return settings as a development machine has them."""
    values: dict[str, object] = {
        "database_url": database_url,
        "url": "http://localhost:8000",
        "secret_key": "a-secret-that-is-only-for-tests-0123",
        "development": True,
        "redis_url": None,
        "proxies": 0,
        "sign_ups": 20,
        "instance": folder,
        "backups": folder / "backups",
    }
    return Settings(**(values | changes))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a red test that waits for others a second run where HALLWAY_SECOND_RUN asks for it (decision 27)."""
    if os.environ.get("HALLWAY_SECOND_RUN"):
        for item in items:
            if item.get_closest_marker("e2e") or item.get_closest_marker("waits"):
                item.add_marker(pytest.mark.flaky(reruns=1))


@contextmanager
def fresh_postgresql(name: str) -> Iterator[str]:
    """Yield the address of a new, empty PostgreSQL database of that name, which is dropped afterwards."""
    url = make_url(POSTGRESQL.replace("postgres://", "postgresql://"))
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        yield url.set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(autouse=True)
def one_moment_for_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count the calls of a test within one moment: at the turn of a minute or an hour a limit lets a few more by."""
    at = time.time()
    for module in (limits.storage.memory, limits.strategies, our_limits):
        monkeypatch.setattr(module, "time", SimpleNamespace(time=lambda: at))


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Stop the clock of the application, and return where it stands: nothing runs out, however slow the machine is."""
    at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: at)
    return at


@pytest.fixture(scope="session", params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of an empty database; every test that uses it runs once for each kind."""
    if request.param == "postgresql":
        with fresh_postgresql(f"hallway_test_{os.getpid()}") as url:
            yield url
    else:
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.sqlite'}"


@pytest.fixture(scope="session")
def made_app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return the application over a database with all tables."""
    app = create_app(settings_for(tmp_path_factory.mktemp("instance"), database_url))
    app.testing = True
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(made_app: Flask) -> Iterator[Flask]:
    """Return the application with an empty database and inside its context."""
    with made_app.app_context():
        yield made_app
        db.session.rollback()
        for table in reversed(db.metadata.sorted_tables):
            db.session.execute(delete(table))
        db.session.commit()
        limiter.reset()
