"""When the items of a conference system take place: instants or wall clocks, ends, marks (import contract, 4). Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from server.agenda.importers import table_times
from server.agenda.importers.days import settled_end
from server.agenda.importers.programme import TimeMark
from server.agenda.importers.zones import Moment, Zone, day_of, fixed, floating

_LONGEST: Final = timedelta(days=31)
_WHOLE_DAY: Final = timedelta(hours=24)
_MIXED: Final = "The start has a distance to UTC and the end has none, or the other way round; the end was left out."


@dataclass(frozen=True, slots=True)
class When:
    """Start and end as the file gives them, both aware or both naive; everything may be open."""

    start: datetime | None = None
    end: datetime | None = None
    marks: tuple[TimeMark, ...] = ()
    fault: str = ""

    def ends(self, zone: Zone) -> tuple[Moment, Moment]:
        """Return instant and wall clock of both ends."""
        return _moment(self.start, zone), _moment(self.end, zone)

    def day(self, zone: Zone) -> date | None:
        """Return the conference day, None while the wall clock is unknown."""
        return day_of(_moment(self.start, zone).local, all_day="all_day" in self.marks)


class Placed(Protocol):
    """What is needed of an item to settle its times beside the others."""

    @property
    def key(self) -> str:
        """Unique in the file."""

    @property
    def parent(self) -> str | None:
        """Key of the session that the item belongs to."""

    @property
    def room(self) -> str:
        """Room as written."""


def placed(start: datetime | None, end: datetime | None, length: timedelta | None) -> When:
    """Return a start with its end settled: the written one, else the start plus the length."""
    if start is None:
        return When()
    if end is not None and (end.tzinfo is None) != (start.tzinfo is None):
        return When(start, None, (), _MIXED)
    if end is None or end == start:
        sound = length is not None and timedelta() < length <= _LONGEST
        end = start + length if sound and length else None
    settled, fault = settled_end(start, end)
    marks: tuple[TimeMark, ...] = ("all_day",) if settled and settled - start >= _WHOLE_DAY else ()
    return When(start, settled, marks, fault)


def times_of(whens: Sequence[When], items: Sequence[Placed]) -> list[When]:
    """Return the times with missing ends guessed and talks marked whose time is only their session's."""
    plain = [table_times.When(_naive(when.start), _naive(when.end), fault=when.fault) for when in whens]
    guessed = table_times.guessed_ends([(when, item.room) for when, item in zip(plain, items, strict=True)])
    known = [_with_end(when, guess) for when, guess in zip(whens, guessed, strict=True)]
    return _marked(known, items)


def _with_end(when: When, guess: table_times.When) -> When:
    if guess.end is None or "end_guessed" not in guess.marks or when.start is None:
        return when
    return replace(when, end=guess.end.replace(tzinfo=when.start.tzinfo), marks=(*when.marks, "end_guessed"))


def _marked(whens: Sequence[When], items: Sequence[Placed]) -> list[When]:
    children = Counter(item.parent for item in items if item.parent)
    of_key = {item.key: when for item, when in zip(items, whens, strict=True)}
    marked: list[When] = []
    for item, when in zip(items, whens, strict=True):
        parent = of_key.get(item.parent or "")
        same = parent is not None and when.start is not None and (parent.start, parent.end) == (when.start, when.end)
        among = children[item.parent or ""] > 1
        marked.append(replace(when, marks=(*when.marks, "time_of_session")) if same and among else when)
    return marked


def _naive(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=None) if at else None


def _moment(at: datetime | None, zone: Zone) -> Moment:
    if at is None:
        return Moment()
    return floating(at, zone) if at.tzinfo is None else fixed(at, zone)
