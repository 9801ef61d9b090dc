"""The log of mutations: the user's running number under a lock, the chain of heads, what is known and what is held."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, func, insert, select, update

from server.accounts.models import User
from server.core import ids
from server.core.db import db
from server.core.prepared import Prepared
from server.core.problems import SignInNeeded
from server.sync.models import Mutation


class Place(NamedTuple):
    """How far a user's log goes: the number of the last mutation, and the hash that proves all before it."""

    rev: int
    head: str


class Ack(NamedTuple):
    """What became of one mutation."""

    id: str
    result: str
    problem: Mapping[str, Any] | None = None

    def as_wire(self) -> list[Any]:
        """Return it as it travels: the problem stands only where there is one."""
        return [self.id, self.result] if self.problem is None else [self.id, self.result, self.problem]


LOG, USERS = cast(Table, Mutation.__table__), cast(Table, User.__table__)  # written in batches, not as objects
BEGINNING = Place(0, "")

# Asked in every call of every phone: made once, so that a call only fills in its values.
_MINE = LOG.c.user_id == bindparam("u")
_PLACE_OF = select(USERS.c.rev, USERS.c.head).where(USERS.c.id == bindparam("u"))
_PLACE, _LOCKED = Prepared(_PLACE_OF), _PLACE_OF.with_for_update()
_MOVED = update(USERS).where(USERS.c.id == bindparam("u")).values(rev=bindparam("to_rev"), head=bindparam("to_head"))
_HEAD = Prepared(select(LOG.c.head).where(_MINE, LOG.c.rev == bindparam("rev")))
_KNOWN = select(LOG.c.id, LOG.c.result, LOG.c.problem).where(_MINE, LOG.c.id.in_(bindparam("ids", expanding=True)))
_NUMBERS = select(LOG.c.n, LOG.c.id).where(
    _MINE, LOG.c.device == bindparam("device"), LOG.c.n.in_(bindparam("numbers", expanding=True))
)
_KINDS = (
    select(LOG.c.row, LOG.c.kind)
    .where(_MINE, LOG.c.row.in_(bindparam("rows", expanding=True)), LOG.c.result != "held")
    .distinct()
)
_COUNT_HELD = Prepared(
    select(func.count()).select_from(LOG).where(_MINE, LOG.c.result == "held", LOG.c.dismissed_at.is_(None))
)


def chain(head: str, mutation_id: str, received_at: datetime) -> str:
    """Return the head after one more mutation: the first 16 hex digits of a SHA-256.

    The time is in it because ids alone do not prove a past: after a restore a phone sends its changes once more, in
    their old order but as if it had seen nothing, and they may come to something else (docs/decisions/0018).
    """
    return hashlib.sha256(f"{head}{mutation_id}{received_at.isoformat()}".encode()).hexdigest()[:16]


def lock(user_id: str) -> Place:
    """Return how far the user's log goes; until commit nobody else can move it (a lock on PostgreSQL)."""
    # Columns, not the entity: a User that is already loaded would keep its old rev.
    return _place(db.session.execute(_LOCKED, {"u": user_id}).one_or_none())


def read_place(user_id: str) -> Place:
    """Return how far the user's log goes, as this transaction sees it."""
    return _place(_PLACE.one(u=user_id))


def move(user_id: str, place: Place) -> None:
    """Write how far the user's log goes now."""
    db.session.connection().execute(_MOVED, {"u": user_id, "to_rev": place.rev, "to_head": place.head})


def is_shared(user_id: str, since: Place, place: Place) -> bool:
    """Tell whether a cursor names a past that this server has too."""
    return since.rev == 0 or head_of(user_id, since.rev, place) == since.head


def head_of(user_id: str, rev: int, place: Place) -> str | None:
    """Return the head at a rev, None where the log does not go that far."""
    if rev in (0, place.rev):
        return place.head if rev else ""
    found = _HEAD.one(u=user_id, rev=rev)
    return found[0] if found else None


def known(user_id: str, mutation_ids: Iterable[str]) -> dict[str, Ack]:
    """Return what became of those mutations that are in the log."""
    found = db.session.execute(_KNOWN, {"u": user_id, "ids": list(mutation_ids)})
    return {row.id: Ack(row.id, row.result, row.problem) for row in found}


def numbers(user_id: str, device: str, wanted: Iterable[int]) -> dict[int, str]:
    """Return which mutation of the device has which of these numbers."""
    found = db.session.execute(_NUMBERS, {"u": user_id, "device": device, "numbers": list(wanted)})
    return {row.n: row.id for row in found}


def kinds_of(user_id: str, row_ids: Iterable[str]) -> dict[str, str]:
    """Return which kind the lines that are not held name these rows with."""
    return {row.row: row.kind for row in db.session.execute(_KINDS, {"u": user_id, "rows": list(row_ids)})}


def append(lines: Sequence[Mapping[str, Any]]) -> None:
    """Write the lines of one batch."""
    if lines:
        db.session.execute(insert(LOG), list(lines))


def blank(user_id: str, row_id: str, at: datetime) -> None:
    """Take everything out of the lines of a row but that they were; nothing of it waits any more."""
    lines = (LOG.c.user_id == user_id, LOG.c.row == row_id)
    db.session.execute(update(LOG).where(*lines, LOG.c.result == "held").values(dismissed_at=at))
    db.session.execute(update(LOG).where(*lines).values(payload=None))


def is_first(user_id: str, row_id: str, mutation_id: str) -> bool:
    """Tell whether the mutation made the row."""
    first = select(Mutation.id).where(Mutation.user_id == user_id, Mutation.row == row_id, Mutation.result != "held")
    return db.session.scalar(first.order_by(Mutation.rev).limit(1)) == mutation_id


def count_held(user_id: str) -> int:
    """Return how many mutations wait for the person to look at them."""
    (counted,) = _COUNT_HELD.all(u=user_id)
    return int(counted[0])


def held(user_id: str, after: int, limit: int) -> list[Mutation]:
    """Return the mutations that wait, in the order of their revs."""
    waiting = select(Mutation).where(*_waiting(user_id), Mutation.rev > after).order_by(Mutation.rev).limit(limit)
    return list(db.session.scalars(waiting))


def dismiss(user_id: str, mutation_id: str, at: datetime) -> bool:
    """Note that the person has looked at a held mutation; tell whether there was one."""
    if not ids.is_id(mutation_id):
        return False
    found = db.session.scalar(select(Mutation).where(*_waiting(user_id), Mutation.id == mutation_id))
    if found is not None:
        found.dismissed_at = at
        db.session.flush()
    return found is not None


def _waiting(user_id: str) -> tuple[Any, ...]:
    return Mutation.user_id == user_id, Mutation.result == "held", Mutation.dismissed_at.is_(None)


def _place(found: Sequence[Any] | None) -> Place:
    if found is None:  # the account was deleted in the meantime
        raise SignInNeeded
    return Place(*found)
