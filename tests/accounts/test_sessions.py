"""Sessions: how long they live, and what ends them."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from server.accounts import sessions
from server.accounts.models import Session
from server.core import clock, ids
from server.core.db import db, write
from tests import factories

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("made", "seen", "lives"),
    [
        (0, 0, True),
        (89, 89, True),
        (90, 90, False),
        (364, 10, True),
        (365, 10, False),
        (365, 0, False),
        (200, 89, True),
    ],
)
def test_90_days_unused_or_a_year_in_all(app: Flask, made: int, seen: int, lives: bool) -> None:
    ada = factories.user()
    with write():
        token = sessions.open_session(ada.id, NOON - timedelta(days=made))
        db.session.execute(update(Session).values(last_seen_at=NOON - timedelta(days=seen)))
    found = sessions.find(token, NOON)
    assert (found.user_id if found else None) == (ada.id if lives else None)


def test_only_the_hash_is_kept(app: Flask) -> None:
    ada = factories.user()
    with write():
        token = sessions.open_session(ada.id, NOON)
    kept = db.session.scalars(select(Session.token_sha256)).one()
    assert (len(token), kept) == (43, sessions.digest(token))


def test_a_device_is_adopted_once(app: Flask) -> None:
    ada, first, second = factories.user(), ids.fresh(), ids.fresh()
    with write():
        token = sessions.open_session(ada.id, NOON)
    signed_in = sessions.find(token, NOON)
    assert signed_in is not None
    for device in (first, second):
        with write():
            sessions.adopt_device(signed_in, device)
    assert db.session.scalars(select(Session.device_id)).all() == [first]


def test_closing_all_besides_one(app: Flask) -> None:
    ada, bea = factories.user("ada"), factories.user("bea")
    with write():
        kept, _, other = (sessions.open_session(user.id, NOON) for user in (ada, ada, bea))
        sessions.close_all(ada.id, besides=sessions.digest(kept))
    left = set(db.session.scalars(select(Session.token_sha256)))
    assert left == {sessions.digest(kept), sessions.digest(other)}


def test_use_prolongs_a_session_once_a_day(app: Flask) -> None:
    ada = factories.user()
    browser, days_ago = factories.browser(app, ada), clock.now() - timedelta(days=80)
    with write():
        db.session.execute(update(Session).values(last_seen_at=days_ago))
    first, second = browser.get("/api/session"), browser.get("/api/session")
    assert first.headers["Set-Cookie"].startswith(f"hallway-session={browser.token};")
    assert "Set-Cookie" not in second.headers
    assert db.session.scalars(select(Session.last_seen_at)).one() > clock.now() - timedelta(minutes=1)
