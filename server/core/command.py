"""What commands share: the application, its database made or migrated, and refusals as one sentence with exit 2."""

import functools
import sys
from collections.abc import Callable
from typing import Any

import click
import flask_migrate
from flask import Flask

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


def refuse(sentence: str) -> None:
    """Say one clear sentence on stderr and exit with 2."""
    click.echo(sentence, err=True)
    sys.exit(2)
