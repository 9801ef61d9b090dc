"""The order in which a printed page is read: columns of text one after the other, tables of text row by row.

Pure. Two columns are read apart when both begin lines like a programme or run to their right edge; what stands side by
side otherwise (a time, a title, a name) is one row.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from server.agenda.importers.leading import day_text, lead_of
from server.agenda.importers.line_parts import take_number
from server.agenda.importers.pdf_runs import Row, Run

_MARGIN: Final = 0.25  # of the width, left and right, where no gutter is looked for
_STEP: Final = 3.0  # points between two places that are tried for a gutter
_FEWEST: Final = 4  # rows on each side
_CROSSING: Final = 0.3  # of the rows, such as headings, that may run across a gutter
_TELLING: Final = 3  # rows of the right column that begin like an item
_FILLED: Final = 0.5  # of a column's rows that reach its right edge, in running text
_DEEPEST: Final = 4  # columns within columns


@dataclass(frozen=True, slots=True)
class Box:
    """A ruled table on the page, by its number and where it stands."""

    number: int
    x0: float
    top: float
    x1: float
    bottom: float


Element = Row | Box


def in_order(elements: Iterable[Element], depth: int = 0) -> Iterator[Element]:
    """Yield rows and tables of one page or column as a reader takes them."""
    here = sorted(elements, key=lambda one: (one.top, one.x0))
    gutter = _gutter(here) if depth < _DEEPEST else None
    if gutter is None:
        yield from here
        return
    sides: tuple[list[Element], list[Element]] = ([], [])
    for one in here:
        left, right = _cut(one, gutter)
        if left is None and right is None:
            yield from _both(sides, depth)
            sides = ([], [])
            yield one
        for part, side in ((left, sides[0]), (right, sides[1])):
            if part is not None:
                side.append(part)
    yield from _both(sides, depth)


def _both(sides: tuple[list[Element], list[Element]], depth: int) -> Iterator[Element]:
    for side in sides:
        yield from in_order(side, depth + 1)


def _cut(one: Element, gutter: float) -> tuple[Element | None, Element | None]:
    """Return what of a row stands left and right of a gutter, two times None for what runs across."""
    if one.x1 <= gutter:
        return one, None
    if one.x0 >= gutter:
        return None, one
    if isinstance(one, Box):
        return None, None
    left = tuple(run for run in one.runs if run.x1 <= gutter)
    right = tuple(run for run in one.runs if run.x0 >= gutter)
    if len(left) + len(right) < len(one.runs):
        return None, None
    return Row(left), Row(right)


def _gutter(elements: Sequence[Element]) -> float | None:
    """Return where a page falls into two columns, None where it is one."""
    rows = [one for one in elements if isinstance(one, Row)]
    if len(rows) < _FEWEST:
        return None
    start, end = min(row.x0 for row in rows), max(row.x1 for row in rows)
    tried = [start + _MARGIN * (end - start)]
    while (following := tried[-1] + _STEP) < end - _MARGIN * (end - start):
        tried.append(following)
    runs = [(row, run) for row in rows for run in row.runs]
    found = [(sum(run.x0 < x < run.x1 for _row, run in runs), abs(x - (start + end) / 2), x) for x in tried]
    for crossing, _off, x in sorted(found)[:1]:
        if crossing <= _CROSSING * len(rows) and _is_gutter(rows, x):
            return x
    return None


def _is_gutter(rows: Sequence[Row], x: float) -> bool:
    left = [run for row in rows if (run := _first(row, start=None, end=x)) is not None]
    right = [run for row in rows if (run := _first(row, start=x, end=None)) is not None]
    if min(len(left), len(right)) < _FEWEST:
        return False
    if sum(map(_begins_item, right)) >= _TELLING and sum(map(_begins_item, left)) >= _TELLING:
        return True
    return all(_is_filled(side) for side in (left, right))


def _first(row: Row, *, start: float | None, end: float | None) -> Run | None:
    """Return the first run of a row between two places."""
    inside = (run for run in row.runs if (start is None or run.x0 >= start) and (end is None or run.x1 <= end))
    return next(inside, None)


def _begins_item(run: Run) -> bool:
    return lead_of(run.text) is not None or bool(day_text(run.text)) or bool(take_number(run.text)[0])


def _is_filled(side: Sequence[Run]) -> bool:
    """Tell whether the runs are lines of running text: long ones that mostly reach the same right edge."""
    edge = max(run.x1 for run in side)
    width = edge - min(run.x0 for run in side)
    full = sum(run.x1 > edge - 0.12 * width and len(run.words) > 3 for run in side)
    return full >= _FILLED * len(side)
