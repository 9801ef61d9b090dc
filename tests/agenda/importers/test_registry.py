"""The one door: formats found in the package, bounds while reading, refusals in one sentence (sections 2, 8 and 9)."""

import io
from pathlib import Path

import pytest

from server.agenda import importers
from server.agenda.importers import Format, formats, limits, names, read
from server.agenda.importers.programme import Hints, Programme, RefusedFile

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "agenda"
NEW_FORMAT = """
from server.agenda.importers.programme import Conference, Programme, Session
NAME = "moonlist"
PRIORITY = 5
def matches(sample):
    return sample.data.startswith(b"MOON")
def read(sample, hints):
    return Programme(NAME, Conference("moon", "Moon"), (Session(sample.text[5:], key="1"),))
"""
INSTEAD = "ask the organiser for a spreadsheet or a calendar file (.ics), or copy the web programme"


def programme(data: bytes, **hints: object) -> Programme:
    return read(io.BytesIO(data), Hints(**hints))


def refusal_of(data: bytes, **hints: object) -> str:
    with pytest.raises(RefusedFile) as refusal:
        programme(data, **hints)
    return str(refusal.value)


def test_formats_are_found_in_the_package_by_priority():
    found = formats()

    assert {"ics", "frab"} <= set(names())
    assert [one.priority for one in found] == sorted(one.priority for one in found)
    assert all(isinstance(one, Format) for one in found)


def test_one_new_file_adds_a_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "moonlist.py").write_text(NEW_FORMAT)
    monkeypatch.setattr(importers, "__path__", [*importers.__path__, str(tmp_path)])
    formats.cache_clear()

    try:
        found = programme(b"MOON Craters")
        assert (found.format, found.sessions[0].title, "moonlist" in names()) == ("moonlist", "Craters", True)
    finally:
        monkeypatch.undo()
        formats.cache_clear()


def test_a_name_says_nothing():
    data = (SAMPLES / "society_zone.ics").read_bytes()

    assert programme(data, file_name="list.xlsx").format == "ics"


def test_a_format_can_be_asked_for():
    data = (SAMPLES / "frab.json").read_bytes()

    assert programme(data, format="frab").format == "frab"
    assert refusal_of(data, format="ics") == (
        "This file is not of the format “ics”; choose “auto” to let Hallway find out."
    )
    assert refusal_of(data, format="poem") == f"The format “poem” is not known; these are: {', '.join(names())}."


class Endless:
    """A source without an end, which counts what was asked of it."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int) -> bytes:
        self.given += size
        return b"x" * size


def test_reading_stops_at_50_megabytes():
    source = Endless()

    with pytest.raises(
        RefusedFile, match=r"^This file is larger than 50 MB; export only the programme, without pictures\.$"
    ):
        read(source, Hints())

    assert source.given <= limits.FILE_BYTES + limits.READ_BYTES


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty."),
        (b"\x1f\x8b\x08\x00", "This file is compressed (gzip); unpack it and choose the file inside."),
        (b"\x89PNG\r\n\x1a\n", f"This is a picture; {INSTEAD}."),
        (b"\x01\x00\x02", f"This file is neither text nor a spreadsheet; {INSTEAD}."),
        (b"<html><form><input name=p type='password'></form></html>",
         "This page is a login form; sign in there, save the programme itself and choose that file."),
        (b"<schedule><line/></schedule>",
         f"This XML file is not a frab or Pentabarf schedule, and no other kind of XML is read; {INSTEAD}."),
        (b'{"sessions": [1,}', "This JSON file is broken: line 1, column 17; download it again."),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "This file holds no programme items and no people."),
    ],
)  # fmt: skip
def test_a_refusal_is_one_plain_sentence(data: bytes, sentence: str):
    assert refusal_of(data) == sentence
