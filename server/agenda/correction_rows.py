"""Reads and writes the corrections of a conference."""

from typing import Any, Literal, cast

from sqlalchemy import Table, and_, delete, insert, select

from server.agenda.corrections import Corrections
from server.agenda.models import AgendaCorrection
from server.agenda.states import Correction
from server.core.db import db

TABLE = cast(Table, AgendaCorrection.__table__)


def load(conference_id: str) -> Corrections:
    """Return the conference's corrections by id of the item or person, and by field."""
    found = Corrections()
    for row in db.session.execute(select(TABLE).where(TABLE.c.conference_id == conference_id)):
        kind: Literal["item", "person"] = "person" if row.kind == "person" else "item"
        made = Correction(kind, row.subject, row.field, row.value, row.told, row.made_at, row.made_by)
        found.setdefault(row.subject, {})[row.field] = made
    return found


def store(conference_id: str, before: Corrections, after: Corrections) -> bool:
    """Store what differs; False, with nothing written, where they are not as they were `before`. Inside `write()`."""
    if load(conference_id) != before:
        return False
    changed = [
        one
        for subject, made in after.items()
        for field, one in made.items()
        if before.get(subject, {}).get(field) != one
    ]
    for subject, field in _keys(before) - _keys(after) | {(one.subject, one.field) for one in changed}:
        mine = and_(TABLE.c.conference_id == conference_id, TABLE.c.subject == subject, TABLE.c.field == field)
        db.session.execute(delete(TABLE).where(mine))
    if changed:
        db.session.execute(insert(TABLE), [_row(one, conference_id) for one in changed])
    return True


def _keys(corrections: Corrections) -> set[tuple[str, str]]:
    return {(subject, field) for subject, made in corrections.items() for field in made}


def _row(made: Correction, conference_id: str) -> dict[str, Any]:
    return {
        "conference_id": conference_id,
        "subject": made.subject,
        "field": made.field,
        "kind": made.kind,
        "value": made.value,
        "told": made.told,
        "made_at": made.at,
        "made_by": made.by,
    }
