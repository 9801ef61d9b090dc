"""P14: polls, syncs, searches and shards at once, first in quiet, then while a large agenda is imported."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote

from server.config import ROOT
from server.core.db import db
from tests import factories
from tests.bench import agenda_cost, callers, captures, writings
from tests.bench.agenda_cost import Published
from tests.bench.callers import request
from tests.bench.envelope import Envelope
from tests.bench.measure import Row, tree_cpu_ms
from tests.bench.phones import Installation, Phone
from tests.bench.servers import Server, environment, serving
from tests.bench.words import Words

CONNECTIONS, PHONES = 8, 128  # a user may write 120 times a minute
NOTHING = [0, ""]  # the cursor of a phone that has not sent anything yet
LEAST_SECONDS, LEAST_RATE, MOST_RATIO = 5.0, 400, 3


@dataclass
class Load:
    """What became of the calls of one stretch, and what they took."""

    waits: list[float] = field(default_factory=list)  # milliseconds
    faults: list[str] = field(default_factory=list)
    seconds: float = 0
    server_ms: float = 0  # CPU of the server's processes
    callers_ms: float = 0  # CPU of this process, which is the callers

    @property
    def p99(self) -> float:
        """The 99th percentile of an answer's wall time."""
        return quantiles(self.waits, n=100)[-1]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.waits) / self.seconds

    @property
    def costs(self) -> str:
        """CPU of one answer, in words."""
        calls = len(self.waits)
        return f"CPU of an answer: server {self.server_ms / calls:.2f} ms, callers {self.callers_ms / calls:.2f} ms"


@dataclass(frozen=True, slots=True)
class Imports:
    """How many imports ran, and the CPU they took in seconds."""

    number: int
    cpu: float


def rows(envelope: Envelope) -> list[Row]:
    """Return p99 while an import runs beside that of the quiet server, the errors, and the requests a second."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        installation = Installation(folder)
        made = agenda_cost.publish(installation, envelope.sessions_only())
        phones = [installation.phone() for _ in range(PHONES)]
        file = folder / "meeting.xml"
        file.write_bytes(writings.frab_xml(envelope))
        with serving("wsgi:app", folder, installation.port, workers=2) as server:
            _load(made, phones, server, lambda _since: all(phone.since != NOTHING for phone in phones))  # warm
            quiet = _load(made, phones, server, lambda since: since > LEAST_SECONDS)
            busy, imports = _during_imports(made, phones, server, folder, file)
        with installation.app.app_context():
            db.engine.dispose()
    return _rows(quiet, busy, imports)


def _rows(quiet: Load, busy: Load, imports: Imports) -> list[Row]:
    what = f"polls, syncs, searches, shards on {CONNECTIONS} connections, 2 workers"
    beside = f"{imports.number} imports of {imports.cpu / imports.number:.1f} CPU-s in {busy.seconds:.1f} s; wall time"
    return [
        Row(
            "P14 p99 during imports",
            busy.p99,
            "ms",
            floor=quiet.p99,
            ratio=busy.p99 / quiet.p99,
            n=len(busy.waits),
            goal=f"<= {MOST_RATIO} times the quiet p99",
            met=busy.p99 <= MOST_RATIO * quiet.p99,
            note=f"{what}; {beside}",
        ),
        Row("P14 errors", len(busy.faults), "answers", goal="0", met=not busy.faults, note="; ".join(busy.faults[:3])),
        Row(
            "P14 requests a second during imports",
            busy.rate,
            "requests/s",
            floor=quiet.rate,
            n=len(busy.waits),
            goal=f">= {LEAST_RATE} on 2 cores",
            met=busy.rate >= LEAST_RATE,
            note=f"floor: without an import; callers and imports share the cores; {busy.costs}",
        ),
    ]


def _during_imports(
    made: Published, phones: list[Phone], server: Server, folder: Path, file: Path
) -> tuple[Load, Imports]:
    """Return the load beside imports of new conferences, one after the other, for at least a few seconds."""
    done, ended, before = count(), threading.Event(), _children_cpu()

    def imports() -> None:
        began = time.perf_counter()
        while time.perf_counter() - began < LEAST_SECONDS:
            name = f"meeting-{next(done)}"
            command = [sys.executable, "-m", "server.cli", "agenda", "import", str(file), "--name", name]
            settings = os.environ | environment(folder, server.port)
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=settings)
        ended.set()

    worker = threading.Thread(target=imports)
    worker.start()
    load = _load(made, phones, server, lambda _since: ended.is_set() or not worker.is_alive())
    worker.join()
    if not ended.is_set():
        raise RuntimeError("An import broke.")
    return load, Imports(next(done), _children_cpu() - before)


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _load(made: Published, phones: list[Phone], server: Server, is_over: Callable[[float], bool]) -> Load:
    load = Load()
    visitors = [
        _Visitor(made, phones[number::CONNECTIONS], Words(captures.SEED + number), server.port, load)
        for number in range(CONNECTIONS)
    ]
    theirs, ours = tree_cpu_ms(server.pid), time.process_time()
    load.seconds = callers.run(server.port, visitors, is_over)
    load.callers_ms = (time.process_time() - ours) * 1000
    load.server_ms = tree_cpu_ms(server.pid) - theirs
    return load


class _Visitor:
    """Makes six calls again and again, each time as the next phone.

    They are two shards, the manifest, a search, the list of conferences and a poll, a third of which bring a capture.
    """

    def __init__(self, made: Published, phones: list[Phone], words: Words, port: int, load: Load) -> None:
        self._made, self._phones, self._words, self._port, self._load = made, phones, words, port, load
        self._turn = -1
        files = (made.shard, made.shard, made.manifest)
        self._files = [request(port, "GET", f"/agenda/{sha}.json", {"Accept-Encoding": "br"}) for sha in files]

    def ask(self) -> bytes:
        self._turn += 1
        kind, phone = self._turn % 6, self._phone
        if kind < 3:
            return self._files[kind]
        if kind == 3:
            sought = quote(self._words.title()[:5])
            path = f"/api/conferences/{self._made.id}/search?q={sought}"
            return request(self._port, "GET", path, factories.OURS)
        if kind == 4:
            return request(self._port, "GET", "/api/conferences", phone.headers)
        outbox = []
        if self._turn // 6 % 3 == 0 or not phone.sent:  # what a phone sends is numbered on from what it sent
            outbox = captures.mutations(1, self._words, phone.sent)
            phone.sent += len(outbox)
        return request(self._port, "POST", "/api/sync", phone.headers, phone.body(outbox))

    def take(self, status: int, body: bytes, milliseconds: float) -> None:
        self._load.waits.append(milliseconds)
        if status != 200:
            self._load.faults.append(f"call {self._turn % 6}: {status}")
        elif self._turn % 6 == 5:
            self._phone.since = json.loads(body)["cursor"]

    @property
    def _phone(self) -> Phone:
        return self._phones[self._turn // 6 % len(self._phones)]
