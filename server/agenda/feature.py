"""Registers the agenda: its routes, and the manifests that every sync answer names."""

from flask import Flask

from server.agenda import shelf
from server.agenda.routes import blueprint
from server.core.api import Api
from server.sync import registry


def register(_app: Flask, api: Api) -> None:
    """Serve agendas and take imports."""
    api.register_blueprint(blueprint)
    registry.announce("agenda", shelf.manifests)
