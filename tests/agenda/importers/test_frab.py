"""frab and Pentabarf schedules, XML and JSON (the import contract, sections 1, 2 and 4)."""

import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.agenda.importers import frab, read
from server.agenda.importers.programme import Hints, Participation, Programme, RefusedFile, Session, Warned

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "agenda"


def programme(data: bytes | str, **hints: object) -> Programme:
    return read(io.BytesIO(data if isinstance(data, bytes) else data.encode()), Hints(**hints))


def sample(name: str, **hints: object) -> Programme:
    return programme((SAMPLES / name).read_bytes(), **hints)


def event(**fields: object) -> str:
    whole = {"title": "One", "persons": [], **fields}
    days = [{"date": "2026-08-21", "rooms": {"A": [whole]}}]
    return json.dumps({"schedule": {"conference": {"title": "T", "time_zone_name": "Europe/Berlin", "days": days}}})


def test_an_event_in_xml_becomes_a_whole_item():
    assert sample("frab.xml").sessions[0] == Session(
        title="Opening of the reading room",
        kind="talk",
        subtitle="A welcome",
        abstract="<p>Hello <em>all</em></p>",
        starts=datetime(2026, 12, 27, 10, tzinfo=UTC),
        ends=datetime(2026, 12, 27, 10, 30, tzinfo=UTC),
        local_start=datetime(2026, 12, 27, 11),
        local_end=datetime(2026, 12, 27, 11, 30),
        day_on=date(2026, 12, 27),
        room="Hall 1",
        track="Community",
        people=(Participation("mira tolvane"), Participation("nightowl")),
        external_id="6a0c7d5e-0000-4000-8000-000000000001",
        id_kind="guid",
        key="1",
        links=("https://invented.example/opening",),
        language="en",
        source_where="day 1, room Hall 1, event 1",
    )


def test_an_item_after_midnight_belongs_to_the_day_before():
    night = sample("frab.xml").sessions[1]

    assert (night.title, night.kind, night.credit, night.people) == ('Night of the "long" scans', "course", "TBA", ())
    assert (night.local_start, night.day_on, night.ends - night.starts) == (
        datetime(2026, 12, 28, 0, 15),
        date(2026, 12, 27),
        timedelta(hours=26),
    )


def test_the_zoned_date_wins_and_the_difference_is_told():
    found = sample("frab.xml")

    assert found.sessions[2].local_start == datetime(2026, 12, 27, 12)
    assert found.warnings == (
        Warned(
            "day 1, room Hall 2, event 1",
            "The date says 2026-12-27 12:00, day and start say 2026-12-27 14:00; the date was kept.",
        ),
    )


def test_an_offset_without_a_zone_name_asks_for_the_zone():
    found = sample("frab.xml")

    assert (found.conference.slug, found.conference.zone) == ("inv26", None)
    assert [one.message for one in found.questions] == [
        "The file gives the distance to UTC but names no time zone. In which time zone does the meeting take place?"
    ]
    assert sample("frab.xml", zone="Europe/Berlin").questions == ()


def test_people_of_a_file_id_are_one_person():
    found = sample("frab.xml")

    assert [(one.display_name, one.degrees, one.external_id) for one in found.people] == [
        ("Mira Tolvane", ("Dr",), "21"),
        ("nightowl", (), "22"),
    ]


