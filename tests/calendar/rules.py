"""A strict reader of one calendar file: every broken rule of the calendar contract by its number, and why."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from tests.calendar.parts import Part, tree
from tests.calendar.zone_rules import instant, zone_faults

NEEDED = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LAST-MODIFIED", "SEQUENCE", "CREATED")
UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}@[a-z0-9.-]+")
UTC_TIME, DAY = re.compile(r"\d{8}T\d{6}Z"), re.compile(r"\d{8}")
PHONE, TOKEN = re.compile(r"\+\d[\d ()-]{6,}"), re.compile(r"[\w-]{40,}|[?#]")
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff]")


def faults(data: bytes) -> set[int]:
    """The numbers of all rules the bytes break."""
    return {rule for rule, _ in explained(data)}


def explained(data: bytes) -> list[tuple[int, str]]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return [(14, "not UTF-8")]
    found = list(_bytes(data, text))
    calendar, broken = tree(text)
    found += broken
    for rules in (_calendar, _components, zone_faults, _order):
        found += rules(calendar)
    for event in calendar.of("VEVENT"):
        for check in (_event, _times, _alarms, _least_data):
            found += check(event)
    return found


def _bytes(data: bytes, text: str) -> Iterator[tuple[int, str]]:
    if len(data) >= 1_000_000:
        yield 17, "a megabyte"
    if not data.endswith(b"\r\n") or re.search(rb"\r(?!\n)|(?<!\r)\n", data):
        yield 14, "not CRLF everywhere"
    for line in data.split(b"\r\n"):
        if len(line) > 75:
            yield 14, f"a line of {len(line)} octets"
        if line[:1] == b" " and 0x80 <= line[1:2].ljust(1)[0] <= 0xBF:
            yield 14, "a fold inside a character"
    if UNSAFE.search(text.replace("\r\n", "")):
        yield 14, "a control character"


def _calendar(calendar: Part) -> Iterator[tuple[int, str]]:
    if calendar.all("REFRESH-INTERVAL") != [(";VALUE=DURATION", "PT4H")] or calendar.one("X-PUBLISHED-TTL") != "PT4H":
        yield 10, "refresh"
    if calendar.all("UID"):
        yield 11, "UID on the calendar"
    single = all(len(calendar.all(name)) == 1 for name in ("VERSION", "PRODID", "NAME", "X-WR-CALNAME"))
    if not single or calendar.one("VERSION") != "2.0" or calendar.one("NAME") != calendar.one("X-WR-CALNAME"):
        yield 12, "the head"
    if not re.fullmatch("[a-z]+", calendar.one("COLOR")) or calendar.one("METHOD") not in ("", "PUBLISH"):
        yield 12, "colour or method"


def _components(calendar: Part) -> Iterator[tuple[int, str]]:
    kinds = {part.kind for part in calendar.parts}
    events = calendar.of("VEVENT")
    if kinds - {"VEVENT", "VTIMEZONE"}:
        yield 1, f"components {kinds}"
    if not kinds:
        yield 15, "nothing inside"
    if len(events) > 1_000:
        yield 17, "too many events"
    used = {told for event in events for name in ("DTSTART", "DTEND") for told, _ in event.all(name)}
    zones = {zone.one("TZID") for zone in calendar.of("VTIMEZONE")}
    if events and zones - {told.removeprefix(";TZID=") for told in used}:
        yield 16, "a zone nobody uses"
    if {told.removeprefix(";TZID=") for told in used if told.startswith(";TZID=")} - zones:
        yield 7, "a zone nobody explains"


def _order(calendar: Part) -> Iterator[tuple[int, str]]:
    keys = [(instant(calendar, event, "DTSTART"), event.one("UID")) for event in calendar.of("VEVENT")]
    if keys != sorted(keys):
        yield 5, "not in order"
    if len({uid for _, uid in keys}) != len(keys):
        yield 3, "a UID twice"
    for event in calendar.of("VEVENT"):
        if instant(calendar, event, "DTEND") <= instant(calendar, event, "DTSTART"):
            yield 7, "ends before it starts"


def _event(event: Part) -> Iterator[tuple[int, str]]:
    if event.one("STATUS") != "CONFIRMED":
        yield 2, "status"
    if not UID.fullmatch(event.one("UID")):
        yield 3, "UID"
    if any(len(event.all(name)) != 1 for name in NEEDED):
        yield 4, "a needed property is missing or double"
    stamps = [event.one(name) for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED")]
    if not all(UTC_TIME.fullmatch(stamp) for stamp in stamps) or stamps[0] != stamps[1]:
        yield 4, "stamps"
    if not event.one("SEQUENCE").isdecimal():
        yield 4, "sequence"
    if event.all("ATTENDEE") or event.all("ORGANIZER"):
        yield 12, "someone is invited"


def _times(event: Part) -> Iterator[tuple[int, str]]:
    starts, ends = event.all("DTSTART")[:1], event.all("DTEND")[:1]
    if not starts or not ends:
        return
    (told, start), (told_end, end) = starts[0], ends[0]
    if DAY.fullmatch(start):
        next_day = f"{datetime.strptime(start, '%Y%m%d') + timedelta(days=1):%Y%m%d}"
        if (told, told_end, end) != (";VALUE=DATE", ";VALUE=DATE", next_day):
            yield 6, "a whole day is a DATE that ends on the next"
        if event.one("TRANSP") != "TRANSPARENT":
            yield 6, "a whole day blocks the calendar"
    elif not all(UTC_TIME.fullmatch(at) or zone.startswith(";TZID=") for zone, at in (starts[0], ends[0])):
        yield 7, "floating"


def _alarms(event: Part) -> Iterator[tuple[int, str]]:
    alarms = event.of("VALARM")
    if len(alarms) > 1 or len(event.parts) != len(alarms):
        yield 8, "more than one alarm"
    for alarm in alarms:
        whole = alarm.one("ACTION") == "DISPLAY" and alarm.one("DESCRIPTION") and alarm.one("UID")
        if not whole or alarm.one("UID") == event.one("UID"):
            yield 8, "an alarm without action, text or own UID"
        if not re.fullmatch(r"-P(T?\d+[DHM])+|P0D|PT0S", alarm.one("TRIGGER")):
            yield 8, "an alarm after the start"


def _least_data(event: Part) -> Iterator[tuple[int, str]]:
    lines = event.one("DESCRIPTION").split("\\n")
    if len(lines) > 4:
        yield 18, "more than four lines"
    if not event.one("URL").startswith("https://") or lines[-1].replace("\\,", ",") != event.one("URL"):
        yield 18, "no link in URL and as the last line"
    told = [event.one(name) for name in ("SUMMARY", "DESCRIPTION", "LOCATION")]
    if any("@" in text or PHONE.search(text) for text in told):
        yield 18, "an address"
    if TOKEN.search(event.one("URL")):
        yield 18, "a link with power"
