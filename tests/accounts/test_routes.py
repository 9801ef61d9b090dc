"""Signing up, in and out over HTTP."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from server.accounts.models import Attempt, Session, User
from server.core.db import db, write
from tests import factories

SPOKEN = "wombat teapot lantern"
NOBODY = {"user": None, "authenticated_at": None, "development": True, "schema": 1}


def sign_in(browser: factories.Browser, name: str = "ada", password: str = SPOKEN) -> TestResponse:
    """Return the answer to signing in."""
    return browser.post("/api/session", {"name": name, "password": password})


def test_nobody_is_signed_in_at_first(app: Flask) -> None:
    answer = factories.browser(app).get("/api/session")
    assert (answer.status_code, answer.json) == (200, NOBODY)


def test_signing_up_signs_in(app: Flask) -> None:
    browser = factories.browser(app)
    made = browser.post("/api/users", {"name": " Ada ", "password": SPOKEN})
    kept = db.session.scalars(select(User)).one()
    assert (made.status_code, made.json["user"]) == (201, {"id": kept.id, "name": "Ada"})
    assert browser.get("/api/session").json == made.json
    assert made.json["authenticated_at"].endswith("Z")


def test_a_taken_name_is_refused_however_it_is_written(app: Flask) -> None:
    factories.user("Stra\u00dfe")
    answer = factories.browser(app).post("/api/users", {"name": "STRASSE", "password": SPOKEN})
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/invalid")
    assert answer.json["errors"] == [{"pointer": "/name", "detail": "This name is taken."}]
    assert db.session.scalars(select(User.name)).all() == ["Stra\u00dfe"]


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({"name": "ada", "password": "short"}, ["/password"]),
        ({"name": "", "password": SPOKEN}, ["/name"]),
        ({"name": "ada"}, ["/password"]),
        ({"name": "ada", "password": 7}, ["/password"]),
        ({"name": ["ada"], "password": SPOKEN}, ["/name"]),
        ({"name": "x" * 3000, "password": SPOKEN}, ["/name"]),
        ({"name": "ada", "password": SPOKEN, "id": "x"}, ["/id"]),
        ([], [""]),
        ({}, ["/name", "/password"]),
    ],
)
def test_what_signing_up_refuses(app: Flask, body: object, errors: list[str]) -> None:
    answer = factories.browser(app).call("POST", "/api/users", json=body)
    assert (answer.status_code, [error["pointer"] for error in answer.json["errors"]]) == (422, errors)
    assert db.session.scalars(select(User.name)).all() == []


def test_broken_json_is_malformed(app: Flask) -> None:
    answer = factories.browser(app).post("/api/session", data=b'{"name":', content_type="application/json")
    assert (answer.status_code, answer.json["type"]) == (400, "/problems/malformed")


def test_signing_in_and_out(app: Flask) -> None:
    ada, browser = factories.user("ada", SPOKEN), factories.browser(app)
    inside = sign_in(browser, "ADA")
    assert (inside.status_code, inside.json["user"]) == (200, {"id": ada.id, "name": "ada"})
    outside = browser.delete("/api/session")
    assert (outside.status_code, outside.json, outside.headers["Clear-Site-Data"]) == (200, NOBODY, '"cache"')
    assert (browser.token, browser.get("/api/session").json) == (None, NOBODY)


def test_signing_out_twice_is_no_fault(app: Flask) -> None:
    browser = factories.browser(app)
    assert [browser.delete("/api/session").status_code for _ in range(2)] == [200, 200]


def test_a_user_without_a_password_is_not_let_in_by_one(app: Flask) -> None:
    factories.user("ada")
    assert sign_in(factories.browser(app)).status_code == 401


def test_a_disabled_user_learns_it_after_the_right_password_only(app: Flask) -> None:
    factories.user("ada", SPOKEN)
    with write():
        db.session.execute(update(User).values(disabled_at=User.created_at))
    wrong, right = (sign_in(factories.browser(app), password=tried) for tried in (SPOKEN + "?", SPOKEN))
    assert [(answer.status_code, answer.json["type"]) for answer in (wrong, right)] == [
        (401, "/problems/auth"),
        (403, "/problems/forbidden"),
    ]
    assert db.session.scalars(select(Session.user_id)).all() == []


def test_an_old_hash_is_renewed_at_login(app: Flask) -> None:
    factories.user("ada", SPOKEN)
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(SPOKEN)
    with write():
        db.session.execute(update(User).values(password_hash=old))
    assert sign_in(factories.browser(app)).status_code == 200
    assert db.session.scalars(select(User.password_hash)).one().startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_the_failures_before_a_right_password_are_forgotten(app: Flask) -> None:
    factories.user("ada", SPOKEN)
    browser = factories.browser(app)
    tried = [sign_in(browser, password=password).status_code for password in ("no", "no", SPOKEN)]
    assert (tried, db.session.scalars(select(Attempt.failures)).all()) == ([401, 401, 200], [])


@pytest.mark.usefixtures("stopped_clock")
def test_strangers_cannot_make_a_known_browser_wait(app: Flask) -> None:
    factories.user("ada", SPOKEN)
    hers, theirs = factories.browser(app), factories.browser(app)
    sign_in(hers)
    hers.delete("/api/session")
    assert [sign_in(theirs, password="no").status_code for _ in range(6)] == [401] * 5 + [429]
    assert (sign_in(theirs).status_code, sign_in(hers).status_code) == (429, 200)


def test_ending_all_sessions_takes_a_fresh_one(app: Flask) -> None:
    ada = factories.user()
    old, other = factories.browser(app, ada), factories.browser(app, ada)
    with write():
        db.session.execute(update(Session).values(authenticated_at=ada.created_at - timedelta(minutes=11)))
    refused = old.delete("/api/sessions")
    assert (refused.status_code, refused.json["type"]) == (401, "/problems/reauth")
    assert factories.browser(app, ada).delete("/api/sessions").status_code == 200
    assert [browser.get("/api/session").json["user"] for browser in (old, other)] == [None, None]
