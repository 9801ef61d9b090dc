"""pretalx: submissions, talks, slots and speakers of its API, alone or in a paging envelope, and its schedule JSON.

Two shapes: objects with translated texts ({"en": ...}), or bare ids and codes that other parts of the file name.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from server.agenda.importers import entries, json_values
from server.agenda.importers.entries import Entry, Head, Told
from server.agenda.importers.entry_people import Who
from server.agenda.importers.json_values import Record, name_of, pointer, record, words
from server.agenda.importers.programme import Hints, Programme, Warned
from server.agenda.importers.sniff import Sample
from server.agenda.importers.times import parse_duration

NAME: Final = "pretalx"
PRIORITY: Final = 24
_ENVELOPE: Final = frozenset({"count", "results"})
_TALK_MARKS: Final = frozenset(
    {"submission_type", "submission_type_id", "slot", "slots", "slot_count", "content_locale", "do_not_record",
     "is_featured", "pending_state"}
)  # fmt: skip
_SPEAKER_MARKS: Final = frozenset({"submissions", "biography", "avatar", "avatar_url", "answers", "has_arrived"})
_LISTS: Final = ("talks", "slots", "breaks")


def matches(sample: Sample) -> bool:
    """Say whether the value is a list, a page or a schedule of pretalx."""
    return sample.shape == "json" and holds(sample.json)


def read(sample: Sample, hints: Hints) -> Programme:
    """Return the programme, or the people of a file of speakers."""
    return programme_of(sample.json, hints, sample.warnings)


def holds(value: object) -> bool:
    """Say whether a JSON value is one of pretalx."""
    if _is_schedule(record(value)):
        return True
    found = [one for _, one in _listed(value)]
    return _are_talks(found) or _are_slots(found) or json_values.have(found, ("code", "name"), _SPEAKER_MARKS)


def programme_of(value: object, hints: Hints, noticed: tuple[Warned, ...] = ()) -> Programme:
    """Return the programme that a JSON value of pretalx tells."""
    root = record(value)
    if _is_schedule(root):
        return entries.programme_of(replace(_schedule(root), noticed=noticed), hints)
    found = _listed(value)
    noticed = (*noticed, *_missing(root, len(found)))
    if _are_talks([one for _, one in found]) or _are_slots([one for _, one in found]):
        told = Told(NAME, entries=[entry for where, one in found for entry in _talk(one, where, {})], noticed=noticed)
    else:
        told = Told(NAME, people=[_speaker(one) for _, one in found], noticed=noticed)
    return entries.programme_of(told, hints)


def _is_schedule(root: Record) -> bool:
    lists = [root.get(name) for name in _LISTS]
    return "version" in root and any(isinstance(one, list) for one in lists)


def _listed(value: object) -> list[tuple[str, dict[str, object]]]:
    """Return the objects of a list, a page or an object keyed by code, each with its pointer."""
    root = record(value)
    if root.keys() >= _ENVELOPE:
        return [(pointer("results", n), record(one)) for n, one in enumerate(json_values.items(root["results"]))]
    if isinstance(value, list):
        return [(pointer(n), record(one)) for n, one in enumerate(value)]
    keyed = [(pointer(key), record(root[key])) for key in sorted(root)]
    return keyed if all(json_values.code(one.get("code")) == where[1:] for where, one in keyed) else []


def _are_talks(found: list[dict[str, object]]) -> bool:
    return json_values.have(found, ("code", "title"), _TALK_MARKS)


def _are_slots(found: list[dict[str, object]]) -> bool:
    slots = [one for one in found if isinstance(one.get("submission"), dict)]
    return json_values.have(slots, ("submission", "start", "room"))


def _missing(root: Record, held: int) -> tuple[Warned, ...]:
    """Return a warning when the page states a larger total than it holds."""
    total = root.get("count")
    if not isinstance(total, int) or not held < total < 10**9:
        return ()
    return (Warned("", f"This file is one page with {held} of {total} entries; import the other pages too."),)


def _schedule(root: Record) -> Told:
    named = {
        "speakers": json_values.by_code(root.get("speakers"), "code", "id"),
        "rooms": json_values.by_code(root.get("rooms"), "id"),
        "tracks": json_values.by_code(root.get("tracks"), "id"),
    }
    found = [
        entry
        for name in _LISTS
        for number, one in enumerate(json_values.items(root.get(name)))
        for entry in _talk(_as_break(record(one), name), pointer(name, number), named)
    ]
    head = Head(
        name=name_of(root.get("event")),
        zone=words(root.get("timezone")),
        first_day=json_values.day(root.get("event_start")),
        last_day=json_values.day(root.get("event_end")),
    )
    return Told(NAME, head, found)


def _as_break(one: dict[str, object], name: str) -> dict[str, object]:
    return {"slot_type": "break", **one} if name == "breaks" else one


def _talk(one: dict[str, object], where: str, named: Record) -> list[Entry]:
    """Return the item, once for each slot with a time; a slot without a talk is a break when it says so."""
    if words(one.get("slot_type")) == "blocker":  # a room that is not to be had
        return []
    talk = {**one, **record(one.get("submission"))}
    slots = [slot for slot in (one.get("slot"), *json_values.items(one.get("slots"))) if isinstance(slot, dict)]
    timed: list[dict[str, object]] = [slot for slot in slots if slot.get("start")] or [one]
    return [_entry(talk, slot, where, number, named) for number, slot in enumerate(timed)]


def _entry(talk: Record, slot: Record, where: str, number: int, named: Record) -> Entry:
    minutes = talk.get("duration") or slot.get("duration")
    kind = name_of(talk.get("submission_type")) or words(talk.get("slot_type"))
    texts = (words(talk.get("abstract")), words(talk.get("description")))
    return Entry(
        key=f"{where}#{number}",
        title=words(talk.get("title")) or words(talk.get("description")),
        where=where,
        text=json_values.joined(*texts) if words(talk.get("title")) else "",
        start=json_values.moment(slot.get("start")),
        end=json_values.moment(slot.get("end")),
        length=parse_duration(minutes) if isinstance(minutes, int | float | str) else timedelta(),
        room=_named(slot.get("room") or talk.get("room"), named.get("rooms")),
        track=_named(talk.get("track"), named.get("tracks")),
        type=kind,
        service=kind == "break",
        state=words(talk.get("state")),
        persons=tuple(_person(one, named.get("speakers")) for one in json_values.items(talk.get("speakers"))),
        external_id=json_values.code(talk.get("code")),
        links=json_values.links(talk.get("public_url"), talk.get("url")),
        language=words(talk.get("content_locale")),
    )


def _named(value: object, known: object) -> str:
    """Return the name of a room or a track, given as a name, an object or the id of one that the file describes."""
    described = record(record(known).get(json_values.code(value)))
    return name_of(described) if described else name_of(value)


def _person(value: object, known: object) -> Who:
    if isinstance(value, dict):
        return _speaker(value)
    code = json_values.code(value)
    return Who(id=code, name=words(record(record(known).get(code)).get("name")))


def _speaker(one: Record) -> Who:
    identity = json_values.first_code(one, "code", "id")
    return Who(id=identity, name=json_values.first(one, "name", "public_name"))
