"""Imports of one meeting, one after the other: `python -m tests.bench.import_again FOLDER DATABASE_URL FIRST AGAIN...`.

Prints one JSON object: of each file the CPU of its import in milliseconds, the counts of its report and the version
after it; how many bytes the last version's list has on the wire, and what a phone that held the version before it
fetches; how long a reader in a process of its own waited meanwhile, in milliseconds.
"""

import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import brotli
from sqlalchemy import select

from server.agenda import importers, service
from server.agenda.answers import Target
from server.agenda.importers.programme import Hints
from server.agenda.models import Conference, Shard
from server.agenda.service import Options
from server.app import create_app
from server.config import ROOT
from server.core import clock
from server.core.db import db
from tests.bench.servers import settings_for


def main() -> None:
    """Import the files and print what it took."""
    folder, url, files = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    app = create_app(replace(settings_for(folder, port=0), database_url=url))
    with app.app_context():
        db.create_all()
        importers.formats()
        taken = [_import(Path(files[0]))]
        with _Reader(url) as reader:
            taken += [_import(Path(file)) for file in files[1:]]
        answer = {"imports": taken, "waited": reader.waited, "wire": _wire()}
        db.engine.dispose()
    print(json.dumps(answer))


def _import(file: Path) -> dict[str, Any]:
    began = time.process_time()
    report = service.run(file.read_bytes(), Hints(file_name=file.name), Target(None, "envelope"), Options(clock.now()))
    cpu_ms = (time.process_time() - began) * 1000
    version = db.session.scalar(select(Conference.version))
    db.session.rollback()
    return {"cpu_ms": cpu_ms, "counts": report.diff.counts, "version": version}


def _wire() -> dict[str, int]:
    """Return the bytes of the list's files, and of the manifest and patch that lead from the version before."""
    one = db.session.scalars(select(Conference)).one()
    mine = select(Shard.brotli).where(Shard.conference_id == one.id)
    lists = mine.where(Shard.kind == "list", Shard.last_version == one.version)
    manifest = db.session.scalars(mine.where(Shard.sha256 == one.manifest)).one()
    before = select(Shard.sha256).where(Shard.kind == "manifest", Shard.number == one.version - 1)
    patch_name = json.loads(brotli.decompress(manifest))["patches"].get(db.session.scalar(before))
    patch = db.session.scalar(mine.where(Shard.sha256 == patch_name))
    return {
        "list": sum(map(len, db.session.scalars(lists))),
        "manifest": len(manifest),
        "patch": len(patch) if patch else 0,
    }


class _Reader:
    """Reads conferences and shards again and again in a process of its own, as phones do."""

    waited: dict[str, float]

    def __init__(self, url: str) -> None:
        self._command = [sys.executable, "-m", "tests.bench.reader", url]

    def __enter__(self) -> "_Reader":
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(self._command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT)
        if self._process.stdout is None or self._process.stdout.readline() != "reading\n":
            raise RuntimeError("The reader did not start.")
        return self

    def __exit__(self, *_fault: object) -> None:
        told, _ = self._process.communicate()  # closes its input, which ends it
        self.waited = json.loads(told)


if __name__ == "__main__":
    main()
