"""Public files that are answered before the application is asked get what the application itself would say."""

import pytest
from sqlalchemy import create_engine, update
from werkzeug.test import EnvironBuilder

from server.agenda import service
from server.agenda.answers import Target
from server.agenda.door import Door
from server.agenda.models import Conference
from server.core.db import db, write
from tests import factories
from tests.agenda.programmes import imported, programme, session
from tests.doors import let_through

FILE = programme(session("Opening"), session("Closing", at=30))


def told(answer) -> tuple:
    return answer.status_code, list(answer.headers.items()), answer.data


@pytest.fixture
def asked_inside(app, monkeypatch) -> list[str]:
    """The paths that reached the application."""
    door = app.wsgi_app.inner
    assert isinstance(door, Door)
    door._kept.clear()  # an earlier test may have had the same file
    return let_through(door, monkeypatch)


@pytest.fixture
def path(app) -> str:
    """The address of the manifest of a public conference."""
    return f"/agenda/{imported(FILE).conference.manifest}.json"


@pytest.mark.parametrize("accepts", ["br", "gzip, br", "gzip", "br;q=0, gzip", ""])
def test_the_second_fetch_is_answered_at_the_door_with_the_same(app, path, asked_inside, accepts):
    guest = factories.browser(app)
    first = guest.get(path, headers={"Accept-Encoding": accepts})

    second = guest.get(path, headers={"Accept-Encoding": accepts})

    assert told(second) == told(first)
    assert (first.status_code, asked_inside) == (200, [path])


def test_what_is_public_no_more_is_gone_at_once(app, path, asked_inside):
    guest = factories.browser(app)
    for _ in range(2):
        guest.get(path)
    with write():
        db.session.execute(update(Conference).values(public=False))

    answer = guest.get(path)

    assert (answer.status_code, asked_inside) == (404, [path, path])


def test_a_private_file_is_never_answered_at_the_door(app, asked_inside):
    ada = factories.user("ada")
    path = f"/agenda/{imported(FILE, target=Target(ada.id, 'mine')).conference.manifest}.json"
    owner, guest = factories.browser(app, ada), factories.browser(app)

    private = [owner.get(path).status_code for _ in range(2)], guest.get(path).status_code
    with write():
        service.publish(ada.id, "mine")
    public = [guest.get(path).status_code for _ in range(2)]

    assert (private, public, len(asked_inside)) == (([200, 200], 404), [200, 200], 4)


@pytest.mark.parametrize(
    ("method", "host", "status"), [("GET", "elsewhere.example", 400), ("HEAD", None, 200), ("OPTIONS", None, 200)]
)
def test_all_but_a_plain_fetch_under_our_name_goes_to_the_application(app, path, asked_inside, method, host, status):
    guest = factories.browser(app)
    for _ in range(2):
        guest.get(path)

    answer = guest.call(method, path, headers={"Host": host} if host else {})

    assert (answer.status_code, asked_inside) == (status, [path, path])


def test_a_database_that_is_away_is_for_the_application_to_tell(app, path, asked_inside, monkeypatch):
    guest = factories.browser(app)
    for _ in range(2):
        guest.get(path)
    monkeypatch.setattr(app.wsgi_app.inner, "_engine", create_engine("sqlite:////nowhere/hallway.sqlite"))

    answer = guest.get(path)

    assert (answer.status_code, asked_inside) == (200, [path, path])


def test_the_door_keeps_no_more_than_so_many_answers(app, path, asked_inside, monkeypatch):
    monkeypatch.setattr(Door, "most_kept", 2)
    guest = factories.browser(app)

    for accepts in ("br", "gzip", "", "br", "gzip"):
        guest.get(path, headers={"Accept-Encoding": accepts})

    assert (len(app.wsgi_app.inner._kept), len(asked_inside)) == (2, 5)


def test_odd_headers_throw_nothing_out(app, path, asked_inside, monkeypatch):
    monkeypatch.setattr(Door, "most_kept", 2)
    guest = factories.browser(app)

    for number in range(5):
        guest.get(path, headers={"Accept-Encoding": f"br, x{number}"})

    assert ([key[2] for key in app.wsgi_app.inner._kept], asked_inside) == (["br"], [path])


def test_whoever_changes_the_headers_changes_none_that_follow(app, path, asked_inside):
    def served() -> list[tuple[str, str]]:
        told = []

        def start(_status, headers, _fault=None):
            told.extend(headers)
            headers.append(("X-Server", "added"))

        environ = EnvironBuilder(path, base_url=app.config["HALLWAY"].url).get_environ()
        b"".join(app.wsgi_app(environ, start))
        return told

    assert [[name for name, _ in served() if name == "X-Server"] for _ in range(3)] == [[], [], []]
    assert asked_inside == [path]


def test_whoever_asks_for_another_protocol_is_told_so_by_the_application(app, path, asked_inside):
    guest = factories.browser(app)
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade"}

    told = [guest.get(path, headers=headers).status_code for headers in ({}, {}, upgrade)]

    assert (told, asked_inside) == ([200, 200, 400], [path, path])
