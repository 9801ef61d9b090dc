"""What a person is shown of a file's tables to see whether the columns were understood, and what their cells lack.

Pure. Source of the rules: the import contract, section 6.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from server.agenda.importers.cells import Cell, is_blank, text_of
from server.agenda.importers.column_keys import fingerprint
from server.agenda.importers.columns import SAMPLE, Layout, is_header, recognise
from server.agenda.importers.dates import read_moment
from server.agenda.importers.leading import lead_of
from server.agenda.importers.programme import ColumnCheck, ColumnGuess, MappedTable, Warned
from server.agenda.importers.table_rows import Record, Table, headers_of, width_of
from server.agenda.importers.times import parse_duration

#: What a column of times or days is called in a sentence.
WORDS: Final = {"day": "date", "start": "time", "end": "end", "end_day": "last day", "duration": "length"}
_MOST_TABLES: Final = 20
_MOST_COLUMNS: Final = 200  # shown of one table
_MOST_PLACES: Final = 5
_LONGEST_TEXT: Final = 80


def mapped(key: str, table: Table, layout: Layout, records: Sequence[Record]) -> MappedTable:
    """Return what is shown of one list: its columns and what the cells of its records lack."""
    checks = [_check(name, records) for name in WORDS if layout.has(name)]
    if layout.has("title"):
        checks.append(_titles(records))
    return MappedTable(key, (table.name,), len(records), layout.guesses[:_MOST_COLUMNS], tuple(checks))


def page(
    name: str, key: str, columns: tuple[ColumnGuess, ...], rows: Sequence[tuple[str, Sequence[str]]]
) -> MappedTable:
    """Return the same for a table of a page, whose rows are a place and the texts of the cells."""
    found = {guess.field: number for number, guess in reversed(list(enumerate(columns))) if guess.field in WORDS}
    checks = []
    for field, number in found.items():
        texts = [(where, cells[number] if number < len(cells) else "") for where, cells in rows]
        bad = [(where, text) for where, text in texts if text and not _leads(field, text)]
        checks.append(_counted(field, bad, [where for where, text in texts if not text]))
    return MappedTable(key, (name,), len(rows), columns[:_MOST_COLUMNS], tuple(checks))


def together(tables: Iterable[MappedTable]) -> tuple[MappedTable, ...]:
    """Return the tables with those of one header as one, in the file's order; a grid stands for itself."""
    found: dict[str, MappedTable] = {}
    for number, table in enumerate(tables):
        key = table.key or f"grid {number}"
        known = found.get(key)
        found[key] = table if known is None else _joined(known, table)
    return tuple(islice(found.values(), _MOST_TABLES))


def choosable(table: Table) -> MappedTable | None:
    """Return the columns of a table in which nothing was recognised, so that a person may name them; None for prose."""
    rows = [row for row in table.rows if not is_blank(row)]
    if len(rows) < 2:
        return None
    headed = is_header([[text_of(cell) for cell in row] for row in rows[:SAMPLE]])
    headers = headers_of(rows[0]) if headed else [""] * width_of(rows)
    body = rows[1:] if headed else rows
    return MappedTable(
        fingerprint(headers), (table.name,), len(body), recognise(headers, body, None).guesses[:_MOST_COLUMNS]
    )


def _joined(known: MappedTable, table: MappedTable) -> MappedTable:
    checks = {check.field: check for check in known.checks}
    for check in table.checks:
        first = checks.get(check.field)
        checks[check.field] = check if first is None else _added(first, check)
    names = tuple(dict.fromkeys((*known.names, *table.names)))
    columns = tuple(map(_richer, known.columns, table.columns)) if known.columns else table.columns
    return replace(known, names=names, rows=known.rows + table.rows, columns=columns, checks=tuple(checks.values()))


def _richer(one: ColumnGuess, other: ColumnGuess) -> ColumnGuess:
    # a column that is blank in the first sheet is taken by its cells in the next
    return other if (one.key, one.field) == (other.key, "") or (not one.field and one.key == other.key) else one


def _added(one: ColumnCheck, other: ColumnCheck) -> ColumnCheck:
    told = one.places if one.unreadable or not other.unreadable else ()
    places = (*told, *(other.places if other.unreadable or not one.unreadable else ()))
    return ColumnCheck(one.field, one.unreadable + other.unreadable, one.empty + other.empty, places[:_MOST_PLACES])


def _check(field: str, records: Sequence[Record]) -> ColumnCheck:
    known: dict[str, bool] = {}
    bad: list[tuple[str, str]] = []
    empty: list[str] = []
    for record in records:
        cell = record.cell(field)
        text = text_of(cell)
        if not text:
            empty.append(record.where)
            continue
        if text not in known:
            known[text] = is_readable(field, cell)
        if not known[text]:
            bad.append((record.where, text))
    return _counted(field, bad, empty)


def _titles(records: Sequence[Record]) -> ColumnCheck:
    return _counted("title", [], [record.where for record in records if not record.text("title")])


def _counted(field: str, bad: Sequence[tuple[str, str]], empty: Sequence[str]) -> ColumnCheck:
    shown = bad or [(where, "") for where in empty]
    places = (Warned(where, " ".join(text[: 2 * _LONGEST_TEXT].split())[:_LONGEST_TEXT]) for where, text in shown)
    return ColumnCheck(field, len(bad), len(empty), tuple(islice(places, _MOST_PLACES)))


def is_readable(field: str, cell: Cell) -> bool:
    """Say whether a cell tells what its field is for: a time of day, a day, a length."""
    if field == "duration":
        return parse_duration(cell) is not None
    if isinstance(cell, float) and field in ("start", "end") and 0 <= cell < 1:  # a spreadsheet's clock
        return True
    moment = read_moment(cell)
    if moment is None:
        return False
    return moment.day is not None if field in ("day", "end_day") else moment.span is not None


def _leads(field: str, text: str) -> bool:
    lead = lead_of(" ".join(text.split()))
    return is_readable(field, text) or (
        lead is not None and bool(lead.day if field in ("day", "end_day") else lead.span)
    )


def remarks(tables: Iterable[MappedTable]) -> list[Warned]:
    """Return one warning for each field that holds what cannot be read, with the first place and its text."""
    found = []
    for check in (check for table in tables for check in table.checks if check.unreadable and check.places):
        first, word = check.places[0], WORDS[check.field]
        rows = "1 row has" if check.unreadable == 1 else f"{check.unreadable:,} rows have"
        behind = "" if check.unreadable == 1 else "the first says "
        found.append(Warned(first.where, f"{rows} no readable {word}: {behind}“{first.message}”."))
    return found
