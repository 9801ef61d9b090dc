"""Lists of objects in JSON, read with the column recognition (the import contract, sections 1.9, 6 and 11.5)."""

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from server.agenda.importers import read
from server.agenda.importers.column_keys import fingerprint
from server.agenda.importers.programme import Hints, Participation, Person, Programme, RefusedFile, Session, Track

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "agenda"


def programme(value: object, **hints: Any) -> Programme:
    return read(io.BytesIO(json.dumps(value).encode()), Hints(**hints))


def sample(name: str) -> Programme:
    return read(io.BytesIO((SAMPLES / name).read_bytes()), Hints())


def test_posters_with_objects_inside_become_whole_items():
    found = sample("posters_list.json")

    assert found.sessions[0] == Session(
        title="Small vessels, large grids",
        kind="poster",
        abstract="<p>A grid.</p>",
        track="Vascular",
        people=(Participation("ana lima"), Participation("bo sato", "author")),
        external_id="0002",
        id_kind="number",
        key="/0",
        board="LBA 3",
        number="0002",
        source_where="/0",
    )
    assert (found.sessions[1].number, found.sessions[1].board) == ("28931", "17")
    assert found.people == (
        Person("ana lima", "Ana Lima", "lima, ana", (), "Free Map Club", ("presenter",)),
        Person("bo sato", "Bo Sato", "sato, bo", (), "Pen Society, Northmere University", ("author",)),
        Person("odo brandel", "Odo Brandel", "brandel, odo", (), "Northmere University", ("presenter",)),
    )
    assert (found.format, found.tracks) == ("table", (Track("Vascular"), Track("Skeletal")))


def test_days_pass_their_date_on_and_a_session_holds_its_talks():
    found = sample("days_list.json")

    titles = {one.key: one.title for one in found.sessions}
    assert [(one.title, one.kind, one.local_start, titles.get(one.parent or "")) for one in found.sessions] == [
        ("Registration", "social", datetime(2026, 5, 16, 8, 45), None),
        ("Light and bone", "talk", datetime(2026, 5, 16, 9, 15), None),
        ("Bone, again", "talk", datetime(2026, 5, 16, 9, 15), "Light and bone"),
        ("Light, again", "talk", datetime(2026, 5, 16, 9, 45), "Light and bone"),
        ("Closing words", "talk", datetime(2026, 5, 17, 9), None),
    ]
    assert (found.conference.name, found.conference.first_day) == ("Glow Meeting", date(2026, 5, 16))
    assert [one.roles for one in found.people] == [("chair",), ("presenter",), ("presenter",), ("presenter",)]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ([{"title": "One", "start": "2026-05-16T09:00:00+02:00"}], [("One", "talk", "/0")]),
        ({"data": {"items": [{"title": "One", "start": "2026-05-16T09:00:00Z"}]}}, [("One", "talk", "/data/items/0")]),
        ({"list": {"a": {"title": "One"}, "b": {"title": "Two"}}},
         [("One", "poster", "/list/0"), ("Two", "poster", "/list/1")]),
        ({"talks": [{"title": "One", "date": "2026-05-16", "time": "9:00-9:30"}], "ePosters": [{"title": "Two"}]},
         [("Two", "poster", "/ePosters/0"), ("One", "talk", "/talks/0")]),
        ([{"titel": "Eins"}, {"titel": "Zwei"}], [("Eins", "poster", "/0"), ("Zwei", "poster", "/1")]),
        ([{"title": {"de": "Eins", "en": "One"}, "start": "2026-05-16 09:00"}], [("One", "talk", "/0")]),
        ([{"title": "One", "time": {"start": "2026-05-16 09:00", "end": "2026-05-16 10:00"}}], [("One", "talk", "/0")]),
    ],
)  # fmt: skip
def test_a_list_is_found_where_it_stands(value: object, told: list[tuple[str, str, str]]):
    assert [(one.title, one.kind, one.source_where) for one in programme(value).sessions] == told


def test_days_as_keys_are_days():
    found = programme(
        {"2026-05-17": [{"title": "Two", "time": "9:00"}], "2026-05-16": [{"title": "One", "time": "10:00"}]}
    )

    assert [(one.title, one.local_start) for one in found.sessions] == [
        ("One", datetime(2026, 5, 16, 10)),
        ("Two", datetime(2026, 5, 17, 9)),
    ]


