"""Emptying the bin: deleted rows keep their words for 30 days, then only their tombstones stay (docs/sync.md)."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Text, cast, select

from server.core.db import db
from server.sync import registry, service
from server.sync.registry import Kind

KEPT = timedelta(days=30)  # as long as phones keep their archive
AT_ONCE = 200  # rows of one transaction


def users_with_old_rows(at: datetime) -> list[str]:
    """Return the ids of users whose bin holds rows that were deleted more than 30 days ago."""
    found: set[str] = set()
    for kind in registry.kinds():
        table = kind.table
        found |= set(db.session.scalars(select(table.c.user_id).where(*_old(kind, at)).distinct()))
    return sorted(found)


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
    return len(rows)


def _old(kind: Kind, at: datetime) -> tuple[ColumnElement[bool], ...]:
    columns = kind.table.c
    # a purged row has lost its clock; it is not purged again
    return columns.deleted.is_(True), columns.changed_at < at - KEPT, cast(columns.clock, Text) != "{}"
