"""Registers the way out."""

from flask import Flask

from server.core import revoked
from server.core.api import Api
from server.leaving import deletion
from server.leaving.routes import blueprint


def register(_app: Flask, api: Api) -> None:
    """Serve export and deletion; a restored backup deletes again."""
    revoked.on_restore(deletion.ACCOUNT, deletion.delete_again)
    api.register_blueprint(blueprint)
