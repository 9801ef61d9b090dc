"""Indico: event export and timetable in JSON (the import contract, sections 1.8 and 2)."""

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from server.agenda.importers import read
from server.agenda.importers.counts import Counts, count
from server.agenda.importers.programme import Conference, Hints, Participation, Person, Programme, RefusedFile, Session

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "agenda"
SILICON = "/results/0/sessions/0"


def sample(name: str, **hints: Any) -> Programme:
    return read(io.BytesIO((SAMPLES / name).read_bytes()), Hints(**hints))


def contributions(*changed: dict[str, Any], **event: Any) -> Programme:
    start = {"date": "2026-04-07", "time": "09:00:00", "tz": "Europe/Oslo"}
    whole = [{"_type": "Contribution", "title": "One", "startDate": start, "duration": 20, **each} for each in changed]
    value = {"results": [{"_type": "Conference", "title": "Days", "startDate": start, "contributions": whole, **event}]}
    return read(io.BytesIO(json.dumps(value).encode()), Hints())


def test_a_contribution_becomes_a_whole_item():
    assert sample("indico_event.json").sessions[2] == Session(
        title="Thin sensors",
        abstract="<p>Thin.</p>",
        starts=datetime(2026, 4, 7, 7, 30, tzinfo=UTC),
        ends=datetime(2026, 4, 7, 8, tzinfo=UTC),
        local_start=datetime(2026, 4, 7, 9, 30),
        local_end=datetime(2026, 4, 7, 10),
        day_on=date(2026, 4, 7),
        room="Hall B",
        track="Sensors",
        people=(Participation("ana lima"), Participation("odo de vries", "author")),
        external_id="9002",
        id_kind="id",
        key=f"{SILICON}/contributions/0",
        parent=SILICON,
        number="SI-1",
        source_where=f"{SILICON}/contributions/0",
    )


def test_sessions_posters_and_subcontributions_have_their_places():
    found = sample("indico_event.json")

    assert found.conference == Conference(
        "detector-days-2026", "Detector Days 2026", "Europe/Oslo", "file", date(2026, 4, 7), date(2026, 4, 8),
        "https://indico.invented.example/event/77/",
    )  # fmt: skip
    titles = {one.key: one.title for one in found.sessions}
    assert [
        (one.title, one.kind, one.external_id, titles.get(one.parent or ""), one.marks) for one in found.sessions
    ] == [
        ("Welcome", "talk", "9001", None, ()),
        ("Silicon: Morning", "talk", "s-301", None, ()),
        ("Thin sensors", "talk", "9002", "Silicon: Morning", ()),
        ("Thinner still", "talk", "sub-40", "Thin sensors", ()),
        ("Thick sensors", "talk", "9003", "Silicon: Morning", ()),
        ("Posters", "talk", "s-302", None, ()),
        ("A cold box", "poster", "9004", "Posters", ("time_of_session",)),
        ("A warm box", "poster", "9005", "Posters", ("time_of_session",)),
    ]
    assert [one.board for one in found.sessions[-2:]] == ["0007", "0008"]
    assert count(found) == Counts(sessions=6, posters=2, people=3, rooms=3, tracks=1)


def test_people_are_written_family_name_first():
    assert sample("indico_event.json").people == (
        Person("bo sato", "Bo Sato", "sato, bo", (), "Pen Society", ("chair",)),
        Person("ana lima", "Ana Lima", "lima, ana", (), "Free Map Club", ("presenter",), "55"),
        Person("odo de vries", "Odo de Vries", "de vries, odo", (), "", ("author",), "56"),
    )


def test_a_timetable_has_the_ids_of_the_event_export():
    event, table = sample("indico_event.json"), sample("indico_timetable.json")

    assert [(one.title, one.kind, one.external_id) for one in table.sessions] == [
        ("Coffee", "break", "b-14"),
        ("Silicon: Morning", "talk", "s-301"),
        ("Thin sensors", "talk", "9002"),
        ("Closing", "talk", "9010"),
    ]
    alike = ("title", "starts", "ends", "room", "abstract", "external_id")
    told = [{tuple(getattr(one, name) for name in alike) for one in found.sessions} for found in (event, table)]
    assert {each[0] for each in told[0] & told[1]} == {"Silicon: Morning", "Thin sensors"}
    assert (table.conference.zone, table.conference.zone_source) == ("Europe/Oslo", "file")


def test_a_session_that_contributions_only_name_is_a_heading():
    found = contributions({"session": "Silicon", "id": 1}, {"title": "Two", "session": "silicon ", "id": 2})

    assert [(one.title, one.parent) for one in found.sessions] == [
        ("Silicon", None),
        ("One", "session silicon"),
        ("Two", "session silicon"),
    ]
    assert count(found).sessions == 2


@pytest.mark.parametrize(
    ("event", "zone", "asked"),
    [
        ({"timezone": "Europe/Zurich"}, "Europe/Zurich", []),
        ({}, "Europe/Oslo", []),
        ({"timezone": "UTC"}, None, ["zone"]),
        ({"timezone": "Mars/Olympus"}, None, ["zone"]),
    ],
)
def test_the_zone_is_that_of_the_event_and_utc_says_nothing(event: dict[str, Any], zone: str | None, asked: list[str]):
    found = contributions({}, **event)

    assert (found.conference.zone, [question.kind for question in found.questions]) == (zone, asked)
    assert found.sessions[0].starts == datetime(2026, 4, 7, 7, tzinfo=UTC)


def test_all_of_a_poster_session_are_posters_whatever_its_title():
    block = {"title": "Tuesday", "session": {"isPoster": True}, "contributions": [{"title": "A cold box"}]}

    found = contributions({"title": "Two"}, sessions=[block])

    assert [(one.title, one.kind) for one in found.sessions] == [
        ("Two", "talk"),
        ("Tuesday", "talk"),
        ("A cold box", "poster"),
    ]


def test_the_id_of_a_link_to_one_contribution_is_no_person_s_id():
    found = contributions({"speakers": [{"fullName": "Lima, Ana", "id": 7, "db_id": 8}]})

    assert found.people == (Person("ana lima", "Ana Lima", "lima, ana", roles=("presenter",)),)


def test_entries_whose_names_look_alike_are_two_items():
    entry = {"entryType": "Contribution", "title": "One", "startDate": {"date": "2026-04-07", "time": "09:00:00"}}
    value = {"results": {"7": {"20260407": {"c1": entry, "c1\u200b": {**entry, "title": "Two"}}}}}

    found = read(io.BytesIO(json.dumps(value).encode()), Hints())

    assert [(one.title, one.key) for one in found.sessions] == [
        ("One", "/results/7/20260407/c1"),
        ("Two", "/results/7/20260407/c1 #1"),
    ]


@pytest.mark.parametrize("kind", [[], {}, None, 7])
def test_a_record_of_no_kind_is_left_to_other_formats(kind: object):
    value = [{"_type": kind, "title": "One", "startDate": {"date": "2026-04-07"}}]

    assert read(io.BytesIO(json.dumps(value).encode()), Hints()).format == "table"


def test_an_export_of_the_event_alone_says_what_to_do():
    value = {"results": [{"_type": "Conference", "title": "Days", "startDate": {"date": "2026-04-07"}}]}

    with pytest.raises(RefusedFile) as refusal:
        read(io.BytesIO(json.dumps(value).encode()), Hints())

    assert str(refusal.value) == (
        "This Indico export tells about the event only; export it again with its contributions (detail=sessions)."
    )
