"""Zones, instants and conference days. Pure.

Source of the rules: the import contract, sections 2 and 4. Wall-clock values are naive, instants are aware UTC.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

DAY_BEGINS_HOUR: Final = 5  # an item between 00:00 and 04:59 belongs to the conference day before it
_NIGHT: Final = timedelta(hours=12)
_YEARS: Final = range(1900, 2200)  # of a conference; others are slips of the pen
_UTC_NAMES: Final = frozenset({"utc", "etc/utc", "gmt", "etc/gmt", "z", "zulu", "etc/uct", "uct", "universal"})


@lru_cache(maxsize=4096)
def zone_name(written: str) -> str | None:
    """IANA name for an IANA or Windows name as files write it, or None when it is unknown.

    Names with a prefix of a program ("/example.org/20240101/Europe/Berlin") are read by their end.
    """
    name = written.strip().strip('"').strip()
    known = _zones()
    if name.casefold() in known:
        return known[name.casefold()]
    if name in WINDOWS_TO_OLSON:
        return known.get(WINDOWS_TO_OLSON[name].casefold(), WINDOWS_TO_OLSON[name])
    parts = name.casefold().strip("/").split("/")
    ends = ("/".join(parts[-count:]) for count in (3, 2) if len(parts) > count)
    return next((known[end] for end in ends if end in known), None)


def is_sound(day: date) -> bool:
    """Whether a conference can take place on that day or at that time (years 1900 to 2199)."""
    return day.year in _YEARS


def is_utc(name: str) -> bool:
    """Whether the name says UTC, which programs write when they do not know the venue."""
    return name.strip().casefold() in _UTC_NAMES


def to_instant(local: datetime, zone: str) -> datetime:
    """The instant of a wall-clock time; an hour that comes twice is the first one, one that is left out moves on."""
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def to_local(instant: datetime, zone: str) -> datetime:
    """The wall-clock time of an instant."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def conference_day(local: datetime) -> date:
    """The day an item is listed under: before 05:00 it is the day before."""
    day = local.date()
    return day - timedelta(days=1) if local.hour < DAY_BEGINS_HOUR and day > date.min else day


def settled_end(start: datetime, end: datetime | None) -> tuple[datetime | None, str]:
    """The end and "" when it is sound; an end before its start is on the next day if the span is then under 12 hours.

    Otherwise there is no end, and the text says why. An end equal to the start is no end and needs no word.
    """
    if end is None or end == start:
        return None, ""
    if end > start:
        return end, ""
    if timedelta() < end + timedelta(days=1) - start < _NIGHT:
        return end + timedelta(days=1), ""
    return None, "The end is before the start, so the end was left out."


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() if not name.startswith(("posix/", "right/"))}
