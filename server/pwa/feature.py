"""Registers the web app's files and pages."""

from flask import Flask

from server.config import ROOT
from server.core.api import Api
from server.pwa import shell
from server.pwa.routes import add_pages, blueprint

BUILT = ROOT / "web" / "dist"

add_pages()


def register(app: Flask, _api: Api) -> None:
    """Serve the built web app from memory."""
    app.extensions["hallway-shell"] = shell.load(BUILT)
    app.register_blueprint(blueprint)
