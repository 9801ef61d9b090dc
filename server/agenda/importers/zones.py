"""The zone of a conference while a file is read: who says it, and what has to be asked. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from server.agenda.importers.days import conference_day, to_instant, to_local, zone_name
from server.agenda.importers.programme import Hints, Question, RefusedFile, Session, ZoneSource

_UTC_ONLY: Final = (
    "The file gives its times in UTC and does not say where the meeting is. In which time zone does it take place?"
)
_OFFSET_ONLY: Final = (
    "The file gives the distance to UTC but names no time zone. In which time zone does the meeting take place?"
)
_UNSAID: Final = "The file does not say its time zone. In which time zone does the meeting take place?"


@dataclass(frozen=True, slots=True)
class Zone:
    """The conference's zone (IANA or None), who said it, and the zone that the file itself names."""

    name: str | None
    source: ZoneSource
    of_file: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """One end of an item: its instant, its wall clock, or both; neither means the file does not say."""

    instant: datetime | None = None
    local: datetime | None = None


def zone_of(hints: Hints, of_file: str | None) -> Zone:
    """The zone; what the person importing says wins over the file. An unknown name in the hints is refused."""
    if hints.zone is None:
        return Zone(of_file, "file" if of_file else "none", of_file)
    known = zone_name(hints.zone)
    if known is None:
        raise RefusedFile(f"The time zone “{hints.zone[:60]}” is not known; use a name such as Europe/Berlin.")
    return Zone(known, "user", of_file)


def floating(local: datetime, zone: Zone) -> Moment:
    """A wall-clock time; without a zone its instant stays open."""
    return Moment(to_instant(local, zone.name) if zone.name else None, local)


def fixed(at: datetime, zone: Zone) -> Moment:
    """A time with its distance to UTC; without a zone name its wall clock is known unless it is UTC itself."""
    instant = at.astimezone(UTC)
    if zone.name:
        return Moment(instant, to_local(instant, zone.name))
    return Moment(instant, at.replace(tzinfo=None) if at.utcoffset() else None)


def question(zone: Zone, sessions: tuple[Session, ...], choices: tuple[str, ...] = ()) -> tuple[Question, ...]:
    """The zone question when the zone is open and some item has a time; nothing otherwise."""
    timed = [session for session in sessions if session.starts or session.local_start]
    if zone.name or not timed:
        return ()
    if any(session.starts is None for session in timed):
        return (Question("zone", _UNSAID, choices),)
    utc_only = all(session.local_start is None for session in timed)
    return (Question("zone", _UTC_ONLY if utc_only else _OFFSET_ONLY, choices),)


def day_of(local: datetime | None, *, all_day: bool = False) -> date | None:
    """The conference day of a wall clock, None when that is unknown; an all-day item stays on its date."""
    if local is None:
        return None
    return local.date() if all_day else conference_day(local)
