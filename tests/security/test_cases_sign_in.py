"""Acceptance cases, by number: signing in and sessions. Black box, over HTTP."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select, update
from werkzeug.http import parse_cookie
from werkzeug.test import TestResponse

from server.accounts.models import Attempt, User
from server.app import create_app
from server.core.db import db, write
from tests import factories
from tests.conftest import settings_for
from tests.factories import Browser

SPOKEN = "wombat teapot lantern"


def sign_in(browser: Browser, password: str = SPOKEN, name: str = "ada", address: str = "192.0.2.1") -> TestResponse:
    """Return the answer to signing in from an address."""
    return browser.post(
        "/api/session", {"name": name, "password": password}, environ_overrides={"REMOTE_ADDR": address}
    )


def let_pass(seconds: int) -> None:
    """Let time pass for the waits after failed tries."""
    with write():
        for row in db.session.scalars(select(Attempt)):
            row.next_try_at -= timedelta(seconds=seconds)


@pytest.mark.usefixtures("stopped_clock")
@pytest.mark.parametrize("addresses", [1, 200])
def test_case_34_guessing_is_slowed_and_the_owner_never_locked_out(app: Flask, addresses: int) -> None:
    factories.user("ada", SPOKEN)
    known, stranger = factories.browser(app), factories.browser(app)
    assert sign_in(known).status_code == 200
    known.delete("/api/session")
    tried = [
        sign_in(stranger, f"wrong number {n:03}", address=f"198.51.100.{n % addresses}").status_code for n in range(200)
    ]
    assert tried == [401] * 5 + [429] * 195
    assert sign_in(known).status_code == 200  # the browser that has been in before is not made to wait
    waiting = sign_in(factories.browser(app), address="203.0.113.9")
    assert (waiting.status_code, 1 <= int(waiting.headers["Retry-After"]) <= 60) == (429, True)
    let_pass(90)
    assert sign_in(factories.browser(app), address="203.0.113.9").status_code == 200


@pytest.mark.usefixtures("stopped_clock")
def test_case_35_a_known_and_an_unknown_name_look_the_same(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.user("ada", SPOKEN)
    verifications: list[str] = []
    real = PasswordHasher.verify
    monkeypatch.setattr(
        PasswordHasher, "verify", lambda self, kept, tried: verifications.append(tried) or real(self, kept, tried)
    )
    told = []
    for name in ("ada", "nobody of that name"):
        browser = factories.browser(app)
        answers = [sign_in(browser, "wrong teapot lantern", name) for _ in range(7)]
        told.append(
            [
                (answer.status_code, {key: value for key, value in answer.json.items() if key != "instance"})
                for answer in answers
            ]
        )
        assert [status for status, _ in told[-1]] == [401] * 5 + [429] * 2
        assert len(verifications) == 5
        verifications.clear()
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("x" * 900_000, False),
        ("7 chars", False),
        ("password123456789", False),
        ("\U0001f9ad" * 64, True),
        ("ends with a space ", True),
    ],
)
def test_case_36_which_passwords_are_taken(
    app: Flask, monkeypatch: pytest.MonkeyPatch, password: str, taken: bool
) -> None:
    hashed: list[str] = []
    real = PasswordHasher.hash
    monkeypatch.setattr(PasswordHasher, "hash", lambda self, text: hashed.append(text) or real(self, text))
    browser = factories.browser(app)
    answer = browser.post("/api/users", {"name": "ada", "password": password})
    if not taken:
        assert (answer.status_code, answer.json["errors"][0]["pointer"], hashed) == (422, "/password", [])
        return
    assert (answer.status_code, hashed) == (201, [password])
    near = [password.strip(), password + " ", password[:-1]]
    statuses = [sign_in(factories.browser(app), tried).status_code for tried in {*near} - {password}]
    assert (set(statuses), sign_in(browser, password).status_code) == ({401}, 200)


def test_case_36_an_oversized_password_at_login_is_never_hashed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.user("ada", SPOKEN)
    monkeypatch.setattr(PasswordHasher, "verify", lambda *_: pytest.fail("it was hashed"))
    assert sign_in(factories.browser(app), "x" * 900_000).status_code == 401


def test_case_36_a_body_beyond_a_megabyte_is_too_large(app: Flask) -> None:
    answer = factories.browser(app).post("/api/users", {"name": "ada", "password": "x" * 1_000_001})
    assert (answer.status_code, answer.json["type"]) == (413, "/problems/too-large")


def test_case_37_a_planted_cookie_is_worth_nothing_after_login(app: Flask) -> None:
    ada, mallory = factories.user("ada", SPOKEN), factories.user("mallory")
    planted = factories.browser(app, mallory)
    token, victim = planted.token, factories.browser(app)
    victim.client.set_cookie("hallway-session", str(token), domain="localhost")
    assert victim.get("/api/session").json["user"]["name"] == "mallory"
    assert sign_in(victim).json["user"]["id"] == ada.id
    assert victim.token not in {None, token}
    assert planted.get("/api/session").json["user"] is None
    first = victim.token
    assert sign_in(victim).status_code == 200  # confirming who one is: a new value again, the old one dead
    replay = factories.browser(app)
    replay.client.set_cookie("hallway-session", str(first), domain="localhost")
    assert (victim.token == first, replay.get("/api/session").json["user"]) == (False, None)


def test_case_38_a_cookie_is_dead_after_signing_out(app: Flask) -> None:
    ada = factories.user()
    browser, replay = factories.browser(app, ada), factories.browser(app)
    replay.client.set_cookie("hallway-session", str(browser.token), domain="localhost")
    assert replay.get("/api/contacts").status_code == 200
    browser.delete("/api/session")
    answer = replay.get("/api/contacts")
    assert (answer.status_code, answer.json["type"]) == (401, "/problems/auth")


def test_case_38_signing_out_everywhere_takes_one_request(app: Flask) -> None:
    ada, bea = factories.user("ada"), factories.user("bea")
    browsers = [factories.browser(app, ada) for _ in range(3)]
    other = factories.browser(app, bea)
    assert browsers[0].delete("/api/sessions").status_code == 200
    assert [browser.get("/api/contacts").status_code for browser in [*browsers, other]] == [401, 401, 401, 200]


def test_case_39_the_cookie_of_the_login_answer(app: Flask) -> None:
    settings = settings_for(
        app.config["HALLWAY"].instance,
        app.config["HALLWAY"].database_url,
        url="https://hallway.example",
        development=False,
    )
    factories.user("ada", SPOKEN)
    served = create_app(settings)
    served.testing = True
    answer = sign_in(factories.browser(served))
    cookies = answer.headers.getlist("Set-Cookie")
    assert [cookie.split("=")[0] for cookie in cookies] == ["__Host-session", "__Host-known"]
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
    token = parse_cookie(cookies[0])["__Host-session"]
    assert len(token) == 43
    assert token not in answer.text
    assert "Max-Age=7776000" in cookies[0]
    assert token not in str([value for name, value in answer.headers if name != "Set-Cookie"])
    with served.app_context():
        db.engine.dispose()


def test_case_29_a_disabled_user_destroys_nothing(app: Flask) -> None:
    ada = factories.user()
    browser = factories.browser(app, ada)
    contact = "/api/contacts/0190a3f0-8d0e-7b36-9a55-0f5d1c2f4a77"
    kept = browser.put(contact, {"name": "Wanda Quill"}).json
    with write():
        db.session.execute(update(User).values(disabled_at=User.created_at))
    answer = browser.delete(contact)
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/forbidden")
    with write():
        db.session.execute(update(User).values(disabled_at=None))
    assert browser.get(contact).json == kept
