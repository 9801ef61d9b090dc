"""`python -m tests.calendar.read_file READER FILE` prints what a Python library reads in a calendar, as JSON."""

import json
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

Found = Iterable[tuple[Any, Any, Any, Any, Any]]  # uid, start, end, summary, description


def _icalendar(text: str) -> Found:
    import icalendar

    calendar = icalendar.Calendar.from_ical(text)
    assert [part.errors for part in calendar.walk() if part.errors] == []
    return [_shown(event) for event in calendar.walk("VEVENT")]


def _recurring(text: str) -> Found:
    import icalendar
    import recurring_ical_events

    query = recurring_ical_events.of(icalendar.Calendar.from_ical(text))
    return [_shown(event) for event in query.between(datetime(2026, 1, 1), datetime(2028, 1, 1))]


def _shown(event: Any) -> tuple[Any, Any, Any, Any, Any]:
    return event["UID"], event.start, event.end, event["SUMMARY"], event["DESCRIPTION"]


def _vobject(text: str) -> Found:
    import vobject

    names = ("uid", "dtstart", "dtend", "summary", "description")
    events = vobject.readOne(text).vevent_list
    return [tuple(getattr(event, name).value for name in names) for event in events]


def _ical(text: str) -> Found:
    from ical.calendar_stream import IcsCalendarStream

    events = IcsCalendarStream.calendar_from_ics(text).events
    return [(event.uid, event.dtstart, event.dtend, event.summary, event.description) for event in events]


READERS: dict[str, Callable[[str], Found]] = {
    "icalendar": _icalendar,
    "recurring-ical-events": _recurring,
    "vobject": _vobject,
    "ical": _ical,
}


def _told(at: date | datetime) -> str:
    if not isinstance(at, datetime):
        return at.isoformat()
    assert at.utcoffset() is not None, "floating"
    return f"{at.astimezone(UTC) + timedelta(0):%Y-%m-%dT%H:%M:%SZ}"


def main(reader: str, path: str) -> None:
    """Print the events of the file as the reader sees them."""
    found = READERS[reader](Path(path).read_bytes().decode())
    names = ("uid", "start", "end", "summary", "description")
    rows = [(str(uid), _told(start), _told(end), str(summary), str(text)) for uid, start, end, summary, text in found]
    print(json.dumps([dict(zip(names, row, strict=True)) for row in rows]))


if __name__ == "__main__":
    main(*sys.argv[1:])
