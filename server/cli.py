"""The `hallway` command."""

import os
import socket
import sys
from importlib import import_module

import click
from flask import Flask

from server.config import ROOT, BadSetting
from server.core.command import migrate, refuse, with_database

# command -> where it lives; loaded on use, so that `hallway badge read` starts without the rest
GROUPS = {
    "agenda": "server.agenda.cli:agenda",
    "backup": "server.backups.cli:backup",
    "badge": "server.badges.cli:badge",
    "calendar": "server.calendar.cli:calendar",
    "push": "server.push.cli:push",
    "purge": "server.sync.cli:purge",
    "restore": "server.backups.cli:restore",
    "tracker": "server.tracker.cli:tracker",
    "user": "server.leaving.cli:user",
}


class Commands(click.Group):
    """The commands of all features, each loaded when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every command's name."""
        return sorted([*super().list_commands(ctx), *GROUPS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, loaded from its feature."""
        if cmd_name not in GROUPS:
            return super().get_command(ctx, cmd_name)
        module, name = GROUPS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=Commands)
@click.pass_context
def hallway(context: click.Context) -> None:
    """Run and look after a Hallway installation."""
    context.obj = context.obj or make_app


def make_app() -> Flask:
    """Return the application, or say in one sentence which setting keeps it from starting."""
    from server.app import create_app  # the whole application takes half a second to load; help needs none of it

    try:
        return create_app()
    except BadSetting as fault:
        refuse(str(fault))
        raise


@hallway.command("migrate")
@with_database
def migrate_database() -> None:
    """Make the database, or bring it to the newest layout."""
    click.echo("The database is up to date.")


@hallway.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes.")
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 128), help="Threads in each.")
@click.pass_context
def serve(context: click.Context, host: str, port: int, workers: int, threads: int) -> None:
    """Serve Hallway; the database is made or migrated first."""
    app: Flask = context.obj()
    with app.app_context():
        migrate()
        if app.config["HALLWAY"].development:
            from server.demo import prepare_development  # only development has a demo

            click.echo(prepare_development(app.config["HALLWAY"], port))
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *_gunicorn(host, port, workers, threads)])


def _gunicorn(host: str, port: int, workers: int, threads: int) -> list[str]:
    # localhost is both 127.0.0.1 and ::1; a browser may try either first
    hosts = ["127.0.0.1", "[::1]"] if host in {"127.0.0.1", "localhost"} and _has_ipv6() else [host]
    binds = [part for name in hosts for part in ("--bind", f"{name}:{port}")]
    return [
        *binds,
        *("--workers", str(workers), "--worker-class", "gthread", "--threads", str(threads)),
        *("--no-control-socket", "--keep-alive", "20", "--graceful-timeout", "10", "--log-level", "warning"),
        *("--pythonpath", str(ROOT), "--config", "python:server.serving"),
        "wsgi:app",
    ]


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def main() -> None:
    """Enter the command."""
    hallway()
