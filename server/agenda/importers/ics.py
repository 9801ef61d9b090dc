"""iCalendar files (RFC 5545): feeds, "my agenda" exports, hand-made ones. Source: the import contract, section 3.3."""

import codecs
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from icalendar import Calendar, Event
from icalendar.prop import vDDDTypes
from icalendar.prop.broken import vBroken

from server.agenda.importers import ics_repeats, ics_times, limits
from server.agenda.importers.collect import Collector
from server.agenda.importers.days import is_sound, is_utc, zone_name
from server.agenda.importers.ics_lines import Calendar as Lines
from server.agenda.importers.ics_lines import EventLines, calendar_of
from server.agenda.importers.kinds import Clues
from server.agenda.importers.places import place_in
from server.agenda.importers.programme import Conference, Hints, Participation, Programme, RefusedFile, Session
from server.agenda.importers.sniff import Sample
from server.agenda.importers.text import lines, plain, slug
from server.agenda.importers.zones import Zone, day_of, question, zone_of
from server.agenda.people import in_prose, split

NAME: Final = "ics"
PRIORITY: Final = 10
_ORGANIZER_NAME: Final = re.compile(r'^ORGANIZER;(?:[^:"]*;)?CN=("[^"]*"|[^:;"]*)', re.IGNORECASE)
# What the parser raises over damaged lines; it promises ValueError only, fuzzing found the others.
_PARSER_FAULTS: Final = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError)
_STEM: Final = re.compile(r"\.[A-Za-z0-9]{1,5}$")


@dataclass(frozen=True, slots=True)
class _Context:
    """What all events of a file share."""

    collector: Collector
    zone: Zone
    by_organizer: bool  # ORGANIZER;CN differs between events, so it names speakers


def matches(sample: Sample) -> bool:
    """Whether the bytes hold a calendar, wrapped or not."""
    return sample.shape == "calendar"


def read(sample: Sample, hints: Hints) -> Programme:
    """The programme of a calendar: one item per event or occurrence."""
    written = calendar_of(_in_utf8(sample))
    if len(written.events) > limits.ITEMS:
        raise RefusedFile(f"This file holds more than {limits.ITEMS:,} items.")
    collector = Collector()
    events = _events(written, collector)
    zone = zone_of(hints, _zone_of_file(written, events))
    context = _Context(collector, zone, _organizers_differ(written.events))
    plain_events, occurrences = ics_repeats.parted(events, zone, hints, collector)
    for place, event in sorted([*plain_events, *occurrences], key=lambda pair: pair[0]):
        _add(context, written.events[place], event)
    if written.cut_off:
        collector.warn("", "The file ends inside an event; its last item is lost. Download it again.")
    if written.guess:
        collector.warn("", f"The encoding of the file is not stated; it was read as {written.guess}.")
    found = collector.programme(NAME, _conference(written, hints, zone))
    return replace(found, questions=question(zone, found.sessions, _choices(written)))


def _in_utf8(sample: Sample) -> bytes:
    """The bytes as they are, so that folds inside characters can be mended; UTF-16 is read first."""
    marked = sample.data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return sample.text.encode("utf-8", "replace") if marked else sample.data


def _events(written: Lines, collector: Collector) -> list[Event]:
    """The parsed events in the file's order, without properties that cannot be read."""
    events = _all_parsed(written, collector)
    for place, event in enumerate(events):
        for name in [name for name, value in event.items() if _is_broken(value)]:
            del event[name]
            collector.warn(f"line {written.events[place].line}", f"{name} of this event cannot be read.")
    return events


def _all_parsed(written: Lines, collector: Collector) -> list[Event]:
    """Every event; where the whole cannot be parsed, without the time zones, and then one by one."""
    try:
        return _parsed(written.zones, written.events)
    except _PARSER_FAULTS:
        collector.warn("", "The time zone described in the file cannot be read; it was looked up by its name.")
    return [_alone(event) for event in written.events]


def _alone(event: EventLines) -> Event:
    """One event, or one without properties (left out later, with its line) when it cannot be parsed."""
    try:
        return _parsed([], [event])[0]
    except _PARSER_FAULTS:
        return Event()


def _parsed(zones: Sequence[str], events: Sequence[EventLines]) -> list[Event]:
    parts = ["BEGIN:VCALENDAR", *zones]
    for event in events:
        parts += ["BEGIN:VEVENT", *event.lines, "END:VEVENT"]
    parsed = Calendar.from_ical("\r\n".join([*parts, "END:VCALENDAR", ""]))
    found = [event for event in parsed.walk("VEVENT") if isinstance(event, Event)]
    if len(found) != len(events):
        raise ValueError("an event is lost")
    return found


