"""Sessionize: its views All, Sessions, GridSmart and Speakers as JSON.

Times are floating unless the event shows UTC; speakers, rooms and categories stand in full or by id.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from server.agenda.importers import column_names, entries, json_values
from server.agenda.importers.column_keys import fold_header
from server.agenda.importers.columns import by_name
from server.agenda.importers.entries import Entry, Told
from server.agenda.importers.entry_people import Who
from server.agenda.importers.json_values import Record, code, first, items, name_of, pointer, record, records, words
from server.agenda.importers.kinds import is_type_word
from server.agenda.importers.programme import Hints, Programme, Warned
from server.agenda.importers.sniff import Sample

NAME: Final = "sessionize"
PRIORITY: Final = 22
_SESSION_MARKS: Final = frozenset({"isServiceSession", "isPlenumSession", "categoryItems", "questionAnswers"})
_SPEAKER_MARKS: Final = frozenset({"isTopSpeaker", "tagLine", "profilePicture"})
_ALL_MARKS: Final = frozenset({"questions", "categories"})
_EVERYTHING: Final = "all"  # name of the group when sessions are not grouped


@dataclass(frozen=True, slots=True)
class _Names:
    """What the view All names beside its sessions, by id; a category is its field ("track", "kind") and its name."""

    speakers: dict[str, dict[str, object]]
    rooms: dict[str, dict[str, object]]
    categories: dict[str, tuple[str, str]]
    questions: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Listed:
    """A session where it stands: its pointer, the room or group around it and the day above it."""

    where: str
    session: Record
    room: str = ""
    group: str = ""
    day: object = None


def matches(sample: Sample) -> bool:
    """Say whether the value is one of Sessionize's views."""
    return sample.shape == "json" and holds(sample.json)


def read(sample: Sample, hints: Hints) -> Programme:
    """Return the programme, or the people of the view Speakers."""
    return programme_of(sample.json, hints, sample.warnings)


def holds(value: object) -> bool:
    """Say whether a JSON value is a view of Sessionize."""
    root = record(value)
    if isinstance(root.get("sessions"), list):
        return json_values.have(records(root["sessions"]), ("title",), _SESSION_MARKS) or (
            root.keys() >= _ALL_MARKS and isinstance(root.get("rooms"), list)
        )
    if any(True for _ in _grouped(value)):
        return True
    found = records(value)
    return json_values.have(found, ("title",), _SESSION_MARKS) or _are_speakers(found)


def programme_of(value: object, hints: Hints, noticed: tuple[Warned, ...] = ()) -> Programme:
    """Return the programme that a view tells."""
    root = record(value)
    names = _names(root)
    listed = [_Listed(pointer("sessions", n), record(one)) for n, one in enumerate(items(root.get("sessions")))]
    if not root:
        plain = [] if _are_speakers(records(value)) else items(value)
        listed = list(_grouped(value)) or [_Listed(pointer(n), record(one)) for n, one in enumerate(plain)]
    if not listed:
        people = records(root.get("speakers")) or records(value)
        return entries.programme_of(Told(NAME, people=[_speaker(one, names) for one in people], noticed=noticed), hints)
    found = [_entry(one, names) for one in _each_once(listed)]
    return entries.programme_of(Told(NAME, entries=found, noticed=noticed), hints)


def _are_speakers(found: list[dict[str, object]]) -> bool:
    return json_values.have(found, ("fullName",), _SPEAKER_MARKS)


def _grouped(value: object) -> Iterator[_Listed]:
    """Yield the sessions of the views Sessions (in groups) and GridSmart (days, rooms in days, sessions in rooms)."""
    for number, outer in enumerate(items(value)):
        group = record(outer)
        if group.keys() & {"groupId", "groupName"}:
            for place, one in enumerate(items(group.get("sessions"))):
                where = pointer(number, "sessions", place)
                yield _Listed(where, record(one), group=words(group.get("groupName")))
        elif {"date", "rooms"} <= group.keys():
            yield from _in_rooms(number, group)


def _in_rooms(number: int, day: Record) -> Iterator[_Listed]:
    for column, room in enumerate(records(day.get("rooms"))):
        for place, one in enumerate(items(room.get("sessions"))):
            where = pointer(number, "rooms", column, "sessions", place)
            yield _Listed(where, record(one), room=name_of(room), day=day.get("date"))