def test_a_session_without_a_time_is_a_heading():
    found = programme([{"session": "Chest", "room": "Hall", "posters": [{"title": "One"}, {"title": "Two"}]}])

    assert [(one.title, one.kind, one.room) for one in found.sessions] == [
        ("Chest", "talk", ""),
        ("One", "poster", "Hall"),
        ("Two", "poster", "Hall"),
    ]
    assert len({one.parent for one in found.sessions[1:]}) == 1
    assert found.sessions[1].parent == found.sessions[0].key


@pytest.mark.parametrize(
    ("speakers", "told"),
    [
        ("Ana Lima; Bo Sato", ["Ana Lima", "Bo Sato"]),
        (["Ana Lima", "Bo Sato"], ["Ana Lima", "Bo Sato"]),
        ([{"name": "Ana Lima"}, {"fullName": "Bo Sato", "email": "bo@invented.example"}], ["Ana Lima", "Bo Sato"]),
        ([{"first_name": "Ana", "last_name": "Lima", "name": "A. L."}], ["Ana Lima"]),
        ({"firstname": "Ana", "surname": "Lima"}, ["Ana Lima"]),
        ([{"name": f"Ana{chr(97 + n % 26)}{chr(97 + n // 26)} Lima"} for n in range(130)],
         [f"Ana{chr(97 + n % 26)}{chr(97 + n // 26)} Lima" for n in range(130)]),
        ([], []),
        (None, []),
        ([None, 7, True, [], {}], []),
    ],
)  # fmt: skip
def test_people_are_read_in_every_shape(speakers: object, told: list[str]):
    found = programme([{"title": "One", "speakers": speakers}, {"title": "Two", "speakers": ["Odo Brandel"]}])

    assert sorted(one.display_name for one in found.people if one.display_name != "7") == sorted([*told, "Odo Brandel"])


def test_the_order_of_lists_inside_an_object_does_not_matter():
    talks, posters = [{"title": "One", "time": "9:00"}], [{"title": "Two"}]
    one = {"date": "2026-05-16", "talks": talks, "posters": posters}
    other = {"posters": posters, "talks": talks, "date": "2026-05-16"}

    assert programme([one]) == programme([other])


def test_times_with_a_distance_to_utc_are_instants():
    found = programme(
        [{"title": "One", "startsAt": "2026-05-16T09:00:00+02:00", "endsAt": "2026-05-16T09:30:00+02:00"}]
    )

    assert (found.sessions[0].starts, found.sessions[0].ends) == (
        datetime(2026, 5, 16, 7, tzinfo=UTC),
        datetime(2026, 5, 16, 7, 30, tzinfo=UTC),
    )


def test_characters_that_no_database_takes_are_gone():
    found = programme([{"title": "One\x00", "id": "\x00a\ud800", "board": "\x00"}, {"title": "Two", "id": "b"}])

    assert [(one.title, one.external_id, one.board) for one in found.sessions] == [("One", "a", ""), ("Two", "b", "")]


def test_a_correction_of_the_columns_holds():
    value = [{"title": "One", "headline": "Better one"}, {"title": "Two", "headline": "Better two"}]

    answers = {"headline": "title", "title": ""}
    found = programme(value, mapping={fingerprint(["title", "headline"]): answers})

    assert [one.title for one in found.sessions] == ["Better one", "Better two"]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ([{"colour": "red"}], "No title column was found; choose one. The columns are: “colour”."),
        ({"a": 1}, "This is JSON without a known list of sessions, which cannot be read yet; ask the organiser for a "
         "spreadsheet or a calendar file (.ics), or copy the web programme."),
        ([{f"k{n}": 1} for n in range(2_001)],
         "This table has more than 2,000 columns; export only the programme."),
        ([{"title": "x"}] * 60_001, "This file holds more than 60,000 items."),
        ({f"l{n}": [{"title": "x"}] for n in range(201)},
         "This file holds more than 200 lists; export only the programme."),
    ],
)  # fmt: skip
def test_what_is_no_list_or_too_large_is_refused(value: object, sentence: str):
    with pytest.raises(RefusedFile) as refusal:
        programme(value)

    assert str(refusal.value) == sentence
