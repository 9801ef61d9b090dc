"""Repairs the content lines of a calendar file, in bytes, before they are parsed (RFC 5545, section 3.1).

Files come inside HTML comments, with odd line ends, without folding, with raw line breaks inside texts and with lines
that are no properties (import contract, sections 3.3 and 11.2). Unfolding comes before decoding: folds fall inside
UTF-8 characters.
"""

import html
import re
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from server.agenda.importers.days import zone_name
from server.agenda.importers.programme import RefusedFile
from server.agenda.importers.text import decode

_BEGIN: Final = re.compile(rb"BEGIN:VCALENDAR", re.IGNORECASE)
_END: Final = re.compile(rb"END:VCALENDAR", re.IGNORECASE)
_NAME: Final = re.compile(r"^([A-Z][A-Z0-9-]{1,60})[ ]*(?=[;:])")
_ENTITY_NAME: Final = re.compile(r"^[A-Z-]{2,30}(?:;[A-Z-]{2,30})?&#")
_ZONE_ID: Final = re.compile(r"(TZID[=:]\"?)([^\":;]{1,200})")
_EVENT_TEXT: Final = """
UID DTSTART DTEND DURATION SUMMARY DESCRIPTION X-ALT-DESC LOCATION CATEGORIES STATUS ORGANIZER URL RRULE RDATE EXDATE
RECURRENCE-ID SEQUENCE
"""
_OTHER_TEXT: Final = """
BEGIN END VERSION PRODID CALSCALE METHOD NAME TZID TZNAME TZOFFSETFROM TZOFFSETTO TZURL VTIMEZONE DTSTAMP CREATED
LAST-MODIFIED CLASS TRANSP PRIORITY GEO ATTENDEE ATTACH COMMENT CONTACT RESOURCES RELATED-TO REQUEST-STATUS TRIGGER
ACTION REPEAT COLOR IMAGE CONFERENCE SOURCE REFRESH-INTERVAL EXRULE COMPLETED DUE PERCENT-COMPLETE FREEBUSY
STRUCTURED-DATA STYLED-DESCRIPTION LOCATION-TYPE PARTICIPANT-TYPE CALENDAR-ADDRESS
"""
_EVENT_NAMES: Final = frozenset(_EVENT_TEXT.split())
_OTHER_NAMES: Final = frozenset(_OTHER_TEXT.split())
_TEXTS: Final = frozenset({"SUMMARY", "DESCRIPTION", "X-ALT-DESC", "LOCATION", "CATEGORIES"})


@dataclass
class Calendar:
    """The lines that matter, unfolded and decoded: of the calendar, of its time zones, of each event."""

    properties: dict[str, str] = field(default_factory=dict)  # NAME -> value, first one wins
    zones: list[str] = field(default_factory=list)  # whole VTIMEZONE blocks
    events: list["EventLines"] = field(default_factory=list)
    cut_off: bool = False  # the file ends inside an event
    guess: str = ""  # encoding, when it was guessed


@dataclass
class EventLines:
    """The content lines of one event and the line of the file where it begins."""

    line: int
    lines: list[str] = field(default_factory=list)


def calendar_of(data: bytes) -> Calendar:
    """The calendar inside the bytes; a file without one is refused."""
    start = _BEGIN.search(data)
    if start is None:
        raise RefusedFile("This file holds no calendar (no line BEGIN:VCALENDAR).")
    ends = [found.end() for found in _END.finditer(data, start.end())]
    inner = data[start.start() : ends[-1] if ends else len(data)]
    unfolded, numbers = _unfolded(inner)
    decoded = decode(unfolded)
    first = data.count(b"\n", 0, start.start()) + 1
    calendar = _sorted_lines(_logical(decoded.text, numbers), first)
    calendar.guess = decoded.guess
    return calendar


