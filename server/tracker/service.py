"""The tracker of one student: written as a table, and a table taken in through the write door."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from server.agenda.importers.programme import DateOrder, RefusedFile
from server.contacts import merging
from server.contacts.models import Contact
from server.core import strict_json
from server.core.db import db, snapshot, write
from server.core.ids import natural
from server.core.problems import FileRefused
from server.followups import service as followups
from server.followups.days import local_day, zone_named
from server.sync import registry, rows
from server.sync import service as door
from server.sync.mine import mine
from server.sync.models import API
from server.tracker import sheets
from server.tracker.entries import Fault, Read, entries_of
from server.tracker.matching import People
from server.tracker.people import everyone
from server.tracker.plan import IN_THE_BIN, Plan, Write, plan

AT_ONCE: Final = 250  # mutations in one transaction: other students wait meanwhile
MOST_LISTED: Final = 200  # of each list in an answer; the counts tell of all
KEPT_OUT: Final = "Hallway could not take this: {why}"


@dataclass(slots=True)
class Report:
    """What a file does or did, as the preview and the import tell it."""

    read: Read
    plan: Plan
    refused: list[Fault] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON; lists hold 200 lines at most."""
        faults = [*self.read.faults, *self.refused]
        return {
            "rows": len(self.read.entries),
            "same": self.plan.same,
            "columns": self.read.columns,
            "unknown_columns": self.read.unknown[:MOST_LISTED],
            "days_open": self.read.days_open,
            "counts": {
                "new": len(self.plan.new),
                "filled": len(self.plan.filled),
                "different": len(self.plan.different),
                "deleted": len(self.plan.binned),
                "faults": len(faults),
            },
            "new": [_touched(one) for one in self.plan.new[:MOST_LISTED]],
            "filled": [_touched(one) for one in self.plan.filled[:MOST_LISTED]],
            "different": [
                {"row": one.row, "name": one.name, "contact": one.contact, "column": one.column}
                | {"here": one.here[:200], "file": one.file[:200]}
                for one in self.plan.different[:MOST_LISTED]
            ],
            "deleted": [_touched(one) | {"why": IN_THE_BIN} for one in self.plan.binned[:MOST_LISTED]],
            "faults": [
                {"row": one.row, "column": one.column, "value": one.value, "why": one.why}
                for one in faults[:MOST_LISTED]
            ],
        }


def table(user_id: str, at: datetime) -> list[list[str]]:
    """Return the cells of everyone in the tracker, all of one moment."""
    with snapshot():
        return [person.row() for person in everyone(user_id, at)]


def preview(user_id: str, data: bytes, at: datetime, order: DateOrder | None = None) -> Report:
    """Return what importing a file would do; nothing is changed. Raises FileRefused."""
    try:
        read = entries_of(sheets.read(data), order)
    except RefusedFile as fault:
        raise FileRefused(str(fault)) from None
    with snapshot():
        settings = followups.settings_row(user_id)
        today = local_day(at, zone_named(settings.zone if settings else None))
        known = People(everyone(user_id, at), dict(merging.read(user_id).survivors))
        in_bin = mine(Contact, user_id).with_only_columns(Contact.id).where(Contact.deleted)
        made = plan(read.entries, known, frozenset(db.session.scalars(in_bin)), today)
        return Report(read, made)


def run(user_id: str, data: bytes, at: datetime, order: DateOrder | None = None) -> Report:
    """Import a file and return what was done, also what the door refused. Raises FileRefused.

    A break in the middle leaves whole rows behind, which the same file passes over the next time.
    """
    report = preview(user_id, data, at, order)
    writes = report.plan.writes
    for start in range(0, len(writes), AT_ONCE):
        part = writes[start : start + AT_ONCE]
        with write():
            there = _there(user_id, part)
            wanted = [one for one in part if not one.new or one.row not in there]
            acks = door.apply(user_id, API, [_mutation(one, there.get(one.row, 0)) for one in wanted])
        report.refused += [
            Fault(one.line, one.kind.capitalize(), "", KEPT_OUT.format(why=_why(ack.problem)))
            for one, ack in zip(wanted, acks, strict=True)
            if ack.problem is not None
        ]
    return report


def _there(user_id: str, writes: list[Write]) -> dict[str, int]:
    """Return id -> rev of the records that are there, those in the bin included: none of them is made once more."""
    found: dict[str, int] = {}
    for name in {one.kind for one in writes}:
        kind = registry.find(name)
        if kind is not None:
            wanted = [one.row for one in writes if one.kind == name]
            found |= {row.id: row.rev for row in rows.load(kind, user_id, wanted).values()}
    return found


def _mutation(one: Write, rev: int) -> dict[str, Any]:
    """Return the mutation under an id made of what it says to which state, so that two at once write it once."""
    said = hashlib.sha256(strict_json.canonical(one.set)).hexdigest()
    named = natural(f"tracker:write:{one.kind}:{one.row}:{rev}:{said}")
    return {"id": named, "kind": one.kind, "row": one.row, "set": one.set}


def _why(problem: Any) -> str:
    errors = problem.get("errors") or [{}]
    return str(errors[0].get("detail") or problem.get("detail") or problem["title"])


def _touched(one: Any) -> dict[str, Any]:
    return {"row": one.row, "name": one.name, "contact": one.contact, "columns": list(one.columns)}
