"""The items of an XML file as pieces of its bytes, so that those of the last file need not be read again. Pure.

A piece that was an item of the last file, byte for byte, is that item wherever a parser meets it between elements. So
a file is read with an empty stand-in for each run of pieces: where the parser tells every stand-in as an element, each
piece stands between elements as well, and only pieces that are not known have to be parsed, each by itself.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

import orjson

from server.agenda.importers.programme import Pieces, Programme

DIGEST: Final = 16  # bytes
MOST_SHOWN: Final = 200  # characters of a room in a warning
_SPACE: Final = b" \t\r\n"  # of XML

#: Where a piece begins and ends in the bytes of the file.
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of the last file: the digest of its head, the place and the id of the item of each piece.

    `people` are the ids of persons by the digest of a mention.
    """

    head: bytes
    items: Mapping[bytes, tuple[str, str]]
    people: Mapping[bytes, str]


@dataclass(frozen=True, slots=True)
class Amended:
    """A file whose items are known but for those of `programme`, in the order of the file.

    `kept` are the ids of the known items, `people` the ids of known persons by the key that the programme gives them;
    its `people` are those that are not known.
    """

    programme: Programme
    kept: tuple[str, ...]
    people: Mapping[str, str]


class Place(NamedTuple):
    """Where a piece stands: in which day of the file, its date, the name of the room, the how manyeth of the room."""

    of_days: int
    day: str
    room: str
    number: int

    @property
    def where(self) -> str:
        """The place as warnings tell it."""
        return f"day {self.of_days}, room {self.room[:MOST_SHOWN]}, event {self.number}"

    @property
    def spot(self) -> tuple[str, str]:
        """Date and room."""
        return self.day, self.room


class Places(dict[tuple[str, str], str]):
    """What a day and a room are known by: one text for all pieces there, as short for a long name."""

    def __missing__(self, spot: tuple[str, str]) -> str:
        return self.setdefault(spot, digest(orjson.dumps(spot)).hex())


@dataclass(slots=True)
class Mentions:
    """Which person of the programme is meant by which id, and the name beside it, as written; `clean` while each id has
    one name and means one person."""

    names: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    clean: bool = True

    def add(self, identity: str, name: str, key: str) -> None:
        """Take a mention of a person."""
        is_known = self.names.setdefault(identity, name) == name and self.keys.setdefault(identity, key) == key
        if not is_known or not identity:
            self.clean = False

    def each(self) -> Iterator[tuple[bytes, str]]:
        """Yield each mention with the key of its person."""
        return ((mention(identity, self.names[identity]), key) for identity, key in self.keys.items())

    @property
    def one_to_one(self) -> bool:
        """Whether each person goes by one id and name, and no id by two persons."""
        return self.clean and len({*self.keys.values()}) == len(self.keys)


def written(head: bytes, digests: Sequence[bytes], places: Sequence[str], mentions: Mentions) -> Pieces:
    """Return the pieces of a file out of the digest and the place of each item."""
    named = b"".join(one for one, _key in mentions.each())
    return Pieces(head, b"".join(digests), tuple(places), named, tuple(mentions.keys.values()))


def entries(digests: bytes, size: int = DIGEST) -> Iterator[bytes]:
    """Yield the entries that lie one behind the other, of that many bytes each."""
    return (digests[at : at + size] for at in range(0, len(digests), size))


def spans(data: bytes, name: bytes) -> list[Span]:
    """Return the elements of that name as they are written, one after the other; [] where some are written otherwise.

    An element within another or one that closes itself is written otherwise.
    """
    found = list[Span]()
    for span in _each(data, name):
        if span is None:
            return []
        found.append(span)
    return found


def digests_of(data: bytes, name: bytes) -> list[bytes]:
    """Return the digest of each of the `spans`, which take more memory than these and are not kept."""
    view, found = memoryview(data), list[bytes]()
    for span in _each(data, name):
        if span is None:
            return []
        found.append(digest(view[slice(*span)]))
    return found


def _each(data: bytes, name: bytes) -> Iterator[Span | None]:
    """Yield the elements of that name; None, and no more, where one is written otherwise."""
    opening, closing = b"<" + name, b"</" + name + b">"
    at = data.find(opening)
    while at >= 0:
        end = data.find(closing, at)
        following = data.find(opening, at + len(opening))
        if end < 0 or 0 <= following < end:
            yield None
            return
        yield at, end + len(closing)
        at = following


def digest(data: bytes | memoryview) -> bytes:
    """Return what a piece is known by."""
    return hashlib.sha256(data).digest()[:DIGEST]


def digests(data: bytes, found: Iterable[Span]) -> Iterator[bytes]:
    """Yield the digest of each piece."""
    view = memoryview(data)
    for begin, end in found:
        yield digest(view[begin:end])


def mention(identity: str, name: str) -> bytes:
    """Return what an id and a name, as written, are known by."""
    return digest(f"{len(identity)}:{identity}{name}".encode("utf-8", "surrogatepass"))


def runs(data: bytes, found: Sequence[Span]) -> list[range]:
    """Return the numbers of pieces that follow each other with nothing but white space between them."""
    begins = [at for at in range(1, len(found)) if data[found[at - 1][1] : found[at][0]].strip(_SPACE)]
    return [range(*ends) for ends in pairwise((0, *begins, len(found)))]


def with_stand_ins(data: bytes, found: Sequence[Span], joined: Sequence[range], name: bytes, mark: str) -> bytes:
    """Return the file with an empty element for each run of pieces, which bears the mark and the number of the run."""
    opening = b"<%b %b='" % (name, mark.encode())
    parts, at = list[bytes](), 0
    for number, run in enumerate(joined):
        parts += (data[at : found[run[0]][0]], opening, b"%d" % number, b"'/>")
        at = found[run[-1]][1]
    return b"".join((*parts, data[at:]))


def apart(
    standing: Iterable[tuple[Place, range]], digests: Sequence[bytes], known: Known, places: Places
) -> tuple[list[str], list[tuple[int, Place]]]:
    """Return the items of known pieces, and the number and place of the others, of runs that stand at these places."""
    kept, rest, told = list[str](), list[tuple[int, Place]](), 0
    for place, run in standing:
        told, here = told if place.number > 1 else 0, places[place.spot]
        for number in run:
            told += 1
            item, stood = known.items.get(digests[number], ("", ""))
            if item and stood == here:
                kept.append(item)
            else:
                rest.append((number, place._replace(number=told)))
    return kept, rest


def opening(data: bytes) -> bytes:
    """Return the mark and the declaration that a file of XML begins with, which tell its encoding."""
    data = data.lstrip()  # as the parser is told
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    text = data[len(mark) : len(mark) + 1_000].lstrip()
    return mark + (text[: text.find(b"?>") + 2] if text.startswith(b"<?xml") else b"")
