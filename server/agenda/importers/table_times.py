"""When the rows of a table take place: cells of several columns joined, decisions for whole columns.

Pure. Source of the rules: the import contract, sections 4 and 6.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise

from server.agenda.importers import dates, times
from server.agenda.importers.cells import Cell, text_of
from server.agenda.importers.dates import DayText, Known, Moment
from server.agenda.importers.programme import DateOrder, Hints, TimeMark
from server.agenda.importers.table_rows import Record
from server.agenda.importers.times import Clock, Span

_YES = frozenset({"true", "yes", "y", "1", "x", "wahr", "ja"})
_LONG = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Written:
    """What a row says about when, before anything is decided."""

    day: DayText | None = None
    end_day: DayText | None = None
    span: Span | None = None
    length: timedelta | None = None
    offset: timedelta | None = None
    all_day: bool = False
    label: str = ""  # the cells as written, for a day that cannot be told


@dataclass(frozen=True, slots=True)
class When:
    """A row's wall clock; everything may be open."""

    start: datetime | None = None
    end: datetime | None = None
    day_on: date | None = None
    label: str = ""
    offset: timedelta | None = None
    marks: tuple[TimeMark, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided for the whole file."""

    order: DateOrder | None
    must_ask: bool
    afternoons: bool


def known_days(hints: Hints, texts: Iterable[str]) -> Known:
    """Return what is known of the days: the hints, and a year in texts over the header."""
    moments = (dates.read_moment(text) for text in texts)
    year = next((moment.day.year for moment in moments if moment and moment.day and moment.day.year), 0)
    return Known(hints.first_day, hints.last_day, hints.date_order, year)


def with_year(known: Known, rows: Sequence[Written]) -> Known:
    """Return what is known of the days with the first year that the file's own dates name, where none was known."""
    if known.year or known.first_day:
        return known
    return replace(known, year=min((row.day.year for row in rows if row.day and row.day.year), default=0))


def written(record: Record, day_above: DayText | None = None) -> Written:
    """Return what the row's cells say about when; a cell that is no time is left to the label."""
    cells = {name: record.cell(name) for name in ("day", "start", "end", "end_day", "duration")}
    found = {name: dates.read_moment(_as_time(cell, name)) for name, cell in cells.items() if name != "duration"}
    day, start, end_day, end = _with_weekday(found["day"], record), found["start"], found["end_day"], found["end"]
    span = _span(start or Moment(), day or Moment(), end or Moment(), end_day or Moment())
    said = [*map(text_of, record.cells.get("day", [])), text_of(cells["start"])]
    all_day = record.text("all_day").casefold() in _YES or bool(span and span.all_day)
    return Written(
        day=_first_day(day, start) or (day_above if span else None),
        end_day=_first_day(end_day, end),
        span=span,
        length=times.parse_duration(cells["duration"]),
        offset=next((moment.offset for moment in (start, day) if moment and moment.offset is not None), None),
        all_day=all_day,
        label=" ".join(filter(None, said)),
    )


def _with_weekday(day: Moment | None, record: Record) -> Moment | None:
    """Return the day of a row with the weekday that a column of its own tells; the date is the fuller of the two."""
    moments = [moment for cell in record.cells.get("day", []) if (moment := dates.read_moment(cell)) and moment.day]
    dated = next((one for one in moments if one.day and (one.day.month or one.day.first)), None)
    weekday = next((one.day.weekday for one in moments if one.day and one.day.weekday is not None), None)
    if dated is None or dated.day is None or len(moments) < 2:
        return day
    return replace(dated, day=replace(dated.day, weekday=weekday), span=dated.span or (day.span if day else None))


def _as_time(cell: Cell, name: str) -> object:
    """Return the cell; a fraction of a day in a time column is a clock time of a spreadsheet."""
    if isinstance(cell, float) and name in ("start", "end") and 0 <= cell < 1:
        return timedelta(minutes=round(cell * 24 * 60))
    return cell


def _first_day(*moments: Moment | None) -> DayText | None:
    return next((moment.day for moment in moments if moment and moment.day), None)


def _span(start: Moment, day: Moment, end: Moment, end_day: Moment) -> Span | None:
    span = start.span or day.span
    last = end.span or end_day.span
    if span is None or span.all_day or span.end is not None or last is None:
        return span
    return times.parse_pair(span.start, last.start)


def decide(rows: Sequence[Written], known: Known) -> tuple[list[Written], Decisions]:
    """Return the rows with afternoons found, and the order of day and month for the whole file."""
    days = [day for row in rows for day in (row.day, row.end_day) if day]
    order = dates.decide_order(days, known) or _by_lengths(rows, known)
    spans, changed = times.afternoons([row.span for row in rows], [row.day for row in rows])
    read = [replace(row, span=span) for row, span in zip(rows, spans, strict=True)]
    must_ask = order is None and any(day.is_open for day in days)
    return read, Decisions(order, must_ask, changed)


def _by_lengths(rows: Sequence[Written], known: Known) -> DateOrder | None:
    """Return the one order in which each stated length reaches from the first day to the last, None without proof."""
    spans = [row for row in rows if row.day and row.end_day and row.length and row.day.first and row.day != row.end_day]
    orders: tuple[DateOrder, ...] = ("dmy", "mdy")
    fitting: list[DateOrder] = [
        order for order in orders if spans and all(_reaches(row, order, known) for row in spans)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _reaches(row: Written, order: DateOrder, known: Known) -> bool:
    if row.day is None or row.end_day is None or row.length is None:
        return False
    first, last = dates.resolve(row.day, order, known), dates.resolve(row.end_day, order, known)
    return first is not None and last is not None and abs((last - first) - row.length) < _LONG


def placed(row: Written, decisions: Decisions, known: Known) -> When:
    """Return the row's wall clock with its end; what stays open is kept as a label."""
    day = dates.resolve(row.day, decisions.order, known) if row.day else None
    if day is None:
        return When(label=row.label, offset=row.offset)
    if row.span is None or row.span.all_day:
        return _whole_day(row, day, decisions, known)
    start = dates.at(day, row.span.start)
    end, fault = _end(row, start, decisions, known)
    marks: tuple[TimeMark, ...] = ("all_day",) if row.all_day or (end and end - start >= _LONG) else ()
    return When(start, end, None, "", row.offset, marks, fault)


def _whole_day(row: Written, day: date, decisions: Decisions, known: Known) -> When:
    if row.span is None and not row.all_day:
        return When(day_on=day)
    last = dates.resolve(row.end_day, decisions.order, known) if row.end_day else None
    last = last if last and last >= day else day
    return When(dates.at(day, Clock(0)), dates.at(last, Clock(times.DAY)), day, "", None, ("all_day",))


def _end(row: Written, start: datetime, decisions: Decisions, known: Known) -> tuple[datetime | None, str]:
    """Return the end and what is wrong with it: the written one, else the start plus the length."""
    clock = row.span.end if row.span else None
    if clock is None:
        return (start + row.length, "") if row.length else (None, "")
    last = dates.resolve(row.end_day, decisions.order, known) if row.end_day else None
    end = dates.at(last or start.date(), clock)
    if end == start:
        return (start + row.length if row.length else None), ""
    settled = times.place_end(start, end)
    return settled, "" if settled else "The end is before the start, so the end was left out."


def zoned(local: datetime, offset: timedelta) -> datetime:
    """Return the wall clock as an instant at a fixed distance to UTC."""
    return local.replace(tzinfo=timezone(offset))


def guessed_ends(found: Sequence[tuple[When, str]]) -> list[When]:
    """Return the times with ends guessed for items that have only a start: the next start in that room and day.

    `found` holds each item's time and room in the file's order.
    """
    starts: dict[tuple[str, date], set[datetime]] = {}
    for when, room in found:
        if when.start and "all_day" not in when.marks:
            starts.setdefault((room.casefold(), when.start.date()), set()).add(when.start)
    ordered = {key: sorted(values) for key, values in starts.items()}
    following = {(key, start): later for key, values in ordered.items() for start, later in pairwise(values)}
    return [_with_end(when, room.casefold(), following) for when, room in found]


def _with_end(when: When, room: str, following: dict[tuple[tuple[str, date], datetime], datetime]) -> When:
    if when.start is None or when.end is not None or when.fault:
        return when
    later = following.get(((room, when.start.date()), when.start))
    return replace(when, end=times.guess_end(when.start, later), marks=(*when.marks, "end_guessed"))
