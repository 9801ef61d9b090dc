"""`hallway purge`: for the operator's daily run."""

import click

from server.core import clock
from server.core.command import with_database
from server.core.db import snapshot, write
from server.sync import purging


@click.command()
@with_database
def purge() -> None:
    """Blank what was deleted more than 30 days ago, in the log too; run it once a day."""
    at, rows = clock.now(), 0
    with snapshot():
        users = purging.users_with_old_rows(at)
    for user_id in users:
        more = True
        while more:
            with write():
                purged = purging.purge_some(user_id, at)
            rows += purged
            more = purged == purging.AT_ONCE
    click.echo(f"{rows} deleted records of {len(users)} users were purged.")
