"""Rows of a table to records: finds the header, aligns ragged rows, groups rows that tell one item.

Pure. Source of the rules: the import contract, section 6.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from server.agenda.importers import limits
from server.agenda.importers.cells import Cell, code_of, is_blank, text_of
from server.agenda.importers.column_keys import fingerprint, fold_header, with_answers
from server.agenda.importers.columns import SAMPLE, Layout, by_name, recognise
from server.agenda.importers.dates import read_moment
from server.agenda.importers.programme import ColumnGuess, RefusedFile
from server.agenda.importers.ragged import Aligner
from server.agenda.importers.times import parse_duration

HEADER_ROWS = 25  # rows looked at for the header
_HEADERLESS = ("start", "duration", "title", "presenter.first", "presenter.last", "presenter.affiliation", "mail")


@dataclass(frozen=True, slots=True)
class Table:
    """Cells of one sheet or file, in rows; `name` is the sheet's, "" for a file without sheets."""

    name: str
    rows: list[list[Cell]]

    def where(self, number: int) -> str:
        """Return the place of a row (0 is the first) for messages."""
        return f"sheet {self.name} row {number + 1}" if self.name else f"row {number + 1}"


@dataclass(frozen=True, slots=True)
class Sheet(Table):
    """A sheet of a workbook, which may have merged cells: first row and column, last row and column of each."""

    merges: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(slots=True)
class Record:
    """One row by field; people fields keep every row that was grouped into the record."""

    where: str
    sheet: str
    cells: dict[str, list[Cell]]
    more_people: list[dict[str, list[Cell]]] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Return a field's text; several columns are joined with "; "."""
        cells = self.cells.get(name)
        if not cells:
            return ""
        return text_of(cells[0]) if len(cells) == 1 else "; ".join(filter(None, map(text_of, cells)))

    def code(self, name: str) -> str:
        """Return a number, board or id as text without an empty fraction."""
        return next(filter(None, map(code_of, self.cells.get(name, []))), "")

    def cell(self, name: str) -> Cell:
        """Return the first cell of a field that holds something, else None."""
        return next((cell for cell in self.cells.get(name, []) if text_of(cell)), None)


@dataclass(frozen=True, slots=True)
class Listing:
    """A table that was understood: its columns and its records; `key` is the fingerprint of its header."""

    table: Table
    key: str
    layout: Layout
    records: list[Record]
    above: tuple[str, ...] = ()  # texts over the header: a title, a day
    warnings: tuple[tuple[str, str], ...] = ()  # place and message

    @property
    def guesses(self) -> tuple[ColumnGuess, ...]:
        """What the columns were taken for."""
        return self.layout.guesses


def read_listing(table: Table, mapping: Mapping[str, Mapping[str, str]] | None) -> Listing | None:
    """Return the records of a table, or None when nothing in it is a header; blank rows are skipped.

    `mapping` holds a person's answers by the fingerprint of the header.
    """
    rows = [(number, row) for number, row in enumerate(table.rows) if not is_blank(row)]
    if any(len(row) > limits.COLUMNS for _, row in rows):
        raise RefusedFile(f"This table has more than {limits.COLUMNS:,} columns; export only the programme.")
    if len(rows) > limits.ITEMS + HEADER_ROWS:
        raise RefusedFile(f"This file holds more than {limits.ITEMS:,} items.")
    answers = mapping or {}
    head = None if _is_headerless(rows) else _header(rows, answers)
    if head is None:
        return _without_header(table, rows, answers)
    headers = headers_of(rows[head][1])
    key = fingerprint(headers)
    body = [(number, row) for number, row in rows[head + 1 :] if not _repeats(row, headers)]
    aligner = Aligner(len(headers), [row for _, row in body])
    even = [(number, aligner.align(row)) for number, row in body]
    layout = recognise(headers, [row for _, row in even], answers.get(key))
    ragged = [number for (number, row) in body if not aligner.fits(row)]
    people = {n for name in layout.people_fields for n in layout.index[name]}
    aligner.prefer(people, set(layout.index.get("abstract", [])) | set(layout.index.get("title", [])))
    even = [(number, aligner.align(row)) for number, row in body]
    records = [_record(table, layout, number, row) for number, row in even]
    above = tuple(text for _, row in rows[:head] for text in map(text_of, row) if text)
    return Listing(table, key, layout, records, above, tuple(_uneven(table, number) for number in ragged))


def _without_header(
    table: Table, rows: Sequence[tuple[int, list[Cell]]], answers: Mapping[str, Mapping[str, str]]
) -> Listing | None:
    """Return the records of a table whose columns are known by their order, or by what a person said of them."""
    is_form = _is_headerless(rows)
    headers = [""] * (len(_HEADERLESS) if is_form else width_of([row for _, row in rows]))
    key, body = fingerprint(headers), [row for _, row in rows]
    if is_form:
        samples = [[row[n] for row in body[:SAMPLE] if n < len(row)] for n in range(len(headers))]
        found = [(name, 90) for name in _HEADERLESS]
        layout = Layout(with_answers(headers, found, samples, answers.get(key, {})))
    elif key in answers:
        layout = recognise(headers, body, answers[key])
    else:
        return None
    return Listing(table, key, layout, [_record(table, layout, number, row) for number, row in rows])


