"""Who is asking: resolves the cookie of every request and enforces the mark of the view it reaches."""

from datetime import timedelta

from flask import Flask, current_app, g, request
from sqlalchemy.exc import InternalError, OperationalError
from werkzeug.wrappers import Response

from server.accounts import cookies, sessions
from server.accounts.sessions import SignedIn
from server.core import clock
from server.core.access import PUBLIC, access_of
from server.core.db import write
from server.core.logs import security_event
from server.core.problems import Busy, Forbidden, SignInAgain, SignInNeeded


def current_user_id() -> str:
    """Return the id of the signed-in user; raise SignInNeeded."""
    return _needed().user_id


def current_session() -> SignedIn | None:
    """Return the live session of this request, None for nobody and for a disabled user."""
    found = _resolve()
    return None if found is None or found.disabled else found


def ask_again_after(minutes: int) -> None:
    """Raise SignInAgain where this session proved longer ago than that who it is."""
    if clock.now() - _needed().authenticated_at > timedelta(minutes=minutes):
        raise SignInAgain("Please sign in once more before you do that.")


def adopt_device(device_id: str) -> None:
    """Tie this session to the device of its first sync; inside `write()`."""
    sessions.adopt_device(_needed(), device_id)


def start_who(app: Flask) -> None:
    """Resolve the cookie before every view from now on, and keep everyone out whom its mark does not let in."""
    app.before_request(_forget_last)
    app.before_request(_enforce)
    app.after_request(_renew_cookie)


def _needed() -> SignedIn:
    found = current_session()
    if found is None:
        raise SignInNeeded
    return found


def _forget_last() -> None:
    # A test may keep one application context open over several requests.
    g.pop("signed_in", None)
    g.user_id, g.renewed_token = None, None


def _resolve() -> SignedIn | None:
    if "signed_in" not in g:
        g.signed_in = _find()
    found: SignedIn | None = g.signed_in
    return found


def _find() -> SignedIn | None:
    token, at = cookies.sent_token(), clock.now()
    found = sessions.find(token, at) if token else None
    if token is None or found is None:
        return None
    g.user_id = found.user_id
    if at - found.last_seen_at >= sessions.TOUCH_EVERY:
        _touch(found, token)
    return found


def _touch(found: SignedIn, token: str) -> None:
    try:
        with write():
            sessions.touch(found, clock.now())
    except (OperationalError, InternalError, Busy):  # a full or locked database must not keep anyone from reading
        current_app.logger.warning("a session could not be prolonged")
    else:
        g.renewed_token = token


def _enforce() -> None:
    if request.endpoint is None:  # nothing there, or not with this method: answered by the router
        return
    public = access_of(current_app.view_functions[request.endpoint]) == PUBLIC
    if public and not request.path.startswith("/api/"):  # the shell and the shards cost no look-up unless they ask
        return
    found = _resolve()
    if public:
        return
    if found is None:
        raise SignInNeeded
    if found.disabled:
        security_event("denied", reason="disabled")
        raise Forbidden("This account has been closed by the operator of this server.")


def _renew_cookie(response: Response) -> Response:
    token: str | None = g.get("renewed_token")
    stored_by_others = "Cache-Control" in response.headers  # a cached answer must not carry a cookie
    if token is not None and not stored_by_others and "Set-Cookie" not in response.headers:
        cookies.set_session(response, token)
    return response
