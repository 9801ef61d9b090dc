"""Delimited tables to programmes: rows, ragged rows, groups, parents, dates, and what is refused."""

import csv
import io
import random
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.agenda.importers import read
from server.agenda.importers.column_keys import fingerprint
from server.agenda.importers.counts import Counts, count
from server.agenda.importers.programme import Hints, Participation, Programme, RefusedFile, Warned
from tests.samples.meeting import meeting_csv

FOLDER = Path(__file__).resolve().parents[3].parent / "shared" / "agenda"
MONDAY = date(2026, 10, 5)


def programme(text: str | bytes, **hints) -> Programme:
    return read(io.BytesIO(text if isinstance(text, bytes) else text.encode()), Hints(**hints))


def told(found: Programme, *names: str) -> list[tuple]:
    return [tuple(getattr(session, name) for name in names) for session in found.sessions]


def test_the_meeting_of_the_samples():
    found = programme(meeting_csv(MONDAY), name="Harbour Imaging Days", zone="Europe/Oslo")

    assert count(found) == Counts(sessions=24, posters=20, people=40, rooms=4, tracks=0)
    assert (found.format, found.warnings, found.questions) == ("table", (), ())
    assert (found.conference.first_day, found.conference.last_day) == (MONDAY, date(2026, 10, 7))
    assert [session.kind for session in found.sessions].count("break") == 3
    poster = next(session for session in found.sessions if session.board == "0112")
    parent = next(session for session in found.sessions if session.key == poster.parent)
    assert (poster.kind, parent.title, parent.starts) == (
        "poster",
        "Poster session: Chest and heart",
        datetime(2026, 10, 5, 13, 30, tzinfo=UTC),
    )


def test_wall_clock_times_wait_for_the_zone():
    text = "Title,Date,Start,End,Room\nOn bones,2026-10-05,9:00,10:00,Hall\nOn hands,2026-10-06,1:00,2:00,Hall\n"

    open_zone, known = programme(text), programme(text, zone="Europe/Oslo")

    assert [question.kind for question in open_zone.questions] == ["zone"]
    assert told(open_zone, "starts", "local_start", "day_on")[1] == (None, datetime(2026, 10, 6, 1), MONDAY)
    assert told(known, "starts")[0] == (datetime(2026, 10, 5, 7, tzinfo=UTC),)


def test_an_open_order_of_day_and_month_is_asked():
    text = "Title,Date,Time\nOn bones,5/3/2026,9:00-10:00\nOn hands,6/3/2026,9:00-10:00\n"

    found, answered = programme(text), programme(text, date_order="mdy")

    assert [(question.kind, question.choices) for question in found.questions] == [
        ("date_order", ("dmy", "mdy")),
        ("zone", ()),
    ]
    assert told(found, "local_start", "day_label") == [(None, "5/3/2026 9:00-10:00"), (None, "6/3/2026 9:00-10:00")]
    assert told(answered, "local_start", "day_label")[0] == (datetime(2026, 5, 3, 9), "")


def test_lengths_prove_the_order():
    text = "Title,Start Date,Start Time,End Date,End Time,Duration\nGame,5/3/2026,16:00,5/5/2026,16:00,48 hours\n"

    found = programme(text, zone="Europe/Oslo")

    assert told(found, "local_start", "marks") == [(datetime(2026, 5, 3, 16), ("all_day",))]


def test_weekdays_stay_labels_until_the_days_are_known():
    text = "title,day\nOn bones,Thu\nOn hands,Wed 11:00-12:30\n"

    assert told(programme(text), "day_label", "day_on") == [("Thu", None), ("Wed 11:00-12:30", None)]
    known = programme(text, first_day=MONDAY, last_day=date(2026, 10, 8))
    assert told(known, "day_on", "local_end") == [
        (date(2026, 10, 8), None),
        (date(2026, 10, 7), datetime(2026, 10, 7, 12, 30)),
    ]


def test_an_end_is_guessed_from_the_next_start_in_the_room():
    text = (
        "Title,Start,Room\nA one,2026-10-05 09:00,Hall\nB two,2026-10-05 09:20,Hall\nC three,2026-10-05 09:00,Attic\n"
    )

    assert told(programme(text), "local_end", "marks") == [
        (datetime(2026, 10, 5, 9, 20), ("end_guessed",)),
        (datetime(2026, 10, 5, 10, 20), ("end_guessed",)),
        (datetime(2026, 10, 5, 10), ("end_guessed",)),
    ]


def test_afternoons_and_faulty_ends_are_warned_of_once():
    rows = ["A one,2026-10-05,11:00,12:00", "B two,2026-10-05,1:00,2:00", "C three,2026-10-06,10:00,9:00"]
    text = "\n".join(["Title,Date,Start,End", *rows])

    found = programme(text)

    assert told(found, "local_start", "local_end")[1:] == [
        (datetime(2026, 10, 5, 13), datetime(2026, 10, 5, 14)),
        (datetime(2026, 10, 6, 10), None),
    ]
    assert found.warnings == (
        Warned("row 4", "The end is before the start, so the end was left out."),
        Warned("", "No am or pm is written; early times below later ones were read as afternoon."),
    )


