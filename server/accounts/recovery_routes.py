"""Ways in for whoever has lost the others: a recovery code, or a link of the operator. Each sets a new credential."""

from typing import Any

from werkzeug.wrappers import Response

from server.accounts import attempts, choosing, cookies, credentials, recovery, reset_links, service, sessions
from server.accounts.challenges import RECOVER, RESET
from server.accounts.entering import open_session, welcome
from server.accounts.schemas import Recovery, Reset, SessionAnswer
from server.core import clock
from server.core.access import public
from server.core.api import Blueprint
from server.core.db import db, write
from server.core.limits import by_address, limiter
from server.core.logs import security_event
from server.core.problems import Forbidden, SignInNeeded

blueprint = Blueprint("recovery", __name__, description="Recovery codes and reset links")


@blueprint.post("/api/recovery")
@public
@limiter.limit("30 per minute", key_func=by_address)
@blueprint.arguments(Recovery)
@blueprint.response(200, SessionAnswer)
def recover(body: dict[str, Any]) -> Response:
    """Use a recovery code up: sets a new password or adds a passkey, ends all other sessions, and signs in."""
    user_id = proved(body["name"], body["code"])
    credential, _ = choosing.choose(body, RECOVER, body["name"], user_id)
    at = clock.now()
    with write():
        recovery.use(user_id, body["code"])
        credentials.give(credentials.locked(user_id), credential, at)
        sessions.close_all(user_id)
        token = open_session(user_id, at)
    security_event("recovered", user=user_id)
    return welcome(token, at)


@blueprint.post("/api/reset")
@public
@limiter.limit("30 per minute", key_func=by_address)
@blueprint.arguments(Reset)
@blueprint.response(200, SessionAnswer)
def reset(body: dict[str, Any]) -> Response:
    """Use a reset link up: what it sets is the only way in, all other sessions end, and this browser is signed in."""
    with write():
        user_id = reset_links.count_try(body["token"], clock.now())
    name = service.get(user_id).name
    db.session.rollback()  # no read transaction stays open while a hash is computed
    credential, _ = choosing.choose(body, RESET, name, user_id)
    at = clock.now()
    with write():
        user = reset_links.use_up(body["token"])
        credentials.give_alone(user, credential, at)
        sessions.close_all(user_id)
        token = open_session(user_id, at)
    security_event("reset", user=user_id)
    return welcome(token, at)


def proved(name: str, code: str) -> str:
    """Return the id of the user whose unused code this is; wrong ones are counted as wrong passwords are.

    Raises SignInNeeded, Forbidden, TooMany, Busy. The code is not used up by it.
    """
    attempt, at = attempts.key(name, cookies.known_browser(name)), clock.now()
    with write():
        attempts.begin(attempt, at)
    try:
        user_id = recovery.prove(name, code)
    except (SignInNeeded, Forbidden):
        security_event("recovery-failed")
        raise
    with write():
        attempts.forget(attempt)
    return user_id
