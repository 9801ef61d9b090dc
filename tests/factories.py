"""Makers of what tests start from: users straight in the database, and browsers that behave like ours."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.accounts import hashing, sessions
from server.accounts.cookies import session_name
from server.accounts.models import User
from server.accounts.names import folded
from server.core import clock, ids
from server.core.db import db, write

OURS = {"Sec-Fetch-Site": "same-origin", "X-Hallway": "1"}


def user(name: str = "ada", password: str | None = None) -> User:
    """Return a new user; without a password nobody can sign in as them by one, which saves the hashing."""
    made = User(
        id=ids.fresh(),
        name=name,
        folded_name=folded(name),
        password_hash=hashing.make(password) if password else None,
        created_at=clock.now(),
    )
    with write():
        db.session.add(made)
    return made


def browser(app: Flask, user: User | None = None) -> "Browser":
    """Return a browser that has our pages open, signed in as the user if one is given."""
    made = Browser(app, app.test_client())
    if user is not None:
        with write():
            token = sessions.open_session(user.id, clock.now())
        made.client.set_cookie(session_name(app.config["HALLWAY"]), token, domain=made.host.rsplit(":", 1)[0])
    return made


@dataclass
class Browser:
    """A test client; each call runs in an application context of its own, as on a real server."""

    app: Flask
    client: FlaskClient

    @property
    def host(self) -> str:
        """The host and port of the installation."""
        return self.app.config["HALLWAY"].host

    @property
    def token(self) -> str | None:
        """The value of the session cookie."""
        cookie = self.client.get_cookie(session_name(self.app.config["HALLWAY"]), domain=self.host.rsplit(":", 1)[0])
        return cookie.value if cookie else None

    def get(self, path: str, **more: Any) -> TestResponse:
        """Return the answer to GET."""
        return self.call("GET", path, **more)

    def post(self, path: str, json: Any = None, **more: Any) -> TestResponse:
        """Return the answer to POST."""
        return self.call("POST", path, json=json, **more)

    def put(self, path: str, json: Any = None, **more: Any) -> TestResponse:
        """Return the answer to PUT."""
        return self.call("PUT", path, json=json, **more)

    def patch(self, path: str, json: Any = None, **more: Any) -> TestResponse:
        """Return the answer to PATCH."""
        return self.call("PATCH", path, json=json, **more)

    def delete(self, path: str, json: Any = None, **more: Any) -> TestResponse:
        """Return the answer to DELETE."""
        return self.call("DELETE", path, json=json, **more)

    def call(self, method: str, path: str, **more: Any) -> TestResponse:
        """Return the answer; `headers` are added to ours, one given as None is taken away."""
        if more.get("json") is None:
            more.pop("json", None)
        headers = {name: value for name, value in (OURS | more.pop("headers", {})).items() if value is not None}
        more = {"base_url": self.app.config["HALLWAY"].url, "buffered": True} | more
        if has_app_context():
            db.session.rollback()  # the test's own transaction would hide what the request writes
        with self.app.app_context():
            return self.client.open(path, method=method, headers=headers, **more)
