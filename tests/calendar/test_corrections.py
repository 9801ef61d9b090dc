"""What the owner of a conference sets right by hand is in the calendar at once, and so are people made one."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from server.accounts.models import User
from server.agenda.answers import Target
from server.agenda.models import AgendaPerson, Item
from server.core.db import db
from tests.agenda.programmes import imported, person, programme, session
from tests.calendar.world import Browser, Clock, events, fetch, flag, make_feed

GLOWING, FAIR = person("Ada Brook", "Glow Hospital"), person("Ada Brook", "Fairwater")
TALK, POSTER = session("Tiny catheters", GLOWING, at=1), session("A quiet scanner", FAIR, at=3, room="Hall 1")
FILE = programme(TALK, POSTER, people=(GLOWING, FAIR))


@pytest.fixture
def meeting(ada: Browser) -> str:
    """Return the address of a conference of the student's own."""
    owner = db.session.scalar(select(User.id))
    return f"/api/conferences/{imported(FILE, Target(str(owner), 'mine')).conference.id}"


def of(affiliation: str) -> str:
    """Return the id of the person at that place."""
    return str(db.session.scalar(select(AgendaPerson.id).where(AgendaPerson.affiliation == affiliation)))


def test_a_corrected_item_moves_in_the_calendar_at_once(ada: Browser, now: Clock, meeting: str) -> None:
    item = db.session.scalar(select(Item.id).where(Item.title == "A quiet scanner"))
    flag(ada, item=str(item))
    path = make_feed(ada, "plan")
    fetch(ada, path)

    now.pass_by(hours=1)
    ada.patch(f"{meeting}/items/{item}", {"title": "A loud scanner", "starts": "2026-11-29T12:30", "room": "Hall 9"})

    (event,) = events(fetch(ada, path)).values()
    assert (str(event["SUMMARY"]), str(event["LOCATION"]), event["DTSTART"].dt) == (
        "A loud scanner",
        "Hall 9",
        datetime(2026, 11, 29, 18, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize("flagged", ["Glow Hospital", "Fairwater"])
def test_a_flag_on_one_of_two_made_one_brings_the_items_of_both(
    ada: Browser, now: Clock, meeting: str, flagged: str
) -> None:
    flag(ada, person=of(flagged))
    path = make_feed(ada, "plan")
    alone = set(events(fetch(ada, path)))

    now.pass_by(hours=1)
    glowing, fair = of("Glow Hospital"), of("Fairwater")
    ada.post(f"{meeting}/persons/{fair}/merge", {"into": glowing})
    both = set(events(fetch(ada, path)))
    now.pass_by(hours=1)
    ada.post(f"{meeting}/persons/{glowing}/keep-apart", {"from": fair})
    apart = set(events(fetch(ada, path)))

    assert len(alone) == 1
    assert both == {"Meet Ada Brook: Tiny catheters", "Meet Ada Brook: A quiet scanner"}
    assert apart == alone
