"""Tables without rules on a printed page: where the cells beside a column of times begin, and cells set in the middle.

Pure. A column begins where rows that start with a time put a word again and again, with white to its left. Where cells
are centred on their row, lines of one row stand at different heights; they are levelled, as if all began at its top.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median_low
from typing import Final

from server.agenda.importers.leading import is_open_end, lead_of
from server.agenda.importers.line_parts import is_bare_time
from server.agenda.importers.pdf_runs import Row, Word, rows_of

_FEWEST: Final = 4  # rows that begin with a time
_ALIKE: Final = 1.5  # points by which words of one column may begin apart
_AGREE: Final = 0.25  # of the timed rows, two at least, that put the first word behind the time at one place
_OFTEN: Final = 0.3  # of them that put a word at the place of a further column
_LARGER: Final = 1.12  # times the usual letters
_CROSSING: Final = 0.1  # of them in which a word may lie across it
_MOST: Final = 6  # columns
_LINE: Final = 1.2  # times the letters' height from one line to the next
_OFF: Final = 2.5  # points by which a line stands off the lines of times when cells are centred
_MOST_WORDS: Final = 6  # of a time with its day
Columns = tuple[float, ...]


@dataclass(slots=True)
class _Cell:
    """Lines of one column that follow each other closely."""

    lines: list[Row]

    @property
    def top(self) -> float:
        return self.lines[0].top

    @property
    def middle(self) -> float:
        return (self.lines[0].top + self.lines[-1].bottom) / 2


def levelled_rows(words: Sequence[Word], above: Columns) -> tuple[list[Row], Columns]:
    """Return the rows of a page and the columns of its last part; `above` are those of the part before this page.

    Rows in large letters part a page, since each day or session may have a table of its own.
    """
    rows: list[Row] = []
    columns = above
    for part in _parts(rows_of(words)):
        inside = [word for row in part for word in row.words]
        found = columns_of(part, columns)
        rows += rows_of(levelled(inside, found), found) if found else part
        columns = found or columns
    return rows, columns


def _parts(rows: Sequence[Row]) -> Iterator[list[Row]]:
    usual = median_low(row.size for row in rows) if rows else 0.0
    part: list[Row] = []
    for row in rows:
        if row.size > _LARGER * usual:
            yield from ([part] if part else [])
            yield [row]
            part = []
        else:
            part.append(row)
    yield from ([part] if part else [])


def columns_of(rows: Sequence[Row], above: Columns = ()) -> Columns:
    """Return where the columns behind a column of times begin, () where rows have no such columns.

    A table that goes on from above, whose columns are given, needs few rows to be known again.
    """
    found = _found_columns(rows)
    if found or not above:
        return found
    timed = [words[count] for row in rows if (count := _time_words(words := list(row.words))) < len(words) and count]
    same = sum(abs(word.x0 - above[0]) <= _ALIKE for word in timed)
    crossed = any(word.x0 < above[0] - _ALIKE < word.x1 for row in rows for word in row.words if row.words)
    return above if same and same >= _AGREE * len(timed) and not crossed else ()


def _found_columns(rows: Sequence[Row]) -> Columns:
    timed = [(words, count) for row in rows if (count := _time_words(words := list(row.words))) < len(words) and count]
    if len(timed) < _FEWEST:
        return ()
    behind = Counter(round(words[count].x0) for words, count in timed)
    first = next((x for x in sorted(behind) if _near(behind, x) >= max(2, _AGREE * len(timed))), None)
    if first is None or any(word.x0 < first - _ALIKE < word.x1 for words, _count in timed for word in words[:1]):
        return ()
    begun = Counter(round(word.x0) for words, _count in timed for word in words if word.x0 > first + _ALIKE)
    found = [float(first)]
    for x in sorted(begun):
        if _near(begun, x) < _OFTEN * len(timed) or x - found[-1] < 5 * _ALIKE or len(found) >= _MOST:
            continue
        crossing = sum(word.x0 < x - _ALIKE < word.x1 for words, _count in timed for word in words)
        if crossing <= _CROSSING * len(timed) and _is_white(timed, x):
            found.append(float(x))
    return tuple(found)


def levelled(words: Sequence[Word], columns: Sequence[float]) -> list[Word]:
    """Return the words with the lines of each row of a centred table at its top; others where they stand."""
    times = list(_time_cells([word for word in words if word.x1 <= columns[0] + _ALIKE]))
    tops = [time.top for time in times]
    cells = [cell for column in _by_column(words, columns) for cell in _cells(column, tops)]
    if not _is_centred(times, cells):
        return list(words)
    moved: dict[int, float] = {}
    for time in times:
        here = [time, *(cell for cell in cells if abs(cell.middle - time.middle) < time.lines[0].size / 2)]
        top = min(cell.top for cell in here)
        for cell in here:
            for number, line in enumerate(cell.lines):
                moved |= {id(word): top + number * _LINE * line.size for word in line.words}
    return [_at(word, moved[id(word)]) if id(word) in moved else word for word in words]


def _at(word: Word, top: float) -> Word:
    return replace(word, top=top, bottom=top + word.bottom - word.top)


def _near(counts: Counter[int], x: int) -> int:
    return counts[x - 1] + counts[x] + counts[x + 1]


def _time_words(words: Sequence[Word]) -> int:
    """Return how many words at the start of a row are its time ("9:00 - 9:30"), 0 where it starts otherwise."""
    text, found = "", 0
    for count, word in enumerate(words[:_MOST_WORDS], 1):
        text = f"{text} {word.text}".strip()
        if is_bare_time(text) or is_open_end(text):
            found = count
    return found


def _is_white(timed: Sequence[tuple[list[Word], int]], x: float) -> bool:
    """Tell whether the words before a column mostly end clearly before it, as words of one sentence do not."""
    gaps = []
    for words, _count in timed:
        before = [word.x1 for word in words if word.x1 <= x - _ALIKE]
        if before and any(abs(word.x0 - x) <= _ALIKE for word in words):
            gaps.append(x - max(before))
    return bool(gaps) and median_low(gaps) > timed[0][0][0].size


def _time_cells(words: Sequence[Word]) -> Iterator[_Cell]:
    """Yield the times, each with the line that its end stands on."""
    waiting: _Cell | None = None
    for row in rows_of(words):
        if waiting is not None and lead_of(row.text) is not None:
            yield _Cell([*waiting.lines, row])
            waiting = None
            continue
        waiting = None
        if is_open_end(row.text):
            waiting = _Cell([row])
        elif is_bare_time(row.text):
            yield _Cell([row])


def _by_column(words: Sequence[Word], columns: Sequence[float]) -> Iterator[list[Row]]:
    for start, end in zip(columns, [*columns[1:], float("inf")], strict=True):
        inside = [word for word in words if word.x0 >= start - _ALIKE and word.x1 <= end + _ALIKE]
        yield [row for row in rows_of(inside) if abs(row.x0 - start) <= 2 * _ALIKE]


def _cells(lines: Sequence[Row], tops: Sequence[float]) -> Iterator[_Cell]:
    """Yield the lines of a column by cells: those of one stand closer than cells do, and one at most beside a time."""
    gaps = sorted(row.top - above.bottom for above, row in pairwise(lines))
    close = (gaps[len(gaps) // 10] if gaps else 0.0) + _ALIKE
    cell: list[Row] = []
    begun = False
    for line in lines:
        begins = any(abs(top - line.top) <= _ALIKE for top in tops)
        if cell and (line.top - cell[-1].bottom > close or (begins and begun)):
            yield _Cell(cell)
            cell, begun = [], False
        cell.append(line)
        begun = begun or begins
    if cell:
        yield _Cell(cell)


def _is_centred(times: Sequence[_Cell], cells: Sequence[_Cell]) -> bool:
    """Tell whether cells have the middle of their time but not its top."""
    off = 0
    for time in times:
        off += any(abs(cell.middle - time.middle) < _ALIKE and abs(cell.top - time.top) > _OFF for cell in cells)
    return off > 1
