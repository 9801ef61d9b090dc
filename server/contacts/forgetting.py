"""Forgetting a person at once: the contact and all that hangs on it, log lines too, without the bin (security, 10)."""

from collections.abc import Sequence

from sqlalchemy import select

from server.contacts import merging
from server.core import revoked
from server.core.db import db
from server.core.problems import NotFound
from server.sync import log, registry, rows, service

ROWS = "rows"  # in the log of what ended: user id, then kind and id of each row
LINK = "contact"  # the field by which a record hangs on a contact


def forget(user_id: str, contact_id: str) -> int:
    """Purge a contact and its notes, scans, messages and follow-ups; return how many rows; raise NotFound.

    With it go all contacts that a merge made the same person. Inside `write()`.
    What a restored backup brings back of them is purged again.
    """
    contact = registry.find(LINK)
    if contact is None or contact_id not in rows.load(contact, user_id, [contact_id]):
        raise NotFound
    log.lock(user_id)  # nothing new may hang itself on the contact meanwhile
    person = sorted(merging.read(user_id).together([contact_id]))
    named = [(LINK, one) for one in person] + [row for one in person for row in _hanging_on(user_id, one)]
    service.purge(user_id, named)
    revoked.note(ROWS, user_id, *(part for one in named for part in one))
    return len(named)


def forget_again(told: Sequence[str]) -> int:
    """Purge what a backup brought back: user id, then kind and id of each row; return how many there were."""
    user_id, parts = told[0], told[1:]
    named = [
        (name, row_id)
        for name, row_id in zip(parts[::2], parts[1::2], strict=True)
        if (kind := registry.find(name)) is not None and row_id in rows.load(kind, user_id, [row_id])
    ]
    if named:
        service.purge(user_id, named)
    return len(named)


def _hanging_on(user_id: str, contact_id: str) -> list[tuple[str, str]]:
    found = []
    for kind in registry.kinds():
        if LINK in kind.rules:
            columns = kind.table.c
            mine = select(columns.id).where(columns.user_id == user_id, columns.contact == contact_id)
            found += [(kind.name, row_id) for row_id in db.session.scalars(mine.order_by(columns.rev))]
    return found
