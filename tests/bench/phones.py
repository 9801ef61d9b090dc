"""Phones of new users, signed in, that send captures to a server in another process."""

import json
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from server.accounts import sessions
from server.accounts.cookies import session_name
from server.app import create_app
from server.core import clock, ids
from server.core.db import db, write
from tests import factories
from tests.bench import captures
from tests.bench.servers import free_port, settings_for
from tests.bench.words import Words

CAPTURES, MUTATIONS = 50, 150  # of one call
Outbox = list[dict[str, Any]]


class Refused(Exception):
    """The server was busy (503); nothing was changed."""


@dataclass
class Phone:
    """One user on one connection; it goes on from the cursor of its last answer."""

    connection: HTTPConnection
    headers: dict[str, str]
    device: str = field(default_factory=ids.fresh)
    since: list[Any] = field(default_factory=lambda: [0, ""])
    sent: int = 0  # mutations so far

    def outboxes(self, number: int, words: Words) -> list[Outbox]:
        """Return what the phone sends in that many calls."""
        return [captures.mutations(CAPTURES, words, call * MUTATIONS) for call in range(number)]

    def send(self, outbox: Outbox) -> dict[str, Any]:
        """Return the answer; raise where it is not 200."""
        return self.send_body(self.body(outbox))

    def body(self, outbox: Outbox) -> bytes:
        """Return the body of a call with the cursor of the last answer."""
        asked = {"schema": 1, "device": self.device, "since": self.since, "limit": 500, "mutations": outbox}
        return json.dumps(asked).encode()

    def send_body(self, body: bytes) -> dict[str, Any]:
        """Return the answer; raise where it is not 200."""
        self.connection.request("POST", "/api/sync", body, self.headers)
        response = self.connection.getresponse()
        answer = response.read()
        if response.status == 503:
            raise Refused
        if response.status != 200:
            raise RuntimeError(f"{response.status}: {answer[:300]!r}")
        found: dict[str, Any] = json.loads(answer)
        self.since = found.get("cursor", self.since)
        return found


class Installation:
    """A database with users, opened in this process as well; the server is another one."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.settings = settings_for(folder, self.port)
        self.app = create_app(self.settings)
        self._numbers = count()
        with self.app.app_context():
            db.create_all()

    def phone(self) -> Phone:
        """Return a phone of a new user, signed in."""
        with self.app.app_context():
            made = factories.user(f"user{next(self._numbers)}")
            user_id = made.id
            with write():
                token = sessions.open_session(user_id, clock.now())
        headers = factories.OURS | {
            "Content-Type": "application/json",
            "Cookie": f"{session_name(self.settings)}={token}",
            "X-User": user_id.replace("-", ""),
        }
        return Phone(HTTPConnection("127.0.0.1", self.port, timeout=60), headers)

    def stored(self) -> int:
        """Return how many rows all tables hold."""
        with self.app.app_context():
            tables = db.metadata.sorted_tables
            return sum(db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)
