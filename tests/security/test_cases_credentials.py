"""Acceptance cases, by number: passkeys, recovery codes, reset links, confirming who one is. Black box, over HTTP."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from server.accounts import reset_links
from server.accounts.models import Attempt, Challenge, Session, User
from server.core import clock
from server.core.db import db, write
from tests import factories
from tests.accounts.authenticator import Authenticator, asked, signed_in, signed_up
from tests.factories import Browser

SPOKEN, NEW = "wombat teapot lantern", "another teapot lantern"
NO_CODE = "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA"


def told(answer: TestResponse) -> tuple[int, dict[str, Any]]:
    """Return status and body without the number of the request."""
    return answer.status_code, {key: value for key, value in answer.json.items() if key != "instance"}


def let_pass(minutes: int) -> None:
    """Let time pass for challenges and for what sessions have shown."""
    with write():
        for challenge in db.session.scalars(select(Challenge)):
            challenge.made_at -= timedelta(minutes=minutes)
        for session in db.session.scalars(select(Session)):
            session.authenticated_at -= timedelta(minutes=minutes)


def make_wait() -> None:
    """Let the wait after failed tries last, however slow this machine is."""
    with write():
        for attempt in db.session.scalars(select(Attempt)):
            attempt.next_try_at += timedelta(seconds=50)


def link_for(name: str) -> str:
    """Return the secret of the operator's link."""
    with write():
        return reset_links.make(db.session.scalars(select(User).where(User.name == name)).one(), clock.now())


