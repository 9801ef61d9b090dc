"""Files that wait for their owner's answers: kept for one hour, three for each user, beside the database."""

import os
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from server.agenda import service
from server.agenda.answers import Target
from server.agenda.importers.programme import Hints, Programme, Session
from server.agenda.models import ImportPreview
from server.agenda.reading import ORDERS
from server.agenda.reports import Report
from server.agenda.service import STILL_PART, Options, Outcome, Progress
from server.core import ids
from server.core.clock import wire
from server.core.db import db, write
from server.core.problems import NotFound

KEPT = timedelta(hours=1)
MOST_KEPT = 3  # of one user; the oldest makes room
SAMPLES = 3
MOST_QUESTIONS = 10


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits, with the answers given so far."""

    id: str
    user_id: str
    file_name: str
    answers: dict[str, Any]


def keep(user_id: str, file_name: str, data: bytes, folder: Path, at: datetime) -> Waiting:
    """Keep the file and return its preview's id; what is over an hour old, or too many, is forgotten."""
    made = Waiting(ids.fresh(), user_id, file_name, {})
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(folder / made.id, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    with write():
        mine = select(ImportPreview.id).where(ImportPreview.user_id == user_id)
        over = list(db.session.scalars(mine.order_by(ImportPreview.created_at.desc()).offset(MOST_KEPT - 1)))
        late = list(db.session.scalars(select(ImportPreview.id).where(ImportPreview.created_at < at - KEPT)))
        db.session.execute(delete(ImportPreview).where(ImportPreview.id.in_([*over, *late])))
        row = ImportPreview(id=made.id, user_id=user_id, file_name=file_name, answers={}, created_at=at)
        db.session.add(row)
    for name in (*over, *late):
        (folder / name).unlink(missing_ok=True)
    _sweep(folder, at)
    return made


def find(user_id: str, preview_id: str, at: datetime) -> Waiting:
    """Return the user's preview; raise NotFound after an hour."""
    row = db.session.get(ImportPreview, preview_id)
    if row is None or row.user_id != user_id or row.created_at < at - KEPT:
        raise NotFound("This file is not kept any more; choose it again.")
    return Waiting(row.id, row.user_id, row.file_name, dict(row.answers))


def answered(waiting: Waiting, given: dict[str, Any]) -> Waiting:
    """Return the preview with more answers, null taking one back; nothing is stored yet."""
    return replace(waiting, answers={name: one for name, one in (waiting.answers | given).items() if one is not None})


def store_answers(waiting: Waiting) -> None:
    """Store the answers; inside `write()`."""
    row = db.session.get(ImportPreview, waiting.id)
    if row is None:
        raise NotFound("This file is not kept any more; choose it again.")
    row.answers = waiting.answers
    db.session.flush()


def forget(waiting: Waiting, folder: Path) -> None:
    """Forget a preview and its file."""
    with write():
        db.session.execute(delete(ImportPreview).where(ImportPreview.id == waiting.id))
    (folder / waiting.id).unlink(missing_ok=True)


def look(waiting: Waiting, folder: Path, at: datetime) -> Outcome:
    """Return what importing the waiting file with the answers given would do."""
    return service.import_file(_data(waiting, folder), _hints(waiting), _target(waiting), Options(at, dry_run=True))


def run(waiting: Waiting, folder: Path, at: datetime, progress: Progress) -> Report:
    """Import the waiting file with the answers given."""
    options = Options(at, progress=progress)
    return service.run(_data(waiting, folder), _hints(waiting), _target(waiting), options)


def _data(waiting: Waiting, folder: Path) -> bytes:
    try:
        return (folder / waiting.id).read_bytes()
    except FileNotFoundError:
        raise NotFound("This file is not kept any more; choose it again.") from None


def shown(waiting: Waiting, outcome: Outcome) -> dict[str, Any]:
    """Return the preview as it travels."""
    programme, conference = outcome.programme, outcome.conference
    return {
        "id": waiting.id,
        "format": programme.format,
        "conference": {
            "slug": conference.slug,
            "name": conference.name,
            "zone": conference.zone,
            "first_day": conference.first_day.isoformat() if conference.first_day else None,
            "last_day": conference.last_day.isoformat() if conference.last_day else None,
            "known": conference.version > 0,
        },
        "mapping": [{"header": one.header, "field": one.field, "score": one.score} for one in programme.mapping],
        "samples": [_sample(one, programme) for one in programme.sessions[:SAMPLES]],
        "questions": _questions(outcome),
        "report": outcome.report.as_dict(),
        "diff": outcome.report.diff.as_dict(),
    }


def _hints(waiting: Waiting) -> Hints:
    given = waiting.answers
    return Hints(
        file_name=waiting.file_name,
        format=given.get("format", "auto"),
        zone=given.get("zone"),
        name=given.get("name"),
        date_order=ORDERS.get(given.get("date_order", "")),
        mapping=given.get("mapping"),
    )


def _target(waiting: Waiting) -> Target:
    given = waiting.answers
    return Target(waiting.user_id, given.get("conference"), given.get("name"), given.get("part", "ask"))


def _questions(outcome: Outcome) -> list[dict[str, Any]]:
    asked = [
        {"kind": one.kind, "message": one.message, "choices": list(one.choices)}
        for one in outcome.programme.questions[:MOST_QUESTIONS]
    ]
    if outcome.part == "part":
        asked.append({"kind": "part", "message": STILL_PART, "choices": ["add", "replace"]})
    return asked


def _sample(session: Session, programme: Programme) -> dict[str, Any]:
    names = {person.key: person.display_name for person in programme.people}
    local = session.local_start
    return {
        "title": session.title,
        "kind": session.kind,
        "when": local.isoformat(timespec="minutes") if local else wire(session.starts) or session.day_label or None,
        "room": session.room,
        "track": session.track,
        "board": session.board,
        "people": [names[one.person] for one in session.people if names.get(one.person)],
    }


def _sweep(folder: Path, at: datetime) -> None:
    # a file whose row went with its account
    for file in folder.iterdir():
        try:
            if file.stat().st_mtime < (at - KEPT).timestamp():
                file.unlink(missing_ok=True)
        except FileNotFoundError:  # another process was faster
            continue
