"""Registers reminders."""

from flask import Flask

from server.core.api import Api
from server.push import sending
from server.push.routes import blueprint


def register(app: Flask, api: Api) -> None:
    """Serve the switch of a device."""
    app.extensions["hallway_push"] = sending.POLICY  # no setting: only a test puts another one here
    api.register_blueprint(blueprint)
