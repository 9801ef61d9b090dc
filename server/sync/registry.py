"""Which kinds of records are synced, and which features want to know. Features register at start; sync imports none."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from marshmallow import Schema
from sqlalchemy import Table

from server.core.schema_version import MIN_SCHEMA, SCHEMA
from server.sync import swift
from server.sync.fields import SyncedSchema, change_schema, rules_of
from server.sync.merge import Row, Rule
from server.sync.models import Synced

__all__ = ["MIN_SCHEMA", "SCHEMA", "Change", "Effect", "Kind", "Limits", "announce", "derive", "react", "register"]


@dataclass(frozen=True)
class Limits:
    """What one user may have of a kind; the fields' own limits stand in the schema."""

    rows: int


Check = Callable[[str, str, Mapping[str, Any], Mapping[str, Any]], None]


@dataclass(frozen=True)
class Kind:
    """One kind of synced record.

    `needs`: groups of fields of which a REST create must bring at least one each. `once`: fields that are written
    together when the record is made and never again. `only_id`: the one id the record of a user can have. `photos`:
    fields that name a photo. `check`: raises a Problem for what a program may not write, given the user, the record's
    id and its values before and after; a phone's mutations are never asked, they tell what happened.
    """

    name: str
    model: type[Synced]
    schema: type[SyncedSchema]
    plural: str
    limits: Limits
    needs: tuple[tuple[str, ...], ...] = ()
    once: frozenset[str] = field(default_factory=frozenset)
    only_id: str | None = None
    photos: tuple[str, ...] = ()
    check: Check | None = None

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """How each field merges."""
        return rules_of(self.schema)

    @cached_property
    def changes(self) -> Schema:
        """Reads a mutation's `set`."""
        return change_schema(self.schema)(unknown="raise")

    @cached_property
    def read_changes(self) -> Callable[[Any], Mapping[str, Any]]:
        """The same as `changes.load`, with less work."""
        return swift.reader(self.changes)

    @cached_property
    def table(self) -> Table:
        """The kind's table."""
        table: Table = vars(self.model)["__table__"]
        return table


@dataclass(frozen=True)
class Change:
    """A mutation that was not held, as a reaction sees it; `before` is None where it made the row."""

    user_id: str
    mutation_id: str
    kind: str
    result: str
    before: Row | None
    after: Row


@dataclass(frozen=True)
class Effect:
    """A change the server makes because of another; `set` as in a mutation."""

    kind: str
    row: str
    set: Mapping[str, Any]


React = Callable[[Change], Iterable[Effect]]
Derive = Callable[[str, set[str]], None]
Announce = Callable[[str], Any]

_kinds: dict[str, Kind] = {}
_reactions: dict[str, list[React]] = {}
_derivations: dict[str, list[Derive]] = {}
_announced: dict[str, Announce] = {"agenda": lambda _user_id: {}}


def register(kind: Kind) -> None:
    """Make a kind known; once more with the same parts changes nothing, with others raises ValueError."""
    known = _kinds.setdefault(kind.name, kind)
    if known != kind:
        raise ValueError(f"{kind.name} is registered twice")


def react(kind: str, fn: React) -> None:
    """Call `fn` once for each mutation of the kind that was not held; what it returns is applied as the server's."""
    _add(_reactions, kind, fn)


def derive(kind: str, fn: Derive) -> None:
    """Call `fn(user_id, row_ids)` once for each batch that touched rows of the kind, in the same transaction."""
    _add(_derivations, kind, fn)


def announce(name: str, fn: Announce) -> None:
    """Add `fn(user_id)` to every sync answer under `name`."""
    _announced[name] = fn


def kinds() -> tuple[Kind, ...]:
    """Return all kinds, in the order of their names."""
    return tuple(_kinds[name] for name in sorted(_kinds))


def find(name: object) -> Kind | None:
    """Return the kind of that name."""
    return _kinds.get(name) if isinstance(name, str) else None


def reactions(kind: str) -> tuple[React, ...]:
    """Return who reacts to a kind."""
    return tuple(_reactions.get(kind, ()))


def derivations(kind: str) -> tuple[Derive, ...]:
    """Return who keeps something derived of a kind."""
    return tuple(_derivations.get(kind, ()))


def announcements(user_id: str) -> dict[str, Any]:
    """Return what is added to a sync answer."""
    return {name: fn(user_id) for name, fn in _announced.items()}


def _add(to: dict[str, list[Any]], kind: str, fn: Callable[..., Any]) -> None:
    listeners = to.setdefault(kind, [])
    if fn not in listeners:
        listeners.append(fn)
