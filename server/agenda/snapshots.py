"""Shards, patches and the manifest of one publication: canonical bytes under their own SHA-256. Pure.

Source of the rules: the wire contract, section 3. Bytes are compressed once, here.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

import brotli
from zlib_ng import zlib_ng

from server.agenda import wire
from server.agenda.states import Agenda, ItemState
from server.agenda.wire import COLUMNS, FORMAT, KINDS, Row
from server.core.strict_json import canonical

SHARD_BYTES: Final = {"list": 512_000, "details": 64_000, "people": 512_000, "abstracts": 128_000}
SAMPLED: Final = 500  # rows whose length tells how many shards a kind needs
MOST_SHARDS: Final = 256
PATCHES: Final = 8  # of how many earlier versions
MOST_PATCHED = 0.1  # of all rows; beyond, a phone is better off with the shards
BROTLI, GZIP = 5, 6
QUALITY: Final = {"list": 7}  # brotli of what a first screen waits for: 2 % less for 1 % of the work of an import
GZIP_WINDOW: Final = 31  # the largest window, and the head and tail of gzip around it
OF_ITEM: Final[dict[str, Callable[[ItemState], Row]]] = {
    "details": wire.details_row,
    "abstracts": wire.abstracts_row,
}


@dataclass(frozen=True, slots=True)
class Packed:
    """Bytes ready to be served; `number` is the shard's number within its kind."""

    kind: str
    number: int
    sha256: str
    brotli: bytes
    gzip: bytes


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the last publications left.

    Shard shas by (kind, number), manifests by version, by kind and id the version in which a row last changed where one
    of the manifests is older, and the numbers of people. `stored` gives a shard by its sha, None where it is gone.
    """

    version: int
    shard_counts: Mapping[str, int]
    shards: Mapping[tuple[str, int], str]
    manifests: Mapping[int, str]
    versions: Mapping[str, Mapping[str, int]]
    numbers: Mapping[str, int] = field(default_factory=dict)
    stored: Callable[[str], Mapping[str, Any] | None] = lambda _sha256: None


NOTHING: Final = Earlier(0, {}, {}, {}, {kind: {} for kind in KINDS})


@dataclass(frozen=True, slots=True)
class Publication:
    """A new version: its manifest, all shas it lists, new files, the rows that changed by kind, people's numbers."""

    version: int
    manifest: str
    shard_counts: dict[str, int]
    listed: frozenset[str]
    packed: list[Packed]  # `publishing.store` empties it, so that they are held once
    touched: Mapping[str, Set[str]]
    numbers: Mapping[str, int]


def publish(before: Agenda, after: Agenda, earlier: Earlier) -> Publication | None:
    """Return the publication that leads from `before` to `after`, None when nothing on the wire changed."""
    numbers = _numbers(after, earlier)
    touched = _all_touched(before, after, numbers)
    if earlier.shards and not any(touched.values()) and _head(before) == _head(after):
        return None
    version = earlier.version + 1
    rows, counts = _Rows(before, after, numbers), dict(earlier.shard_counts)
    packed: dict[str, Packed] = {}
    shards = {}
    for kind in KINDS:
        if not earlier.shard_counts:
            counts[kind] = rows.shard_count(kind)
        shards[kind] = _shards(kind, rows, counts[kind], earlier, touched[kind], packed)
    patches = _patches(version, touched, rows, earlier, packed)
    manifest = {"format": FORMAT, **_head(after), "version": version, "shards": shards, "patches": patches}
    head = pack("manifest", version, manifest)
    packed[head.sha256] = head
    listed = {sha for shas in shards.values() for sha in shas} | set(patches.values()) | {head.sha256}
    return Publication(version, head.sha256, counts, frozenset(listed), list(packed.values()), touched, numbers)


def pack(kind: str, number: int, value: Any) -> Packed:
    """Return the canonical bytes of a value, hashed and compressed."""
    data = canonical(value)
    return Packed(
        kind,
        number,
        hashlib.sha256(data).hexdigest(),
        # a window no larger than the data: the same bytes for less work
        brotli.compress(data, quality=QUALITY.get(kind, BROTLI), lgwin=min(22, max(16, len(data).bit_length()))),
        zlib_ng.compress(data, GZIP, wbits=GZIP_WINDOW),
    )


def shard_number(row_id: str, count: int) -> int:
    """Return the number of the shard that holds a row: the first 8 hex digits of its id, modulo `count`."""
    return int(row_id[:8], 16) % count


def _head(agenda: Agenda) -> dict[str, Any]:
    return {"conference": wire.conference_head(agenda.conference), **wire.places(agenda)}


