"""A calendar is answered while the store of the limits is away: a program that is refused may drop its subscription."""

import pytest
from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from server.calendar import serving
from server.core.limits import limiter


def test_no_limit_stops_a_calendar_while_its_store_is_away(app, monkeypatch: pytest.MonkeyPatch):
    away = FixedWindowRateLimiter(storage_from_string("redis://127.0.0.1:1"))
    monkeypatch.setattr(limiter, "_limiter", away)

    with app.app_context():
        told = [ask(RateLimitItemPerMinute(1), "a program") for ask in (serving._may, serving._hit) for _ in range(2)]

    assert told == [True] * 4
