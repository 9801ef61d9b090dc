"""One batch of mutations on its way through the door: everything is read at once, merged in memory, written at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import takewhile
from typing import Any

from server.core.problems import IdOfAnotherKind, Problem, QuotaReached
from server.sync import log, rows
from server.sync.log import Ack, Place
from server.sync.merge import Edit, Result, Row, merge
from server.sync.merge_text import Effort
from server.sync.models import API, SERVER
from server.sync.mutations import Sent, check_once, glance, read
from server.sync.registry import Change, Kind, find

MOST_EFFORT = 4_000_000  # words compared; all students of a SQLite server wait meanwhile, about a second

Raw = Mapping[str, Any]


@dataclass
class Batch:
    """What the door knows while it works; `place` moves with each mutation."""

    user_id: str
    device: str
    since: int  # bases are only as good as the cursor that was proved
    place: Place
    at: datetime
    schema: int
    renew: bool = False  # the device's store was cloned: it needs a name of its own
    changes: list[Change] = field(default_factory=list)
    effort: Effort = field(default_factory=Effort)
    _rows: dict[str, Row] = field(default_factory=dict)
    _kinds: dict[str, str] = field(default_factory=dict)
    _known: dict[str, Ack] = field(default_factory=dict)
    _numbers: dict[int, str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)
    _lines: list[dict[str, Any]] = field(default_factory=list)
    _touched: dict[str, Kind] = field(default_factory=dict)
    _new: set[str] = field(default_factory=set)

    def run(self, mutations: Sequence[Raw]) -> list[Ack]:
        """Apply the mutations in the order given and write what came of them; return what became of each.

        A phone's batch ends early when its texts took too much comparing: what is not acknowledged comes again.
        """
        self._known = log.known(self.user_id, [raw["id"] for raw in mutations])
        arriving = [glance(raw) for raw in mutations if raw["id"] not in self._known]
        self._read_rows(arriving)
        if self.device not in (API, SERVER):
            self._numbers = log.numbers(self.user_id, self.device, [sent.n for sent in arriving if sent.n is not None])
        acks = [self._known.get(raw["id"]) or self._take(raw) for raw in takewhile(self._may_go_on, mutations)]
        self._save()
        return acks

    def row(self, row_id: str) -> Row | None:
        """Return a row of this batch as it stands now."""
        return self._rows.get(row_id)

    def _may_go_on(self, _next: Raw) -> bool:
        return not self._by_phone or self.effort.words < MOST_EFFORT

    def _read_rows(self, arriving: Iterable[Sent]) -> None:
        wanted: dict[str, set[str]] = {}
        for sent in arriving:
            if sent.row and sent.kind:
                wanted.setdefault(sent.kind, set()).add(sent.row)
        for name, row_ids in wanted.items():
            kind = find(name)
            if kind is not None:
                found = rows.load(kind, self.user_id, row_ids)
                self._rows |= found
                self._kinds |= dict.fromkeys(found, name)
        unknown = {row_id for row_ids in wanted.values() for row_id in row_ids} - self._rows.keys()
        if unknown:
            self._kinds |= log.kinds_of(self.user_id, unknown)

    def _take(self, raw: Raw) -> Ack:
        rev, sent, problem = self.place.rev + 1, glance(raw), None
        payload: Raw = raw
        result: Result = "held"
        try:
            kind, row_id, edit = self._read(raw, sent)
            before = self._row_for(kind, row_id, edit)
            after, result = merge(before, row_id, edit, rev, kind.rules, self.effort)
        except Problem as fault:
            problem = fault.as_dict()
        else:
            payload = {**raw, "base": edit.base}  # as it counted, so that folding the log gives the same again
            self._keep(kind, before, after)
            self.changes.append(Change(self.user_id, sent.id, kind.name, result, before, after))
        ack = Ack(sent.id, result, problem)
        self._log(sent, payload, ack)
        return ack

    def _read(self, raw: Raw, sent: Sent) -> tuple[Kind, str, Edit]:
        cloned = sent.n is not None and self._numbers.setdefault(sent.n, sent.id) != sent.id and self._by_phone
        self.renew = self.renew or cloned
        kind, row_id, edit = read(raw, self.device, self.at)
        base = min(edit.base, self.since) if self._by_phone else self.place.rev
        return kind, row_id, replace(edit, base=base, own=not cloned)

    @property
    def _by_phone(self) -> bool:
        return self.device not in (API, SERVER)

    def _row_for(self, kind: Kind, row_id: str, edit: Edit) -> Row | None:
        if self._kinds.get(row_id, kind.name) != kind.name:
            raise IdOfAnotherKind(f"This id names a {self._kinds[row_id]}.")
        before = self._rows.get(row_id)
        if before is not None:
            check_once(kind, before.clock, edit)
        elif self.place.rev >= kind.limits.rows:  # there cannot be more rows than mutations
            self._check_count(kind)
        return before

    def _check_count(self, kind: Kind) -> None:
        if kind.name not in self._counts:
            fresh = sum(1 for row_id in self._new if self._touched[row_id] is kind)
            self._counts[kind.name] = rows.count(kind, self.user_id) + fresh
        if self._counts[kind.name] >= kind.limits.rows:
            raise QuotaReached(f"There are {kind.limits.rows} {kind.plural} already.")

    def _keep(self, kind: Kind, before: Row | None, after: Row) -> None:
        if before is None:
            self._new.add(after.id)
            self._kinds[after.id] = kind.name
            if kind.name in self._counts:
                self._counts[kind.name] += 1
        self._rows[after.id] = after
        self._touched[after.id] = kind

    def _log(self, sent: Sent, payload: Raw, ack: Ack) -> None:
        self.place = Place(self.place.rev + 1, log.chain(self.place.head, sent.id, self.at))
        self._known[sent.id] = ack
        self._lines.append(
            {
                "user_id": self.user_id,
                "id": sent.id,
                "device": self.device,
                "n": sent.n if self._by_phone else None,
                "schema": self.schema,
                "kind": sent.kind,
                "row": sent.row,
                "rev": self.place.rev,
                "head": self.place.head,
                "payload": payload,
                "result": ack.result,
                "problem": ack.problem,
                "received_at": self.at,
                "dismissed_at": None,
            }
        )

    def _save(self) -> None:
        by_kind: dict[Kind, list[Row]] = {}
        for row_id, kind in self._touched.items():
            by_kind.setdefault(kind, []).append(self._rows[row_id])
        for kind, touched in by_kind.items():
            rows.save(kind, self.user_id, touched, frozenset(self._new))
        if self._lines:
            log.append(self._lines)
            log.move(self.user_id, self.place)
