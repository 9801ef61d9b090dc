"""Registers what stands before every view, then the accounts' own routes."""

from flask import Flask

from server.accounts import sessions
from server.accounts.routes import blueprint
from server.accounts.who import start_who
from server.config import Settings
from server.core import revoked
from server.core.api import Api
from server.core.guard import start_guard
from server.core.limits import start_limits
from server.core.logs import start_logs


def register(app: Flask, api: Api) -> None:
    """Start the hooks in the order in which a request meets them: log, guard, who, limits."""
    settings: Settings = app.config["HALLWAY"]
    start_logs(app)
    start_guard(app)
    start_who(app)
    start_limits(app, settings)
    revoked.on_restore(sessions.SESSION, sessions.end_again)
    api.register_blueprint(blueprint)
