"""Makers of programmes and of items; nothing here comes from a real meeting."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from server.agenda import service
from server.agenda.answers import Target
from server.agenda.importers.programme import Conference, Participation, Person, Programme, Room, Session
from server.agenda.service import Options, Outcome
from server.core import clock

MORNING = datetime(2026, 11, 29, 9, 0)
ZONE = "America/Chicago"


def person(name: str, affiliation: str = "", **more: Any) -> Person:
    """Return a person whose key is the name and the affiliation."""
    return Person(f"{name}|{affiliation}", name, affiliation=affiliation, **more)


def session(title: str, *people: Person, at: float | None = 0, hours: float = 1, **more: Any) -> Session:
    """Return a session `at` hours after the first morning; None for one without a time."""
    start = None if at is None else MORNING + timedelta(hours=at)
    end = None if start is None else start + timedelta(hours=hours)
    times = {"local_start": start, "local_end": end, "day_on": start.date() if start else None}
    if start and end:
        times |= {"starts": start.replace(tzinfo=UTC) + SHIFT, "ends": end.replace(tzinfo=UTC) + SHIFT}
    who = tuple(Participation(one.key) for one in people)
    return Session(**({"title": title, "people": who} | times | more))


SHIFT = timedelta(hours=6)  # Chicago in November


def programme(*sessions: Session, people: tuple[Person, ...] = (), **more: Any) -> Programme:
    """Return a programme of these sessions and people; the rooms are those of the sessions."""
    rooms = dict.fromkeys(name for one in sessions for name in one.room.split("; ") if name)
    conference = Conference("glow", "Glow 2026", zone=ZONE, zone_source="file")
    made = Programme("table", conference, sessions, people, tuple(Room(name) for name in rooms))
    return replace(made, **more)


def imported(programme: Programme, target: Target | None = None, **options: Any) -> Outcome:
    """Import the programme as the command line would, into the operator's conference unless told otherwise."""
    target = target or Target(None)
    known = service.conference_for(target, programme, "")
    return service.import_programme(programme, known, target, Options(clock.now(), **options))
