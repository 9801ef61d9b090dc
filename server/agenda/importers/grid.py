"""Grids: rooms (or days) across, times down; merged cells span rooms or slots.

Pure. Source of the rules: the import contract, sections 6 and 11.6.
"""

from collections.abc import Sequence
from typing import Final

from server.agenda.importers.blocks import Place, Spread
from server.agenda.importers.cells import text_of
from server.agenda.importers.drafts import Draft
from server.agenda.importers.grid_header import Column, Grid, recognised, said
from server.agenda.importers.kinds import Clues, kind_of
from server.agenda.importers.leading import day_in, lead_of
from server.agenda.importers.line_parts import parts_of
from server.agenda.importers.times import Clock

_CONTINUED: Final = 12  # rows below a slot that tell more about its cells


def read(table: Spread, day: str) -> list[Draft] | None:
    """Return the items of a grid, None for a table that is none; `day` holds where the grid names no other."""
    found = recognised(table, day)
    if found is None:
        return None
    for number in range(found.first, len(table.rows)):
        _row(found, number)
    for draft in found.drafts:
        draft.settle()
    return found.drafts


def _row(grid: Grid, number: int) -> None:
    row = grid.table.rows[number]
    origins = [place for column, place in enumerate(row) if place and (place.row, place.column) == (number, column)]
    filled = [place for place in origins if text_of(place.box.text)]
    if len(filled) == 1 and number not in grid.slots and (day := day_in(text_of(filled[0].box.text))):
        grid.day = day[0]
        return
    start = _start_row(grid, number)
    for place in filled:
        if place.column >= grid.left and start is not None:
            _cell(grid, place, start)


def _start_row(grid: Grid, number: int) -> int | None:
    """Return the row whose time holds here: its own, or the one above that its time cell reaches from."""
    if number in grid.slots:
        return number
    first = grid.table.rows[number][0] if grid.table.rows[number] else None
    if first is not None and first.row in grid.slots:
        return first.row
    return next(
        (above for above in range(number - 1, max(number - _CONTINUED, 0) - 1, -1) if above in grid.slots), None
    )


def _cell(grid: Grid, place: Place, start: int) -> None:
    text = text_of(place.box.text)
    above = grid.above.get(place.column)
    first = grid.table.rows[place.row][0] if grid.table.rows[place.row] else None
    if place.row not in grid.slots and (first is None or not text_of(first.box.text)) and above and above[1] >= start:
        above[0].details += text.split("\n")
        return
    lines = [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]
    leads = [lead_of(line) for line in lines]
    if sum(lead is not None and bool(lead.rest) for lead in leads) > 1:
        _several(grid, place, lines, start)
        return
    if above and above[0].title and _repeats(grid, above, lines, place):
        above[0].fields.pop("end", None)
        _put_end(grid, above[0], place)
        grid.above[place.column] = (above[0], _last_row(grid, place))
        return
    draft = _begun(grid, place, start)
    own = leads[0]
    if own is not None:
        draft.fields.pop("end", None)
        draft.fields["start"] = [own.span]
        lines[0] = own.rest
    draft.put_parts(parts_of(lines[0]))
    draft.details = lines[1:]
    _put_room(grid, draft, place)
    grid.drafts.append(draft)
    grid.above[place.column] = (draft, _last_row(grid, place))


def _several(grid: Grid, place: Place, lines: Sequence[str], start: int) -> None:
    """Adds the items of a cell that names several, each with its own time."""
    draft = None
    for line in lines:
        lead = lead_of(line)
        if lead is not None and lead.rest:
            draft = _begun(grid, place, start)
            draft.fields.pop("end", None)
            draft.fields["start"] = [lead.span]
            draft.put_parts(parts_of(lead.rest))
            _put_room(grid, draft, place)
            grid.drafts.append(draft)
        elif draft is not None:
            draft.details.append(line)


def _repeats(grid: Grid, above: tuple[Draft, int], lines: Sequence[str], place: Place) -> bool:
    """Say whether a cell only repeats the one above it, as grids without merged cells do."""
    same = parts_of(lines[0]).title == above[0].title and [*lines[1:]] == above[0].details
    return same and not grid.table.merged and above[1] == place.row - 1 and place.box.down == 1


def _begun(grid: Grid, place: Place, start: int) -> Draft:
    slot = grid.slots[start]
    draft = Draft(grid.table.wheres[place.row], links=list(place.box.links))
    column = grid.columns.get(place.column, Column())
    covered = {grid.columns[c].day for c in _covered(grid, place)}
    draft.put("day", slot.day or (column.day if len(covered) == 1 else "") or grid.day)
    draft.put("start", _clock(slot.span.start))
    if slot.span.end is not None and place.box.down == 1:
        draft.put("end", _clock(slot.span.end))
    else:
        _put_end(grid, draft, place)
    return draft


def _last_row(grid: Grid, place: Place) -> int:
    return min(place.row + place.box.down, len(grid.table.rows)) - 1


def _put_end(grid: Grid, draft: Draft, place: Place) -> None:
    """Sets the end: that of the last slot a cell reaches to, or the start of the slot behind it."""
    last = _last_row(grid, place)
    row = next((number for number in range(last, place.row - 1, -1) if number in grid.slots), None)
    if row is not None and (end := grid.slots[row].span.end) is not None:
        draft.put("end", _clock(end))
    elif grid.table.merged and (behind := min((n for n in grid.slots if n > last), default=None)) is not None:
        following = grid.slots[behind].span.start
        if following.minutes > (grid.slots[row].span.start.minutes if row is not None else 0):
            draft.put("end", _clock(following))


def _covered(grid: Grid, place: Place) -> list[int]:
    return [column for column in range(place.column, place.column + place.box.across) if column in grid.columns]


def _put_room(grid: Grid, draft: Draft, place: Place) -> None:
    covered = _covered(grid, place)
    rooms = list(dict.fromkeys(room for column in covered if (room := grid.columns[column].room)))
    tracks = list(dict.fromkeys(track for column in covered if (track := grid.columns[column].track)))
    alone = not grid.table.merged and _is_alone(grid, place)
    if (len(covered) == len(grid.columns) or alone) and kind_of(Clues(draft.title)) in ("break", "social"):
        return  # for everybody, in no single room
    draft.put_once("room", "; ".join(rooms))
    if len(tracks) == 1:
        draft.put("track", tracks[0])


def _is_alone(grid: Grid, place: Place) -> bool:
    texts = [said(grid.table, place.row, column) for column in range(grid.left, grid.table.width)]
    return sum(map(bool, texts)) == 1


def _clock(clock: Clock) -> str:
    """Return a time of day as text, with its half of the day where one was written."""
    hours, minutes = divmod(clock.minutes, 60)
    if clock.half is None or hours in (0, 24):
        return f"{hours}:{minutes:02d}"
    return f"{(hours - 1) % 12 + 1}:{minutes:02d} {clock.half}"
