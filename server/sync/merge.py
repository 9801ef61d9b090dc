"""What becomes of a row when a change arrives; pure: no clock, no database. The rules stand in docs/sync.md.

`clock` is `{field: [rev, device]}`, for Set fields `{field: {element: [rev added, device]}}`, and `"_by"` is
`{device: rev of its last edit}`. A write is *unseen* by a change when it came from another device at a rev above the
change's base.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from server.core.clock import wire
from server.core.problems import Invalid
from server.sync.merge_text import Effort, merge_text

MOST_ALTS = 64  # other values waiting on one row
GROWTH = 4  # a merge may lengthen what was typed: Set elements, and Text at the door
GROWTH_OF_TEXT = 16  # times the field's maximum: no merged text may be longer

Result = Literal["applied", "merged", "kept", "deleted", "held"]
Action = Literal["set", "settle", "delete", "purge"]


@dataclass(frozen=True, slots=True)
class Rule:
    """How one field merges; `most` is the field's maximum, `wire` gives a value as JSON."""

    merge: Literal["value", "text", "set"]
    most: int = 0
    wire: Callable[[Any], Any] = lambda value: value


@dataclass(slots=True)
class Row:
    """One synced record in memory; `edited_at` is device time and decides nothing."""

    id: str
    rev: int = 0
    deleted: bool = False
    clock: dict[str, Any] = field(default_factory=dict)
    alts: list[dict[str, Any]] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    created_at: datetime | None = None
    changed_at: datetime | None = None
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """One change as the door has read it.

    `set` holds a plain value for a Value, `{"from_", "to"}` for a Text and `{"add", "remove"}` for a Set. `own` is
    false for a cloned phone: then nothing of its device counts as seen.
    """

    action: Action
    device: str
    base: int
    received_at: datetime
    at: datetime | None = None
    set: Mapping[str, Any] = field(default_factory=dict)
    settle: Mapping[str, list[int]] = field(default_factory=dict)
    own: bool = True

    def sees(self, rev: int, device: str) -> bool:
        """Tell whether whoever made this change had seen a write."""
        return rev <= self.base or (self.own and device == self.device)


def merge(
    row: Row | None, row_id: str, edit: Edit, rev: int, rules: Mapping[str, Rule], effort: Effort | None = None
) -> tuple[Row, Result]:
    """Return the row after the edit and what became of the edit; raise Invalid where a limit holds it.

    What merging texts took is added to `effort`.
    """
    made = Row(row_id, created_at=edit.received_at) if row is None else _copy(row)
    if edit.action == "delete":
        return _delete(made, edit, rev)
    if edit.action == "purge":
        return blank(made, edit.received_at, rev), "deleted"
    merged = False
    if edit.action == "settle":
        made.alts = [alt for alt in made.alts if alt["rev"] not in edit.settle.get(alt["field"], ())]
    for name, change in edit.set.items():
        merged |= MERGES[rules[name].merge](made, name, change, _Place(edit, rev, rules[name], effort))
    made.clock.setdefault("_by", {})[edit.device] = rev
    made.rev, made.deleted, made.changed_at, made.edited_at = rev, False, edit.received_at, edit.at
    return made, "merged" if merged else "applied"


def blank(row: Row, at: datetime, rev: int) -> Row:
    """Return the tombstone of a purged row: nothing is left but that it was."""
    return Row(row.id, rev=rev, deleted=True, created_at=row.created_at, changed_at=at)


def _copy(row: Row) -> Row:
    # Values and alts are replaced as a whole, never changed inside; a Set's clock is.
    clock = {name: dict(stamp) if isinstance(stamp, dict) else stamp for name, stamp in row.clock.items()}
    return replace(row, clock=clock, alts=list(row.alts), values=dict(row.values))


def _delete(row: Row, edit: Edit, rev: int) -> tuple[Row, Result]:
    # Judged by everyone's last edit: the last writer alone would let a device delete words it overwrote but never saw.
    if any(not edit.sees(edited, device) for device, edited in row.clock.get("_by", {}).items()):
        return replace(row, rev=rev), "kept"
    return replace(row, rev=rev, deleted=True, changed_at=edit.received_at, edited_at=edit.at), "deleted"


@dataclass(frozen=True, slots=True)
class _Place:
    edit: Edit
    rev: int
    rule: Rule
    effort: Effort | None

    @property
    def stamp(self) -> list[Any]:
        return [self.rev, self.edit.device]


def _merge_value(row: Row, name: str, value: Any, place: _Place) -> bool:
    current, stamp = row.values.get(name), row.clock.get(name)
    row.values[name], row.clock[name] = value, place.stamp
    if stamp is None or place.edit.sees(*stamp) or current == value:
        return False
    if len(row.alts) >= MOST_ALTS:
        raise held(name, f"The record already keeps {MOST_ALTS} other values; settle some of them first.")
    rev, device = stamp
    row.alts.append(
        {"field": name, "value": place.rule.wire(current), "rev": rev, "device": device, "at": _time_of(row, rev)}
    )
    return True


def _time_of(row: Row, rev: int) -> str | None:
    # The row knows the device time of its last edit only.
    last = max(row.clock.get("_by", {}).values(), default=0)
    return wire(row.edited_at) if rev == last else None


def _merge_text(row: Row, name: str, change: Mapping[str, Any], place: _Place) -> bool:
    base, ours, theirs = change["from_"] or "", row.values.get(name) or "", change["to"] or ""
    # A text never written here (its creation is on another phone, or it was purged) takes what arrives whole.
    text, merged = merge_text(base, ours, theirs, place.effort) if name in row.clock else (theirs, False)
    most = place.rule.most * GROWTH_OF_TEXT
    if len(text) > most:
        raise held(name, f"The text would have more than {most} characters; shorten it first.")
    row.values[name], row.clock[name] = text or None, place.stamp
    return merged


def _merge_set(row: Row, name: str, change: Mapping[str, Any], place: _Place) -> bool:
    elements: dict[str, list[Any]] = row.clock.setdefault(name, {})
    merged = False
    for element in change["remove"]:
        if element in elements and place.edit.sees(*elements[element]):
            del elements[element]
        else:
            merged |= element in elements and element not in change["add"]
    elements.update((element, place.stamp) for element in change["add"])
    most = place.rule.most * GROWTH
    if len(elements) > most:
        raise held(name, f"There would be more than {most} entries; remove some first.")
    row.values[name] = list(elements)
    return merged


def held(name: str, detail: str) -> Invalid:
    """Return the problem of a change that cannot be taken because of one field."""
    return Invalid(errors=[{"pointer": f"/set/{name}", "detail": detail}])


MERGES: Mapping[str, Callable[[Row, str, Any, _Place], bool]] = {
    "value": _merge_value,
    "text": _merge_text,
    "set": _merge_set,
}
