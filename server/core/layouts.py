"""The layouts of the database, one after the other: Alembic, which commands need and a serving process does not."""

from typing import Any

from flask import Flask

from server import config
from server.core.db import db


class _Waiting:
    """Stands where Flask-Migrate keeps its configuration, and gives it the place when it is first looked at."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __getattr__(self, name: str) -> Any:
        import flask_migrate  # a twelfth of what a server process would hold

        flask_migrate.Migrate(self._app, db, directory=str(config.ROOT / "migrations"), render_as_batch=True)
        return getattr(self._app.extensions["migrate"], name)


def prepare(app: Flask) -> None:
    """Let `flask_migrate` work on the application's database once a command calls it."""
    app.extensions["migrate"] = _Waiting(app)
