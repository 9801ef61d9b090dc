"""Rules 7 and 16: what a reader finds who knows of zones only what the file says, beside the world's clocks."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from tests.calendar.parts import Part

LOCAL, DAY = "%Y%m%dT%H%M%S", "%Y%m%d"
QUARTER, YEAR = timedelta(minutes=15), timedelta(days=365)
NEVER = datetime.min.replace(tzinfo=UTC)

Onset = tuple[datetime, timedelta, timedelta]  # local time in the offset before, that offset, the offset after


def instant(calendar: Part, event: Part, name: str) -> datetime:
    """The instant as the file explains it; a whole day stands at its midnight UTC, what is unreadable never."""
    told, value = (event.all(name) or [("", "")])[0]
    try:
        if told.startswith(";TZID="):
            zone = {zone.one("TZID"): zone for zone in calendar.of("VTIMEZONE")}[told.removeprefix(";TZID=")]
            local = datetime.strptime(value, LOCAL)
            return (local - _offset(onsets(zone), local)).replace(tzinfo=UTC)
        return datetime.strptime(value.removesuffix("Z"), LOCAL if "T" in value else DAY).replace(tzinfo=UTC)
    except (KeyError, ValueError, IndexError):
        return NEVER


def zone_faults(calendar: Part) -> Iterator[tuple[int, str]]:
    for zone in calendar.of("VTIMEZONE"):
        name = zone.one("TZID")
        if not zone.parts or any(len(part.lines) < 4 or part.one("DTSTART").endswith("Z") for part in zone.parts):
            yield 16, "an observance is missing or not whole"
            continue
        told = onsets(zone)
        mine = [event for event in calendar.of("VEVENT") if event.all("DTSTART")[:1] and name in str(event.lines)]
        times = [instant(calendar, event, which) for event in mine for which in ("DTSTART", "DTEND")]
        if not times:
            continue
        first, last = min(times) - YEAR, max(times) + YEAR
        if told[0][0].replace(tzinfo=UTC) - told[0][1] > first:
            yield 16, "the years before are not told"
        right = changes(name, first, last)
        if right - set(told[1:]):
            yield 16, "a change of the clocks is missing or at another time"
        if {one for one in told[1:] if first < (one[0] - one[1]).replace(tzinfo=UTC) < last} - right:
            yield 16, "a change of the clocks that never was"


def onsets(zone: Part) -> list[Onset]:
    return sorted(
        (datetime.strptime(part.one("DTSTART"), LOCAL), _read(part.one("TZOFFSETFROM")), _read(part.one("TZOFFSETTO")))
        for part in zone.parts
        if part.kind in ("STANDARD", "DAYLIGHT") and part.one("TZNAME") and not part.one("DTSTART").endswith("Z")
    )


@cache
def changes(name: str, first: datetime, last: datetime) -> frozenset[Onset]:
    """What the system's own zones say, looked at every quarter of an hour."""
    zone = ZoneInfo(name)
    quarters = (first.replace(minute=0, second=0) + number * QUARTER for number in range((last - first) // QUARTER))
    seen = ((at, at.astimezone(zone).utcoffset() or timedelta(0)) for at in quarters)
    return frozenset(
        ((at + before).replace(tzinfo=None), before, after)
        for (_, before), (at, after) in pairwise(seen)
        if after != before
    )


def _offset(told: list[Onset], local: datetime) -> timedelta:
    return next((after for onset, _, after in reversed(told) if onset <= local), told[0][1])


def _read(text: str) -> timedelta:
    return (-1 if text[0] == "-" else 1) * timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))
