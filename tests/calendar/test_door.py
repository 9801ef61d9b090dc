"""Polls that are answered before the application is asked get what the application itself would say."""

import pytest
from sqlalchemy import update
from werkzeug.test import EnvironBuilder

from server.accounts.models import User
from server.calendar.door import Door
from server.calendar.service import digest
from server.core import clock
from server.core.db import db
from tests.calendar.test_feed import CHANGED, UNCHANGED, change_alarm, change_contact, finish
from tests.calendar.world import fetch
from tests.doors import let_through


def told(answer) -> tuple:
    return answer.status_code, sorted(answer.headers.items()), answer.data


@pytest.fixture
def asked_inside(app, monkeypatch) -> list[str]:
    """The paths that reached the application."""
    door = app.wsgi_app
    assert isinstance(door, Door)
    return let_through(door, monkeypatch)


@pytest.mark.parametrize("conditions", [*UNCHANGED.values(), *CHANGED.values()], ids=[*UNCHANGED, *CHANGED])
@pytest.mark.parametrize("packed", [{}, {"Accept-Encoding": "gzip"}])
def test_the_third_poll_is_answered_at_the_door_with_the_same(ada, feed, asked_inside, conditions, packed):
    first = fetch(ada, feed)
    asked = conditions(first) | packed
    second = fetch(ada, feed, **asked)
    asked_inside.clear()

    third = fetch(ada, feed, **asked)

    assert (told(third), asked_inside) == (told(second), [])


@pytest.mark.parametrize("change", [change_contact, finish, change_alarm])
def test_what_has_changed_goes_to_the_application(ada, feed, asked_inside, change):
    first = fetch(ada, feed)
    for _ in range(2):
        fetch(ada, feed, **UNCHANGED["weak"](first))
    change(ada)
    asked_inside.clear()

    answer = fetch(ada, feed, **UNCHANGED["weak"](first))

    assert (answer.status_code, asked_inside) == (200, [feed])


def test_a_new_day_and_a_dead_address_go_to_the_application(ada, feed, now, asked_inside):
    for _ in range(3):
        fetch(ada, feed)
    asked_inside.clear()
    now.pass_by(days=1)
    next_day = fetch(ada, feed)
    (one,) = ada.get("/api/calendar").json["feeds"]
    ada.post(f"/api/calendar/{one['id']}/revoke", {})

    assert (next_day.status_code, fetch(ada, feed).status_code) == (200, 404)
    assert [path for path in asked_inside if path.startswith("/calendar/")] == [feed, feed]
    assert one["last_fetched_on"] == "2026-12-02"


def test_an_answer_is_old_once_another_program_was_told_what_changed(ada, feed, app):
    for _ in range(3):
        fetch(ada, feed)
    change_contact(ada)
    fetch(ada, feed, **{"Accept-Encoding": "gzip"})  # has the bytes made anew, under other headers

    after = told(fetch(ada, feed))

    app.wsgi_app._kept.clear()
    assert after == told(fetch(ada, feed))


def test_another_host_is_not_answered_at_the_door(ada, feed, asked_inside):
    for _ in range(3):
        fetch(ada, feed)
    asked_inside.clear()

    answer = fetch(ada, feed, Host="elsewhere.example")

    assert (answer.status_code >= 400, asked_inside) == (True, [feed])


def test_a_flood_of_guesses_is_not_looked_up_at_the_door(ada, feed, app, monkeypatch):
    fetch(ada, feed)
    looked_up: list[bytes] = []
    look = Door.now
    monkeypatch.setattr(Door, "now", lambda self, key, kept: looked_up.append(key[0]) or look(self, key, kept))

    guesses = [fetch(ada, f"/calendar/{number:043}.ics").status_code for number in range(3)]
    known = fetch(ada, feed).status_code

    assert (guesses, known, looked_up) == ([404, 404, 404], 200, [digest(feed[len("/calendar/") : -len(".ics")])])


def test_an_answer_is_repeated_only_to_the_same_question(ada, feed, app):
    first = fetch(ada, feed)
    questions = [{}, {"Accept-Encoding": "gzip"}, *(conditions(first) for conditions in UNCHANGED.values())]
    alone = []
    for question in questions:
        app.wsgi_app._kept.clear()
        alone.append(told(fetch(ada, feed, **question)))
    app.wsgi_app._kept.clear()

    for _ in range(3):
        assert [told(fetch(ada, feed, **question)) for question in questions] == alone


def test_whoever_was_switched_off_is_not_answered_at_the_door(ada, feed, app, asked_inside):
    for _ in range(3):
        fetch(ada, feed)
    asked_inside.clear()
    with app.app_context():
        db.session.execute(update(User).values(disabled_at=clock.now()))
        db.session.commit()

    answer = fetch(ada, feed)

    assert (answer.status_code, asked_inside) == (404, [feed])


def test_whoever_changes_the_headers_changes_none_that_follow(ada, feed, app, asked_inside):
    def served() -> list[str]:
        told = []

        def start(_status, headers, _fault=None):
            told.extend(name for name, _ in headers)
            headers.append(("X-Server", "added"))

        b"".join(app.wsgi_app(EnvironBuilder(feed, base_url=app.config["HALLWAY"].url).get_environ(), start))
        return told

    fetch(ada, feed)

    assert ["X-Server" in served() for _ in range(3)] == [False, False, False]
    assert asked_inside == [feed, feed]


def test_whoever_asks_for_another_protocol_is_told_so_by_the_application(ada, feed, asked_inside):
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade"}

    told = [fetch(ada, feed, **headers).status_code for headers in ({}, {}, {}, upgrade)]

    assert (told, asked_inside) == ([200, 200, 200, 400], [feed] * 3)
