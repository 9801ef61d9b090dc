"""Registers what stands before every view, then the accounts' own routes."""

from flask import Flask

from server.accounts import (
    challenges,
    credential_routes,
    pairing,
    pairing_routes,
    passkey_routes,
    passkeys,
    recovery,
    recovery_routes,
    reset_links,
    sessions,
)
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
    revoked.on_restore(passkeys.PASSKEY, passkeys.remove_again)
    revoked.on_restore(recovery.CODE, recovery.void_again)
    for forget in (challenges.forget_all, reset_links.forget_all, pairing.clear_all):
        revoked.after_restore(forget)
    for part in (blueprint, passkey_routes.blueprint, recovery_routes.blueprint, credential_routes.blueprint):
        api.register_blueprint(part)
    api.register_blueprint(pairing_routes.blueprint)
