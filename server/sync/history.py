"""What happened to one record: its lines of the log, folded with the same merge that made the record.

The log is read forwards, at most `MOST_FOLDED` lines of it; of a record with more, what stood before them is unknown
and shown as nothing. Once merging its texts has taken `MOST_EFFORT`, each text is shown as its device wrote it.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Row as Columns

from server.core.clock import wire
from server.core.db import db
from server.sync import mutations, rows
from server.sync.log import LOG
from server.sync.merge import Edit, Row, blank, merge
from server.sync.merge_text import Effort, doubled
from server.sync.models import API, SERVER, Device
from server.sync.registry import Kind

MOST_FOLDED = 5_000  # lines of one record
MOST_LISTED = 200
MOST_EFFORT = 10_000_000  # words compared in one answer
MOST_CHARACTERS = 2_000_000  # of one page, but never less than one line

_OF_ROW = (LOG.c.user_id == bindparam("u"), LOG.c.kind == bindparam("kind"), LOG.c.row == bindparam("row"))
_LINES = select(LOG).where(*_OF_ROW, LOG.c.rev >= bindparam("since")).order_by(LOG.c.rev)
_FIRST_FOLDED = select(LOG.c.rev).where(*_OF_ROW).order_by(LOG.c.rev.desc()).offset(MOST_FOLDED - 1).limit(1)
_earlier = LOG.alias()
_CLONED = select(LOG.c.id).where(
    *_OF_ROW,
    _earlier.c.user_id == LOG.c.user_id,
    _earlier.c.device == LOG.c.device,
    _earlier.c.n == LOG.c.n,
    _earlier.c.rev < LOG.c.rev,
)


@dataclass(frozen=True)
class Page:
    """Lines of a record's history, newest first; `more` where older ones are left."""

    lines: list[dict[str, Any]]
    more: bool


@dataclass
class _Fold:
    """The record as it stood after each line."""

    kind: Kind
    cloned: frozenset[str]
    names: Mapping[str, str | None]
    row: Row | None = None
    before: dict[str, Any] = field(default_factory=dict)
    effort: Effort = field(default_factory=Effort)

    def take(self, line: "Columns[Any]") -> dict[str, Any]:
        """Go on by one line and return what it did."""
        told = {
            "id": line.id,
            "rev": line.rev,
            "at": None,
            "received_at": wire(line.received_at),
            "device": {"id": line.device, "name": self._name(line.device)},
            "result": line.result,
        }
        if line.payload is None:
            if line.result != "held":
                self._keep(blank(self.row or Row(line.row), line.received_at, line.rev))
            return told | {"what": "purged", "changes": [], "settled": [], "beside": [], "doubled": []}
        if line.result == "held":
            return told | {"what": "held", "changes": [], "settled": [], "beside": [], "doubled": []}
        _kind, row_id, edit = mutations.read(line.payload, line.device, line.received_at)
        edit = replace(edit, base=line.payload["base"], own=line.id not in self.cloned)
        return told | {"at": wire(edit.at)} | self._merge(row_id, edit, line)

    def _merge(self, row_id: str, edit: Edit, line: "Columns[Any]") -> dict[str, Any]:
        before, stood = self.row, self.before
        late = self.effort.words > MOST_EFFORT
        edit = replace(edit, set=self._as_written(edit.set)) if late else edit
        after, _result = merge(before, row_id, edit, line.rev, self.kind.rules, self.effort)
        self._keep(after)
        alts = before.alts if before else []
        return {
            "what": _what(before, edit),
            "changes": [
                {"field": name, "old": stood.get(name), "new": self.before[name]}
                for name in edit.set
                if (stood.get(name) or None) != (self.before[name] or None)
            ],
            "settled": [_value(alt) for alt in alts if alt not in after.alts],
            "beside": [_value(alt) for alt in after.alts if alt not in alts],
            "doubled": list(self._doubled(stood, edit)) if line.result == "merged" and not late else [],
        }

    def _as_written(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        texts = {name for name in changes if self.kind.rules[name].merge == "text"}
        return {
            name: change | {"from_": self.before.get(name)} if name in texts else change
            for name, change in changes.items()
        }

    def _doubled(self, stood: Mapping[str, Any], edit: Edit) -> Iterator[dict[str, str]]:
        for name, change in edit.set.items():
            if self.kind.rules[name].merge == "text":
                for first, second in doubled(change["from_"] or "", stood.get(name) or "", change["to"] or ""):
                    yield {"field": name, "first": first, "second": second}

    def _keep(self, row: Row) -> None:
        self.row, self.before = row, rows.as_wire(self.kind, row)["body"]

    def _name(self, device: str) -> str | None:
        return {API: "REST", SERVER: "Hallway"}.get(device) or self.names.get(device)


def read(user_id: str, kind: Kind, row_id: str, before: int | None, limit: int) -> Page:
    """Return a page of what happened to a record, with lines before the rev `before`; no lines where there is none."""
    asked = {"u": user_id, "kind": kind.name, "row": row_id}
    since = db.session.scalar(_FIRST_FOLDED, asked) or 0
    fold = _Fold(kind, frozenset(db.session.scalars(_CLONED, asked)), _device_names(user_id))
    last: deque[dict[str, Any]] = deque(maxlen=limit + 1)
    with db.session.execute(_LINES.execution_options(yield_per=100), asked | {"since": since}) as found:
        for line in found:
            if before is not None and line.rev >= before:
                break
            last.append(fold.take(line))
    newest = list(_within(reversed(last)))
    return Page(newest[:limit], more=len(last) > limit or len(newest) < len(last))


def _within(lines: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    room = MOST_CHARACTERS
    for place, line in enumerate(lines):
        room -= sum(len(str(change["old"])) + len(str(change["new"])) for change in line["changes"])
        if place and room < 0:
            return
        yield line


def _what(before: Row | None, edit: Edit) -> str:
    if edit.action != "set":
        return {"settle": "settled", "delete": "deleted", "purge": "purged"}[edit.action]
    if before is None:
        return "made"
    return "brought_back" if before.deleted else "changed"


def _value(alt: Mapping[str, Any]) -> dict[str, Any]:
    return {"field": alt["field"], "value": alt["value"]}


def _device_names(user_id: str) -> dict[str, str | None]:
    found = db.session.execute(select(Device.id, Device.name).where(Device.user_id == user_id))
    return {device.id: device.name for device in found}
