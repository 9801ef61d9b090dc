"""Which tables are grids, and what their header says: rooms, tracks or days across, times down.

Pure. Source of the rules: the import contract, section 6.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from server.agenda.importers.blocks import Place, Spread, origin_text
from server.agenda.importers.cells import text_of
from server.agenda.importers.column_keys import fold_header
from server.agenda.importers.columns import SAMPLE, by_name
from server.agenda.importers.drafts import Draft
from server.agenda.importers.leading import Lead, day_in, lead_of
from server.agenda.importers.line_parts import is_bare_time, is_room, names_people
from server.agenda.importers.line_words import words
from server.agenda.importers.times import Clock, Span, parse_span
from server.agenda.people import fold

_HEADER_ROWS: Final = 12
_WIDEST: Final = 300
_TITLE_WORDS: Final = words("titles")
_MOST: Final = 0.6  # part of the first column that must be times
_LISTED: Final = frozenset({
    "title", "abstract", "end", "duration", "kind", "number", "id", "status", "subtitle", "board", "presenter",
    "author", "chair", "moderator",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """What the header says about one column."""

    day: str = ""
    room: str = ""
    track: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """One row of times: a day where the cell names one, a start, and an end where it is written."""

    span: Span
    day: str = ""


@dataclass(slots=True)
class Grid:
    """A grid while it is read."""

    table: Spread
    first: int  # the first row of times
    left: int  # the first column that is no time
    columns: dict[int, Column]
    day: str
    slots: dict[int, Slot] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    above: dict[int, tuple[Draft, int]] = field(default_factory=dict)  # last item of a column and its last row


def recognised(table: Spread, day: str) -> Grid | None:
    """Return a grid with its columns and slots, None for a table that is none."""
    if not 3 <= table.width <= _WIDEST:
        return None
    times = [number for number, row in enumerate(table.rows) if row and _is_time(row[0], number)]
    if len(times) < 2 or times[0] > _HEADER_ROWS or not times[0]:
        return None
    below = [number for number in range(times[0], len(table.rows)) if said(table, number, 0)]
    if len(times) < _MOST * len(below):
        return None
    left = 2 if _is_end_column(table, times) else 1
    heads = [number for number in range(times[0]) if any(said(table, number, c) for c in range(left, table.width))]
    columns = _columns(table, heads[-3:], left)
    named = [column for column in columns.values() if column.day or column.room or column.track]
    if len(named) < 2 or (heads and _lists(table, heads[-1], left, times[0])):
        return None
    found = Grid(table, times[0], left, columns, _day_above(table, times[0]) or day)
    for number in times:
        found.slots[number] = _slot(table, number, left)
    return found


def said(table: Spread, number: int, column: int) -> str:
    """Return the text of the cell that begins at a place, "" for none."""
    row = table.rows[number]
    return origin_text(row[column], number, column) if column < len(row) else ""


def _is_time(place: Place | None, number: int) -> bool:
    return place is not None and place.row == number and place.box.across == 1 and is_bare_time(text_of(place.box.text))


def _is_end_column(table: Spread, times: Sequence[int]) -> bool:
    ends = [number for number in times if len(table.rows[number]) > 1 and _is_time(table.rows[number][1], number)]
    return table.width > 3 and len(ends) >= _MOST * len(times)


def _lists(table: Spread, head: int, left: int, first: int) -> bool:
    """Say whether the columns are those of a list ("Title", "Speaker"): by the header's words, then by the cells."""
    texts = [text for column in range(left, table.width) if (text := " ".join(said(table, head, column).split()))]
    names = [by_name(fold_header(text))[0].split(".")[0] for text in texts]
    if any(name in _LISTED for name in names) or (names and all(names)):
        return True
    if any(is_room(text) or day_in(text) or text.casefold().startswith("track ") for text in texts):
        return False
    if any(_TITLE_WORDS.intersection(fold(text).split()) for text in texts):
        return True
    return any(_holds_names(table, column, first) for column in range(left, table.width))


def _holds_names(table: Spread, column: int, first: int) -> bool:
    texts = [
        text for number in range(first, min(len(table.rows), first + SAMPLE)) if (text := said(table, number, column))
    ]
    return bool(texts) and sum(map(names_people, texts)) >= _MOST * len(texts)


def _columns(table: Spread, heads: Sequence[int], left: int) -> dict[int, Column]:
    columns = {column: Column() for column in range(left, table.width)}
    for number in heads:
        texts = _across(table, number, left)
        rooms = any(is_room(text) for text in texts.values())
        for column, text in texts.items():
            columns[column] = _named(columns[column], text, rooms=rooms)
    return columns


def _across(table: Spread, number: int, left: int) -> dict[int, str]:
    """Return the header of each column; a day in a table without merged cells holds for the blank ones behind it."""
    texts: dict[int, str] = {}
    last = ""
    for column in range(left, table.width):
        row = table.rows[number]
        place = row[column] if column < len(row) else None
        text = " ".join(text_of(place.box.text).split()) if place is not None and place.row == number else ""
        if text:
            last = text if day_in(text) else ""
        texts[column] = text or ("" if table.merged else last)
    return {column: text for column, text in texts.items() if text}


def _named(column: Column, text: str, *, rooms: bool) -> Column:
    if found := day_in(text):
        return replace(column, day=found[0], room=found[1] or column.room)
    if text.casefold().startswith("track"):
        return replace(column, track=text)
    if column.room and not rooms:
        return replace(column, track=text) if is_room(column.room) else replace(column, track=column.room, room=text)
    return replace(column, room=text, track=column.room or column.track)


def _day_above(table: Spread, first: int) -> str:
    """Return the day that the first cell or a line of its own above the grid names."""
    for number in range(first - 1, -1, -1):
        filled = {text for column in range(table.width) if (text := said(table, number, column))}
        corner = said(table, number, 0)
        alone = corner or (filled.pop() if len(filled) == 1 else "")
        if alone and (found := day_in(" ".join(alone.split()))):
            return found[0]
    return ""


def _slot(table: Spread, number: int, left: int) -> Slot:
    lead = lead_of(" ".join(said(table, number, 0).split())) or Lead()
    span = parse_span(lead.span) or Span(Clock(0))
    if left == 2 and (end := lead_of(said(table, number, 1))) and (last := parse_span(end.span)):
        span = replace(span, end=last.start)
    return Slot(span, lead.day)