def _unfolded(data: bytes) -> tuple[bytes, list[int]]:
    """The bytes with one line per property, and the place in the file of each line."""
    even = data.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    rows: list[bytearray] = []
    numbers: list[int] = []
    for number, row in enumerate(even.split(b"\n")):
        if rows and row.startswith((b" ", b"\t")):
            rows[-1] += row[1:]
        else:
            rows.append(bytearray(row))
            numbers.append(number)
    return b"\n".join(rows), numbers


def _logical(text: str, numbers: list[int]) -> list[tuple[int, str, str]]:
    """Line number, property name and whole line of each property; stray text is joined to the property before it."""
    found: list[tuple[int, str, str]] = []
    stray: list[str] = []
    for number, line in zip_longest(numbers, text.split("\n")):
        if line is None:
            break
        name = _name(line)
        if name:
            _join(found, stray)
            found.append((number or 0, name, line))
        else:
            stray.append(line)
    _join(found, stray)
    return found


def _join(found: list[tuple[int, str, str]], stray: list[str]) -> None:
    """A text with raw line breaks goes on behind its property; empty lines at the end and other strays are dropped."""
    while stray and not stray[-1].strip():
        stray.pop()
    if stray and found and found[-1][1] in _TEXTS:
        here, name, line = found[-1]
        found[-1] = (here, name, "\\n".join([line, *stray]))
    stray.clear()


def _name(line: str) -> str:
    """Name of the property that the line begins, "" for a line of text."""
    if "&" in line[:80] and _ENTITY_NAME.match(line):
        line = html.unescape(line)
    found = _NAME.match(line)
    if found is None:
        return ""
    name = found[1]
    return name if name in _EVENT_NAMES or name in _OTHER_NAMES or name.startswith("X-") else ""


def _sorted_lines(logical: list[tuple[int, str, str]], first: int) -> Calendar:
    """The calendar with its lines in their places; alarms and other parts are passed over."""
    calendar, open_parts, block = Calendar(), list[str](), list[str]()
    for number, name, line in logical:
        value = line.partition(":")[2].strip().upper()
        if name == "BEGIN":
            _open(calendar, open_parts, value, first + number)
            block = block if "VTIMEZONE" in open_parts[:-1] else []
        if "VTIMEZONE" in open_parts:
            block.append(_clean(name, line))
            if name == "END" and value == "VTIMEZONE":
                calendar.zones += block
        elif open_parts[-1:] == ["VEVENT"] and name in _EVENT_NAMES:
            calendar.events[-1].lines.append(_clean(name, line))
        elif open_parts == ["VCALENDAR"] and name not in ("BEGIN", "END"):
            calendar.properties.setdefault(name, line.partition(":")[2].strip())
        if name == "END" and value in open_parts:
            del open_parts[open_parts.index(value) :]
    if "VEVENT" in open_parts:
        calendar.cut_off = True
        calendar.events.pop()
    return calendar


def _open(calendar: Calendar, open_parts: list[str], value: str, line: int) -> None:
    """Notes the part that begins; an event ends a time zone that was left open."""
    if value == "VEVENT":
        if "VTIMEZONE" in open_parts:
            del open_parts[open_parts.index("VTIMEZONE") :]
        calendar.events.append(EventLines(line))
    open_parts.append(value)


def _clean(name: str, line: str) -> str:
    """The line without spaces around its colon and, outside of texts, without HTML entities."""
    if name not in _TEXTS and "&" in line and name != "URL":
        line = html.unescape(line)
    if "TZID" in line[:200]:
        line = _ZONE_ID.sub(lambda found: found[1] + _sound_zone(found[2]), line, count=1)
    if name in _TEXTS:
        return line
    head, colon, value = line.partition(":") if '"' not in line else (line, "", "")
    return f"{head.strip()}{colon}{value.strip()}" if colon else line.strip()


def _sound_zone(name: str) -> str:
    """The zone's IANA name, or a name of the file's own that the parser does not look up ("Europe" is a folder)."""
    known = zone_name(name)
    if known is not None:
        return known
    own = name.strip().strip("/")
    return f"{own} time" if own.isalpha() else own
