"""One import in a process of its own: `python -m tests.bench.import_once FILE FOLDER`.

Prints one JSON object: items, CPU in milliseconds from the file's bytes to the commit, the peak of memory,
the CPU of each stage. Starting Python and loading the application are not counted.
"""

import json
import sys
import time
from pathlib import Path

from server.agenda import importers, service
from server.agenda.answers import Target
from server.agenda.importers.programme import Hints
from server.agenda.service import Options
from server.app import create_app
from server.core import clock
from server.core.db import db
from tests.bench.measure import peak_mb
from tests.bench.servers import settings_for


class Stages:
    """CPU by stage, told by the import's own progress; what lies between two stages belongs to the first."""

    def __init__(self) -> None:
        self.cpu_ms: dict[str, float] = {}
        self._stage, self._since = "read", time.process_time()

    def tell(self, stage: str, done: int, total: int) -> None:
        """Close the stage before and open this one; shards are made between `compare` and `write`."""
        now = time.process_time()
        self.cpu_ms[self._stage] = self.cpu_ms.get(self._stage, 0) + (now - self._since) * 1000
        self._stage, self._since = ("publish" if stage == "compare" and done == total else stage), now

    def end(self) -> dict[str, float]:
        """Return the stages."""
        self.tell("", 0, 0)
        return {stage: round(spent, 1) for stage, spent in self.cpu_ms.items()}


def run(file: Path, folder: Path) -> dict[str, object]:
    """Import into a new database, as the command line does."""
    app = create_app(settings_for(folder, port=0))
    with app.app_context():
        db.create_all()
        importers.formats()  # loading the readers is loading the application
        options = Options(clock.now(), progress=(stages := Stages()).tell)
        began = time.process_time()
        # nobody but the import holds the bytes
        report = service.run(file.read_bytes(), Hints(file_name=file.name), Target(None, "envelope"), options)
        cpu_ms = (time.process_time() - began) * 1000
    return {"items": report.diff.counts["added"], "cpu_ms": cpu_ms, "stages": stages.end()}


def main() -> None:
    """Run it once and print what it took."""
    figures = run(Path(sys.argv[1]), Path(sys.argv[2]))
    print(json.dumps(figures | {"peak_mb": peak_mb()}))


if __name__ == "__main__":
    main()
