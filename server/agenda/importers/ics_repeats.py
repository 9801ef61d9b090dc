"""Occurrences of repeated calendar events, within the conference's days (import contract, section 9)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

import recurring_ical_events
from icalendar import Calendar, Event

from server.agenda.importers import limits
from server.agenda.importers.collect import Collector
from server.agenda.importers.ics_times import written
from server.agenda.importers.programme import Hints
from server.agenda.importers.zones import Zone

_PLACE: Final = "X-HALLWAY-PLACE"
_DENSE: Final = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_DENSE_PARTS: Final = ("BYHOUR", "BYMINUTE", "BYSECOND")
_ALONE_DAYS: Final = 31  # of a calendar that holds repeated events only
Placed = tuple[int, Event]


def parted(
    events: Sequence[Event], zone: Zone, hints: Hints, collector: Collector
) -> tuple[list[Placed], list[Placed]]:
    """Events that happen once, and the occurrences of the others, each with its place in the file."""
    repeated = {str(event.get("UID", "")) for event in events if _repeats(event)}
    once: list[Placed] = []
    series: list[Placed] = []
    for place, event in enumerate(events):
        belongs = _repeats(event) or ("RECURRENCE-ID" in event and str(event.get("UID", "")) in repeated)
        (series if belongs else once).append((place, event))
    if not series:
        return once, []
    return once, _occurrences(series, _window([event for _, event in once], series, hints), collector)


def identity(event: Event) -> str | None:
    """The UID; an occurrence of a series adds the time it stands for, so that each is told apart."""
    uid = str(event.get("UID", "")).strip()[:200]
    if not uid:
        return None
    stands_for = written(event, "RECURRENCE-ID")
    return uid if stands_for is None else f"{uid} {stands_for.strftime('%Y%m%dT%H%M%S')}"


def _repeats(event: Event) -> bool:
    return "RRULE" in event or "RDATE" in event


def _window(once: Sequence[Event], series: Sequence[Placed], hints: Hints) -> tuple[date, date]:
    """One day before the conference to one day after it; without its days, those of the events that happen once."""
    days = sorted(_day(begins) for event in once if (begins := written(event, "DTSTART")))
    starts = sorted(_day(begins) for _, event in series if (begins := written(event, "DTSTART")))
    last_alone = starts[0] + timedelta(days=_ALONE_DAYS) if starts else date.max
    first = hints.first_day or min([*days, *starts], default=date.min)
    last = hints.last_day or (max([*days, *starts]) if days else last_alone)
    if first.year < 2 or first.year > 9000:
        return first, first
    last = min(last, first + timedelta(days=limits.WINDOW_DAYS))
    return first - timedelta(days=1), max(first, last) + timedelta(days=2)


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _occurrences(series: Sequence[Placed], window: tuple[date, date], collector: Collector) -> list[Placed]:
    calendar = Calendar()
    for place, event in series:
        if _too_dense(event):
            title = str(event.get("SUMMARY", ""))[:60]
            collector.warn("", f"“{title}” repeats within a day; only its first time was kept.")
            event.pop("RRULE", None)
        event[_PLACE] = str(place)
        calendar.add_component(event)
    found = _within(calendar, window, collector)
    counts: Counter[int] = Counter()
    kept: list[Placed] = []
    for event in found:
        place = int(str(event.get(_PLACE, "0")))
        counts[place] += 1
        if counts[place] <= limits.OCCURRENCES:
            kept.append((place, event))
    if any(count > limits.OCCURRENCES for count in counts.values()):
        collector.warn("", f"An event repeats more than {limits.OCCURRENCES} times; the first ones were kept.")
    return kept


def _within(calendar: Calendar, window: tuple[date, date], collector: Collector) -> list[Event]:
    try:
        found = recurring_ical_events.of(calendar, skip_bad_series=True).between(*window)
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        collector.warn("", "Repeated events of this file cannot be read; each was left out.")
        return []
    return [event for event in found if isinstance(event, Event)]


def _too_dense(event: Event) -> bool:
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        names = {str(name).upper() for name in rule.get("FREQ", [])}
        if names & _DENSE or any(part in rule for part in _DENSE_PARTS):
            return True
    return False
