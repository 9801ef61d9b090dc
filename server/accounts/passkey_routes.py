"""Challenges for authenticators, signing in by a passkey, and confirming who one is."""

from typing import Any

from werkzeug.wrappers import Response

from server.accounts import (
    attempts,
    challenges,
    choosing,
    cookies,
    credentials,
    names,
    passkeys,
    passwords,
    relying_party,
    reset_links,
    service,
    sessions,
)
from server.accounts.challenges import ADD, CONFIRM, RECOVER, RESET, SIGN_IN, SIGN_UP
from server.accounts.entering import FRESH, open_session, party, welcome
from server.accounts.recovery_routes import proved
from server.accounts.schemas import (
    Again,
    ChallengeAnswer,
    ChallengeRequest,
    OwnChallengeRequest,
    SessionAnswer,
    WithPasskey,
)
from server.accounts.sessions import SignedIn
from server.accounts.who import ask_again_after, current_session
from server.core import clock
from server.core.access import public, signed_in
from server.core.api import Blueprint, reply
from server.core.db import write
from server.core.limits import by_address, limiter
from server.core.logs import security_event
from server.core.problems import Forbidden, SignInNeeded

blueprint = Blueprint("passkeys", __name__, description="Passkeys")


@blueprint.post("/api/challenges")
@public
@limiter.limit("60 per minute", key_func=by_address)
@blueprint.arguments(ChallengeRequest)
@blueprint.response(200, ChallengeAnswer)
def make_challenge(body: dict[str, Any]) -> Response:
    """Ask for what an authenticator has to sign, for this browser and one use within five minutes."""
    purpose = body["purpose"]
    if purpose == SIGN_UP:
        return _for_new_user(names.clean(body["name"]))
    if purpose == SIGN_IN:
        return _to_use(SIGN_IN)
    if purpose == RECOVER:
        return _to_make(RECOVER, proved(body["name"], body["code"]))
    with write():
        user_id = reset_links.count_try(body["token"], clock.now())
    return _to_make(RESET, user_id)


@blueprint.post("/api/challenges/own")
@signed_in
@blueprint.arguments(OwnChallengeRequest)
@blueprint.response(200, ChallengeAnswer)
def make_own_challenge(body: dict[str, Any]) -> Response:
    """Ask for what one's own authenticator has to sign; adding one takes a sign-in of the last 10 minutes."""
    asking = _asking()
    if body["purpose"] == CONFIRM:
        return _to_use(CONFIRM, asking.user_id)
    ask_again_after(FRESH)
    return _to_make(ADD, asking.user_id)


@blueprint.post("/api/session/passkey")
@public
@limiter.limit("30 per minute", key_func=by_address)
@blueprint.arguments(WithPasskey)
@blueprint.response(200, SessionAnswer)
def sign_in_by_passkey(body: dict[str, Any]) -> Response:
    """Sign in by a passkey; the session before, if any, ends."""
    at = clock.now()
    try:
        use = passkeys.check_used(party(), choosing.take(body["passkey"], SIGN_IN), body["passkey"])
        with write():
            passkeys.note_use(use, at)
            token = open_session(use.user_id, at)
    except (SignInNeeded, Forbidden):
        security_event("sign-in-failed", way="passkey")
        raise
    security_event("signed-in", user=use.user_id, way="passkey")
    return welcome(token, at)


@blueprint.post("/api/session/confirm")
@signed_in
@limiter.limit("30 per minute", key_func=by_address)
@blueprint.arguments(Again)
@blueprint.response(200, SessionAnswer)
def confirm(body: dict[str, Any]) -> Response:
    """Show once more who one is; the session gets a new value and the old one is dead."""
    asking, at = _asking(), clock.now()
    try:
        token = _by_passkey(asking, body["passkey"]) if "passkey" in body else _by_password(asking, body["password"])
    except (SignInNeeded, Forbidden):
        security_event("confirming-failed")
        raise
    security_event("confirmed")
    return welcome(token, at)


def _by_passkey(asking: SignedIn, sent: dict[str, Any]) -> str:
    at = clock.now()
    use = passkeys.check_used(party(), choosing.take(sent, CONFIRM, asking.user_id), sent)
    if use.user_id != asking.user_id:
        raise SignInNeeded(passkeys.NOT_KNOWN)
    with write():
        passkeys.note_use(use, at)
        return sessions.renew(asking, at)


def _by_password(asking: SignedIn, password: str) -> str:
    attempt, at = attempts.key(asking.name, cookies.known_browser(asking.name)), clock.now()
    with write():
        attempts.begin(attempt, at)
    if passwords.is_too_large(password):
        raise SignInNeeded(service.NO_MATCH)
    proof = service.prove(asking.name, password)
    with write():
        service.finish_sign_in(proof, attempt)
        return sessions.renew(asking, at)


def _for_new_user(name: str) -> Response:
    if service.find(name) is not None:
        raise names.refused("This name is taken.")
    handle, visit = relying_party.fresh_handle(), _visit()
    with write():
        value = challenges.make(SIGN_UP, visit, clock.now(), handle=handle)
    return _answer(relying_party.to_make(party(), value, handle, name, ()), visit)


def _to_make(purpose: str, user_id: str) -> Response:
    visit = _visit()
    with write():
        user = credentials.locked(user_id)
        handle, name = credentials.handle_of(user), user.name
        known = [one.credential_id for one in passkeys.of(user_id)]
        value = challenges.make(purpose, visit, clock.now(), user_id=user_id)
    return _answer(relying_party.to_make(party(), value, handle, name, known), visit)


def _to_use(purpose: str, user_id: str | None = None) -> Response:
    visit = _visit()
    with write():
        value = challenges.make(purpose, visit, clock.now(), user_id=user_id)
        allowed = [one.credential_id for one in passkeys.of(user_id)] if user_id else []
    return _answer(relying_party.to_use(party(), value, allowed), visit)


def _visit() -> str:
    return cookies.visit() or cookies.fresh_visit()


def _answer(options: dict[str, Any], visit: str) -> Response:
    response = reply({"options": options})
    cookies.set_visit(response, visit)
    return response


def _asking() -> SignedIn:
    asking = current_session()
    if asking is None:
        raise SignInNeeded
    return asking
