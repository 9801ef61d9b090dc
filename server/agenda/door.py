"""Answers fetches of public agenda files before the application is asked: every phone in the hall wants the same few.

It repeats the headers of the application's own answer and the bytes that the shelf keeps, while one small query says
that a public conference lists the file. Everything else goes on to the application.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from server.agenda import shelf
from server.core import door
from server.core.door import Kept

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PATH = re.compile(r"/agenda/([0-9a-f]{64})\.json")
PUBLIC = "public, "
MOST_KEPT = 2_000

Key = tuple[str, str, str]  # SHA-256, Host, the encoding that the caller gets


class Door(door.Door[Key, int]):
    """Stands before the application (WSGI); an answer hangs on the length of the file's bytes, while it is public."""

    route = "/agenda/<string(length=64):sha256>.json"
    most_kept = MOST_KEPT

    def key(self, environ: "WSGIEnvironment") -> Key | None:
        """Return the file, the host and the encoding."""
        found = door.plain_fetch(environ, PATH, "HTTP_HOST", "HTTP_ACCEPT_ENCODING")
        return (found[0], found[1][0], _encoding(found[1][1])) if found else None

    def now(self, key: Key, kept: Kept[int] | None) -> tuple[int | None, bytes]:
        """Return the length of the file and its bytes, if a public conference lists it."""
        if kept is None:
            return None, b""
        try:
            file = shelf.lately(self._engine, key[0], key[2])
        except SQLAlchemyError:  # whatever it is, the application meets it too and says it well
            return None, b""
        return (len(file.data), file.data) if file else (None, b"")

    def state_of(self, key: Key, status: str, headers: dict[str, str], before: int | None) -> int | None:
        """Return the length of a public file that was answered in the encoding asked for."""
        public = headers.get("Cache-Control", "").startswith(PUBLIC) and headers.get("Content-Encoding", "") == key[2]
        is_kept = status[:3] == "200" and public and "Set-Cookie" not in headers
        return int(headers["Content-Length"]) if is_kept else None


@lru_cache(500)
def _encoding(accepts: str) -> str:
    """Return the encoding that answers this Accept-Encoding; programs write it in a few ways only."""
    return shelf.best(shelf.encodings(parse_accept_header(accepts, Accept)))
