"""Pairing over HTTP: what the signed-in browser calls, and what the phone calls that is not signed in yet."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from server.accounts import browsers, cookies, pairing
from server.accounts.entering import FRESH, open_session, settings, welcome
from server.accounts.pairing import Shown
from server.accounts.pairing_schemas import (
    ClaimAnswer,
    ClaimState,
    InvitationAnswer,
    PairingAnswer,
    PairingNumber,
    Ticket,
)
from server.accounts.schemas import SessionAnswer
from server.accounts.sessions import SignedIn
from server.accounts.who import ask_again_after, current_session
from server.core import clock
from server.core.access import public, signed_in
from server.core.api import Blueprint, reply
from server.core.db import write
from server.core.limits import by_address, limiter
from server.core.logs import security_event
from server.core.problems import Invalid, NotFound, SignInNeeded

blueprint = Blueprint("pairing", __name__, url_prefix="/api/pairing", description="A signed-in browser brings a phone.")

GONE = "This code has been used already, or its two minutes are over. Make a new one on the other device."
WRONG = "This is not the number on the phone."
OVER = "That was not the number either, so this invitation is over. Make a new one."


@blueprint.post("")
@signed_in
@blueprint.response(201, InvitationAnswer)
def invite() -> Response:
    """Make an invitation in place of the last one; takes a sign-in of the last 10 minutes."""
    ask_again_after(FRESH)
    with write():
        made = pairing.make(_session(), settings().secret_key, clock.now())
    security_event("pairing-begun")
    body = {"id": made.id, "url": f"{settings().url}/pair#{made.secret}", "code": f"{made.code[:4]}-{made.code[4:]}"}
    return reply(body | {"expires_at": clock.wire(made.expires_at)}, 201)


@blueprint.get("/<ticket_id>")
@signed_in
@blueprint.response(200, PairingAnswer)
def show_invitation(ticket_id: str) -> Response:
    """Say how far this browser's invitation is."""
    return _told(pairing.show(_session(), ticket_id, clock.now()))


@blueprint.post("/<ticket_id>/confirm")
@signed_in
@blueprint.arguments(PairingNumber)
@blueprint.response(200, PairingAnswer)
def confirm(body: dict[str, str], ticket_id: str) -> Response:
    """Take the number that the phone shows; five wrong ones end the invitation."""
    with write():
        shown = pairing.confirm(_session(), ticket_id, body["number"].strip(), clock.now())
    if shown.state in (pairing.AGREED, pairing.PAIRED):
        security_event("pairing-agreed")
        return _told(shown)
    security_event("pairing-number-wrong")
    said = OVER if shown.state == pairing.ENDED else WRONG
    raise Invalid(said, errors=[{"pointer": "/number", "detail": said}])


@blueprint.delete("/<ticket_id>")
@signed_in
@blueprint.response(204)
def refuse(ticket_id: str) -> Response:
    """End the invitation: it was not meant for that phone, or not at all."""
    with write():
        pairing.refuse(_session(), ticket_id)
    security_event("pairing-refused")
    return Response(status=204)


@blueprint.post("/claim")
@public
@limiter.limit("30 per minute", key_func=by_address)
@blueprint.arguments(Ticket)
@blueprint.response(200, ClaimAnswer)
def claim(body: dict[str, Any]) -> Response:
    """Come with an invitation; the answer is the number to type at the other device, and a cookie to ask with."""
    browser, at = browsers.named(request.user_agent.string), clock.now()
    with write():
        if "secret" in body:
            claimed = pairing.claim_scanned(body["secret"], browser, at)
        else:
            claimed = pairing.claim_typed(body["code"], settings().secret_key, browser, at)
    if claimed is None:
        security_event("pairing-claim-failed")
        raise NotFound(GONE)
    security_event("pairing-claimed", user=claimed.user_id)
    response = reply({"number": claimed.number, "expires_at": clock.wire(claimed.expires_at)})
    cookies.set_visit(response, claimed.secret)
    return response


@blueprint.get("/claim")
@public
@blueprint.response(200, ClaimState)
def show_claim() -> Response:
    """Say whether the number was typed that this browser was given."""
    visit = cookies.visit()
    return reply({"state": pairing.state_of(visit, clock.now()) if visit else pairing.ENDED})


@blueprint.post("/finish")
@public
@blueprint.response(200, SessionAnswer)
def finish() -> Response:
    """Sign this browser in, once, after its number was typed at the other device."""
    visit, at = cookies.visit(), clock.now()
    if visit is None:
        raise Invalid("No invitation was taken up in this browser.")
    with write():
        user_id = pairing.finish(visit, at)
        token = open_session(user_id, at) if user_id else None
    if token is None:
        raise NotFound(GONE)
    security_event("paired", user=user_id)
    return welcome(token, at)


def _session() -> SignedIn:
    found = current_session()
    if found is None:  # ended in this very moment
        raise SignInNeeded
    return found


def _told(shown: Shown) -> Response:
    return reply({"id": shown.id, "state": shown.state, "browser": shown.browser, "tries_left": shown.tries_left})
