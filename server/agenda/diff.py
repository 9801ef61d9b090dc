"""What an import changes, item by item; each item of a file counts once. Pure; import contract, sections 7 and 8."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from server.agenda.states import Agenda, ItemState
from server.core.clock import wire

TEXTS = ("title", "subtitle", "abstract", "kind", "track", "board", "number", "status")
MOST_SHOWN = 300  # entries of each list that leave the server
LONGEST = 300  # characters of an old or new value


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one item before and after."""

    item: str
    title: str
    field: str
    old: str
    new: str

    def as_dict(self) -> dict[str, str]:
        """Return the change as it travels, long values cut."""
        old, new = self.old[:LONGEST], self.new[:LONGEST]
        return {"item": self.item, "title": self.title[:LONGEST], "field": self.field, "old": old, "new": new}


@dataclass(slots=True)
class Diff:
    """The changes, and how many items each kind of change concerns."""

    new: list[ItemState] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    moved: list[Change] = field(default_factory=list)
    restored: list[ItemState] = field(default_factory=list)
    cancelled: list[ItemState] = field(default_factory=list)
    retitled: list[Change] = field(default_factory=list)  # alike, but not surely one item: a person decides
    added_count: int = 0
    changed_count: int = 0
    moved_count: int = 0
    unchanged_count: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """Return the counts of the report."""
        return {
            "added": self.added_count,
            "changed": self.changed_count,
            "moved": self.moved_count,
            "cancelled": len(self.cancelled),
            "unchanged": self.unchanged_count,
        }

    def as_dict(self) -> dict[str, list[dict[str, str]]]:
        """Return the lists as they travel, each cut to the first few hundred."""
        items = {"new": self.new, "restored": self.restored, "cancelled": self.cancelled}
        changes = {"changed": self.changed, "moved": self.moved, "retitled": self.retitled}
        return {
            **{
                name: [{"item": one.id, "title": one.title[:LONGEST]} for one in found[:MOST_SHOWN]]
                for name, found in items.items()
            },
            **{name: [one.as_dict() for one in found[:MOST_SHOWN]] for name, found in changes.items()},
        }


def compare(before: Agenda, after: Agenda, held: Iterable[str]) -> Diff:
    """Return the diff between two agendas; `held` are the ids of the file's items."""
    diff = Diff()
    for item_id in held:
        _sort_in(diff, before, after, item_id)
    diff.cancelled = [
        item for item in after.items.values() if item.absent and (old := before.items.get(item.id)) and not old.absent
    ]
    return diff


def _sort_in(diff: Diff, before: Agenda, after: Agenda, item_id: str) -> None:
    new, old = after.items[item_id], before.items.get(item_id)
    if old is None:
        diff.new.append(new)
        diff.added_count += 1
        return
    if new is old or new == old:
        diff.unchanged_count += 1
        return
    moved, changed = _moved(old, new), _changed(old, new, before, after)
    diff.moved += moved
    diff.changed += changed
    restored = old.absent and not new.absent
    if restored:
        diff.restored.append(new)
    diff.moved_count += bool(moved)
    diff.changed_count += not moved and (bool(changed) or restored)
    diff.unchanged_count += not (moved or changed or restored)


def _moved(old: ItemState, new: ItemState) -> list[Change]:
    def change(name: str, of: Callable[[ItemState], str]) -> Change:
        return Change(new.id, new.title, name, of(old), of(new))

    found = []
    if _differs(old.starts, new.starts, old.local_start, new.local_start):
        found.append(change("starts", lambda item: _when(item.local_start, item.starts)))
    elif new.starts is None and new.local_start is None and _day(old) != _day(new):
        found.append(change("day", _day))
    if _differs(old.ends, new.ends, old.local_end, new.local_end):
        found.append(change("ends", lambda item: _when(item.local_end, item.ends)))
    if old.room != new.room:
        found.append(change("room", lambda item: item.room))
    return found


def _differs(
    old: datetime | None, new: datetime | None, old_local: datetime | None, new_local: datetime | None
) -> bool:
    # where the zone was open on one side, the wall clock decides
    return old != new if old is not None and new is not None else (old_local or old) != (new_local or new)


def _when(local: datetime | None, known: datetime | None) -> str:
    return local.isoformat(" ", "minutes") if local is not None else wire(known) or ""


def _day(item: ItemState) -> str:
    return item.day_on.isoformat() if item.day_on else item.day_label


def _changed(old: ItemState, new: ItemState, before: Agenda, after: Agenda) -> list[Change]:
    found = [
        Change(new.id, new.title, name, getattr(old, name), getattr(new, name))
        for name in TEXTS
        if getattr(old, name) != getattr(new, name)
    ]
    if old.people != new.people and _people(old, before) != _people(new, after):
        found.append(Change(new.id, new.title, "people", "; ".join(before.names(old)), "; ".join(after.names(new))))
    return found


def _people(item: ItemState, agenda: Agenda) -> list[tuple[Any, str]]:
    resolved = ((agenda.person(person_id), person_id, role) for person_id, role in item.people)
    return [(person.id if person else person_id, role) for person, person_id, role in resolved]
