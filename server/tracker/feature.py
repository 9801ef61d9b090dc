"""Registers the tracker."""

from flask import Flask

from server.core.api import Api
from server.tracker.routes import blueprint


def register(_app: Flask, api: Api) -> None:
    """Serve the tracker."""
    api.register_blueprint(blueprint)
