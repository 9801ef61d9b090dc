"""The phone's one call, and what waits for the person's attention."""

from contextlib import AbstractContextManager
from typing import Any

from flask import Response, current_app
from sqlalchemy.exc import InternalError, OperationalError

from server.accounts import who
from server.core import clock, strict_json
from server.core.access import signed_in
from server.core.api import Blueprint, Parser, body_of, reply
from server.core.clock import wire
from server.core.db import snapshot, write
from server.core.problems import Busy, NotFound, SignInNeeded, UpgradeNeeded
from server.sync import inflate, log, registry, service
from server.sync.models import Mutation
from server.sync.schemas import HeldLines, HeldQuery, SyncReply, SyncRequest
from server.sync.service import Request


class InflatingParser(Parser):
    """Reads a body that may have come compressed."""

    def _raw_load_json(self, req: Any) -> Any:
        if not req.is_json:
            return super()._raw_load_json(req)
        return strict_json.loads(inflate.inflated(body_of(req), req.headers.get("Content-Encoding")))


class SyncBlueprint(Blueprint):
    """Routes that phones call with compressed bodies."""

    ARGUMENTS_PARSER = InflatingParser()


blueprint = SyncBlueprint("sync", __name__, url_prefix="/api", description="Phone and server exchange what is new.")


@blueprint.post("/sync")
@signed_in
@blueprint.arguments(SyncRequest)
@blueprint.response(200, SyncReply)
def sync(asked: Request) -> Response:
    """Apply the phone's waiting mutations, then send what it has not seen."""
    if asked["schema"] < registry.MIN_SCHEMA:
        raise UpgradeNeeded("Everything on this device is kept until then.")
    user_id = who.current_user_id()
    if asked.get("user", user_id) != user_id:  # a page that still shows one student, with another one's cookie
        raise SignInNeeded("Somebody else is signed in here. Nothing was taken.")
    _adopt(user_id, asked["device"])
    edge: AbstractContextManager[None] = write() if asked["mutations"] else snapshot()
    with edge:
        answer = service.round(user_id, asked)
    return reply(answer)


@blueprint.get("/held")
@signed_in
@blueprint.arguments(HeldQuery, location="query")
@blueprint.response(200, HeldLines)
def list_held(query: dict[str, int]) -> Response:
    """Mutations that could not be applied and wait for the person, oldest first; `after` takes a rev."""
    limit = query["limit"]
    with snapshot():
        lines = log.held(who.current_user_id(), query["after"], limit + 1)
        return reply({"held": [_line(line) for line in lines[:limit]], "more": len(lines) > limit})


@blueprint.delete("/held/<mutation_id>")
@signed_in
@blueprint.response(204)
def dismiss_held(mutation_id: str) -> Response:
    """Take a held mutation off the list; the log keeps it."""
    with write():
        if not log.dismiss(who.current_user_id(), mutation_id, clock.now()):
            raise NotFound
    return Response(status=204)


def _line(line: Mutation) -> dict[str, Any]:
    return {
        "id": line.id,
        "rev": line.rev,
        "received_at": wire(line.received_at),
        "mutation": line.payload,
        "problem": line.problem,
    }


def _adopt(user_id: str, device_id: str) -> None:
    session = who.current_session()
    if session is None or session.device_id is not None:
        return
    try:
        with write():
            service.meet(user_id, device_id)
            who.adopt_device(device_id)
    except (OperationalError, InternalError, Busy):  # a full or locked database must not keep anyone from pulling
        current_app.logger.warning("a session could not be tied to its device")
