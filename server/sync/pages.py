"""One page of what a phone has not seen: rows in the order of their revs, bounded by number and by size."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Select, bindparam, literal, select, union_all

from server.core.prepared import Prepared
from server.sync import log, packing, registry
from server.sync.log import Place
from server.sync.registry import Kind

MOST_ROWS = 500
MOST_BYTES = 2_000_000  # of one page, but never less than one row


class Page(NamedTuple):
    """Rows ready for the wire, and the cursor that says the phone has them."""

    rows: list[orjson.Fragment]
    cursor: Place
    more: bool


def read(user_id: str, since: Place, limit: int, place: Place) -> Page:
    """Return the rows above `since`; `limit` 0 asks for none. All in the caller's one transaction."""
    since = since if since.rev else log.BEGINNING
    if limit == 0 or since.rev == place.rev:
        return Page([], since, since.rev < place.rev)
    limit = max(1, min(limit, MOST_ROWS))
    listed = _list(user_id, since.rev, limit)
    packed = _pack(_load(user_id, listed[:limit]))
    if len(packed) == len(listed):
        return Page(packed, place, more=False)
    last = listed[len(packed) - 1][1]
    return Page(packed, Place(last, log.head_of(user_id, last, place) or ""), more=True)


def _list(user_id: str, since: int, limit: int) -> list[tuple[str, int]]:
    kinds = registry.kinds()
    if not kinds:
        return []
    return [(kind, rev) for kind, rev in _listing(kinds).raw(u=user_id, since=since, most=limit + 1)]


def _load(user_id: str, listed: Sequence[tuple[str, int]]) -> list[bytes]:
    # One rev names at most one row, so the first and last rev listed of a kind hold exactly its listed rows.
    revs: dict[str, list[int]] = {}
    for name, rev in listed:
        revs.setdefault(name, []).append(rev)
    found = [
        row
        for kind in registry.kinds()
        if kind.name in revs
        for row in packing.pack(kind, user_id, revs[kind.name][0], revs[kind.name][-1])
    ]
    return [data for _rev, data in sorted(found)]


def _pack(found: list[bytes]) -> list[orjson.Fragment]:
    packed: list[orjson.Fragment] = []
    size = 0
    for data in found:
        size += len(data)
        if packed and size > MOST_BYTES:
            break
        packed.append(orjson.Fragment(data))
    return packed


@cache
def _listing(kinds: tuple[Kind, ...]) -> Prepared:
    parts = union_all(*(_listing_of(kind) for kind in kinds))
    return Prepared(parts.order_by("rev").limit(bindparam("most")))


def _listing_of(kind: Kind) -> Select[Any]:
    # A sub-select each: SQLite takes no LIMIT inside a compound statement.
    table = kind.table
    mine = (table.c.user_id == bindparam("u"), table.c.rev > bindparam("since"))
    columns = (literal(kind.name).label("kind"), table.c.rev)
    return select(select(*columns).where(*mine).order_by(table.c.rev).limit(bindparam("most")).subquery())
