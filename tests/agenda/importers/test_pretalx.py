"""pretalx: submissions, codes, speakers and the schedule (the import contract, sections 1.5, 2 and 5)."""

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from server.agenda.importers import read
from server.agenda.importers.counts import count
from server.agenda.importers.programme import (
    Conference,
    Hints,
    Participation,
    Person,
    Programme,
    Room,
    Session,
    Track,
    Warned,
)

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "agenda"


def sample(file: str, **hints: Any) -> Programme:
    return read(io.BytesIO((SAMPLES / file).read_bytes()), Hints(**hints))


def talks(*changed: dict[str, Any], **root: Any) -> Programme:
    whole = [{"code": "AAA", "title": "One", "slot_count": 1, "state": "confirmed", **each} for each in changed]
    value = {"count": len(whole), "results": whole, **root} if root else whole
    return read(io.BytesIO(json.dumps(value).encode()), Hints())


def test_a_submission_with_its_objects_becomes_a_whole_item():
    assert sample("pretalx_submissions.json").sessions[0] == Session(
        title="Quiet magnets",
        abstract="<p>Noise below 70 dB.</p><p>Measured in **three** halls.</p>",
        starts=datetime(2026, 11, 29, 15, tzinfo=UTC),
        ends=datetime(2026, 11, 29, 15, 25, tzinfo=UTC),
        local_start=datetime(2026, 11, 29, 9),
        local_end=datetime(2026, 11, 29, 9, 25),
        day_on=date(2026, 11, 29),
        room="North Hall",
        track="Hardware",
        people=(Participation("mira tolvane"), Participation("id NONAME")),
        external_id="KTX7QA",
        id_kind="id",
        key="/results/0#0",
        language="en",
        source_where="/results/0",
    )


def test_states_kinds_and_slots_of_a_page():
    found = sample("pretalx_submissions.json")

    assert [(one.title, one.kind, one.status, one.external_id) for one in found.sessions] == [
        ("Quiet magnets", "talk", "confirmed", "KTX7QA"),
        ("Reading room workshop", "course", "confirmed", "WRK3PL"),
        ("Reading room workshop", "course", "confirmed", "WRK3PL"),
        ("Small vessels, large grids", "poster", "confirmed", "POST4R"),
        ("A talk that was taken back", "talk", "cancelled", "GONE5W"),
    ]
    assert [one.local_end for one in found.sessions[1:3]] == [
        datetime(2026, 11, 29, 14, 30),
        datetime(2026, 11, 30, 14, 30),
    ]
    assert found.warnings == (Warned("", "1 items that are not accepted were left out."),)
    assert [question.kind for question in found.questions] == ["zone"]


def test_codes_alone_make_people_without_names():
    found = sample("pretalx_codes.json")

    assert found.people == (
        Person("id MIRA01", "", roles=("presenter",), external_id="MIRA01"),
        Person("id NONAME", "", roles=("presenter",), external_id="NONAME"),
        Person("id TESSA3", "", roles=("presenter",), external_id="TESSA3"),
    )
    assert (count(found).people, found.tracks, found.questions) == (3, (), ())


def test_a_file_of_speakers_gives_people_only():
    found = sample("pretalx_speakers.json")

    assert found.sessions == ()
    assert found.people == (
        Person("mira tolvane", "Mira Tolvane", "tolvane, mira", ("Dr",), external_id="MIRA01"),
        Person("tessa quillon", "Tessa Quillon", "quillon, tessa", external_id="TESSA3"),
        Person("ines varga", "Ines Varga", "varga, ines", external_id="NONAME"),
    )
    assert "invented.example" not in repr(found)  # the e-mail address


def test_two_speakers_of_one_name_and_two_codes_stay_two_people():
    people = [{"code": code, "name": "Mira Tolvane", "submissions": []} for code in ("A1", "B2")]

    found = read(io.BytesIO(json.dumps(people).encode()), Hints())

    assert [(one.display_name, one.external_id) for one in found.people] == [
        ("Mira Tolvane", "A1"),
        ("Mira Tolvane", "B2"),
    ]


def test_a_schedule_names_its_references_its_zone_and_its_breaks():
    found = sample("pretalx_schedule.json", name="Quiet Days")

    assert found.conference == Conference(
        "quiet-days", "Quiet Days", "America/Chicago", "file", date(2026, 11, 29), date(2026, 11, 30)
    )
    assert [(one.title, one.kind, one.room, one.track, one.external_id) for one in found.sessions] == [
        ("Quiet magnets", "talk", "North Hall", "Hardware", "KTX7QA"),
        ("Coffee", "break", "Foyer", "", None),
    ]
    assert (found.rooms, found.tracks) == ((Room("North Hall"), Room("Foyer")), (Track("Hardware"),))
    assert (found.sessions[1].local_start, found.sessions[1].local_end) == (
        datetime(2026, 11, 29, 9, 30),
        datetime(2026, 11, 29, 10),
    )
    assert (found.questions, found.warnings) == ((), ())


def test_items_may_stand_under_their_codes():
    value = {"BBB": {"code": "BBB", "title": "Two", "slot_count": 1}, "AAA": {"code": "AAA", "title": "One"}}

    found = read(io.BytesIO(json.dumps(value).encode()), Hints())

    assert [(one.title, one.source_where) for one in found.sessions] == [("One", "/AAA"), ("Two", "/BBB")]


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("confirmed", ["confirmed"]),
        ("accepted", ["confirmed"]),
        ("canceled", ["cancelled"]),
        ("withdrawn", ["cancelled"]),
        (None, ["confirmed"]),
        (7, ["confirmed"]),
        ("submitted", []),
        ("rejected", []),
        ("draft", []),
        ("deleted", []),
    ],
)
def test_a_state_keeps_cancels_or_drops(state: object, told: list[str]):
    found = talks({"state": state}, {"code": "BBB", "title": "Other", "state": "confirmed"})

    assert [one.status for one in found.sessions if one.title == "One"] == told


def test_one_page_of_several_says_so():
    assert talks({}, count=120, next="https://invented.example/?page=2").warnings == (
        Warned("", "This file is one page with 1 of 120 entries; import the other pages too."),
    )


@pytest.mark.parametrize(
    ("slot", "start", "end"),
    [
        ({"start": "2026-11-29T09:00:00Z", "end": "2026-11-29T09:30:00Z"}, "09:00", "09:30"),
        ({"start": "2026-11-29T09:00:00Z"}, "09:00", "09:20"),
        ({"start": "2026-11-29T09:00:00Z", "end": "2026-11-28T09:00:00Z"}, "09:00", None),
        ({"start": "2026-11-29T09:00:00Z", "end": "2026-11-29T09:30:00"}, "09:00", None),
        ({"start": "soon", "end": 7}, None, None),
    ],
)
def test_a_slot_gives_start_and_end(slot: dict[str, Any], start: str | None, end: str | None):
    one = talks({"slot": slot, "duration": 20}).sessions[0]

    assert (one.starts and f"{one.starts:%H:%M}", one.ends and f"{one.ends:%H:%M}") == (start, end)
