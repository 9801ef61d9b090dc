"""Keeps the pieces of a conference's last file, so that of the next one only what differs is read and compared."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from server.agenda import repeats
from server.agenda.answers import Target
from server.agenda.importers.counts import Counts, folded
from server.agenda.importers.pieces import DIGEST, Amended, Known, entries
from server.agenda.importers.programme import Hints, Pieces
from server.agenda.keeping import WHOLE, Doubtful, Kept
from server.agenda.models import AgendaPieces, Conference
from server.agenda.revision import Revision
from server.core.db import db, snapshot, writing

MOST_ASKED = 3  # conferences that the file could be; their pieces are 2 MB at the largest meetings
ID, PLACE = 16, 2  # bytes; a file of at most 60,000 items has no more places
ITEM, PERSON = DIGEST + ID + PLACE, DIGEST + ID  # bytes of an entry
PIECES = ("head", "places", "items", "people")


@dataclass(frozen=True, slots=True)
class Last:
    """The last file of a conference: its fingerprint, the version it led to, what is kept of its report and pieces."""

    conference_id: str
    slug: str
    version: int
    source: str
    report: Mapping[str, Any]
    row: Mapping[str, Any]
    known: Known

    def is_whole(self, found: Amended) -> bool:
        """Tell whether a file holds all of the last one and nothing else."""
        return not found.programme.sessions and len(found.kept) == len(self.known.items)

    def check(self) -> None:
        """Raise Doubtful where another file or anybody else changed the conference since; inside `write()` for good.

        The version alone does not tell, since a change that is not published leaves it.
        """
        query = select(Conference.version, Conference.source_sha256).where(Conference.id == self.conference_id)
        row = db.session.execute(query.with_for_update() if writing() else query).first()
        if row is None or tuple(row) != (self.version, self.source):
            raise Doubtful


@dataclass(frozen=True, slots=True)
class Beyond:
    """What a file holds beyond its programme: the items that `last`, the file before it, held as well."""

    kept: Kept = WHOLE
    last: Last | None = None

    def check(self) -> None:
        """Raise Doubtful where the conference is no longer as `last` left it."""
        if self.last is not None:
            self.last.check()


WHOLE_FILE = Beyond()


def last(hints: Hints, target: Target) -> list[Last]:
    """Return the last files that were imported with these hints for this target, whose pieces are known."""
    pieces = [getattr(AgendaPieces, name) for name in PIECES]
    known = [getattr(Conference, name) for name in ("id", "slug", "version", "source_sha256", "source_report")]
    query = (
        select(*known, *pieces)
        .join(AgendaPieces, AgendaPieces.conference_id == Conference.id)
        .where(
            Conference.owner_id == target.owner_id,
            Conference.source_sha256.is_not(None),
            Conference.source_report["said"].as_string() == repeats.said(hints, target),
        )
    )
    with snapshot():
        found = [tuple(row) for row in db.session.execute(query.limit(MOST_ASKED))]
    return [_last(*row) for row in found]


def _last(conference_id: str, slug: str, version: int, source: str, report: dict[str, Any], *pieces: Any) -> Last:
    row = dict(zip(PIECES, pieces, strict=True))
    return Last(conference_id, slug, version, source, report, row, known(row))


def remembered(pieces: Pieces, revision: Revision, kept: Kept, last: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the row to keep for the next file; `last` is the row that `kept` was known by."""
    places, items, people = dict[str, int](), list[bytes](), dict[bytes, bytes]()

    def numbered(place: str) -> bytes:
        return places.setdefault(place, len(places)).to_bytes(PLACE)

    if last is not None:
        held, named = set(_all_digits(kept.items)), set(_all_digits(revision.named))
        for one in entries(last["items"], ITEM):
            if one[DIGEST:-PLACE] in held:
                items.append(one[:-PLACE] + numbered(last["places"][int.from_bytes(one[-PLACE:])]))
        people = {one[:DIGEST]: one for one in entries(last["people"], PERSON) if one[DIGEST:] in named}
    for piece, place, item_id in zip(entries(pieces.items), pieces.places, revision.item_ids, strict=True):
        items.append(piece + _digits(item_id) + numbered(place))
    for mention, key in zip(entries(pieces.mentions), pieces.people, strict=True):
        people[mention] = mention + _digits(revision.person_ids[key])
    return {
        "head": pieces.head.hex(),
        "places": list(places),
        "items": b"".join(items),
        "people": b"".join(people.values()),
    }


def counts(revision: Revision, kept: Kept) -> Counts:
    """Return the counts of a file whose items are the kept ones and those of the revision."""
    new = [revision.after.items[one] for one in revision.item_ids]
    held = [*new, *(revision.after.items[one] for one in kept.items)]
    kinds = [one.kind for one in held]
    posters = sum(kind in ("poster", "exhibit") for kind in kinds)
    return Counts(
        sessions=len(kinds) - posters - kinds.count("break"),
        posters=posters,
        people=len(revision.named.union(pair[0] for one in new for pair in one.people)),
        rooms=len({folded(name) for text in {one.room for one in held} for name in text.split("; ") if name}),
        tracks=len({folded(name) for text in {one.track for one in held} for name in text.split("; ") if name}),
    )


def known(row: Mapping[str, Any]) -> Known:
    """Return what a row of `AgendaPieces` says."""
    places = row["places"]
    items = {
        one[:DIGEST]: (_dashed(one[DIGEST:-PLACE]), places[int.from_bytes(one[-PLACE:])])
        for one in entries(row["items"], ITEM)
    }
    people = _People({one[:DIGEST]: one[DIGEST:] for one in entries(row["people"], PERSON)})
    return Known(bytes.fromhex(row["head"]), items, people)


class _People(Mapping[bytes, str]):
    """Ids of persons by mention, written out when they are asked for, which is seldom."""

    def __init__(self, written: Mapping[bytes, bytes]) -> None:
        self._written = written

    def __getitem__(self, mention: bytes) -> str:
        return _dashed(self._written[mention])

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)


def _digits(made: str) -> bytes:
    return bytes.fromhex(made.replace("-", ""))


def _all_digits(made: Iterable[str]) -> Iterator[bytes]:
    return entries(_digits("".join(made)), ID)


def _dashed(value: bytes) -> str:
    digits = value.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
