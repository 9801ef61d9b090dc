"""Workbooks: XLSX, XLS and ODS, read in a process of its own with an address-space limit and a timer.

Source of the rules: the import contract, sections 6 and 9.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from server.agenda.importers import limits, own_process, sheet_worker
from server.agenda.importers.cells import Cell
from server.agenda.importers.programme import Hints, Programme, RefusedFile
from server.agenda.importers.sniff import Sample
from server.agenda.importers.table_rows import HEADER_ROWS, Sheet, Table
from server.agenda.importers.tables import programme_of

NAME = "table"
PRIORITY = 20
_MEMORY: Final = 1024 * 1024 * 1024  # bytes of address space
_SECONDS, _MOST_SECONDS = 4, 30  # of the processor, for a small file and for the largest
_BYTES_A_SECOND: Final = 100_000  # more time for larger files: few bytes can ask for endless cells
_TOO_LARGE: Final = "This workbook unpacks to far more than a programme can be; save only the programme's sheets."
_SENTENCES: Final = {
    sheet_worker.BROKEN: "This workbook is broken or locked with a password; save it again, or save it as CSV.",
    sheet_worker.TOO_MANY_SHEETS: f"This workbook has more than {limits.SHEETS} sheets; save only the programme's.",
    sheet_worker.TOO_LARGE: _TOO_LARGE,
    own_process.TOOK_TOO_LONG: "This workbook takes too long to read; save only the programme's sheets, or CSV.",
}


def matches(sample: Sample) -> bool:
    """Say whether the bytes are a workbook."""
    return sample.shape == "workbook"


def read(sample: Sample, hints: Hints) -> Programme:
    """Return the programme of a workbook; one sheet for each poster session or day is understood.

    An archive over the bounds was refused when the sample told its shape, before anything is unpacked here.
    """
    return programme_of(sheets_of(sample.data), hints)


def sheets_of(data: bytes, *, memory: int = _MEMORY, seconds: int = _SECONDS) -> list[Table]:
    """Return the sheets with typed cells; a workbook that breaks a bound (bytes, seconds) is refused."""
    seconds = min(_MOST_SECONDS, seconds + len(data) // _BYTES_A_SECOND)
    bounds = (limits.SHEETS, limits.ITEMS + HEADER_ROWS, limits.CELL_BYTES)
    written = own_process.told_by(sheet_worker, data, memory=memory, seconds=seconds, more=bounds)
    if isinstance(written, int):
        raise RefusedFile(_SENTENCES.get(written, _TOO_LARGE))
    return [
        Sheet(str(name), [[_cell(cell) for cell in row] for row in rows], tuple((a, b, c, d) for a, b, c, d in merges))
        for name, rows, merges in json.loads(written)
    ]


def _cell(value: object) -> Cell:
    """Return a cell with its type from what the process wrote."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _typed(str(value[0]), value[1])
    return value if isinstance(value, str | int | float | bool) else None


def _typed(kind: str, value: object) -> Cell:
    if kind == "datetime":
        return datetime.fromisoformat(str(value))
    if kind == "date":
        return date.fromisoformat(str(value))
    if kind == "time":
        return time.fromisoformat(str(value))
    return timedelta(seconds=float(str(value)))
