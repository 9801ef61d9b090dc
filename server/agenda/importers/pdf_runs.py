"""The words of a printed page as runs and rows: words side by side make a run, runs at one height make a row.

Pure. Lengths are points from the upper left corner of the page.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Final

#: A gap this many times as wide as the letters are high parts two columns; justified text stays below.
_GAP: Final = 1.5
_ALIKE: Final = 1.5  # points by which words of one column may begin apart
_MOSTLY: Final = 0.5  # of a word's height that it shares with its row


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float  # of its letters
    bold: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Words that follow each other without a wide gap."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Return the words with one blank between them."""
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        """Return where the run begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Return where the run ends."""
        return max(word.x1 for word in self.words)

    @property
    def first_width(self) -> float:
        """Return how wide the first word is."""
        return self.words[0].x1 - self.words[0].x0


@dataclass(frozen=True, slots=True)
class Row:
    """Runs at one height, from left to right."""

    runs: tuple[Run, ...]

    @property
    def words(self) -> Iterator[Word]:
        """Yield all words from left to right."""
        return (word for run in self.runs for word in run.words)

    @property
    def text(self) -> str:
        """Return the runs with bars between them, as the reader of lines parts them."""
        return " | ".join(run.text for run in self.runs)

    @property
    def x0(self) -> float:
        """Return where the row begins."""
        return self.runs[0].x0

    @property
    def x1(self) -> float:
        """Return where the row ends."""
        return max(run.x1 for run in self.runs)

    @property
    def top(self) -> float:
        """Return the upper edge of its letters."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Return the lower edge of its letters."""
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        """Return the usual height of its letters."""
        return median_low(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        """Tell whether all of it is bold."""
        return all(word.bold for word in self.words)


def rows_of(words: Iterable[Word], columns: Sequence[float] = ()) -> list[Row]:
    """Return the rows of words from top to bottom; a raised number belongs to the row that it stands in.

    A run ends where one of the `columns` begins, however narrow the gap.
    """
    open_rows: list[list[Word]] = []
    spans: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda one: (-one.size, one.top, one.x0)):
        number = next((n for n, span in enumerate(spans) if _shares(word, span)), None)
        if number is None:
            open_rows.append([word])
            spans.append((word.top, word.bottom))
        else:
            open_rows[number].append(word)
    made = [Row(tuple(_runs(sorted(row, key=lambda one: one.x0), columns))) for row in open_rows]
    return sorted(made, key=lambda row: (row.top, row.x0))


def _shares(word: Word, span: tuple[float, float]) -> bool:
    height = max(word.bottom - word.top, 0.1)
    return min(word.bottom, span[1]) - max(word.top, span[0]) > _MOSTLY * height


def _runs(row: Sequence[Word], columns: Sequence[float]) -> Iterator[Run]:
    run = [row[0]]
    for word in row[1:]:
        gap = word.x0 - max(one.x1 for one in run)
        if gap > _GAP * max(word.size, run[-1].size) or any(abs(word.x0 - x) <= _ALIKE for x in columns):
            yield Run(tuple(run))
            run = []
        run.append(word)
    yield Run(tuple(run))
