"""Saved web pages: tables, chair rows, cards, definition lists, posters in lists, parts of a list, hostile markup."""

import io
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.agenda.importers import read
from server.agenda.importers.counts import Counts, count
from server.agenda.importers.html import document_of
from server.agenda.importers.programme import Hints, Programme, RefusedFile, Warned
from tests.cpu import cpu_seconds

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "agenda"
INSTEAD = "copy the programme's text from the page, or ask the organiser for a spreadsheet or calendar file (.ics)"


def programme(page: str | bytes, **hints) -> Programme:
    return read(io.BytesIO(page if isinstance(page, bytes) else page.encode()), Hints(**hints))


def read_or_refused(data: str, **hints) -> tuple[Programme | None, str]:
    """The programme, or the sentence of the refusal; anything else is a fault of ours."""
    try:
        return programme(data, **hints), ""
    except RefusedFile as refusal:
        return None, str(refusal)


def sample(name: str, **hints) -> Programme:
    return programme((SAMPLES / name).read_bytes(), file_name=name, **hints)


def rows(found: Programme) -> list[tuple]:
    """What a student sees of each item: start, end, title, people, room."""
    names = {person.key: person.display_name for person in found.people}
    clock = "%d %H:%M"
    return [
        (
            one.local_start.strftime(clock) if one.local_start else "",
            one.local_end.strftime("%H:%M") if one.local_end else "",
            one.title,
            ", ".join(names[each.person] for each in one.people),
            one.room,
        )
        for one in found.sessions
    ]


def parents(found: Programme) -> dict[str, str]:
    titles = {one.key: one.title for one in found.sessions}
    return {one.title: titles[one.parent] for one in found.sessions if one.parent}


def test_chair_rows_are_parents_and_linked_posters_hang_on_their_block():
    found = sample("chair_rows.html")

    assert rows(found) == [
        ("05 09:00", "09:15", "Welcome", "", ""),
        ("", "", "Session 1", "Ana Lima", ""),
        ("05 09:15", "09:55", "From maximal to minimal", "Bo Sato", ""),
        ("05 10:00", "10:40", "Second sight", "Cy Dee, Di Eck", ""),
        ("05 12:30", "13:30", "Lunch + business meeting", "", ""),
        ("", "", "Poster Session 1", "", ""),
        ("05 13:30", "14:00", "Lightning talks", "", ""),
        ("05 14:00", "15:00", "Posters on display", "", ""),
        ("05 15:00", "15:15", "Break", "", ""),
        ("", "", "Numeral any", "Flo Gray, Gil Hart, Ida Jung", ""),
        ("", "", "Embedded presents", "Kim Lund", ""),
        ("", "", "Asynchronous Only", "", ""),
        ("", "", "Olga, the dancer: a plea", "Max Moss", ""),
    ]
    assert parents(found) == {
        "From maximal to minimal": "Session 1", "Second sight": "Session 1",
        "Lightning talks": "Poster Session 1", "Posters on display": "Poster Session 1",
        "Numeral any": "Posters on display", "Embedded presents": "Posters on display",
        "Olga, the dancer: a plea": "Asynchronous Only",
    }  # fmt: skip
    assert count(found) == Counts(sessions=6, posters=3, people=9, rooms=0, tracks=0)
    assert (found.format, found.conference.name, found.conference.first_day) == (
        "html",
        "Harbour 12",
        date(2026, 10, 5),
    )
    assert found.sessions[1].people[0].role == "chair"
    assert found.sessions[2].links == ("https://example.org/1",)
    assert found.sessions[3].abstract == "<p>(joint work with Ed Fox)</p>"
    assert [question.kind for question in found.questions] == ["zone"]


def test_cards_of_a_planner():
    found = sample("planner_cards.html")

    assert rows(found) == [
        ("05 09:00", "09:30", "Opening ceremony", "Ana Lima", "Hall A"),
        ("05 09:30", "10:30", "Chest I: Nodules", "Bo Sato", "Hall B"),
        ("", "", "Ground glass", "Cy Dee", ""),
        ("", "", "Growth over years", "Di Eck", ""),
        ("06 12:00", "13:00", "Lunch", "", ""),
        ("06 13:00", "13:45", "Dose & doubt", "Ed Fox, Flo Gray", "Room 4"),
    ]
    assert parents(found) == {"Ground glass": "Chest I: Nodules", "Growth over years": "Chest I: Nodules"}
    assert found.conference.source_url == "https://planner.example.org/2026/agenda"
    assert found.warnings == (
        Warned("paragraph 3", "The page holds the first 4 of 1204 results; the rest is not in this file."),
    )