RAGGED = """Date,Location,Title,Presenters,Description,Private
2026-10-05,Hall,On bones,"Bo Sato","A text, with a comma",TRUE
2026-10-05,Attic,On hands,"Ana "Lia" Lima, Cy Dee, Di Eck",A text,FALSE
2026-10-06,Hall,On feet,Bo Sato,An unquoted text, with a comma,FALSE
2026-10-06,Hall,On toes,FALSE
"""


def test_rows_of_another_width_are_aligned_from_both_ends_and_kept():
    even = "".join(f"2026-10-07,Hall,Even {number},Bo Sato,A text,FALSE\n" for number in range(12))

    found = programme(RAGGED + even)

    assert [(one.title, [p.person for p in one.people], one.abstract) for one in found.sessions[:4]] == [
        ("On bones", ["bo sato"], "<p>A text, with a comma</p>"),
        ("On hands", ["ana lia lima", "cy dee", "di eck"], "<p>A text</p>"),
        ("On feet", ["bo sato"], "<p>An unquoted text, with a comma</p>"),
        ("On toes", [], ""),
    ]
    assert [warned.where for warned in found.warnings] == ["row 3", "row 4", "row 5"]


@pytest.mark.parametrize("delimiter", ["\t", ",", ";", "|"])
def test_every_delimiter(delimiter):
    text = delimiter.join(["Title", "Room"]) + "\n" + delimiter.join(['"On\nbones"', "Hall"]) + "\r\n\r\n"

    assert told(programme(text), "title", "room") == [("On bones", "Hall")]


def test_rows_swallowed_by_an_unclosed_quote_come_back():
    rows = "".join(f"Talk {number},Hall,On it\n" for number in range(12))
    found = programme(f'Title,Room,Description\n{rows}On bones,Hall,"a text\n{rows.replace("Talk", "Late")}')

    assert [one.title for one in found.sessions][12:15] == ["On bones", "Late 0", "Late 1"]
    assert len(found.sessions) == 25


def test_one_row_for_each_person_is_one_item():
    text = "ID,Title,Presenter,Role\n7,On bones,Bo Sato,Speaker\n7,On bones,Ana Lima,Chair\n8,On bones,Cy Dee,Speaker\n"

    assert told(programme(text), "external_id", "people") == [
        ("7", (Participation("bo sato", "presenter"), Participation("ana lima", "chair"))),
        ("8", (Participation("cy dee", "presenter"),)),
    ]


def test_one_abstract_over_several_rows():
    text = "Title,Presenter,Abstract\nOn bones,Bo Sato,Purpose: a\n,,Methods: b\nOn hands,Ana Lima,c\n"

    assert told(programme(text), "title", "abstract") == [
        ("On bones", "<p>Purpose: a</p><p>Methods: b</p>"),
        ("On hands", "<p>c</p>"),
    ]


def test_numbered_columns_and_a_name_in_two():
    head = "Title,Presenter 1,Company 1,Presenter 2,Company 2,Author First,Author Last"
    text = f"{head}\nOn bones,Bo Sato,Acme,Cy Dee,,Ana,Lima\n"

    people = {person.key: (person.display_name, person.affiliation) for person in programme(text).people}

    assert people == {"bo sato": ("Bo Sato", "Acme"), "cy dee": ("Cy Dee", ""), "ana lima": ("Ana Lima", "")}


def test_sub_rows_are_children_and_a_shared_time_is_marked():
    text = (
        "*Date,*Time Start,*Time End,*Session Title,Session or Sub-session(Sub),Room/Location\n"
        "10/25/2026,9:00 AM,10:00 AM,Symposium,Session,Hall; Attic\n"
        "10/25/2026,9:00 AM,10:00 AM,On bones,Sub,Hall\n10/25/2026,9:00 AM,10:00 AM,On hands,Sub,Hall\n"
    )

    found = programme(text)

    assert told(found, "title", "parent", "room", "marks") == [
        ("Symposium", None, "Hall; Attic", ()),
        ("On bones", "row 2", "Hall", ("time_of_session",)),
        ("On hands", "row 2", "Hall", ("time_of_session",)),
    ]
    assert [room.name for room in found.rooms] == ["Hall", "Attic"]


def test_a_heading_is_a_parent_and_not_counted():
    found = programme("Session,,,Title\nAM,Bo,Sato,On bones\nAM,Ana,Lima,On the hands of the young\n")

    assert told(found, "title", "kind", "parent") == [
        ("AM", "talk", None),
        ("On bones", "poster", "session am"),
        ("On the hands of the young", "poster", "session am"),
    ]
    assert count(found) == Counts(sessions=0, posters=2, people=2, rooms=0, tracks=0)


