"""Passkeys over HTTP, with an authenticator in software."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from server.accounts.models import Attempt, Challenge, Passkey, Session, User
from server.accounts.relying_party import relying_party
from server.core import ids
from server.core.db import db, write
from tests import factories
from tests.accounts.authenticator import Authenticator, asked, data, signed_in, signed_up
from tests.conftest import settings_for

SPOKEN = "wombat teapot lantern"
ONLY_WAY = "This is your only way to sign in. Add another one first."


def add(browser: factories.Browser, authenticator: Authenticator, name: str = "Laptop") -> TestResponse:
    """Return the answer to adding a passkey."""
    passkey = authenticator.make(asked(browser, "add", "/api/challenges/own"), name)
    return browser.post("/api/account/passkeys", {"passkey": passkey})


def make_old(minutes: int) -> None:
    """Let every session be that long ago confirmed."""
    with write():
        for row in db.session.scalars(select(Session)):
            row.authenticated_at -= timedelta(minutes=minutes)


def told(answer: TestResponse) -> tuple[int, Any]:
    """Return status and body without the number of the request."""
    return answer.status_code, {key: value for key, value in answer.json.items() if key != "instance"}


def test_what_a_browser_is_asked_for(app: Flask) -> None:
    making = asked(factories.browser(app), "sign-up", name=" Ada ")
    assert (making["rp"], making["user"]["name"]) == ({"id": "localhost", "name": "Hallway"}, "Ada")
    assert (len(data(making["challenge"])), len(data(making["user"]["id"]))) == (32, 64)
    assert (making["attestation"], making["excludeCredentials"]) == ("none", [])
    selection = making["authenticatorSelection"]
    assert (selection["residentKey"], selection["userVerification"]) == ("required", "required")
    using = asked(factories.browser(app), "sign-in")
    assert (using["rpId"], using["userVerification"], using["allowCredentials"]) == ("localhost", "required", [])


def test_signing_up_and_in_by_a_passkey(app: Flask) -> None:
    browser = factories.browser(app)
    authenticator = signed_up(browser, "Ada")
    ada = db.session.scalars(select(User)).one()
    assert (ada.password_hash, ada.handle) == (None, authenticator.handle)
    assert browser.get("/api/session").json["user"] == {"id": ada.id, "name": "Ada"}
    other = factories.browser(app)
    inside = signed_in(other, authenticator)
    assert (inside.status_code, inside.json["user"]) == (200, {"id": ada.id, "name": "Ada"})
    shown = other.get("/api/account").json
    assert (shown["password"], [one["name"] for one in shown["passkeys"]], shown["reset_at"]) == (
        False,
        ["Phone"],
        None,
    )
    assert shown["passkeys"][0]["last_used_at"] is not None


@pytest.mark.parametrize("counts", [(0, 0, 0), (3, 4, 900)])
def test_a_count_of_nothing_and_a_rising_one_are_taken(app: Flask, counts: tuple[int, ...]) -> None:
    browser = factories.browser(app)
    authenticator = signed_up(browser, count=counts[0])
    answers = []
    for authenticator.count in counts[1:]:
        answers.append(signed_in(browser, authenticator).status_code)
    assert answers == [200, 200]
    assert db.session.scalars(select(Passkey.sign_count)).one() == counts[-1]


def test_the_challenge_is_asked_for_by_the_same_browser(app: Flask) -> None:
    ours, other = factories.browser(app), factories.browser(app)
    authenticator = signed_up(ours)
    asked(other, "sign-in")  # so that the other has a visit of its own
    answer = other.post("/api/session/passkey", {"passkey": authenticator.use(asked(ours, "sign-in"))})
    assert (answer.status_code, other.token) == (401, None)


def test_the_visit_is_a_cookie_that_no_script_reads(app: Flask) -> None:
    answer = factories.browser(app).post("/api/challenges", {"purpose": "sign-in"})
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("hallway-visit=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=300"} <= set(cookie.split("; "))


def test_a_challenge_is_for_one_purpose(app: Flask) -> None:
    browser = factories.browser(app)
    authenticator = signed_up(browser)
    for options in (asked(browser, "sign-up", name="bea"), asked(browser, "confirm", "/api/challenges/own")):
        answer = browser.post("/api/session/passkey", {"passkey": authenticator.use(options)})
        assert answer.status_code == 401


def test_challenges_nobody_answered_are_forgotten(app: Flask) -> None:
    browser = factories.browser(app)
    asked(browser, "sign-in")
    with write():
        db.session.execute(update(Challenge).values(made_at=Challenge.made_at))
        for row in db.session.scalars(select(Challenge)):
            row.made_at -= timedelta(minutes=5)
    asked(browser, "sign-in")
    assert len(db.session.scalars(select(Challenge)).all()) == 1


@pytest.mark.parametrize("wrong", [{"flags": 0x01}, {"party": "hallway.example"}, {"origin": "http://evil.example"}])
def test_a_passkey_made_wrongly_is_not_kept(app: Flask, wrong: dict[str, Any]) -> None:
    browser = factories.browser(app)
    passkey = Authenticator(**wrong).make(asked(browser, "sign-up", name="ada"))
    answer = browser.post("/api/users", {"name": "ada", "passkey": passkey})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/passkey")
    assert db.session.scalars(select(User.name)).all() == []


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"passkey": {}}, ["/passkey/attestation", "/passkey/client_data", "/passkey/id", "/passkey/name"]),
        ({"passkey": {"id": "?", "client_data": "{", "attestation": "é", "name": "Phone"}}, ["/passkey"]),
        ({"passkey": {"id": "x" * 20_001, "client_data": "", "attestation": "", "name": "P"}}, ["/passkey/id"]),
        ({"passkey": {"id": "", "client_data": "", "attestation": "", "name": ""}}, ["/passkey/name"]),
        ({"passkey": None, "password": SPOKEN}, ["/passkey", "/password"]),
    ],
)
def test_what_is_no_passkey_is_refused_with_its_place(app: Flask, body: dict[str, Any], pointers: list[str]) -> None:
    answer = factories.browser(app).post("/api/users", {"name": "ada"} | body)
    assert (answer.status_code, sorted(error["pointer"] for error in answer.json["errors"])) == (422, pointers)


def test_a_taken_name_is_told_before_a_passkey_is_made(app: Flask) -> None:
    factories.user("ada")
    answer = factories.browser(app).post("/api/challenges", {"purpose": "sign-up", "name": "ADA"})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/name")


def test_passkeys_are_added_listed_and_removed_but_the_last_way_in(app: Flask) -> None:
    browser = factories.browser(app)
    phone, laptop = signed_up(browser), Authenticator()
    added = add(browser, laptop)
    assert (added.status_code, [one["name"] for one in added.json["passkeys"]]) == (201, ["Phone", "Laptop"])
    assert laptop.handle == phone.handle
    removed = browser.delete(f"/api/account/passkeys/{added.json['passkeys'][0]['id']}")
    assert [one["name"] for one in removed.json["passkeys"]] == ["Laptop"]
    assert signed_in(factories.browser(app), phone).status_code == 401
    last = browser.delete(f"/api/account/passkeys/{added.json['passkeys'][1]['id']}")
    assert (last.status_code, last.json["detail"]) == (422, ONLY_WAY)
    assert signed_in(factories.browser(app), laptop).status_code == 200


def test_a_password_beside_a_passkey(app: Flask) -> None:
    browser = factories.browser(app)
    signed_up(browser)
    assert browser.delete("/api/account/password").status_code == 200  # there is none, and a passkey stays
    assert browser.put("/api/account/password", {"password": "short"}).json["errors"][0]["pointer"] == "/password"
    assert browser.put("/api/account/password", {"password": SPOKEN}).json["password"] is True
    by_password = factories.browser(app).post("/api/session", {"name": "ada", "password": SPOKEN})
    assert by_password.status_code == 200
    (passkey,) = browser.get("/api/account").json["passkeys"]
    assert browser.delete(f"/api/account/passkeys/{passkey['id']}").status_code == 200
    refused = browser.delete("/api/account/password")
    assert (refused.status_code, refused.json["detail"]) == (422, ONLY_WAY)


def test_a_passkey_is_nobody_elses_too(app: Flask) -> None:
    ada, bea = factories.browser(app), factories.browser(app)
    authenticator = signed_up(ada, "ada")
    signed_up(bea, "bea")
    assert asked(ada, "add", "/api/challenges/own")["excludeCredentials"][0]["id"] is not None
    assert add(bea, authenticator).json["errors"] == [
        {"pointer": "/passkey", "detail": "This passkey is already in use."}
    ]


def test_twenty_passkeys_are_enough(app: Flask) -> None:
    browser = factories.browser(app)
    signed_up(browser)
    answers = [add(browser, Authenticator()).status_code for _ in range(20)]
    assert answers == [201] * 19 + [422]


def test_a_passkey_that_is_not_ones_own_is_not_there(app: Flask) -> None:
    ada, bea = factories.browser(app), factories.browser(app)
    signed_up(ada, "ada"), signed_up(bea, "bea")
    hers = ada.get("/api/account").json["passkeys"][0]["id"]
    answers = [told(bea.delete(f"/api/account/passkeys/{one}")) for one in (hers, ids.fresh(), "x")]
    assert answers[0] == answers[1] == answers[2]
    assert (answers[0][0], len(ada.get("/api/account").json["passkeys"])) == (404, 1)


def test_a_disabled_user_is_not_let_in_by_a_passkey(app: Flask) -> None:
    authenticator = signed_up(factories.browser(app))
    with write():
        db.session.execute(update(User).values(disabled_at=User.created_at))
    answer = signed_in(factories.browser(app), authenticator)
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/forbidden")


def test_confirming_gives_the_session_a_new_value_and_keeps_the_rest_of_it(app: Flask) -> None:
    browser = factories.browser(app)
    authenticator = signed_up(browser)
    device = ids.fresh()
    with write():
        db.session.execute(update(Session).values(device_id=device))
    make_old(11)
    assert browser.post("/api/account/recovery-codes", {}).json["type"] == "/problems/reauth"
    old = db.session.scalars(select(Session)).one()
    made_at, token = old.created_at, browser.token
    options = asked(browser, "confirm", "/api/challenges/own")
    assert data(options["allowCredentials"][0]["id"]) == authenticator.credential_id
    assert browser.post("/api/session/confirm", {"passkey": authenticator.use(options)}).status_code == 200
    db.session.rollback()
    kept = db.session.scalars(select(Session)).one()
    assert (kept.device_id, kept.created_at, browser.token == token) == (device, made_at, False)
    assert browser.post("/api/account/recovery-codes", {}).status_code == 201


def test_somebody_elses_passkey_confirms_nothing(app: Flask) -> None:
    ada, bea = factories.browser(app), factories.browser(app)
    hers = signed_up(bea, "bea")
    signed_up(ada, "ada")
    before = ada.token
    answer = ada.post("/api/session/confirm", {"passkey": hers.use(asked(ada, "confirm", "/api/challenges/own"))})
    assert (answer.status_code, ada.token) == (401, before)


def test_confirming_by_password(app: Flask) -> None:
    ada = factories.user("ada", SPOKEN)
    browser = factories.browser(app, ada)
    make_old(11)
    answers = [browser.post("/api/session/confirm", {"password": tried}).status_code for tried in ("no", SPOKEN)]
    assert answers == [401, 200]
    assert browser.post("/api/account/recovery-codes", {}).status_code == 201


def test_guessing_by_confirming_is_slowed(app: Flask) -> None:
    browser = factories.browser(app, factories.user("ada", SPOKEN))
    answers = [browser.post("/api/session/confirm", {"password": "no"}).status_code for _ in range(5)]
    with write():
        for attempt in db.session.scalars(select(Attempt)):
            attempt.next_try_at += timedelta(seconds=50)  # however slow this machine is
    answers.append(browser.post("/api/session/confirm", {"password": SPOKEN}).status_code)
    assert answers == [401] * 5 + [429]


@pytest.mark.parametrize(
    ("url", "party"),
    [
        ("https://hallway.example", "hallway.example"),
        ("https://hallway.example:8443", "hallway.example"),
        ("http://localhost:8000", "localhost"),
        ("http://127.0.0.1:8000", "localhost"),
        ("http://[::1]:8000", "localhost"),
    ],
)
def test_passkeys_are_made_for_the_host_of_our_address(app: Flask, url: str, party: str) -> None:
    settings = settings_for(app.config["HALLWAY"].instance, "sqlite://", url=url)
    assert relying_party(settings, {url}).id == party
