"""A file that says what the last one said is known by its marks, whatever its bytes; one that says else is read."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask

from server.agenda import importers, reading, service
from server.agenda.answers import Target
from server.agenda.importers import marks
from server.agenda.importers.marks import EVERY, Marks
from server.agenda.importers.programme import Hints
from server.agenda.reports import Report
from server.agenda.service import Options
from server.core import clock
from server.core.db import snapshot

HINTS = Hints(file_name="harbour.xml")
EVENT = (
    '<event guid="{0}" id="{0}"><date>2027-11-28T10:00:00+01:00</date><duration>00:30</duration>'
    '<title>Talk {0}</title><persons><person id="{0}">Ana Lima</person></persons></event>'
)


def file(*, events: int = 3, title: str = "Harbour Days", head: str = "", tail: str = "") -> bytes:
    """Return a schedule."""
    told = "\n".join(EVENT.format(number) for number in range(events))
    return (
        f"<?xml version='1.0'?>{head}<schedule><conference><title>{title}</title>"
        "<time_zone_name>Europe/Vienna</time_zone_name></conference>"
        f'<day date="2027-11-28"><room name="Attic">{told}</room></day></schedule>{tail}'
    ).encode()


def imported(data: bytes, hints: Hints = HINTS) -> Report:
    """Return the report of an import as the command line makes it."""
    return service.run(data, hints, Target(None, "harbour"), Options(clock.now()))


MANY = 2 * EVERY + 7


@pytest.mark.parametrize(
    ("again", "same"),
    [
        (file(events=MANY), True),
        (file(events=MANY, head="<!-- made at noon -->\n", tail="\n<!-- the end -->\n"), True),
        (file(events=MANY).replace(b"</event>", b"</event>\r\n   "), True),
        (file(events=MANY).replace(b'guid="5" id="5"', b'id="5"\n guid="5"'), True),
        (file(events=MANY).replace(b"'1.0'", b"'1.0' encoding='UTF-8'"), True),
        (file(events=MANY).replace(b"<title>Talk 3<", b"<title>Talk III<"), False),
        (file(events=MANY).replace(f"<title>Talk {MANY - 1}<".encode(), b"<title>The last<"), False),
        (file(events=MANY, title="Harbour Nights"), False),
        (file(events=MANY + 1), False),
        (file(events=MANY - 1), False),
        (file(events=2 * EVERY - 1), False),
        (file(events=MANY)[:-30], False),
        (b"Title,Room\nTalk 1,Attic\n", False),
        (b"", False),
    ],
)
def test_what_counts_is_what_the_file_says(again: bytes, same: bool):
    known = importers.read(BytesIO(file(events=MANY)), HINTS).marks

    assert importers.is_same(again, HINTS, known) is same


def test_a_file_that_says_else_is_looked_at_as_far_as_its_first_wrong_mark():
    known, looked_at = Marks(), 0
    for number in range(10 * EVERY):
        known.add(b"%d" % number)

    def parts() -> Iterator[bytes]:
        nonlocal looked_at
        for number in range(10 * EVERY):
            looked_at += 1
            yield b"another" if number == EVERY // 2 else b"%d" % number

    assert marks.is_same(parts(), known.whole) is False
    assert looked_at == EVERY


def test_parts_are_told_apart_where_one_ends():
    one, other = Marks(), Marks()
    for part in (b"ab", b"c"):
        one.add(part)
    for part in (b"a", b"bc"):
        other.add(part)

    assert one.whole != other.whole


def test_a_programme_without_marks_is_never_the_same():
    assert importers.is_same(file(), HINTS, ()) is False


def test_a_file_written_anew_is_unchanged_until_another_came_between(app: Flask):
    first = imported(file())
    anew = imported(file(head="<!-- anew -->"))
    other = imported(file().replace(b"10:00:00+01:00", b"11:00:00+01:00", 1))
    back = imported(file(head="<!-- back -->"))

    told = [
        (one.diff.added_count, one.diff.moved_count, one.diff.unchanged_count) for one in (first, anew, other, back)
    ]
    assert told == [(3, 0, 0), (0, 0, 3), (0, 1, 2), (0, 1, 2)]
    assert (anew.counts, anew.warnings, anew.conference) == (first.counts, first.warnings, first.conference)


def test_other_answers_of_the_person_importing_are_no_repetition(app: Flask):
    imported(file())

    imported(file(head="<!-- anew -->"), Hints(file_name="harbour.xml", zone="America/Chicago"))

    with snapshot():
        stored = reading.find(None, "harbour")
    assert stored is not None
    assert stored.zone == "America/Chicago"
