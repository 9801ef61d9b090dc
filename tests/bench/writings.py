"""The envelope in the formats that Hallway imports: frab XML and JSON, iCalendar, CSV. All UTF-8."""

import csv
import io
import json
from collections import defaultdict
from datetime import date, datetime, timedelta
from xml.sax.saxutils import escape, quoteattr

from tests.bench.envelope import ZONE, Envelope, Event

Rooms = dict[str, list[Event]]


def frab_json(envelope: Envelope) -> bytes:
    """Return the meeting as a frab schedule in JSON."""
    days = [
        {
            "index": number,
            "date": day.isoformat(),
            "rooms": {room: [_record(event, envelope) for event in events] for room, events in rooms.items()},
        }
        for number, (day, rooms) in enumerate(_by_day(envelope).items(), 1)
    ]
    conference = {"acronym": "envelope", "title": "Envelope", "time_zone_name": ZONE, "days": days}
    schedule = {"schedule": {"version": "1", "conference": conference}}
    return json.dumps(schedule, ensure_ascii=False, separators=(",", ":")).encode()


def frab_xml(envelope: Envelope) -> bytes:
    """Return the meeting as a frab schedule in XML."""
    head = f"<acronym>envelope</acronym><title>Envelope</title><time_zone_name>{ZONE}</time_zone_name>"
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', f"<schedule><conference>{head}</conference>"]
    for number, (day, rooms) in enumerate(_by_day(envelope).items(), 1):
        parts.append(f'<day index="{number}" date="{day}">')
        for room, events in rooms.items():
            parts += [f"<room name={quoteattr(room)}>", *(_element(event, envelope) for event in events), "</room>"]
        parts.append("</day>")
    parts.append("</schedule>")
    return "\n".join(parts).encode()


def ics(envelope: Envelope) -> bytes:
    """Return the meeting as iCalendar; people stand in the description, as in planners' exports."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hallway//envelope//EN", f"X-WR-TIMEZONE:{ZONE}"]
    for event in envelope.events:
        names = "; ".join(envelope.people[number] for number in event.people)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.guid}@envelope.example",
            f"DTSTAMP:{_basic(event.utc)}",
            f"DTSTART:{_basic(event.utc)}",
            f"DTEND:{_basic(event.utc + timedelta(minutes=event.minutes))}",
            f"SUMMARY:{event.title}",
            f"LOCATION:{event.room}",
            f"CATEGORIES:{event.track}",
            f"DESCRIPTION:{event.abstract}\\n\\nType: {event.kind}\\nSpeakers: {names.replace(';', chr(92) + ';')}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "\r\n".join(_fold(line) for line in lines).encode() + b"\r\n"


def table(envelope: Envelope) -> bytes:
    """Return the meeting as CSV."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["ID", "Type", "Title", "Date", "Start", "End", "Room", "Track", "Speakers", "Abstract"])
    for event in envelope.events:
        ends = event.starts + timedelta(minutes=event.minutes)
        names = "; ".join(envelope.people[number] for number in event.people)
        when = (event.day, f"{event.starts:%H:%M}", f"{ends:%H:%M}")
        writer.writerow([event.guid, event.kind, event.title, *when, event.room, event.track, names, event.abstract])
    return out.getvalue().encode()


WRITERS = {"json": frab_json, "xml": frab_xml, "ics": ics, "csv": table}


def _by_day(envelope: Envelope) -> dict[date, Rooms]:
    days: dict[date, Rooms] = {day: defaultdict(list) for day in envelope.days}
    for event in envelope.events:
        days[event.day][event.room].append(event)
    return days


def _record(event: Event, envelope: Envelope) -> dict[str, object]:
    return {
        "id": event.number,
        "guid": event.guid,
        "date": event.zoned,
        "start": f"{event.starts:%H:%M}",
        "duration": _length(event.minutes),
        "room": event.room,
        "title": event.title,
        "track": event.track,
        "type": event.kind,
        "abstract": event.abstract,
        "persons": [{"id": number, "public_name": envelope.people[number]} for number in event.people],
    }


def _element(event: Event, envelope: Envelope) -> str:
    persons = "".join(f'<person id="{number}">{escape(envelope.people[number])}</person>' for number in event.people)
    return (
        f'<event guid="{event.guid}" id="{event.number}"><date>{event.zoned}</date>'
        f"<start>{event.starts:%H:%M}</start><duration>{_length(event.minutes)}</duration>"
        f"<room>{escape(event.room)}</room><title>{escape(event.title)}</title>"
        f"<track>{escape(event.track)}</track><type>{event.kind}</type>"
        f"<abstract>{escape(event.abstract)}</abstract><persons>{persons}</persons></event>"
    )


def _length(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _basic(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%SZ}"


def _fold(line: str) -> str:
    # 75 octets a line (RFC 5545, section 3.1); the envelope is ASCII, so characters are octets
    return "\r\n ".join([line[:75], *(line[start : start + 74] for start in range(75, len(line), 74))])
