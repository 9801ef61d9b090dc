"""Indico: the JSON export of an event (contributions, subcontributions, sessions) and of its timetable.

`db_id` is the id of a contribution, in both exports; times are triples of date, time and zone. Ids of session blocks,
breaks and subcontributions are series of their own and get a letter in front.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from server.agenda.importers import entries, indico_values, json_values
from server.agenda.importers.entries import Entry, Head, Told
from server.agenda.importers.indico_values import moment, people
from server.agenda.importers.json_values import Record, first, items, name_of, pointer, record, records, words
from server.agenda.importers.programme import Hints, Programme, RefusedFile, Warned
from server.agenda.importers.sniff import Sample
from server.agenda.importers.times import parse_duration

NAME: Final = "indico"
PRIORITY: Final = 28
_EVENT_TYPES: Final = frozenset({"Conference", "Meeting", "Lecture", "Contribution", "Session", "SessionSlot"})
_DAY: Final = re.compile(r"^\d{8}$")
_HEADING: Final = "session "  # before the folded name, as the key of a session that contributions only name
_EMPTY: Final = (
    "This Indico export tells about the event only; export it again with its contributions (detail=sessions)."
)


@dataclass(frozen=True, slots=True)
class _Above:
    """The session that contributions stand in."""

    key: str | None = None
    title: str = ""
    is_poster: bool = False


def matches(sample: Sample) -> bool:
    """Say whether the value is an answer of Indico's export."""
    return sample.shape == "json" and holds(sample.json)


def read(sample: Sample, hints: Hints) -> Programme:
    """Return the programme of an event or of its timetable."""
    return programme_of(sample.json, hints, sample.warnings)


def holds(value: object) -> bool:
    """Say whether a JSON value is an event's export or a timetable."""
    results = _results(value)
    if isinstance(results, dict):
        return any(True for _ in _timetable(results))
    return any(
        words(one.get("_type")) in _EVENT_TYPES and (isinstance(one.get("startDate"), dict) or "contributions" in one)
        for one in records(results)
    )


def programme_of(value: object, hints: Hints, noticed: tuple[Warned, ...] = ()) -> Programme:
    """Return the programme of an export; one without any contribution is refused."""
    results = _results(value)
    if isinstance(results, dict):
        found = [entry for where, one in _timetable(results) for entry in _scheduled(one, where, _Above())]
        head = Head(zone=indico_values.zone(one for _, one in _timetable(results)))
    else:
        found = list(_of_results(results))
        head = _head(records(results))
    if not found:
        raise RefusedFile(_EMPTY)
    return entries.programme_of(Told(NAME, head, [*_headings(found), *found], noticed=noticed), hints)


def _results(value: object) -> object:
    """Return the results of an answer; a list or a timetable may stand without its envelope."""
    root = record(value)
    return root.get("results") if "results" in root else value