def test_definition_lists():
    assert rows(sample("definition_list.html")) == [
        ("09 09:00", "09:30", "Opening", "", ""),
        ("09 09:30", "10:15", "Deep water", "Ana Lima, Bo Sato", "Room 2"),
        ("09 10:15", "11:15", "Coffee", "", ""),
        ("10 09:00", "09:45", "Shallow water", "Cy Dee", ""),
    ]


def test_posters_in_lists_without_times():
    found = sample("poster_lists.html")

    assert [(one.title, one.number, one.kind) for one in found.sessions] == [
        ("Posters", "", "talk"),
        ("Bright lungs of divers", "0112", "poster"),
        ("Dark lungs of miners", "0113", "poster"),
        ("Posters: Heart", "", "talk"),
        ("Slow hearts of runners", "", "poster"),
        ("Fast hearts of mice", "", "poster"),
    ]
    assert count(found) == Counts(sessions=0, posters=4, people=5, rooms=0, tracks=0)
    assert found.warnings == (Warned("paragraph 2", "This is page 1 of 7; the other pages are not in this file."),)


def test_tables_that_lay_out_the_page_and_tables_of_other_things():
    assert rows(sample("layout_tables.html")) == [
        ("05 09:00", "09:30", "On bones", "Ana Lima", ""),
        ("05 09:30", "10:30", "On hands", "Bo Sato, Cy Dee", ""),
    ]


