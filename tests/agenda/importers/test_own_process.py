"""A reader of foreign bytes in a process of its own: what it writes, how it ends, and that it never runs for ever."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from server.agenda.importers import own_process

pytestmark = pytest.mark.waits

ECHO = "import sys; sys.stdout.write(' '.join(sys.argv[1:]) + ' ' + sys.stdin.read())"
GIVES_UP = "import sys; print('half an answer'); sys.exit(4)"
NEVER_ENDS = "while True: pass"
WORKS_FOR_EVER = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\n" + NEVER_ENDS
BEGINS_LATE = "import time; time.sleep(3); print('here')"
LOOKS_AROUND = "import sys; print(any('server' in name for name in sys.modules) or '' in sys.path)"


def worker(folder: Path, code: str) -> ModuleType:
    """Return a module whose file holds the code, which is not run here."""
    path = folder / "worker.py"
    path.write_text(code, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("worker", path)
    assert spec
    return importlib.util.module_from_spec(spec)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (ECHO, b"1000 1 7 8 hands"),
        (GIVES_UP, 4),
        (WORKS_FOR_EVER, own_process.TOOK_TOO_LONG),
        (BEGINS_LATE, b"here\n"),
        (LOOKS_AROUND, b"False\n"),
    ],
    ids=["answers", "gives up", "works for ever", "begins late", "has nothing of ours"],
)
def test_what_a_process_of_its_own_tells(tmp_path: Path, code: str, told: bytes | int):
    assert own_process.told_by(worker(tmp_path, code), b"hands", memory=1000, seconds=1, more=(7, 8)) == told


def test_one_that_never_ends_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(own_process, "_TO_BEGIN", 0)

    told = own_process.told_by(worker(tmp_path, NEVER_ENDS), b"", memory=1000, seconds=1)

    assert told == own_process.TOOK_TOO_LONG