def test_the_import_form_without_a_header():
    text = "2026-10-05 09:00,20,On bones,Bo,Sato,Acme,bo@example.org\n2026-10-05 09:20,20,On hands,Ana,Lima,,\n"

    found = programme(text)

    assert told(found, "title", "local_end") == [
        ("On bones", datetime(2026, 10, 5, 9, 20)),
        ("On hands", datetime(2026, 10, 5, 9, 40)),
    ]
    assert "example.org" not in repr(found)


def test_states_decide_who_stays():
    text = "Title,Status,Presenter\nOn bones,accepted,Bo Sato\nOn hands,rejected,Ana Lima\nOn feet,withdrawn,Cy Dee\n"

    found = programme(text)

    assert told(found, "title", "status") == [("On bones", "confirmed"), ("On feet", "cancelled")]
    assert [person.key for person in found.people] == ["bo sato", "cy dee"]
    assert found.warnings == (Warned("", "1 items that are not accepted were left out."),)


def test_boards_and_numbers_are_text():
    text = "Number,Board,Title\n28931.0,0002,On bones\nLBA 3,PQA-7,On hands\nNA,null,On feet\n"

    assert told(programme(text), "number", "board") == [("28931", "0002"), ("LBA 3", "PQA-7"), ("", "")]


def test_a_list_of_people_only():
    found = programme("First Name,Last Name,Affiliation\nBo,Sato,Acme\nAna,Lima,\n")

    assert (found.sessions, [person.display_name for person in found.people]) == ((), ["Bo Sato", "Ana Lima"])


REFUSED = [
    ("Room,Date,Start\nHall,2026-10-05,9:00\n", "“Room”, “Date”, “Start”"),
    ("a,b\n1,2\n3,4\n", "“a”, “b”"),
]


@pytest.mark.parametrize(("text", "columns"), REFUSED)
def test_a_table_without_a_title_is_refused_with_its_columns(text, columns):
    sentence = f"No title column was found; choose one. The columns are: {columns}."
    with pytest.raises(RefusedFile, match=f"^{re.escape(sentence)}$"):
        programme(text)


def test_the_users_mapping_makes_a_title():
    assert told(
        programme("a,b\n1,On bones\n3,On hands\n", mapping={fingerprint(["a", "b"]): {"b": "title"}}), "title"
    ) == [
        ("On bones",),
        ("On hands",),
    ]


def unplaced(found: Programme) -> tuple:
    """Return the programme without what tells where in the file a thing stood."""
    titles = {session.key: session.title for session in found.sessions}
    sessions = [replace(one, key="", source_where="", parent=titles.get(one.parent or "")) for one in found.sessions]
    people = sorted(found.people, key=lambda person: person.key)
    rooms = sorted(room.name for room in found.rooms)
    return found.conference, sorted(sessions, key=repr), people, rooms, found.questions


@settings(max_examples=25)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(shuffle: random.Random):
    head, *rows = list(csv.reader(io.StringIO(meeting_csv(MONDAY).decode())))
    shuffle.shuffle(rows)

    assert unplaced(programme(_written([head, *rows]))) == unplaced(programme(meeting_csv(MONDAY)))


OTHER_NAMES = {
    "ID": ["Id", "UID", "event id"], "Day": ["*Date", "Start Date", "Datum"],
    "Start": ["Start Time", "Time Start", "from"],
    "End": ["End Time", "Time End (Optional)", "until"], "Room": ["Location", "Room/Location", "Venue", "Saal"],
    "Type": ["Session Type", "Kind", "format"], "Session": ["Poster Session", "Session Group"],
    "Title": ["*Session Title", "Presentation Title", "Titel"], "Board": ["Board Number", "Poster board", "BOARD"],
    "Presenter": ["Speakers", "Presenters (Optional)", "speaker(s)"], "Affiliation": ["Institution", "Organisation"],
    "Description": ["Abstract Text", "description"],
}  # fmt: skip


@settings(max_examples=25)
@given(st.fixed_dictionaries({name: st.sampled_from([name, *others]) for name, others in OTHER_NAMES.items()}))
def test_the_names_of_columns_change_nothing(names):
    head, *rows = list(csv.reader(io.StringIO(meeting_csv(MONDAY).decode())))

    renamed = _written([[names[name] for name in head], *rows])
    assert unplaced(programme(renamed)) == unplaced(programme(meeting_csv(MONDAY)))


def _written(rows: list[list[str]]) -> str:
    target = io.StringIO()
    csv.writer(target).writerows(rows)
    return target.getvalue()


REAL = [
    ("penguicon2019_fullschedule.csv", Counts(sessions=398, posters=0, people=238, rooms=26, tracks=16)),
    ("eurobioc2025_sessions.csv", Counts(sessions=32, posters=66, people=244, rooms=0, tracks=0)),
]


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the real agenda files are not beside this checkout")
@pytest.mark.parametrize(("name", "expected"), REAL)
def test_a_real_table(name, expected):
    assert count(programme((FOLDER / name).read_bytes(), file_name=name)) == expected
