"""Writes a revision and its publication in bulk; the only code that changes rows of the agenda. Inside `write()`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select, update

from server.agenda import bulk, change_store, correction_rows, hooks, search_index
from server.agenda.bulk import Done
from server.agenda.models import AgendaPerson, AgendaPieces, Conference, Item, Participation, Room, Shard, Track
from server.agenda.revision import Revision
from server.agenda.snapshots import PATCHES, Packed, Publication
from server.agenda.states import ConferenceState, ItemState
from server.core.db import db, writing

SHARDS_AT_ONCE = 8  # of half a megabyte at most, as they are compressed


class Outdated(Exception):
    """Somebody else changed the conference since it was read; match again."""


@dataclass(frozen=True, slots=True)
class Source:
    """The file that the revision came from, so that the same bytes need no second reading.

    `pieces` are the columns of `AgendaPieces`.
    """

    sha256: str | None
    report: dict[str, Any] | None
    pieces: dict[str, Any] | None = None


def store(revision: Revision, publication: Publication | None, source: Source, at: datetime, done: Done) -> None:
    """Store the revision; `done` hears of each batch of rows. Raises Outdated, and writes nothing then."""
    if not writing():
        raise RuntimeError("publishing needs write()")
    before, after = revision.before, revision.after
    _check_version(before.conference)
    _store_conference(before.conference, after.conference, publication, source, at)
    conference_id = after.conference.id
    _store_pieces(conference_id, source)
    if not correction_rows.store(conference_id, before.corrections, after.corrections):
        raise Outdated
    if publication is not None:
        _store_shards(conference_id, publication, done)
    versions = _Versions(publication)
    old_people = before.people
    people = [one for one in after.people.values() if old_people.get(one.id) is not one]
    numbers = publication.numbers if publication else {}
    columns = (*PERSON_FIELDS, "conference_id", *(["number"] if numbers else []))
    rows = ((*_person_values(one), conference_id, *([numbers[one.id]] if numbers else [])) for one in people)
    _put(_table(AgendaPerson), columns, rows, old_people, versions, done)
    items = [one for one in after.items.values() if before.items.get(one.id) is not one]
    rows = ((*_item_values(one), conference_id) for one in items)
    _put(_table(Item), (*ITEM_COLUMNS, "conference_id"), rows, before.items, versions, done)
    _store_participations(items, before.items, done)
    if (before.rooms, before.tracks) != (after.rooms, after.tracks):
        _store_places(revision)
    _store_search(revision, items, done)
    if publication is not None:
        change_store.keep(revision, publication.version, at)
    if before.conference.version:  # nobody can have flagged anything of a new conference
        touched = {one.id for one in people} | {one.id for one in items}
        touched |= {one.merged_into for one in people if one.merged_into}  # who watches them does not know the others
        hooks.tell(touched | _changed(before.conference, after.conference))


def size(revision: Revision, publication: Publication | None) -> int:
    """Return about how many rows `store` writes."""
    before, after = revision.before, revision.after
    people = sum(before.people.get(one.id) is not one for one in after.people.values())
    items = [one for one in after.items.values() if before.items.get(one.id) is not one]
    return people + len(items) + sum(len(one.people) for one in items) + len(publication.packed if publication else ())


def _changed(before: ConferenceState, after: ConferenceState) -> set[str]:
    """Return the conference's id where something changed that bears on all of its items."""
    return {after.id} if (before.name, before.zone) != (after.name, after.zone) else set()


def _check_version(known: ConferenceState) -> None:
    query = select(Conference.version).where(Conference.id == known.id).with_for_update()
    if (db.session.scalar(query) or 0) != known.version:
        raise Outdated


def _store_conference(
    before: ConferenceState, after: ConferenceState, publication: Publication | None, source: Source, at: datetime
) -> None:
    values: dict[str, Any] = {
        "name": after.name,
        "zone": after.zone,
        "zone_source": after.zone_source,
        "first_day": after.first_day,
        "last_day": after.last_day,
        "date_order": after.date_order,
        "mappings": after.mappings,
        "source_url": after.source_url,
        "source_sha256": source.sha256,
        "source_report": source.report,
        "changed_at": at,
    }
    if publication is not None:
        values |= {
            "version": publication.version,
            "manifest": publication.manifest,
            "shard_counts": publication.shard_counts,
        }
    if before.version:
        db.session.execute(update(_table(Conference)).where(Conference.id == after.id).values(values))
    else:
        who = {"id": after.id, "owner_id": after.owner_id, "slug": after.slug, "public": after.public}
        db.session.execute(insert(_table(Conference)).values(who | values))


def _store_pieces(conference_id: str, source: Source) -> None:
    table = _table(AgendaPieces)
    db.session.execute(delete(table).where(table.c.conference_id == conference_id))
    if source.pieces is not None:
        db.session.execute(insert(table).values(source.pieces | {"conference_id": conference_id}))


class _Versions:
    """The version columns of a row that this publication touches."""

    def __init__(self, publication: Publication | None) -> None:
        self._version = publication.version if publication else 0
        self._touched: Mapping[str, Set[str]] = publication.touched if publication else {}

    def of(self, row_id: str, kinds: Iterable[str]) -> dict[str, int]:
        return {f"{kind}_version": self._version for kind in kinds if row_id in self._touched.get(kind, ())}

    def of_new(self, kinds: int) -> tuple[int, ...]:
        """Return the columns of a new row, which all of its kinds touch."""
        return (self._version,) * kinds