def test_the_json_form_reads_like_the_xml_form():
    found = sample("frab.json")

    first, late, withdrawn = found.sessions
    assert first == Session(
        title="Contrast without tears",
        abstract="<p>Short.</p>",
        starts=datetime(2026, 8, 21, 9, tzinfo=UTC),
        ends=datetime(2026, 8, 21, 9, 30, tzinfo=UTC),
        local_start=datetime(2026, 8, 21, 11),
        local_end=datetime(2026, 8, 21, 11, 30),
        day_on=date(2026, 8, 21),
        room="Tent/Red",
        track="Science",
        people=(Participation("odo brandel"), Participation("tessa quillon", "moderator")),
        external_id="g-1",
        id_kind="guid",
        key="1",
        links=("https://invented.example/1", "https://invented.example/a"),
        language="en",
        source_where="/schedule/conference/days/0/rooms/Tent~1Red/0",
    )
    assert (late.local_start, late.day_on, late.ends - late.starts, late.external_id, late.id_kind) == (
        datetime(2026, 8, 22, 1, 30),
        date(2026, 8, 21),
        timedelta(minutes=90),
        "2",
        "id",
    )
    assert (withdrawn.title, withdrawn.status) == ("Withdrawn study", "cancelled")
    assert found.warnings == (Warned("", "1 items that are not accepted were left out."),)
    assert (found.conference.zone, found.conference.zone_source, found.questions) == ("Europe/Berlin", "file", ())


@pytest.mark.parametrize(
    ("written", "length"),
    [
        ("00:30", timedelta(minutes=30)),
        ("1:05", timedelta(minutes=65)),
        ("0:45:00", timedelta(minutes=45)),
        ("1:00:00", timedelta(hours=1)),
        ("26:00", timedelta(hours=26)),
        ("90", timedelta(minutes=90)),
        ("00:00", None),
        ("", None),
        ("long", None),
        ("9999:00", None),
    ],
)
def test_a_duration_is_read_in_every_form(written: str, length: timedelta | None):
    assert frab.duration(written) == length


@pytest.mark.parametrize(
    ("fields", "starts", "local"),
    [
        ({"date": "2026-08-21T10:00:00+02:00"}, datetime(2026, 8, 21, 8, tzinfo=UTC), datetime(2026, 8, 21, 10)),
        ({"date": "2026-08-21T08:00:00Z"}, datetime(2026, 8, 21, 8, tzinfo=UTC), datetime(2026, 8, 21, 10)),
        ({"date": "2026-08-21T10:00:00"}, datetime(2026, 8, 21, 8, tzinfo=UTC), datetime(2026, 8, 21, 10)),
        ({"date": "2026-08-21", "start": "10:00"}, datetime(2026, 8, 21, 8, tzinfo=UTC), datetime(2026, 8, 21, 10)),
        ({"start": "0930"}, datetime(2026, 8, 21, 7, 30, tzinfo=UTC), datetime(2026, 8, 21, 9, 30)),
        ({"start": "25:00"}, None, None),
        ({}, None, None),
    ],
)
def test_a_start_is_found(fields: dict[str, str], starts: datetime | None, local: datetime | None):
    one = programme(event(**fields)).sessions[0]

    assert (one.starts, one.local_start, one.day_on) == (starts, local, date(2026, 8, 21))


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ('<!DOCTYPE s [<!ENTITY a "b">]><schedule><conference/></schedule>',
         "This XML file defines entities or a document type, which is not accepted."),
        ("<schedule><conference>", "This XML file is broken at line 1, column 22; download it again."),
        ("<schedule><conference/>" + "<day>" * 120 + "</day>" * 120 + "</schedule>",
         "This XML file is nested more than 100 levels deep."),
        ("<schedule><conference/></schedule>", "This file holds no programme items and no people."),
    ],
)  # fmt: skip
def test_unsound_xml_is_refused_in_one_sentence(body: str, sentence: str):
    with pytest.raises(RefusedFile) as refusal:
        programme(body)

    assert str(refusal.value) == sentence


def is_read_or_refused(data: bytes) -> bool:
    try:
        found = read(io.BytesIO(data), Hints(format="frab"))
    except RefusedFile as refusal:
        return str(refusal).endswith(".")
    return all(session.title for session in found.sessions)


@settings(max_examples=60)
@given(st.integers(0, 2400), st.integers(0, 40), st.binary(max_size=20), st.sampled_from(["frab.xml", "frab.json"]))
def test_no_damage_breaks_the_reader(place: int, length: int, inserted: bytes, name: str):
    data = (SAMPLES / name).read_bytes()

    assert is_read_or_refused(data[:place] + inserted + data[place + length :])
