"""What a student's flags bring into the calendar: flagged items, and planned meeting points with flagged people."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from server.agenda.models import AgendaPerson, Conference, Participation
from server.agenda.models import Item as ItemRow
from server.agenda.reading import readable
from server.agenda.states import MOST_MERGES
from server.calendar.events import Item
from server.core.db import db
from server.followups.service import batches
from server.planning.models import Target
from server.sync.mine import mine

RANKS = {"must": 0, "should": 1, "nice": 2}
_COLUMNS = ("id", "kind", "title", "number", "board", "room", "starts_at", "ends_at", "local_start", "day_on")
_ITEM = (*_COLUMNS, "parent_id", "status", "absent")


@dataclass(frozen=True, slots=True)
class Plan:
    """The items of a plan by id, and the ids of everything in the agenda they rest on."""

    items: dict[str, Item]
    watched: frozenset[str]


@dataclass(frozen=True, slots=True)
class Flags:
    """Flagged items, flagged people, and who a merged person is now; a person's value is their best rank."""

    items: frozenset[str]
    people: dict[str, int]
    names: dict[str, str]
    roots: dict[str, str]


def plan(user_id: str) -> Plan:
    """Return the student's plan; what they may not read is no part of it."""
    flags = _flags(user_id)
    brought = _brought(flags)
    rows = _item_rows(user_id, flags.items | brought.keys())
    parents = _item_rows(user_id, {row.parent_id for row in rows.values() if _needs_parent(row)})
    items = {
        item_id: _item(row, parents.get(row.parent_id), flags, brought.get(item_id, []))
        for item_id, row in rows.items()
    }
    return Plan(items, frozenset({*flags.items, *rows, *parents, *flags.roots}))


def single(user_id: str, item_id: str) -> Item | None:
    """Return one item that the student may read, flagged or not; None where there is none."""
    planned = plan(user_id).items.get(item_id)
    if planned is not None:
        return planned
    row = _item_rows(user_id, {item_id}).get(item_id)
    if row is None:
        return None
    parent = _item_rows(user_id, {row.parent_id}).get(row.parent_id) if _needs_parent(row) else None
    return _item(row, parent, Flags(frozenset({item_id}), {}, {}, {}), [])


def _flags(user_id: str) -> Flags:
    live = mine(Target, user_id).where(Target.deleted.is_(False), Target.tier.is_not(None))
    targets = db.session.execute(live.with_only_columns(Target.item, Target.person, Target.tier)).all()
    people: dict[str, int] = {}
    for target in targets:
        if target.person:
            rank = RANKS.get(target.tier, len(RANKS))
            people[target.person] = min(rank, people.get(target.person, rank))
    persons = _merged(set(people))
    roots = {person_id: _root(person_id, persons) for person_id in persons}
    ranks: dict[str, int] = {}
    for person_id, rank in people.items():
        root = roots.get(person_id, person_id)
        ranks[root] = min(rank, ranks.get(root, rank))
    names = {person_id: person.name for person_id, person in persons.items()}
    flagged = frozenset(target.item for target in targets if target.item)
    return Flags(
        flagged, ranks, names, roots | {person_id: person_id for person_id in people if person_id not in roots}
    )


def _merged(person_ids: set[str]) -> dict[str, Any]:
    """Return these people and all whom a merge by hand made one with them."""
    columns = (AgendaPerson.id, AgendaPerson.name, AgendaPerson.merged_into)
    found: dict[str, Any] = {}
    asked = person_ids
    for _ in range(MOST_MERGES):
        new: dict[str, Any] = {}
        for batch in batches(asked):
            same = AgendaPerson.id.in_(batch) | AgendaPerson.merged_into.in_(batch)
            new |= {row.id: row for row in db.session.execute(select(*columns).where(same))}
        into = {row.merged_into for row in new.values() if row.merged_into}
        asked = (into | new.keys()) - found.keys() - asked
        found |= new
        if not asked:
            break
    return found


def _root(person_id: str, persons: dict[str, Any]) -> str:
    for _ in range(MOST_MERGES):
        into = persons[person_id].merged_into if person_id in persons else None
        if into is None:
            break
        person_id = into
    return person_id


def _brought(flags: Flags) -> dict[str, list[str]]:
    """Return item id -> the flagged people on it, in the order of the file."""
    columns = (Participation.item_id, Participation.position, Participation.person_id)
    on_items: list[Any] = []
    for batch in batches(flags.roots.keys()):
        on_items += db.session.execute(select(*columns).where(Participation.person_id.in_(batch)))
    found: dict[str, list[str]] = {}
    for row in sorted(on_items, key=lambda row: (row.item_id, row.position)):
        root = flags.roots[row.person_id]
        people = found.setdefault(row.item_id, [])
        if root not in people:
            people.append(root)
    return found


def _item_rows(user_id: str, item_ids: Collection[str | None]) -> dict[str, Any]:
    columns = (*(getattr(ItemRow, name) for name in _ITEM), Conference.zone)
    query = select(*columns).join(Conference, Conference.id == ItemRow.conference_id).where(readable(user_id))
    found: dict[str, Any] = {}
    for batch in batches({item_id for item_id in item_ids if item_id}):
        found |= {row.id: row for row in db.session.execute(query.where(ItemRow.id.in_(batch)))}
    return found


def _needs_parent(row: Any) -> bool:
    return bool(row.kind == "poster" and row.starts_at is None and row.parent_id)


def _item(row: Any, parent: Any, flags: Flags, people: list[str]) -> Item:
    timed = row if parent is None else parent  # a poster's times are its session's
    names = {person_id: flags.names.get(person_id, "") for person_id in people}
    best = min(people, key=lambda person_id: flags.people.get(person_id, len(RANKS)), default=None)
    return Item(
        id=row.id,
        kind=row.kind,
        title=row.title,
        number=row.number,
        board=row.board,
        room=row.room or timed.room,
        starts=timed.starts_at,
        ends=timed.ends_at,
        day_on=row.day_on or timed.day_on,
        zone=timed.zone,
        zone_open=timed.starts_at is None and timed.local_start is not None and timed.zone is None,
        cancelled=row.absent or row.status == "cancelled",
        speakers=tuple(name for name in names.values() if name),
        meet=None if row.id in flags.items or best is None else names[best],
    )
