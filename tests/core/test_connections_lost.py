"""A database that drops its connections costs one call, not one for each that was open."""

import psycopg
import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from server.accounts.models import User
from server.core.db import db
from server.sync import log
from tests import factories
from tests.agenda.programmes import imported, programme, session
from tests.calendar.world import make_feed

pytestmark = pytest.mark.waits

OPEN = 5  # as many as the pool keeps


@pytest.fixture
def drop(app):
    """What fills the pool and has the server end all its connections."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no connections to lose")

    def dropped() -> None:
        db.session.remove()
        connections = [db.engine.connect() for _ in range(OPEN)]
        for connection in connections:
            connection.exec_driver_sql("SELECT 1")
        for connection in connections:
            connection.close()
        url = make_url(db.engine.url.render_as_string(hide_password=False)).set(drivername="postgresql")
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as other:
            ending = "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = current_database()"
            other.execute(f"{ending} AND pid <> pg_backend_pid()")

    return dropped


@pytest.fixture
def ada_id(app) -> str:
    return factories.user("ada").id


@pytest.fixture
def calls(app, ada_id):
    """What is asked before and after: a guest's list, a signed-in user's own, a public file and a feed."""
    file = f"/agenda/{imported(programme(session('Opening'))).conference.manifest}.json"
    ada, guest = factories.browser(app, db.session.get(User, ada_id)), factories.browser(app)
    feed = make_feed(ada)
    return {
        "guest": lambda: guest.get("/api/conferences"),
        "user": lambda: ada.get("/api/session"),
        "file": lambda: guest.get(file),
        "feed": lambda: guest.get(feed),
    }


@pytest.mark.parametrize("way", ["guest", "user", "file", "feed"])
def test_connections_that_were_lost_cost_one_call_at_most(drop, calls, capfd, way):
    for _ in range(3):  # the doors know their answers then
        calls[way]()
    drop()
    capfd.readouterr()

    told = [calls[way]().status_code for _ in range(OPEN + 2)]

    assert (sorted(told)[:-1], max(told) in (200, 503)) == ([200] * (OPEN + 1), True)
    assert "Traceback" not in capfd.readouterr().err


def test_a_transaction_meets_lost_connections_once(drop, ada_id):
    told = []
    drop()
    for _ in range(OPEN + 2):
        try:
            told.append(log.read_place(ada_id))
        except OperationalError:
            told.append(None)
            db.session.rollback()

    assert told == [None, *[log.BEGINNING] * (OPEN + 1)]
