"""Registers the agenda: its routes, the door before them, and the manifests that every sync answer names."""

from flask import Flask

from server.agenda import fetching, shelf
from server.agenda.change_routes import blueprint as changes_blueprint
from server.agenda.correction_routes import blueprint as corrections_blueprint
from server.agenda.door import Door
from server.agenda.routes import blueprint
from server.agenda.search_routes import blueprint as search_blueprint
from server.agenda.source_routes import blueprint as sources_blueprint
from server.core.api import Api
from server.sync import registry


def register(app: Flask, api: Api) -> None:
    """Serve agendas and take imports."""
    vars(app)["wsgi_app"] = Door(app, app.wsgi_app)
    app.extensions["hallway_fetching"] = fetching.Policy()  # no setting: only a test puts another one here
    api.register_blueprint(blueprint)
    api.register_blueprint(changes_blueprint)
    api.register_blueprint(corrections_blueprint)
    api.register_blueprint(search_blueprint)
    api.register_blueprint(sources_blueprint)
    registry.announce("agenda", shelf.manifests)
