"""frab and Pentabarf schedules: one builder for the XML and the JSON form (`frab_xml`, `frab_json`).

The forms agree: days, rooms in days, events in rooms; `guid` or `id`, a zoned `date`, `start`, `duration`, `persons`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, get_args

from server.agenda.importers import limits
from server.agenda.importers.collect import Collector
from server.agenda.importers.days import DAY_BEGINS_HOUR, is_sound, settled_end, zone_name
from server.agenda.importers.kinds import Clues
from server.agenda.importers.pieces import Mentions
from server.agenda.importers.places import place_in
from server.agenda.importers.programme import (
    Conference,
    Hints,
    IdKind,
    Participation,
    Programme,
    Role,
    Session,
    SessionStatus,
    Warned,
)
from server.agenda.importers.text import plain, slug
from server.agenda.importers.zones import Moment, Zone, day_of, fixed, floating, question, zone_of

FORMAT: Final = "frab"
_CLOCK: Final = re.compile(r"^(\d{1,2})[:.]?(\d{2})(?::(\d{2}))?$")
_PARTS: Final = re.compile(r"^\d{1,4}(?::\d{1,2}){0,2}$")
_DROPPED_STATES: Final = frozenset({"rejected", "draft", "pending", "deleted", "submitted", "unconfirmed"})
_CANCELLED_STATES: Final = frozenset({"cancelled", "canceled", "withdrawn"})
_ROLES: Final[dict[str, Role]] = {role: role for role in get_args(Role)}
_LONGEST: Final = timedelta(days=31)
_MOST_KEPT, _LONGEST_KEPT = 4_096, 40  # times read already, which come again with every room; characters of each text


@dataclass(frozen=True, slots=True)
class Head:
    """The conference as the file names it; every text may be ""."""

    title: str = ""
    acronym: str = ""
    first_day: str = ""
    last_day: str = ""
    zone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One event as the file writes it: `fields` are its texts, `day` the date of the day it stands in."""

    where: str
    day: str
    room: str
    fields: dict[str, str]
    persons: tuple[tuple[str, str, str], ...]  # id, name, role
    links: tuple[str, ...] = ()

    def text(self, name: str) -> str:
        """A field's text, "" when it is not there."""
        return self.fields.get(name, "")


def programme(
    head: Head,
    events: Iterable[Event],
    hints: Hints,
    noticed: tuple[Warned, ...] = (),
    mentions: Mentions | None = None,
) -> Programme:
    """The programme of a schedule; `mentions` hear of each person that an event names."""
    written = zone_name(head.zone) if head.zone else None
    zone, collector, dropped = zone_of(hints, written), Collector(), 0
    mentions = Mentions() if mentions is None else mentions
    for warning in noticed:
        collector.warn(warning.where, warning.message)
    if head.zone and not written:
        collector.warn("", f"The time zone “{head.zone[:60]}” is not known.")
    for event in events:
        if _state(event) in _DROPPED_STATES:
            dropped += 1
        else:
            _add(collector, event, zone, mentions)
    if dropped:
        collector.warn("", f"{dropped} items that are not accepted were left out.")
    found = collector.programme(FORMAT, _conference(head, hints, zone))
    return replace(found, questions=question(zone, found.sessions))


def conference(head: Head, hints: Hints) -> Conference:
    """The meeting as its head alone tells it, without the days of its events."""
    return _conference(head, hints, zone_of(hints, zone_name(head.zone) if head.zone else None))


def _conference(head: Head, hints: Hints, zone: Zone) -> Conference:
    name = hints.name or plain(head.title) or plain(head.acronym) or "Conference"
    return Conference(
        slug=slug(hints.name or plain(head.acronym) or name),
        name=name,
        zone=zone.name,
        zone_source=zone.source,
        first_day=hints.first_day or _date(head.first_day),
        last_day=hints.last_day or _date(head.last_day),
        source_url=head.address if head.address.startswith(("https://", "http://")) else None,
    )


def _add(collector: Collector, event: Event, zone: Zone, mentions: Mentions) -> None:
    title = plain(collector.bounded(event.text("title"), event.where))
    text = "\n\n".join(filter(None, (event.text("abstract").strip(), event.text("description").strip())))
    abstract = collector.abstract(text, event.where)
    people, credit = _people(collector, event, mentions)
    start, end, fault = _times(event, zone)
    if fault:
        collector.warn(event.where, fault)
    identity, id_kind = _identity(event)
    status: SessionStatus = "cancelled" if _state(event) in _CANCELLED_STATES else "confirmed"
    track, kind = plain(event.text("track")), event.text("type")
    session = Session(
        title=title,
        subtitle=plain(collector.bounded(event.text("subtitle"), event.where)),
        abstract=abstract,
        starts=start.instant,
        ends=end.instant,
        local_start=start.local,
        local_end=end.local,
        day_on=day_of(start.local) or _date(event.day),
        track=track,
        people=people,
        credit=credit,
        external_id=identity,
        id_kind=id_kind,
        status=status,
        links=event.links,
        language=plain(event.text("language"))[:35],
        source_where=event.where,
    )
    collector.add(session, Clues(title, type=kind, track=track, text=text), place_in(event.text("room") or event.room))


