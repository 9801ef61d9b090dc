"""Failed sign-ins: a growing wait, never a lock."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from server.accounts import attempts
from server.accounts.models import Attempt
from server.core.db import db, write
from server.core.problems import TooMany

pytestmark = pytest.mark.waits

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 32), (11, 60), (12, 60), (10**9, 60)],
)
def test_the_wait_grows_to_a_minute(failures: int, seconds: int) -> None:
    assert attempts.delay(failures) == timedelta(seconds=seconds)


def test_the_sixth_try_waits_and_a_refused_one_does_not_lengthen_the_wait(app: Flask) -> None:
    key = attempts.key("ada")
    for _ in range(5):
        with write():
            attempts.begin(key, NOON)
    for _ in range(3):
        with pytest.raises(TooMany) as caught, write():
            attempts.begin(key, NOON)
        assert caught.value.headers == {"Retry-After": "1"}
    with write():
        attempts.begin(key, NOON + timedelta(seconds=1))
    assert db.session.scalars(select(Attempt.failures)).all() == [6]


def test_a_right_one_is_forgotten(app: Flask) -> None:
    key = attempts.key("ada")
    with write():
        attempts.begin(key, NOON)
        attempts.forget(key)
    assert db.session.scalars(select(Attempt.failures)).all() == []


def test_rows_of_yesterday_go(app: Flask) -> None:
    for name, at in (("ada", NOON), ("bea", NOON + timedelta(days=1, seconds=1))):
        with write():
            attempts.begin(attempts.key(name), at)
    assert db.session.scalars(select(Attempt.key_sha256)).all() == [attempts.key("bea")]


def test_names_are_counted_as_they_are_found_and_known_browsers_for_themselves() -> None:
    assert attempts.key("Ada") == attempts.key("aDA ")
    assert len({attempts.key("ada"), attempts.key("bea"), attempts.key("ada", "7f"), attempts.key("ada", "80")}) == 4


def test_tries_at_the_same_moment_are_all_counted(app: Flask) -> None:
    key, answers = attempts.key("ada"), []
    together = threading.Barrier(8)

    def run() -> None:
        together.wait()
        with app.app_context():
            try:
                with write():
                    attempts.begin(key, NOON)
                answers.append("tried")
            except TooMany:
                answers.append("waits")

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["tried"] * 5 + ["waits"] * 3
    assert db.session.scalars(select(Attempt.failures)).all() == [5]
