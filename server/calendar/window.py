"""What of a long list fits in one feed: the days around today, a thousand events, a megabyte; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.calendar.ical import WITHOUT_END, Event, begins, clean

DAYS_BACK = 90
DAYS_AHEAD = 730
MOST_EVENTS = 1_000
MOST_BYTES = 1_000_000
_SHELL_BYTES = 2_000
_ZONE_BYTES = 2_500  # to explain a zone over all years that a feed can hold
_FIXED_BYTES = 640  # of one event with its alarm and a host of 64 characters, without the texts
_LETTER_BYTES = 5  # the most a letter takes: four octets, or an escape, and its share of the folds


@dataclass(frozen=True)
class Window:
    """What is kept, in the order of the file.

    `edge` is the last day on which time alone added or dropped an event, `next_edge` the first day on which it may do
    so again.
    """

    kept: tuple[Event, ...]
    left_out: int  # inside the days, over the limits
    edge: date | None
    next_edge: date | None = None


@dataclass(frozen=True, slots=True)
class _Placed:
    """An event with the day it comes into the window and the day it is out of it again."""

    event: Event
    begins: datetime
    enters: date
    leaves: date


def window(events: Iterable[Event], today: date) -> Window:
    """Keep what lies from 90 days back to two years ahead, nearest first up to the limits (calendar rule 17)."""
    told = [_placed(event) for event in events]
    near = [one for one in told if one.enters <= today < one.leaves]
    kept = near if _surely_fit([one.event for one in near]) else _nearest(near, today)
    left_out = len(near) - len(kept)
    kept.sort(key=lambda one: (one.begins, one.event.uid))
    edges = [day for one in told for day in (one.enters, one.leaves)]
    return Window(
        tuple(one.event for one in kept),
        left_out,
        today if left_out else max((day for day in edges if day <= today), default=None),
        today + timedelta(days=1) if left_out else min((day for day in edges if day > today), default=None),
    )


def weight(event: Event) -> int:
    """The most bytes the written event takes: texts escaped and folded, the summary once more in its alarm."""
    texts = _texts(event)
    escaped = sum(_octets(clean(text)) for text in texts)
    return _FIXED_BYTES + 2 * _octets(event.zone or "") + escaped * 75 // 71 + 3 * len(texts)


def _nearest(near: list[_Placed], today: date) -> list[_Placed]:
    near.sort(key=lambda one: (abs((one.begins.date() - today).days), -one.begins.timestamp(), one.event.uid))
    kept: list[_Placed] = []
    room = MOST_BYTES - _SHELL_BYTES
    told_zones: set[str | None] = {None}
    for one in near:
        size = weight(one.event) + (0 if one.event.zone in told_zones else _ZONE_BYTES)
        if len(kept) < MOST_EVENTS and size <= room:
            kept.append(one)
            told_zones.add(one.event.zone)
            room -= size
    return kept


def _surely_fit(events: list[Event]) -> bool:
    """Tell whether all fit by their letters alone; to weigh each is most of the work of a feed that is made anew."""
    letters = sum(len(text or "") for event in events for text in (*_texts(event), event.zone, event.zone))
    size = len(events) * _FIXED_BYTES + letters * _LETTER_BYTES + _ZONE_BYTES * len({event.zone for event in events})
    return len(events) <= MOST_EVENTS and size <= MOST_BYTES - _SHELL_BYTES


def _texts(event: Event) -> tuple[str | None, ...]:
    """Every text as often as it is written."""
    named = (event.summary, event.location, event.description, event.url, event.category, event.uid)
    return (*named, event.summary, event.uid)


def _octets(text: str) -> int:
    return len(text.encode()) + sum(text.count(mark) for mark in "\\;,\n")


def _placed(event: Event) -> _Placed:
    start = begins(event)
    last = start if event.on is not None else max(event.ends or start, start + WITHOUT_END)
    enters, leaves = start.date() - timedelta(days=DAYS_AHEAD), last.date() + timedelta(days=DAYS_BACK + 1)
    return _Placed(event, start, enters, leaves)
