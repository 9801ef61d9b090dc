"""A flagged session that the next import moves moves in the feed, and one that it cancels leaves."""

from datetime import UTC, datetime

from sqlalchemy import select

from server.agenda.answers import Target
from server.agenda.models import Item
from server.core.db import db
from tests.agenda.programmes import imported, programme, session
from tests.calendar.world import Browser, Clock, events, fetch, flag, lives, make_feed

TALK = "Y-90 who benefits"
OTHERS = tuple(session(f"Talk {number}", at=number) for number in range(1, 6))


def test_a_reimport_moves_and_removes_flagged_items(ada: Browser, now: Clock) -> None:
    everyone = Target(None, slug="glow")  # the operator's conference, which everyone may read
    imported(programme(session(TALK, at=3), *OTHERS), everyone)
    talk = db.session.scalar(select(Item.id).where(Item.title == TALK))
    flag(ada, item=str(talk))
    path = make_feed(ada, "plan")
    first = lives(fetch(ada, path))

    now.pass_by(hours=1)
    imported(programme(session(TALK, at=5), *OTHERS), everyone)
    moved = fetch(ada, path)
    imported(programme(*OTHERS, session("A new one", at=8)), everyone)

    assert first == {TALK: (talk, 0)}
    assert lives(moved) == {TALK: (talk, 1)}
    assert events(moved)[TALK]["DTSTART"].dt == datetime(2026, 11, 29, 20, 0, tzinfo=UTC)
    assert lives(fetch(ada, path)) == {}
