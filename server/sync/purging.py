"""Emptying the bin: deleted rows keep their words for 30 days, then only their tombstones stay (docs/sync.md)."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Text, cast, select

from server.core.db import db
from server.sync import blobs, registry, service
from server.sync.models import Blob
from server.sync.registry import Kind

KEPT = timedelta(days=30)  # as long as phones keep their archive
AT_ONCE = 200  # rows of one transaction


def users_with_old_rows(at: datetime) -> list[str]:
    """Return the ids of users with rows deleted over 30 days ago, or with photos that old, which may have no record."""
    found: set[str] = set()
    for kind in registry.kinds():
        table = kind.table
        found |= set(db.session.scalars(select(table.c.user_id).where(*_old(kind, at)).distinct()))
    late = Blob.created_at < at - blobs.UNNAMED_KEPT
    return sorted(found | set(db.session.scalars(select(Blob.user_id).where(late).distinct())))


def purge_some(user_id: str, at: datetime) -> int:
    """Purge up to `AT_ONCE` of a user's old rows and return how many; inside `write()`."""
    rows: list[tuple[str, str]] = []
    for kind in registry.kinds():
        mine = select(kind.table.c.id).where(kind.table.c.user_id == user_id, *_old(kind, at))
        found = db.session.scalars(mine.order_by(kind.table.c.rev).limit(AT_ONCE - len(rows)))
        rows += [(kind.name, row_id) for row_id in found]
        if len(rows) == AT_ONCE:
            break
    service.purge(user_id, rows)
    blobs.drop_forgotten(user_id, at)
    return len(rows)


def _old(kind: Kind, at: datetime) -> tuple[ColumnElement[bool], ...]:
    columns = kind.table.c
    # a purged row has lost its clock; it is not purged again
    return columns.deleted.is_(True), columns.changed_at < at - KEPT, cast(columns.clock, Text) != "{}"
