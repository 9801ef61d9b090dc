"""A student's subscriptions: making, listing, whose they are, and what their calendars leave out and never say."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from server.accounts.models import Session
from server.agenda.models import Item
from server.calendar import refreshing
from server.calendar.installation import moment
from server.core import ids
from server.core.db import db, write
from tests import factories
from tests.calendar.world import (
    STARTS,
    conference,
    events,
    fetch,
    flag,
    item,
    lives,
    make_feed,
    met,
    settle,
    speaker,
    student,
)

RANDOM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # ids, in which any three digits may stand
SECRET_WORDS = ("@", "312", "555", "Sweet", "peanuts", "vitamins", "slides", "stroke", "Looks tired", "question")


def test_a_new_feed_is_told_with_its_address_once(ada, now):
    met(ada)

    made = ada.post("/api/calendar", {"scope": "followups"})

    expected = {
        "id": made.json["id"],
        "scope": "followups",
        "name": "Hallway follow-ups",
        "created_at": "2026-12-01T15:30:00Z",
        "last_fetched_on": None,
        "client": None,
        "events": 1,
        "left_out": [],
    }
    url = made.json["url"]
    assert (made.status_code, made.json) == (201, expected | {"url": url})
    assert url.startswith("http://localhost:8000/calendar/")
    assert url.endswith(".ics")
    assert ada.get("/api/calendar").json == {"feeds": [expected]}


def test_each_scope_holds_its_own_and_all_holds_both(ada, now):
    met(ada)
    flag(ada, item=item(conference()))

    shown = {scope: set(lives(fetch(ada, make_feed(ada, scope)))) for scope in ("followups", "plan", "all")}

    thank, talk = "Thank Dr. Maren Oduya", "Veins and their valves"
    assert shown == {"followups": {thank}, "plan": {talk}, "all": {thank, talk}}
    assert [(feed["name"], feed["events"]) for feed in ada.get("/api/calendar").json["feeds"]] == [
        ("Hallway follow-ups", 1),
        ("Hallway plan", 1),
        ("Hallway", 2),
    ]


def test_an_empty_feed_is_a_calendar(ada, now):
    answer = fetch(ada, make_feed(ada))

    assert (events(answer), b"BEGIN:VTIMEZONE" in answer.data) == ({}, True)


@pytest.mark.parametrize("body", [{}, {"scope": "notes"}, {"scope": None}, {"scope": "all", "user_id": "x"}])
def test_a_scope_that_is_none_is_refused(ada, body):
    answer = ada.post("/api/calendar", body)

    assert (answer.status_code, answer.json["type"]) == (422, "/problems/invalid")


def test_a_scope_has_one_address_at_a_time(ada):
    make_feed(ada, "plan")

    answer = ada.post("/api/calendar", {"scope": "plan"})

    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/scope")
    assert len(ada.get("/api/calendar").json["feeds"]) == 1


def test_making_an_address_takes_a_fresh_sign_in(ada, now):
    path = make_feed(ada)
    (feed,) = ada.get("/api/calendar").json["feeds"]
    with write():
        db.session.execute(update(Session).values(authenticated_at=now.now - timedelta(minutes=11)))

    refused = [ada.post(path, body) for path, body in stale_calls(feed["id"])]

    assert [(answer.status_code, answer.json["type"]) for answer in refused] == [(401, "/problems/reauth")] * 2
    assert fetch(ada, path).status_code == 200
    assert ada.post(f"/api/calendar/{feed['id']}/revoke", {}).status_code == 204


def stale_calls(feed_id):
    return [("/api/calendar", {"scope": "plan"}), (f"/api/calendar/{feed_id}/rotate", {})]


@pytest.mark.parametrize("action", ["rotate", "revoke"])
def test_somebody_elses_feed_is_not_there(app, ada, action):
    path = make_feed(ada)
    (feed,) = ada.get("/api/calendar").json["feeds"]
    other = student(app, "grace")

    theirs, random, nonsense = (
        other.post(f"/api/calendar/{feed_id}/{action}", {}) for feed_id in (feed["id"], ids.fresh(), "x")
    )

    told = [(one.status_code, one.json | {"instance": ""}) for one in (theirs, random, nonsense)]
    assert told == [told[1]] * 3
    assert (theirs.status_code, other.get("/api/calendar").json) == (404, {"feeds": []})
    assert fetch(ada, path).status_code == 200


def test_nothing_private_is_ever_in_a_feed(ada, now):
    contact = met(
        ada,
        emails=["maren@hospital.example"],
        phones=["+1 312 555 0100"],
        tags=["Looks tired"],
        how_found="Sweet talk",
    )
    note = {
        "contact": contact,
        "at": "2026-12-01T15:00:00Z",
        "place": "poster hall, ask maren@hospital.example or +1 312 555 0100",
        "bullets": "Allergic to peanuts",
        "ask": "Her vitamins",
        "promise": "Send the slides",
    }
    ada.put(f"/api/notes/{ids.fresh()}", note)
    ada.put(f"/api/scans/{ids.fresh()}", {"contact": contact, "raw": "TEL:+1 312 555 0100"})
    settle(ada, contact, state="open", note="stroke")
    talk = item(conference())
    flag(ada, item=talk)
    ada.patch(f"/api/targets/{ids.natural(f'target:item:{talk}')}", {"question": "A question", "why": "stroke"})

    text = fetch(ada, make_feed(ada)).text.replace("\r\n ", "")

    words = RANDOM.sub("", text.replace("@localhost", ""))
    assert [word for word in SECRET_WORDS if word in words] == []
    assert "Met at poster hall\\, ask or" in text


def test_a_plan_names_flagged_people_and_where_to_meet_them(ada, now):
    meeting = conference()
    talk, other = item(meeting, number="SS12"), item(meeting, "Stents", kind="poster", board="0112")
    one = speaker(meeting, "Dr. Li Wen", talk, other)
    speaker(meeting, "Dr. Not Flagged", talk)
    alias = speaker(meeting, "L. Wen", item(meeting, "Coils"), merged_into=one)
    flag(ada, item=talk)
    flag(ada, person=alias)

    shown = events(fetch(ada, make_feed(ada, "plan")))

    told = {
        summary: (str(event["DESCRIPTION"]).split("\n")[0], str(event["LOCATION"])) for summary, event in shown.items()
    }
    assert told == {
        "SS12 Veins and their valves": ("With Dr. Li Wen", "S404"),
        "Meet Dr. Li Wen: Stents": ("With Dr. Li Wen", "S404, board 0112"),
        "Meet Dr. Li Wen: Coils": ("With Dr. Li Wen", "S404"),
    }


def test_what_has_no_time_is_left_out_with_its_reason(ada, now):
    open_zone, meeting = conference(zone=None, slug="open"), conference()
    floating = item(open_zone, "Floating", starts_at=None, ends_at=None)
    timeless = item(meeting, "Timeless", starts_at=None, ends_at=None, local_start=None)
    cancelled = item(meeting, "Cancelled", status="cancelled")
    poster = item(meeting, "On its day", kind="poster", starts_at=None, ends_at=None, local_start=None)
    for one in (floating, timeless, cancelled, poster):
        flag(ada, item=one)
    path = make_feed(ada, "plan")

    (feed,) = ada.get("/api/calendar").json["feeds"]

    assert feed["left_out"] == [
        {"id": floating, "title": "Floating", "reason": "The conference's time zone is not known yet."},
        {"id": timeless, "title": "Timeless", "reason": "The agenda gives no time for it."},
    ]
    assert set(lives(fetch(ada, path))) == {"Poster: On its day"}


def test_a_poster_takes_the_time_and_the_hall_of_its_session(ada, now):
    meeting = conference()
    session = item(meeting, "Poster session", kind="session", room="Hall D")
    bare = {"kind": "poster", "board": "7", "room": "", "starts_at": None, "ends_at": None, "parent_id": session}
    flag(ada, item=item(meeting, "Stents", **bare))
    path = make_feed(ada, "plan")
    before = events(fetch(ada, path))["Poster 7: Stents"]
    with write():
        db.session.execute(update(Item).where(Item.id == session).values(starts_at=STARTS - timedelta(hours=3)))
        refreshing.refresh_items([session], moment())

    after = events(fetch(ada, path))["Poster 7: Stents"]

    assert [event["DTSTART"].dt for event in (before, after)] == [STARTS, STARTS - timedelta(hours=3)]
    assert (str(before["LOCATION"]), before["SEQUENCE"], after["SEQUENCE"]) == ("Hall D, board 7", 0, 1)


def test_another_students_private_agenda_is_never_shown(app, ada, now):
    owner = factories.user("grace")
    hidden = conference(owner_id=owner.id, name="Secret Rounds")
    talk = item(hidden)
    flag(ada, item=talk)
    flag(ada, person=speaker(hidden, "Dr. Li Wen", talk))
    contact = met(ada, conference=hidden)
    ada.put(f"/api/notes/{ids.fresh()}", {"contact": contact, "at": "2026-12-01T15:00:00Z", "item": talk})
    path = make_feed(ada)
    flag(factories.browser(app, owner), item=talk)

    shown = fetch(ada, path)
    (feed,) = ada.get("/api/calendar").json["feeds"]

    assert (set(lives(shown)), feed["left_out"]) == ({"Thank Dr. Maren Oduya"}, [])
    assert [word for word in ("Secret", "Veins", "Wen") if word in shown.text] == []
    assert ada.get(f"/api/items/{talk}.ics").status_code == 404
    assert set(lives(fetch(ada, make_feed(factories.browser(app, owner), "plan")))) == {"Veins and their valves"}
