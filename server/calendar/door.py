"""Answers polls of a feed that has not changed before the application is asked, which is most of all polls.

It repeats only what the application itself answered, and only while the rows behind that answer are the same: one
small query. Whatever is not plainly such a poll goes on to the application; so does a guess, without a look-up.
"""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.exc import SQLAlchemyError

from server.accounts.models import User
from server.calendar.copies import COPIES, FEEDS
from server.calendar.ical import Layout
from server.calendar.service import digest
from server.calendar.serving import was_found
from server.core import clock, door
from server.core.door import Kept
from server.core.prepared import Prepared

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PATH = re.compile(r"/calendar/([A-Za-z0-9_-]{43})\.ics")
MOST_KEPT = 10_000

Key = tuple[bytes, str, str, str, str]  # hash of the token; Host, Accept-Encoding, If-None-Match, If-Modified-Since

_STATE = (FEEDS.c.revision, COPIES.c.revision, COPIES.c.layout, COPIES.c.etag, COPIES.c.until_on)
_FETCHED = FEEDS.c.last_fetched_on


def _query(body: str | None) -> Prepared:
    query: Select[Any] = select(*_STATE, _FETCHED, *([COPIES.c[body]] if body else []))
    return Prepared(
        query.join(User, User.id == FEEDS.c.user_id)
        .join(COPIES, (COPIES.c.user_id == FEEDS.c.user_id) & (COPIES.c.feed_id == FEEDS.c.id))
        .where(FEEDS.c.token_sha256 == bindparam("token"), User.disabled_at.is_(None))
    )


_QUERIES = {name: _query(name) for name in (None, "plain", "gzip")}


@dataclass(frozen=True, slots=True)
class State:
    """The rows that an answer is made of; `body` names the column of its bytes, and is no part of what they say."""

    rows: tuple[Any, ...]
    body: str | None = field(default=None, compare=False)


class Door(door.Door[Key, State]):
    """Stands before the application (WSGI); an answer hangs on the rows behind a feed."""

    route = "/calendar/<token>.ics"
    most_kept = MOST_KEPT

    def key(self, environ: "WSGIEnvironment") -> Key | None:
        """Return the token's hash and the headers that tell answers apart, for an address that was found before."""
        names = ("HTTP_HOST", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
        found = door.plain_fetch(environ, PATH, *names)
        if found is None or not was_found(token := digest(found[0])):
            return None
        host, encoding, tag, since = found[1]
        return token, host, encoding, tag, since

    def now(self, key: Key, kept: Kept[State] | None) -> tuple[State | None, bytes]:
        """Return the state of the rows and the bytes of `kept`; None unless a whole copy of today answers."""
        body = kept.state.body if kept else None
        try:
            found = _QUERIES[body].newest(self._engine, token=key[0])
        except SQLAlchemyError:  # whatever it is, the application meets it too and says it well
            return None, b""
        row = found[0] if found else None
        today = clock.now().date().isoformat()
        if row is None or str(row[5]) != today:  # the day it was fetched is noted by the application
            return None, b""
        rows = tuple(row[:5])
        current = rows[0] == rows[1] and rows[2] == Layout.version and (not rows[4] or today < str(rows[4]))
        return (State(rows), bytes(row[6]) if body else b"") if current else (None, b"")

    def state_of(self, key: Key, status: str, headers: dict[str, str], before: State | None) -> State | None:
        """Return the rows as they were before, if the answer is made of them."""
        if before is None or headers.get("ETag") != f'W/"{before.rows[3]}"' or status[:3] not in ("200", "304"):
            return None
        packed = "gzip" if headers.get("Content-Encoding") == "gzip" else "plain"
        return State(before.rows, packed if status[:3] == "200" else None)