@pytest.mark.parametrize("path", ["/api/recovery", "/api/challenges"])
def test_case_35_a_known_and_an_unknown_name_look_the_same_at_recovery(
    app: Flask, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    ada = factories.browser(app, factories.user("ada", SPOKEN))
    ada.post("/api/account/recovery-codes", {})
    verified: list[str] = []
    real = PasswordHasher.verify
    monkeypatch.setattr(
        PasswordHasher, "verify", lambda self, kept, tried: verified.append(tried) or real(self, kept, tried)
    )
    monkeypatch.setattr(PasswordHasher, "hash", lambda *_: pytest.fail("nothing is hashed for a wrong code"))
    more = {"password": NEW} if path == "/api/recovery" else {"purpose": "recover"}
    answers = []
    for name in ("ada", "nobody of that name"):
        browser = factories.browser(app)
        answers.append([told(browser.post(path, {"name": name, "code": NO_CODE} | more)) for _ in range(5)])
        assert [status for status, _ in answers[-1]] == [401] * 5
        make_wait()
        waiting = browser.post(path, {"name": name, "code": NO_CODE} | more)
        assert (waiting.status_code, waiting.json["type"]) == (429, "/problems/too-many")
        assert len(verified) == 5
        verified.clear()
    assert answers[0] == answers[1]


def by_passkey(browser: Browser, authenticator: Authenticator, _token: str, _code: str) -> TestResponse:
    """Return the answer to signing in."""
    answer: TestResponse = signed_in(browser, authenticator)
    return answer


def by_confirming(browser: Browser, authenticator: Authenticator, _token: str, _code: str) -> TestResponse:
    """Return the answer to confirming who one is."""
    options = asked(browser, "confirm", "/api/challenges/own")
    return browser.post("/api/session/confirm", {"passkey": authenticator.use(options)})


def by_code(browser: Browser, _authenticator: Authenticator, _token: str, code: str) -> TestResponse:
    """Return the answer to a recovery code."""
    return browser.post("/api/recovery", {"name": "ada", "code": code, "password": NEW})


def by_link(browser: Browser, _authenticator: Authenticator, token: str, _code: str) -> TestResponse:
    """Return the answer to the operator's link."""
    return browser.post("/api/reset", {"token": token, "password": NEW})


@pytest.mark.parametrize("way", [by_passkey, by_confirming, by_code, by_link])
def test_case_37_every_way_in_gives_a_new_value_and_the_old_one_is_dead(
    app: Flask, way: Callable[[Browser, Authenticator, str, str], TestResponse]
) -> None:
    browser, replay = factories.browser(app), factories.browser(app)
    authenticator = signed_up(browser)
    code = browser.post("/api/account/recovery-codes", {}).json["recovery_codes"][0]
    old, token = str(browser.token), link_for("ada")
    answer = way(browser, authenticator, token, code)
    assert (answer.status_code, answer.json["user"]["name"]) == (200, "ada")
    assert browser.token not in {None, old}
    assert str(browser.token) not in answer.text
    replay.client.set_cookie("hallway-session", old, domain="localhost")
    assert replay.get("/api/session").json["user"] is None
    assert browser.get("/api/session").json["user"]["name"] == "ada"


def spoil_replay(browser: Browser, ada: Authenticator, _bea: Authenticator) -> dict[str, Any]:
    """An answer that was used once."""
    sent = ada.use(asked(browser, "sign-in"))
    assert browser.post("/api/session/passkey", {"passkey": sent}).status_code == 200
    browser.delete("/api/session")
    return sent


def spoil_failed(browser: Browser, ada: Authenticator, _bea: Authenticator) -> dict[str, Any]:
    """A right answer to a challenge that a wrong one has used up."""
    options = asked(browser, "sign-in")
    wrong = ada.use(options) | {"signature": "AAAA"}
    assert browser.post("/api/session/passkey", {"passkey": wrong}).status_code == 401
    return ada.use(options)


def spoil_foreign(browser: Browser, ada: Authenticator, _bea: Authenticator) -> dict[str, Any]:
    """A challenge of another browser."""
    return ada.use(asked(factories.browser(browser.app), "sign-in"))


def spoil_invented(browser: Browser, ada: Authenticator, _bea: Authenticator) -> dict[str, Any]:
    """A challenge that we never made."""
    asked(browser, "sign-in")
    return ada.use({"challenge": "A" * 43})


def spoil_purpose(browser: Browser, ada: Authenticator, _bea: Authenticator) -> dict[str, Any]:
    """A challenge made for signing up."""
    return ada.use(asked(browser, "sign-up", name="cleo"))


def spoil_origin(browser: Browser, ada: Authenticator, _bea: Authenticator) -> dict[str, Any]:
    """Signed on another site."""
    ada.origin = "https://hallway.example.org"
    return ada.use(asked(browser, "sign-in"))


def spoil_party(browser: Browser, ada: Authenticator, _bea: Authenticator) -> dict[str, Any]:
    """Signed for another party."""
    ada.party = "example.org"
    return ada.use(asked(browser, "sign-in"))


def spoil_count(browser: Browser, ada: Authenticator, _bea: Authenticator) -> dict[str, Any]:
    """A count that fell, as a copied authenticator has it."""
    ada.count -= 1
    return ada.use(asked(browser, "sign-in"))


def spoil_verified(browser: Browser, ada: Authenticator, _bea: Authenticator) -> dict[str, Any]:
    """Nobody showed face, finger or code."""
    ada.flags = 0x01
    return ada.use(asked(browser, "sign-in"))


def spoil_handle(browser: Browser, ada: Authenticator, bea: Authenticator) -> dict[str, Any]:
    """The handle of one with the passkey of another."""
    bea.handle = ada.handle
    return bea.use(asked(browser, "sign-in"))


def spoil_time(browser: Browser, ada: Authenticator, _bea: Authenticator) -> dict[str, Any]:
    """Six minutes old."""
    sent = ada.use(asked(browser, "sign-in"))
    let_pass(6)
    return sent


SPOILT = (
    *(spoil_replay, spoil_failed, spoil_foreign, spoil_invented, spoil_purpose, spoil_origin, spoil_party),
    *(spoil_count, spoil_verified, spoil_handle, spoil_time),
)


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda one: one.__name__)
def test_case_44_a_passkey_used_wrongly_opens_nothing(
    app: Flask, spoil: Callable[[Browser, Authenticator, Authenticator], dict[str, Any]]
) -> None:
    ada, bea = (signed_up(factories.browser(app), name, count=5) for name in ("ada", "bea"))
    ada.count, bea.count = 6, 6
    signed_in(factories.browser(app), ada)
    ada.count = 7 if spoil is not spoil_count else 6
    browser = factories.browser(app)
    answer = browser.post("/api/session/passkey", {"passkey": spoil(browser, ada, bea)})
    assert (answer.status_code, answer.json["type"]) == (401, "/problems/auth")
    assert (browser.token, "Traceback" in answer.text) == (None, False)
    ada.origin, ada.party, ada.flags, ada.count = "http://localhost:8000", "localhost", 0x05, 8
    assert signed_in(browser, ada).json["user"]["name"] == "ada"


