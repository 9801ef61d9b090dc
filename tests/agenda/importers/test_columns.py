"""Which column holds what: header words of known exports, contents, and the user's own mapping."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.agenda.importers.column_keys import fingerprint, fold_header
from server.agenda.importers.columns import by_name, recognise

HEADERS = [
    ("*Session Title", "title"),
    ("Room/Location", "room"),
    ("Schedule Track (Optional)", "track"),
    ("Time Start", "start"),
    ("event_start", "start"),
    ("Start Date", "day"),
    ("End Time", "end"),
    ("All Day Event", "all_day"),
    ("Session or \nSub-session(Sub)", "level"),
    ("poster/abstract number", "number"),
    ("Board No.", "board"),
    ("DB ID", "id"),
    ("Presenter 1", "presenter.1"),
    ("Company 1", "presenter.1.affiliation"),
    ("Presenter 2 Last Name", "presenter.2.last"),
    ("presenter_first_name", "presenter.first"),
    ("PresenterFirstName", "presenter.first"),
    ("Presenting Author Institution", "presenter.affiliation"),
    ("Role: Moderator", "moderator"),
    ("Speaker(s)", "presenter"),
    ("Author(s)", "author"),
    ("Session Chair", "chair"),
    ("Institution", "presenter.affiliation"),
    ("Titel", "title"),
    ("Vorname", "presenter.first"),
    ("Abstrct Title", "title"),
    ("E-mail", "mail"),
    ("Speaker Bio", ""),
    ("Check-ins", ""),
    ("", ""),
]


@pytest.mark.parametrize(("header", "field"), HEADERS)
def test_header_words(header, field):
    assert by_name(fold_header(header))[0] == field


def fields(headers, *rows, mapping=None):
    return [guess.field for guess in recognise(headers, [list(row) for row in rows], mapping).guesses]


SETS = {
    "sched": (
        ["event_key", "active", "name", "event_start", "event_end", "event_type", "description", "subject", "venue",
         "id", "speakers", "moderators"],
        ["7", "Y", "A talk", "2026-10-05 09:00:00", "2026-10-05 10:00:00", "Chest", "Text", "", "Hall", "af3",
         "Bo Sato", ""],
        ["", "status", "title", "start", "end", "track", "abstract", "", "room", "id", "presenter", "moderator"],
    ),
    "guidebook": (
        ["Session Title", "Date", "Time Start", "Time End", "Room/Location", "Schedule Track (Optional)",
         "Description (Optional)"],
        ["A talk", "10/5/2026", "9:00 AM", "10:00 AM", "Hall", "Chest", "Text"],
        ["title", "day", "start", "end", "room", "track", "abstract"],
    ),
    "whova": (
        ["*Date", "*Time Start", "*Time End", "Tracks", "*Session Title", "Room/Location", "Description", "Speakers",
         "Authors", "Session or Sub-session(Sub)"],
        ["10/5/2026", "9:00 AM", "10:00 AM", "Chest", "A talk", "Hall", "Text", "Bo Sato", "Ana Lima", "Sub"],
        ["day", "start", "end", "track", "title", "room", "abstract", "presenter", "author", "level"],
    ),
    "google": (
        ["Subject", "Start Date", "Start Time", "End Date", "End Time", "All Day Event", "Description", "Location",
         "Private"],
        ["A talk", "10/05/2026", "9:00 AM", "10/05/2026", "10:00 AM", "False", "Text", "Hall", "True"],
        ["title", "day", "start", "end_day", "end", "all_day", "abstract", "room", ""],
    ),
    "posters": (
        ["Poster Number", "Board", "Title", "Presenter First Name", "Presenter Last Name", "Institution", "Category",
         "Session"],
        ["17", "0112", "A poster", "Bo", "Sato", "Kyoto Clinic", "Chest", "Posters A"],
        ["number", "board", "title", "presenter.first", "presenter.last", "presenter.affiliation", "track", "session"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SETS)
def test_known_exports(name):
    headers, row, expected = SETS[name]
    assert fields(headers, row) == expected


def test_headers_of_two_meanings_take_what_is_free():
    assert fields(["Session", "Title", "Name"], ["A", "On bones", "Bo Sato"]) == ["session", "title", "presenter"]
    assert fields(["Session", "Time"], ["On bones", "9:00"]) == ["title", "start"]
    assert fields(["Name", "Affiliation"], ["Bo Sato", "Kyoto"]) == ["presenter", "presenter.affiliation"]


def test_blank_headers_take_their_meaning_from_the_cells():
    rows = [["AM", "Bo", "Sato", "On bones"], ["PM", "Ana", "Lima, PhD", "On hands of the young"]]
    assert fields(["Session", "", "", "Title"], *rows) == ["session", "presenter.first", "presenter.last", "title"]


def test_cells_that_say_otherwise_outvote_the_header():
    assert fields(["Title", "Date"], ["On bones", "room four"], ["On hands", "room five"]) == ["title", ""]


def test_an_instruction_in_the_header_cell():
    layout = recognise(["Session Title: required. At most 100 characters", "Date"], [["On bones", "2026-10-05"]], None)
    assert [(guess.field, guess.score) for guess in layout.guesses] == [("title", 91), ("day", 100)]


def test_the_users_mapping_wins():
    headers, row = ["Title", "Thing"], ["On bones", "On hands"]
    assert fields(headers, row, mapping={"Thing": "title"}) == ["", "title"]
    assert fields(headers, row, mapping={"Title": ""}) == ["", ""]
    assert fields(headers, row, mapping={"Thing": "nonsense"}) == ["title", ""]


def test_the_fingerprint_knows_a_set_of_headers():
    assert fingerprint(["*Title", "Room"]) == fingerprint(["room", "title"])
    assert fingerprint(["Title", "Room"]) != fingerprint(["Title", "Hall"])


@settings(max_examples=100)
@given(st.lists(st.text(max_size=70), max_size=8))
def test_any_headers_are_taken_or_left(headers):
    may_repeat = {"", "track", "link", "mail", "presenter", "author", "chair", "moderator", "discussant", "panelist"}
    singles = [field for field in fields(headers, ["x"] * len(headers)) if field.split(".")[0] not in may_repeat]
    assert len(singles) == len(set(singles))
