"""Reads one mutation as it was sent; pure. What cannot be taken raises the problem that holds it, and it alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from marshmallow import ValidationError

from server.core import ids
from server.core.problems import Invalid, pointer_errors
from server.sync.fields import Instant, instant_of
from server.sync.merge import Action, Edit, held
from server.sync.models import SERVER
from server.sync.registry import Kind, find

MOST_INTEGER = 2**63 - 1
MOST_ERRORS, MOST_POINTER = 20, 200  # of one problem: it is stored and sent, its cause may be a megabyte
ENVELOPE = frozenset({"id", "n", "kind", "row", "base", "at"})
ACTIONS = frozenset({"set", "settle", "delete"})

_instant = Instant()


@dataclass(frozen=True, slots=True)
class Sent:
    """What the log keeps of a mutation even when it is held; None where the value is not of its type."""

    id: str
    n: int | None
    kind: str | None
    row: str | None


def glance(raw: Mapping[str, Any]) -> Sent:
    """Return the parts of a mutation that have columns of their own; its id has been checked."""
    kind, row = raw.get("kind"), raw.get("row")
    return Sent(
        id=raw["id"],
        n=raw["n"] if _is_count(raw.get("n")) else None,
        kind=kind if isinstance(kind, str) and len(kind) <= 32 else None,
        row=row if ids.is_id(row) else None,
    )


def read(raw: Mapping[str, Any], device: str, received_at: datetime) -> tuple[Kind, str, Edit]:
    """Return what the mutation wants; raise Invalid with a pointer for each fault."""
    action = _check_shape(raw, device)
    kind = find(raw["kind"])
    if kind is None:
        raise _invalid({"kind": "This server does not know that kind of record."})
    if kind.only_id not in (None, raw["row"]):
        raise _invalid({"row": f"There is one {kind.name} for each person, under the id {kind.only_id}."})
    edit = Edit(
        action=action,
        device=device,
        base=raw.get("base", 0),
        received_at=received_at,
        at=_at(raw),
        set=_set(raw["set"], kind) if action == "set" else {},
        settle=_settle(raw["settle"], kind) if action == "settle" else {},
    )
    return kind, raw["row"], edit


def _check_shape(raw: Mapping[str, Any], device: str) -> Action:
    actions = ACTIONS | {"purge"} if device == SERVER else ACTIONS
    faults: dict[str, str] = {
        key: "Hallway does not know this." for key in raw if key not in ENVELOPE and key not in actions
    }
    named = [key for key in raw if key in actions]
    if len(named) != 1:
        faults[""] = "A mutation has exactly one of set, settle and delete."
    elif named[0] in {"delete", "purge"} and raw[named[0]] is not True:
        faults[named[0]] = "It takes true."
    if not ids.is_id(raw.get("row")):
        faults["row"] = "This is no id; it takes a UUID in lower case."
    for key in ("n", "base"):
        if key in raw and not _is_count(raw[key]):
            faults[key] = "It takes a whole number from 0 on."
    if not isinstance(raw.get("kind"), str):
        faults["kind"] = "It takes the name of a kind."
    if faults:
        raise _invalid(faults)
    return cast(Action, named[0])


def _at(raw: Mapping[str, Any]) -> datetime | None:
    if raw.get("at") is None:
        return None
    try:
        at: datetime = instant_of(raw["at"]) or _instant.deserialize(raw["at"])
    except ValidationError as fault:
        raise _invalid({"at": fault.messages}) from None
    return at


def _set(value: Any, kind: Kind) -> Mapping[str, Any]:
    try:
        return kind.read_changes(value)
    except ValidationError as fault:
        raise _invalid({"set": fault.messages}) from None


def _settle(value: Any, kind: Kind) -> Mapping[str, list[int]]:
    if not isinstance(value, dict) or not value:
        raise _invalid({"settle": "It takes the revs to settle by field."})
    for name, revs in value.items():
        if name not in kind.rules:
            raise _invalid({"settle": {name: "Hallway does not know this."}})
        if not isinstance(revs, list) or not all(_is_count(rev) for rev in revs):
            raise _invalid({"settle": {name: "It takes a list of revs."}})
    return value


def check_once(kind: Kind, clock: Mapping[str, Any], edit: Edit) -> None:
    """Raise Invalid when fields that are written once are written again."""
    if kind.once & clock.keys():
        for name in edit.set:
            if name in kind.once:
                raise held(name, f"A {kind.name} is not changed once it is made.")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_INTEGER


def _invalid(messages: Any) -> Invalid:
    errors = pointer_errors(messages)[:MOST_ERRORS]
    return Invalid(
        errors=[
            {"pointer": error["pointer"][:MOST_POINTER].rstrip("/"), "detail": error["detail"][:MOST_POINTER]}
            for error in errors
        ]
    )
