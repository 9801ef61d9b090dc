"""The rows of a printed document as headings and lines: what was broken at the right edge is joined again.

Pure. A row goes on the one above when it is set the same way, close below and under one of its runs, and when its first
word would not have found room there or is no beginning. Headings are told by larger letters, or by bold ones where few
rows are bold.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from server.agenda.importers.blocks import Block, Heading, Line
from server.agenda.importers.leading import day_text, is_open_end, lead_of
from server.agenda.importers.line_parts import is_bare_time, labelled, names_people, take_number
from server.agenda.importers.pdf_runs import Row, Run

_LARGER: Final = 1.12  # times the usual letters
_SAME: Final = 0.6  # points by which letters of one size may differ
_CLOSE: Final = 0.75  # of the letters' height between two lines of one paragraph, at most
_GUTTER: Final = 2.5  # times the letters' height, between two columns
_BLANK: Final = 0.2  # of the letters' height, between two words
_ALIGNED: Final = 4.0  # points by which lines of one column may begin apart
_FEW: Final = 0.35  # of the rows; where more are bold, bold is how titles are set
_LONGEST_HEAD: Final = 120  # characters
_LEVELS: Final = 4  # of headings by size; bold ones are one below
_BULLET: Final = re.compile(r"^[•▪◦‣●○■□–*]\s+(?=\S)")
_BROKEN_ROWS, _BROKEN_SHARE = 4, 0.02  # rows that end in a hyphen where the program that set the text breaks words
_BROKEN: Final = re.compile(r"(\w+)[-\u00ad\u2010]$")
_MARKS: Final = ".,;:()"
_SOFT: Final = "\u00ad"


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of a page with the name of its place."""

    row: Row
    where: str


class Style:
    """What is usual in a document: the size of its letters, whether bold rows are few, where columns begin and end."""

    def __init__(self, rows: Sequence[Row]) -> None:
        letters: Counter[float] = Counter()
        edges: dict[tuple[int, int], float] = defaultdict(float)
        self.hyphened: set[str] = set()
        broken = sum(_BROKEN.search(row.text) is not None for row in rows)
        self.hyphenates = broken >= max(_BROKEN_ROWS, _BROKEN_SHARE * len(rows))
        for row in rows:
            letters[round(row.size, 1)] += len(row.text)
            for run in row.runs:
                edges[_column(run)] = max(edges[_column(run)], run.x1)
                self.hyphened.update(word.text.casefold().strip(_MARKS) for word in run.words if "-" in word.text)
        self._starts = sorted({run.x0 for row in rows for run in row.runs})
        self._right = max((row.x1 for row in rows), default=0.0)
        self.body = max(letters, key=lambda size: (letters[size], -size), default=0.0)
        self._edges: Mapping[tuple[int, int], float] = edges
        self._few_bold = sum(row.bold for row in rows) <= _FEW * len(rows)
        larger = sorted({round(row.size) for row in rows if self._is_large(row)}, reverse=True)
        self._levels = {size: min(level, _LEVELS) for level, size in enumerate(larger, 1)}

    def level(self, row: Row) -> int:
        """Return the level of a heading, 0 for a line; what begins with a time is a line whatever it looks like."""
        text = row.text
        if len(text) > _LONGEST_HEAD or not any(map(str.isalpha, text)) or lead_of(text) is not None:
            return 0
        if self._is_large(row):
            return self._levels[round(row.size)]
        is_head = row.bold and self._few_bold and labelled(text) is None and not take_number(text)[0]
        return _LEVELS + 1 if is_head else 0

    def edge(self, run: Run) -> float:
        """Return how far a run may reach: as far as others of its column, or to the next column or the right margin."""
        column, size = _column(run)
        reached = max(self._edges.get((column + step, size), 0.0) for step in (-1, 0, 1))
        following = bisect_right(self._starts, max(reached, run.x1))
        beside = self._starts[following] - _GUTTER * size if following < len(self._starts) else self._right
        return max(reached, beside)

    def joined(self, above: str, below: str) -> str:
        """Return two pieces of one text; a word that was broken with a hyphen is whole again.

        A hyphen stays where the document writes the word with one, and where it breaks no words otherwise.
        """
        found = _BROKEN.search(above)
        if found is None or not below[:1].islower() or not found[1][-1:].islower():
            return f"{above} {below}"
        word = f"{found[1]}-{below.split()[0]}".casefold().strip(_MARKS)
        is_cut = above.endswith(_SOFT) or (self.hyphenates and word not in self.hyphened)
        return above[:-1] + below if is_cut else above + below

    def _is_large(self, row: Row) -> bool:
        return row.size > _LARGER * self.body


