"""Flask without the parts that Hallway has no use for and every request would pay for."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import NullSession, SessionInterface, SessionMixin


class NoSessions(SessionInterface):
    """No signed cookie of Flask's: sessions are rows (server/accounts). Whoever writes to one is told so."""

    def __init__(self) -> None:
        """Make the one empty session that all requests get."""
        self._none = NullSession()

    def open_session(self, app: Flask, request: Request) -> SessionMixin:
        """Return the empty session."""
        return self._none

    def is_null_session(self, obj: object) -> bool:
        """There is never anything to keep."""
        return True

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep nothing."""


class LeanFlask(Flask):
    """An application whose views are plain functions: looking whether they are took as long as running the hooks."""

    session_interface = NoSessions()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function itself."""
        return func
