"""A feed's bytes: kept as of a revision, made again from stored pieces when rows or the days around today change.

The validators come from rows alone (calendar contract, section 5), so most answers read one row and render nothing.
"""

import gzip
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert, select, update

from server.accounts.models import User
from server.calendar import ical
from server.calendar.events import Stamp
from server.calendar.ical import Layout
from server.calendar.life import event_of
from server.calendar.models import CalendarCopy, CalendarEvent, CalendarFeed
from server.calendar.refreshing import ALL, FOLLOWUPS, PLAN
from server.calendar.window import window
from server.core.db import db

COPIES, EVENTS, FEEDS = (cast(Table, model.__table__) for model in (CalendarCopy, CalendarEvent, CalendarFeed))
SCOPES = {FOLLOWUPS: (FOLLOWUPS,), PLAN: (PLAN,), ALL: (FOLLOWUPS, PLAN)}
GZIP = 6

Key = tuple[str, str, int]  # scope, uid, sequence


@dataclass(frozen=True, slots=True)
class Known:
    """A live feed as its address finds it, with what is kept of its last answer."""

    user_id: str
    id: str
    scope: str
    name: str
    revision: int
    changed_at: datetime
    last_fetched_on: date | None
    copy_revision: int | None
    copy_layout: int | None
    etag: str | None
    last_modified: datetime | None
    until_on: date | None

    def has_copy_for(self, today: date, layout: Layout) -> bool:
        """Tell whether the kept bytes are those that would be made now."""
        same = (self.copy_revision, self.copy_layout) == (self.revision, layout.version)
        return same and (self.until_on is None or today < self.until_on)


@dataclass(frozen=True, slots=True)
class Copy:
    """An answer's validators and bytes, and the pieces that were rendered for it."""

    revision: int
    layout: int
    etag: str
    last_modified: datetime
    until_on: date | None
    plain: bytes
    gzip: bytes
    pieces: dict[Key, bytes]


_FOUND = (
    select(
        *(FEEDS.c[name] for name in ("user_id", "id", "scope", "name", "revision", "changed_at", "last_fetched_on")),
        *(COPIES.c[name] for name in ("revision", "layout", "etag", "last_modified", "until_on")),
    )
    .join(User, User.id == FEEDS.c.user_id)
    .outerjoin(COPIES, (COPIES.c.user_id == FEEDS.c.user_id) & (COPIES.c.feed_id == FEEDS.c.id))
    .where(FEEDS.c.token_sha256 == bindparam("token"), User.disabled_at.is_(None))
)


def find(token_sha256: bytes) -> Known | None:
    """Return the live feed of a token's hash; None where there is none, or its student is kept out."""
    row = db.session.execute(_FOUND, {"token": token_sha256}).one_or_none()
    return Known(*row) if row else None


def kept(feed: Known, *, packed: bool) -> bytes | None:
    """Return the last good bytes, gzipped if `packed`."""
    column = COPIES.c.gzip if packed else COPIES.c.plain
    return db.session.scalar(select(column).where(COPIES.c.user_id == feed.user_id, COPIES.c.feed_id == feed.id))


def make(feed: Known, at: datetime, layout: Layout) -> Copy:
    """Return the feed's bytes as its rows are now; raises BrokenEvent."""
    today = at.astimezone(UTC).date()
    rows = event_rows(feed.user_id, feed.scope)
    seen = window((event_of(uid, stamp_of(row), row.content) for uid, row in rows.items()), today)
    rendered: dict[Key, bytes] = {}
    pieces = []
    for event in seen.kept:
        row = rows[event.uid]
        piece = row.piece if row.layout == layout.version else None
        if piece is None:
            piece = rendered[row.scope, event.uid, event.sequence] = ical.vevent(event, layout)
        pieces.append(piece)
    plain = ical.assemble(pieces, feed.name, layout, ical.zones(seen.kept))
    return Copy(
        revision=feed.revision,
        layout=layout.version,
        etag=f"{layout.version}-{feed.revision}-{seen.edge.isoformat() if seen.edge else 'none'}",
        last_modified=_last_modified(feed.changed_at, seen.edge),
        until_on=seen.next_edge,
        plain=plain,
        gzip=gzip.compress(plain, GZIP, mtime=0),
        pieces=rendered,
    )


def event_rows(user_id: str, scope: str) -> dict[str, Any]:
    """Return the rows of all events of a scope by uid; those that are gone are left out."""
    names = ("scope", "uid", "sequence", "created_at", "changed_at", "content", "piece", "layout")
    live = (EVENTS.c.user_id == user_id, EVENTS.c.scope.in_(SCOPES[scope]), EVENTS.c.gone.is_(False))
    return {row.uid: row for row in db.session.execute(select(*(EVENTS.c[name] for name in names)).where(*live))}


def stamp_of(row: Any) -> Stamp:
    """Return the life of an event's row."""
    return Stamp(row.sequence, row.created_at, row.changed_at)


def store(feed: Known, copy: Copy) -> None:
    """Keep the bytes and the pieces rendered for them; inside `write()`."""
    db.session.execute(delete(COPIES).where(COPIES.c.user_id == feed.user_id, COPIES.c.feed_id == feed.id))
    names = ("revision", "layout", "etag", "last_modified", "until_on", "plain", "gzip")
    values = {name: getattr(copy, name) for name in names}
    db.session.execute(insert(COPIES).values(user_id=feed.user_id, feed_id=feed.id, **values))
    pieces = [
        {"of_scope": scope, "of_uid": uid, "of_sequence": sequence, "piece": piece}
        for (scope, uid, sequence), piece in copy.pieces.items()
    ]
    if pieces:  # an event that has changed meanwhile keeps waiting for its own piece
        keys = ("scope", "uid", "sequence")
        same = [EVENTS.c.user_id == feed.user_id, *(EVENTS.c[name] == bindparam(f"of_{name}") for name in keys)]
        kept = update(EVENTS).where(*same, EVENTS.c.gone.is_(False))
        db.session.connection().execute(kept.values(piece=bindparam("piece"), layout=copy.layout), pieces)


def note_fetched(feed: Known, today: date, client: str) -> None:
    """Note the day and the family of programs; inside `write()`."""
    mine = (FEEDS.c.user_id == feed.user_id, FEEDS.c.id == feed.id)
    db.session.execute(update(FEEDS).where(*mine).values(last_fetched_on=today, client=client))


def _last_modified(changed_at: datetime, edge: date | None) -> datetime:
    moment = datetime.combine(edge, time(), UTC) if edge else changed_at
    return max(changed_at, moment).replace(microsecond=0)
