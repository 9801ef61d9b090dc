"""The layout in which times stand in their conference's zone comes to feeds that are there already, once."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import select

from server.app import create_app
from server.calendar import refreshing
from server.calendar.installation import moment
from server.calendar.models import CalendarEvent, CalendarFeed
from server.core import clock
from server.core.db import db, write
from tests.calendar.world import STARTS, conference, events, fetch, flag, item, make_feed, student
from tests.conftest import DATABASES, fresh_postgresql, settings_for

BEFORE, AFTER = "a1c0f0100000", "a1c0f0110000"


@pytest.fixture(params=DATABASES)
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An installation whose database was made by its migrations."""
    if request.param == "postgresql":
        with fresh_postgresql(f"hallway_calendar_{os.getpid()}") as url:
            yield from _migrated(tmp_path, url)
    else:
        yield from _migrated(tmp_path, f"sqlite:///{tmp_path / 'x.sqlite'}")


def _migrated(folder: Path, url: str) -> Iterator[Flask]:
    made = create_app(settings_for(folder, url))
    with made.app_context():
        flask_migrate.upgrade()
        yield made
        db.session.rollback()
        db.engine.dispose()


def move_to(revision: str) -> None:
    db.session.rollback()
    (flask_migrate.upgrade if revision in (AFTER, "head") else flask_migrate.downgrade)(revision=revision)
    db.session.expire_all()


def lives() -> dict[bool, tuple[int, object, object]]:
    """Whether gone -> sequence, zone, bytes."""
    rows = db.session.scalars(select(CalendarEvent).where(CalendarEvent.scope == "plan"))
    return {row.gone: (row.sequence, (row.content or {}).get("zone"), row.piece) for row in rows}


def test_every_event_is_written_anew_once_and_goes_on_from_there(app):
    ada = student(app)
    meeting = conference()
    talk, off = item(meeting), item(meeting, "Off", starts_at=STARTS + timedelta(days=1))
    for one in (talk, off):
        flag(ada, item=one)
    flag(ada, tier=None, item=off)
    path = make_feed(ada)
    first = fetch(ada, path)
    (before,) = events(first).values()
    move_to(BEFORE)
    old = lives()
    move_to("head")

    now = lives()
    with write():
        user_id = db.session.scalars(select(CalendarFeed.user_id)).one()
        refreshing.refresh_plan(user_id, moment())
    second = fetch(ada, path)

    assert (old, now) == (
        {False: (1, None, None), True: (0, None, None)},
        {False: (2, "America/Chicago", None), True: (0, None, None)},
    )
    (after,) = events(second).values()
    assert (after["SEQUENCE"], after["UID"]) == (2, before["UID"])
    assert before["LAST-MODIFIED"].dt < after["LAST-MODIFIED"].dt <= clock.now() + timedelta(seconds=3)
    assert second.last_modified > first.last_modified
    assert [one.headers["ETag"].split("-")[:2] for one in (first, second)] == [['W/"2', "1"], ['W/"2', "3"]]
