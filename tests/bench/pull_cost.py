"""P9: a phone pulls 200 rows that it has not seen; beside bare Flask that selects the same rows and dumps them."""

import json
from statistics import median

from tests.bench import captures
from tests.bench.measure import Row, alternate, tree_cpu_ms
from tests.bench.phones import Installation
from tests.bench.servers import Server
from tests.bench.sync_cost import running
from tests.bench.words import Words

ROWS, PAIRS, ANSWERS = 200, 4, 80  # a user may call 120 times a minute
GOAL_MS = 3


def rows() -> list[Row]:
    """Return CPU per pull beside the floor."""
    with running("wsgi:app") as ours, running("tests.bench.bare:app") as floor:
        for one in (ours, floor):
            _cpu_per_answer(*one)  # warm
        rounds = alternate(lambda: _cpu_per_answer(*ours), lambda: _cpu_per_answer(*floor), PAIRS)
    taken = median(rounds.ours)
    return [
        Row(
            f"P9 pull of {ROWS} changed rows, CPU per answer",
            taken,
            "ms",
            floor=median(rounds.floor),
            ratio=rounds.ratio,
            spread=rounds.spread,
            n=PAIRS,
            goal=f"<= {GOAL_MS} ms",
            met=taken <= GOAL_MS,
            note=f"contacts, scans and notes; one worker; {ANSWERS} answers a round",
        )
    ]


def _cpu_per_answer(installation: Installation, server: Server) -> float:
    """Return the CPU of one of many pulls by a new user, who has more rows than one pull takes."""
    phone = installation.phone()
    for outbox in phone.outboxes(2, Words(captures.SEED)):
        phone.send(outbox)
    asked = {"schema": 1, "device": phone.device, "since": [0, ""], "limit": ROWS, "mutations": []}
    body = json.dumps(asked).encode()
    phone.send_body(body)
    before = tree_cpu_ms(server.pid)
    for _ in range(ANSWERS):
        phone.send_body(body)
    taken = tree_cpu_ms(server.pid) - before
    phone.connection.close()
    return taken / ANSWERS
