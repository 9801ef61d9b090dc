"""Wall clocks, instants and conference days. Pure."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.agenda.states import ItemState

NIGHT_ENDS = 5  # o'clock; before it an item belongs to the day before


def is_zone(name: str) -> bool:
    """Tell whether the name is an IANA time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, or a path that must not be followed
        return False
    return True


def instant(local: datetime | None, zone: str | None) -> datetime | None:
    """Return the instant of a wall clock in a zone, None when either is unknown."""
    if local is None or zone is None:
        return None
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def conference_day(local: datetime | None) -> date | None:
    """Return the conference day of a wall clock."""
    return None if local is None else (local - timedelta(hours=NIGHT_ENDS)).date()


def settled(item: ItemState, zone: str | None, *, again: bool = False) -> ItemState:
    """Return the item with instants and day derived from its wall clock where they are missing, all of them `again`."""
    starts = instant(item.local_start, zone) if again or item.starts is None else item.starts
    ends = instant(item.local_end, zone) if again or item.ends is None else item.ends
    day = item.day_on or conference_day(item.local_start)
    if (starts or item.starts, ends or item.ends, day) == (item.starts, item.ends, item.day_on):
        return item
    return replace(item, starts=starts or item.starts, ends=ends or item.ends, day_on=day)
