"""Runs a reader of foreign bytes as a process of its own, with a limit of memory and of time.

Source of the rules: the import contract, section 9.
"""

import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Final

TOOK_TOO_LONG: Final = -1  # by the clock, or by the limit of its processor time
_PATIENCE: Final = 2  # seconds of waiting for each second of work, on a machine that does other things too
_TO_BEGIN: Final = 30  # seconds of waiting beside: a busy machine takes some to begin, and a small file works for few


def told_by(worker: ModuleType, data: bytes, *, memory: int, seconds: int, more: tuple[int, ...] = ()) -> bytes | int:
    """Return what a worker writes about `data`, or the number with which it ended; `memory` is in bytes.

    The worker's file runs alone and gets memory, seconds and `more` as arguments; it sets its own limits.
    """
    command = [sys.executable, "-I", str(Path(str(worker.__file__)).resolve()), *map(str, (memory, seconds, *more))]
    patience = _TO_BEGIN + _PATIENCE * seconds
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=patience, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return TOOK_TOO_LONG
    return TOOK_TOO_LONG if done.returncode == -signal.SIGXCPU else done.returncode or done.stdout