def _timetable(results: Record) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the entries of a timetable (events, days in events, entries in days) with their pointers."""
    events = {"": results} if any(map(_DAY.match, results)) else results
    for event, days in sorted(events.items(), key=_name):
        for day, listed in sorted(record(days).items(), key=_name):
            for name, one in sorted(record(listed).items(), key=_name) if _DAY.match(day) else ():
                if isinstance(one, dict) and "entryType" in one:
                    yield pointer("results", *([event] if event else []), day, name), one


def _name(entry: tuple[str, object]) -> str:
    return entry[0]


def _scheduled(one: dict[str, object], where: str, above: _Above) -> Iterator[Entry]:
    """Yield an entry of a timetable and those inside it."""
    kind = words(one.get("entryType"))
    if kind == "Session":
        yield _block(one, where, json_values.first_code(one, "sessionSlotId", "id"))
        inner = _Above(where, words(one.get("title")), one.get("isPoster") is True)
        for name, child in sorted(record(one.get("entries")).items(), key=_name):
            yield from _scheduled(record(child), where + pointer("entries", name), inner)
    elif kind == "Break":
        yield _break(one, where, above)
    elif kind:
        yield _contribution(one, where, above, json_values.first_code(one, "contributionId", "db_id"))


def _of_results(results: object) -> Iterator[Entry]:
    for number, one in enumerate(items(results)):
        where, event = pointer("results", number), record(one)
        kind = event.get("_type")
        if kind == "Contribution":
            yield from _with_parts(event, where, _Above())
        elif kind in ("Session", "SessionSlot"):
            yield from _in_block(event, where)
        for place, inner in enumerate(items(event.get("contributions"))):
            if kind not in ("Session", "SessionSlot"):
                yield from _with_parts(record(inner), where + pointer("contributions", place), _Above())
        for place, inner in enumerate(items(event.get("sessions"))):
            yield from _in_block(record(inner), where + pointer("sessions", place))


def _in_block(block: Record, where: str) -> Iterator[Entry]:
    """Yield a session block and its contributions."""
    yield _block(block, where, json_values.first_code(block, "db_id", "id"))
    session = record(block.get("session")) or block
    above = _Above(where, words(block.get("title")), session.get("isPoster") is True)
    for place, one in enumerate(items(block.get("contributions"))):
        yield from _with_parts(record(one), where + pointer("contributions", place), above)


def _with_parts(one: Record, where: str, above: _Above) -> Iterator[Entry]:
    """Yield a contribution and its subcontributions."""
    yield _contribution(one, where, above, json_values.first_code(one, "db_id", "id"))
    title = words(one.get("title"))
    for place, part in enumerate(items(one.get("subContributions"))):
        inner, below = record(part), where + pointer("subContributions", place)
        identity = json_values.first_code(inner, "db_id", "id")
        yield _contribution(inner, below, _Above(where, title), f"sub-{identity}" if identity else "")


def _contribution(one: Record, where: str, above: _Above, identity: str) -> Entry:
    named = name_of(one.get("session"))
    heading = named if above.key is None else ""
    kind = name_of(one.get("type")) if "entryType" not in one else ""
    return Entry(
        key=where,
        title=words(one.get("title")),
        where=where,
        text=words(one.get("description")),
        start=moment(one.get("startDate")),
        end=moment(one.get("endDate")),
        length=_minutes(one),
        room=first(one, "roomFullname", "room"),
        track=name_of(one.get("track")),
        type="poster" if above.is_poster else kind,
        session=above.title or named,
        persons=people(one),
        external_id=identity,
        parent=above.key if above.key is not None else _heading_key(heading),
        board=json_values.code(one.get("board_number")),
        number=json_values.code(one.get("code")),
        links=json_values.links(one.get("url")),
        language=words(one.get("language")),
    )


def _block(one: Record, where: str, identity: str) -> Entry:
    title, slot = words(one.get("title")), words(one.get("slotTitle"))
    return Entry(
        key=where,
        title=title if not slot or slot in title else f"{title}: {slot}" if title else slot,
        where=where,
        text=json_values.joined(words(one.get("description")), words(record(one.get("session")).get("description"))),
        start=moment(one.get("startDate")),
        end=moment(one.get("endDate")),
        room=first(one, "roomFullname", "room"),
        persons=people(one),
        external_id=f"s-{identity}" if identity else "",
        links=json_values.links(one.get("url")),
    )


def _break(one: Record, where: str, above: _Above) -> Entry:
    identity = json_values.first_code(one, "id")
    return Entry(
        key=where,
        title=words(one.get("title")),
        where=where,
        text=words(one.get("description")),
        start=moment(one.get("startDate")),
        end=moment(one.get("endDate")),
        length=_minutes(one),
        room=first(one, "roomFullname", "room"),
        type="break",
        external_id=f"b-{identity.removeprefix('b')}" if identity else "",
        parent=above.key,
    )


def _minutes(one: Record) -> timedelta | None:
    minutes = one.get("duration")
    return parse_duration(minutes) if isinstance(minutes, int | float | str) else None


def _headings(found: list[Entry]) -> list[Entry]:
    """Return a heading for each session that contributions only name."""
    named: dict[str, str] = {}
    for entry in found:
        if entry.parent and entry.parent.startswith(_HEADING):
            named[entry.parent] = min(named.get(entry.parent, entry.session), entry.session)
    return [Entry(key=key, title=title) for key, title in named.items()]


def _heading_key(name: str) -> str | None:
    folded = " ".join(name.casefold().split())
    return f"{_HEADING}{folded}" if folded else None


def _head(events: list[dict[str, object]]) -> Head:
    event = next((one for one in events if one.get("_type") not in ("Contribution", "Session", "SessionSlot")), {})
    return Head(
        name=words(event.get("title")),
        zone=words(event.get("timezone")) or indico_values.zone(events),
        first_day=indico_values.day(event.get("startDate")),
        last_day=indico_values.day(event.get("endDate")),
        address=next(iter(json_values.links(event.get("url"))), ""),
    )
