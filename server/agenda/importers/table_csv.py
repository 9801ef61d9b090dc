"""Delimited text: comma, tab, semicolon or pipe, with quoted line breaks, mixed line ends and stray quotes.

Source of the rules: the import contract, section 6.
"""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from server.agenda.importers import limits
from server.agenda.importers.cells import Cell
from server.agenda.importers.programme import Hints, Programme, RefusedFile, Warned
from server.agenda.importers.sniff import Sample
from server.agenda.importers.table_rows import HEADER_ROWS, Table
from server.agenda.importers.tables import programme_of

NAME = "table"
PRIORITY = 70
_SWALLOWED_LINES = 2  # lines inside one cell that look like rows: a quote that was never closed


def matches(sample: Sample) -> bool:
    """Say whether the text is a table of one delimiter."""
    return sample.shape == "delimited"


def read(sample: Sample, hints: Hints) -> Programme:
    """Return the programme of a delimited table; a table without a title column is refused."""
    rows, faults = rows_of(sample.text, sample.delimiter or ",")
    return programme_of([Table("", rows)], hints, [*sample.warnings, *faults])


def rows_of(text: str, delimiter: str) -> tuple[list[list[Cell]], list[Warned]]:
    """Return the cells of each record and warnings; rows swallowed by an unclosed quote are read again."""
    records = list(islice(_records(text, delimiter), limits.ITEMS + HEADER_ROWS + 1))
    if len(records) > limits.ITEMS + HEADER_ROWS:
        raise RefusedFile(f"This file holds more than {limits.ITEMS:,} items.")
    rows: list[list[Cell]] = []
    faults: list[Warned] = []
    ends_open = not text.rstrip().endswith('"')
    for number, record in enumerate(records, start=1):
        is_odd = len(record) != len(records[0]) or (number == len(records) and ends_open)
        found = _released(record, len(records[0]), delimiter) if is_odd else [list[Cell](record)]
        if len(found) > 1:
            message = "A quote is not closed here; the lines after it were read one by one."
            faults.append(Warned(f"row {len(rows) + 1}", message))
        rows.extend(found)
    return rows, faults


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the records; a cell too long for the reader makes the rest be read line by line."""
    source = io.StringIO(text.replace("\x00", ""), newline="")
    reader = csv.reader(source, delimiter=delimiter, skipinitialspace=delimiter != "\t")
    try:
        yield from reader
    except csv.Error as fault:
        raise RefusedFile(
            f"A quote that opens near line {reader.line_num} is never closed; close it or save the table again."
        ) from fault


def _released(record: list[str], width: int, delimiter: str) -> list[list[Cell]]:
    """Return the record, or the several rows that an unclosed quote made into one cell."""
    for number, cell in enumerate(record) if width > 1 else ():
        lines = cell.splitlines()
        if len(lines) > _SWALLOWED_LINES and sum(line.count(delimiter) >= width - 1 for line in lines) * 2 > len(lines):
            first: list[Cell] = [*record[:number], lines[0]]
            rest = csv.reader(lines[1:], delimiter=delimiter, quoting=csv.QUOTE_NONE)
            later: list[list[Cell]] = [[part.strip('"') for part in row] for row in rest if row]
            left: list[Cell] = [*record[number + 1 :]]
            return [first, *later, *([left] if left else [])]
    return [list(record)]
