"""What a calendar says of a follow-up or a flagged item, and what it never says."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from server.calendar.events import Item, Options, Stamp, flagged, follow_up, left_out
from server.calendar.ical import Event, Layout, render
from server.followups.cadence import steps
from server.followups.story import Contact, Note, Row, Step, Story, Why
from tests.calendar.rules import explained

STAMP = Stamp(3, datetime(2026, 11, 30, 18, tzinfo=UTC), datetime(2026, 12, 1, 9, tzinfo=UTC))
OPTIONS = Options(url="https://hallway.example")
FOLLOWUP = "01940000-0000-7000-8000-000000000001"
ITEM = "01940000-0000-7000-8000-000000000002"
STARTS = datetime(2026, 12, 1, 15, tzinfo=UTC)


def a_step(**changes: object) -> Step:
    why = Why(met_on=date(2026, 11, 30), met_where="RSNA 2026, poster hall", promise="I will send my CV")
    usual = Step(
        FOLLOWUP, "c1", "thank_you", "0", date(2026, 12, 2), None, "open", "thank", "Dr. Ada Okafor", None, why
    )
    return replace(usual, **changes)


def an_item(**changes: object) -> Item:
    usual = Item(ITEM, "talk", "Stents in the vein", room="S404", starts=STARTS, ends=STARTS + timedelta(hours=1))
    return replace(usual, **changes)


def test_a_follow_up_is_a_whole_day_with_its_link():
    assert follow_up(a_step(), STAMP, OPTIONS) == Event(
        uid=FOLLOWUP,
        sequence=3,
        created_at=STAMP.created_at,
        changed_at=STAMP.changed_at,
        summary="Thank Dr. Ada Okafor",
        on=date(2026, 12, 2),
        description=f"Met at RSNA 2026, poster hall\nhttps://hallway.example/followups/{FOLLOWUP}",
        url=f"https://hallway.example/followups/{FOLLOWUP}",
        category="Follow-up",
        alarm=timedelta(hours=-15),
    )


@pytest.mark.parametrize(
    ("changes", "summary"),
    [
        ({}, "Thank Dr. Ada Okafor"),
        ({"step": "nudge"}, "Nudge Dr. Ada Okafor (last one)"),
        ({"step": "check_in"}, "Check in with Dr. Ada Okafor"),
        ({"step": "promise"}, "Keep your promise to Dr. Ada Okafor"),
        ({"step": "letter_ask"}, "Ask Dr. Ada Okafor for the letter"),
        ({"step": "own"}, "Follow up with Dr. Ada Okafor"),
        ({"step": "own", "title": "Book a call"}, "Book a call"),
        ({"name": None}, "Thank someone you met"),
        ({"name": "ada@hospital.example"}, "Thank someone you met"),
        ({"name": "{contact}"}, "Thank {contact}"),
        ({"title": "Write to ada@hospital.example or +1 (312) 555-01 99"}, "Write to or"),
        ({"title": "x" * 300}, "x" * 249 + "…"),
    ],
)
def test_the_summary_says_what_to_do_and_no_address(changes, summary):
    assert follow_up(a_step(**changes), STAMP, OPTIONS).summary == summary


@pytest.mark.parametrize(
    "changes",
    [{"state": "done"}, {"state": "dismissed"}, {"due_on": None}, {"due_on": date.max}],
    ids=["done", "dismissed", "undated", "outside the calendar"],
)
def test_what_is_not_open_and_dated_is_left_out(changes):
    assert follow_up(a_step(**changes), STAMP, OPTIONS) is None


def test_a_promise_is_shown_only_to_who_asked_for_it():
    shown = follow_up(a_step(), STAMP, replace(OPTIONS, show_promises=True))
    bare = follow_up(a_step(why=Why(met_on=date(2026, 11, 30))), STAMP, OPTIONS)

    assert shown.description.split("\n")[:2] == ["Met at RSNA 2026, poster hall", "You promised: I will send my CV"]
    assert bare.description.split("\n")[:1] == ["Met on 2026-11-30"]


@pytest.mark.parametrize(
    ("place", "line"),
    [("The Hallway", "Met in The Hallway"), ("lobby", "Met in lobby"), ("Hallway summit", "Met at Hallway summit")],
)
def test_one_is_met_in_a_hallway_and_at_a_meeting(place, line):
    assert follow_up(a_step(why=Why(met_where=place)), STAMP, OPTIONS).description.split("\n")[0] == line


@pytest.mark.parametrize(
    ("setting", "alarm"),
    [("off", None), ("day_before", -timedelta(hours=15)), ("midnight", timedelta(0)), ("?", -timedelta(hours=15))],
)
def test_the_alarm_of_a_follow_up_is_a_setting(setting, alarm):
    assert follow_up(a_step(), STAMP, replace(OPTIONS, followup_alarm=setting)).alarm == alarm


@pytest.mark.parametrize(("setting", "minutes"), [("off", None), ("10", 10), ("15", 15), ("30", 30), ("99", 15)])
def test_the_alarm_of_a_session_is_a_setting(setting, minutes):
    expected = None if minutes is None else -timedelta(minutes=minutes)

    assert flagged(an_item(), STAMP, replace(OPTIONS, session_alarm=setting)).alarm == expected


DAY = {"starts": None, "ends": None, "day_on": date(2026, 12, 1)}


@pytest.mark.parametrize(
    ("changes", "summary", "location", "category"),
    [
        ({}, "Stents in the vein", "S404", "Session"),
        ({"number": "SS12"}, "SS12 Stents in the vein", "S404", "Session"),
        ({"room": ""}, "Stents in the vein", None, "Session"),
        (
            {"kind": "poster", "board": "0112", "room": "Hall D"},
            "Poster 0112: Stents in the vein",
            "Hall D, board 0112",
            "Poster",
        ),
        ({"kind": "poster", "room": ""} | DAY, "Poster: Stents in the vein", None, "Poster"),
        ({"meet": "Dr. Ada Okafor"}, "Meet Dr. Ada Okafor: Stents in the vein", "S404", "Meeting"),
    ],
)
def test_a_flagged_item_says_what_and_where(changes, summary, location, category):
    event = flagged(an_item(**changes), STAMP, OPTIONS)

    assert (event.summary, event.location, event.category) == (summary, location, category)


def test_a_session_names_its_flagged_speakers_then_the_link():
    event = flagged(an_item(speakers=("Dr. Ada Okafor", "Dr. Li Wen")), STAMP, OPTIONS)

    link = f"https://hallway.example/agenda/{ITEM}"
    assert (event.description, event.url) == (f"With Dr. Ada Okafor, Dr. Li Wen\n{link}", link)


def test_a_poster_without_a_time_takes_its_day_and_no_alarm():
    event = flagged(an_item(kind="poster", **DAY), STAMP, OPTIONS)

    assert (event.on, event.starts, event.alarm) == (date(2026, 12, 1), None, None)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"zone_open": True}, "The conference's time zone is not known yet."),
        (DAY, "The agenda gives no time for it."),
        ({"kind": "poster", "starts": None}, "The agenda gives no time for it."),
        ({"starts": datetime(1, 1, 1, tzinfo=UTC)}, "The agenda puts it in the year 1."),
    ],
)
def test_an_item_without_a_sound_time_is_left_out_with_its_reason(changes, reason):
    item = an_item(**changes)

    assert (left_out(item), flagged(item, STAMP, OPTIONS) is None) == (reason, reason is not None)


def test_a_cancelled_item_vanishes():
    assert flagged(an_item(cancelled=True), STAMP, OPTIONS) is None


def test_the_whole_path_from_story_to_file_breaks_no_rule():
    contact = Contact("0194", "Dr. Noor\nHaddad, MD <noor@hospital.example>", met_where="RSNA 2026; hall\tD")
    note = Note("n1", STARTS, promise="Send my CV to noor@hospital.example, +1 312 555 0199")
    story = Story(contact, (note,), rows=(Row(FOLLOWUP, "own", due_on=date(2026, 12, 9), title="Call 0312-555-0199"),))
    told = [follow_up(step, STAMP, replace(OPTIONS, show_promises=True)) for step in steps(story, date(2026, 12, 1))]
    told.append(flagged(an_item(), STAMP, OPTIONS))

    data = render([event for event in told if event], "Hallway", Layout(host="hallway.example"))

    assert explained(data) == []
    assert data.count(b"BEGIN:VEVENT") == 4
    assert (b"noor@" in data, b"555" in data) == (False, False)