def blocks_of(rows: Iterable[Placed], style: Style) -> list[Block]:
    """Return the headings and lines of rows that follow each other, with broken ones joined."""
    blocks: list[Block] = []
    open_rows: list[Row] = []
    texts: list[str] = []
    where, apart = "", True

    def close() -> None:
        if open_rows:
            blocks.append(_block(open_rows[0], texts, where, style, apart=apart))

    for placed in rows:
        row = placed.row
        last = open_rows[-1] if open_rows else None
        at = _goes_on(open_rows, row, style) if open_rows else None
        if at is not None:
            for number, run in zip(at, row.runs, strict=True):
                texts[number] = style.joined(texts[number], run.text)
            open_rows.append(row)
            continue
        close()
        open_rows, texts, where = [row], [run.text for run in row.runs], placed.where
        apart = last is None or not _is_close(last, row)
    close()
    return blocks


def runs_on(above: str, below: str) -> bool:
    """Say whether a text goes on by its letters: in the middle of a sentence, in lower case."""
    return below[:1].islower() and not above.endswith((".", "!", "?", ":", ";"))


def _block(row: Row, texts: Sequence[str], where: str, style: Style, *, apart: bool) -> Block:
    text = " | ".join(texts).replace(_SOFT, "")
    level = style.level(row)
    if level and len(text) <= _LONGEST_HEAD:
        return Heading(level, text, where)
    listed = _BULLET.match(text) is not None
    return Line(_BULLET.sub("", text), where, apart, (), listed)


def _goes_on(above: Sequence[Row], row: Row, style: Style) -> list[int] | None:
    """Return for each run of a row the run that it goes on, None when the row begins something new."""
    last, first = above[-1], above[0]
    if abs(last.size - row.size) > _SAME or last.bold != row.bold or not _is_close(last, row):
        return None
    ends_time = len(above) == 1 and is_open_end(first.runs[0].text) and is_bare_time(row.runs[0].text)
    if not ends_time and (_begins(row) or (names_people(row.text) and not last.text.endswith((",", ";", "&")))):
        return None
    found = [_run_above(first, run) for run in row.runs]
    if any(number is None for number in found) or len(set(found)) < len(found):
        return None
    numbers = [number for number in found if number is not None]
    if ends_time:
        return numbers
    pairs = [(_last_under(above, first.runs[number]), run) for number, run in zip(numbers, row.runs, strict=True)]
    is_full = any(one.x1 + _BLANK * row.size + run.first_width > style.edge(one) for one, run in pairs)
    return numbers if is_full or all(runs_on(one.text, run.text) for one, run in pairs) else None


def _begins(row: Row) -> bool:
    text = row.text
    return (
        _BULLET.match(text) is not None
        or lead_of(text) is not None
        or bool(day_text(text))
        or bool(take_number(text)[0])
        or labelled(text) is not None
    )


def _run_above(first: Row, run: Run) -> int | None:
    """Return the run of the first row that stands above, by where it begins; a hanging line counts to the first."""
    for number, one in enumerate(first.runs):
        if abs(one.x0 - run.x0) <= _ALIGNED:
            return number
    if len(first.runs) == 1 and first.x0 < run.x0 < first.x1:
        return 0
    return None


def _last_under(above: Sequence[Row], run: Run) -> Run:
    """Return the last run of a paragraph that began with this one."""
    under = [one for row in above for one in row.runs if run.x0 - _ALIGNED <= one.x0 < run.x1]
    return under[-1] if under else run


def _is_close(above: Row, row: Row) -> bool:
    return -row.size < row.top - above.bottom < _CLOSE * max(above.size, row.size)


def _column(run: Run) -> tuple[int, int]:
    return round(run.x0 / _ALIGNED), round(run.words[0].size)
