"""Single records as a program on this side reads and writes them: plain values, turned into mutations at the door."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import ETags

from server.core import ids
from server.core.db import db
from server.core.problems import IdOfAnotherKind, Invalid, NotFound, Problem, QuotaReached, Stale
from server.sync import log, rows, service
from server.sync.log import Ack
from server.sync.merge import Row, Rule
from server.sync.models import API
from server.sync.registry import Kind

HELD = {kind.slug: kind for kind in (Invalid, IdOfAnotherKind, QuotaReached)}


@dataclass(frozen=True)
class Asked:
    """One record, and on what conditions it is to be written; `key` becomes the mutation's id."""

    user_id: str
    kind: Kind
    row_id: str
    key: str
    match: ETags | None = None
    only_new: bool = False


@dataclass(frozen=True)
class Written:
    """A record after a write; `made` where the write made it."""

    row: Row
    made: bool


def get(user_id: str, kind: Kind, row_id: str) -> Row:
    """Return a record; raise NotFound, also where it is another user's."""
    row = rows.load(kind, user_id, [row_id]).get(row_id) if ids.is_id(row_id) else None
    if row is None:
        raise NotFound
    return row


def page(user_id: str, kind: Kind, query: Mapping[str, Any]) -> tuple[list[Row], bool]:
    """Return the records asked for in the order of their ids, and whether there are more."""
    columns, query = kind.table.c, dict(query)
    if any(isinstance(value, str) and "\0" in value for value in query.values()):
        return [], False  # no record holds a NUL, and PostgreSQL does not look for one
    limit, after = query.pop("limit"), query.pop("after", None)
    wanted = select(kind.table).where(columns.user_id == user_id).order_by(columns.id).limit(limit + 1)
    if after is not None:
        wanted = wanted.where(columns.id > after)
    if "changed_since_rev" in query:
        wanted = wanted.where(columns.rev > query.pop("changed_since_rev"))
    for name, value in query.items():
        wanted = wanted.where(columns[name] == value)
    found = [rows.from_columns(kind, row) for row in db.session.execute(wanted).mappings()]
    return found[:limit], len(found) > limit


def put(asked: Asked, body: Mapping[str, Any]) -> Written:
    """Make or replace a record; fields that are absent become null. Inside `write()`."""
    return _write(asked, {name: body.get(name) for name in asked.kind.rules}, creates=True)


def patch(asked: Asked, body: Mapping[str, Any]) -> Written:
    """Change the fields given; raise NotFound. A deleted record comes back. Inside `write()`."""
    return _write(asked, body, creates=False)


def remove(asked: Asked) -> Row:
    """Put a record into the bin; raise NotFound. Inside `write()`."""
    if _earlier(asked) is None:
        _check(asked, _locked_row(asked), creates=False)
        _apply(asked, {"delete": True})
    return get(asked.user_id, asked.kind, asked.row_id)


def changes(kind: Kind, row: Row | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a mutation's `set` that makes the row hold these plain values; what it holds already is left out."""
    current = row.values if row else {}
    return {
        name: _change(kind.rules[name], current.get(name), value)
        for name, value in values.items()
        if _differs(kind.rules[name].merge, current.get(name), value)
    }


def _differs(merge: str, current: Any, value: Any) -> bool:
    return bool(current != value if merge == "value" else (current or None) != (value or None))


def _change(rule: Rule, current: Any, value: Any) -> Any:
    if rule.merge == "text":
        return {"from": current or "", "to": value}
    if rule.merge == "set":
        before, after = current or [], value or []
        return {
            "add": [element for element in after if element not in before],
            "remove": [element for element in before if element not in after],
        }
    return None if value is None else rule.wire(value)


def _write(asked: Asked, values: Mapping[str, Any], *, creates: bool) -> Written:
    earlier = _earlier(asked)
    if earlier is None:
        row = _locked_row(asked)
        _check(asked, row, creates=creates)
        if row is None:
            _check_needs(asked.kind, values)
        if asked.kind.check:
            before = row.values if row else {}
            asked.kind.check(asked.user_id, asked.row_id, before, {**before, **values})
        _apply(asked, {"set": changes(asked.kind, row, values)})
    made = log.is_first(asked.user_id, asked.row_id, asked.key)
    return Written(get(asked.user_id, asked.kind, asked.row_id), made)


def _earlier(asked: Asked) -> Ack | None:
    # Before any condition: a repeat gets the first answer although the record has moved on.
    ack = log.known(asked.user_id, [asked.key]).get(asked.key)
    if ack is not None and ack.problem is not None:
        raise _as_problem(ack.problem)
    return ack


def _locked_row(asked: Asked) -> Row | None:
    if not ids.is_id(asked.row_id):
        raise Invalid("The id in the address takes a UUID in lower case.")
    log.lock(asked.user_id)
    return rows.load(asked.kind, asked.user_id, [asked.row_id]).get(asked.row_id)


def _check(asked: Asked, row: Row | None, *, creates: bool) -> None:
    if row is None and not creates:
        raise NotFound
    if row is not None and asked.only_new:
        raise Stale("There is a record under this id already.")
    if asked.match is not None and (row is None or not asked.match.contains(str(row.rev))):
        raise Stale(f"It is at revision {row.rev} now." if row else "There is no such record.")


def _check_needs(kind: Kind, values: Mapping[str, Any]) -> None:
    missing = [group for group in kind.needs if not any(values.get(name) for name in group)]
    if missing:
        errors = [{"pointer": f"/{group[0]}", "detail": f"Please give {' or '.join(group)}."} for group in missing]
        raise Invalid(errors=errors)


def _apply(asked: Asked, action: Mapping[str, Any]) -> None:
    raw = {"id": asked.key, "kind": asked.kind.name, "row": asked.row_id, **action}
    ack = service.apply(asked.user_id, API, [raw])[0]
    if ack.problem is not None:  # raised inside write(): a held mutation is not logged here
        raise _as_problem(ack.problem)


def _as_problem(body: Mapping[str, Any]) -> Problem:
    errors = [{**error, "pointer": error["pointer"].removeprefix("/set")} for error in body.get("errors", ())]
    return HELD[str(body["type"]).rsplit("/", 1)[-1]](body.get("detail", ""), errors=errors)
