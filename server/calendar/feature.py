"""Registers subscriptions, and what keeps their events in step with the student's records."""

from flask import Flask

from server.calendar import hooks, service
from server.calendar.door import Door
from server.calendar.routes import blueprint
from server.core import revoked
from server.core.api import Api


def register(app: Flask, api: Api) -> None:
    """Serve feeds and downloads; listen at the sync door."""
    vars(app)["wsgi_app"] = Door(app, app.wsgi_app)
    hooks.listen()
    revoked.on_restore(service.FEED, service.revoke_again)
    api.register_blueprint(blueprint)
