"""Of a file that differs little from the last one only that is read; out comes what the whole file would give."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from hypothesis import event, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from server.agenda import amending, importers, keeping, reading, repeats, service, snapshots
from server.agenda.answers import Target
from server.agenda.importers import counts, frab_xml, limits
from server.agenda.importers.pieces import Amended
from server.agenda.importers.programme import Hints, Programme
from server.agenda.keeping import Doubtful, Kept
from server.agenda.models import Conference
from server.agenda.reports import Report
from server.agenda.revision import Revision, folded_names, revise
from server.agenda.service import Options
from server.agenda.states import Agenda, ConferenceState
from server.core import clock
from server.core.db import db, snapshot
from server.core.problems import FileRefused
from tests.agenda.schedules import Schedule, Talk

HINTS = Hints(file_name="harbour.xml")
HARBOUR = ConferenceState("018f0000-0000-7000-8000-000000000001", None, "harbour", "Harbour", zone="Europe/Vienna")
PEOPLE = (("p1", "Ana Lima"), ("p2", "Bo Sato"), ("p3", "Ana Lima"), ("p4", "Chidi Lund"), ("p5", "Eve Ström"))
TALKS = tuple(Talk(f"g{number}", f"Tides of the year {number}", 8 + number) for number in range(8))
FEW = Schedule(TALKS)
SALT = Talk("g8", "Salt", 19, people=(("p2", "Bo Sato"),))
BOATS = Talk("g9", "Whales and other boats", 21, people=(("p4", "Chidi Lund"),))
ODD = (
    "<![CDATA[ <event> ]]>",
    "<!-- note -->",
    "<?note?>",
    "<event guid='q'/>",
    "<x>\x01</x>",
    "<links><link href='https://a.example'/></links>",
)


def whole(file: Schedule, agenda: Agenda) -> tuple[Programme, Revision]:
    """Return what the whole file makes of the agenda."""
    programme = importers.read(BytesIO(file.data), HINTS)
    return programme, revise(programme, agenda, agenda.conference, folded_names(programme))


def row_of(programme: Programme, revision: Revision) -> dict[str, Any] | None:
    """Return what is kept of a file."""
    if programme.pieces is None or revision.part is not None or revision.warnings:
        return None
    return amending.remembered(programme.pieces, revision, keeping.WHOLE, None)


def amended(file: Schedule, row: dict[str, Any] | None, agenda: Agenda) -> tuple[Amended, Revision] | None:
    """Return what the file makes of the agenda when only what differs is looked at, None where all of it is needed."""
    found = importers.amended(file.data, HINTS, amending.known(row)) if row else None
    if found is None:
        return None
    try:
        names = folded_names(found.programme)
        kept = Kept(found.kept, found.people)
        return found, revise(found.programme, agenda, agenda.conference, names, kept=kept)
    except Doubtful:
        return None


@st.composite
def talks(draw: st.DrawFn, guid: str) -> Talk:
    """Return a talk out of few titles, hours, rooms and people, so that they collide often."""
    return Talk(
        guid,
        draw(st.sampled_from(["Tides", "Tides of the year 1", "Tides of the year 2", "Salt", "[poster] Sand"])),
        draw(st.sampled_from([3, 9, 10])),
        draw(st.sampled_from([7, 8])),
        draw(st.sampled_from(["Attic", "Cellar", "Attic; Cellar"])),
        tuple(draw(st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True))),
        draw(st.sampled_from(["lecture", "poster"])),
        draw(st.sampled_from(["", "Sea", "sea"])),
    )


@st.composite
def steps(draw: st.DrawFn) -> tuple[Schedule, Schedule]:
    """Return a file and one that differs from it in few talks: other ones, none any more, moved or new ones."""
    many = [*(draw(talks(f"t{number}")) for number in range(draw(st.integers(0, 3)))), *TALKS]
    after = draw(st.sampled_from([many, many[::-1]]))
    for at in draw(st.lists(st.integers(0, len(many) - 1), max_size=3, unique=True)):
        old = many[at]
        new = draw(talks(draw(st.sampled_from([old.guid, "new", many[0].guid]))))
        ways = [
            [], [new], [old, new], [replace(old, title=f"{old.title} (revised)")], [replace(old, room="Cellar")],
            [replace(old, room="attic")], [replace(old, guid="fresh")], [replace(old, day=9)],
            [replace(old, people=(("p9", "Gia Moe"), *old.people))], [replace(old, people=(("p9", "Ana Lima"),))],
            [replace(old, people=(("p1", "Anna Lima"),))], [replace(old, more=draw(st.sampled_from(ODD)))],
        ]  # fmt: skip
        place = after.index(old)
        after = [*after[:place], *draw(st.sampled_from(ways)), *after[place + 1 :]]
    between = draw(st.sampled_from(["", "", "\n", "x", "<x/>", "<!-- next -->"]))
    return Schedule(tuple(many)), Schedule(
        tuple(after), between=between, after=draw(st.sampled_from(["", "<!-- 2 -->"]))
    )


@settings(max_examples=150)
@given(steps(), st.booleans())
@example((FEW, Schedule((replace(TALKS[0], room="Cellar"), *TALKS[1:]), between="<!-- next -->")), False)
@example((FEW, Schedule((replace(TALKS[0], people=(("p9", "Ana Lima"),)), *TALKS[1:]))), False)
@example(
    (Schedule((*TALKS, SALT, BOATS)), Schedule((*TALKS, replace(SALT, guid="g9"), replace(BOATS, guid="g8")))), False
)
def test_what_differs_alone_gives_what_the_whole_file_gives(files: tuple[Schedule, Schedule], earlier: bool) -> None:
    before = Agenda(replace(HARBOUR, version=1))
    if earlier:  # a file of long ago, whose items and people are still there
        before = whole(Schedule(tuple(replace(one, guid=f"o{one.guid}", room="Pier") for one in TALKS)), before)[
            1
        ].after
    programme, first = whole(files[0], before)
    row = row_of(programme, first)

    found = amended(files[1], row, first.after)

    event(f"known: {row is not None}, amended: {found is not None}")
    if row is not None and found is not None:
        says, expected = whole(files[1], first.after)
        assert_same(found, row, says, expected)


def assert_same(found: tuple[Amended, Revision], last: dict[str, Any], says: Programme, expected: Revision) -> None:
    """Assert that a revision by what differs is the one by the whole file, and leaves the same to be known."""
    part, revision = found
    kept = Kept(part.kept, part.people)
    assert list(revision.after.items.values()) == list(expected.after.items.values())
    assert list(revision.after.people.values()) == list(expected.after.people.values())
    assert revision.after == expected.after
    assert revision.diff.as_dict() == expected.diff.as_dict()
    assert revision.diff.counts == expected.diff.counts
    assert (*part.programme.warnings, *revision.warnings) == (*says.warnings, *expected.warnings)
    assert revision.part == expected.part
    assert amending.counts(revision, kept) == counts.count(says)
    assert part.programme.questions == says.questions
    pieces, anew = part.programme.pieces, row_of(says, expected)
    if pieces and not revision.warnings:
        row = amending.remembered(pieces, revision, kept, last)
        assert anew is not None
        assert amending.known(row) == amending.known(anew)
        assert sorted(row["places"]) == sorted(anew["places"])


@pytest.mark.parametrize(
    ("file", "is_known"),
    [
        (FEW, True),
        (replace(FEW, before="<?xml version='1.0'?><!-- <event>made at noon</event -->"), False),
        (replace(FEW, before="<?xml version='1.0'?><!-- made at noon -->"), True),
        (replace(FEW, between="<!-- next -->"), False),
        (replace(FEW, between="<?next?>"), False),
        (replace(FEW, between="<events/>"), False),
        (replace(FEW, between="\n"), True),
        (replace(FEW, root="<schedule xmlns='urn:a'>"), False),
        (replace(FEW, after="\x01"), False),
        (Schedule((*TALKS, replace(TALKS[0], title="Another of that id"))), False),
        (Schedule((*TALKS, Talk(""))), False),
        (Schedule((*TALKS, Talk("g9", title=""))), False),
        (Schedule((*TALKS, Talk("g9", people=(("", "Ana Lima"),)))), False),
        (Schedule((*TALKS, Talk("g9", people=(("p1", "Anna Lima"),)))), False),
        (Schedule((*TALKS, Talk("g9", people=(("p2", "Ana Lima"),)))), True),
        (Schedule((*TALKS, Talk("g9", more="<date>2027-11-21</date>"))), True),
        (Schedule(tuple(replace(talk, more=ODD[0]) for talk in TALKS)), False),
        (Schedule((*TALKS, Talk("g9", room="attic"))), False),
        (Schedule((*TALKS, Talk("g9", more="<room>attic</room>"))), False),
        (Schedule((*TALKS, Talk("g8", track="Sea"), Talk("g9", track="sea"))), False),
        (replace(FEW, before="\ufeff<?xml version='1.0'?>"), True),
    ],
)  # fmt: skip
def test_only_files_whose_items_are_plainly_told_apart_are_known(file: Schedule, is_known: bool) -> None:
    assert (importers.read(BytesIO(file.data), HINTS).pieces is not None) is is_known


def imported(file: Schedule, hints: Hints = HINTS) -> Report:
    """Return the report of an import as the command line makes it."""
    return service.run(file.data, hints, Target(None, "harbour"), Options(clock.now()))


def told(report: Report) -> tuple[int, int, int, int]:
    """Return how many items were added, changed, cancelled and stayed."""
    found = report.diff.counts
    return found["added"], found["changed"], found["cancelled"], found["unchanged"]


def agenda() -> Agenda:
    """Return what is stored."""
    with snapshot():
        stored = reading.find(None, "harbour")
        assert stored is not None
        return reading.load(stored)[0]


def test_of_a_file_that_differs_little_only_that_is_read(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    imported(FEW)
    before = agenda()
    revised = replace(TALKS[3], title="Tides (revised)")
    monkeypatch.setattr(frab_xml, "read", lambda *_told: pytest.fail("the whole file was read"))
    importers.formats.cache_clear()

    reports = [
        imported(Schedule((*TALKS[:3], revised, *TALKS[4:]))),
        imported(Schedule((*TALKS[:3], revised, *TALKS[4:]), after="<!-- again -->")),
        imported(Schedule((*TALKS[:3], revised, *TALKS[4:], Talk("g9", "A new tide", people=(("p9", "Gia Moe"),))))),
        imported(Schedule((*TALKS[1:3], revised, *TALKS[4:], Talk("g9", "A new tide", people=(("p9", "Gia Moe"),))))),
    ]
    importers.formats.cache_clear()

    assert [told(one) for one in reports] == [(0, 1, 0, 7), (0, 0, 0, 8), (1, 0, 0, 8), (0, 0, 1, 8)]
    assert [one.counts.people for one in reports] == [1, 1, 2, 2]
    after = agenda()
    assert {one.id for one in before.items.values()} <= after.items.keys()
    assert {one.title for one in after.items.values() if one.absent} == {TALKS[0].title}
    assert sorted(one.name for one in after.people.values()) == ["Ana Lima", "Gia Moe"]


@pytest.mark.parametrize("way", ["part", "other hints", "another file", "by hand"])
def test_what_came_between_is_followed_by_the_whole_file(app: Flask, way: str) -> None:
    imported(FEW)
    if way == "part":
        imported(Schedule(TALKS[:2]))
    elif way == "other hints":
        imported(FEW, replace(HINTS, zone="America/Chicago"))
    elif way == "another file":
        imported(Schedule((*TALKS, Talk(""))))
    else:
        db.session.execute(update(Conference).values(source_sha256=None))
        db.session.commit()

    assert amending.last(HINTS, Target(None, "harbour")) == []


def test_what_is_known_of_another_version_is_no_ground(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    imported(FEW)
    whole_files, read = list[bytes](), service.read_as_before
    monkeypatch.setattr(service, "read_as_before", lambda data, *more: whole_files.append(data) or read(data, *more))
    found = [replace(one, version=one.version - 1) for one in amending.last(HINTS, Target(None, "harbour"))]
    monkeypatch.setattr(amending, "last", lambda *_asked: found)

    report = imported(Schedule(TALKS[1:]))

    assert told(report) == (0, 0, 1, 7)
    assert whole_files == [Schedule(TALKS[1:]).data]


CLASH = replace(TALKS[0], more="<start>09:15</start>")  # its date says 08:00
ROOMS = (*TALKS[:4], *(replace(one, room="Cellar") for one in TALKS[4:]))
LATER = (*ROOMS[:6], replace(ROOMS[6], more="<start>09:15</start>"), ROOMS[7])  # the third of its room
LATIN = "<?x\x01ml version='1.0' encoding='iso-8859-1'?>"
CALENDAR = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Tide\nDTSTART:20271121T100000Z\nEND:VEVENT\nEND:VCALENDAR\n"
EARLIER = Schedule(tuple(replace(one, guid=f"x{one.guid}") for one in TALKS))
NORTH = (replace(TALKS[0], title="Übersee"), *TALKS[1:])
TWO_CASES = (*TALKS, *(replace(one, guid=f"k{one.guid}", room="attic") for one in TALKS))


def first(**other: Any) -> bytes:
    """Return the file whose first talk is another."""
    return Schedule((replace(TALKS[0], **other), *TALKS[1:])).data


@pytest.mark.parametrize(
    "files",
    [
        [FEW.data, Schedule((CLASH, *TALKS[1:])).data, Schedule((CLASH, *TALKS[1:7], replace(TALKS[7], day=2))).data],
        [FEW.data, Schedule((CLASH, *TALKS[1:])).data, Schedule((*TALKS[1:], CLASH)).data],
        [Schedule(ROOMS).data, Schedule(LATER).data],
        [Schedule(ROOMS, between="x").data, Schedule(LATER, between="x").data],
        [Schedule(TWO_CASES).data, Schedule(TWO_CASES[::-1]).data],
        [EARLIER.data, FEW.data, Schedule(TALKS[::-1]).data],
        [FEW.data, FEW.data.replace(b'guid="g0"', b'xml:guid="g0"')],
        [FEW.data, first(people=(('p1" xmlns:q="urn:q" q:id="p7', "Bo Sato"),)).replace(b' id="p1"', b"", 1)],
        [FEW.data, first(more="<x>" * 96 + "</x>" * 96)],
        [FEW.data, first(more="<x>" * 97 + "</x>" * 97)],
        [FEW.data, first(more=f"<description>{CALENDAR}</description>")],
        [FEW.data, first(more="<x>\x01</x>")],
        [FEW.data, first(more="<!-- x -->"), first(title="Revised")],
        [Schedule(NORTH, before="").data, Schedule((*NORTH[:7], replace(NORTH[7], day=2)), before=LATIN).data],
        [
            FEW.data.replace(b'2027-11-21">', b'2027-11-21&#10;x">'),
            FEW.data.replace(b'room name="Attic"', b'room name="x&#10;Attic"'),
        ],
    ],
)  # fmt: skip
def test_a_series_of_files_gives_what_whole_files_give(
    app: Flask, monkeypatch: pytest.MonkeyPatch, files: list[bytes]
) -> None:
    found = series(files)
    db.session.execute(delete(Conference))
    db.session.commit()
    monkeypatch.setattr(amending, "last", lambda *_asked: [])

    assert found == series(files)


def series(files: list[bytes]) -> list[object]:
    """Return the reports and what is stored after each file."""
    made: list[object] = []
    for data in files:
        try:
            report = service.run(data, HINTS, Target(None, "harbour"), Options(clock.now()))
            made.append(report.as_dict() | {"seconds": 0, "diff": report.diff.as_dict()})
        except FileRefused as fault:
            made.append(str(fault))
        made.append(agenda())
    return made


def test_more_items_than_a_file_may_hold_are_refused_by_the_whole_file(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ITEMS", len(TALKS))
    imported(FEW)

    with pytest.raises(FileRefused):
        imported(Schedule((*TALKS, Talk("g9"))))


@pytest.mark.parametrize("when", ["before it is read", "before it is written"])
def test_another_file_of_the_same_version_is_no_ground(app: Flask, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    imported(FEW)
    known, publish = amending.last(HINTS, Target(None, "harbour")), snapshots.publish
    whole_files, read = list[bytes](), service.read_as_before
    monkeypatch.setattr(service, "read_as_before", lambda data, *more: whole_files.append(data) or read(data, *more))

    def overtake() -> None:
        db.session.execute(update(Conference).values(source_sha256="another"))
        db.session.commit()

    if when == "before it is read":
        monkeypatch.setattr(amending, "last", lambda *_asked: known)
        overtake()
    else:
        monkeypatch.setattr(snapshots, "publish", lambda *told: (overtake(), publish(*told))[1])

    report = imported(Schedule(TALKS[1:]))

    assert told(report) == (0, 0, 1, 7)
    assert whole_files == [Schedule(TALKS[1:]).data]


def test_long_names_of_rooms_are_kept_short(app: Flask) -> None:
    programme = importers.read(BytesIO(Schedule(tuple(replace(one, room="Hall" * 999) for one in TALKS)).data), HINTS)

    assert programme.pieces is not None
    assert {len(place) for place in programme.pieces.places} == {32}
    assert len({id(place) for place in programme.pieces.places}) == 1
    assert max(len(one.source_where) for one in programme.sessions) < 250


def test_progress_never_runs_backwards(app: Flask) -> None:
    imported(FEW)
    other = (replace(SALT, guid="g0"), *TALKS[1:])  # an id of quite another title
    seen = list[tuple[str, int, int]]()
    options = Options(clock.now(), progress=lambda *step: seen.append(step))

    service.run(Schedule(other).data, HINTS, Target(None, "harbour"), options)
    stages = [stage for stage, _done, _total in seen]

    assert stages == sorted(stages, key=["read", "people", "compare", "write"].index)
    assert seen[:2] == [("read", 0, 1), ("read", 0, 1)]


def test_another_version_of_a_library_reads_the_whole_file(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    before = repeats.said(HINTS, Target(None, "harbour"))
    monkeypatch.setattr(repeats, "version", lambda _library: "0.0")
    repeats.readers.cache_clear()

    after = repeats.said(HINTS, Target(None, "harbour"))
    repeats.readers.cache_clear()

    assert after != before
