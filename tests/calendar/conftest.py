"""What all tests of feeds share."""

import pytest

from tests.calendar.world import Clock, conference, flag, item, make_feed, met, student
from tests.factories import Browser


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock, stopped; it goes on when the test says so."""
    return Clock(monkeypatch)


@pytest.fixture
def ada(app, now) -> Browser:
    """A student, signed in this minute."""
    return student(app)


@pytest.fixture
def feed(ada) -> str:
    """The path of a feed of one thank-you and one talk."""
    met(ada)
    flag(ada, item=item(conference()))
    return make_feed(ada)
