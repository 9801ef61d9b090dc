"""Signing up, in and out; who is asking. Each call answers with the same body."""

from datetime import datetime
from typing import Any

from flask import current_app
from werkzeug.wrappers import Response

from server.accounts import attempts, cookies, passwords, service, sessions
from server.accounts.schemas import Credentials, SessionAnswer
from server.accounts.sessions import SignedIn
from server.accounts.who import ask_again_after, current_session, current_user_id
from server.config import Settings
from server.core import clock
from server.core.access import public, signed_in
from server.core.api import Blueprint, reply
from server.core.db import write
from server.core.limits import by_address, limiter
from server.core.logs import security_event
from server.core.problems import Forbidden, SignInNeeded
from server.core.schema_version import SCHEMA

blueprint = Blueprint("accounts", __name__, description="Accounts and sessions")

FRESH = 10  # minutes for which signing in counts for sensitive things


def _most_sign_ups() -> str:
    # Browser tests on the developer's machine make many accounts from one address.
    return "1000 per hour" if _settings().development else f"{_settings().sign_ups} per hour"


@blueprint.get("/api/session")
@public
@blueprint.response(200, SessionAnswer)
def show_session() -> Response:
    """Say who is signed in here, if anyone."""
    return _answer(current_session())


@blueprint.post("/api/users")
@public
@limiter.limit(_most_sign_ups, key_func=by_address)
@blueprint.arguments(Credentials)
@blueprint.response(201, SessionAnswer)
def sign_up(body: dict[str, Any]) -> Response:
    """Make an account and sign in to it."""
    account, at = service.check(body["name"], body["password"]), clock.now()
    with write():
        user_id = service.sign_up(account, at)
        token = _open(user_id, at)
    security_event("signed-up", user=user_id)
    return _welcome(token, at, 201)


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
        token = _open(proof.user_id, at)
    security_event("signed-in", user=proof.user_id)
    return _welcome(token, at, 200)


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
    return _farewell()


@blueprint.delete("/api/sessions")
@signed_in
@blueprint.response(200, SessionAnswer)
def sign_out_everywhere() -> Response:
    """End all sessions of this user, this one too; takes a sign-in of the last 10 minutes."""
    ask_again_after(FRESH)
    with write():
        sessions.close_all(current_user_id())
    security_event("signed-out-everywhere")
    return _farewell()


def _open(user_id: str, at: datetime) -> str:
    """Open a session in place of the one this browser has, which may have been planted there."""
    old = cookies.sent_token()
    if old is not None:
        sessions.close(old)
    return sessions.open_session(user_id, at)


def _welcome(token: str, at: datetime, status: int) -> Response:
    found = sessions.find(token, at)
    if found is None:  # ended from elsewhere in this very moment
        raise SignInNeeded
    response = _answer(found, status)
    cookies.set_session(response, token)
    cookies.set_known_browser(response, found.name)
    return response


def _farewell() -> Response:
    response = _answer(None)
    cookies.clear_session(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _answer(found: SignedIn | None, status: int = 200) -> Response:
    body = {
        "user": {"id": found.user_id, "name": found.name} if found else None,
        "authenticated_at": clock.wire(found.authenticated_at) if found else None,
        "development": _settings().development,
        "schema": SCHEMA,
    }
    return reply(body, status)


def _settings() -> Settings:
    settings: Settings = current_app.config["HALLWAY"]
    return settings
