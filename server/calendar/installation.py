"""What calendars take from this installation: its one address, and the time."""

from urllib.parse import urlsplit

from flask import current_app

from server.calendar.ical import Layout
from server.calendar.refreshing import Moment
from server.config import Settings
from server.core import clock


def moment() -> Moment:
    """Return the present moment, with the origin of links."""
    return Moment(clock.now(), _settings().url)


def layout() -> Layout:
    """Return how events are written; the host stands in every UID, so it is fixed for good."""
    return Layout(urlsplit(_settings().url).hostname or "")


def address(token: str) -> str:
    """Return the address of a feed."""
    return f"{_settings().url}/calendar/{token}.ics"


def _settings() -> Settings:
    settings: Settings = current_app.config["HALLWAY"]
    return settings
