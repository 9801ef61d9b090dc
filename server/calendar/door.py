"""Answers polls of a feed that has not changed before the application is asked, which is most of all polls.

It repeats only what the application itself answered, and only while the rows behind that answer are the same: one
small query. Whatever is not plainly such a poll goes on to the application; so does a guess, without a look-up.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Flask
from sqlalchemy import Select, bindparam, select

from server.accounts.models import User
from server.calendar.copies import COPIES, FEEDS
from server.calendar.ical import Layout
from server.calendar.service import digest
from server.calendar.serving import was_found
from server.core import clock, ids, logs
from server.core.db import db

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = re.compile(r"/calendar/([A-Za-z0-9_-]{43})\.ics")
ROUTE = "/calendar/<token>.ics"
MOST_KEPT, MOST_CHARACTERS = 10_000, 200  # answers; of the headers that tell them apart

Headers = list[tuple[str, str]]
Key = tuple[bytes, str, str, str, str]  # hash of the token; Host, Accept-Encoding, If-None-Match, If-Modified-Since
State = tuple[Any, ...]

_STATE = (FEEDS.c.revision, COPIES.c.revision, COPIES.c.layout, COPIES.c.etag, COPIES.c.until_on)
_FETCHED = FEEDS.c.last_fetched_on


@dataclass(frozen=True, slots=True)
class Kept:
    """What the application answered while the rows were in this state; `body` names the column of its bytes."""

    state: State
    status: str
    headers: Headers
    body: str | None


class Door:
    """Stands before the application (WSGI)."""

    def __init__(self, app: Flask, inner: "WSGIApplication") -> None:
        """Remember answers of `inner` from now on."""
        with app.app_context():
            self._engine = db.engine
        self.inner = inner
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._queries = {name: self._prepared(name) for name in (None, "plain", "gzip")}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer, or let the application do so."""
        key = _key(environ)
        if key is None or not was_found(key[0]):
            return self.inner(environ, start_response)
        began = time.perf_counter()
        kept = self._kept.get(key)
        found = self._look(key[0], kept.body if kept else None)
        if kept is not None and found is not None and found[0] == kept.state:
            start_response(kept.status, kept.headers)
            status, took = int(kept.status[:3]), time.perf_counter() - began
            logs.note_answer(ids.fresh(), None, "GET", ROUTE, status, took)
            return [bytes(found[1])] if kept.body else []
        return self._ask(key, found[0] if found else None, environ, start_response)

    def _ask(
        self, key: Key, state: State | None, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Let the application answer and remember it, if it is made of the rows as they were before it was asked."""

        def start(status: str, headers: Headers, fault: Any = None) -> Any:
            self._kept.pop(key, None)
            told = dict(headers)
            if state is not None and told.get("ETag") == f'W/"{state[3]}"' and status[:3] in ("200", "304"):
                packed = "gzip" if told.get("Content-Encoding") == "gzip" else "plain"
                self._kept[key] = Kept(state, status, headers, packed if status[:3] == "200" else None)
                if len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
            return start_response(status, headers, fault)

        return self.inner(environ, start)

    def _look(self, token_sha256: bytes, body: str | None) -> tuple[State, Any] | None:
        """Return the state of the rows and the bytes asked for; None unless a whole copy of today answers."""
        statement, positional = self._queries[body]
        try:
            connection = self._engine.raw_connection()
            try:
                cursor = connection.cursor()
                cursor.execute(statement, (token_sha256,) if positional else {"token": token_sha256})
                row = cursor.fetchone()
                cursor.close()
            finally:
                connection.close()
        except Exception:  # whatever it is, the application meets it too and says it well
            return None
        today = clock.now().date().isoformat()
        if row is None or str(row[5]) != today:  # the day it was fetched is noted by the application
            return None
        state = tuple(row[:5])
        current = state[0] == state[1] and state[2] == Layout.version and (not state[4] or today < str(state[4]))
        return (state, row[6] if body else None) if current else None

    def _prepared(self, body: str | None) -> tuple[str, bool]:
        query: Select[Any] = select(*_STATE, _FETCHED, *([COPIES.c[body]] if body else []))
        query = (
            query.join(User, User.id == FEEDS.c.user_id)
            .join(COPIES, (COPIES.c.user_id == FEEDS.c.user_id) & (COPIES.c.feed_id == FEEDS.c.id))
            .where(FEEDS.c.token_sha256 == bindparam("token"), User.disabled_at.is_(None))
        )
        compiled = query.compile(dialect=self._engine.dialect)
        return str(compiled), compiled.positional


def _key(environ: "WSGIEnvironment") -> Key | None:
    """Return what the answer hangs on; None where it is not a plain poll of a feed."""
    if environ["REQUEST_METHOD"] != "GET":
        return None
    match = PATH.fullmatch(environ.get("PATH_INFO", ""))
    if match is None:
        return None
    names = ("HTTP_HOST", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
    host, encoding, tag, since = (environ.get(name, "") for name in names)
    if len(host) + len(encoding) + len(tag) + len(since) > MOST_CHARACTERS:
        return None
    return digest(match[1]), host, encoding, tag, since
