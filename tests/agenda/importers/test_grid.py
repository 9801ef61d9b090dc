"""Grids in pages, delimited text and workbooks: rooms or days across, times down, merged cells, sheets of days."""

import io
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from server.agenda.importers import read
from server.agenda.importers.programme import Hints, Programme
from tests.agenda.importers.test_html import rows

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "agenda"


def programme(data: str | bytes, **hints) -> Programme:
    return read(io.BytesIO(data if isinstance(data, bytes) else data.encode()), Hints(**hints))


def test_merged_cells_of_a_page_span_rooms_and_slots():
    found = programme((SAMPLES / "grid.html").read_bytes())

    assert rows(found) == [
        ("07 09:00", "09:30", "Plenary: Far shores", "Ana Lima", "Hall A; Hall B"),
        ("07 09:00", "10:30", "Workshop: Ultrasound by hand", "Bo Sato", "Room 3"),
        ("07 09:30", "10:00", "Hearts", "Cy Dee", "Hall A"),
        ("07 09:30", "10:00", "Heads", "Di Eck", "Hall B"),
        ("07 10:00", "10:30", "Hands", "", "Hall A"),
        ("07 10:30", "11:00", "Coffee break", "", ""),
        ("07 11:00", "12:00", "Feet", "", "Hall A"),
        ("07 11:00", "12:00", "Teeth", "", "Hall B"),
        ("07 11:00", "12:00", "Toes", "", "Room 3"),
    ]
    assert [room.name for room in found.rooms] == ["Hall A", "Hall B", "Room 3"]
    assert [one.kind for one in found.sessions].count("break") == 1


def test_a_delimited_grid_with_its_day_in_the_first_cell():
    found = programme((SAMPLES / "rooms_across.csv").read_bytes())

    assert rows(found) == [
        ("05 09:00", "10:00", "On bones", "Ana Lima", "Hall A"),
        ("05 09:00", "10:00", "On hands", "Bo Sato", "Hall B"),
        ("05 09:30", "10:30", "Lunch", "", ""),
        ("05 10:00", "10:10", "First", "", "Hall A"),
        ("05 10:10", "11:10", "Second", "Cy Dee", "Hall A"),
    ]


def test_days_across():
    head = "Time,Monday 5 Oct 2026,Tuesday 6 Oct 2026\n"

    assert rows(programme(f"{head}9:00-10:00,Opening,On bones\n10:00-11:00,On hands (Ana Lima),On bones\n")) == [
        ("05 09:00", "10:00", "Opening", "", ""),
        ("06 09:00", "11:00", "On bones", "", ""),
        ("05 10:00", "11:00", "On hands", "Ana Lima", ""),
    ]


def test_days_over_rooms():
    text = (
        ",Mon 5 Oct 2026,,Tue 6 Oct 2026,\nTime,Hall A,Hall B,Hall A,Hall B\n"
        "9:00-9:30,One,Two,Three,Four\n9:30-10:00,Five,,,Six\n"
    )

    assert rows(programme(text)) == [
        ("05 09:00", "09:30", "One", "", "Hall A"),
        ("05 09:00", "09:30", "Two", "", "Hall B"),
        ("06 09:00", "09:30", "Three", "", "Hall A"),
        ("06 09:00", "09:30", "Four", "", "Hall B"),
        ("05 09:30", "10:00", "Five", "", "Hall A"),
        ("06 09:30", "10:00", "Six", "", "Hall B"),
    ]


def workbook(sheets: dict[str, list[list[object]]], merges: dict[str, list[str]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, body in sheets.items():
        sheet = book.create_sheet(name)
        for row in body:
            sheet.append(row)
        for cells in merges.get(name, []):
            sheet.merge_cells(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_workbook_with_a_grid_for_each_day_in_reverse_order():
    head = ["", "Hall A", "Hall B"]
    data = workbook(
        {
            "Tue 6 Oct 2026": [head, [time(9), "On feet", "On toes"], [time(10), "Lunch", None]],
            "Mon 5 Oct 2026": [head, [time(9), "Plenary", None], [time(9, 30), "On bones\nAna Lima", "On hands"],
                               [time(10), None, "On arms"]],
        },
        {"Mon 5 Oct 2026": ["B2:C2", "B3:B4"]},
    )  # fmt: skip

    assert rows(programme(data)) == [
        ("06 09:00", "10:00", "On feet", "", "Hall A"),
        ("06 09:00", "10:00", "On toes", "", "Hall B"),
        ("06 10:00", "11:00", "Lunch", "", ""),
        ("05 09:00", "09:30", "Plenary", "", "Hall A; Hall B"),
        ("05 09:30", "10:30", "On bones", "Ana Lima", "Hall A"),
        ("05 09:30", "10:00", "On hands", "", "Hall B"),
        ("05 10:00", "11:00", "On arms", "", "Hall B"),
    ]


def test_dates_on_another_sheet():
    head = ["Start", "End", "Title"]
    data = workbook(
        {
            "Overview": [["Sheet", "Date"], ["Day 2", date(2026, 10, 6)], ["Day 1", date(2026, 10, 5)]],
            "Day 2": [head, [time(9), time(10), "On feet"]],
            "Day 1": [head, [time(9), time(10), "On bones"]],
        },
        {},
    )

    assert [(one.title, one.local_start) for one in programme(data).sessions] == [
        ("On feet", datetime(2026, 10, 6, 9)),
        ("On bones", datetime(2026, 10, 5, 9)),
    ]


def test_a_sheet_for_each_room():
    head = ["Date", "Time", "Title"]
    data = workbook(
        {
            "Hall A": [head, [date(2026, 10, 5), "9:00-9:30", "On bones"]],
            "Hall B": [head, [date(2026, 10, 5), "9:00-9:30", "On feet"]],
        },
        {},
    )

    assert rows(programme(data)) == [
        ("05 09:00", "09:30", "On bones", "", "Hall A"),
        ("05 09:00", "09:30", "On feet", "", "Hall B"),
    ]


LISTS = {
    "rows that name a day": (
        'Time,Title,Speaker\n"Monday, 5 October 2026",,\n9:00-9:30,On bones,Ana Lima\n'
        "Tue 6 Oct 2026,,\n9:00-9:30,On feet,Bo Sato\n",
        [("05 09:00", "09:30", "On bones", "Ana Lima", ""), ("06 09:00", "09:30", "On feet", "Bo Sato", "")],
    ),
    "no header": (
        "5 Oct 2026 9:00-9:30,On bones,Ana Lima,Hall A\n5 Oct 2026 9:30-10:00,On hands,Bo Sato,Hall A\n",
        [("05 09:00", "09:30", "On bones", "Ana Lima", "Hall A"),
         ("05 09:30", "10:00", "On hands", "Bo Sato", "Hall A")],
    ),
    "a list is no grid": (
        "Time,Session,Hall\n5 Oct 2026 9:00-9:30,On bones,Hall A\n5 Oct 2026 9:30-10:00,On hands,Hall B\n",
        [("05 09:00", "09:30", "On bones", "", "Hall A"), ("05 09:30", "10:00", "On hands", "", "Hall B")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LISTS.values(), ids=LISTS)
def test_lists_laid_out_like_pages(text, expected):
    assert rows(programme(text)) == expected
