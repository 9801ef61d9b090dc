"""frab and Pentabarf `schedule.xml`. DTD and entities are refused (import contract, section 9)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder

import orjson

from server.agenda.importers import frab
from server.agenda.importers.marks import Marks
from server.agenda.importers.programme import Hints, Programme, RefusedFile
from server.agenda.importers.sniff import Sample
from server.agenda.importers.xml_feed import check_depth, fed, local_name

NAME: Final = frab.FORMAT
PRIORITY: Final = 20
_CONFERENCE: Final = re.compile(r"<(?:\w+:)?conference[\s>/]", re.IGNORECASE)


def matches(sample: Sample) -> bool:
    """Whether the first element is `schedule` and holds a `conference`."""
    return sample.shape == "xml" and sample.root == "schedule" and bool(_CONFERENCE.search(sample.text))


def read(sample: Sample, hints: Hints) -> Programme:
    """The programme of a schedule in XML, read event by event so that the tree is never whole in memory."""
    sample.forget_text()
    marks, head = Marks(), _head(sample.data)
    marks.add(_part(head))
    found = frab.programme(head, _marked(_events(sample.data), marks), hints)
    return replace(found, marks=marks.whole)


def parts(sample: Sample) -> Iterator[bytes]:
    """Yield the head and every event as they are told to the reader; comments and the form of the XML are no part."""
    sample.forget_text()
    yield _part(_head(sample.data))
    yield from map(_part, _events(sample.data))


def _marked(events: Iterator[frab.Event], marks: Marks) -> Iterator[frab.Event]:
    for event in events:
        marks.add(_part(event))
        yield event


def _part(told: frab.Head | frab.Event) -> bytes:
    return orjson.dumps(told)


class _Schedule:
    """What the parser tells its finds to: the head once it is whole, and events, each let go of when it is told."""

    def __init__(self) -> None:
        self.head: frab.Head | None = None
        self.events: list[frab.Event] = []
        self._tree = TreeBuilder()
        self.data = self._tree.data
        self._path: list[Element] = []
        self._days = self._places = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Opens an element under its local name; raises RefusedFile more than 100 levels deep."""
        name = local_name(tag) if "}" in tag else tag
        self._path.append(self._tree.start(name, attributes))
        check_depth(len(self._path))
        if name == "day":
            self._days += 1
        elif name == "room" and self._path[-2:-1] and self._path[-2].tag == "day":
            self._places = 0  # an event names its room too

    def end(self, tag: str) -> None:
        """Closes the innermost element."""
        self._tree.end(tag)
        element = self._path.pop()
        if element.tag == "event" and [one.tag for one in self._path[-2:]] == ["day", "room"]:
            self._tell(element, *self._path[-2:])
        elif element.tag == "conference" and len(self._path) == 1 and self.head is None:
            self.head = _head_of(element)

    def close(self) -> None:
        """Nothing is left to do."""

    def _tell(self, event: Element, day: Element, room: Element) -> None:
        self._places += 1
        title = room.get("name", "")
        where = f"day {self._days}, room {title}, event {self._places}"
        self.events.append(_event(event, where, day.get("date", ""), title))
        room.remove(event)


def _steps(data: bytes) -> Iterator[_Schedule]:
    """What is known of the schedule after each piece of the file."""
    schedule = _Schedule()
    for _ in fed(data, schedule):
        yield schedule


def _head(data: bytes) -> frab.Head:
    for schedule in _steps(data):
        schedule.events.clear()
        if schedule.head is not None:
            return schedule.head
    raise RefusedFile("This XML file has no conference element, so it is no frab or Pentabarf schedule.")


def _events(data: bytes) -> Iterator[frab.Event]:
    for schedule in _steps(data):
        yield from schedule.events
        schedule.events.clear()


def _head_of(conference: Element) -> frab.Head:
    return frab.Head(
        title=_text(conference, "title"),
        acronym=_text(conference, "acronym"),
        first_day=_text(conference, "start"),
        last_day=_text(conference, "end"),
        zone=_text(conference, "time_zone_name"),
        address=_text(conference, "base_url") or _text(conference, "url"),
    )


def _event(event: Element, where: str, day: str, room: str) -> frab.Event:
    fields: dict[str, str] = {}
    persons: list[tuple[str, str, str]] = []
    links: list[str] = []
    for child in event:
        if child.tag == "persons":
            persons += [_person(person) for person in child if person.tag == "person"]
        elif child.tag == "links":
            links += [link.get("href", "").strip() for link in child if link.tag == "link"]
        else:
            fields[child.tag] = _all_text(child)
    for name in ("guid", "id", "code"):
        fields[name] = event.get(name, fields.get(name, ""))
    address = fields.get("url", "").strip()
    return frab.Event(
        where=where,
        day=day,
        room=room,
        fields=fields,
        persons=tuple(persons),
        links=tuple(dict.fromkeys(link for link in (address, *links) if link.startswith(("https://", "http://")))),
    )


def _person(person: Element) -> tuple[str, str, str]:
    identity = person.get("guid") or person.get("id") or person.get("code") or ""
    return identity, _all_text(person), person.get("role", "")


def _text(parent: Element, name: str) -> str:
    return (parent.findtext(name) or "").strip()


def _all_text(element: Element) -> str:
    return "".join(element.itertext()) if len(element) else element.text or ""
