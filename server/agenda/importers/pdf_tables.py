"""Ruled tables of a printed page: each cell with the words inside it, rows that go on over the page as one table.

Pure. Lengths are points from the upper left corner of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from server.agenda.importers.blocks import Box, Spread, spread
from server.agenda.importers.pdf_lines import Style, runs_on
from server.agenda.importers.pdf_runs import Row, Word, rows_of

_SAME_EDGE: Final = 4.0  # points by which the columns of two pages may differ
_BLANK: Final = 0.2  # of the letters' height, between two words
_PADDING: Final = 8.0  # points that a cell keeps free at its right edge, at most
_FEWEST: Final = 2  # rows and columns; less is a frame around text


@dataclass(frozen=True, slots=True)
class Ruling:
    """A cell of a table: which places it covers, and where it stands."""

    row: int
    column: int
    down: int
    across: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class Ruled:
    """A table with the words of each cell; `wheres` names its rows."""

    cells: list[tuple[Ruling, list[Word]]]
    wheres: list[str]
    box: tuple[float, float, float, float] = field(default=(0.0, 0.0, 0.0, 0.0))

    @property
    def edges(self) -> list[float]:
        """Return where its columns begin."""
        return sorted({column: ruling.x0 for ruling, _words in self.cells for column in [ruling.column]}.values())

    def spread(self, style: Style) -> Spread:
        """Return the table with its texts, merged cells spread."""
        covered = {
            (ruling.row + down, ruling.column + across)
            for ruling, _words in self.cells
            for down in range(ruling.down)
            for across in range(ruling.across)
        }
        width = 1 + max(column for _row, column in covered)
        boxes: list[list[tuple[int, Box]]] = [[] for _ in self.wheres]
        for ruling, words in self.cells:
            boxes[ruling.row].append((ruling.column, Box(text_of(words, ruling.x1, style), ruling.across, ruling.down)))
        for row in range(len(boxes)):
            boxes[row] += [(column, Box("")) for column in range(width) if (row, column) not in covered]
        rows = [[box for _column, box in sorted(row, key=lambda one: one[0])] for row in boxes]
        return spread(rows, self.wheres)


def tables_of(
    told: Sequence[Sequence[Sequence[float]]], words: Sequence[Word], page: int
) -> tuple[list[Ruled], list[Word]]:
    """Return the tables of a page with their words, and the words outside of them."""
    free = list(words)
    found: list[Ruled] = []
    for cells in told:
        rulings = [Ruling(*(int(one) for one in cell[:4]), *cell[4:]) for cell in cells]
        rows, columns = (1 + max((getattr(one, name) for one in rulings), default=0) for name in ("row", "column"))
        if min(rows, columns) < _FEWEST:
            continue
        inside = [(one, [word for word in free if _holds(one, word)]) for one in rulings]
        taken = {id(word) for _ruling, own in inside for word in own}
        if not taken:
            continue
        free = [word for word in free if id(word) not in taken]
        number = len(found) + 1
        wheres = [f"page {page} table {number} row {row}" for row in range(1, rows + 1)]
        found.append(Ruled(_once(inside), wheres, _around(rulings)))
    return found, free


def over_pages(pages: Sequence[Sequence[Row | Ruled]]) -> list[list[Row | Ruled]]:
    """Return the pages with a table that ends one page and goes on with the same columns on the next as one."""
    made: list[list[Row | Ruled]] = []
    last: Ruled | None = None
    for page in pages:
        here = list(page)
        first = here[0] if here else None
        if last is not None and isinstance(first, Ruled) and _same_columns(last, first):
            _append(last, first)
            here = here[1:]
            last = last if not here else None
        else:
            last = None
        if here and isinstance(here[-1], Ruled):
            last = here[-1]
        made.append(here)
    return made


def text_of(words: Sequence[Word], edge: float, style: Style) -> str:
    """Return the text of a cell; a line goes on where the next word found no room before the cell's right edge."""
    lines: list[str] = []
    last: Row | None = None
    for row in rows_of(words):
        text = " ".join(run.text for run in row.runs)
        if last is not None and (
            last.x1 + _BLANK * row.size + row.runs[0].first_width > edge - _PADDING or runs_on(lines[-1], text)
        ):
            lines[-1] = style.joined(lines[-1], text)
        else:
            lines.append(text)
        last = row
    return "\n".join(lines)


def _holds(ruling: Ruling, word: Word) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return ruling.x0 <= x <= ruling.x1 and ruling.top <= y <= ruling.bottom


def _once(cells: Sequence[tuple[Ruling, list[Word]]]) -> list[tuple[Ruling, list[Word]]]:
    """Return the cells with each word in one of them, and one cell for each place."""
    taken: set[int] = set()
    places: set[tuple[int, int]] = set()
    made = []
    for ruling, words in cells:
        if (ruling.row, ruling.column) in places:
            continue
        places.add((ruling.row, ruling.column))
        made.append((ruling, [word for word in words if id(word) not in taken]))
        taken.update(map(id, words))
    return made


def _around(rulings: Sequence[Ruling]) -> tuple[float, float, float, float]:
    return (
        min(one.x0 for one in rulings),
        min(one.top for one in rulings),
        max(one.x1 for one in rulings),
        max(one.bottom for one in rulings),
    )


def _same_columns(one: Ruled, other: Ruled) -> bool:
    return len(one.edges) == len(other.edges) and all(
        abs(left - right) <= _SAME_EDGE for left, right in zip(one.edges, other.edges, strict=True)
    )


def _append(table: Ruled, more: Ruled) -> None:
    """Add the rows of `more`; a header that is printed again on each page is left out."""
    start = len(table.wheres)
    skipped = 1 if _head(table) and _head(table) == _head(more) else 0
    for ruling, words in more.cells:
        if ruling.row >= skipped:
            place = Ruling(
                ruling.row - skipped + start,
                *(ruling.column, ruling.down, ruling.across, ruling.x0, ruling.top, ruling.x1, ruling.bottom),
            )
            table.cells.append((place, words))
    table.wheres += more.wheres[skipped:]


def _head(table: Ruled) -> list[str]:
    return [" ".join(word.text for word in words) for ruling, words in table.cells if ruling.row == 0]