PAGES = {
    "time first in blocks": (
        "<h2>5 October 2026</h2><p>9:00</p><p>On bones</p><p>Ana Lima</p><p>9:30</p><p>On hands</p>",
        [("05 09:00", "09:30", "On bones", "Ana Lima", ""), ("05 09:30", "10:30", "On hands", "", "")],
    ),
    "title first in blocks": (
        "<h2>5 October 2026</h2><div>On bones</div><div>9:00-9:30 | Hall A</div><div>Ana Lima</div>"
        "<div>On hands</div><div>9:30-10:00</div><div>Bo Sato</div>",
        [("05 09:00", "09:30", "On bones", "Ana Lima", "Hall A"), ("05 09:30", "10:00", "On hands", "Bo Sato", "")],
    ),
    "a merged time cell": (
        "<table><tr><th>Time<th>Talk<th>Speaker<tr><td colspan=3>Mon 5 Oct 2026"
        "<tr><td rowspan=2>9:00-10:00<td>Left<td>Ana Lima<tr><td>Right<td>Bo Sato</table>",
        [("05 09:00", "10:00", "Left", "Ana Lima", ""), ("05 09:00", "10:00", "Right", "Bo Sato", "")],
    ),
    "a heading with a time": (
        "<h2>5 October 2026</h2><h3>Session 1: Chest (9:00&ndash;10:00)</h3><ul><li>Nodules - Ana Lima</ul>",
        [("05 09:00", "10:00", "Session 1: Chest", "", ""), ("", "", "Nodules", "Ana Lima", "")],
    ),
    "broken markup": (
        "<h2>5 October 2026</h3><p>9:00 On <b>bones</i> by Ana Lima<p>9:30 On hands</td></div><script>9:45 No",
        [("05 09:00", "09:30", "On bones", "Ana Lima", ""), ("05 09:30", "10:30", "On hands", "", "")],
    ),
    "times over two lines": (
        "<table><tr><td>5 Oct 2026</td><td></td></tr><tr><td>8:30 -<br>9:00am</td><td>On bones</td></tr>"
        "<tr><td>9:00am-<br>12:30pm</td><td>On hands</td></tr></table>",
        [("05 08:30", "09:00", "On bones", "", ""), ("05 09:00", "12:30", "On hands", "", "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("page", "expected"), PAGES.values(), ids=PAGES)
def test_pages(page, expected):
    assert rows(programme(f"<html><body>{page}")) == expected


def test_a_page_packed_with_its_pictures():
    page = b"<html><body><h2>5 October 2026</h2><p>9:00 On b=C3=B6nes</p></body></html>"
    head = b'From: <Saved by Browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    part = b"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"

    assert rows(programme(head + part + page + b"\r\n--b--\r\n")) == [("05 09:00", "10:00", "On bönes", "", "")]


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("<html><form><input type=password></form></html>",
         "This page is a login form; sign in there, save the programme itself and choose that file."),
        ("<html><head><title>Sign in – Society</title></head><form>E-mail <input name=mail></form></html>",
         "This page is a login form; sign in there, save the programme itself and choose that file."),
        ("<html><body><h1>About us</h1><p>We are a society of people who look at bones.</p></body></html>",
         f"This page holds no programme that Hallway can find; {INSTEAD}."),
        ("<html><body><noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>",
         "This page was saved without its programme, which a script loads later; open it, wait until it shows, select"
         " all and paste the text."),
        ("<html><body>" + "<div>" * 500_000,
         f"This page holds far more than a programme, or is broken; {INSTEAD}."),
    ],
)  # fmt: skip
def test_pages_that_are_refused(page, sentence):
    with pytest.raises(RefusedFile) as refusal:
        programme(page)

    assert str(refusal.value) == sentence


HOSTILE = {
    "10,000 levels": "<div>" * 10_000 + "<p>9:00 On bones",
    "10,000 tables": "<table><tr><td>" * 10_000 + "9:00 On bones",
    "a million cells": "<table>" + ("<tr>" + "<td>9:00 x" * 100) * 10_000,
    "wide and deep spans": "<table>" + "<tr><td colspan=1000000000>9:00<td rowspan=1000000000>On bones" * 500,
    "entities": "<p>9:00 " + "&amp;lt;" * 200_000,
    "attributes": "<div " + " ".join(f"a{n}=1" for n in range(60_000)) + ">9:00 x",
    "misnested": "<a><b><i><p>" * 5_000 + "</a></b>" * 5_000,
}


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_end_in_time(page):
    began = cpu_seconds()
    _, sentence = read_or_refused(f"<html><body>{page}")

    assert sentence == "" or sentence.startswith("This page ")
    assert cpu_seconds() - began < 30


def test_a_span_ends_where_the_table_ends():
    table = "<table><tr><td colspan=1000000000>Session 1<tr><td>9:00<td rowspan=9999>On bones</table>"

    assert rows(programme(f"<html><body><h2>5 Oct 2026</h2>{table}")) == [
        ("", "", "Session 1", "", ""),
        ("05 09:00", "10:00", "On bones", "", ""),
    ]


def test_the_reading_process_has_a_memory_limit():
    with pytest.raises(RefusedFile, match=r"^This page holds far more than a programme"):
        document_of("<p>x</p>" * 100_000, memory=60_000_000)


PIECES = st.sampled_from(
    ["<table>", "<tr>", "<td>", "<td colspan=3>", "</table>", "<h2>", "</h2>", "<li>", "<dl><dt>", "<dd>", "<br>",
     "9:00", "9:00-9:30 ", "Monday, 5 October 2026", "Ana Lima", "Session 1", "Chair: Bo Sato", "Posters", "Hall A",
     "&shy;", "<!--", "\x00"]
)  # fmt: skip


@settings(max_examples=30)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=40))
def test_any_page_is_read_or_refused(pieces):
    found, sentence = read_or_refused("<html><body>" + "".join(pieces))

    sessions = found.sessions if found else ()
    keys = {one.key for one in sessions}
    assert bool(sentence) == (not sessions)
    assert len(keys) == len(sessions)
    assert {one.parent for one in sessions if one.parent} <= keys
    assert all(one.title for one in sessions)


def test_all_times_shift_together():
    page = (SAMPLES / "chair_rows.html").read_text()
    found, later = programme(page, first_day=date(2026, 10, 5)), programme(page, first_day=date(2027, 10, 5))

    assert [one.local_start and one.local_start.replace(year=2027) for one in found.sessions] == [
        one.local_start for one in later.sessions
    ]
    assert found.sessions[0].local_start == datetime(2026, 10, 5, 9)
