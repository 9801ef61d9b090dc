"""The door: the only code that writes a student's own records. Rules and reasons stand in docs/sync.md."""

from collections.abc import Iterable, Sequence
from typing import Any, NotRequired, TypedDict

from server.core import clock, ids
from server.core.clock import wire
from server.core.db import db, writing
from server.sync import blobs, devices, log, pages, reacting, registry
from server.sync.batch import Batch, Raw
from server.sync.log import Ack, Place
from server.sync.models import API, SERVER


class Request(TypedDict):
    """What a phone asks: `since` is the cursor of what it has, `top` the farthest place it has heard of.

    Between the pages of one pull the two differ: rows that had moved on to later revs are still to come, so a server
    that was restored to a time between the two shares `since` with the phone and lacks what it was sent.
    """

    schema: int
    user: NotRequired[str]
    device: str
    since: Place
    top: NotRequired[Place]
    limit: int
    mutations: Sequence[Raw]


class NotWriting(RuntimeError):
    """Code of ours called the door outside `write()`."""


def apply(user_id: str, device: str, mutations: Sequence[Raw]) -> list[Ack]:
    """Apply mutations made on this side, in the order given, and return what became of each; inside `write()`.

    `device` is "api" or "server"; each mutation is a mapping with `id`, `kind`, `row` and one of `set`, `settle`,
    `delete` (docs/sync.md). What cannot be taken is held, logged with its problem, and never raises.
    """
    if device not in (API, SERVER) and not ids.is_id(device):
        raise ValueError(f"{device!r} is no device")
    place = _locked(user_id)
    acks, _batch = _run(Batch(user_id, device, place.rev, place, clock.now(), registry.SCHEMA), mutations)
    return acks


def round(user_id: str, request: Request) -> dict[str, Any]:
    """Apply a phone's mutations and return its answer with the rows it lacks; inside `write()` if it sends any."""
    at, since = clock.now(), request["since"]
    place = _locked(user_id) if request["mutations"] else log.read_place(user_id)
    if not all(log.is_shared(user_id, known, place) for known in {since, request.get("top", since)}):
        return {"reset": True}
    acks: list[Ack] = []
    more: dict[str, Any] = {}
    if request["mutations"]:
        batch = Batch(user_id, request["device"], since.rev, place, at, request["schema"])
        acks, batch = _run(batch, request["mutations"])
        place = batch.place
        devices.note_seen(user_id, request["device"], at)
        more = {"device": "renew"} if batch.renew else {}
    page = pages.read(user_id, since, request["limit"], place)
    return {
        "acked": [ack.as_wire() for ack in acks],
        "rows": page.rows,
        "cursor": list(page.cursor),
        "top": list(place),
        "more": page.more,
        "schema": registry.SCHEMA,
        "time": wire(at),
        "held": log.count_held(user_id),
        **registry.announcements(user_id),
        **more,
    }


def meet(user_id: str, device_id: str) -> None:
    """Note a device that has sent nothing yet; inside `write()`."""
    _locked(user_id)  # else two requests of one new phone both insert it
    devices.note_seen(user_id, device_id, clock.now())
    devices.welcome_back(user_id, device_id)


def purge(user_id: str, rows: Iterable[tuple[str, str]]) -> list[Ack]:
    """Blank these rows, given as (kind, id), and all their log lines; only tombstones stay. Inside `write()`."""
    named = list(rows)
    photos = blobs.named_by(user_id, named)
    acks = apply(user_id, SERVER, [mutation(kind, row_id, purge=True) for kind, row_id in named])
    for _kind, row_id in named:
        log.blank(user_id, row_id, clock.now())
    blobs.drop_unnamed(user_id, photos)
    return acks


def mutation(kind: str, row_id: str, **action: Any) -> dict[str, Any]:
    """Return a new mutation of a row; the action is one of `set=`, `settle=`, `delete=True`."""
    return {"id": ids.fresh(), "kind": kind, "row": row_id, **action}


def _locked(user_id: str) -> Place:
    if not writing():
        raise NotWriting("the sync door opens only inside write()")
    return log.lock(user_id)


def _run(batch: Batch, mutations: Sequence[Raw]) -> tuple[list[Ack], Batch]:
    acks = batch.run(mutations)
    db.session.expire_all()  # the door writes past the session's objects
    changes = list(batch.changes)
    for change in batch.changes:
        changes += reacting.react(batch, change)
    touched: dict[str, set[str]] = {}
    for change in changes:
        touched.setdefault(change.kind, set()).add(change.after.id)
    for kind, row_ids in touched.items():
        for refresh in registry.derivations(kind):
            refresh(batch.user_id, row_ids)
    return acks, batch
