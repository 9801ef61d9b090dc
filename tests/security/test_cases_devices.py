"""Acceptance cases, by number: pairing, leaving, sessions ended from elsewhere, and what takes a fresh sign-in."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from server.accounts.models import PairingTicket, Session, User
from server.core import ids
from server.core.db import db, write
from tests import factories
from tests.access import everything
from tests.accounts.taking_along import exported, fill
from tests.factories import Browser


@pytest.fixture
def ada(app: Flask) -> User:
    return factories.user("ada")


@pytest.fixture
def laptop(app: Flask, ada: User) -> Browser:
    return factories.browser(app, ada)


def ticket(laptop: Browser) -> tuple[str, str]:
    """Return the id and the secret of a new ticket."""
    made = laptop.post("/api/pairing").json
    return made["id"], urlsplit(made["url"]).fragment


def claim(phone: Browser, secret: str) -> TestResponse:
    return phone.post("/api/pairing/claim", {"secret": secret})


def goes_in(phone: Browser) -> bool:
    """Tell whether the phone gets a session, whatever it asks."""
    status = phone.post("/api/pairing/finish").status_code
    return status == 200 or phone.get("/api/session").json["user"] is not None


def test_case_33_a_deleted_account_is_dead_at_once_and_others_are_untouched(
    app: Flask, ada: User, laptop: Browser
) -> None:
    bea = factories.browser(app, factories.user("bea"))
    for browser in (laptop, bea):
        fill(browser)
    feed = laptop.post("/api/calendar", {"scope": "plan"}).json["url"]
    phone, other = factories.browser(app, ada), factories.browser(app)
    _id, secret = ticket(laptop)
    user_id, theirs = ada.id, [name for name in exported(bea) if not name.startswith("README")]
    before = {
        name: data for name, data in exported(bea).items() if name.startswith(("rows/", "photos/", "log", "held"))
    }

    assert laptop.post("/api/account/delete", {"name": "ada"}).status_code == 200

    assert [one.get("/api/held").status_code for one in (laptop, phone, bea)] == [401, 401, 200]
    assert other.get(urlsplit(feed).path).status_code == 404
    assert claim(other, secret).status_code == 404
    assert [name for name, rows in everything().items() if any(user_id in row for row in rows)] == []
    after = exported(bea)
    assert [name for name in after if not name.startswith("README")] == theirs
    assert {name: after[name] for name in before} == before


def test_case_38_a_session_ended_from_the_laptop_is_dead_within_one_request(
    app: Flask, ada: User, laptop: Browser
) -> None:
    phone = factories.browser(app, ada)
    phone.post("/api/sync", {"schema": 1, "device": ids.fresh(), "since": [0, ""], "mutations": []})
    device = next(one["device"] for one in laptop.get("/api/sessions").json["sessions"] if one["device"])
    assert laptop.delete(f"/api/devices/{device}").status_code == 204
    replayed = phone.get("/api/held")
    assert (replayed.status_code, replayed.json["type"]) == (401, "/problems/auth")


@pytest.mark.parametrize("how", ["twice", "late", "guessed", "by a second phone", "unconfirmed", "wrong number"])
def test_case_45_a_pairing_code_misused_opens_nothing(app: Flask, laptop: Browser, how: str) -> None:
    first, second = factories.browser(app), factories.browser(app)
    ticket_id, secret = ticket(laptop)
    number = "" if how in {"late", "guessed"} else claim(first, secret).json["number"]
    match how:
        case "twice":
            laptop.post(f"/api/pairing/{ticket_id}/confirm", {"number": number})
            assert goes_in(first)
            second.client.set_cookie("hallway-visit", "copied", domain="localhost")
            assert claim(second, secret).status_code == 404
        case "late":
            with write():
                db.session.scalars(select(PairingTicket)).one().expires_at -= timedelta(seconds=121)
            assert claim(second, secret).status_code == 404
        case "guessed":
            guesses = [second.post("/api/pairing/claim", {"code": f"AAAAAA{n:02}"}).status_code for n in range(40)]
            assert set(guesses) == {404, 429}
        case "by a second phone":
            assert claim(second, secret).status_code == 404
        case "unconfirmed":
            assert not goes_in(first)
        case "wrong number":
            wrong = "11" if number != "11" else "12"
            tried = [
                laptop.post(f"/api/pairing/{ticket_id}/confirm", {"number": one}).status_code
                for one in [wrong] * 5 + [number]
            ]
            assert tried == [422] * 6
            assert not goes_in(first)
    assert not goes_in(second)
    assert db.session.scalars(select(Session.user_id)).all().count(str(ticket_owner())) == (2 if how == "twice" else 1)


def ticket_owner() -> str:
    return str(db.session.scalars(select(User.id)).one())


SENSITIVE = (
    ("POST", "/api/pairing", None),
    ("GET", "/api/export", None),
    ("POST", "/api/account/delete", {"name": "ada"}),
    ("DELETE", "/api/sessions", None),
    ("DELETE", "/api/sessions/{handle}", None),
    ("DELETE", "/api/devices/{device}", None),
    ("POST", "/api/calendar", {"scope": "plan"}),
)


@pytest.mark.parametrize(("verb", "path", "body"), SENSITIVE)
@pytest.mark.parametrize("minutes", [9, 11])
def test_case_47_what_is_sensitive_takes_a_sign_in_of_the_last_ten_minutes(
    app: Flask, ada: User, laptop: Browser, verb: str, path: str, body: dict[str, str] | None, minutes: int
) -> None:
    phone, device = factories.browser(app, ada), ids.fresh()
    phone.post("/api/sync", {"schema": 1, "device": device, "since": [0, ""], "mutations": []})
    handle = next(one["id"] for one in laptop.get("/api/sessions").json["sessions"] if not one["here"])
    with write():
        for one in db.session.scalars(select(Session)):
            one.authenticated_at -= timedelta(minutes=minutes)
    before = everything()

    answer = laptop.call(verb, path.format(handle=handle, device=device), json=body)

    if minutes < 10:
        assert answer.status_code in {200, 201, 204}
        return
    assert (answer.status_code, answer.json["type"]) == (401, "/problems/reauth")
    assert everything() == before
