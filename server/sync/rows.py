"""Synced rows between database and memory: read and written in batches, as plain values."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Insert, Select, Update, bindparam, func, insert, select, update
from sqlalchemy.engine import RowMapping

from server.core.clock import wire
from server.core.db import db
from server.sync.merge import Row
from server.sync.registry import Kind

CARRIED = ("rev", "deleted", "clock", "alts", "created_at", "changed_at", "edited_at")


def load(kind: Kind, user_id: str, row_ids: Iterable[str]) -> dict[str, Row]:
    """Return the user's rows by id; ids that name none are left out."""
    wanted = sorted(set(row_ids))
    if not wanted:
        return {}
    found = db.session.execute(_by_id(kind), {"u": user_id, "ids": wanted}).mappings()
    return {row["id"]: from_columns(kind, row) for row in found}


def from_columns(kind: Kind, columns: RowMapping | Mapping[str, Any]) -> Row:
    """Return a row as merging knows it."""
    values = {name: columns[name] for name in kind.rules}
    return Row(columns["id"], values=values, **{name: columns[name] for name in CARRIED})


def save(kind: Kind, user_id: str, rows: Sequence[Row], new: frozenset[str]) -> None:
    """Write the rows of one batch; `new` are the ids that were not there."""
    columns = [(row.id in new, _to_columns(kind, user_id, row)) for row in rows]
    made = [values for fresh, values in columns if fresh]
    kept = [
        {"of_user": values.pop("user_id"), "of_row": values.pop("id"), **values}
        for fresh, values in columns
        if not fresh
    ]
    if made:
        db.session.execute(_insert(kind), made)
    if kept:
        db.session.connection().execute(_update(kind), kept)


def count(kind: Kind, user_id: str) -> int:
    """Return how many rows of the kind the user has, tombstones too."""
    return db.session.execute(
        select(func.count()).select_from(kind.table).where(kind.table.c.user_id == user_id)
    ).scalar_one()


def as_wire(kind: Kind, row: Row) -> dict[str, Any]:
    """Return the row as it travels."""
    return {
        "kind": kind.name,
        "id": row.id,
        "rev": row.rev,
        "deleted": row.deleted,
        "body": {name: _wire_value(rule.merge, rule.wire, row.values.get(name)) for name, rule in kind.rules.items()},
        "alts": row.alts,
        "created_at": wire(row.created_at),
        "changed_at": wire(row.changed_at),
        "at": wire(row.edited_at),
    }


def _wire_value(merge: str, to_wire: Any, value: Any) -> Any:
    if value is None:
        return [] if merge == "set" else None
    return to_wire(value)


def _to_columns(kind: Kind, user_id: str, row: Row) -> dict[str, Any]:
    carried = {name: getattr(row, name) for name in CARRIED}
    values = {name: row.values.get(name) for name in kind.rules}
    return {"user_id": user_id, "id": row.id} | carried | values


@cache
def _by_id(kind: Kind) -> Select[Any]:
    table = kind.table
    return select(table).where(table.c.user_id == bindparam("u"), table.c.id.in_(bindparam("ids", expanding=True)))


@cache
def _insert(kind: Kind) -> Insert:
    return insert(kind.table)


@cache
def _update(kind: Kind) -> Update:
    table = kind.table
    keys = (table.c.user_id == bindparam("of_user"), table.c.id == bindparam("of_row"))
    names = [column.name for column in table.c if column.name not in {"user_id", "id"}]
    return update(table).where(*keys).values({name: bindparam(name) for name in names})
