"""Pasted text: days, sessions, lines with times, titles below or above their time, posters, copied tables."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.agenda.importers import read
from server.agenda.importers.leading import Lead, day_in, lead_of
from server.agenda.importers.line_parts import Parts, parts_of, take_number
from server.agenda.importers.part_notes import WHOLE, part_of
from server.agenda.importers.programme import Hints, Programme, RefusedFile, Warned
from tests.agenda.importers.test_html import parents, read_or_refused, rows

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "agenda"


def programme(text: str, **hints) -> Programme:
    return read(io.BytesIO(text.encode()), Hints(**hints))


def sample(name: str) -> Programme:
    return programme((SAMPLES / name).read_text())


def test_lines_of_two_days():
    found = sample("pasted_day.txt")

    assert rows(found) == [
        ("05 08:30", "09:00", "Registration", "", "Foyer"),
        ("05 09:00", "09:15", "Welcome", "Ana Lima", "Hall A"),
        ("05 09:15", "10:45", "Session 1: Bones and joints", "Bo Sato, Cy Dee", "Hall A"),
        ("05 09:15", "09:45", "The wrist in motion", "Di Eck", ""),
        ("05 09:45", "10:15", "Hips, knees and dose", "Ed Fox, Flo Gray", ""),
        ("05 10:15", "10:45", "Cartilage at 7 T", "Gil Hart", ""),
        ("05 10:45", "11:15", "Coffee break", "", ""),
        ("05 11:15", "12:00", "Keynote: Seeing less, knowing more", "Ida Jung", "Hall B"),
        ("05 12:00", "13:00", "Lunch", "", ""),
        ("06 09:00", "09:30", "Opening of day two", "", ""),
        ("06 09:30", "10:30", "Panel: Who reads the scan?", "", ""),
        ("06 10:15", "11:00", "Workshop on phantoms", "Kim Lund", "Room 4"),
        ("", "", "Poster Session A", "", ""),
        ("", "", "Bright lungs.", "Max Moss", ""),
        ("", "", "Dark lungs", "Nia Noor, Ole Orr", ""),
        ("", "", "Grey lungs", "Pia Quinn", ""),
    ]
    assert set(parents(found).values()) == {"Session 1: Bones and joints", "Poster Session A"}
    assert [one.number for one in found.sessions if one.kind == "poster"] == ["P01", "P02", "P03"]
    assert (found.format, found.conference.name) == ("text", "Harbour Imaging Days 2026")
    assert found.sessions[10].credit == "Panel Discussion"
    assert found.sessions[7].abstract == "<p>What is left out of an image matters.</p>"


def test_titles_above_their_times():
    found = sample("pasted_planner.txt")

    assert rows(found) == [
        ("29 09:00", "10:00", "Screening of the breast", "Ana Lima, Bo Sato", "E450A"),
        ("29 10:30", "11:30", "Chest in the emergency room", "Cy Dee", "E451B"),
        ("30 13:30", "14:30", "Stroke: the first hour", "Di Eck", "Arie Theater"),
    ]
    assert [one.number for one in found.sessions] == ["S1-SSBR01", "S1-SSCH02", "M2-CNR05"]
    assert found.sessions[1].people[0].role == "moderator"
    assert found.warnings == (
        Warned("line 1", "The page holds the first 3 of 412 results; the rest is not in this file."),
    )


def test_titles_below_their_times_without_blank_lines():
    assert rows(sample("unspaced.txt")) == [
        ("05 09:00", "10:00", "Begrüßung", "Ana Lima", ""),
        ("05 09:30", "10:15", "Bildgebung der Hand", "Bo Sato", "Saal 2"),
        ("05 10:15", "11:15", "Kaffeepause", "", ""),
        ("06 08:45", "09:00", "Von Knochen und Knorpeln", "Cy Dee, Di Eck", ""),
    ]


def test_a_copied_table():
    text = (
        "Time\tTitle\tSpeaker\tRoom\nMonday, 5 October 2026\n9:00-9:30\tOn bones\tAna Lima\tHall A\n\n"
        "Tuesday, 6 October 2026\n9:00-9:30\tOn feet\tCy Dee\tHall B\n9:30-10:00\tLunch\t\t\n"
    )

    assert rows(programme(text)) == [
        ("05 09:00", "09:30", "On bones", "Ana Lima", "Hall A"),
        ("06 09:00", "09:30", "On feet", "Cy Dee", "Hall B"),
        ("06 09:30", "10:00", "Lunch", "", ""),
    ]


def test_lines_with_one_comma_each_are_no_table():
    text = (
        "Monday, 5 October 2026\n9:00-9:30 On bones, Ana Lima\n9:30-10:00 On hands, Bo Sato\n10:00-10:30 Lunch, Foyer\n"
    )

    assert rows(programme(text)) == [
        ("05 09:00", "09:30", "On bones", "Ana Lima", ""),
        ("05 09:30", "10:00", "On hands", "Bo Sato", ""),
        ("05 10:00", "10:30", "Lunch", "", "Foyer"),
    ]


@pytest.mark.parametrize("text", ["Dear all,\nthe programme follows soon.\nBest wishes", "1\n2\n3", "Monday\nTuesday"])
def test_text_without_a_programme_is_refused(text):
    with pytest.raises(
        RefusedFile, match=r"^No programme was found in this text: it has no lines that begin with a time"
    ):
        programme(text)


LEADS = [
    ("9:00-9:30 Opening", Lead("", "9:00-9:30", "Opening")),
    ("Mon, Oct 5, 9:00 AM - 10:00 AM CST", Lead("Mon, Oct 5", "9:00 AM - 10:00 AM", "")),
    ("9:00 AM – 10:00 AM, Monday, October 5", Lead("Monday, October 5", "9:00 AM – 10:00 AM", "")),
    ("Tuesday afternoon, 2p-4p Eastern Time", Lead("Tuesday", "2p-4p", "")),
    ("08：45 ~ 09：00 Tea", Lead("", "08：45 ~ 09：00", "Tea")),
    ("• 9 am (Hall B) Opening", Lead("", "9 am", "(Hall B) Opening")),
    ("9:00 Phantoms (45 min)", Lead("", "9:00", "Phantoms", "45 min")),
    ("0930-1000 Packed", Lead("", "0930-1000", "Packed")),
    ("2020-2021 in review", None),
    ("3-5 year outcomes", None),
    ("4.2 Results", None),
    ("Welcome at 9:00", None),
    ("12 things", None),
    ("9:00-1¹ On bones", Lead("", "9:00", "1¹ On bones")),
]


@pytest.mark.parametrize(("line", "lead"), LEADS)
def test_what_a_line_begins_with(line, lead):
    assert lead_of(line) == lead


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("Monday, August 17 (Focus Workshop)", ("Monday, August 17", "")),
        ("Tuesday Posters & Lightning Talks", ("Tuesday", "Tuesday Posters & Lightning Talks")),
        ("Day 2 - Tue, 6 Oct: Chest", ("Tue, 6 Oct", "Chest")),
        ("Poster session 5 October 2026", ("5 October 2026", "Poster session")),
        ("3/4", None), ("Sun Salutation", None), ("May Contain Nuts", None),
    ],
)  # fmt: skip
def test_the_day_of_a_heading(heading, told):
    assert day_in(heading) == told


PARTS = [
    ("Opening, Ana Lima, Hall A", Parts("Opening", "Ana Lima", "Hall A")),
    ("Hearts – Ana Lima (Kyoto Clinic), Room 4", Parts("Hearts", "Ana Lima (Kyoto Clinic)", "Room 4")),
    ("Bones (Ana Lima, Kyoto Clinic)", Parts("Bones", "Ana Lima, Kyoto Clinic")),
    ("Talk | TBA | E450A", Parts("Talk", "TBA", "E450A")),
    ("Welcome by Bo Sato", Parts("Welcome", "Bo Sato")),
    ("Hands, feet, and toes", Parts("Hands, feet, and toes")),
    ("Deep Learning, Machine Learning", Parts("Deep Learning, Machine Learning")),
    ("CT - MRI comparison", Parts("CT - MRI comparison")),
]


@pytest.mark.parametrize(("line", "parts"), PARTS)
def test_what_stands_behind_a_time(line, parts):
    assert parts_of(line) == parts


@pytest.mark.parametrize(
    ("line", "told"),
    [("P12 On bones", ("P12", "On bones")), ("[0112] On hands", ("0112", "On hands")), ("7. On feet", ("7", "On feet")),
     ("3D imaging", ("", "3D imaging")), ("2026 in review", ("", "2026 in review")),
     ("COVID-19 and us", ("", "COVID-19 and us"))],
)  # fmt: skip
def test_numbers_in_front_of_titles(line, told):
    assert take_number(line) == told


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Showing 1-50 of 1,234 results", "The page holds the first 50 of 1234 results; the rest is not in this file."),
        ("51 to 100 of 312", "The page holds 51 to 100 of 312 results; the rest is not in this file."),
        ("Showing 20 of 40 sessions", "The page holds the first 20 of 40 results; the rest is not in this file."),
        ("Page 2 of 7", "This is page 2 of 7; the other pages are not in this file."),
        ("Showing 1-12 of 12 results", WHOLE),
        ("5 to 10 of the best", ""),
    ],
)
def test_parts_of_all_results(line, message):
    assert part_of(line) == message


LINES = st.sampled_from(
    ["Monday, 5 October 2026", "", "9:00-9:30 Opening", "9:30", "10:15 -", "Session 1: Chest", "Ana Lima", "Room: 4",
     "Chair: Bo Sato", "Poster Session A", "P1 Bright lungs", "a\tb", "- Nodules – Cy Dee"]
)  # fmt: skip


@settings(max_examples=100)
@given(st.lists(st.one_of(LINES, st.text(max_size=12)), max_size=20))
def test_any_text_is_read_or_refused(lines):
    found, _ = read_or_refused("\n".join(["9:00 One", "9:10 Two", "9:20 Three", *lines]))

    titles = [one.title for one in found.sessions] if found else []
    assert titles[:2] in ([], ["One", "Two"])
