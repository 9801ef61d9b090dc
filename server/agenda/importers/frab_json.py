"""frab schedules in JSON, as frab, voc and pretalx export them: `schedule.conference.days[].rooms{}`."""

from collections.abc import Iterator
from typing import Final

from server.agenda.importers import frab
from server.agenda.importers.json_values import items, pointer, record, words
from server.agenda.importers.programme import Hints, Programme, RefusedFile
from server.agenda.importers.sniff import Sample

NAME: Final = frab.FORMAT
PRIORITY: Final = 20
_LONGEST_LANGUAGE: Final = 35  # characters
_NOT_TEXT: Final = frozenset({"persons", "links", "attachments", "answers"})


def matches(sample: Sample) -> bool:
    """Whether the value is `{"schedule": {"conference": {"days": [...]}}}`."""
    return sample.shape == "json" and isinstance(_conference(sample.json).get("days"), list)


def read(sample: Sample, hints: Hints) -> Programme:
    """The programme of a schedule in JSON."""
    conference = _conference(sample.json)
    if not isinstance(conference.get("days"), list):
        raise RefusedFile("This JSON file has no days of a conference, so it is no frab schedule.")
    head = frab.Head(
        title=words(conference.get("title")),
        acronym=words(conference.get("acronym")),
        first_day=words(conference.get("start")),
        last_day=words(conference.get("end")),
        zone=words(conference.get("time_zone_name")),
        address=words(conference.get("url")) or words(record(record(sample.json).get("schedule")).get("base_url")),
    )
    return frab.programme(head, _events(conference), hints, sample.warnings)


def _conference(value: object) -> dict[str, object]:
    return record(record(record(value).get("schedule")).get("conference"))


def _events(conference: dict[str, object]) -> Iterator[frab.Event]:
    for number, day in enumerate(items(conference.get("days"))):
        told = record(day)
        for room, events in record(told.get("rooms")).items():
            for place, event in enumerate(items(events)):
                where = f"/schedule/conference/days/{number}/rooms{pointer(room)}/{place}"
                yield _event(record(event), where, words(told.get("date")), room)


def _event(event: dict[str, object], where: str, day: str, room: str) -> frab.Event:
    links = [words(record(link).get("url")) or words(link) for link in items(event.get("links"))]
    address = words(event.get("url"))
    language = words(event.get("language"))[:_LONGEST_LANGUAGE]
    return frab.Event(
        where=where,
        day=day,
        room=room,
        fields={name: words(value, language) for name, value in event.items() if name not in _NOT_TEXT},
        persons=tuple(_person(person) for person in items(event.get("persons"))),
        links=tuple(dict.fromkeys(link for link in (address, *links) if link.startswith(("https://", "http://")))),
    )


def _person(value: object) -> tuple[str, str, str]:
    person = record(value)
    identity = words(person.get("guid")) or words(person.get("id")) or words(person.get("code"))
    name = words(person.get("public_name")) or words(person.get("name")) or words(person.get("full_public_name"))
    return identity, name or words(value), words(person.get("role"))
