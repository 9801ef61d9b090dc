"""What has to stay dead when an older backup comes back: a log beside the backups, replayed by `hallway restore`.

Each line is `{"at", "kind", "ids"}`: ids and hashes only, never a name or a word of anybody. A feature says what a kind
means by `on_restore`; it notes one with `note` inside `write()`, which stores the lines just before it commits. A line
whose transaction fails after that is harmless: the person wanted that thing gone. Source: security, section 11.
"""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from flask import current_app

from server.core import clock
from server.core.clock import wire
from server.core.db import before_commit, db, writing

FILE = "revoked.log"
NOTED = "revoked"  # in the session's `info` until the commit
Replay = Callable[[Sequence[str]], int]

_replays: dict[str, Replay] = {}
_clean_ups: list[Callable[[], None]] = []


def on_restore(kind: str, replay: Replay) -> None:
    """Let `replay` end the thing again that these ids name; it returns how many there were. Runs inside `write()`."""
    _replays[kind] = replay


def after_restore(clean_up: Callable[[], None]) -> None:
    """Run this after every restore, inside `write()`: for what is too short-lived to be in a backup."""
    if clean_up not in _clean_ups:
        _clean_ups.append(clean_up)


def note(kind: str, *ids: str) -> None:
    """Note that what these ids name ends with this transaction; inside `write()`."""
    if not writing():
        raise RuntimeError("what ends is noted inside write()")
    told = {"at": wire(clock.now()), "kind": kind, "ids": ids}
    db.session.info.setdefault(NOTED, []).append(json.dumps(told, separators=(",", ":")))


def _store(noted: Sequence[str]) -> None:
    path = log_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
        file.write("".join(f"{one}\n" for one in noted).encode())
        file.flush()
        os.fsync(file.fileno())


def _store_noted() -> None:
    noted = db.session.info.pop(NOTED, None)
    if noted:
        _store(noted)


before_commit(NOTED, _store_noted)


def log_path() -> Path:
    """Return where this installation keeps the log."""
    backups: Path = current_app.config["HALLWAY"].backups
    return backups / FILE


def replay(path: Path, since: datetime) -> dict[str, int]:
    """End again what ended since then, and clear what no backup should bring back; return counts by kind.

    Inside `write()`. A torn last line, the trace of a crash, is passed over.
    """
    counts = dict.fromkeys(_replays, 0)
    for kind, ids in _lines(path, since):
        if kind in _replays:
            counts[kind] += _replays[kind](ids)
    for clean_up in _clean_ups:
        clean_up()
    return counts


def _lines(path: Path, since: datetime) -> Iterator[tuple[str, list[str]]]:
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for text in file:
            try:
                told = json.loads(text)
                at, kind, ids = datetime.fromisoformat(told["at"]), str(told["kind"]), [str(one) for one in told["ids"]]
            except (ValueError, KeyError, TypeError):
                continue
            if at >= since:
                yield kind, ids
