"""The calendar writer: events in, bytes out; pure, no clock. RFC 5545 and RFC 7986, written by icalendar alone.

Pieces made by `vevent` may be cached by (uid, sequence, layout version) and put together by `assemble`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from server.calendar.library import library
from server.calendar.zones import local_zone, vtimezone

UNTITLED = "Untitled"
PRODUCT = "-//Hallway//Hallway calendar//EN"
COLOR = "teal"  # a CSS3 name: hex colours are invalid (RFC 7986 section 5.9)
REFRESH = timedelta(hours=4)
WITHOUT_END = timedelta(minutes=30)
YEARS = range(1900, 9000)  # outside, adding a day or a zone may leave the calendar

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSAFE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LINK = re.compile(r"https?://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]{1,2000}")
_FIRST, _LAST = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"
_END = b"END:VCALENDAR\r\n"
_EPOCH = date(1970, 1, 1)


class BrokenEvent(ValueError):
    """The event breaks a rule of the file; `str()` says which event and why."""


@dataclass(frozen=True)
class Layout:
    """How events are written: `version` grows when the same event gives other bytes; `host` is fixed for good."""

    host: str
    version: int = 2  # since times are written in the conference's zone


@dataclass(frozen=True)
class Event:
    """One follow-up, session or poster, texts unescaped: `starts` (and `ends`) aware, or `on` for a whole day.

    `zone` is the IANA name in which the times are written; UTC without one.
    """

    uid: str
    sequence: int
    created_at: datetime
    changed_at: datetime
    summary: str
    starts: datetime | None = None
    ends: datetime | None = None
    on: date | None = None
    location: str | None = None
    description: str | None = None
    url: str | None = None
    category: str | None = None
    alarm: timedelta | None = None  # zero or negative: before the start
    zone: str | None = None


def render(events: Iterable[Event], name: str, layout: Layout) -> bytes:
    """Return the whole file, events in order of start, then uid: same rows, same bytes."""
    told = sorted(events, key=order)
    return assemble([vevent(event, layout) for event in told], name, layout, zones(told))


def assemble(pieces: Sequence[bytes], name: str, layout: Layout, explained: Sequence[bytes] = ()) -> bytes:
    """Return a calendar around `zones` and pieces of `vevent`, kept in their order.

    An empty one holds a VTIMEZONE for UTC: RFC 5545 section 3.6 wants a component.
    """
    for piece in pieces:
        if not (piece.startswith(_FIRST) and piece.endswith(_LAST)):
            raise BrokenEvent(f"A stored event of layout {layout.version} is not one whole VEVENT.")
    told = explained if pieces else (vtimezone("Etc/UTC", _EPOCH, _EPOCH),)
    return b"".join((_head(name), *told, *pieces, _END))


def zones(events: Iterable[Event]) -> list[bytes]:
    """Return the VTIMEZONEs that the events use, by name; each tells whole years, one more on either side."""
    years: dict[str, set[int]] = {}
    for event in events:
        start, end = _span(event)
        if isinstance(start, datetime) and isinstance(start.tzinfo, ZoneInfo):
            years.setdefault(start.tzinfo.key, set()).update((start.year, end.year))
    return [
        vtimezone(name, date(min(seen) - 1, 1, 1), date(max(seen) + 1, 12, 31)) for name, seen in sorted(years.items())
    ]


def vevent(event: Event, layout: Layout) -> bytes:
    """Return one VEVENT with CRLF lines; raises BrokenEvent for a floating time, none, or an alarm after the start."""
    start, end = _span(event)
    uid = f"{one_line(event.uid)}@{layout.host}"
    written = library().Event.new(
        uid=uid,
        sequence=event.sequence,
        created=_utc(event, event.created_at),
        stamp=_utc(event, event.changed_at),
        last_modified=_utc(event, event.changed_at),
        start=start,
        end=end,
        summary=_title(event),
        location=one_line(event.location) or None,
        description=clean(event.description) or None,
        url=event.url if event.url and _LINK.fullmatch(event.url) else None,
        categories=[one_line(event.category)] if event.category else [],
        status="CONFIRMED",
        transparency="OPAQUE" if event.on is None else "TRANSPARENT",
    )
    _keep_backslashes(written)
    if event.alarm is not None:
        written.add_component(_alarm(event, f"{one_line(event.uid)}-alarm@{layout.host}"))
    data: bytes = written.to_ical()
    return data


def order(event: Event) -> tuple[datetime, str]:
    """The place of an event in the file; a whole day stands at its midnight UTC."""
    return (begins(event), event.uid)


def begins(event: Event) -> datetime:
    """The instant an event begins; raises BrokenEvent when it has no time or a floating one."""
    if event.on is not None:
        return _utc(event, datetime.combine(event.on, time(), UTC))
    return _utc(event, event.starts)


def clean(text: str | None) -> str:
    """Text without control characters, lone surrogates and non-characters; every kind of line break is a newline."""
    return _UNSAFE.sub("", _BREAKS.sub("\n", text or "")).replace("\t", " ")


def one_line(text: str | None) -> str:
    """Clean text on a single line, runs of white space made one space."""
    return " ".join(clean(text).split())


def _title(event: Event) -> str:
    return one_line(event.summary) or UNTITLED


@lru_cache(maxsize=16)
def _head(name: str) -> bytes:
    """All lines before the first component."""
    calendar = library().Calendar.new(
        prodid=PRODUCT, version="2.0", method="PUBLISH", color=COLOR, refresh_interval=REFRESH
    )
    for title in ("NAME", "X-WR-CALNAME"):  # `name=` would write both without escapes
        calendar.add(title, _text_type()(one_line(name) or UNTITLED))
    del calendar["UID"]  # vdirsyncer would take it for the id of every event
    calendar["REFRESH-INTERVAL"].params["VALUE"] = "DURATION"  # RFC 7986 section 5.7; the library leaves it out
    calendar.add("X-PUBLISHED-TTL", library().vDuration(REFRESH))
    data: bytes = calendar.to_ical()
    return data.removesuffix(_END)


def _alarm(event: Event, uid: str) -> object:
    if event.alarm is None or event.alarm > timedelta(0):  # Microsoft reads the absolute value (MS-OXCICAL)
        raise BrokenEvent(f"The alarm of event {event.uid} is after its start.")
    alarm = library().Alarm.new(uid=uid, description=_title(event))
    _keep_backslashes(alarm)
    alarm.add("ACTION", "DISPLAY")
    alarm.add("TRIGGER", event.alarm)
    return alarm


def _span(event: Event) -> tuple[date | datetime, date | datetime]:
    """Start and exclusive end: a whole day, or times in the event's zone, else UTC; half an hour without an end."""
    if event.on is not None:
        begins(event)
        return event.on, event.on + timedelta(days=1)
    start = _utc(event, event.starts)
    end = _utc(event, event.ends) if event.ends else start
    end = end if end > start else start + WITHOUT_END
    zone = local_zone(event.zone, start, end)
    return (start.astimezone(zone), end.astimezone(zone)) if zone else (start, end)


def _utc(event: Event, at: datetime | None) -> datetime:
    """The instant in whole seconds, which is all the format holds."""
    if at is None or at.tzinfo is None:
        raise BrokenEvent(f"Event {event.uid} has {'no time' if at is None else 'a time without a zone'}.")
    if at.year not in YEARS:
        raise BrokenEvent(f"Event {event.uid} lies in the year {at.year}.")
    return at.astimezone(UTC).replace(microsecond=0)


def _keep_backslashes(component: Any) -> None:
    for name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
        if name in component:
            component[name] = _text_type()(str(component[name]))


@cache
def _text_type() -> Any:
    """The library's text, but a literal backslash before N stays one: its writer makes a line break of it."""

    library_text: Any = library().vText

    class Text(library_text):
        def to_ical(self) -> bytes:
            text = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
            return text.encode()

    return Text
