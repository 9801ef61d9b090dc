"""P1: a new agenda through the whole chain, beside the least an import can do."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from server.config import ROOT
from tests.bench import envelope as envelopes
from tests.bench import writings
from tests.bench.envelope import Envelope
from tests.bench.measure import Rounds, Row, alternate

MODULES = {"ours": "tests.bench.import_once", "floor": "tests.bench.import_floor"}
GOAL_RATE, GOAL_SHARE, GOAL_MB = 3_700, 0.2, 250
FULL = envelopes.SESSIONS + envelopes.POSTERS


def rows(envelope: Envelope, pairs: int) -> list[Row]:
    """Return items per CPU-second beside the floor, and the peak of memory."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "envelope.xml"
        file.write_bytes(writings.frab_xml(envelope))
        found: dict[str, list[dict[str, float]]] = {"ours": [], "floor": []}
        rounds = alternate(lambda: _run("ours", file, found), lambda: _run("floor", file, found), pairs)
    return _rows(rounds, found, len(envelope.events))


def _run(side: str, file: Path, found: dict[str, list[dict[str, float]]]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", MODULES[side], str(file), folder]
        answer = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    found[side].append(answer)
    return answer["cpu_ms"]


def _rows(rounds: Rounds, found: dict[str, list[dict[str, float]]], items: int) -> list[Row]:
    if any(one["items"] != items for one in (*found["ours"], *found["floor"])):
        raise RuntimeError("An import lost items.")
    rate, least = items / median(rounds.ours) * 1000, items / median(rounds.floor) * 1000
    stages = ", ".join(f"{stage} {spent:,.0f} ms" for stage, spent in _stages(found).items())
    n = len(rounds.ours)
    peak = max(one["peak_mb"] for one in found["ours"])
    floor_peak = max(one["peak_mb"] for one in found["floor"])
    return [
        Row(
            "P1 import",
            rate,
            "items/CPU-s",
            floor=least,
            ratio=rate / least,
            spread=rounds.spread if n > 1 else None,
            n=n,
            goal=f">= {GOAL_RATE:,} and >= {GOAL_SHARE:.0%} of the floor",
            met=rate >= GOAL_RATE and rate / least >= GOAL_SHARE,
            note=f"{items:,} items, frab XML; {stages}",
        ),
        Row(
            "P1 peak memory",
            peak,
            "MB",
            floor=floor_peak,
            ratio=peak / floor_peak,
            n=n,
            goal=f"<= {GOAL_MB} MB on the full envelope",
            met=peak <= GOAL_MB if items >= FULL else None,
            note="whole process",
        ),
    ]


def _stages(found: dict[str, list[dict[str, float]]]) -> dict[str, float]:
    taken = [one["stages"] for one in found["ours"]]
    return {stage: median(one[stage] for one in taken) for stage in taken[0]}
