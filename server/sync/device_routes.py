"""The list of phones and browsers over HTTP, and what can be done to one of them."""

from typing import Any

from flask import Response
from marshmallow import RAISE, Schema, fields, validate

from server.accounts import who
from server.accounts.entering import FRESH
from server.accounts.sessions import SignedIn
from server.core import clock
from server.core.access import signed_in
from server.core.api import Blueprint, reply
from server.core.db import snapshot, write
from server.core.logs import security_event
from server.core.problems import SignInNeeded
from server.sync import devices
from server.sync.devices import SignedInAt

blueprint = Blueprint("devices", __name__, url_prefix="/api", description="Phones and browsers that are signed in.")

MOST_NAME = 64


class SessionSchema(Schema):
    """One browser that is signed in."""

    id = fields.String(required=True, metadata={"description": "names the session here; it opens nothing"})
    here = fields.Boolean(required=True, metadata={"description": "it is the one that asks"})
    device = fields.String(required=True, allow_none=True, metadata={"format": "uuid"})
    name = fields.String(required=True, allow_none=True, metadata={"description": "as its person calls the device"})
    browser = fields.String(required=True, allow_none=True, metadata={"description": "as it calls itself"})
    made_at = fields.String(required=True, metadata={"format": "date-time"})
    last_seen_on = fields.String(required=True, metadata={"format": "date"})


class SessionList(Schema):
    """Where the student is signed in, the latest seen first."""

    sessions: Any = fields.List(fields.Nested(SessionSchema), required=True)


class DeviceName(Schema):
    """What to call a device; null forgets the name."""

    class Meta:
        """Unknown keys are refused."""

        unknown = RAISE

    name = fields.String(required=True, allow_none=True, validate=validate.Length(max=MOST_NAME))


@blueprint.get("/sessions")
@signed_in
@blueprint.response(200, SessionList)
def list_sessions() -> Response:
    """Where you are signed in."""
    here = _here()
    with snapshot():
        found = devices.places(here.user_id, clock.now())
    return reply({"sessions": [_as_wire(one, here) for one in found]})


@blueprint.delete("/sessions/<handle>")
@signed_in
@blueprint.response(204)
def end_session(handle: str) -> Response:
    """End one session, with its device if it has one; another than this takes a sign-in of the last 10 minutes."""
    here = _here()
    if handle != devices.handle_of(here.token_sha256):
        who.ask_again_after(FRESH)
    with write():
        devices.end(here.user_id, handle, clock.now())
    security_event("session-ended")
    return Response(status=204)


@blueprint.patch("/devices/<device_id>")
@signed_in
@blueprint.arguments(DeviceName)
@blueprint.response(204)
def rename_device(body: dict[str, str | None], device_id: str) -> Response:
    """Call a device by a name of your own."""
    with write():
        devices.rename(who.current_user_id(), device_id, " ".join((body["name"] or "").split()) or None)
    return Response(status=204)


@blueprint.delete("/devices/<device_id>")
@signed_in
@blueprint.response(204)
def end_device(device_id: str) -> Response:
    """End every session of a device; another than this takes a sign-in of the last 10 minutes."""
    here = _here()
    if here.device_id != device_id:
        who.ask_again_after(FRESH)
    with write():
        devices.shut_out(here.user_id, device_id, clock.now())
    security_event("device-ended")
    return Response(status=204)


def _here() -> SignedIn:
    found = who.current_session()
    if found is None:  # ended in this very moment
        raise SignInNeeded
    return found


def _as_wire(place: SignedInAt, here: SignedIn) -> dict[str, Any]:
    return {
        "id": place.handle,
        "here": place.token_sha256 == here.token_sha256,
        "device": place.device_id,
        "name": place.name,
        "browser": place.browser,
        "made_at": clock.wire(place.made_at),
        "last_seen_on": place.seen_at.date().isoformat(),
    }
