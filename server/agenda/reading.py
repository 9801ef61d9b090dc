"""Reads stored agendas as plain values, and tells who may read which conference."""

import hashlib
from collections.abc import Iterable, Mapping, Set
from typing import Any

import brotli
import orjson
from sqlalchemy import ColumnElement, or_, select

from server.agenda import bulk, correction_rows
from server.agenda.importers.programme import DateOrder
from server.agenda.models import AgendaPerson, Conference, Item, Participation, Room, Shard, Track
from server.agenda.snapshots import NOTHING, Earlier
from server.agenda.states import Agenda, ConferenceState, ItemState, PersonState
from server.agenda.wire import KINDS
from server.core.db import db

Versions = Iterable[tuple[str, int]]  # in which each row last changed
ORDERS: dict[str, DateOrder] = {"dmy": "dmy", "mdy": "mdy"}
ITEM_COLUMNS = (
    *(Item.id, Item.kind, Item.title, Item.subtitle, Item.abstract, Item.starts_at, Item.ends_at, Item.local_start),
    *(Item.local_end, Item.day_on, Item.day_label, Item.room, Item.track, Item.parent_id),
)
MORE_ITEM_COLUMNS = (
    *(Item.credit, Item.external_id, Item.id_kind, Item.board, Item.number, Item.status, Item.marks, Item.links),
    *(Item.language, Item.absent, Item.list_version, Item.details_version, Item.abstracts_version),
)
PERSON_COLUMNS = (
    *(AgendaPerson.id, AgendaPerson.name, AgendaPerson.sort_name, AgendaPerson.degrees, AgendaPerson.affiliation),
    *(AgendaPerson.external_id, AgendaPerson.merged_into, AgendaPerson.people_version, AgendaPerson.number),
)


def readable(user_id: str | None) -> ColumnElement[bool]:
    """Return the condition for the conferences that a user, or a guest, may read."""
    public = Conference.public.is_(True)
    return public if user_id is None else or_(public, Conference.owner_id == user_id)


def find(owner_id: str | None, slug: str) -> ConferenceState | None:
    """Return the owner's conference of that slug; without an owner the operator's."""
    found = db.session.scalar(select(Conference).where(Conference.owner_id == owner_id, Conference.slug == slug))
    return None if found is None else state_of(found)


def state_of(row: Conference) -> ConferenceState:
    """Return a conference row as a value."""
    return ConferenceState(
        id=row.id,
        owner_id=row.owner_id,
        slug=row.slug,
        name=row.name,
        zone=row.zone,
        zone_source=row.zone_source,
        first_day=row.first_day,
        last_day=row.last_day,
        public=row.public,
        version=row.version,
        manifest=row.manifest,
        shard_counts=dict(row.shard_counts),
        date_order=ORDERS.get(row.date_order or ""),
        mappings=dict(row.mappings),
        source_url=row.source_url,
    )


def load(conference: ConferenceState) -> tuple[Agenda, Earlier]:
    """Return the stored agenda with what its publications left; call it inside `snapshot()`."""
    if conference.version == 0:
        return Agenda(conference), NOTHING
    items, versions = _items(conference.id)
    query = select(*PERSON_COLUMNS).where(AgendaPerson.conference_id == conference.id)
    *columns, people_versions, numbers = bulk.read(db.session.connection(), query)
    people = dict(zip(columns[0], map(PersonState, *columns), strict=True))
    versions["people"] = zip(columns[0], people_versions, strict=True)
    rooms = select(Room.folded, Room.name, Room.note).where(Room.conference_id == conference.id)
    tracks = select(Track.folded, Track.name).where(Track.conference_id == conference.id)
    agenda = Agenda(
        conference,
        items,
        people,
        {folded: (name, note) for folded, name, note in db.session.execute(rooms)},
        {row[0]: row[1] for row in db.session.execute(tracks)},
        correction_rows.load(conference.id),
    )
    return agenda, _earlier(conference, versions, dict(zip(columns[0], numbers, strict=True)))


def _items(conference_id: str) -> tuple[dict[str, ItemState], dict[str, Versions]]:
    query = select(Participation.item_id, Participation.person_id, Participation.role)
    query = query.join(Item, Item.id == Participation.item_id).where(Item.conference_id == conference_id)
    query = query.order_by(Participation.item_id, Participation.position)
    item_ids, person_ids, roles = bulk.read(db.session.connection(), query)
    named: dict[str, list[tuple[str, str]]] = {}
    for item_id, pair in zip(item_ids, zip(person_ids, roles, strict=True), strict=True):
        named.setdefault(item_id, []).append(pair)
    query_items: Any = select(*ITEM_COLUMNS, *MORE_ITEM_COLUMNS).where(Item.conference_id == conference_id)
    *columns, lists, details, abstracts = bulk.read(db.session.connection(), query_items)
    ids, head = columns[0], len(ITEM_COLUMNS)
    people = [tuple(named.get(item_id, ())) for item_id in ids]
    made = map(ItemState, *columns[:head], people, *columns[head:])  # the order of ItemState's fields
    versions = {"list": lists, "details": details, "abstracts": abstracts}
    by_kind: dict[str, Versions] = {kind: zip(ids, column, strict=True) for kind, column in versions.items()}
    return dict(zip(ids, made, strict=True)), by_kind


def _earlier(conference: ConferenceState, versions: Mapping[str, Versions], numbers: dict[str, int]) -> Earlier:
    rows = select(Shard.kind, Shard.number, Shard.sha256).where(Shard.conference_id == conference.id)
    there = db.session.execute(rows).all()
    manifests = {number: sha256 for kind, number, sha256 in there if kind == "manifest"}
    oldest = min(manifests, default=conference.version)
    since = {kind: {one: changed for one, changed in all_ if changed > oldest} for kind, all_ in versions.items()}

    def stored(sha256: str) -> dict[str, Any] | None:
        return _shard(conference.id, sha256)

    shards = _named(stored(conference.manifest) or {}, {sha256 for _kind, _number, sha256 in there})
    return Earlier(conference.version, conference.shard_counts, shards, manifests, since, numbers, stored)


def _named(manifest: Mapping[str, Any], there: Set[str]) -> dict[tuple[str, int], str]:
    """Return the shards that a manifest names and that are there, by kind and number.

    The rows of shards do not tell: those without a row have one name, and are one row with the number of one of them.
    """
    shards: Mapping[str, list[str]] = manifest.get("shards", {})
    each = ((kind, number, sha256) for kind in KINDS for number, sha256 in enumerate(shards.get(kind, ())))
    return {(kind, number): sha256 for kind, number, sha256 in each if sha256 in there}


def _shard(conference_id: str, sha256: str) -> dict[str, Any] | None:
    """Return a stored shard; None where it is gone or no longer what its name says, as the next one is made of it."""
    query = select(Shard.brotli).where(Shard.conference_id == conference_id, Shard.sha256 == sha256)
    try:
        data = brotli.decompress(db.session.scalar(query) or b"")
    except brotli.error:
        return None
    if hashlib.sha256(data).hexdigest() != sha256:
        return None
    found: dict[str, Any] = orjson.loads(data)
    return found
