"""P8: a phone sends 50 captures in one call; beside the same inserts in raw SQLite behind bare Flask."""

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from server.core.db import db
from tests.bench import captures
from tests.bench.measure import Row, alternate, compared, tree_cpu_ms
from tests.bench.phones import CAPTURES, MUTATIONS, Installation, Outbox, Phone, Refused
from tests.bench.servers import Server, serving
from tests.bench.words import Words

WHAT = f"{CAPTURES} captures = {MUTATIONS} mutations"
PAIRS, ANSWERS, FLOOR_ANSWERS = 4, 20, 60
CONNECTIONS, EACH, MOST_REFUSED = 16, 8, 200
GOAL_RATIO, GOAL_P99_MS = 4, 100


@dataclass(frozen=True, slots=True)
class Crowd:
    """Many phones at once: the 99th percentile of an answer's wall time in milliseconds, and how they ended."""

    p99: float
    answered: int
    refused: int


def rows() -> list[Row]:
    """Return CPU per answer beside the floor, what a replay adds, and what 16 connections at once meet."""
    with running("wsgi:app") as ours, running("tests.bench.bare:app") as floor:
        words = Words(captures.SEED)
        for one in (ours, floor):
            _cpu_per_answer(*one, words, 4)  # warm: caches of statements, schemas and pages
        rounds = alternate(
            lambda: _cpu_per_answer(*ours, words, ANSWERS), lambda: _cpu_per_answer(*floor, words, FLOOR_ANSWERS), PAIRS
        )
        added = _replay(ours[0], words)
        crowd, least = _crowd(ours[0], words), _crowd(floor[0], words)
    note = f"{WHAT}, one worker; {ANSWERS} answers a round"
    cost = compared("P8 sync, CPU per answer", rounds, GOAL_RATIO, "the floor", note)
    return [cost, _replay_row(added), *_crowd_rows(crowd, least)]


def _replay_row(added: int) -> Row:
    return Row("P8 replay", added, "rows added", goal="0", met=added == 0, note=f"the same body twice, {WHAT}")


def _crowd_rows(crowd: Crowd, least: Crowd) -> list[Row]:
    calls, note = crowd.answered + crowd.refused, f"{WHAT} each; wall time, on this machine only"
    return [
        Row(
            f"P8 p99 at {CONNECTIONS} connections",
            crowd.p99,
            "ms",
            floor=least.p99,
            ratio=crowd.p99 / least.p99,
            n=calls,
            goal=f"<= {GOAL_P99_MS} ms",
            met=crowd.p99 <= GOAL_P99_MS,
            note=note,
        ),
        Row(
            f"P8 refused (503) at {CONNECTIONS} connections",
            crowd.refused,
            "calls",
            floor=least.refused,
            n=calls,
            goal="0",
            met=crowd.refused == 0,
            note="the phone tries again; nothing is lost",
        ),
    ]


@contextmanager
def running(application: str) -> Iterator[tuple[Installation, Server]]:
    """Run an application over a database of its own until the block ends."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        installation = Installation(folder)
        with serving(application, folder, installation.port) as server:
            yield installation, server
        with installation.app.app_context():
            db.engine.dispose()


def _cpu_per_answer(installation: Installation, server: Server, words: Words, answers: int) -> float:
    phone = installation.phone()
    outboxes = phone.outboxes(answers, words)
    before = tree_cpu_ms(server.pid)
    for outbox in outboxes:
        phone.send(outbox)
    taken = tree_cpu_ms(server.pid) - before
    phone.connection.close()
    return taken / answers


def _replay(installation: Installation, words: Words) -> int:
    phone = installation.phone()
    body = phone.body(*phone.outboxes(1, words))
    phone.send_body(body)
    before = installation.stored()
    phone.send_body(body)
    return installation.stored() - before


def _crowd(installation: Installation, words: Words) -> Crowd:
    """Return what became of the calls of many phones that send at once; one that is refused tries again."""
    phones = [installation.phone() for _ in range(CONNECTIONS)]
    prepared = [(phone, phone.outboxes(EACH, words)) for phone in phones]
    waits: list[float] = []
    refused: list[float] = []

    def run(phone: Phone, outboxes: list[Outbox]) -> None:
        while outboxes and len(refused) < MOST_REFUSED:
            began, told = time.perf_counter(), waits
            try:
                phone.send(outboxes[0])
                outboxes.pop(0)
            except Refused:
                told = refused
            told.append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=run, args=args) for args in prepared]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Crowd(quantiles(waits + refused, n=100)[-1], len(waits), len(refused))
