"""Days of follow-ups: intervals within bounds, quiet days, local days; pure, twin of `web/src/store/days.ts`."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.followups.story import Settings

# Days: what holds unless the student says otherwise, the least and the most that may be said.
INTERVALS = {
    "thank_you": (2, 1, 14),
    "thank_you_late": (3, 2, 30),
    "nudge": (7, 5, 30),
    "check_in": (60, 14, 365),
    "promise": (3, 1, 30),
    "ask": (3, 1, 30),
    "tell": (3, 1, 30),
    "update": (3, 1, 30),
    "letter_ask": (42, 14, 180),
    "letter_ask_late": (28, 7, 150),
    "letter_packet": (2, 1, 14),
    "letter_reminder": (7, 2, 30),
}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_QUIET_SEARCH = 366


def interval(settings: Settings, name: str) -> int:
    """The interval in whole days, brought within its bounds."""
    usual, least, most = INTERVALS[name]
    value = settings.intervals.get(name, usual)
    return min(max(value, least), most) if type(value) is int else usual


def moved(day: date, settings: Settings, step: int = 1) -> date:
    """The day, or the first after it (before it with a `step` of -1) that is not quiet; unmoved in a quiet year."""
    quiet = frozenset(settings.quiet_days)
    candidate = day
    for _ in range(_QUIET_SEARCH):
        if WEEKDAYS[candidate.weekday()] not in quiet and candidate.isoformat() not in quiet:
            return candidate
        candidate = plus(candidate, step)
    return day


def plus(day: date, count: int) -> date:
    """The day so many days later, or earlier, within the days there are."""
    return day + timedelta(days=max(min(count, (date.max - day).days), (date.min - day).days))


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The day an aware instant falls on in the zone."""
    try:
        return at.astimezone(zone).date()
    except OverflowError:  # the first or last hours of the calendar
        return at.date()


def zone_named(name: str | None) -> ZoneInfo:
    """The IANA zone of that name; UTC where the name is absent or unknown."""
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):  # a name this system does not know
        return ZoneInfo("UTC")
