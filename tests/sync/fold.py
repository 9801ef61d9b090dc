"""Folds a user's log into rows, so that a test can say: the log and the rows tell the same story."""

from dataclasses import replace

from sqlalchemy import select

from server.core.db import db
from server.sync import log, mutations, registry, rows
from server.sync.merge import Row, blank, merge
from server.sync.models import Mutation


def fold(user_id: str) -> dict[tuple[str, str], Row]:
    """Return the rows that the log alone gives: in the order of revs, held lines skipped, purged rows blank."""
    found: dict[tuple[str, str], Row] = {}
    numbers: dict[tuple[str, int], str] = {}
    for line in lines(user_id):
        own = line.n is None or numbers.setdefault((line.device, line.n), line.id) == line.id
        if line.result == "held":
            continue
        key = (line.kind, line.row)
        if line.payload is None:
            found[key] = blank(found.get(key) or Row(line.row, created_at=line.received_at), line.received_at, line.rev)
            continue
        kind, row_id, edit = mutations.read(line.payload, line.device, line.received_at)
        edit = replace(edit, base=line.payload["base"], own=own)
        found[key], result = merge(found.get(key), row_id, edit, line.rev, kind.rules)
        assert result == line.result
    return {key: whole(key[0], row) for key, row in found.items()}


def stored(user_id: str) -> dict[tuple[str, str], Row]:
    """Return the user's rows as the tables hold them."""
    return {
        (kind.name, columns["id"]): whole(kind.name, rows.from_columns(kind, columns))
        for kind in registry.kinds()
        for columns in db.session.execute(select(kind.table).where(kind.table.c.user_id == user_id)).mappings()
    }


def lines(user_id: str) -> list[Mutation]:
    """Return the log of a user in the order of revs."""
    return list(db.session.scalars(select(Mutation).where(Mutation.user_id == user_id).order_by(Mutation.rev)))


def check_log(user_id: str) -> None:
    """Fail unless revs are contiguous, the head chain holds, and folding the log gives exactly the rows."""
    db.session.rollback()
    head = ""
    for rev, line in enumerate(lines(user_id), start=1):
        head = log.chain(head, line.id, line.received_at)
        assert (line.rev, line.head) == (rev, head)
    assert log.read_place(user_id) == (len(lines(user_id)), head)
    assert fold(user_id) == stored(user_id)


def whole(kind: str, row: Row) -> Row:
    """Return the row with every field of its kind named."""
    found = registry.find(kind)
    assert found is not None
    return replace(row, values={name: row.values.get(name) for name in found.rules})
