"""Reminders on this device, over HTTP."""

from typing import Any

from flask import Response, current_app
from marshmallow import RAISE, Schema, fields, validate

from server.accounts import who
from server.accounts.sessions import SignedIn
from server.agenda.fetching import Policy
from server.config import Settings
from server.core import clock
from server.core.access import signed_in
from server.core.api import Blueprint, reply
from server.core.db import write
from server.core.logs import security_event
from server.core.problems import SignInNeeded
from server.push import service
from server.push.service import Asked

blueprint = Blueprint("push", __name__, url_prefix="/api", description="Reminders on a device, by Web Push.")


class PushState(Schema):
    """Whether this browser gets reminders, and the key that its subscription is made for."""

    on = fields.Boolean(required=True)
    key = fields.String(required=True, metadata={"description": "public key (P-256), base64url"})


class PushKeys(Schema):
    """What only this browser can read messages with."""

    class Meta:
        """Unknown keys are refused."""

        unknown = RAISE

    p256dh = fields.String(required=True, validate=validate.Length(max=100))
    auth = fields.String(required=True, validate=validate.Length(max=40))


class PushRequest(Schema):
    """A browser's subscription, and the zone it is in."""

    class Meta:
        """Unknown keys are refused."""

        unknown = RAISE

    endpoint = fields.String(required=True, validate=validate.Length(max=1_000))
    keys = fields.Nested(PushKeys, required=True)
    zone = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=64))


@blueprint.get("/push")
@signed_in
@blueprint.response(200, PushState)
def show_state() -> Response:
    """Whether this browser gets reminders."""
    return _state(_session())


@blueprint.put("/push")
@signed_in
@blueprint.arguments(PushRequest)
@blueprint.response(200, PushState)
def turn_on(body: dict[str, Any]) -> Response:
    """Send this browser a count of what is due, once a day in the morning, until it signs out."""
    session, keys = _session(), body["keys"]
    asked = Asked(body["endpoint"], keys["p256dh"], keys["auth"], body["zone"])
    with write():
        service.turn_on(session, asked, policy(), clock.now())
    security_event("reminders-on")
    return _state(session)


@blueprint.delete("/push")
@signed_in
@blueprint.response(200, PushState)
def turn_off() -> Response:
    """Send this browser nothing any more."""
    session = _session()
    with write():
        service.turn_off(session)
    security_event("reminders-off")
    return _state(session)


def policy() -> Policy:
    """Return what may be reached: push services of the public internet, but in tests."""
    found: Policy = current_app.extensions["hallway_push"]
    return found


def _session() -> SignedIn:
    session = who.current_session()
    if session is None:
        raise SignInNeeded
    return session


def _state(session: SignedIn) -> Response:
    from server.push import webpush  # see `service.key_of`

    settings: Settings = current_app.config["HALLWAY"]
    key = webpush.point_of(service.key_of(settings).public_key())
    return reply({"on": service.is_on(session), "key": webpush.to_text(key)})
