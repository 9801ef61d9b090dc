"""Searching an agenda on the server: every word of the query at the beginning of a word of the item.

What the list itself says comes first, then what only abstracts say; within both the order of time.
"""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import cast, func, select, text
from sqlalchemy.dialects.postgresql import TSQUERY

from server.agenda import search_words
from server.agenda.models import Conference, Item
from server.agenda.reading import readable
from server.agenda.search_index import table
from server.core.db import db
from server.core.problems import NotFound

MOST_FOUND: Final = 50
# FTS5 answers in the order of rowid, so it stops at the limit; the range keeps it to one conference.
_NAMED = text(
    "SELECT s.item_id, 1 FROM agenda_search_fts f JOIN agenda_search s ON s.row = f.rowid"
    " WHERE f.agenda_search_fts MATCH :named AND f.rowid BETWEEN :first AND :last AND s.conference_id = :conference"
    " ORDER BY f.rowid LIMIT :most"
)
_TOLD = text(
    "SELECT s.item_id, 0 FROM agenda_search_fts f JOIN agenda_search s ON s.row = f.rowid"
    " WHERE f.agenda_search_fts MATCH :words AND f.rowid BETWEEN :first AND :last AND s.conference_id = :conference"
    " AND f.rowid NOT IN (SELECT rowid FROM agenda_search_fts WHERE agenda_search_fts MATCH :named)"
    " ORDER BY f.rowid LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """An item; `part` is the piece of its abstract in which it was found, None where the list itself says it."""

    id: str
    part: str | None


def search(conference_id: str, query: str, limit: int, user_id: str | None) -> list[Hit]:
    """Return at most `limit` hits, the best first; raise NotFound where the caller may not read the conference."""
    ends = select(Conference.id, func.min(table.c.row), func.max(table.c.row)).outerjoin(table)
    ends = ends.where(Conference.id == conference_id, readable(user_id)).group_by(Conference.id)
    row = db.session.connection().execute(ends).first()
    if row is None:
        raise NotFound
    first, last = row[1:]
    words = search_words.asked(query)
    if not words:
        return []
    found = _found(conference_id, first, last, words, min(limit, MOST_FOUND))
    parts = _parts([item_id for item_id, by_name in found if not by_name], words)
    return [Hit(item_id, None if by_name else parts.get(item_id, "")) for item_id, by_name in found]


def _found(
    conference_id: str, first: int | None, last: int | None, words: list[str], most: int
) -> list[tuple[str, bool]]:
    if db.session.connection().dialect.name == "sqlite":
        return _found_sqlite(conference_id, (first, last), words, most)
    query = " & ".join(f"'{word}':*" for word in words)  # a word has letters and digits only
    sought: Any = cast(query, TSQUERY)
    named = table.c.named.op("@@")(sought)
    rows = select(table.c.item_id, named).where(table.c.conference_id == conference_id, table.c.words.op("@@")(sought))
    answer = db.session.execute(rows.order_by(named.desc(), table.c.row).limit(most))
    return [(item_id, by_name) for item_id, by_name in answer]


def _found_sqlite(
    conference_id: str, ends: tuple[int | None, int | None], words: list[str], most: int
) -> list[tuple[str, bool]]:
    connection, (first, last) = db.session.connection(), ends
    match = " AND ".join(f'"{word}" *' for word in words)  # a word has letters and digits only
    asked = {"first": first, "last": last, "conference": conference_id.replace("-", "")}
    asked |= {"named": f"{{named}} : ({match})", "words": match, "most": most}
    found = [*connection.execute(_NAMED, asked)]
    if len(found) < most:
        found += connection.execute(_TOLD, asked | {"most": most - len(found)})
    return [(_with_hyphens(item_id), bool(by_name)) for item_id, by_name in found]


def _with_hyphens(stored: str) -> str:
    return "-".join((stored[:8], stored[8:12], stored[12:16], stored[16:20], stored[20:]))


def _parts(item_ids: list[str], words: list[str]) -> dict[str, str]:
    if not item_ids:
        return {}
    rows = db.session.execute(select(Item.id, Item.subtitle, Item.abstract, Item.credit).where(Item.id.in_(item_ids)))
    return {
        item_id: search_words.around(" ".join(filter(None, (subtitle, search_words.plain(abstract), credit))), words)
        for item_id, subtitle, abstract, credit in rows
    }
