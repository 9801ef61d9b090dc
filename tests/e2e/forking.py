"""Runs `hallway` commands of the browser tests without loading the application anew for each.

`python -m tests.e2e.forking` loads it once, which is most of what a start costs. Each line of its input names a
command: `{"words": [...], "environment": {...}, "out": "file", "err": "file", "ended": "file"}`. It answers with the id
of a process of its own that runs the command as a fresh interpreter would, and that writes its exit code to `ended`.
`Forking` is the other side.
"""

import contextlib
import gc
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from gunicorn.app.wsgiapp import run as serve_with_gunicorn

from server.cli import main as hallway

LOADED = ("server.app", "server.demo", "server.agenda.cli", "server.backups.cli", "server.leaving.cli")


class Running(Protocol):
    """What a test needs of a process: as `subprocess.Popen` has it."""

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, sig: int) -> None: ...


@dataclass(frozen=True)
class Forked:
    """A command that was started; its exit code is in the file `ended` once it has ended by itself."""

    id: int
    ended: Path

    def poll(self) -> int | None:
        try:
            os.kill(self.id, 0)
        except ProcessLookupError:
            return int(self.ended.read_text()) if self.ended.exists() else -1
        return None

    def wait(self, timeout: float | None = None) -> int:
        until = time.monotonic() + (timeout or 600)
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                raise TimeoutError(f"Process {self.id} runs on")
            time.sleep(0.02)
        return code

    def send_signal(self, sig: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.id, sig)


class Forking:
    """The process that has the application loaded, one for all tests of a worker."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.forking"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self, words: list[str], environment: dict[str, str], out: Path, err: Path) -> Forked:
        """Start `hallway` with the words; what it prints is added to the files."""
        ended = err.with_name(f"{time.monotonic_ns()}.ended")
        asked = {"words": words, "environment": environment, "out": str(out), "err": str(err), "ended": str(ended)}
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return Forked(int(self._process.stdout.readline()), ended)

    def close(self) -> None:
        """End the process and what it started."""
        self._process.communicate()


def main() -> None:
    """Start what each line asks for until the input ends."""
    for name in LOADED:
        import_module(name)
    gc.freeze()  # what is loaded stays shared with the processes that split off
    signal.signal(signal.SIGCHLD, _bury)
    started: list[int] = []
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(asked)
        started.append(child)
        print(child, flush=True)
    for child in started:  # one that still runs was left behind by a test that was cut short
        with contextlib.suppress(ProcessLookupError):
            if os.getpgid(child) == child:
                os.killpg(child, signal.SIGTERM)


def _bury(_number: int, _frame: object) -> None:
    """Take leave of those that have ended: their ids are free from then on, and their time counts as ours."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _become(asked: dict[str, Any]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setpgid(0, 0)
    for stream, name in ((1, "out"), (2, "err")):
        with Path(asked[name]).open("ab") as file:
            os.dup2(file.fileno(), stream)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.execv = _serve
    code = 1
    try:
        sys.argv = ["hallway", *asked["words"]]
        hallway()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            Path(asked["ended"]).write_text(str(code))
    sys.exit(code)  # not at once: what is open, such as the database, is closed on the way out


def _serve(_path: str, words: list[str]) -> None:
    """Be the web server here, where `hallway serve` would have become it."""
    sys.argv = words[2:]
    serve_with_gunicorn()


if __name__ == "__main__":
    main()
