"""A database that cannot be written: the phone is told to wait, nothing is half done, and pulling goes on."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, update

from server.accounts.models import Session
from server.core import clock, ids
from server.core import db as database
from server.core.db import db, write
from tests.factories import browser, user
from tests.sync.fold import check_log, lines
from tests.sync.phone import Phone

pytestmark = pytest.mark.waits


@pytest.fixture
def sqlite_only(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite's own way of being busy")


@contextmanager
def on_every_connection(pragma: str) -> Iterator[None]:
    """Give every connection a pragma, and none afterwards."""

    def set_pragma(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA {pragma}")

    db.session.rollback()
    db.engine.dispose()
    event.listen(db.engine, "connect", set_pragma)
    try:
        yield
    finally:
        event.remove(db.engine, "connect", set_pragma)
        db.session.rollback()
        db.engine.dispose()


@contextmanager
def read_only() -> Iterator[None]:
    """Refuse to write, as a full or read-only disk does."""
    with on_every_connection("query_only=ON"):
        yield


@contextmanager
def locked() -> Iterator[None]:
    """Hold the write lock from outside, longer than our side waits."""
    with (
        on_every_connection("busy_timeout=50"),
        closing(sqlite3.connect(str(db.engine.url.database), isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@pytest.mark.usefixtures("sqlite_only")
@pytest.mark.parametrize("trouble", [read_only, locked])
def test_a_push_waits_a_pull_goes_on_and_later_all_is_taken(app: Flask, trouble: type) -> None:
    ada = user("ada")
    client = browser(app, ada)
    phone = Phone(lambda request: client.post("/api/sync", json=request).json)
    row = ids.fresh()
    phone.write("contact", row, set={"name": "Ada"})
    phone.sync()
    phone.write("contact", row, set={"role": "chair"})

    with trouble():
        push = client.post("/api/sync", json=phone.request())
        pull = client.post("/api/sync", json=phone.request() | {"mutations": [], "since": [0, ""]})

    assert (push.status_code, push.json["type"], push.headers["Retry-After"]) == (503, "/problems/busy", "2")
    assert (pull.status_code, [one["body"]["name"] for one in pull.json["rows"]]) == (200, ["Ada"])
    assert len(lines(ada.id)) == 1
    assert phone.sync() == ["applied"]
    check_log(ada.id)


@pytest.mark.usefixtures("sqlite_only")
def test_reading_goes_on_while_another_writes_too_long(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser(app, user("ada"))
    with write():
        db.session.execute(update(Session).values(last_seen_at=clock.now() - timedelta(days=2)))  # due to be prolonged
    monkeypatch.setattr(database, "LONGEST_WAIT", 0.05)

    with database._sqlite_writer:
        listed = client.get("/api/contacts")
        phone = Phone(lambda request: client.post("/api/sync", json=request).json)
        phone.sync()

    assert (listed.status_code, listed.get_json()["rows"]) == (200, [])
    assert (phone.answer["rows"], phone.answer["cursor"]) == ([], [0, ""])