def _state(event: Event) -> str:
    return (event.text("state") or event.text("status")).strip().casefold()


def _identity(event: Event) -> tuple[str | None, IdKind | None]:
    """The event's guid, else its id."""
    for name, kind in (("guid", "guid"), ("id", "id"), ("code", "id")):
        if value := event.text(name).strip():
            return value[:200], "guid" if kind == "guid" else "id"
    return None, None


def _people(collector: Collector, event: Event, mentions: Mentions) -> tuple[tuple[Participation, ...], str]:
    found: dict[tuple[str, Role], None] = {}  # each once, in order
    credits: list[str] = []
    for identity, name, written_role in event.persons[: limits.PEOPLE_OF_ITEM]:
        role = _ROLES.get(written_role.strip().casefold(), "presenter")
        key, credit = collector.person(plain(name), identity or None, role)
        if key is not None:
            found[key, role] = None
            mentions.add(identity, name, key)
        elif credit:
            credits.append(credit)
    return tuple(Participation(*one) for one in found), "; ".join(dict.fromkeys(credits))


def _times(event: Event, zone: Zone) -> tuple[Moment, Moment, str]:
    """Start, end, and where the texts disagree what was made of them."""
    written = event.text("date"), event.day, event.text("start"), event.text("duration")
    return (_kept_times if max(map(len, written)) <= _LONGEST_KEPT else _read_times)(*written, zone)


def _read_times(zoned: str, day: str, clock: str, length: str, zone: Zone) -> tuple[Moment, Moment, str]:
    start, fault = _start(zoned, _by_day(day, clock), zone)
    return start, _end(length, start, zone), fault


_kept_times = lru_cache(_MOST_KEPT)(_read_times)


def _start(zoned: str, by_day: datetime | None, zone: Zone) -> tuple[Moment, str]:
    """The zoned `date` when there is one, else the day with `start`; where both disagree the zoned one is kept."""
    at = _date_time(zoned)
    if at is None:
        return (floating(by_day, zone) if by_day else Moment()), ""
    if at.tzinfo is None:
        return floating(at, zone), ""
    moment = fixed(at, zone)
    told = {at.replace(tzinfo=None), moment.local}
    if moment.local is None and by_day == at.replace(tzinfo=None):
        return Moment(moment.instant, by_day), ""
    if by_day and by_day not in told:
        message = f"The date says {at:%Y-%m-%d %H:%M}, day and start say {by_day:%Y-%m-%d %H:%M}; the date was kept."
        return moment, message
    return moment, ""


def _by_day(written_day: str, written_clock: str) -> datetime | None:
    """Day plus start; a start before 05:00 is in the night after the day it stands in."""
    day, clock = _date(written_day), _CLOCK.match(written_clock.strip())
    if day is None or clock is None:
        return None
    hour, minute = int(clock[1]), int(clock[2])
    if hour > 23 or minute > 59:
        return None
    night = timedelta(days=1 if hour < DAY_BEGINS_HOUR else 0)
    return datetime.combine(day, time(hour, minute)) + night


def _end(written: str, start: Moment, zone: Zone) -> Moment:
    length = duration(written)
    if length is None or (start.instant is None and start.local is None):
        return Moment()
    if start.instant is not None:
        end, _ = settled_end(start.instant, start.instant + length)
        local = fixed(end, zone).local if end and zone.name else start.local and start.local + length
        return Moment(end, local if end else None)
    end, _ = settled_end(start.local, start.local + length) if start.local else (None, "")
    return floating(end, zone) if end else Moment()


def duration(text: str) -> timedelta | None:
    """Length written as minutes, h:mm or h:mm:ss, over 24 hours too; None when it is none or over a month."""
    written = text.strip()
    if not _PARTS.match(written):
        return None
    parts = [int(part) for part in written.split(":")]
    hours, minutes, seconds = (0, parts[0], 0) if len(parts) == 1 else (*parts, 0)[:3]
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return length if timedelta() < length <= _LONGEST else None


def _date(text: str) -> date | None:
    try:
        day = date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
    return day if is_sound(day) else None


def _date_time(text: str) -> datetime | None:
    """A date with a time, zoned or not; a date alone is no time."""
    written = text.strip()
    if len(written) < 16:
        return None
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    return at if is_sound(at) else None
