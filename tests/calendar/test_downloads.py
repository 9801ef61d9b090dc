"""Single downloads: the same event as in the feed, as a file for one who is signed in."""

import pytest

from server.core import ids
from tests.calendar.rules import explained
from tests.calendar.world import (
    NOW,
    conference,
    events,
    fetch,
    flag,
    item,
    make_feed,
    met,
    settle,
    student,
    thank_you,
)
from tests.factories import Browser

TITLE = "Veins and their valves"


def test_a_downloaded_follow_up_is_that_of_the_feed(ada, now):
    contact = met(ada)
    settle(ada, contact, due_on="2026-12-24")

    answer = ada.get(f"/api/followups/{thank_you(contact)}.ics")

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"hallway-follow-up.ics\"; filename*=UTF-8''hallway-follow-up.ics"
    )
    assert (answer.headers["Cache-Control"], answer.headers["Vary"]) == ("private, no-store", "Cookie")
    assert one(answer) == one(fetch(ada, make_feed(ada, "followups")))
    assert {why for _rule, why in explained(answer.data)} == {"no link in URL and as the last line"}


def test_a_downloaded_item_is_that_of_the_feed(ada, now):
    talk = item(conference())
    unflagged = ada.get(f"/api/items/{talk}.ics")
    flag(ada, item=talk)
    flagged = ada.get(f"/api/items/{talk}.ics")

    assert one(flagged) == one(fetch(ada, make_feed(ada, "plan"))) == one(unflagged)
    assert events(unflagged)[TITLE]["DTSTAMP"].dt == NOW.replace(microsecond=0)


def test_an_unflagged_item_goes_on_from_the_sequence_it_had(ada, now):
    talk = item(conference())
    for tier in ("must", None, "must", None):
        flag(ada, tier=tier, item=talk)

    assert events(ada.get(f"/api/items/{talk}.ics"))[TITLE]["SEQUENCE"] == 1


def test_what_is_not_there_or_not_ones_own_is_404(app, ada, now):
    contact = met(ada)
    other = student(app, "grace")
    done = met(ada)
    settle(ada, done, state="done")
    paths = (
        f"/api/followups/{thank_you(contact)}.ics",
        f"/api/followups/{ids.fresh()}.ics",
        f"/api/items/{ids.fresh()}.ics",
        "/api/items/x.ics",
        "/api/followups/%00.ics",
    )

    assert [other.get(path).status_code for path in paths] == [404] * 5
    assert ada.get(f"/api/followups/{thank_you(done)}.ics").status_code == 404
    assert ada.get(paths[0]).status_code == 200


def test_an_item_without_a_time_says_so(ada, now):
    talk = item(conference(), starts_at=None, ends_at=None, local_start=None)
    off = item(conference(slug="second"), status="cancelled")

    details = [ada.get(f"/api/items/{one}.ics").json["detail"] for one in (talk, off)]

    assert details == ["The agenda gives no time for it.", "It does not take place."]


@pytest.mark.parametrize("scope", ["followups", "plan", "all"])
def test_a_whole_scope_is_one_file_with_the_bytes_of_its_feed(ada, now, scope):
    met(ada)
    flag(ada, item=item(conference()))

    answer = ada.get(f"/api/calendar/{scope}.ics")

    assert answer.data == fetch(ada, make_feed(ada, scope)).data
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="hallway-{scope}.ics"')
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert ada.get("/api/calendar/notes.ics").status_code == 404


def test_nobody_downloads_without_signing_in(app, ada):
    contact, talk = met(ada), item(conference())
    nobody = Browser(app, app.test_client())

    paths = (f"/api/followups/{thank_you(contact)}.ics", f"/api/items/{talk}.ics", "/api/calendar/all.ics")
    assert [nobody.get(path).status_code for path in paths] == [401, 401, 401]


def one(answer) -> bytes:
    """The bytes of the only event."""
    assert answer.status_code == 200
    start, end = answer.data.index(b"BEGIN:VEVENT"), answer.data.index(b"END:VCALENDAR")
    return answer.data[start:end]