def _each_once(listed: list[_Listed]) -> list[_Listed]:
    """Return the sessions without those that a second group or room shows again."""
    found: dict[tuple[object, ...], _Listed] = {}
    for one in listed:
        session = one.session
        told = tuple(words(session.get(name)) for name in ("id", "title", "startsAt", "roomId", "room"))
        same = told if told[0] and (one.group or one.room) else (one.where,)
        found.setdefault(same, one)
    return list(found.values())


def _names(root: Record) -> _Names:
    categories: dict[str, tuple[str, str]] = {}
    for category in records(root.get("categories")):
        categories |= _items_of(category, "items")
    return _Names(
        speakers=json_values.by_code(root.get("speakers"), "id"),
        rooms=json_values.by_code(root.get("rooms"), "id"),
        categories=categories,
        questions={code(one.get("id")): words(one.get("question")) for one in records(root.get("questions"))},
    )


def _items_of(category: Record, name: str) -> dict[str, tuple[str, str]]:
    """Return the items of a category by id, each with what the category's title means: a track, a kind, a language."""
    meaning = by_name(fold_header(first(category, "title", "name")[:200]))[0]
    return {code(one.get("id")): (meaning, name_of(one)) for one in records(category.get(name))}


def _entry(listed: _Listed, names: _Names) -> Entry:
    session = listed.session
    told = _categories(session, names)
    group = "" if listed.group.casefold() == _EVERYTHING else listed.group
    kinds = told.get("kind", "") or (group if is_type_word(group) else "")
    return Entry(
        key=listed.where,
        title=words(session.get("title")),
        where=listed.where,
        text=words(session.get("description")),
        start=json_values.moment(session.get("startsAt")),
        end=json_values.moment(session.get("endsAt")),
        day=json_values.day(session.get("startsAt")) or json_values.day(listed.day),
        room=_room(listed, names),
        track=told.get("track", "") or (group if group != kinds else ""),
        type=kinds,
        service=session.get("isServiceSession") is True,
        state=words(session.get("status")),
        persons=tuple(_person(one, names) for one in items(session.get("speakers"))),
        external_id=code(session.get("id")),
        links=json_values.links(session.get("liveUrl"), session.get("recordingUrl")),
        language=told.get("language", ""),
    )


def _room(listed: _Listed, names: _Names) -> str:
    named = words(listed.session.get("room"))
    return named or name_of(record(names.rooms.get(code(listed.session.get("roomId"))))) or listed.room


def _categories(session: Record, names: _Names) -> dict[str, str]:
    """Return the names of a session's category items by their meaning, several joined with "; "."""
    found = [names.categories.get(code(one), ("", "")) for one in items(session.get("categoryItems"))]
    for category in records(session.get("categories")):
        found += _items_of(category, "categoryItems").values()
    meanings = sorted({meaning for meaning, _ in found if meaning})
    return {mine: "; ".join(name for meaning, name in found if meaning == mine and name) for mine in meanings}


def _person(value: object, names: _Names) -> Who:
    identity = json_values.first_code(record(value), "id") or code(value)
    known = names.speakers.get(identity)
    return _speaker(known if known is not None else record(value) or {"id": identity}, names)


def _speaker(one: Record, names: _Names) -> Who:
    given, family, whole = first(one, "firstName"), first(one, "lastName"), first(one, "fullName", "name")
    parts = bool(given and family)
    return Who(
        id=json_values.first_code(one, "id"),
        name=whole or f"{given} {family}".strip(),
        given=given if parts else "",
        family=family if parts else "",
        affiliation=_affiliation(one, names),
    )


def _affiliation(one: Record, names: _Names) -> str:
    """Return the answer to a question that asks for the company or institution."""
    for answer in records(one.get("questionAnswers")):
        asked = words(answer.get("question")) or names.questions.get(code(answer.get("questionId")), "")
        told = first(answer, "answerValue", "answer")
        if told and column_names.PARTS.get(fold_header(asked[:200])) == "affiliation":
            return told
    return ""
