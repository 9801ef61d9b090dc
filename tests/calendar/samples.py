"""Events for the tests of the file: a follow-up, a session, and times that readers get wrong."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from server.calendar.ical import Event, Layout

LAYOUT = Layout(host="hallway.example")
MADE_AT = datetime(2026, 11, 30, 18, tzinfo=UTC)
CHANGED_AT = datetime(2026, 12, 1, 9, 30, 15, 987_654, tzinfo=UTC)
LINK = "https://hallway.example/followups/0194"


def an_event(number: int = 1, **changes: object) -> Event:
    """A thank-you."""
    return replace(
        Event(
            uid=f"01940000-0000-7000-8000-{number:012x}",
            sequence=number,
            created_at=MADE_AT,
            changed_at=CHANGED_AT,
            summary="Thank Dr. Ada Okafor",
            on=date(2026, 12, 2),
            description=f"Met at RSNA 2026, poster hall\n{LINK}",
            url=LINK,
            category="Follow-up",
            alarm=timedelta(hours=-15),
        ),
        **changes,
    )


def a_session(number: int = 2, **changes: object) -> Event:
    """A talk whose agenda names no zone."""
    starts = datetime(2026, 12, 1, 15, tzinfo=timezone(timedelta(hours=-6)))
    usual = {
        "on": None,
        "starts": starts,
        "ends": starts + timedelta(hours=1),
        "summary": "SS12 Embolization; what, when",
    }
    return an_event(number, **usual | {"location": "Room S404", "category": "Session", "alarm": None} | changes)


def a_talk(number: int, zone: str, *at: int, minutes: int | None = 45) -> Event:
    """A talk at a local time of a zone; without minutes it has no end."""
    starts = datetime(*at, tzinfo=ZoneInfo(zone))
    ends = starts.astimezone(UTC) + timedelta(minutes=minutes) if minutes else None
    return a_session(
        number, zone=zone, starts=starts, ends=ends, summary=f"Talk {number}", alarm=-timedelta(minutes=15)
    )


HARD_TIMES = {
    "before the clocks go back in Chicago": a_talk(10, "America/Chicago", 2026, 10, 31, 16, 30),
    "after they went back": a_talk(11, "America/Chicago", 2026, 11, 1, 8, 0),
    "the first turn of the hour that comes twice": a_talk(12, "America/Chicago", 2026, 11, 1, 1, 5, minutes=30),
    "before the clocks go forward": a_talk(13, "America/Chicago", 2027, 3, 14, 1, 30),
    "after they went forward": a_talk(14, "America/Chicago", 2027, 3, 14, 8, 0),
    "a zone of half an hour": a_talk(15, "Asia/Kolkata", 2026, 12, 5, 9, 15),
    "clocks that move by half an hour": a_talk(16, "Australia/Lord_Howe", 2026, 10, 4, 9, 0),
    "the south, whose summer is January": a_talk(17, "Australia/Sydney", 2027, 1, 11, 9, 0),
    "winter time that counts as the other": a_talk(18, "Europe/Dublin", 2027, 1, 11, 9, 0),
    "five past midnight": a_talk(19, "America/Chicago", 2026, 12, 2, 0, 5),
    "over midnight": a_talk(20, "America/Chicago", 2026, 12, 2, 23, 30, minutes=90),
    "without an end": a_talk(21, "Europe/Berlin", 2026, 12, 3, 10, 0, minutes=None),
    "UTC": a_talk(22, "Etc/UTC", 2026, 12, 3, 10, 0),
    "a whole day": an_event(23),
    "a whole day as the clocks go back": an_event(24, on=date(2026, 11, 1)),
}
