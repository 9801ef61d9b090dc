"""Explains the zones of a calendar: VTIMEZONE, each change of the clocks written out; pure. RFC 5545 section 3.6.5."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from server.calendar.library import library
from server.followups.days import zone_named

UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu"})
LONGEST = timedelta(days=366)  # of an event in local time; it bounds what its zone takes to explain
_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


def local_zone(name: str | None, start: datetime, end: datetime) -> ZoneInfo | None:
    """Return the zone in which to write the times; None where UTC says them better.

    A local time that the clocks show twice means its first turn (RFC 5545 section 3.3.5), but not to every reader.
    """
    zone = zone_named(name)
    if zone.key in UTC_NAMES or end - start > LONGEST:
        return None
    return None if any(_comes_twice(at.astimezone(zone)) for at in (start, end)) else zone


@lru_cache(maxsize=512)
def vtimezone(tzid: str, first: date, last: date) -> bytes:
    """Return the VTIMEZONE with every observance from the first to the last day, the first one from its start."""
    zone = zone_named(tzid)
    start, end = (datetime.combine(day, time(), UTC) for day in (first, last))
    written = library().Timezone()
    written.add("TZID", tzid)
    written.add_component(_observance(zone, start, _offset(zone, start)))
    for onset in _changes(zone, start, end):
        written.add_component(_observance(zone, onset, _offset(zone, onset - _SECOND)))
    data: bytes = written.to_ical()
    return data


def _comes_twice(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The instants at which the zone's offset changes, in order; found day by day, then by halves."""
    offset = _offset(zone, start)
    while start < end:
        before, start = start, start + _DAY
        if _offset(zone, start) == offset:
            continue
        after = start
        while after - before > _SECOND:
            middle = before + (after - before) // _SECOND // 2 * _SECOND
            before, after = (middle, after) if _offset(zone, middle) == offset else (before, middle)
        offset = _offset(zone, start)
        yield after


def _observance(zone: ZoneInfo, onset: datetime, before: timedelta) -> Any:
    """One state of the clocks; it begins at a local time in the offset before, which the library would write late."""
    local = onset.astimezone(zone)
    written = library().TimezoneDaylight() if local.dst() else library().TimezoneStandard()
    written.add("DTSTART", (onset + before).replace(tzinfo=None))
    written.add("TZOFFSETFROM", before)
    written.add("TZOFFSETTO", local.utcoffset())
    written.add("TZNAME", local.tzname())
    return written


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)
