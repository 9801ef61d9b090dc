"""`hallway user delete`: with the other commands about accounts, but it has to know every feature."""

import click

from server.accounts import service
from server.accounts.cli import user
from server.accounts.names import folded
from server.core.command import refuse, with_database
from server.core.db import write
from server.core.logs import security_event
from server.leaving import deletion

__all__ = ["user"]


@user.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask for the name again.")
@with_database
def delete(name: str, *, yes: bool) -> None:
    """Delete a user and everything of theirs, for good."""
    if service.find(name) is None:
        refuse(f"There is no user {name!r}.")
    if not yes and folded(click.prompt("This cannot be undone. The name again")) != folded(name):
        refuse("That is another name. Nothing was deleted.")
    with write():
        user_id = deletion.delete_named(name)
    security_event("account-deleted", user=user_id)
    click.echo(f"{name} and everything of theirs is deleted. Backups hold it until they are 30 days old.")