class _Rows:
    """The rows of an agenda, and those that stood there before."""

    def __init__(self, before: Agenda, agenda: Agenda, numbers: Mapping[str, int]) -> None:
        self._before, self._agenda, self._numbers = before, agenda, numbers
        self._people, self._items = sorted(agenda.people), sorted(agenda.items)

    def ids(self, kind: str) -> list[str]:
        """Return the ids of all rows in order."""
        return self._people if kind == "people" else self._items

    def row(self, kind: str, row_id: str) -> Row:
        return _row(kind, self._agenda, row_id, self._numbers)

    def shard(self, kind: str, row_ids: Iterable[str]) -> dict[str, Any]:
        """Return the shard of these rows, which come in the order of their ids; bare ones are left out."""
        rows = (self.row(kind, row_id) for row_id in row_ids)
        return wire.shard(kind, [row for row in rows if not wire.is_bare(kind, row)])

    def amended(self, kind: str, shard: Mapping[str, Any] | None, touched: Iterable[str]) -> dict[str, Any] | None:
        """Return a shard of the rows before with the touched ones as they are now; None where all have to be made."""
        if shard is None:
            return None
        put, differing = dict[str, Row](), set[int]()
        for row_id in touched:
            put[row_id] = row = self.row(kind, row_id)
            if row_id in (self._before.people if kind == "people" else self._before.items):
                old = _row(kind, self._before, row_id, self._numbers)
                differing |= {place for place, cell in enumerate(row) if cell != old[place]}
        return wire.amended(kind, shard, put, differing)

    def shard_count(self, kind: str) -> int:
        """Return into how many shards the rows go, judged by the length of some of them."""
        ids = self.ids(kind)
        step = 1 + len(ids) // SAMPLED
        size = step * len(canonical(self.shard(kind, islice(ids, 0, None, step))))
        return min(MOST_SHARDS, max(1, round(size / SHARD_BYTES[kind])))


def _row(kind: str, agenda: Agenda, row_id: str, numbers: Mapping[str, int]) -> Row:
    if kind == "people":
        return wire.people_row(agenda.people[row_id], numbers)
    if kind == "list":
        return wire.list_row(agenda.items[row_id], numbers)
    return OF_ITEM[kind](agenda.items[row_id])


def _numbers(after: Agenda, earlier: Earlier) -> dict[str, int]:
    """Return the number of each person: that of earlier publications, the next free one for somebody new."""
    numbers = dict(earlier.numbers)
    free = 1 + max(numbers.values(), default=0)
    for person_id in after.people:
        if person_id not in numbers:
            numbers[person_id] = free
            free += 1
    return numbers


def _shards(
    kind: str, rows: _Rows, count: int, earlier: Earlier, touched: Set[str], packed: dict[str, Packed]
) -> list[str]:
    """Return the shas of one kind in order; only shards with a touched row are made again, of the stored ones."""
    put, members = _by_shard(touched if earlier.shards else (), count), dict[int, list[str]]()
    found = []
    for number in range(count):
        known = earlier.shards.get((kind, number))
        if known is None or number in put:
            amended = rows.amended(kind, earlier.stored(known), put[number]) if known else None
            if amended is None:
                members = members or _by_shard(rows.ids(kind), count)
            file = pack(kind, number, amended or rows.shard(kind, members[number]))
            packed[file.sha256] = file
            known = file.sha256
        found.append(known)
    return found


def _by_shard(row_ids: Iterable[str], count: int) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row_id in row_ids:
        found[shard_number(row_id, count)].append(row_id)
    return found


def _all_touched(before: Agenda, after: Agenda, numbers: Mapping[str, int]) -> dict[str, Set[str]]:
    """Return by kind the ids whose row is new or differs."""
    if not (before.items or before.people):
        return {kind: after.people.keys() if kind == "people" else after.items.keys() for kind in KINDS}
    people = [row_id for row_id, one in after.people.items() if before.people.get(row_id) is not one]
    items = [row_id for row_id, one in after.items.items() if before.items.get(row_id) is not one]
    return {kind: _touched(kind, people if kind == "people" else items, before, after, numbers) for kind in KINDS}


def _touched(
    kind: str, changed: Iterable[str], before: Agenda, after: Agenda, numbers: Mapping[str, int]
) -> frozenset[str]:
    old: Mapping[str, object] = before.people if kind == "people" else before.items
    return frozenset(
        row_id
        for row_id in changed
        if row_id not in old or _row(kind, before, row_id, numbers) != _row(kind, after, row_id, numbers)
    )


def _patches(
    version: int, touched: Mapping[str, Set[str]], rows: _Rows, earlier: Earlier, packed: dict[str, Packed]
) -> dict[str, str]:
    """Return manifest sha -> patch sha for those of the last versions that are not far away.

    A patch puts bare rows as well, since the phone may hold what stood there. Rows are never taken away: a cancelled
    item and a person without items stay readable, so `gone` is empty.
    """
    found = {}
    for old, manifest in earlier.manifests.items():
        if version - old > PATCHES:
            continue
        put = {
            kind: touched[kind] | {one for one, changed in earlier.versions[kind].items() if changed > old}
            for kind in KINDS
        }
        if sum(map(len, put.values())) > MOST_PATCHED * sum(len(rows.ids(kind)) for kind in KINDS):
            continue
        value = {
            "format": FORMAT,
            "columns": {kind: COLUMNS[kind] for kind in KINDS if put[kind]},
            "put": {kind: [rows.row(kind, one) for one in sorted(put[kind])] for kind in KINDS if put[kind]},
            "gone": [],
        }
        made = pack("patch", old, value)
        packed.setdefault(made.sha256, made)
        found[manifest] = made.sha256
    return found
