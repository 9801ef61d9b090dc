"""Workbooks: typed cells, several sheets, limits, and a process of its own for reading."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from server.agenda.importers import own_process, read
from server.agenda.importers.counts import Counts, count
from server.agenda.importers.programme import Hints, Programme, RefusedFile
from server.agenda.importers.table_sheet import sheets_of
from tests.agenda.importers.made_files import archive, ods


def workbook(**sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " ").strip())
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def programme(data: bytes, **hints) -> Programme:
    return read(io.BytesIO(data), Hints(**hints))


POSTERS = ["Friendly ID", "DB ID", "Title", "First Name", "Last Name", "Affiliation"]
TWO_SESSIONS = {
    "Program": [
        ["Session ID", "Session Name", "Start Date", "End Date"],
        [108, "Poster B", "07/04/2026 6:00", "07/04/2026 11:59"],
        [106, "Poster A", "07/04/2026 12:00", "07/04/2026 19:00"],
    ],
    "_108": [POSTERS, [134.0, 58457.0, "On bones", "Bo", "Sato", "Acme"], [5, 58513, "On hands", "Ana", "Lima", ""]],
    "_106": [POSTERS, [32, 58486, "On the feet of divers", "Cy", "Dee", "Acme"]],
}


def test_a_sheet_for_each_poster_session():
    found = programme(workbook(**TWO_SESSIONS), date_order="dmy", zone="Asia/Tokyo")

    assert count(found) == Counts(sessions=2, posters=3, people=3, rooms=0, tracks=0)
    assert [(one.title, one.external_id, one.number, one.parent) for one in found.sessions] == [
        ("Poster B", "108", "", None),
        ("Poster A", "106", "", None),
        ("On bones", "58457", "134", "sheet Program row 2"),
        ("On hands", "58513", "5", "sheet Program row 2"),
        ("On the feet of divers", "58486", "32", "sheet Program row 3"),
    ]
    assert found.sessions[0].local_start == datetime(2026, 4, 7, 6)


def test_undecidable_dates_are_asked():
    found = programme(workbook(**TWO_SESSIONS))

    assert [question.kind for question in found.questions] == ["date_order", "zone"]
    assert [one.day_label for one in found.sessions][:2] == ["07/04/2026 6:00", "07/04/2026 12:00"]


def test_dates_and_times_as_cells():
    rows = [
        ["Harbour Days"],
        [],
        ["Title", "Date", "Start", "End", "Board"],
        ["On bones", date(2026, 10, 5), time(9), time(10), "0007"],
        ["On hands", datetime(2026, 10, 5), time(10), "10:45", 12.0],
    ]

    found = programme(workbook(Sheet1=rows))

    assert [(one.local_start, one.local_end, one.board, one.source_where) for one in found.sessions] == [
        (datetime(2026, 10, 5, 9), datetime(2026, 10, 5, 10), "0007", "sheet Sheet1 row 4"),
        (datetime(2026, 10, 5, 10), datetime(2026, 10, 5, 10, 45), "12", "sheet Sheet1 row 5"),
    ]


def test_a_sheet_for_each_day():
    head = ["Time", "Title"]
    found = programme(
        workbook(
            Tuesday_Oct_6=[head, ["9:00-10:00", "On hands"]],
            Monday_Oct_5=[head, ["9:00-10:00", "On bones"]],
        ),
        first_day=date(2026, 10, 5),
        last_day=date(2026, 10, 6),
    )

    assert [(one.title, one.local_start) for one in found.sessions] == [
        ("On hands", datetime(2026, 10, 6, 9)),
        ("On bones", datetime(2026, 10, 5, 9)),
    ]


def test_a_formula_is_never_computed_and_stays_text():
    found = programme(workbook(Sheet1=[["Title", "Room"], ["'=1+1 in practice", "Hall"], ["On bones", "Hall"]]))

    assert [one.title for one in found.sessions] == ["=1+1 in practice", "On bones"]


def test_a_sheet_without_a_title_is_refused_with_its_columns():
    with pytest.raises(
        RefusedFile, match=r"^No title column was found; choose one\. The columns are: “Room”, “Date”\.$"
    ):
        programme(workbook(Sheet1=[["Room", "Date"], ["Hall", date(2026, 10, 5)]]))


def test_a_broken_workbook_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")

    with pytest.raises(RefusedFile, match=r"^This workbook is broken or locked with a password"):
        programme(target.getvalue())


def test_too_many_sheets_are_refused():
    sheets = {f"Day {number}": [["Title"], ["On bones"]] for number in range(201)}

    with pytest.raises(RefusedFile, match=r"^This workbook has more than 200 sheets"):
        programme(workbook(**sheets))


def test_a_cell_far_away_does_not_fill_the_memory():
    book = Workbook()
    book.active.append(["Title"])
    book.active.cell(row=1_000_000, column=16_000, value="far")
    target = io.BytesIO()
    book.save(target)

    with pytest.raises(RefusedFile, match=r"^This workbook unpacks to far more"):
        sheets_of(target.getvalue())


def test_a_bomb_is_refused_before_it_is_unpacked():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 40_000_000)

    with pytest.raises(RefusedFile, match=r"^This archive unpacks to far more"):
        programme(target.getvalue())


def test_the_reading_process_has_a_timer(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(own_process, "_TO_BEGIN", 0)

    with pytest.raises(RefusedFile, match=r"^This workbook takes too long to read"):
        sheets_of(workbook(Sheet1=[["Title"], ["On bones"]]), seconds=0)


def test_a_sheet_that_is_cut_off_inside_keeps_no_process_busy_for_long():
    with zipfile.ZipFile(io.BytesIO(ods({"Monday": [["Title"], ["On bones"]]}))) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    cut = members["content.xml"].partition(b"<table:table-row>")[0]

    with pytest.raises(RefusedFile, match=r"^This workbook takes too long to read"):
        sheets_of(archive({**members, "content.xml": cut}), seconds=1)


def test_the_reading_process_has_an_address_space_limit():
    large = workbook(Sheet1=[["Title"], *([f"On bones {number} {'x' * 3000}"] for number in range(3000))])

    with pytest.raises(RefusedFile, match=r"^This workbook unpacks to far more"):
        sheets_of(large, memory=20_000_000)
