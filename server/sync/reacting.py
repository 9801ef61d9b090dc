"""What the server changes because a mutation changed something: bounded, and never against a person's own word."""

from collections.abc import Iterator, Mapping
from typing import Any

from server.core import ids
from server.core.db import db
from server.sync import registry, rows
from server.sync.batch import Batch
from server.sync.merge import Row
from server.sync.models import SERVER
from server.sync.registry import Change, Effect


def react(cause: Batch, change: Change) -> list[Change]:
    """Apply what the features make of one change, as the server's mutations, and return the changes that came of it."""
    found: list[Change] = []
    for step, effect in enumerate(_effects(change)):
        raw = _as_mutation(change, step, effect)
        if raw is not None:
            batch = Batch(cause.user_id, SERVER, cause.place.rev, cause.place, cause.at, cause.schema)
            batch.run([raw])
            cause.place = batch.place
            found += batch.changes
            db.session.expire_all()
    return found


def _effects(change: Change) -> Iterator[Effect]:
    for reaction in registry.reactions(change.kind):
        yield from reaction(change)


def _as_mutation(change: Change, step: int, effect: Effect) -> dict[str, Any] | None:
    kind = registry.find(effect.kind)
    if kind is None:
        raise ValueError(f"a reaction to {change.kind} names {effect.kind!r}, which is no kind")
    row = rows.load(kind, change.user_id, [effect.row]).get(effect.row)
    allowed = _allowed(row, effect.set)
    if not allowed:
        return None
    mutation_id = ids.natural(f"{change.mutation_id}:{step}")
    return {"id": mutation_id, "kind": kind.name, "row": effect.row, "set": allowed}


def _allowed(row: Row | None, wanted: Mapping[str, Any]) -> dict[str, Any]:
    if row is None:
        return dict(wanted)
    if row.deleted:  # what a person deleted stays deleted
        return {}
    return {name: value for name, value in wanted.items() if not _written_by_person(row.clock.get(name))}


def _written_by_person(stamp: Any) -> bool:
    stamps = stamp.values() if isinstance(stamp, dict) else [stamp] if stamp else []
    return any(device != SERVER for _rev, device in stamps)
