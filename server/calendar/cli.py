"""`hallway calendar`: what a student's calendar program sees, for support."""

import sys
from pathlib import Path

import click

from server.accounts import service as accounts
from server.calendar import files
from server.calendar.installation import layout
from server.calendar.refreshing import ALL, FOLLOWUPS, PLAN
from server.core import clock
from server.core.command import refuse, with_database


@click.group()
def calendar() -> None:
    """Look into calendars."""


@calendar.command()
@click.option("--student", required=True, metavar="NAME", help="User name.")
@click.option("--scope", required=True, type=click.Choice((FOLLOWUPS, PLAN, ALL)))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; else standard output.")
@with_database
def render(student: str, scope: str, out: Path | None) -> None:
    """Write the exact bytes of a student's feed."""
    user = accounts.find(student)
    if user is None:
        refuse(f"There is no user {student!r}.")
        return
    data = files.whole(user.id, scope, clock.now(), layout())
    if out is None:
        sys.stdout.buffer.write(data)
        return
    try:
        out.write_bytes(data)
    except OSError as fault:
        refuse(f"{out} cannot be written: {fault.strerror}.")
