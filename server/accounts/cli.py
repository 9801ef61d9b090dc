"""`hallway user`: the operator's way to accounts; there is no page for it."""

import sys

import click
from flask import current_app

from server.accounts import passwords, reset_links, service
from server.config import Settings
from server.core import clock
from server.core.command import refuse, with_database
from server.core.db import write
from server.core.logs import security_event
from server.core.problems import Invalid


@click.group()
def user() -> None:
    """Add users, close and open their accounts."""


@user.command()
@click.argument("name")
@with_database
def add(name: str) -> None:
    """Add a user; the password is asked for, or read from a line on stdin."""
    try:
        account = service.check(name, _password())
        with write():
            user_id = service.sign_up(account, clock.now())
    except Invalid as fault:
        refuse(" ".join(error["detail"] for error in fault.errors))
        return
    security_event("signed-up", user=user_id)
    click.echo(f"{account.name} can sign in now.")


@user.command()
@click.argument("name")
@with_database
def disable(name: str) -> None:
    """Keep a user out; nothing of theirs is lost."""
    with write():
        user_id = service.disable(name, clock.now())
    security_event("disabled", user=user_id)
    click.echo(f"{name} is kept out until you run: hallway user enable {name}")


@user.command()
@click.argument("name")
@with_database
def enable(name: str) -> None:
    """Let a user in again."""
    with write():
        user_id = service.enable(name)
    security_event("enabled", user=user_id)
    click.echo(f"{name} can use Hallway again.")


@user.command("reset-link")
@click.argument("name")
@with_database
def reset_link(name: str) -> None:
    """Print a link by which a user who has lost every way in sets a new one."""
    settings: Settings = current_app.config["HALLWAY"]
    with write():
        account = service.named(name)
        user_id, token = account.id, reset_links.make(account, clock.now())
    security_event("reset-link-made", user=user_id)
    click.echo(f"{settings.url}/reset#{token}")
    click.echo(
        f"It works once and for {reset_links.LIFE.seconds // 60} minutes. Give it to {name} and nobody else.", err=True
    )


def _password() -> str:
    if sys.stdin.isatty():
        asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return asked
    # one character more than fits, so that an endless line is refused instead of read
    return sys.stdin.readline(passwords.MOST_BYTES + 2).rstrip("\r\n")
