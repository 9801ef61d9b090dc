"""The columns of a file: proposed with samples, checked, changed by hand, remembered for the next file."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from click.testing import CliRunner
from flask import Flask

from server.agenda import importers
from server.agenda.importers.column_keys import fingerprint, keys_of
from server.agenda.importers.programme import Hints, MappedTable, Untitled
from server.cli import hallway
from tests import factories
from tests.agenda.importers.test_table_sheet import workbook
from tests.agenda.test_routes import lines, upload
from tests.factories import Browser

HEADER = ["Headline", "When", "Hall", "Who"]
CSV = """Headline,When,Hall,Who
Bones of the young,2026-11-29 09:00,Hall 1,Ada Brook
Bones of the old,2026-11-29 10:00,Hall 1,Bo Sato
"""
KNOWN = """Title,Date,Start,Room,Speaker,Cheer
Bones of the young,2026-11-29,09:00,Hall 1,Ada Brook,red
Bones of the old,2026-11-29,soon,Hall 1,Bo Sato,blue
,2026-11-29,11:00,Hall 1,Maren Oduya,red
"""
COLOURS = "Hue,Weight\nred,3\nblue,4\n"
MARKDOWN = """| Time | Title | Speaker |
|---|---|---|
| 9:00 | Bones of the young | Ada Brook |
| late | Bones of the old | Bo Sato |
"""
PAGE = """<html><body><table><tr><th>Time</th><th>Talk</th><th>Headline</th></tr>
<tr><td>9:00</td><td>Ada Brook</td><td>Bones of the young</td></tr>
<tr><td>10:00</td><td>Bo Sato</td><td>Bones of the old</td></tr></table>
<table><tr><th>Start</th><th>Title</th><th>Hall</th></tr>
<tr><td>11:00</td><td>Bones of horses</td><td>Hall 2</td></tr>
<tr><td>12:00</td><td>Bones of whales</td><td>Hall 2</td></tr></table></body></html>"""
RECORDS = json.dumps(
    [{"headline": "Bones of the young", "title": "I"}, {"headline": "Bones of the old", "title": "II"}]
)
GRID = "Time,Hall A,Hall B\n9:00,Bones,Hands\n10:00,Feet,Knees\n11:00,Ears,Eyes\n"


def read(text: str, mapping: dict[str, dict[str, str]] | None = None) -> tuple[list[str], tuple[MappedTable, ...]]:
    """Return the titles and the tables of a file."""
    found = importers.read(BytesIO(text.encode()), Hints(mapping=mapping))
    return [session.title for session in found.sessions], found.mapping


def taken(table: MappedTable) -> dict[str, str]:
    """Return the field of each column."""
    return {column.key: column.field for column in table.columns}


PROPOSED = [
    ("known words", KNOWN, {"Title": "title", "Date": "day", "Start": "start", "Room": "room", "Speaker": "presenter",
                            "Cheer": ""}),
    ("words that nobody knows", CSV, {"Headline": "title", "When": "start", "Hall": "room", "Who": "presenter"}),
    ("semicolons", CSV.replace(",", ";"), {"Headline": "title", "When": "start", "Hall": "room", "Who": "presenter"}),
    ("tabs", CSV.replace(",", "\t"), {"Headline": "title", "When": "start", "Hall": "room", "Who": "presenter"}),
    ("no header", CSV.split("\n", 1)[1], {"column 1": "title", "column 2": "start", "column 3": "room",
                                          "column 4": "presenter"}),
    ("Markdown", MARKDOWN, {"Time": "start", "Title": "title", "Speaker": "presenter"}),
    ("a page", PAGE, {"Time": "start", "Talk": "title", "Headline": ""}),
    ("records", RECORDS, {"headline": "", "title": "title"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "fields"), [case[1:] for case in PROPOSED], ids=[case[0] for case in PROPOSED])
def test_every_kind_of_list_shows_its_columns(text: str, fields: dict[str, str]) -> None:
    assert taken(read(text)[1][0]) == fields


CHANGED = [
    ("known words", KNOWN, {"Title": "presenter", "Speaker": "title"}, ["Ada Brook", "Bo Sato", "Maren Oduya"]),
    ("nobody's words", CSV, {"Who": "title", "Headline": ""}, ["Ada Brook", "Bo Sato"]),
    ("no header", CSV.split("\n", 1)[1], {"column 4": "title"}, ["Ada Brook", "Bo Sato"]),
    ("Markdown", MARKDOWN, {"Speaker": "title"}, ["Ada Brook", "Bo Sato"]),
    ("records", RECORDS, {"headline": "title"}, ["Bones of the young", "Bones of the old"]),
    ("no title at all", COLOURS, {"Hue": "title"}, ["red", "blue"]),
]


@pytest.mark.parametrize(
    ("text", "answers", "titles"), [case[1:] for case in CHANGED], ids=[case[0] for case in CHANGED]
)
def test_what_a_person_says_of_a_column_holds(text: str, answers: dict[str, str], titles: list[str]) -> None:
    try:
        table = read(text)[1][0]
    except Untitled as fault:
        table = fault.tables[0]

    found, tables = read(text, {table.key: answers})

    assert found == titles
    assert {one.key: one.field for one in tables[0].columns if one.chosen} == answers
    assert all(one.score == 100 for one in tables[0].columns if one.chosen)


def test_tables_of_different_headers_have_answers_of_their_own() -> None:
    first, second = read(PAGE)[1]

    titles, tables = read(PAGE, {first.key: {"Headline": "title", "Talk": "presenter"}})

    assert titles == ["Bones of the young", "Bones of the old", "Bones of horses", "Bones of whales"]
    assert [table.key for table in tables] == [first.key, second.key]
    assert [column.chosen for column in tables[1].columns] == [False, False, False]


def test_sheets_of_one_header_are_one_table() -> None:
    days = {"Monday": [["Bones", "9:00"], ["Hands", "10:00"]], "Tuesday": [["Feet", "11:00"]]}
    sheets = {name: [["Headline", "Time"], *rows] for name, rows in days.items()}
    data = workbook(**sheets, Posters=[["Board", "Title"], [7, "Ears"]])

    told = importers.read(BytesIO(data), Hints()).mapping
    named = importers.read(BytesIO(data), Hints(mapping={told[0].key: {"Headline": "presenter", "Time": "title"}}))

    assert [(table.names, table.rows) for table in told] == [(("Monday", "Tuesday"), 3), (("Posters",), 1)]
    assert [session.title for session in named.sessions] == ["9:00", "10:00", "11:00", "Posters", "Ears"]


def test_a_grid_has_no_columns_to_choose() -> None:
    (table,) = read(GRID)[1]

    assert (table.key, table.columns, table.checks) == ("", (), ())


def test_samples_are_the_first_different_texts_and_no_addresses() -> None:
    long = "x" * 300
    text = f"Title,Room,E-mail,Text\nOne,A,ada@example.org,{long}\nTwo,A,bo@example.org,\nThree,A,,\nFour,B,,\n"

    columns = read(text)[1][0].columns

    samples = {column.key: column.samples for column in columns}
    assert (samples["Title"], samples["Room"]) == (("One", "Two", "Three"), ("A", "B"))
    assert (samples["E-mail"], samples["Text"]) == (("(an e-mail address)",), (long[:80],))


@pytest.mark.parametrize(
    ("headers", "keys"),
    [
        (["Title", "Room"], ["Title", "Room"]),
        (["Title", "", "Name", "name*"], ["Title", "column 2", "Name", "column 4"]),
        (["column 2", "", "###"], ["column 1", "column 2", "column 3"]),
        (["A\nB", "x" * 200], ["A B", "x" * 120]),
    ],
)
def test_what_answers_call_the_columns(headers: list[str], keys: list[str]) -> None:
    assert keys_of(headers) == keys


LACKS = [
    ("a time in words", "start", KNOWN, (1, 0, [("row 3", "soon")])),
    ("no title", "title", KNOWN, (0, 1, [("row 4", "")])),
    ("in Markdown", "start", MARKDOWN, (1, 0, [("line 4", "late")])),
    ("a date", "day", "Title,Date,Start\nA,Mayday,9:00\nB,2026-11-29,\nC,2026-11-29,9:30\n",
     (1, 0, [("row 2", "Mayday")])),
    ("no time", "start", "Title,Date,Start\nA,2026-11-29,9:00\nB,2026-11-29,\n", (0, 1, [("row 3", "")])),
    ("more than are shown", "start", "Title,Start\n" + "A,soon\nA,9:00\n" * 8,
     (8, 0, [(f"row {2 * n}", "soon") for n in range(1, 6)])),
]  # fmt: skip


@pytest.mark.parametrize(("field", "text", "lack"), [case[1:] for case in LACKS], ids=[case[0] for case in LACKS])
def test_what_the_cells_of_a_column_lack(field: str, text: str, lack: tuple[int, int, list[tuple[str, str]]]) -> None:
    check = next(one for one in read(text)[1][0].checks if one.field == field)

    assert (check.unreadable, check.empty, [(one.where, one.message) for one in check.places]) == lack


def test_unreadable_cells_are_told_in_the_report_with_the_first_place() -> None:
    found = importers.read(
        BytesIO((KNOWN + "Ears,2026-11-29,later,Hall 1,,\nEyes,2026-11-29,12:00,Hall 1,,\n").encode()), Hints()
    )

    warnings = [(one.where, one.message) for one in found.warnings]
    assert ("row 3", "2 rows have no readable time: the first says “soon”.") in warnings


def preview(browser: Browser, text: str, name: str = "Glow%202026.csv") -> dict[str, Any]:
    """Upload a file and return its preview."""
    found: dict[str, Any] = upload(browser, text.encode(), name).json
    return found


def shown(found: dict[str, Any]) -> dict[str, str]:
    return {one["column"]: one["field"] for one in found["mapping"][0]["columns"]}


def test_a_column_is_changed_and_counted_at_once(app: Flask) -> None:
    browser = factories.browser(app, factories.user("ada"))
    first = preview(browser, KNOWN)
    (table,) = first["mapping"]

    answers = {"mapping": {table["table"]: {"Start": "", "Cheer": "track"}}}
    changed = browser.patch(f"/api/imports/{first['id']}", answers).json

    assert table["columns"][5] == {
        "column": "Cheer",
        "header": "Cheer",
        "field": "",
        "proposed": "",
        "score": 0,
        "chosen": False,
        "samples": ["red", "blue"],
    }
    assert (table["grid"], table["remembered"], table["rows"], table["sheets"]) == (False, False, 3, [])
    assert [one["field"] for one in table["checks"]] == ["day", "start", "title"]
    assert [one["field"] for one in changed["mapping"][0]["checks"]] == ["day", "title"]
    assert (first["report"]["tracks"], changed["report"]["tracks"]) == (0, 2)
    assert changed["blocked"] is None


SENSELESS = [
    ({"Start": "title", "Room": "title"}, {"Start": "“Room” is taken for the title too. Change one of the two.",
                                          "Room": "“Start” is taken for the title too. Change one of the two."}),
    ({"Title": ""}, {"": "No column is taken for the title now. Choose the one that says what each row is called."}),
    ({"Room": "colour"}, {"Room": "“colour” is nothing that a column can hold."}),
    ({"Colour": "room"}, {"Colour": "This table has no column of that name."}),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "faults"), SENSELESS)
def test_senseless_columns_are_refused_with_their_place_and_not_kept(
    app: Flask, answers: dict[str, str], faults: dict[str, str]
) -> None:
    browser = factories.browser(app, factories.user("ada"))
    first = preview(browser, KNOWN)
    path, key = f"/api/imports/{first['id']}", first["mapping"][0]["table"]

    refused = browser.patch(path, {"mapping": {key: answers}})
    unknown = browser.patch(path, {"mapping": {"0" * 16: {"Room": "track"}}})

    assert refused.status_code == 422
    told = {
        one["pointer"].removeprefix(f"/mapping/{key}").removeprefix("/"): one["detail"]
        for one in refused.json["errors"]
    }
    assert told == faults
    assert (unknown.status_code, unknown.json["errors"][0]["pointer"]) == (422, f"/mapping/{'0' * 16}")
    assert browser.patch(path, {}).json["mapping"] == first["mapping"]


def test_a_file_without_a_title_waits_for_its_columns(app: Flask) -> None:
    browser = factories.browser(app, factories.user("ada"))

    first = preview(browser, COLOURS)
    path, key = f"/api/imports/{first['id']}", first["mapping"][0]["table"]
    refused = lines(browser.post(f"{path}/run"))[-1]
    named = browser.patch(path, {"mapping": {key: {"Hue": "title"}}}).json

    assert first["blocked"] == "No title column was found; choose one. The columns are: “Hue”, “Weight”."
    assert refused["type"] == "/problems/file-refused"
    assert (named["blocked"], named["report"]["posters"]) == (None, 2)
    assert lines(browser.post(f"{path}/run"))[-1]["added"] == 2


def test_answers_given_at_once_do_not_lose_each_other(app: Flask) -> None:
    browser = factories.browser(app, factories.user("ada"))
    first = preview(browser, KNOWN)
    path, key = f"/api/imports/{first['id']}", first["mapping"][0]["table"]

    browser.patch(path, {"zone": "America/Chicago"})
    browser.patch(path, {"mapping": {key: {"Cheer": "track"}}})
    both = browser.patch(path, {"name": "Glow"}).json
    none = browser.patch(path, {"mapping": None}).json

    assert (both["conference"]["zone"], both["conference"]["name"]) == ("America/Chicago", "Glow")
    assert (shown(both)["Cheer"], shown(none)["Cheer"]) == ("track", "")


def imported(browser: Browser, text: str, answers: dict[str, str], name: str = "Glow%202026.csv") -> None:
    """Import a file with these columns."""
    first = preview(browser, text, name)
    path = f"/api/imports/{first['id']}"
    browser.patch(path, {"mapping": {first["mapping"][0]["table"]: answers}})
    assert lines(browser.post(f"{path}/run"))[-1]["added"] > 0


def test_columns_are_remembered_by_header_also_for_another_conference_but_not_for_others(app: Flask) -> None:
    ada, bo = (factories.browser(app, factories.user(name)) for name in ("ada", "bo"))
    imported(ada, COLOURS, {"Hue": "title", "Weight": "board"})

    again = preview(ada, "Weight,Hue\n5,green\n3,red\n4,blue\n")
    elsewhere = preview(ada, COLOURS, "Shine%202027.csv")
    another = preview(bo, COLOURS)

    assert (again["blocked"], again["mapping"][0]["remembered"]) == (None, True)
    assert shown(again) == {"Weight": "board", "Hue": "title"}
    assert (again["report"]["added"], again["report"]["unchanged"]) == (1, 2)
    assert (elsewhere["conference"]["slug"], elsewhere["mapping"][0]["remembered"]) == ("shine-2027", True)
    assert (another["blocked"] is None, another["mapping"][0]["remembered"]) == (False, False)


def test_a_remembered_column_is_taken_back(app: Flask) -> None:
    browser = factories.browser(app, factories.user("ada"))
    imported(browser, KNOWN, {"Cheer": "track"})
    second = preview(browser, KNOWN)
    path, key = f"/api/imports/{second['id']}", second["mapping"][0]["table"]

    proposal = browser.patch(path, {"mapping": {key: {}}}).json
    browser.post(f"{path}/run")
    third = preview(browser, KNOWN)

    assert (shown(second)["Cheer"], second["mapping"][0]["remembered"]) == ("track", True)
    assert (shown(proposal)["Cheer"], proposal["mapping"][0]["remembered"]) == ("", False)
    assert (shown(third)["Cheer"], third["mapping"][0]["remembered"]) == ("", False)


def test_the_fingerprint_of_a_header_is_that_of_its_table(app: Flask) -> None:
    found = preview(factories.browser(app, factories.user("ada")), CSV)

    assert found["mapping"][0]["table"] == fingerprint(HEADER)


def test_the_command_line_takes_the_proposal_and_says_what_is_not_sure(app: Flask, tmp_path: Path) -> None:
    flask_migrate.stamp()
    file = tmp_path / "glow.csv"

    def warnings(text: str) -> list[str]:
        file.write_text(text)
        words = ["agenda", "import", str(file), "--timezone", "America/Chicago", "--json"]
        done = CliRunner().invoke(hallway, words, obj=lambda: app)
        return [one["message"] for one in json.loads(done.stdout)["warnings"]]

    sure = CSV.replace("Headline,When,Hall,Who", "Title,Start,Room,Speaker")
    assert warnings(sure) == []
    assert warnings(CSV) == [
        "The meaning of some columns was proposed and should be checked: Headline: title; Who: presenter."
    ]
