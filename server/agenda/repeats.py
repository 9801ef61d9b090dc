"""Recognises the file that a conference was last made from, so that nothing is read twice.

It is known by its bytes, or by its marks where it was written anew and says the same (`importers/marks.py`). What the
readers make of a file may change with Hallway itself, so their own source is part of what is recognised.
"""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import select

from server.agenda import importers
from server.agenda.answers import Target
from server.agenda.diff import Diff
from server.agenda.importers.counts import Counts
from server.agenda.importers.programme import Hints, Warned
from server.agenda.models import Conference
from server.agenda.reports import Report, shown
from server.core.db import db, snapshot

LIBRARIES = ("defusedxml", "nameparser", "nh3", "tzdata")
MOST_ASKED = 20  # conferences that the file could be


def fingerprint(data: bytes, hints: Hints, target: Target) -> str:
    """Return what tells one import from another: the bytes, what was said about them, and the readers."""
    digest = hashlib.sha256(data)
    digest.update(f"\n{hints!r}\n{target!r}\n{readers()}".encode())
    return digest.hexdigest()


def remembered(report: Report, marks: tuple[str, ...] = (), said: str = "") -> dict[str, Any]:
    """Return what is kept of a report to tell it again; `marks` and `said` are those of the import."""
    return {
        "marks": marks,
        "said": said,
        "format": report.format,
        "counts": asdict(report.counts),
        "items": sum(report.diff.counts.values()) - report.diff.counts["cancelled"],
        "warnings": [[one.where, one.message] for one in shown(report.warnings)],
    }


def find(fingerprint: str, target: Target, seconds: float) -> Report | None:
    """Return the report of importing this file once more: everything unchanged. None where it is not the last one."""
    query = select(Conference.slug, Conference.source_report).where(
        Conference.source_sha256 == fingerprint, Conference.owner_id == target.owner_id
    )
    with snapshot():
        row = db.session.execute(query.limit(1)).first()
    return None if row is None or row[1] is None else told(row[0], row[1], seconds)


def said(hints: Hints, target: Target) -> str:
    """Return what tells imports apart whatever their files say."""
    return fingerprint(b"", hints, target)


def written_anew(data: bytes, hints: Hints, target: Target, began: float) -> Report | None:
    """Return the report of importing once more what the last file says in other bytes; None where it says else."""
    kept = Conference.source_report
    query = select(Conference.slug, kept).where(
        Conference.owner_id == target.owner_id,
        Conference.source_sha256.is_not(None),
        kept["said"].as_string() == said(hints, target),
    )
    with snapshot():
        found = [(row[0], row[1]) for row in db.session.execute(query.limit(MOST_ASKED))]
    for slug, report in found:
        if importers.is_same(data, hints, report.get("marks", ())):
            return told(slug, report, time.perf_counter() - began)
    return None


def last(conference_id: str) -> Report | None:
    """Return the report of the last import as if everything had come again unchanged; None where none is kept."""
    query = select(Conference.slug, Conference.source_report).where(Conference.id == conference_id)
    with snapshot():
        row = db.session.execute(query).first()
    return None if row is None or row[1] is None else told(row[0], row[1], 0)


def told(slug: str, kept: Mapping[str, Any], seconds: float) -> Report:
    """Return the report of importing a file once more, from what is kept of it."""
    warnings = tuple(Warned(where, message) for where, message in kept["warnings"])
    counts, diff = Counts(**kept["counts"]), Diff(unchanged_count=kept["items"])
    return Report(slug, kept["format"], counts, diff, warnings, seconds)


@cache
def readers() -> str:
    """Return a digest of all that bears on what a file is read as: this package and the libraries it reads with."""
    digest = hashlib.sha256(repr([version(name) for name in LIBRARIES]).encode())
    folder = Path(__file__).parent
    for file in sorted(folder.rglob("*")):
        if file.suffix in {".py", ".txt"}:
            digest.update(str(file.relative_to(folder)).encode() + file.read_bytes())
    return digest.hexdigest()
