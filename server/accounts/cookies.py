"""The three cookies: the session, the mark of a browser that has signed in before, and the visit before a sign-in."""

import secrets
from datetime import timedelta

from flask import current_app, request
from werkzeug.wrappers import Response

from server.accounts import known
from server.accounts.challenges import LIFE
from server.accounts.sessions import SLIDING
from server.config import Settings


def session_name(settings: Settings) -> str:
    """Return the session cookie's name; `__Host-` binds it to this host and to TLS (RFC 6265bis section 4.1.3.2)."""
    return "hallway-session" if _is_plain(settings) else "__Host-session"


def known_name(settings: Settings) -> str:
    """Return the name of the known browser's cookie."""
    return "hallway-known" if _is_plain(settings) else "__Host-known"


def visit_name(settings: Settings) -> str:
    """Return the name of the cookie that ties a challenge to the browser that asked for it."""
    return "hallway-visit" if _is_plain(settings) else "__Host-visit"


def sent_token() -> str | None:
    """Return the value of the session cookie as it was sent."""
    return request.cookies.get(session_name(_settings())) or None


def set_session(response: Response, token: str) -> None:
    """Give the browser its session."""
    _set(response, session_name(_settings()), token, SLIDING)


def clear_session(response: Response) -> None:
    """Take the session out of the browser."""
    secure = not _is_plain(_settings())
    response.delete_cookie(session_name(_settings()), path="/", secure=secure, httponly=True, samesite="Lax")


def known_browser(name: str) -> str | None:
    """Return the number of this browser if it has signed in under this name before."""
    return known.number_of(request.cookies.get(known_name(_settings())), name, _settings().secret_key)


def set_known_browser(response: Response, name: str) -> None:
    """Let the browser be known under this name, unless it is already."""
    if known_browser(name) is None:
        _set(response, known_name(_settings()), known.mark(name, _settings().secret_key), known.KEPT)


def visit() -> str | None:
    """Return the value of this browser's visit, None where it has none."""
    return request.cookies.get(visit_name(_settings())) or None


def set_visit(response: Response, value: str) -> None:
    """Let the browser keep its visit for as long as a challenge lives."""
    _set(response, visit_name(_settings()), value, LIFE)


def fresh_visit() -> str:
    """Return the value of a new visit, 256 random bits."""
    return secrets.token_urlsafe(32)


def _set(response: Response, name: str, value: str, kept: timedelta) -> None:
    secure = not _is_plain(_settings())
    response.set_cookie(name, value, max_age=kept, path="/", secure=secure, httponly=True, samesite="Lax")


def _is_plain(settings: Settings) -> bool:
    # The one case without TLS: a developer's own machine, under another cookie name.
    return settings.development and not settings.secure


def _settings() -> Settings:
    settings: Settings = current_app.config["HALLWAY"]
    return settings
