"""What the absence of an item in a file means: cancelled, or only not part of this file. Pure; contract section 7."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from server.agenda.states import ItemState

Part = Literal["people", "family", "part"]


@dataclass(frozen=True, slots=True)
class Scope:
    """`part` says why the file only adds and completes, None for a whole programme; `absent` are the ids to cancel."""

    part: Part | None
    absent: frozenset[str] = frozenset()

    @property
    def adds(self) -> bool:
        """Whether empty fields of the file leave stored ones as they are, and nothing is cancelled."""
        return self.part is not None


def scope_of(
    kinds: Collection[str],
    ids: Sequence[str],
    parents: Mapping[str, str],
    stored: Mapping[str, ItemState],
    *,
    replace: bool,
) -> Scope:
    """Return what a file covers.

    `kinds` and `ids` are those of its items, `parents` item id -> parent id. A file of people, of talks under stored
    sessions or of sessions over stored talks never cancels; one that holds under half does so with `replace` only.
    A file without posters cancels no poster, one of posters only no talk.
    """
    if not ids:
        return Scope("people")
    if _is_family(ids, parents, stored):
        return Scope("family")
    held = set(ids)
    covered = _covered(kinds, held, parents, stored)
    found = sum(one in held for one in covered)
    if 2 * found < len(covered) and not replace:
        return Scope("part")
    return Scope(None, frozenset(one for one in covered if one not in held))


def _is_family(ids: Sequence[str], parents: Mapping[str, str], stored: Mapping[str, ItemState]) -> bool:
    used = set(parents.values())
    children = [one for one in ids if one in parents]
    if children:
        others = [one for one in ids if one not in parents]
        under_stored = all(parents[one] in stored for one in children)
        headings_only = all(one in used for one in others)
        known = others and any(one in stored for one in children)
        return under_stored and headings_only and not known
    stored_parents = {item.parent for item in stored.values()}
    return all(one in stored_parents for one in ids)


def _covered(
    kinds: Collection[str], held: set[str], parents: Mapping[str, str], stored: Mapping[str, ItemState]
) -> list[str]:
    """Return the present stored items that a file of this make would name if they took place."""
    posters = {kind in ("poster", "exhibit") for kind in kinds}
    tops = held - set(parents)
    used = set(parents.values())
    stored_parents = {item.parent for item in stored.values()}
    talks_only = bool(parents) and all(one in used for one in tops)
    return [
        item.id
        for item in stored.values()
        if not item.absent
        and (item.kind in ("poster", "exhibit")) in posters
        and not (talks_only and item.parent is None and item.id not in stored_parents)
        and not (not parents and item.parent is not None)
    ]
