"""Start and end of a calendar event, with the oddities of TZID (import contract, sections 2, 3.3 and 4)."""

from datetime import date, datetime, time, timedelta

from icalendar import Event

from server.agenda.importers.collect import Collector
from server.agenda.importers.days import is_utc, settled_end, to_instant, zone_name
from server.agenda.importers.zones import Moment, Zone, fixed, floating


def zone_id(event: Event, name: str = "DTSTART") -> str:
    """The TZID that a time is written with, as the file has it; "" without one."""
    value = _first(event.get(name))
    parameters = getattr(value, "params", None)
    return str(parameters.get("TZID", "")) if parameters else ""


def span(event: Event, zone: Zone, collector: Collector, where: str) -> tuple[Moment, Moment, bool]:
    """Start, end and whether the item takes all day."""
    begins = written(event, "DTSTART")
    if begins is None:
        collector.warn(where, "The start of this event cannot be read.")
        return Moment(), Moment(), False
    ends = written(event, "DTEND") or _after(event, begins)
    if not isinstance(begins, datetime):
        return *_all_day(begins, ends, zone), True
    start = _moment(begins, zone_id(event), zone, collector, where)
    end = Moment()
    if isinstance(ends, datetime):
        end = _moment(ends, zone_id(event, "DTEND") or zone_id(event), zone, collector, where)
    return start, _settled(start, end, zone, collector, where), False


def written(event: Event, name: str) -> date | datetime | None:
    """The value of a date or time property as the parser sees it, None when it is absent or broken."""
    value = getattr(_first(event.get(name)), "dt", None)
    return value if isinstance(value, date) else None


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value


def _after(event: Event, begins: date) -> date | None:
    length = getattr(_first(event.get("DURATION")), "dt", None)
    if not isinstance(length, timedelta) or abs(length) > timedelta(days=366):
        return None
    return begins + length


def _all_day(begins: date, ends: date | None, zone: Zone) -> tuple[Moment, Moment]:
    """From midnight to midnight; the end of an all-day event is the day after its last one."""
    after = (
        ends if ends is not None and not isinstance(ends, datetime) and ends > begins else begins + timedelta(days=1)
    )
    return floating(datetime.combine(begins, time()), zone), floating(datetime.combine(after, time()), zone)


def _moment(at: datetime, identity: str, zone: Zone, collector: Collector, where: str) -> Moment:
    """The file's own zone is a wall clock that the conference's zone reads; other zones fix the instant."""
    local = at.replace(tzinfo=None)
    name = zone_name(identity) if identity else None
    if name is not None and not is_utc(name):
        return floating(local, zone) if name == zone.of_file else fixed_in(local, name, zone)
    if at.tzinfo is None:
        if identity:
            collector.warn(where, f"The time zone “{identity[:60]}” is not known; the time is read as local time.")
        return floating(local, zone)
    return fixed(at, zone)


def fixed_in(local: datetime, name: str, zone: Zone) -> Moment:
    """A wall-clock time in a zone that is not the conference's."""
    return fixed(to_instant(local, name), zone)


def _settled(start: Moment, end: Moment, zone: Zone, collector: Collector, where: str) -> Moment:
    """The end when it is sound, one on the next day when that is meant, else nothing and a warning."""
    if start.instant is not None and end.instant is not None:
        found, fault = settled_end(start.instant, end.instant)
        moment = end if found == end.instant else Moment() if found is None else fixed(found, zone)
    elif start.local is not None and end.local is not None:
        found, fault = settled_end(start.local, end.local)
        moment = floating(found, zone) if found else Moment()
    else:
        return Moment()
    if fault:
        collector.warn(where, fault)
    return moment
