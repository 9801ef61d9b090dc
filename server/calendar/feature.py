"""Registers subscriptions, and what keeps their events in step with the student's records."""

from flask import Flask

from server.calendar import hooks
from server.calendar.routes import blueprint
from server.core.api import Api


def register(_app: Flask, api: Api) -> None:
    """Serve feeds and downloads; listen at the sync door."""
    hooks.listen()
    api.register_blueprint(blueprint)
