"""Tables as files: CSV and XLSX, written so that a spreadsheet shows text and never runs it, and read within bounds.

Rule of the apostrophe (`server/leaving/tables.py`; twin in `web/src/views/tracker_csv.ts`): a cell that begins with
`= + - @`, a tab, a line end or the full-width forms of those signs, behind any number of apostrophes, gets one more
apostrophe in front. Reading takes exactly that one away, so every text comes back as it was. It holds in XLSX too,
where each cell is text besides. CSV is UTF-8 with its mark, every cell quoted, lines ending in CRLF (RFC 4180).

Bounds: 20 MB, 20,000 rows, 200 columns; workbooks are read in a process of their own (`sheet_worker.py`).
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import IO, Final

from server.agenda.importers import archive, table_sheet
from server.agenda.importers.cells import Cell
from server.agenda.importers.programme import RefusedFile
from server.agenda.importers.text import decode
from server.leaving import tables
from server.tracker.cells import of_day, tidy
from server.tracker.columns import HEADER, recognise

CSV_TYPE: Final = "text/csv; charset=utf-8"
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES: Final = 20_000_000
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 200
HEADER_ROWS: Final = 20  # rows looked at for the names of the columns

SHEET: Final = "Tracker"
WIDTHS: Final = (24, 24, 28, 28, 20, 14, 32, 32)

TOO_LARGE: Final = "This file is larger than 20 MB; a tracker holds names and short texts, no pictures."
TOO_LONG: Final = f"This table has more than {MOST_ROWS:,} rows; import it in parts."
TOO_WIDE: Final = f"This table has more than {MOST_COLUMNS} columns; keep the ones about people."
NO_TABLE: Final = "Hallway found no table in this file; save it as CSV or XLSX and choose that file."
NO_COLUMN: Final = "No column is called Name or E-mail, so Hallway cannot tell whom the rows are about."
OPEN_QUOTE: Final = "A quotation mark near line {line} is never closed; save the table once more as CSV or XLSX."
_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return the tracker as CSV."""
    return "".join(tables.lines(HEADER, rows)).encode()


def as_xlsx(rows: Iterable[Sequence[str]], into: IO[bytes]) -> None:
    """Write the tracker as a workbook with one sheet; its first row and column stay in sight."""
    import xlsxwriter  # seldom wanted, and a twelfth of what a server process would hold

    book = xlsxwriter.Workbook(into, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(SHEET)
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    sheet.set_column(0, len(HEADER) - 1, 18, text)
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width, text)
    sheet.write_row(0, 0, HEADER, book.add_format({"bold": True}))
    sheet.freeze_panes(1, 1)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if cell:
                sheet.write_string(number, place, tables.guarded(cell), text)
    book.close()


def read(data: bytes) -> list[list[str]]:
    """Return the rows of a file as plain text, those above the header emptied; raise RefusedFile in one sentence."""
    if len(data) > MOST_BYTES:
        raise RefusedFile(TOO_LARGE)
    found = _workbook(data) if data.startswith((_ZIP, _OLD_OFFICE)) else _delimited(decode(data).text)
    best = max(found, key=_known_columns, default=[])
    if not any(any(row) for row in best):
        raise RefusedFile(NO_TABLE)
    if len(best) > MOST_ROWS + HEADER_ROWS:
        raise RefusedFile(TOO_LONG)
    if max(map(len, best)) > MOST_COLUMNS:
        raise RefusedFile(TOO_WIDE)
    if _header(best) is None:
        raise RefusedFile(NO_COLUMN)
    return best


def header_of(rows: Sequence[Sequence[str]]) -> int:
    """Return which row names the columns, of rows that `read` gave."""
    return _header(rows) or 0


def _header(rows: Sequence[Sequence[str]]) -> int | None:
    for number, row in enumerate(rows[:HEADER_ROWS]):
        if {"name", "emails"} & recognise(row).keys():
            return number
    return None


def _known_columns(rows: Sequence[Sequence[str]]) -> int:
    return max((len(recognise(row)) for row in rows[:HEADER_ROWS]), default=0)


def _delimited(text: str) -> list[list[list[str]]]:
    """Return the table once for each mark that may part its cells; the right one gives the most known columns."""
    head = text[:10_000]
    return [_records(text, mark) for mark in (",", ";", "\t", "|") if mark in head] or [_records(text, ",")]


def _records(text: str, mark: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=mark)
    found: list[list[str]] = []
    try:
        for record in reader:
            found.append([tidy(tables.plain(cell)) for cell in record[: MOST_COLUMNS + 1]])
            if len(found) > MOST_ROWS + HEADER_ROWS:
                break
    except csv.Error:
        raise RefusedFile(OPEN_QUOTE.format(line=reader.line_num)) from None
    return found


def _workbook(data: bytes) -> list[list[list[str]]]:
    if data.startswith(_ZIP):
        archive.members(data)  # refuses what unpacks to far more than it says
    return [[[_cell(cell) for cell in row] for row in sheet.rows] for sheet in table_sheet.sheets_of(data)]


def _cell(value: Cell) -> str:
    if isinstance(value, date):  # a moment as well
        at = value if isinstance(value, datetime) and value.time() != time() else None
        return f"{of_day(value)} {at:%H:%M}" if at else of_day(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a phone number without its leading zeros is still better than 4.41e+10
    return tidy(tables.plain(str(value))) if value is not None else ""
