"""Open Event and eventyay: lists, a whole event, JSON:API, archives (the import contract, sections 1.7 and 9)."""

import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from server.agenda.importers import read
from server.agenda.importers.programme import (
    Conference,
    Hints,
    Participation,
    Person,
    Programme,
    RefusedFile,
    Session,
    Warned,
)

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "agenda"
EVENT = json.loads((SAMPLES / "openevent_event.json").read_bytes())


def programme(data: bytes, **hints: Any) -> Programme:
    return read(io.BytesIO(data), Hints(**hints))


def sample(name: str) -> Programme:
    return programme((SAMPLES / name).read_bytes())


def packed(**files: object) -> bytes:
    """Return an archive of files without extensions; bytes as they are, anything else as JSON."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in files.items():
            archive.writestr(name, value if isinstance(value, bytes) else json.dumps(value))
        archive.writestr("images/logo.png", b"\x89PNG" + bytes(range(256)))
    return target.getvalue()


def test_a_session_becomes_a_whole_item():
    assert sample("openevent_sessions").sessions[0] == Session(
        title="Maps of & for everyone",
        subtitle="With pens",
        abstract="<p>Draw.</p>\n\n<p>Draw <strong>more</strong>.</p>",
        starts=datetime(2026, 5, 25, 8, 5, tzinfo=UTC),
        ends=datetime(2026, 5, 25, 8, 25, tzinfo=UTC),
        local_start=datetime(2026, 5, 25, 10, 5),
        local_end=datetime(2026, 5, 25, 10, 25),
        day_on=date(2026, 5, 25),
        room="Seminar room 1, House 1",
        track="Open maps",
        people=(Participation("ana lima"),),
        external_id="3342",
        id_kind="id",
        key="/0",
        links=("https://invented.example/v",),
        language="English",
        source_where="/0",
    )


def test_only_what_was_accepted_counts_and_a_stand_is_an_exhibit():
    found = sample("openevent_sessions")

    assert [(one.title, one.kind, one.status) for one in found.sessions] == [
        ("Maps of & for everyone", "talk", "confirmed"),
        ("Stand: pens", "exhibit", "confirmed"),
        ("Open drawing", "talk", "cancelled"),
    ]
    assert [one.display_name for one in found.people] == ["Ana Lima"]
    assert found.warnings == (Warned("", "2 items that are not accepted were left out."),)
    assert [question.kind for question in found.questions] == ["zone"]  # +02:00 names no zone


def test_a_whole_event_gives_zone_days_and_what_ids_stand_for():
    found = sample("openevent_event.json")

    assert found.conference == Conference(
        "om26", "Open Meeting 2026", "Europe/Berlin", "file", date(2026, 5, 25), date(2026, 5, 26),
        "https://invented.example/om26",
    )  # fmt: skip
    assert [(one.kind, one.room, one.track, one.local_start) for one in found.sessions] == [
        ("course", "Seminar room 1", "Open maps", datetime(2026, 5, 25, 10, 5))
    ]
    assert found.people == (
        Person("ana lima", "Ana Lima", "lima, ana", (), "Free Map Club", ("presenter",), "2522"),
        Person("bo sato", "Bo Sato", "sato, bo", (), "Pen Society", ("presenter",), "2523"),
    )


def test_hyphens_and_underscores_are_the_same():
    plain = (SAMPLES / "openevent_event.json").read_text()
    hyphens = plain
    for name in ("short_abstract", "start_time", "end_time", "session_type", "starts_at", "ends_at", "event_url"):
        hyphens = hyphens.replace(f'"{name}"', f'"{name.replace("_", "-")}"')

    assert programme(hyphens.replace('"session_types"', '"session-types"').encode()) == programme(plain.encode())


def test_resources_of_the_api_are_put_together():
    found = sample("openevent_jsonapi.json")

    assert (found.conference.name, found.conference.zone) == ("Open Meeting 2026", "Europe/Berlin")
    assert [(one.title, one.room, one.track, one.people) for one in found.sessions] == [
        ("Maps for everyone", "Seminar room 1", "Open maps", (Participation("ana lima"),))
    ]


@pytest.mark.parametrize("folder", ["", "Meeting2026/"])
def test_an_archive_of_files_without_extensions_is_one_programme(folder: str):
    whole = programme(packed(**{folder + name: value for name, value in EVENT.items()}))

    assert whole == sample("openevent_event.json")


def test_a_broken_file_of_an_archive_is_left_out_with_its_name():
    found = programme(packed(**{**EVENT, "tracks": b"[{"}))

    assert found.warnings == (Warned("tracks", "This file of the archive holds no sound JSON and was left out."),)
    assert [one.track for one in found.sessions] == [""]


def test_a_deleted_session_is_left_out():
    sessions = json.loads((SAMPLES / "openevent_sessions").read_bytes())
    sessions[0]["deleted-at"] = "2026-05-01T00:00:00Z"

    assert [one.title for one in programme(json.dumps(sessions).encode()).sessions] == ["Stand: pens", "Open drawing"]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"sessions": b"no json"}, "The list of sessions in this archive is broken; export the event again."),
        ({"sessions": {"a": 1}}, "The list of sessions in this archive is broken; export the event again."),
        ({"sessions": []}, "This file holds no programme items and no people."),
        (
            {"sponsors": []},
            "This zip archive holds no programme that Hallway reads; unpack it and choose the file inside.",
        ),
    ],
)
def test_an_archive_without_sessions_is_refused(files: dict[str, Any], sentence: str):
    with pytest.raises(RefusedFile) as refusal:
        programme(packed(**files))

    assert str(refusal.value) == sentence


def test_a_damaged_archive_is_refused():
    data = bytearray(packed(**EVENT))
    place = data.index(b"sessions") + 60
    data[place : place + 8] = b"\x00" * 8

    with pytest.raises(RefusedFile, match=r"^This zip archive is broken or incomplete; download it again\.$"):
        programme(bytes(data))
