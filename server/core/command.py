"""What commands share: the application, its database made or migrated, and refusals as one sentence with exit 2."""

import functools
import sys
from collections.abc import Callable
from typing import Any

import click
import flask_migrate
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Flask, current_app

from server.core.problems import Problem


def with_database(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run the command inside the application, after its database has been made or migrated."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        app: Flask = click.get_current_context().find_root().obj()
        with app.app_context():
            migrate()
            try:
                return command(*args, **kwargs)
            except Problem as problem:
                refuse(problem.detail or problem.title)

    return run


def migrate() -> None:
    """Bring the database of the current application to the newest layout; a new one is made."""
    flask_migrate.upgrade()


def knows_layout(revision: str) -> bool:
    """Tell whether a database of that revision can be brought to the newest layout; a newer Hallway's cannot."""
    config = current_app.extensions["migrate"].migrate.get_config()
    try:
        return ScriptDirectory.from_config(config).get_revision(revision) is not None
    except CommandError:
        return False


def refuse(sentence: str) -> None:
    """Say one clear sentence on stderr and exit with 2."""
    click.echo(sentence, err=True)
    sys.exit(2)
