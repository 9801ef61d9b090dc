"""The same change arriving by many ways at once, and transactions that mean what they say."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from server.accounts.models import User
from server.core import db as database
from server.core import ids
from server.core.db import db, write
from tests.factories import browser, user
from tests.sync.fold import check_log, lines
from tests.sync.phone import Phone, at_door

pytestmark = pytest.mark.waits

EIGHT = 8


def at_once(app: Flask, work: Callable[[int], Any]) -> list[Any]:
    """Return what eight threads, begun together, each found."""
    barrier = Barrier(EIGHT)

    def run(number: int) -> Any:
        with app.app_context():
            barrier.wait(60)
            return work(number)

    db.session.rollback()
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(EIGHT) as pool:
        patch.setattr(database, "LONGEST_WAIT", 60)  # on a slow disk it takes them long to take turns
        return list(pool.map(run, range(EIGHT)))


def test_one_body_by_eight_connections_counts_once(app: Flask) -> None:
    ada = user("ada")
    clients = [browser(app, ada) for _ in range(EIGHT)]
    phone = Phone(at_door(ada.id))
    row = ids.fresh()
    for number in range(20):
        phone.write("contact", row, set={"name": f"name {number}", "tags": {"add": [f"t{number}"]}})
    body = phone.request()

    answers = at_once(app, lambda number: clients[number].post("/api/sync", json=body))

    assert [answer.status_code for answer in answers] == [200] * EIGHT
    assert [answer.json["acked"] for answer in answers] == [
        [[one["id"], "applied"] for one in body["mutations"]]
    ] * EIGHT
    assert len(lines(ada.id)) == 20
    check_log(ada.id)


def test_eight_phones_at_once_get_one_order_without_a_gap(app: Flask) -> None:
    ada = user("ada").id
    phones = [Phone(at_door(ada)) for _ in range(EIGHT)]
    for phone in phones:
        for number in range(5):
            phone.write("contact", ids.fresh(), set={"name": str(number)})

    def push(number: int) -> list[str]:
        return phones[number].sync()

    assert at_once(app, push) == [["applied"] * 5] * EIGHT
    for phone in phones:
        phone.pull()
    assert all(phone.rows == phones[0].rows for phone in phones)
    assert len(phones[0].rows) == 40
    check_log(ada)


def test_rollback_undoes_a_released_savepoint(app: Flask) -> None:
    ada = user("ada").id

    def fail_late() -> None:
        with write():
            with db.session.begin_nested():
                db.session.execute(update(User).where(User.id == ada).values(head="lost"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_late()

    assert db.session.scalar(select(User.head).where(User.id == ada)) == ""


def test_reading_before_writing_neither_fails_nor_loses(app: Flask) -> None:
    ada = user("ada").id

    def count_up(_number: int) -> None:
        for _ in range(10):
            db.session.scalar(select(User.rev).where(User.id == ada))  # as signing in does: begins by reading
            with write():
                seen = db.session.scalar(select(User.rev).where(User.id == ada).with_for_update())
                db.session.execute(update(User).where(User.id == ada).values(rev=seen + 1))

    at_once(app, count_up)

    assert db.session.scalar(select(User.rev).where(User.id == ada)) == 10 * EIGHT


def test_sqlite_keeps_what_it_has_acknowledged(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("these are SQLite's own settings")

    settings = {
        name: db.session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
    }

    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_lost_answer_then_another_edit_then_both_again(app: Flask) -> None:
    ada = user("ada").id
    phone = Phone(at_door(ada))
    row = ids.fresh()
    phone.write("note", row, set={"bullets": {"from": "", "to": "one"}})
    phone.send(phone.request())  # the answer never arrives
    phone.write("note", row, set={"bullets": {"from": "one", "to": "one two"}})

    assert phone.sync() == ["applied", "applied"]
    assert phone.body(row, "bullets") == "one two"
    assert [line.n for line in lines(ada)] == [1, 2]
