"""What every way in ends with: a session under a new value, its cookie, and the same body."""

from datetime import datetime

from flask import current_app, request
from werkzeug.wrappers import Response

from server.accounts import browsers, cookies, relying_party, sessions
from server.accounts.relying_party import RelyingParty
from server.accounts.sessions import SignedIn
from server.config import Settings
from server.core import clock
from server.core.api import reply
from server.core.guard import our_origins
from server.core.problems import SignInNeeded
from server.core.schema_version import SCHEMA

FRESH = 10  # minutes for which signing in counts for sensitive things


def open_session(user_id: str, at: datetime) -> str:
    """Open a session in place of the one this browser has, which may have been planted there; inside `write()`."""
    old = cookies.sent_token()
    if old is not None:
        sessions.close(old)
    return sessions.open_session(user_id, at, browsers.named(request.user_agent.string))


def welcome(token: str, at: datetime, status: int = 200) -> Response:
    """Answer who is signed in now, with the session's cookie and the mark of a known browser."""
    found = sessions.find(token, at)
    if found is None:  # ended from elsewhere in this very moment
        raise SignInNeeded
    response = session_answer(found, status)
    cookies.set_session(response, token)
    cookies.set_known_browser(response, found.name)
    return response


def farewell() -> Response:
    """Answer that nobody is signed in any more."""
    response = session_answer(None)
    cookies.clear_session(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def session_answer(found: SignedIn | None, status: int = 200) -> Response:
    """Answer who is asking, and what this server is."""
    body = {
        "user": {"id": found.user_id, "name": found.name} if found else None,
        "authenticated_at": clock.wire(found.authenticated_at) if found else None,
        "development": settings().development,
        "schema": SCHEMA,
    }
    return reply(body, status)


def party() -> RelyingParty:
    """Return who we are to authenticators; in development our pages may be open on another port."""
    return relying_party.relying_party(settings(), our_origins(settings()))


def settings() -> Settings:
    """Return the settings of the application."""
    found: Settings = current_app.config["HALLWAY"]
    return found
