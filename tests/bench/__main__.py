"""`python -m tests.bench`: prints one JSON line a row and a table at the end; never fails (docs/performance.md)."""

import argparse
import logging
import os
import platform
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime

from tests.bench import (
    agenda_cost,
    feed_cost,
    first_visit,
    frame_cost,
    import_rate,
    mixed_load,
    pull_cost,
    reimport_cost,
    scan_speed,
    sync_cost,
    wire_size,
)
from tests.bench import envelope as envelopes
from tests.bench.envelope import Envelope
from tests.bench.measure import Row, table

SMALL = 0.1
WITH = {"P5": "P2", "P7": "P6", "P10": "P3"}  # rows that come out of the run of another


def main() -> None:
    """Run the rows that were asked for."""
    asked = _asked()
    logging.disable(logging.INFO)
    scale = 1.0 if asked.full else asked.scale
    envelope = envelopes.make(scale)
    print(_machine(scale, envelope), flush=True)
    parts: dict[str, Callable[[], list[Row]]] = {
        "P1": lambda: import_rate.rows(envelope, 1 if scale >= 1 else 3),
        "P2": lambda: reimport_cost.rows(envelope),
        "P3": lambda: agenda_cost.rows(envelope),
        "P4": lambda: wire_size.rows(envelope),
        "P6": feed_cost.rows,
        "P8": sync_cost.rows,
        "P9": pull_cost.rows,
        "P14": lambda: mixed_load.rows(envelope),
        "P15": first_visit.rows,
        "P16": lambda: [*frame_cost.rows(), *scan_speed.rows()],
    }
    rows: list[Row] = []
    only = {WITH.get(name, name) for name in asked.only or parts}
    for name in [name for name in parts if name in only]:
        try:
            found = parts[name]()
        except Exception:  # a row that breaks says so and leaves the others their turn
            print(f"{name} broke:", file=sys.stderr)
            traceback.print_exc()
            continue
        rows += found
        print("\n".join(row.line() for row in found), flush=True)
    print(f"\n{table(rows)}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Print the figures.")
    parser.add_argument("--scale", type=_scale, default=SMALL, help=f"share of the envelope (default: {SMALL})")
    parser.add_argument("--full", action="store_true", help="the whole envelope: 33,000 items; takes minutes")
    names = ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P14", "P15", "P16"]
    parser.add_argument("--only", action="append", choices=names, help="only this row; repeatable")
    return parser.parse_args()


def _scale(text: str) -> float:
    value = float(text)
    if not 0.001 <= value <= 1:
        raise argparse.ArgumentTypeError("it takes a number from 0.001 to 1")
    return value


def _machine(scale: float, envelope: Envelope) -> str:
    cores, python = os.cpu_count(), platform.python_version()
    loads = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    size = f"scale {scale:g}: {len(envelope.events):,} items, {len(envelope.people):,} people"
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {cores} cores, load {loads}; Python {python}; {size}"


if __name__ == "__main__":
    main()
