"""The tracker as a file: every text comes back, no spreadsheet runs anything, and no file takes the server down."""

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.agenda.importers.programme import RefusedFile
from server.tracker import sheets
from server.tracker.cells import tidy
from server.tracker.columns import HEADER

SIGNS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "'",
    "＝",
    "＋",
    "－",
    "＠",
    '"',
    ",",
    ";",
    "_x0041_",
    "é",
    "工",
    "🎈",
    " ",
)
texts = st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=6)), max_size=6).map("".join).map(tidy)
tables_of_texts = st.lists(st.lists(texts, min_size=len(HEADER), max_size=len(HEADER)), min_size=1, max_size=4)


def workbook(rows: list[list[str]]) -> bytes:
    made = io.BytesIO()
    sheets.as_xlsx(rows, made)
    return made.getvalue()


@given(tables_of_texts)
def test_what_was_written_as_csv_reads_the_same(rows: list[list[str]]) -> None:
    assert sheets.read(sheets.as_csv(rows)) == [list(HEADER), *rows]


def without_empty_ends(rows: list[list[str]]) -> list[list[str]]:
    cut = [list("\0".join(row).rstrip("\0").split("\0")) for row in rows]
    while cut and cut[-1] == [""]:
        cut.pop()
    return cut


@settings(max_examples=15)
@given(tables_of_texts)
def test_what_was_written_as_a_workbook_reads_the_same(rows: list[list[str]]) -> None:
    read = sheets.read(workbook(rows))
    assert without_empty_ends(read) == without_empty_ends([list(HEADER), *rows])


FORMULA = ["=HYPERLINK(1)", "+1", "-2", "@SUM(A1)", "＝1", "'=quoted", "it's"] + [""] * 9


def test_a_formula_is_text_in_both() -> None:
    text = sheets.as_csv([FORMULA]).decode("utf-8")
    assert text.startswith('\ufeff"Name","Role",')
    assert text.count("\r\n") == text.count("\n") == 2
    (row,) = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))[1:]
    assert row[:7] == ["'=HYPERLINK(1)", "'+1", "'-2", "'@SUM(A1)", "'＝1", "''=quoted", "it's"]
    sheet = openpyxl.load_workbook(io.BytesIO(workbook([FORMULA]))).active
    assert [(cell.value, cell.data_type) for cell in sheet[2][:4]] == [
        ("'=HYPERLINK(1)", "s"), ("'+1", "s"), ("'-2", "s"), ("'@SUM(A1)", "s"),
    ]  # fmt: skip


def test_tables_of_other_programs_are_read() -> None:
    excel = "Contacts of 2026\r\n\r\nName;E-mail;Date contacted\r\nJörg Ämne;j@example.org;3.12.2026\r\n"
    assert sheets.read(excel.encode("cp1252"))[2:] == [
        ["Name", "E-mail", "Date contacted"], ["Jörg Ämne", "j@example.org", "3.12.2026"],
    ]  # fmt: skip
    assert sheets.read("Name\tRole\nAda\tFellow\n".encode("utf-16"))[1] == ["Ada", "Fellow"]
    book = openpyxl.Workbook()
    book.active.append(["Name", "Phone", "Met on"])
    book.active.append(["Ada", 4312345678, date(2026, 12, 3)])
    made = io.BytesIO()
    book.save(made)
    assert sheets.read(made.getvalue())[1] == ["Ada", "4312345678", "2026-12-03"]


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "found no table"),
        (b"Shoe size\n44\n", "No column is called Name"),
        (b"Name\n" + b"Ada\n" * 20_100, "more than 20,000 rows"),
        (("Name," + "x," * 300 + "\nAda\n").encode(), "more than 200 columns"),
        (b'Name,Role\n"Ada,Fellow\n' + b"x" * 200_000, "is never closed"),
        (b"x" * 20_000_001, "larger than 20 MB"),
        (b"PK\x03\x04 no archive", "broken"),
        (b"\xd0\xcf\x11\xe0 no workbook", "broken"),
    ],
)
def test_a_file_that_can_not_be_read_is_refused_in_one_sentence(data: bytes, why: str) -> None:
    with pytest.raises(RefusedFile, match=why):
        sheets.read(data)


def test_a_workbook_that_unpacks_to_far_more_is_refused_before_it_is() -> None:
    with pytest.raises(RefusedFile, match="unpacks to far more"):
        sheets.read(bomb())
