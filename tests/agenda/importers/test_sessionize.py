"""Sessionize: the views All, GridSmart, Sessions and Speakers (the import contract, sections 1.6, 2 and 4)."""

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from server.agenda.importers import read
from server.agenda.importers.programme import Hints, Participation, Person, Programme, Room, Session, Track, Warned

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "agenda"


def sample(name: str, **hints: Any) -> Programme:
    return read(io.BytesIO((SAMPLES / name).read_bytes()), Hints(**hints))


def one(**fields: Any) -> Session:
    session = {"id": "1", "title": "One", "isServiceSession": False, "speakers": [], "roomId": None, **fields}
    return read(io.BytesIO(json.dumps([session]).encode()), Hints(zone="Europe/Vienna")).sessions[0]


def test_the_view_all_puts_its_references_together():
    found = sample("sessionize_all.json")

    assert found.sessions[0] == Session(
        title="Keynote: pixels that wait",
        kind="talk",  # whatever the file calls it
        abstract="<p>A story.</p><p>With an end.</p>",
        local_start=datetime(2026, 6, 5, 9),
        local_end=datetime(2026, 6, 5, 9, 45),
        day_on=date(2026, 6, 5),
        room="Aula",
        track="Stories",
        people=(Participation("mira tolvane"),),
        external_id="700101",
        id_kind="id",
        key="/sessions/0",
        links=("https://video.invented.example/live",),
        source_where="/sessions/0",
    )
    assert found.people == (
        Person("mira tolvane", "Mira Tolvane", "tolvane, mira", (), "Northmere University", ("presenter",), "aa-1"),
        Person("odo brandel", "Odo Brandel", "brandel, odo", ("PhD",), "", ("presenter",), "bb-2"),
    )
    assert (found.rooms, found.tracks) == ((Room("Aula"), Room("Room 146")), (Track("Stories"), Track("Practice")))
    assert found.warnings == (Warned("", "1 items that are not accepted were left out."),)


def test_kinds_come_from_categories_titles_and_the_service_mark():
    assert [(each.title, each.kind, each.marks) for each in sample("sessionize_all.json").sessions] == [
        ("Keynote: pixels that wait", "talk", ()),
        ("Hands on contrast", "course", ()),
        ("Doors open", "break", ("end_guessed",)),
    ]


def test_floating_times_wait_for_the_zone():
    open_zone, known = sample("sessionize_all.json"), sample("sessionize_all.json", zone="Europe/Vienna")

    assert [question.kind for question in open_zone.questions] == ["zone"]
    assert [each.starts for each in open_zone.sessions] == [None, None, None]
    assert known.questions == ()
    assert known.sessions[0].starts == datetime(2026, 6, 5, 7, tzinfo=UTC)


def test_a_grid_shows_a_plenum_in_each_room_and_it_is_read_once():
    found = sample("sessionize_grid.json")

    assert [(each.title, each.kind, each.room, each.track) for each in found.sessions] == [
        ("Keynote: pixels that wait", "talk", "Aula", "Stories"),
        ("Lunch", "break", "Room 146", ""),
    ]
    assert found.warnings == ()


def test_groups_are_tracks_or_kinds_and_a_session_in_two_is_read_once():
    found = sample("sessionize_sessions.json")

    assert [(each.title, each.kind, each.track) for each in found.sessions] == [
        ("Pixels that wait", "talk", "Stories"),
        ("Contrast by hand", "course", ""),
    ]


def test_the_view_speakers_gives_people_only():
    found = sample("sessionize_speakers.json")

    assert (found.sessions, found.questions) == ((), ())
    assert found.people == (
        Person("mira tolvane", "Mira Tolvane", "tolvane, mira", (), "Northmere University", (), "aa-1"),
        Person("odo brandel", "Odo Brandel", "brandel, odo", external_id="bb-2"),
    )


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"isServiceSession": True, "title": "Doors open"}, "break"),
        ({"isServiceSession": True, "title": "Registration"}, "social"),
        ({"isServiceSession": True, "title": "Lunch + business meeting"}, "social"),
        ({"isServiceSession": True, "title": "Opening keynote"}, "talk"),
        ({"isServiceSession": "true", "title": "Doors open"}, "talk"),
        ({"title": "Coffee break"}, "break"),
    ],
)
def test_a_service_session_is_a_break_unless_its_title_says_otherwise(fields: dict[str, Any], kind: str):
    assert one(**fields).kind == kind


@pytest.mark.parametrize(
    ("status", "kept"),
    [("Accepted", True), (None, True), ("Accept_Queue", False), ("Declined", False), ("Waitlisted", False)],
)
def test_only_accepted_sessions_are_kept(status: str | None, kept: bool):
    sessions = [{"id": "1", "title": "One", "isServiceSession": False, "status": status}]
    sessions.append({"id": "2", "title": "Two", "isServiceSession": False})

    found = read(io.BytesIO(json.dumps(sessions).encode()), Hints())

    assert [each.title for each in found.sessions] == (["One", "Two"] if kept else ["Two"])


def test_an_unknown_speaker_is_a_person_without_a_name():
    value = {"sessions": [{"id": 1, "title": "One", "speakers": ["zz-9"]}], "speakers": [], "questions": [],
             "categories": [], "rooms": []}  # fmt: skip

    found = read(io.BytesIO(json.dumps(value).encode()), Hints())

    assert found.people == (Person("id zz-9", "", roles=("presenter",), external_id="zz-9"),)


def test_a_meeting_password_in_a_link_is_gone():
    assert one(liveUrl="https://zoom.us/j/5550001?pwd=Secret").links == ("https://zoom.us/j/5550001",)
