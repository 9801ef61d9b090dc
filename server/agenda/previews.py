"""Files that wait for their owner's answers: kept for one hour, three for each user, beside the database."""

import os
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from server.agenda import mapping_answers, service
from server.agenda.answers import Target
from server.agenda.columns_asked import ColumnsWanted
from server.agenda.importers.programme import Hints, MappedTable, Programme, Session
from server.agenda.models import ImportPreview
from server.agenda.reading import ORDERS
from server.agenda.reports import Report
from server.agenda.service import STILL_PART, Options, Outcome, Progress
from server.core import ids
from server.core.clock import wire
from server.core.db import db, write
from server.core.problems import FileRefused, NotFound

KEPT = timedelta(hours=1)
MOST_KEPT = 3  # of one user; the oldest makes room
SAMPLES = 3
MOST_QUESTIONS = 10
MOST_HEADER = 120  # characters


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits, with the answers given so far; those `given` now are not stored yet."""

    id: str
    user_id: str
    file_name: str
    answers: dict[str, Any]
    given: dict[str, Any] = field(default_factory=dict)


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
    return replace(waiting, answers=_merged(waiting.answers, given), given=_merged(waiting.given, given, keep=True))


def _merged(old: dict[str, Any], new: dict[str, Any], *, keep: bool = False) -> dict[str, Any]:
    """Return old answers with new ones; columns are answered table by table, null takes an answer back."""
    both = old | new
    if old.get("mapping") and new.get("mapping"):
        both["mapping"] = old["mapping"] | new["mapping"]
    return {name: one for name, one in both.items() if keep or one is not None}


def store_answers(waiting: Waiting) -> None:
    """Store the answers given now, beside those of another request that was answered meanwhile; inside `write()`."""
    row = db.session.get(ImportPreview, waiting.id)
    if row is None:
        raise NotFound("This file is not kept any more; choose it again.")
    row.answers = _merged(dict(row.answers), waiting.given)
    db.session.flush()


def forget(waiting: Waiting, folder: Path) -> None:
    """Forget a preview and its file."""
    with write():
        db.session.execute(delete(ImportPreview).where(ImportPreview.id == waiting.id))
    (folder / waiting.id).unlink(missing_ok=True)


def look(waiting: Waiting, folder: Path, at: datetime) -> Outcome:
    """Return what importing the waiting file with the answers given would do; raise Invalid for senseless columns."""
    mapping = waiting.given.get("mapping") or {}
    mapping_answers.check(mapping)
    hints, target = _hints(waiting), _target(waiting)
    try:
        options = Options(at, dry_run=True, attended=True)
        outcome = service.import_file(_data(waiting, folder), hints, target, options)
    except ColumnsWanted as fault:
        if mapping:
            raise mapping_answers.untitled(mapping) from None
        return service.blocked(fault, hints, target)
    except FileRefused:
        if mapping:
            raise mapping_answers.empty(mapping) from None
        raise
    mapping_answers.check_places(mapping, outcome.programme.mapping)
    return outcome


def run(waiting: Waiting, folder: Path, at: datetime, progress: Progress) -> Report:
    """Import the waiting file with the answers given."""
    options = Options(at, progress=progress, attended=True)
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
        "blocked": outcome.blocked,
        "mapping": [_table(one, one.key in outcome.recalled) for one in programme.mapping],
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


def _table(table: MappedTable, remembered: bool) -> dict[str, Any]:
    return {
        "table": table.key,
        "sheets": [name for name in table.names if name],
        "grid": not table.key,
        "rows": table.rows,
        "remembered": remembered,
        "columns": [
            {
                "column": one.key,
                "header": one.header[:MOST_HEADER] or one.key,
                "field": one.field,
                "proposed": one.proposed,
                "score": one.score,
                "chosen": one.chosen,
                "samples": list(one.samples),
            }
            for one in table.columns
        ],
        "checks": [
            {
                "field": one.field,
                "unreadable": one.unreadable,
                "empty": one.empty,
                "places": [{"where": place.where, "message": place.message} for place in one.places],
            }
            for one in table.checks
        ],
    }


def _sweep(folder: Path, at: datetime) -> None:
    # a file whose row went with its account
    for file in folder.iterdir():
        try:
            if file.stat().st_mtime < (at - KEPT).timestamp():
                file.unlink(missing_ok=True)
        except FileNotFoundError:  # another process was faster
            continue
