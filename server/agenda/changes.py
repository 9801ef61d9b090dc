"""What a publication changed, field by field, and several publications folded into one. Pure; agenda contract, 7.

Times are the venue's wall clock (`2026-11-29 09:00`), or an instant in UTC with `Z` where the file gives no wall clock.
`status` goes from "" (new) to `confirmed` or `cancelled`. A value that was cut ends with an ellipsis; of an abstract
nothing but the ellipsis is kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Final

from server.agenda.diff import Change
from server.agenda.revision import Revision
from server.agenda.states import ItemState

LONGEST: Final = 300  # characters of a value or a title
CUT: Final = "…"
PLACES: Final = frozenset({"starts", "ends", "day", "room"})
STATUS: Final = "status"


@dataclass(frozen=True, slots=True)
class Changed:
    """One field of one item before and after; `title` is the item's title after."""

    item: str
    title: str
    field: str
    old: str
    new: str

    @property
    def what(self) -> str:
        """The kind of the change: new, changed, moved, cancelled, restored or retitled."""
        if self.field == STATUS:
            return "cancelled" if self.new == "cancelled" else "restored" if self.old else "new"
        return "moved" if self.field in PLACES else "retitled" if self.field == "title" else "changed"


@dataclass(frozen=True, slots=True)
class Told:
    """A change with the publication that brought it."""

    version: int
    at: datetime
    change: Changed


def changes_of(revision: Revision, most: int) -> tuple[list[Changed], int]:
    """Return what the revision changes, what matters most to a student first, and how many more there are."""
    every = _every(revision)
    return list(islice(every, most)), sum(1 for _ in every)


def fold(told: Iterable[Told]) -> list[Told]:
    """Return one change for each field of each item, from its first old to its last new value, the newest first.

    `told` is in the order of publication. A field that is again as it was is left out, and so is every field of an item
    that is itself new.
    """
    folded: dict[tuple[str, str], Told] = {}
    for one in told:
        key = one.change.item, one.change.field
        first = folded.pop(key, one)  # taken out, so that the last change gives the place
        folded[key] = replace(one, change=replace(one.change, old=first.change.old))
    added = {item for (item, field), one in folded.items() if field == STATUS and not one.change.old}
    kept = [
        one
        for (item, field), one in folded.items()
        if _differs(one.change.old, one.change.new) and (field == STATUS or item not in added)
    ]
    return sorted(kept, key=lambda one: -one.version)  # stable: within a version as it was published


def cut(value: str, longest: int = LONGEST) -> str:
    """Return the value, shortened where it is long."""
    return value if len(value) <= longest else value[: max(0, longest - len(CUT))] + CUT


def _every(revision: Revision) -> Iterator[Changed]:
    before, after, diff = revision.before.items, revision.after.items, revision.diff
    own_word = (change.item for change in diff.changed if change.field == STATUS)
    ids = dict.fromkeys((*(item.id for item in (*diff.cancelled, *diff.restored)), *own_word))
    for item in (after[item_id] for item_id in ids):
        old, new = _status(before[item.id]), _status(item)
        if old != new:
            yield Changed(item.id, cut(item.title), STATUS, old, new)
    for change in (*diff.moved, *_sorted_out(diff.changed)):
        if change.old != change.new:  # a corrected zone moves the instant, not the hour that the programme shows
            old, new = _cut(change, change.old), _cut(change, change.new)
            yield Changed(change.item, cut(change.title), change.field, old, new)
    for item in diff.new:
        yield Changed(item.id, cut(item.title), STATUS, "", _status(item))


def _sorted_out(changed: list[Change]) -> Iterator[Change]:
    """Yield new titles, then all else that is no status."""
    yield from (change for change in changed if change.field == "title")
    yield from (change for change in changed if change.field not in ("title", STATUS))


def _status(item: ItemState) -> str:
    return "cancelled" if item.cancelled else "confirmed"


def _cut(change: Change, value: str) -> str:
    return cut(value, 0 if change.field == "abstract" else LONGEST)


def _differs(old: str, new: str) -> bool:
    # of two values that were cut nobody can tell any more whether they are one
    return old != new or old.endswith(CUT)
