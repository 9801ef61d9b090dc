"""Items of conference systems to a programme: one builder for every JSON format whose fields have fixed meanings.

A format turns its file into a `Told`; kinds, people, times, states, parents and warnings are decided here, once.
Source of the rules: the import contract, sections 2, 4 and 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import PurePath
from typing import Final

from server.agenda.importers import limits
from server.agenda.importers.collect import Collector
from server.agenda.importers.days import is_utc, zone_name
from server.agenda.importers.entry_people import Who, participations, roster_of
from server.agenda.importers.entry_times import When, placed, times_of
from server.agenda.importers.kinds import Clues
from server.agenda.importers.places import place_in
from server.agenda.importers.programme import (
    Conference,
    Hints,
    IdKind,
    Programme,
    RefusedFile,
    Session,
    SessionStatus,
    Warned,
)
from server.agenda.importers.text import plain, slug
from server.agenda.importers.zones import Zone, question, zone_of

ACCEPTED: Final = frozenset({"", "accepted", "confirmed", "published", "scheduled"})
CANCELLED: Final = frozenset({"cancelled", "canceled", "withdrawn"})
_LONGEST_NAME: Final = 1_000  # of a room, a track or a kind


@dataclass(frozen=True, slots=True)
class Head:
    """The conference as the file names it; every text may be ""."""

    name: str = ""
    short: str = ""  # for the address
    zone: str = ""
    first_day: date | None = None
    last_day: date | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as the file writes it. `key` is unique in the file; a heading has a title and a key only."""

    key: str
    title: str
    where: str = ""
    subtitle: str = ""
    text: str = ""
    start: datetime | None = None  # aware, or naive for a wall clock
    end: datetime | None = None
    length: timedelta | None = None
    day: date | None = None
    room: str = ""
    track: str = ""
    type: str = ""  # the file's own word for the kind
    session: str = ""  # what else tells the kind: the name of the session that the item belongs to
    service: bool = False
    state: str = ""
    persons: tuple[Who, ...] = ()
    external_id: str = ""
    id_kind: IdKind = "id"
    parent: str | None = None
    board: str = ""
    number: str = ""
    links: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a file tells. `people` are those of a file without items."""

    format: str
    head: Head = Head()
    entries: Sequence[Entry] = ()
    people: Sequence[Who] = ()
    noticed: tuple[Warned, ...] = ()


def programme_of(told: Told, hints: Hints) -> Programme:
    """Return the programme of a file; more than 60,000 items or people are refused."""
    if max(len(told.entries), len(told.people)) > limits.ITEMS:
        raise RefusedFile(f"This file holds more than {limits.ITEMS:,} items or people.")
    collector, zone = Collector(), _zone(told.head, hints)
    for warning in told.noticed:
        collector.warn(warning.where, warning.message)
    if told.head.zone and not zone_name(told.head.zone):
        collector.warn("", f"The time zone “{plain(told.head.zone)[:60]}” is not known.")
    if told.entries:
        _add_all(collector, _keyed(told.entries), zone)
    used = {} if told.entries else roster_of(collector, told.people)
    found = collector.programme(told.format, _conference(told.head, hints, zone))
    keys = {session.key for session in found.sessions}
    sessions = tuple(one if one.parent in keys else replace(one, parent=None) for one in found.sessions)
    people = found.people if told.entries else collector.roster.people(used)
    return replace(found, sessions=sessions, people=people, questions=question(zone, sessions))


def _zone(head: Head, hints: Hints) -> Zone:
    written = zone_name(head.zone) if head.zone else None
    return zone_of(hints, None if written and is_utc(written) else written)  # UTC says nothing about the venue


def _conference(head: Head, hints: Hints, zone: Zone) -> Conference:
    stem = plain(PurePath(hints.file_name.replace("\\", "/")).stem.replace("_", " ").replace("-", " "))
    name = (hints.name or plain(head.name[:_LONGEST_NAME]) or stem)[:200] or "Conference"
    return Conference(
        slug=slug(hints.name or head.short or name),
        name=name,
        zone=zone.name,
        zone_source=zone.source,
        first_day=hints.first_day or head.first_day,
        last_day=hints.last_day or head.last_day,
        source_url=head.address or None,
    )


def _keyed(entries: Sequence[Entry]) -> list[Entry]:
    """Return the items with keys of their own; one whose key another item bears too gets its place in the file."""
    seen: set[str] = set()
    kept: list[Entry] = []
    for place, entry in enumerate(entries):
        kept.append(entry if entry.key not in seen else replace(entry, key=f"{entry.key} #{place}"))
        seen.add(kept[-1].key)
    return kept


def _add_all(collector: Collector, entries: Sequence[Entry], zone: Zone) -> None:
    kept = [entry for entry in entries if _state(entry) in ACCEPTED | CANCELLED]
    if len(kept) < len(entries):
        collector.warn("", f"{len(entries) - len(kept)} items that are not accepted were left out.")
    whens = times_of([placed(entry.start, entry.end, entry.length) for entry in kept], kept)
    for entry, when in zip(kept, whens, strict=True):
        _add(collector, entry, when, zone)


def _add(collector: Collector, entry: Entry, when: When, zone: Zone) -> None:
    if when.fault:
        collector.warn(entry.where, when.fault)
    title = _line(collector, entry, entry.title)
    abstract = collector.abstract(entry.text, entry.where)
    people, credit = participations(collector, entry.persons, entry.where)
    start, end = when.ends(zone)
    status: SessionStatus = "cancelled" if _state(entry) in CANCELLED else "confirmed"
    track, kind = _line(collector, entry, entry.track), _line(collector, entry, entry.type)
    session = Session(
        title=title,
        subtitle=_line(collector, entry, entry.subtitle),
        abstract=abstract,
        starts=start.instant,
        ends=end.instant,
        local_start=start.local,
        local_end=end.local,
        day_on=when.day(zone) or entry.day,
        track=track,
        people=people,
        credit=credit,
        external_id=entry.external_id or None,
        id_kind=entry.id_kind if entry.external_id else None,
        key=entry.key,
        parent=entry.parent,
        board=plain(entry.board),
        number=plain(entry.number),
        status=status,
        marks=when.marks,
        links=entry.links,
        language=plain(entry.language[:_LONGEST_NAME])[:35],
        source_where=entry.where,
    )
    clues = Clues(title, kind, track, plain(entry.session[:_LONGEST_NAME]), entry.text, entry.service)
    collector.add(session, clues, place_in(_short(entry.room)))


def _state(entry: Entry) -> str:
    return "".join(letter for letter in entry.state.casefold() if letter.isalpha())


def _line(collector: Collector, entry: Entry, text: str) -> str:
    return plain(collector.bounded(text, entry.where))


def _short(text: str) -> str:
    return text[:_LONGEST_NAME]
