"""Rows with more or fewer cells than the header, aligned from both ends by what their cells look like.

Pure. Source of the rules: the import contract, section 6.
"""

from collections import Counter
from collections.abc import Sequence

from server.agenda.importers.cells import Cell, text_of
from server.agenda.importers.dates import read_moment
from server.agenda.people import reads_like_name

_SAMPLE = 100
_FEW_VALUES = 12
_WIDEST = 300  # wider tables are only filled up or cut


class Aligner:
    """Knows what the cells of each column look like in the rows that are even."""

    def __init__(self, width: int, rows: Sequence[list[Cell]]) -> None:
        self.width = width
        even = [row for row in rows if len(row) == width][:_SAMPLE]
        self._looks = [_look([text_of(row[n]) for row in even]) for n in range(width)] if width <= _WIDEST else []
        self._people: set[int] = set()
        self._texts: set[int] = set()

    def prefer(self, people: set[int], texts: set[int]) -> None:
        """Take overflowing cells into people columns when they read like names, else into text columns."""
        self._people, self._texts = people, texts

    def fits(self, row: Sequence[Cell]) -> bool:
        """Say whether the row needs no alignment: blank cells behind the last column may be cut where the rest fits."""
        if len(row) <= self.width or any(map(text_of, row[self.width :])):
            return len(row) == self.width
        if not self._looks:
            return True
        as_it_is = sum(self._fit(n, row[n]) for n in range(self.width))
        return as_it_is >= max(self._scores(list(row), 1))

    def align(self, row: list[Cell]) -> list[Cell]:
        """Return the row with exactly as many cells as the header, nothing lost."""
        if self.fits(row):
            return row[: self.width]
        if not self._looks or not self.width:
            return [*row, *[None] * (self.width - len(row))][: self.width]
        return self._joined(row) if len(row) > self.width else self._spread(row)

    def _scores(self, row: list[Cell], taken: int) -> list[int]:
        """Return, for each column that could be the odd one, how well the cells left and right of it fit."""
        shift = len(row) - self.width
        left, right = [0], [0]
        for n in range(self.width - 1):
            left.append(left[-1] + (self._fit(n, row[n]) if n < len(row) else 0))
        for n in range(self.width - 1, 0, -1):
            right.append(right[-1] + (self._fit(n, row[n + shift]) if 0 <= n + shift < len(row) else 0))
        right.reverse()
        possible = self.width - max(taken - 1, 0)
        return [left[n] + right[min(n + max(taken - 1, 0), self.width - 1)] for n in range(possible)]

    def _fit(self, column: int, cell: Cell) -> int:
        look, text = self._looks[column], text_of(cell)
        if look is None or not text:
            return 0
        if isinstance(look, frozenset):
            return 1 if text in look else -1
        return 1 if read_moment(cell) is not None else -2

    def _joined(self, row: list[Cell]) -> list[Cell]:
        """Return the row with neighbouring cells joined in the one column where the rest fits best."""
        extra = len(row) - self.width
        scores = self._scores(row, 1)
        best = [n for n, score in enumerate(scores) if score == max(scores)]
        column = next((n for n in best if n in self._people and self._names(row[n : n + extra + 1])), None)
        if column is None:
            column = next((n for n in best if n in self._texts), best[-1])
        middle = ", ".join(filter(None, (text_of(cell) for cell in row[column : column + extra + 1])))
        return [*row[:column], middle, *row[column + extra + 1 :]]

    def _names(self, cells: Sequence[Cell]) -> bool:
        return all(reads_like_name(text_of(cell).strip('" ')) for cell in cells)

    def _spread(self, row: list[Cell]) -> list[Cell]:
        """Return the row with blank cells put where the rest fits best, at the end when nothing speaks against it."""
        missing = self.width - len(row)
        scores = self._scores(row, missing)
        column = max(range(len(scores)), key=lambda n: (scores[n], n))
        return [*row[:column], *[None] * missing, *row[column:]]


def _look(texts: list[str]) -> frozenset[str] | str | None:
    """Return the few values of a column, "moment" for days and times, None for free text."""
    filled = [text for text in texts if text]
    if not filled:
        return None
    if sum(1 for text in filled if read_moment(text) is not None) * 10 >= len(filled) * 9:
        return "moment"
    values = Counter(filled)
    return frozenset(values) if len(values) <= _FEW_VALUES and len(values) * 3 <= len(filled) else None