def test_case_46_a_recovery_code_works_once(app: Flask) -> None:
    ada = factories.browser(app, factories.user("ada", SPOKEN))
    code = ada.post("/api/account/recovery-codes", {}).json["recovery_codes"][0]
    phone = factories.browser(app)
    assert by_code(phone, Authenticator(), "", code).status_code == 200
    again = by_code(factories.browser(app), Authenticator(), "", code)
    assert (again.status_code, again.json["type"]) == (401, "/problems/auth")
    assert [browser.get("/api/session").json["user"] is None for browser in (ada, phone)] == [True, False]


def test_case_46_a_reset_link_opened_by_a_preview_bot_still_works_and_once(app: Flask) -> None:
    ada = factories.browser(app, factories.user("ada", SPOKEN))
    token = link_for("ada")
    bot = factories.browser(app)
    for path in (f"/reset#{token}", f"/reset?token={token}", f"/api/reset?token={token}"):
        for verb in ("GET", "HEAD"):
            assert bot.call(verb, path).status_code in {200, 405}
    assert ada.get("/api/session").json["user"]["name"] == "ada"
    assert by_link(factories.browser(app), Authenticator(), token, "").status_code == 200
    again = by_link(factories.browser(app), Authenticator(), token, "")
    assert (again.status_code, again.json["type"]) == (404, "/problems/not-found")
    assert told(again) == told(by_link(bot, Authenticator(), "no such link", ""))
    assert ada.get("/api/session").json["user"] is None
    later = factories.browser(app)
    later.post("/api/session", {"name": "ada", "password": NEW})
    assert later.get("/api/account").json["reset_at"] is not None


SENSITIVE = (
    ("POST", "/api/challenges/own", {"purpose": "add"}),
    ("POST", "/api/account/passkeys", {"passkey": Authenticator().make({"user": {"id": ""}, "challenge": ""})}),
    ("DELETE", "/api/account/passkeys/{passkey}", None),
    ("PUT", "/api/account/password", {"password": NEW}),
    ("DELETE", "/api/account/password", None),
    ("POST", "/api/account/recovery-codes", {}),
    ("POST", "/api/calendar", {"scope": "plan"}),
    ("DELETE", "/api/sessions", None),
)


@pytest.mark.parametrize(("verb", "path", "body"), SENSITIVE, ids=[f"{verb} {path}" for verb, path, _ in SENSITIVE])
def test_case_47_sensitive_things_take_a_sign_in_of_the_last_ten_minutes(
    app: Flask, verb: str, path: str, body: dict[str, Any] | None
) -> None:
    browser = factories.browser(app)
    signed_up(browser)
    browser.put("/api/account/password", {"password": SPOKEN})
    (passkey,) = browser.get("/api/account").json["passkeys"]
    before = browser.get("/api/account").json
    let_pass(11)
    refused = browser.call(verb, path.format(passkey=passkey["id"]), json=body)
    assert (refused.status_code, refused.json["type"]) == (401, "/problems/reauth")
    assert browser.get("/api/account").json == before
    assert browser.post("/api/session/confirm", {"password": SPOKEN}).status_code == 200
    assert browser.call(verb, path.format(passkey=passkey["id"]), json=body).status_code in {200, 201, 422}
