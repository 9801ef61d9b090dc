"""Reads one workbook from standard input and writes its cells as JSON: run as a process of its own, under limits.

It imports nothing of Hallway, so that it starts fast and has nothing to lose. Bounds come as arguments. The server,
which knows this file for its place, does not load python-calamine: the process does.
Source of the rules: the import contract, section 9.
"""

import io
import itertools
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

BROKEN, TOO_MANY_SHEETS, TOO_LARGE = 3, 4, 5
_MERGES = 20_000  # merged cells of a sheet
_CELLS = 6_000_000  # of the whole workbook


def main(arguments: list[str]) -> int:
    """Write [[sheet name, rows, merged cells], ...]; return 0, or a number that names what is wrong."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    memory, seconds, sheets, rows, cell_bytes = map(int, arguments)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))  # the first limit says which one it was
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        names = [each.name for each in book.sheets_metadata if each.visible == SheetVisibleEnum.Visible]
        if len(book.sheet_names) > sheets:
            return TOO_MANY_SHEETS
        found = [[name, _rows(book, name, rows, cell_bytes), _merges(book, name)] for name in names or book.sheet_names]
    except (CalamineError, ValueError, KeyError, OSError):
        return BROKEN
    except MemoryError:
        return TOO_LARGE
    if sum(len(row) for _, sheet, _ in found for row in sheet) > _CELLS:
        return TOO_LARGE
    json.dump(found, sys.stdout, ensure_ascii=True)
    return 0


def _rows(book: "CalamineWorkbook", name: str, most: int, cell_bytes: int) -> list[list[object]]:
    """Return the cells of one sheet; row numbers are kept by blank rows in front."""
    sheet = book.get_sheet_by_name(name)
    lead = sheet.start[0] if sheet.start else 0
    if sheet.total_height > most or lead > most or sheet.total_height * sheet.total_width > _CELLS:
        raise MemoryError
    rows = sheet.to_python(skip_empty_area=True)
    read = [[_plain(cell, cell_bytes) for cell in row] for row in itertools.islice(rows, most)]
    return [*([[]] * lead), *read]


def _merges(book: "CalamineWorkbook", name: str) -> list[list[int]]:
    """Return first row and column, last row and column of merged cells, columns as in the rows; [] where unknown."""
    sheet = book.get_sheet_by_name(name)
    left = sheet.start[1] if sheet.start else 0
    ranges = sheet.merged_cell_ranges or []
    return [
        [top, first - left, bottom, last - left] for (top, first), (bottom, last) in ranges[:_MERGES] if first >= left
    ]


def _plain(cell: object, cell_bytes: int) -> object:
    """Return the cell as JSON keeps it: days and times as [type, text]."""
    if isinstance(cell, datetime):
        return ["datetime", cell.isoformat()]
    if isinstance(cell, date):
        return ["date", cell.isoformat()]
    if isinstance(cell, time):
        return ["time", cell.isoformat()]
    if isinstance(cell, timedelta):
        return ["timedelta", cell.total_seconds()]
    return cell[:cell_bytes] if isinstance(cell, str) else cell


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
