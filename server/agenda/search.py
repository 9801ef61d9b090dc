"""Searching an agenda on the server: every word of the query at the beginning of a word of the item.

What the list itself says comes first, then what only abstracts say; within both the order of time.
"""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, cast, column, select, text
from sqlalchemy.dialects.postgresql import TSQUERY

from server.agenda import search_words
from server.agenda.models import Conference, Item
from server.agenda.reading import readable
from server.agenda.search_index import table
from server.core.db import db
from server.core.prepared import Prepared
from server.core.problems import NotFound

MOST_FOUND: Final = 50


def _prepared(sql: str, *names: str) -> Prepared:
    return Prepared(text(sql).columns(*(column(name) for name in names)))


# FTS5 answers in the order of rowid, so it stops at the limit; the range keeps it to one conference.
_NAMED = _prepared(
    "SELECT s.item_id FROM agenda_search_fts f JOIN agenda_search s ON s.row = f.rowid"
    " WHERE f.agenda_search_fts MATCH :named"
    " AND f.rowid BETWEEN (SELECT min(row) FROM agenda_search WHERE conference_id = :conference)"
    " AND (SELECT max(row) FROM agenda_search WHERE conference_id = :conference) AND s.conference_id = :conference"
    " ORDER BY f.rowid LIMIT :most",
    "item_id",
)
_TOLD = _prepared(
    "SELECT s.item_id, i.subtitle, i.abstract, i.credit FROM agenda_search_fts f"
    " JOIN agenda_search s ON s.row = f.rowid JOIN agenda_item i ON i.id = s.item_id"
    " WHERE f.agenda_search_fts MATCH :words"
    " AND f.rowid BETWEEN (SELECT min(row) FROM agenda_search WHERE conference_id = :conference)"
    " AND (SELECT max(row) FROM agenda_search WHERE conference_id = :conference) AND s.conference_id = :conference"
    " AND f.rowid NOT IN (SELECT rowid FROM agenda_search_fts WHERE agenda_search_fts MATCH :named)"
    " ORDER BY f.rowid LIMIT :most",
    *("item_id", "subtitle", "abstract", "credit"),
)
_USER: Any = bindparam("user")
_ONE = select(Conference.id).where(Conference.id == bindparam("conference"))
_GUEST_MAY, _USER_MAY = Prepared(_ONE.where(readable(None))), Prepared(_ONE.where(readable(_USER)))


@dataclass(frozen=True, slots=True)
class Hit:
    """An item; `part` is the piece of its abstract in which it was found, None where the list itself says it."""

    id: str
    part: str | None


def search(conference_id: str, query: str, limit: int, user_id: str | None) -> list[Hit]:
    """Return at most `limit` hits, the best first; raise NotFound where the caller may not read the conference."""
    connection, words, most = db.session.connection(), search_words.asked(query), min(limit, MOST_FOUND)
    asked = {"conference": conference_id} | ({} if user_id is None else {"user": user_id})
    if (_GUEST_MAY if user_id is None else _USER_MAY).one(**asked) is None:
        raise NotFound
    if not words:
        return []
    if connection.dialect.name == "sqlite":
        return _found_sqlite(conference_id, words, most)
    found = _found_postgresql(conference_id, words, most)
    parts = _parts([item_id for item_id, by_name in found if not by_name], words)
    return [Hit(item_id, None if by_name else parts.get(item_id, "")) for item_id, by_name in found]


def _found_postgresql(conference_id: str, words: list[str], most: int) -> list[tuple[str, bool]]:
    query = " & ".join(f"'{word}':*" for word in words)  # a word has letters and digits only
    sought: Any = cast(query, TSQUERY)
    named = table.c.named.op("@@")(sought)
    rows = select(table.c.item_id, named).where(table.c.conference_id == conference_id, table.c.words.op("@@")(sought))
    answer = db.session.execute(rows.order_by(named.desc(), table.c.row).limit(most))
    return [(item_id, by_name) for item_id, by_name in answer]


def _found_sqlite(conference_id: str, words: list[str], most: int) -> list[Hit]:
    match = " AND ".join(f'"{word}" *' for word in words)  # a word has letters and digits only
    asked = {"conference": conference_id.replace("-", ""), "named": f"{{named}} : ({match})"}
    found = [Hit(_with_hyphens(row[0]), None) for row in _NAMED.all(**asked, most=most)]
    if len(found) < most:
        told = _TOLD.all(**asked, words=match, most=most - len(found))
        found += [Hit(_with_hyphens(row[0]), _part(row[1], row[2], row[3], words)) for row in told]
    return found


def _with_hyphens(stored: str) -> str:
    return "-".join((stored[:8], stored[8:12], stored[12:16], stored[16:20], stored[20:]))


def _parts(item_ids: list[str], words: list[str]) -> dict[str, str]:
    if not item_ids:
        return {}
    rows = db.session.execute(select(Item.id, Item.subtitle, Item.abstract, Item.credit).where(Item.id.in_(item_ids)))
    return {item_id: _part(subtitle, abstract, credit, words) for item_id, subtitle, abstract, credit in rows}


def _part(subtitle: str, abstract: str, credit: str, words: list[str]) -> str:
    return search_words.around(" ".join(filter(None, (subtitle, search_words.plain(abstract), credit))), words)
