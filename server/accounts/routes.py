"""Signing up, in and out; who is asking. Each call answers with the same body."""

from typing import Any

from werkzeug.wrappers import Response

from server.accounts import attempts, choosing, cookies, names, passwords, service, sessions
from server.accounts.challenges import SIGN_UP
from server.accounts.entering import FRESH, farewell, open_session, session_answer, settings, welcome
from server.accounts.schemas import Credentials, NewUser, SessionAnswer
from server.accounts.service import NewAccount
from server.accounts.who import ask_again_after, current_session, current_user_id
from server.core import clock
from server.core.access import public, signed_in
from server.core.api import Blueprint
from server.core.db import write
from server.core.limits import by_address, limiter
from server.core.logs import security_event
from server.core.problems import Forbidden, SignInNeeded

blueprint = Blueprint("accounts", __name__, description="Accounts and sessions")


def _most_sign_ups() -> str:
    # Browser tests on the developer's machine make many accounts from one address.
    return "1000 per hour" if settings().development else f"{settings().sign_ups} per hour"


@blueprint.get("/api/session")
@public
@blueprint.response(200, SessionAnswer)
def show_session() -> Response:
    """Say who is signed in here, if anyone."""
    return session_answer(current_session())


@blueprint.post("/api/users")
@public
@limiter.limit(_most_sign_ups, key_func=by_address)
@blueprint.arguments(NewUser)
@blueprint.response(201, SessionAnswer)
def sign_up(body: dict[str, Any]) -> Response:
    """Make an account with a passkey or a password, and sign in to it."""
    name, at = names.clean(body["name"]), clock.now()
    credential, handle = choosing.choose(body, SIGN_UP, name)
    account = NewAccount(name, credential.password_hash, credential.key, handle)
    with write():
        user_id = service.sign_up(account, at)
        token = open_session(user_id, at)
    security_event("signed-up", user=user_id)
    return welcome(token, at, 201)


@blueprint.post("/api/session")
@public
@limiter.limit("30 per minute", key_func=by_address)
@blueprint.arguments(Credentials)
@blueprint.response(200, SessionAnswer)
def sign_in(body: dict[str, Any]) -> Response:
    """Sign in, also to confirm who it is; the session before, if any, ends."""
    name, password = body["name"], body["password"]
    if passwords.is_too_large(password):
        raise SignInNeeded(service.NO_MATCH)
    attempt, at = attempts.key(name, cookies.known_browser(name)), clock.now()
    with write():
        attempts.begin(attempt, at)
    try:
        proof = service.prove(name, password)
    except (SignInNeeded, Forbidden):
        security_event("sign-in-failed")
        raise
    with write():
        service.finish_sign_in(proof, attempt)
        token = open_session(proof.user_id, at)
    security_event("signed-in", user=proof.user_id)
    return welcome(token, at)


@blueprint.delete("/api/session")
@public
@blueprint.response(200, SessionAnswer)
def sign_out() -> Response:
    """End this session; nobody being signed in is no fault."""
    leaving, token = current_session(), cookies.sent_token()
    if token is not None:
        with write():
            sessions.close(token)
    if leaving is not None:
        security_event("signed-out", user=leaving.user_id)
    return farewell()


@blueprint.delete("/api/sessions")
@signed_in
@blueprint.response(200, SessionAnswer)
def sign_out_everywhere() -> Response:
    """End all sessions of this user, this one too; takes a sign-in of the last 10 minutes."""
    ask_again_after(FRESH)
    with write():
        sessions.close_all(current_user_id())
    security_event("signed-out-everywhere")
    return farewell()
