"""frab schedules in JSON, as frab, voc and pretalx export them: `schedule.conference.days[].rooms{}`."""

from collections.abc import Iterator
from typing import Final

from server.agenda.importers import frab
from server.agenda.importers.programme import Hints, Programme, RefusedFile
from server.agenda.importers.sniff import Sample

NAME: Final = frab.FORMAT
PRIORITY: Final = 20
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
        title=_words(conference.get("title")),
        acronym=_words(conference.get("acronym")),
        first_day=_words(conference.get("start")),
        last_day=_words(conference.get("end")),
        zone=_words(conference.get("time_zone_name")),
        address=_words(conference.get("url")) or _words(_record(_record(sample.json).get("schedule")).get("base_url")),
    )
    return frab.programme(head, _events(conference), hints, sample.warnings)


def _conference(value: object) -> dict[str, object]:
    return _record(_record(_record(value).get("schedule")).get("conference"))


def _events(conference: dict[str, object]) -> Iterator[frab.Event]:
    for number, day in enumerate(_list(conference.get("days"))):
        record = _record(day)
        for room, events in _record(record.get("rooms")).items():
            for place, event in enumerate(_list(events)):
                where = f"/schedule/conference/days/{number}/rooms/{_pointer(room)}/{place}"
                yield _event(_record(event), where, _words(record.get("date")), room)


def _event(event: dict[str, object], where: str, day: str, room: str) -> frab.Event:
    links = [_words(_record(link).get("url")) or _words(link) for link in _list(event.get("links"))]
    address = _words(event.get("url"))
    return frab.Event(
        where=where,
        day=day,
        room=room,
        fields={name: _words(value) for name, value in event.items() if name not in _NOT_TEXT},
        persons=tuple(_person(person) for person in _list(event.get("persons"))),
        links=tuple(dict.fromkeys(link for link in (address, *links) if link.startswith(("https://", "http://")))),
    )


def _person(value: object) -> tuple[str, str, str]:
    person = _record(value)
    identity = _words(person.get("guid")) or _words(person.get("id")) or _words(person.get("code"))
    name = _words(person.get("public_name")) or _words(person.get("name")) or _words(person.get("full_public_name"))
    return identity, name or _words(value), _words(person.get("role"))


def _words(value: object) -> str:
    """Text of a value: a string, a number, or the first text of a translated string."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, dict):
        texts = [text for text in (value.get("en"), *value.values()) if isinstance(text, str) and text.strip()]
        return texts[0].strip() if texts else ""
    return ""


def _record(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _pointer(name: str) -> str:
    """A key as it stands in a JSON pointer (RFC 6901, section 3)."""
    return name.replace("~", "~0").replace("/", "~1")
