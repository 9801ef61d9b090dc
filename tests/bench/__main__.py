"""`python -m tests.bench`: prints one JSON line a row and a table at the end; never fails (docs/performance.md)."""

import argparse
import logging
import os
import platform
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime

from tests.bench import envelope as envelopes
from tests.bench import import_rate, pull_cost, sync_cost, wire_size
from tests.bench.envelope import Envelope
from tests.bench.measure import Row, table

SMALL = 0.1


def main() -> None:
    """Run the rows that were asked for."""
    asked = _asked()
    logging.disable(logging.INFO)
    scale = 1.0 if asked.full else asked.scale
    envelope = envelopes.make(scale)
    print(_machine(scale, envelope), flush=True)
    parts: dict[str, Callable[[], list[Row]]] = {
        "P1": lambda: import_rate.rows(envelope, 1 if scale >= 1 else 3),
        "P4": lambda: wire_size.rows(envelope),
        "P8": sync_cost.rows,
        "P9": pull_cost.rows,
    }
    rows: list[Row] = []
    for name in [name for name in parts if name in (asked.only or parts)]:
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
    parser.add_argument("--only", action="append", choices=["P1", "P4", "P8", "P9"], help="only this row; repeatable")
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