def _put(
    table: Table,
    columns: tuple[str, ...],
    rows: Iterator[tuple[Any, ...]],
    known: Mapping[str, object],
    versions: _Versions,
    done: Done,
) -> None:
    """Insert new rows and update known ones, batch by batch; each update names the version columns that it moves.

    A row's id comes first.
    """
    kinds = ("people",) if "people_version" in table.c else ("list", "details", "abstracts")
    all_columns = (*columns, *(f"{kind}_version" for kind in kinds))
    for batch in bulk.batches(rows):
        updates: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        new = []
        for row in batch:
            if row[0] in known:
                moved = versions.of(row[0], kinds)
                named = dict(zip(("row_id", *columns[1:]), row, strict=True))
                updates.setdefault(tuple(moved), []).append(named | moved)
            else:
                new.append(row + versions.of_new(len(kinds)))
        bulk.insert_values(db.session.connection(), table, all_columns, new, done)
        _update(table, updates, done)


def _update(table: Table, updates: Mapping[tuple[str, ...], list[dict[str, Any]]], done: Done) -> None:
    for group in updates.values():
        values: dict[str, Any] = {name: bindparam(name) for name in group[0] if name != "row_id"}
        _bulk(update(table).where(table.c.id == bindparam("row_id")).values(values), group, done)


def _store_participations(items: Sequence[ItemState], known: Mapping[str, ItemState], done: Done) -> None:
    table = _table(Participation)
    changed = [one for one in items if (old := known.get(one.id)) is None or old.people != one.people]
    stale = [{"of_item": one.id} for one in changed if one.id in known]
    _bulk(delete(table).where(table.c.item_id == bindparam("of_item")), stale, done)
    rows = (
        (one.id, position, person_id, role) for one in changed for position, (person_id, role) in enumerate(one.people)
    )
    bulk.insert_values(db.session.connection(), table, ("item_id", "position", "person_id", "role"), rows, done)


def _store_places(revision: Revision) -> None:
    after = revision.after
    mine = {"conference_id": after.conference.id}
    rooms = [mine | {"folded": folded, "name": name, "note": note} for folded, (name, note) in after.rooms.items()]
    tracks = [mine | {"folded": folded, "name": name} for folded, name in after.tracks.items()]
    for table, rows in ((_table(Room), rooms), (_table(Track), tracks)):
        db.session.execute(delete(table).where(table.c.conference_id == after.conference.id))
        _insert(table, rows, lambda _rows: None)


def _store_search(revision: Revision, items: Sequence[ItemState], done: Done) -> None:
    before, after = revision.before, revision.after
    if before.conference.version and before.conference.shard_counts:
        touched = {one.id: one for one in items}
        renamed = {one.id for one in after.people.values() if before.people.get(one.id, one) is not one}
        if renamed:
            meant = renamed | {one for one in after.people if (found := after.person(one)) and found.id in renamed}
            touched |= {one.id: one for one in after.items.values() if any(who in meant for who, _role in one.people)}
        if touched:
            search_index.put(after, touched.values(), done, anew=False)
    else:
        search_index.put(after, (), done, anew=True)


def _store_shards(conference_id: str, publication: Publication, done: Done) -> None:
    """Keep what eight earlier versions list as well, then forget the rest."""
    table, version = _table(Shard), publication.version
    mine = table.c.conference_id == conference_id
    listed = sorted(publication.listed)
    known = {sha256 for (sha256,) in db.session.execute(select(table.c.sha256).where(mine))}
    kept = [{"listed": sha256} for sha256 in listed if sha256 in known]
    still = update(table).where(mine, table.c.sha256 == bindparam("listed")).values(last_version=version)
    _bulk(still, kept, done)
    names = ("conference_id", "sha256", "kind", "number", "first_version", "last_version", "brotli", "gzip")
    new = (
        (conference_id, one.sha256, one.kind, one.number, version, version, one.brotli, one.gzip)
        for one in _taken(publication.packed)
        if one.sha256 not in known
    )
    for batch in bulk.batches(new, SHARDS_AT_ONCE):
        bulk.insert_values(db.session.connection(), table, names, batch, done)
    db.session.execute(delete(table).where(mine, table.c.last_version < version - PATCHES))


def _taken(packed: list[Packed]) -> Iterator[Packed]:
    while packed:
        yield packed.pop()


def _bulk(statement: Any, rows: Iterable[dict[str, Any]], done: Done) -> None:
    bulk.execute(db.session.connection(), statement, rows, done)


def _insert(table: Table, rows: Iterable[dict[str, Any]], done: Done) -> None:
    bulk.insert_rows(db.session.connection(), table, rows, done)


def _table(model: type) -> Table:
    table: Table = vars(model)["__table__"]
    return table


def _columns(fields: Sequence[str], renamed: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(renamed.get(name, name) for name in fields)


PERSON_FIELDS = ("id", "name", "sort_name", "degrees", "affiliation", "external_id", "merged_into")
ITEM_FIELDS = tuple(one.name for one in fields(ItemState) if one.name != "people")
ITEM_COLUMNS = _columns(ITEM_FIELDS, {"starts": "starts_at", "ends": "ends_at", "parent": "parent_id"})
_person_values, _item_values = attrgetter(*PERSON_FIELDS), attrgetter(*ITEM_FIELDS)
