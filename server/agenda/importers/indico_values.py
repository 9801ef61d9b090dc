"""Values of Indico's exports: {date, time, tz} triples, and people with "Last, First" names. Pure."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from server.agenda.importers import json_values
from server.agenda.importers.days import is_utc, zone_name
from server.agenda.importers.entry_people import Who, last_first
from server.agenda.importers.json_values import Record, first, record, records, words
from server.agenda.importers.programme import Role

_LISTS: Final[tuple[tuple[str, Role], ...]] = (
    ("speakers", "presenter"),
    ("presenters", "presenter"),
    ("primaryauthors", "author"),
    ("coauthors", "author"),
    ("conveners", "chair"),
    ("sessionConveners", "chair"),
)


def moment(value: object) -> datetime | None:
    """Return the moment of a triple, aware when its zone is known, a wall clock otherwise; None for anything else."""
    triple = record(value)
    at = json_values.moment(f"{words(triple.get('date'))}T{words(triple.get('time'))}")
    known = zone_name(words(triple.get("tz")))
    return at.replace(tzinfo=ZoneInfo(known)) if at and known and at.tzinfo is None else at


def day(value: object) -> date | None:
    """Return the day of a triple."""
    return json_values.day(record(value).get("date"))


def zone(found: Iterable[Record]) -> str:
    """Return the zone that all starts name, "" when they name several, none or UTC."""
    named = {words(record(one.get("startDate")).get("tz")) for one in found} - {""}
    return next(iter(named)) if len(named) == 1 and not any(map(is_utc, named)) else ""


def people(one: Record) -> tuple[Who, ...]:
    """Return the people of a contribution or a session block, presenters first."""
    session = record(one.get("session"))
    listed = {**session, **one} if session else one
    return tuple(_person(who, role) for name, role in _LISTS for who in records(listed.get(name)))


def _person(who: Record, role: Role) -> Who:
    given, family = first(who, "first_name", "firstName"), first(who, "last_name", "familyName")
    whole = first(who, "fullName", "name", "display_full_name")
    if not (given and family) and whole:
        given, family = last_first(whole)
    return Who(
        id=json_values.first_code(who, "person_id"),  # "id" and "db_id" are those of the link to one contribution
        name=whole,
        given=given,
        family=family,
        affiliation=first(who, "affiliation"),
        role=role,
    )