def headers_of(row: Sequence[Cell]) -> list[str]:
    """Return the texts of a header row without blank ones behind the last that says something."""
    return _trimmed([" ".join(text_of(cell).split(" ")) for cell in row])


def width_of(rows: Sequence[Sequence[Cell]]) -> int:
    """Return how many columns a table without a header has."""
    return max((len(row) for row in rows[:HEADER_ROWS]), default=0)


def _uneven(table: Table, number: int) -> tuple[str, str]:
    return table.where(number), "This row has more or fewer cells than the header; it was aligned and kept. Check it."


def _trimmed(headers: list[str]) -> list[str]:
    """Return the headers without blank ones behind the last that says something."""
    while headers and not headers[-1].strip():
        headers = headers[:-1]
    return headers


def _repeats(row: list[Cell], headers: list[str]) -> bool:
    return [text_of(cell) for cell in row][: len(headers)] == [header.strip() for header in headers]


def _header(rows: Sequence[tuple[int, list[Cell]]], answers: Mapping[str, object]) -> int | None:
    """Return the position of the row that a person's answers are about, else of the one that names most fields.

    None when no row does; the first of equals.
    """
    best, most = None, 0
    for position, (_, row) in enumerate(rows[:HEADER_ROWS]):
        if answers and fingerprint(headers_of(row)) in answers:
            return position
        folded = [fold_header(text_of(cell)) if isinstance(cell, str) else "" for cell in row]
        named = {fld for header in folded if (fld := by_name(header)[0])}
        count = len(named)
        filled = sum(1 for cell in row if text_of(cell))
        if count > most and (count >= 2 or filled == 1 or count * 2 >= filled):
            best, most = position, count
    return best


def _is_headerless(rows: Sequence[tuple[int, list[Cell]]]) -> bool:
    """Say whether this is Indico's import form: start, minutes, title, first, last, affiliation, e-mail, no header."""
    first = [row for _, row in rows[:5]]
    return bool(first) and all(
        len(row) == len(_HEADERLESS)
        and read_moment(row[0]) is not None
        and parse_duration(row[1]) is not None
        and bool(text_of(row[2]))
        for row in first
    )


def _record(table: Table, layout: Layout, number: int, row: Sequence[Cell]) -> Record:
    cells = {name: [row[n] for n in columns if n < len(row)] for name, columns in layout.index.items()}
    return Record(table.where(number), table.name, cells)


def grouped(listing: Listing) -> list[Record]:
    """Return the records with rows folded that tell one item: one row per person, or one per part of the abstract.

    Rows are one item when everything but the people (or everything but the abstract) is the same; with an id of the
    item both may differ. A row without a title continues the row above.
    """
    people = set(listing.layout.people_fields) | {"role", "person_id", "degrees", "mail"}
    merged: list[Record] = []
    known: dict[tuple[str, ...], Record] = {}
    for record in listing.records:
        keys = _keys(record, people)
        same = _continued(record, merged[-1] if merged else None, people) or next(
            (known[key] for key in keys if key in known), None
        )
        if same is not None and _says_more(same, record, people):
            _fold_in(same, record, people)
            continue
        merged.append(record)  # a whole double too: doubles are counted and folded where all of them are
        for key in keys:
            known.setdefault(key, record)
    return merged


def _people_of(record: Record, people: set[str]) -> dict[str, list[Cell]]:
    return {name: cells for name, cells in record.cells.items() if name in people}


def _says_more(known: Record, record: Record, people: set[str]) -> bool:
    if record.text("abstract") != known.text("abstract"):
        return True
    return _people_of(record, people) not in [_people_of(known, people), *known.more_people]


def _keys(record: Record, people: set[str]) -> list[tuple[str, ...]]:
    texts = {name: record.text(name) for name in sorted(record.cells)}
    alike = tuple(f"{name}={text}" for name, text in texts.items() if name not in people and name != "abstract")
    if record.code("id"):
        return [alike]
    persons = tuple(f"{name}={text}" for name, text in texts.items() if name in people and name != "mail")
    return [(*alike, "abstract", record.text("abstract")), (*alike, "people", *persons)]


def _continued(record: Record, above: Record | None, people: set[str]) -> Record | None:
    """Return the record above when this one has no title and says nothing but people and abstract."""
    if above is None or record.text("title"):
        return None
    said = {name for name in record.cells if record.text(name) and name not in people and name != "abstract"}
    same = all(record.text(name) == above.text(name) for name in said)
    return above if same and (record.text("abstract") or any(record.text(name) for name in people)) else None


def _fold_in(known: Record, record: Record, people: set[str]) -> None:
    mine = _people_of(record, people)
    if any(text_of(cell) for cells in mine.values() for cell in cells):
        known.more_people.append(mine)
    said, new = known.text("abstract"), record.text("abstract")
    if new and new not in said:
        known.cells["abstract"] = [f"{said}\n\n{new}" if said else new]
