"""P14: polls, syncs, searches and shards at once, first in quiet, then while a large agenda is imported."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote

from server.config import ROOT
from server.core.db import db
from tests import factories
from tests.bench import agenda_cost, captures, writings
from tests.bench.agenda_cost import Published
from tests.bench.envelope import Envelope
from tests.bench.measure import Row
from tests.bench.phones import Installation, Phone
from tests.bench.servers import environment, serving
from tests.bench.words import Words

THREADS, PHONES = 8, 64  # a user may write 120 times a minute
LEAST_SECONDS, LEAST_RATE, MOST_RATIO = 5.0, 400, 3


@dataclass
class Load:
    """What became of the calls of one stretch."""

    waits: list[float] = field(default_factory=list)  # milliseconds
    faults: list[str] = field(default_factory=list)
    seconds: float = 0

    @property
    def p99(self) -> float:
        """The 99th percentile of an answer's wall time."""
        return quantiles(self.waits, n=100)[-1]


def rows(envelope: Envelope) -> list[Row]:
    """Return p99 while an import runs beside that of the quiet server, the errors, and the requests a second."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        installation = Installation(folder)
        made = agenda_cost.publish(installation, envelope.sessions_only())
        phones = [installation.phone() for _ in range(PHONES)]
        file = folder / "meeting.xml"
        file.write_bytes(writings.frab_xml(envelope))
        with serving("wsgi:app", folder, installation.port, workers=2):
            _load(made, phones, installation.port, lambda since: since > 1)  # warm
            quiet = _load(made, phones, installation.port, lambda since: since > LEAST_SECONDS)
            busy, imports = _during_imports(made, phones, installation.port, folder, file)
        with installation.app.app_context():
            db.engine.dispose()
    return _rows(quiet, busy, imports)


def _rows(quiet: Load, busy: Load, imports: int) -> list[Row]:
    rate = len(busy.waits) / busy.seconds
    note = f"polls, syncs, searches, shards on {THREADS} connections, 2 workers, {imports} imports; wall time"
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
            note=note,
        ),
        Row("P14 errors", len(busy.faults), "answers", goal="0", met=not busy.faults, note="; ".join(busy.faults[:3])),
        Row(
            "P14 requests a second during imports",
            rate,
            "requests/s",
            floor=len(quiet.waits) / quiet.seconds,
            n=len(busy.waits),
            goal=f">= {LEAST_RATE} on 2 cores",
            met=rate >= LEAST_RATE,
            note="floor: without an import; the callers share the cores",
        ),
    ]


def _during_imports(made: Published, phones: list[Phone], port: int, folder: Path, file: Path) -> tuple[Load, int]:
    """Return the load beside imports of new conferences, one after the other, for at least a few seconds."""
    done, ended = count(), threading.Event()

    def imports() -> None:
        began = time.perf_counter()
        while time.perf_counter() - began < LEAST_SECONDS:
            name = f"meeting-{next(done)}"
            command = [sys.executable, "-m", "server.cli", "agenda", "import", str(file), "--name", name]
            settings = os.environ | environment(folder, port)
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=settings)
        ended.set()

    worker = threading.Thread(target=imports)
    worker.start()
    load = _load(made, phones, port, lambda _since: ended.is_set() or not worker.is_alive())
    worker.join()
    if not ended.is_set():
        raise RuntimeError("An import broke.")
    return load, next(done)


def _load(made: Published, phones: list[Phone], port: int, is_over: Callable[[float], bool]) -> Load:
    load, began = Load(), time.perf_counter()

    def run(mine: list[Phone], words: Words) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        for turn in count():
            if is_over(time.perf_counter() - began):
                break
            phone = mine[turn // 6 % len(mine)]
            method, path, body, headers = _call(turn, made, phone, words)
            since = time.perf_counter()
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            answer = response.read()
            load.waits.append((time.perf_counter() - since) * 1000)
            if response.status != 200:
                load.faults.append(f"{method} {path[:20]}: {response.status}")
            elif method == "POST":
                phone.since = json.loads(answer)["cursor"]
        connection.close()

    threads = [
        threading.Thread(target=run, args=(phones[number::THREADS], Words(captures.SEED + number)))
        for number in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    load.seconds = time.perf_counter() - began
    return load


def _call(turn: int, made: Published, phone: Phone, words: Words) -> tuple[str, str, bytes | None, dict[str, str]]:
    """Return one of six calls: two shards, the manifest, a search, the list of conferences, a poll."""
    kind = turn % 6
    if kind < 3:
        sha = made.manifest if kind == 2 else made.shard
        return "GET", f"/agenda/{sha}.json", None, {"Accept-Encoding": "br"}
    if kind == 3:
        return "GET", f"/api/conferences/{made.id}/search?q={quote(words.title()[:5])}", None, factories.OURS
    if kind == 4:
        return "GET", "/api/conferences", None, phone.headers
    outbox = []
    if turn // 6 % 3 == 0:  # what a phone sends is numbered on from what it sent
        sent = phone.headers.setdefault("X-Sent", "0")
        outbox = captures.mutations(1, words, int(sent))
        phone.headers["X-Sent"] = str(int(sent) + len(outbox))
    return "POST", "/api/sync", phone.body(outbox), phone.headers