def _is_broken(value: object) -> bool:
    listed = value if isinstance(value, list) else [value]
    if any(isinstance(one, vBroken) for one in listed):
        return True
    days = [one.dt for one in listed if isinstance(one, vDDDTypes) and isinstance(one.dt, date)]
    return not all(map(is_sound, days))


def _zone_of_file(written: Lines, events: Sequence[Event]) -> str | None:
    """X-WR-TIMEZONE, where UTC counts as "not said"; else the TZID that most events start in."""
    said = written.properties.get("X-WR-TIMEZONE", "")
    if said and not is_utc(said) and zone_name(said):
        return zone_name(said)
    names = Counter(name for event in events if (name := zone_name(ics_times.zone_id(event))) and not is_utc(name))
    return names.most_common(1)[0][0] if names else None


def _choices(written: Lines) -> tuple[str, ...]:
    """A zone that stands in the file in a place where it says nothing for certain."""
    name = zone_name(written.properties.get("VTIMEZONE", ""))
    return (name,) if name and not is_utc(name) else ()


def _organizers_differ(events: Sequence[EventLines]) -> bool:
    return len({name for event in events if (name := _organizer(event))}) > 1


def _organizer(event: EventLines) -> str:
    for line in event.lines:
        if found := _ORGANIZER_NAME.match(line):
            return plain(found[1].strip('"').replace("\\n", " ").replace("\\,", ","))
    return ""


def _conference(written: Lines, hints: Hints, zone: Zone) -> Conference:
    said = written.properties.get("X-WR-CALNAME") or written.properties.get("NAME") or ""
    name = hints.name or plain(_unescaped(said)) or plain(_STEM.sub("", hints.file_name)) or "Conference"
    address = written.properties.get("URL", "")
    return Conference(
        slug=slug(name),
        name=name,
        zone=zone.name,
        zone_source=zone.source,
        first_day=hints.first_day,
        last_day=hints.last_day,
        source_url=address if address.startswith(("https://", "http://")) else None,
    )


def _unescaped(text: str) -> str:
    return text.replace("\\n", " ").replace("\\N", " ").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")


def _add(context: _Context, written: EventLines, event: Event) -> None:
    collector, where = context.collector, f"line {written.line}"
    title = plain(collector.bounded(_text(event, "SUMMARY"), where))
    text = collector.bounded(_text(event, "DESCRIPTION") or _text(event, "X-ALT-DESC"), where)
    start, end, all_day = ics_times.span(event, context.zone, collector, where)
    place = place_in(_text(event, "LOCATION"))
    people, credit = _people(context, written, text)
    categories = _categories(event)
    identity = ics_repeats.identity(event)
    address = _text(event, "URL").strip()
    links = (address, *place.links) if address.startswith(("https://", "http://")) else place.links
    session = Session(
        title=title,
        abstract=collector.abstract(text, where),
        starts=start.instant,
        ends=end.instant,
        local_start=start.local,
        local_end=end.local,
        day_on=day_of(start.local, all_day=all_day),
        track=categories,
        people=people,
        credit=credit,
        external_id=identity,
        id_kind="uid" if identity else None,
        status="cancelled" if _text(event, "STATUS").strip().upper() == "CANCELLED" else "confirmed",
        marks=("all_day",) if all_day else (),
        links=tuple(dict.fromkeys(links)),
        source_where=where,
    )
    collector.add(session, Clues(title, type=categories, text=text), place)


def _people(context: _Context, written: EventLines, text: str) -> tuple[tuple[Participation, ...], str]:
    """People named in the description; else the organizer where that differs between events."""
    named = in_prose(lines(text))
    if named or not context.by_organizer:
        return context.collector.people(named), ""
    found, credit = split(_organizer(written))
    return context.collector.people(found), credit


def _categories(event: Event) -> str:
    values = event.get("CATEGORIES", [])
    listed = values if isinstance(values, list) else [values]
    names = [plain(str(name)) for value in listed for name in getattr(value, "cats", [value])]
    return "; ".join(dict.fromkeys(name for name in names if name))


def _text(event: Event, name: str) -> str:
    value = event.get(name, "")
    return str(value[0] if isinstance(value, list) and value else value)
