"""Recognises the very file that a conference was last made from, so that nothing is read twice.

What the readers make of a file may change with Hallway itself, so their own source is part of what is recognised.
"""

import hashlib
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from server.agenda.answers import Target
from server.agenda.diff import Diff
from server.agenda.importers.counts import Counts
from server.agenda.importers.programme import Hints, Warned
from server.agenda.models import Conference
from server.agenda.reports import Report, shown
from server.core.db import db, snapshot


def fingerprint(data: bytes, hints: Hints, target: Target) -> str:
    """Return what tells one import from another: the bytes, what was said about them, and the readers."""
    digest = hashlib.sha256(data)
    digest.update(f"\n{hints!r}\n{target!r}\n{_readers()}".encode())
    return digest.hexdigest()


def remembered(report: Report) -> dict[str, Any]:
    """Return what is kept of a report to tell it again."""
    return {
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
    return None if row is None or row[1] is None else _told(row[0], row[1], seconds)


def last(conference_id: str) -> Report | None:
    """Return the report of the last import as if everything had come again unchanged; None where none is kept."""
    query = select(Conference.slug, Conference.source_report).where(Conference.id == conference_id)
    with snapshot():
        row = db.session.execute(query).first()
    return None if row is None or row[1] is None else _told(row[0], row[1], 0)


def _told(slug: str, kept: dict[str, Any], seconds: float) -> Report:
    warnings = tuple(Warned(where, message) for where, message in kept["warnings"])
    counts, diff = Counts(**kept["counts"]), Diff(unchanged_count=kept["items"])
    return Report(slug, kept["format"], counts, diff, warnings, seconds)


@cache
def _readers() -> str:
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for file in sorted(folder.rglob("*")):
        if file.suffix in {".py", ".txt"}:
            digest.update(str(file.relative_to(folder)).encode() + file.read_bytes())
    return digest.hexdigest()
