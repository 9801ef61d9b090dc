"""Real server processes for the bench: gunicorn with the very arguments of `hallway serve`."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from server import cli, config
from server.config import ROOT, Settings
from tests.bench.measure import tree_cpu_ms

SECRET = "a-secret-that-is-only-for-the-bench-01"
THREADS = 8
WAIT = 20  # seconds
CALM_MS = 20  # of CPU in a quarter of a second


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port and its master process."""

    port: int
    pid: int


def environment(folder: Path, port: int) -> dict[str, str]:
    """Return the settings of an installation whose database and files lie in the folder."""
    return {
        "HALLWAY_URL": f"http://127.0.0.1:{port}",
        "HALLWAY_SECRET_KEY": SECRET,
        "HALLWAY_INSTANCE": str(folder),
        "HALLWAY_DATABASE_URL": f"sqlite:///{folder / 'hallway.sqlite'}",
    }


def settings_for(folder: Path, port: int) -> Settings:
    """Return the same settings for an application in this process."""
    return config.load(environment(folder, port))


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(application: str, folder: Path, port: int, workers: int = 1) -> Iterator[Server]:
    """Run an application (`module:name`) over the folder's database until the block ends."""
    arguments = [*cli._gunicorn("127.0.0.1", port, workers=workers, threads=THREADS)[:-1], application]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *arguments],
            env=os.environ | environment(folder, port),
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
        try:
            _await(port, process)
            _await_calm(process.pid)
            yield Server(port, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=WAIT)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(WAIT * 20):
        if process.poll() is not None:
            raise RuntimeError("The server did not start; see its log.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The server does not answer.")


def _await_calm(pid: int) -> None:
    """Wait until no worker is still loading its application: the port answers as soon as the first one does."""
    before = tree_cpu_ms(pid)
    for _ in range(WAIT * 12):
        time.sleep(0.25)
        now = tree_cpu_ms(pid)
        if now - before < CALM_MS:
            return
        before = now
    raise RuntimeError("The server does not come to rest.")
