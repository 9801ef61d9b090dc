"""frab and Pentabarf `schedule.xml`. DTD and entities are refused (import contract, section 9)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from secrets import token_hex
from typing import Final, Generic, TypeVar
from xml.etree.ElementTree import Element, TreeBuilder

import orjson

from server.agenda.importers import frab, limits, pieces
from server.agenda.importers.marks import Marks
from server.agenda.importers.pieces import Amended, Known, Mentions, Place, Places
from server.agenda.importers.programme import Hints, Pieces, Programme, RefusedFile
from server.agenda.importers.sniff import Sample
from server.agenda.importers.xml_feed import check_depth, fed, local_name
from server.agenda.keys import fold_place

NAME: Final = frab.FORMAT
PRIORITY: Final = 20
MOST_CHANGED: Final = 0.2  # of the events; where more changed, all of it is read
Told = TypeVar("Told")
_CONFERENCE: Final = re.compile(r"<(?:\w+:)?conference[\s>/]", re.IGNORECASE)


def matches(sample: Sample) -> bool:
    """Whether the first element is `schedule` and holds a `conference`."""
    return sample.shape == "xml" and sample.root == "schedule" and bool(_CONFERENCE.search(sample.text))


def read(sample: Sample, hints: Hints) -> Programme:
    """The programme of a schedule in XML, read event by event so that the tree is never whole in memory."""
    sample.forget_text()
    data, head = sample.data, _head(sample.data)
    schedule, marks, mentions, places, known = _Schedule(_event), Marks(), Mentions(), list[str](), Places()
    marks.add(_part(head))

    def noted() -> Iterator[frab.Event]:
        for event in _events(data, schedule):
            marks.add(_part(event))
            places.append(known[event.day, event.room])
            yield event

    found = replace(frab.programme(head, noted(), hints, mentions=mentions), marks=marks.whole)
    return found if schedule.is_odd else replace(found, pieces=_pieces(data, head, found, places, mentions))


def parts(sample: Sample) -> Iterator[bytes]:
    """Yield the head and every event as they are told to the reader; comments and the form of the XML are no part."""
    sample.forget_text()
    yield _part(_head(sample.data))
    yield from map(_part, _events(sample.data, _Schedule(_event)))


def amended(data: bytes, hints: Hints, known: Known, is_mine: Callable[[bytes], bool]) -> Amended | None:
    """What a schedule says that is not known, without marks; None where all of it has to be read, for whatever reason.

    `pieces` of what is found are None where the next file is to be read whole.
    """
    spans = pieces.spans(data, b"event")
    digests, most = list(pieces.digests(data, spans)), MOST_CHANGED * len(spans)
    if not 0 < len(spans) <= limits.ITEMS or sum(one not in known.items for one in digests) > most:
        return None
    mark = f"known-{token_hex(8)}"
    runs = pieces.runs(data, spans)
    short = pieces.with_stand_ins(data, spans, runs, b"event", mark)
    if not is_mine(short) or _head_digest(data, head := _head(short)) != known.head:
        return None
    outside, places = _Schedule(lambda event, place: (int(event.get(mark, -1)), place)), Places()
    standing = list(_events(short, outside))
    if outside.is_foreign or len(standing) != len(runs) or any(run < 0 for run, _place in standing):
        return None
    kept, rest = pieces.apart([(place, runs[run]) for run, place in standing], digests, known, places)
    if len(rest) > most:
        return None
    opening = pieces.opening(data)
    changed = [_single(opening, data[slice(*spans[number])], place) for number, place in rest]
    written = [digests[number] for number, _place in rest], [places[place.spot] for _number, place in rest]
    found = _amended(head, [event for event, _odd in changed], written, hints, known, kept)
    is_odd = outside.is_odd or any(odd for _event, odd in changed)
    return replace(found, programme=replace(found.programme, pieces=None)) if found and is_odd else found


def _single(opening: bytes, piece: bytes, place: Place) -> tuple[frab.Event, bool]:
    """Return the event of a piece, read by itself as deep as it stands in the file, and whether it is odd.

    Raises RefusedFile where it may say something else in the whole file.
    """
    schedule = _Schedule(lambda event, _place: _event(event, place))
    wrapped = b"".join((opening, b"<schedule><day><room>", piece, b"</room></day></schedule>"))
    found = list(_events(wrapped, schedule))
    if schedule.is_foreign or len(found) != 1 or b"vcalendar" in piece.lower():  # which tells another format
        raise RefusedFile("An event of this XML file does not stand by itself.")
    return found[0], schedule.is_odd


def _amended(
    head: frab.Head,
    changed: list[frab.Event],
    pieces_found: tuple[list[bytes], list[str]],
    hints: Hints,
    known: Known,
    kept: list[str],
) -> Amended | None:
    mentions = Mentions()
    found = frab.programme(head, changed, hints, mentions=mentions)
    if not _is_plain(found, mentions) or found.conference.zone is None or len(found.sessions) != len(changed):
        return None
    settled = {key: known.people[one] for one, key in mentions.each() if one in known.people}
    new = tuple(person for person in found.people if person.key not in settled)
    if not kept or len({*kept}) < len(kept) or any(person.affiliation for person in new):
        return None
    written = None if found.warnings or found.questions else pieces.written(known.head, *pieces_found, mentions)
    programme = replace(found, conference=frab.conference(head, hints), people=new, pieces=written)
    return Amended(programme, tuple(kept), settled)


def _pieces(data: bytes, head: frab.Head, found: Programme, places: list[str], mentions: Mentions) -> Pieces | None:
    """Return the pieces of a file without warnings whose items and people bear one id each; None for any other."""
    if found.warnings or found.questions or not _is_plain(found, mentions) or _in_two_ways(found):
        return None
    digests = pieces.digests_of(data, b"event")
    if not len(digests) == len(set(digests)) == len(places) == len(found.sessions):
        return None
    return pieces.written(_head_digest(data, head), digests, places, mentions)


def _is_plain(found: Programme, mentions: Mentions) -> bool:
    """Whether each person has one id and name, and each item an id of its own, all of one kind."""
    ids = {one.external_id for one in found.sessions}
    if None in ids or len(ids) < len(found.sessions) or len({one.id_kind for one in found.sessions}) > 1:
        return False
    return mentions.one_to_one and all(person.external_id for person in found.people)


def _in_two_ways(found: Programme) -> bool:
    """Whether a room or a track is written in two ways, of which the first in the file counts."""
    cells = {one.room for one in found.sessions}, {one.track for one in found.sessions}
    names = [{name for cell in each for name in cell.split("; ")} for each in cells]
    return any(len({*map(fold_place, each)}) < len(each) for each in names)


def _head_digest(data: bytes, head: frab.Head) -> bytes:
    return pieces.digest(pieces.opening(data) + _part(head))


def _part(told: frab.Head | frab.Event) -> bytes:
    return orjson.dumps(told)


class _Schedule(Generic[Told]):
    """What the parser tells its finds to: the head once it is whole, and events, each let go of when it is told.

    `make` gets the element of an event and its place. `is_odd` says that the file is not of elements and text alone,
    but for comments and instructions before its first day; `is_foreign` that it has namespaces or bytes that were
    dropped.
    """

    def __init__(self, make: Callable[[Element, Place], Told]) -> None:
        self.head: frab.Head | None = None
        self.events: list[Told] = []
        self.is_odd = self.is_foreign = False
        self._make = make
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
        if element.tag == "event":
            day, room = self._path[-2:] if len(self._path) > 1 else (element, element)
            if day.tag == "day" and room.tag == "room":
                self._tell(element, day, room)
        elif element.tag == "conference" and len(self._path) == 1 and self.head is None:
            self.head = _head_of(element)

    def close(self) -> None:
        """Nothing is left to do."""

    def odd(self, everywhere: bool) -> None:
        """Notes what is neither element nor text."""
        self.is_odd = self.is_odd or everywhere or self._days > 0
        self.is_foreign = self.is_foreign or everywhere

    def _tell(self, event: Element, day: Element, room: Element) -> None:
        self._places += 1
        place = Place(self._days, day.get("date", ""), room.get("name", ""), self._places)
        self.events.append(self._make(event, place))
        room.remove(event)


def _head(data: bytes) -> frab.Head:
    schedule = _Schedule(lambda *_told: None)
    for _ in fed(data, schedule):
        schedule.events.clear()
        if schedule.head is not None:
            return schedule.head
    raise RefusedFile("This XML file has no conference element, so it is no frab or Pentabarf schedule.")


def _events(data: bytes, schedule: _Schedule[Told]) -> Iterator[Told]:
    for _ in fed(data, schedule, schedule.odd):
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


def _event(event: Element, place: Place) -> frab.Event:
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
        where=place.where,
        day=place.day,
        room=place.room,
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
