"""What of a long list fits in one feed: the days around today, a thousand events, a megabyte; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.calendar.ical import WITHOUT_END, Event, begins, clean, order

DAYS_BACK = 90
DAYS_AHEAD = 730
MOST_EVENTS = 1_000
MOST_BYTES = 1_000_000
_SHELL_BYTES = 2_000
_FIXED_BYTES = 620  # of one event with its alarm and a host of 64 characters, without the texts


@dataclass(frozen=True)
class Window:
    """`kept` is in the order of the file; `edge` is the last day on which time alone added or dropped an event."""

    kept: tuple[Event, ...]
    left_out: int  # inside the days, over the limits
    edge: date | None


def window(events: Iterable[Event], today: date) -> Window:
    """Keep what lies from 90 days back to two years ahead, nearest first up to the limits (calendar rule 17)."""
    told = list(events)
    near = [event for event in told if _enters_on(event) <= today < _leaves_on(event)]
    near.sort(key=lambda event: (abs((begins(event).date() - today).days), -begins(event).timestamp(), event.uid))
    kept: list[Event] = []
    room = MOST_BYTES - _SHELL_BYTES
    for event in near:
        size = weight(event)
        if len(kept) < MOST_EVENTS and size <= room:
            kept.append(event)
            room -= size
    left_out = len(near) - len(kept)
    return Window(tuple(sorted(kept, key=order)), left_out, today if left_out else _edge(told, today))


def weight(event: Event) -> int:
    """The most bytes the written event takes: texts escaped and folded, the summary once more in its alarm."""
    texts = (event.summary, event.summary, event.location, event.description, event.url, event.category, event.uid)
    escaped = sum(_octets(clean(text)) for text in (*texts, event.uid))
    return _FIXED_BYTES + escaped * 75 // 71 + 3 * len(texts)


def _octets(text: str) -> int:
    return len(text.encode()) + sum(text.count(mark) for mark in "\\;,\n")


def _edge(events: list[Event], today: date) -> date | None:
    edges = (day for event in events for day in (_enters_on(event), _leaves_on(event)))
    return max((day for day in edges if day <= today), default=None)


def _enters_on(event: Event) -> date:
    return begins(event).date() - timedelta(days=DAYS_AHEAD)


def _leaves_on(event: Event) -> date:
    return _last_moment(event).date() + timedelta(days=DAYS_BACK + 1)


def _last_moment(event: Event) -> datetime:
    start = begins(event)
    return start if event.on is not None else max(event.ends or start, start + WITHOUT_END)
