"""Shards, patches and the manifest of one publication: canonical bytes under their own SHA-256. Pure.

Source of the rules: the wire contract, section 3. Bytes are compressed once, here.
"""

import gzip
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import brotli
import orjson

from server.agenda import wire
from server.agenda.states import Agenda, ItemState
from server.agenda.wire import COLUMNS, FORMAT, KINDS, Row
from server.core.strict_json import canonical

SHARD_BYTES: Final = {"list": 32_000, "details": 32_000, "people": 32_000, "abstracts": 128_000}
MOST_SHARDS: Final = 256
PATCHES: Final = 8  # of how many earlier versions
MOST_PATCHED = 0.1  # of all rows; beyond, a phone is better off with the shards
BROTLI, GZIP = 5, 6
OF_ITEM: Final[dict[str, Callable[[ItemState], Row]]] = {
    "list": wire.list_row,
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

    Shard shas by (kind, number), manifests by version, and by kind and id the version in which a row last changed.
    """

    version: int
    shard_counts: Mapping[str, int]
    shards: Mapping[tuple[str, int], str]
    manifests: Mapping[int, str]
    versions: Mapping[str, Mapping[str, int]]


NOTHING: Final = Earlier(0, {}, {}, {}, {kind: {} for kind in KINDS})


@dataclass(frozen=True, slots=True)
class Publication:
    """A new version: its manifest, all shas it lists, the files that are new, and the rows that changed, by kind."""

    version: int
    manifest: str
    shard_counts: dict[str, int]
    listed: frozenset[str]
    packed: tuple[Packed, ...]
    touched: dict[str, frozenset[str]]


def publish(before: Agenda, after: Agenda, earlier: Earlier) -> Publication | None:
    """Return the publication that leads from `before` to `after`, None when nothing on the wire changed."""
    touched = {kind: _touched(kind, before, after) for kind in KINDS}
    if earlier.version and not any(touched.values()) and _head(before) == _head(after):
        return None
    version = earlier.version + 1
    rows, counts = _Rows(after), dict(earlier.shard_counts)
    packed: dict[str, Packed] = {}
    shards = {}
    for kind in KINDS:
        made = rows.of(kind)
        if not earlier.shard_counts:
            counts[kind] = made.shard_count()
        shards[kind] = _shards(made, counts[kind], earlier, touched[kind], packed)
    patches = _patches(version, touched, rows, earlier, packed)
    manifest = {"format": FORMAT, **_head(after), "version": version, "shards": shards, "patches": patches}
    head = pack("manifest", version, manifest)
    packed[head.sha256] = head
    listed = {sha for shas in shards.values() for sha in shas} | set(patches.values()) | {head.sha256}
    return Publication(version, head.sha256, counts, frozenset(listed), tuple(packed.values()), touched)


def pack(kind: str, number: int, value: Any) -> Packed:
    """Return the canonical bytes of a value, hashed and compressed."""
    data = canonical(value)
    return Packed(
        kind,
        number,
        hashlib.sha256(data).hexdigest(),
        brotli.compress(data, quality=BROTLI),
        gzip.compress(data, GZIP, mtime=0),
    )


def shard_number(row_id: str, count: int) -> int:
    """Return the number of the shard that holds a row: the first 8 hex digits of its id, modulo `count`."""
    return int(row_id[:8], 16) % count


def _head(agenda: Agenda) -> dict[str, Any]:
    return {"conference": wire.conference_head(agenda.conference), **wire.places(agenda)}


class _Rows:
    """The rows of an agenda."""

    def __init__(self, agenda: Agenda) -> None:
        self._agenda = agenda

    def row(self, kind: str, row_id: str) -> Row:
        if kind == "people":
            return wire.people_row(self._agenda.people[row_id])
        return OF_ITEM[kind](self._agenda.items[row_id])

    def number(self, kind: str) -> int:
        return len(self._agenda.people if kind == "people" else self._agenda.items)

    def of(self, kind: str) -> "_OneKind":
        return _OneKind(kind, self._agenda.people if kind == "people" else self._agenda.items, self)


class _OneKind:
    """The rows of one kind as canonical bytes, made when they are asked for; bare ones are left out.

    They are kept from counting to packing, but for abstracts, which are long and quickly made again.
    """

    def __init__(self, kind: str, ids: Iterable[str], rows: _Rows) -> None:
        self.kind, self.ids, self._rows = kind, ids, rows
        self._made: dict[str, bytes] = {}

    def shard_count(self) -> int:
        sizes = [len(data) for row_id in self.ids if (data := self._bytes(row_id))]
        size = 2 + sum(sizes) + max(0, len(sizes) - 1)  # of one list of them, with its brackets and commas
        return min(MOST_SHARDS, max(1, round(size / SHARD_BYTES[self.kind])))

    def rows(self, row_ids: Iterable[str]) -> list[orjson.Fragment]:
        return [orjson.Fragment(data) for row_id in sorted(row_ids) if (data := self._bytes(row_id))]

    def _bytes(self, row_id: str) -> bytes:
        made = self._made.get(row_id)
        if made is None:
            row = self._rows.row(self.kind, row_id)
            # a copy: the bytes that orjson returns keep its buffer of 8 kB alive
            made = b"" if wire.is_bare(self.kind, row) else bytes(memoryview(canonical(row)))
            if self.kind != "abstracts":
                self._made[row_id] = made
        return made


def _shards(
    rows: _OneKind, count: int, earlier: Earlier, touched: frozenset[str], packed: dict[str, Packed]
) -> list[str]:
    """Return the shas of one kind in order; only shards with a touched row are made again."""
    kind = rows.kind
    stale = {shard_number(row_id, count) for row_id in touched}
    stale |= {number for number in range(count) if (kind, number) not in earlier.shards}
    members: dict[int, list[str]] = defaultdict(list)
    if stale:
        for row_id in rows.ids:
            number = shard_number(row_id, count)
            if number in stale:
                members[number].append(row_id)
    found = []
    for number in range(count):
        if number in stale:
            value = {"format": FORMAT, "columns": COLUMNS[kind], "rows": rows.rows(members[number])}
            made = pack(kind, number, value)
            packed[made.sha256] = made
            found.append(made.sha256)
        else:
            found.append(earlier.shards[kind, number])
    return found


def _touched(kind: str, before: Agenda, after: Agenda) -> frozenset[str]:
    """Return the ids whose row of this kind is new or differs."""
    if kind == "people":
        return frozenset(
            one.id
            for one in after.people.values()
            if (was := before.people.get(one.id)) is None
            or (was is not one and wire.people_row(was) != wire.people_row(one))
        )
    row = OF_ITEM[kind]
    return frozenset(
        one.id
        for one in after.items.values()
        if (old := before.items.get(one.id)) is None or (old is not one and row(old) != row(one))
    )


def _patches(
    version: int, touched: Mapping[str, frozenset[str]], rows: _Rows, earlier: Earlier, packed: dict[str, Packed]
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
        if sum(map(len, put.values())) > MOST_PATCHED * sum(map(rows.number, KINDS)):
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
