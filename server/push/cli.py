"""`hallway push`: the reminders of this hour, for cron (docs/operations.md)."""

import click
from flask import current_app

from server.core import clock
from server.core.command import with_database
from server.push import routes, service


@click.group()
def push() -> None:
    """Send reminders to the devices that asked for them."""


@push.command("send")
@with_database
def send_reminders() -> None:
    """Tell each student whose morning it is how many follow-ups are due; run it every quarter of an hour."""
    told = service.send_due(current_app.config["HALLWAY"], routes.policy(), clock.now())
    click.echo(f"{told.sent} sent, {told.gone} devices gone, {told.failed} failed.")
    if told.failed:
        raise SystemExit(1)
