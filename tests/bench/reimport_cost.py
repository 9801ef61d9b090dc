"""P2 and P5: the same meeting again, unchanged and with one item in a hundred changed, and what phones fetch then."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from server.config import ROOT
from tests.bench import writings
from tests.bench.envelope import Envelope
from tests.bench.measure import Row
from tests.conftest import fresh_postgresql

EVERY = 100  # one item of so many is changed
MOST_UNCHANGED, MOST_CHANGED, MOST_WAIT_MS, MOST_FETCHED = 0.1, 0.2, 50, 0.1


def rows(envelope: Envelope) -> list[Row]:
    """Return the CPU of each import as a share of the first, the waits of readers, and the bytes of a phone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = _files(envelope, folder)
        found = _again(folder, f"sqlite:///{folder / 'again.sqlite'}", files)
        waits = [_wait_row("SQLite", found)]
        if os.environ.get("HALLWAY_TEST_POSTGRESQL"):
            with fresh_postgresql(f"hallway_bench_{os.getpid()}") as url:
                waits.append(_wait_row("PostgreSQL", _again(folder, url, files)))
    return [*_cpu_rows(found["imports"], len(envelope.events)), *waits, *_wire_rows(found["wire"])]


def _files(envelope: Envelope, folder: Path) -> list[Path]:
    """Write the meeting, the same bytes, the same content in other bytes, and the meeting with changed titles."""
    data = writings.frab_xml(envelope)
    events = (
        replace(event, title=f"{event.title} (revised)") if event.number % EVERY == 0 else event
        for event in envelope.events
    )
    changed = Envelope(tuple(events), envelope.people)
    written = (data, data, data + b"\n<!-- again -->\n", writings.frab_xml(changed))
    files = [folder / f"{number}" / "envelope.xml" for number in range(len(written))]
    for file, content in zip(files, written, strict=True):
        file.parent.mkdir()
        file.write_bytes(content)
    return files


def _again(folder: Path, url: str, files: list[Path]) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.import_again", str(folder), url, *map(str, files)]
    answer: dict[str, Any] = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    return answer


def _cpu_rows(imports: list[dict[str, Any]], items: int) -> list[Row]:
    first, same, content, changed = imports
    expected = len(range(0, items, EVERY))
    if changed["counts"]["changed"] != expected or changed["counts"]["unchanged"] != items - expected:
        raise RuntimeError(f"The diff holds other rows than those changed: {changed['counts']}.")
    described = (
        ("P2 re-import, the same bytes", same, MOST_UNCHANGED, 1),
        ("P2 re-import, the same content in other bytes", content, MOST_UNCHANGED, 1),
        ("P2 re-import, 1 % changed", changed, MOST_CHANGED, 2),
    )
    return [
        Row(
            name,
            one["cpu_ms"],
            "ms",
            floor=first["cpu_ms"],
            ratio=one["cpu_ms"] / first["cpu_ms"],
            goal=f"<= {most:.0%} of the first import; version {version}",
            met=one["cpu_ms"] <= most * first["cpu_ms"] and one["version"] == version,
            note=f"{items:,} items, {one['counts']['changed']} changed, version {one['version']}; floor: first import",
        )
        for name, one, most, version in described
    ]


def _wait_row(database: str, found: dict[str, Any]) -> Row:
    waited = found["waited"]
    return Row(
        f"P2 readers during imports, {database}, longest wait",
        waited["longest"],
        "ms",
        n=waited["reads"],
        goal=f"<= {MOST_WAIT_MS} ms",
        met=waited["longest"] <= MOST_WAIT_MS,
        note=f"two reads in a process of its own; p99 {waited['p99']:.1f} ms; wall time, on this machine only",
    )


def _wire_rows(wire: dict[str, int]) -> list[Row]:
    fetched = wire["manifest"] + wire["patch"]
    return [
        Row(
            "P5 fetched after 1 % changed (manifest and patch)",
            fetched / 1000,
            "kB",
            floor=wire["list"] / 1000,
            ratio=fetched / wire["list"],
            goal=f"<= {MOST_FETCHED:.0%} of the list's bytes",
            met=bool(wire["patch"]) and fetched <= MOST_FETCHED * wire["list"],
            note=f"manifest {wire['manifest'] / 1000:.1f}, patch {wire['patch'] / 1000:.1f}; floor: the list, brotli 5",
        )
    ]
