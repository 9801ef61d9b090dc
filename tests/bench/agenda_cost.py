"""P3 and P10: a shard, the manifest and a search, each beside bare Flask that does the least."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import select

from server.agenda import service
from server.agenda.answers import Target
from server.agenda.importers.programme import Hints
from server.agenda.models import Conference, Shard
from server.agenda.service import Options
from server.core import clock
from server.core.db import db
from tests import factories
from tests.bench import writings
from tests.bench.envelope import Envelope
from tests.bench.measure import Row, alternate, compared, tree_cpu_ms
from tests.bench.phones import Installation
from tests.bench.servers import Server, free_port, serving

PAIRS, ANSWERS, SEARCHES = 4, 400, 120  # a guest's address may search 6,000 times a minute
GOAL_SHARD, GOAL_SEARCH = 2, 3
SHARD_HEADERS = {"Accept-Encoding": "br"}


@dataclass(frozen=True, slots=True)
class Published:
    """A conference on a server: its id, its manifest, a shard of its list."""

    id: str
    manifest: str
    shard: str


def publish(installation: Installation, envelope: Envelope) -> Published:
    """Import the meeting and return what phones ask for."""
    with installation.app.app_context():
        options = Options(clock.now())
        service.run(writings.frab_xml(envelope), Hints(file_name="envelope.xml"), Target(None, "envelope"), options)
        one = db.session.scalars(select(Conference)).one()
        shard = db.session.scalar(select(Shard.sha256).where(Shard.kind == "list", Shard.number == 0))
        return Published(one.id, one.manifest, shard or "")


def rows(envelope: Envelope) -> list[Row]:
    """Return CPU per answer beside the floors."""
    sessions = envelope.sessions_only()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        installation = Installation(folder)
        made = publish(installation, sessions)
        _index(sessions, folder)
        with _both(folder, installation) as (ours, floor):
            sought = _queries(sessions)
            files = [_file_row(kind, f"/agenda/{sha}.json", ours, floor) for kind, sha in _files(made)]
            found = _search_row(made.id, sought, ours, floor, len(sessions.events))
        with installation.app.app_context():
            db.engine.dispose()
    return [*files, found]


def _files(made: Published) -> tuple[tuple[str, str], ...]:
    return ("list shard", made.shard), ("manifest", made.manifest)


@dataclass(frozen=True, slots=True)
class _Side:
    server: Server
    connection: HTTPConnection

    def cpu(self, paths: list[str], headers: dict[str, str]) -> float:
        """Return the CPU of an answer to one of the paths."""
        before = tree_cpu_ms(self.server.pid)
        for path in paths:
            self.get(path, headers)
        return (tree_cpu_ms(self.server.pid) - before) / len(paths)

    def get(self, path: str, headers: dict[str, str]) -> dict[str, str]:
        """Return the headers of an answer; raise where it is not 200."""
        self.connection.request("GET", path, headers=headers)
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{response.status}: {body[:300]!r}")
        return {name.lower(): value for name, value in response.getheaders()}


@contextmanager
def _both(folder: Path, installation: Installation) -> Iterator[tuple[_Side, _Side]]:
    other = free_port()
    with serving("wsgi:app", folder, installation.port) as one, serving("tests.bench.bare:app", folder, other) as two:
        sides = [_Side(server, HTTPConnection("127.0.0.1", server.port, timeout=60)) for server in (one, two)]
        yield sides[0], sides[1]
        for side in sides:
            side.connection.close()


def _file_row(kind: str, path: str, ours: _Side, floor: _Side) -> Row:
    headers = ours.get(path, SHARD_HEADERS)
    floor.get("/empty", {})
    is_ready = headers.get("content-encoding") == "br" and "immutable" in headers.get("cache-control", "")
    rounds = alternate(
        lambda: ours.cpu([path] * ANSWERS, SHARD_HEADERS), lambda: floor.cpu(["/empty"] * ANSWERS, {}), PAIRS
    )
    goal = "bare Flask; pre-compressed, immutable"
    note = f"{int(headers['content-length']) / 1000:.1f} kB; floor: an empty answer; {ANSWERS} answers a round"
    return compared(f"P3 {kind}, warm, CPU per answer", rounds, GOAL_SHARD, goal, note, is_sound=is_ready)


def _search_row(conference: str, sought: list[str], ours: _Side, floor: _Side, items: int) -> Row:
    own = [f"/api/conferences/{conference}/search?q={quote(one)}" for one in islice(cycle(sought), SEARCHES)]
    least = [f"/found?q={quote(one)}" for one in islice(cycle(sought), SEARCHES)]
    for side, paths in ((ours, own), (floor, least)):
        side.cpu(paths[: len(sought)], factories.OURS)  # warm
    rounds = alternate(lambda: ours.cpu(own, factories.OURS), lambda: floor.cpu(least, {}), PAIRS)
    note = f"{items:,} sessions; {len(sought)} queries of 3 letters to 2 words, 20 hits; {SEARCHES} answers a round"
    name = "P10 search as you type on the server, CPU per answer"
    return compared(name, rounds, GOAL_SEARCH, "(FTS5 + bare Flask)", note)


def _queries(envelope: Envelope) -> list[str]:
    """Return what is typed on the way to words of titles and to names."""
    typed = []
    for event in envelope.events[:: max(1, len(envelope.events) // 8)]:
        first, second = event.title.split()[:2]
        typed += [first[:3], first[:5], f"{first} {second[:3]}", envelope.people[event.people[0]]]
    return typed


def _index(envelope: Envelope, folder: Path) -> None:
    """Make the floor's index."""
    connection = sqlite3.connect(folder / "hallway.sqlite")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(title, abstract, people)")
    texts = (
        (event.title, event.abstract, " ".join(envelope.people[one] for one in event.people))
        for event in envelope.events
    )
    connection.executemany("INSERT INTO found VALUES (?, ?, ?)", texts)
    connection.commit()
    connection.close()
