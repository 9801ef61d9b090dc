"""`hallway backup` and `hallway restore`."""

from datetime import datetime
from pathlib import Path

import click
from flask import Flask, current_app

from server.backups import archive, service
from server.backups.archive import BadBackup
from server.config import Settings
from server.core import clock, revoked
from server.core.command import refuse, with_database

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("folder", type=FOLDER, required=False)
@with_database
def backup(folder: Path | None) -> None:
    """Write a backup of everything into FOLDER (else HALLWAY_BACKUPS); those over 30 days old go."""
    settings = _settings()
    try:
        made = service.make(settings.database_url, folder or settings.backups, clock.now())
    except BadBackup as fault:
        refuse(str(fault))
        return
    label = archive.read_label(made)
    size = made.stat().st_size
    click.echo(f"{made}: {label.users} users, {label.mutations} changes, {size:,} bytes, checked.")


@click.command()
@click.argument("place", type=click.Path(path_type=Path, exists=True))
@click.option("--revoked", "log", type=click.Path(path_type=Path), help="The log of what ended since the backup.")
@click.option("--end-sessions", is_flag=True, help="Let everybody sign in again.")
@click.pass_context
def restore(context: click.Context, place: Path, log: Path | None, *, end_sessions: bool) -> None:
    """Bring back the backup PLACE, or the newest of that folder. Stop the server first."""
    app: Flask = context.find_root().obj()
    with app.app_context():
        settings = _settings()
        try:
            dump = archive.newest(place) if place.is_dir() else place
            done = service.restore(settings.database_url, dump, log or revoked.log_path(), end_sessions=end_sessions)
        except BadBackup as fault:
            refuse(str(fault))
            return
        _tell(dump, done)


def _tell(dump: Path, done: service.Restored) -> None:
    made_at = datetime.fromisoformat(done.label.made_at)
    click.echo(f"Back to {made_at:%Y-%m-%d %H:%M} UTC: {done.label.users} users, {done.label.mutations} changes.")
    for kind, count in sorted(done.ended.items()):
        click.echo(f"ended again since then: {count} {kind}")
    if done.sessions_ended:
        click.echo(f"{done.sessions_ended} sessions ended; everybody signs in again.")
    if done.set_aside is not None:
        click.echo(f"The database as it was before stands in {done.set_aside}.")
    click.echo(f"Restored from {dump}. Phones send again what this backup lacks when they next connect.")


def _settings() -> Settings:
    settings: Settings = current_app.config["HALLWAY"]
    return settings
