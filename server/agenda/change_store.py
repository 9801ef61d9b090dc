"""Keeps what the last publications changed, and tells it to those who may read the conference."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Table, delete, insert, select

from server.agenda import bulk
from server.agenda.changes import Changed, Told, changes_of, fold
from server.agenda.models import AgendaChange, ChangedVersion, Conference
from server.agenda.reading import readable
from server.agenda.revision import Revision
from server.core.clock import wire
from server.core.db import db
from server.core.problems import NotFound

MOST_KEPT: Final = 5_000  # rows of one publication
VERSIONS: Final = 20  # whose changes are kept
MOST_READ: Final = 20_000  # rows of one answer, before folding
MOST_TOLD: Final = 5_000  # rows of one answer


@dataclass(frozen=True, slots=True)
class Current:
    """Which publication of a conference is current."""

    id: str
    version: int
    manifest: str


def keep(revision: Revision, version: int, at: datetime) -> None:
    """Keep what the publication `version` changed and forget the oldest; inside `write()`.

    Nothing is kept of a conference's first publication: nobody has seen it otherwise.
    """
    if not revision.before.conference.version:
        return
    conference_id = revision.after.conference.id
    changes, more = changes_of(revision, MOST_KEPT)
    whole = {"conference_id": conference_id, "version": version, "at": at, "told": len(changes), "more": more}
    db.session.execute(insert(_table(ChangedVersion)).values(whole))
    rows = [_row(conference_id, version, position, one) for position, one in enumerate(changes)]
    bulk.insert_rows(db.session.connection(), _table(AgendaChange), rows, lambda _rows: None)
    for table in (_table(AgendaChange), _table(ChangedVersion)):
        gone = table.c.conference_id == conference_id, table.c.version <= version - VERSIONS
        db.session.execute(delete(table).where(*gone))


def current(conference_id: str, user_id: str | None) -> Current:
    """Return the conference's current publication; raise NotFound where the user, or a guest, may not read it."""
    query = select(Conference.id, Conference.version, Conference.manifest)
    row = db.session.execute(query.where(Conference.id == conference_id, readable(user_id))).first()
    if row is None:
        raise NotFound
    return Current(*row)


def told_after(now: Current, after: int) -> dict[str, Any]:
    """Return what changed after the publication `after`, as it travels.

    `since` is the publication that the changes really lead on from: a later one where older changes are not kept.
    `more` counts the changes beyond those told.
    """
    kept, since = _versions(now, after)
    folded = fold(_told(now.id, kept))
    told = folded[:MOST_TOLD]
    more = sum(one.more for one in kept.values()) + len(folded) - len(told)
    return {
        "conference": now.id,
        "version": now.version,
        "since": since,
        "changes": [_wire(one) for one in told],
        "more": more,
    }


def _versions(now: Current, after: int) -> tuple[dict[int, ChangedVersion], int]:
    """Return the versions to tell of, the newest ones first, and the one before the oldest of them."""
    query = select(ChangedVersion).where(ChangedVersion.conference_id == now.id, ChangedVersion.version > after)
    kept: dict[int, ChangedVersion] = {}
    rows = 0
    for one in db.session.scalars(query.order_by(ChangedVersion.version.desc())):
        rows += one.told
        if kept and rows > MOST_READ:
            break
        kept[one.version] = one
    return kept, min(kept, default=now.version + 1) - 1


def _told(conference_id: str, kept: dict[int, ChangedVersion]) -> list[Told]:
    if not kept:
        return []
    columns = (AgendaChange.item_id, AgendaChange.title, AgendaChange.field, AgendaChange.old, AgendaChange.new)
    query = select(AgendaChange.version, *columns)
    mine = AgendaChange.conference_id == conference_id, AgendaChange.version.in_(kept)
    query = query.where(*mine).order_by(AgendaChange.version, AgendaChange.position)
    return [Told(row[0], kept[row[0]].at, Changed(*row[1:])) for row in db.session.execute(query)]


def _wire(one: Told) -> dict[str, Any]:
    change = one.change
    return {
        "version": one.version,
        "at": wire(one.at.replace(microsecond=0)),
        "item": change.item,
        "title": change.title,
        "what": change.what,
        "field": change.field,
        "old": change.old,
        "new": change.new,
    }


def _row(conference_id: str, version: int, position: int, one: Changed) -> dict[str, Any]:
    values = {"item_id": one.item, "title": one.title, "field": one.field, "old": one.old, "new": one.new}
    return {"conference_id": conference_id, "version": version, "position": position} | values


def _table(model: type) -> Table:
    table: Table = vars(model)["__table__"]
    return table
