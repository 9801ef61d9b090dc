"""Where a student is signed in: the list, names, and ending one of them from another."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from server.accounts import sessions
from server.accounts.models import Session, User
from server.core import ids
from server.core.db import db, write
from server.sync.models import Device
from tests import factories
from tests.access import CONFIRM, DEVICES, call, everything, told
from tests.factories import Browser


@pytest.fixture
def ada(app: Flask) -> User:
    return factories.user("ada")


@pytest.fixture
def laptop(app: Flask, ada: User) -> Browser:
    return factories.browser(app, ada)


@pytest.fixture
def phone(app: Flask, ada: User) -> Browser:
    return factories.browser(app, ada)


def sync(browser: Browser, device: str) -> int:
    asked = {"schema": 1, "device": device, "since": [0, ""], "mutations": []}
    return browser.post("/api/sync", asked).status_code


def listed(browser: Browser) -> list[dict[str, object]]:
    found: list[dict[str, object]] = browser.get("/api/sessions").json["sessions"]
    return found


def other(browser: Browser) -> str:
    """Return the handle of the session that is not this one."""
    (handle,) = (str(one["id"]) for one in listed(browser) if not one["here"])
    return handle


def make_old(minutes: int) -> None:
    """Let every session have proved who it is that long ago."""
    with write():
        for session in db.session.scalars(select(Session)):
            session.authenticated_at -= timedelta(minutes=minutes)


def test_the_list_marks_this_browser_and_tells_no_secret(
    stopped_clock: datetime, laptop: Browser, phone: Browser
) -> None:
    device = ids.fresh()
    assert sync(phone, device) == 200
    assert laptop.patch(f"/api/devices/{device}", {"name": "  The old   phone "}).status_code == 204

    found = {bool(one["here"]): one for one in listed(laptop)}

    assert {**found[True], "id": "", "made_at": ""} == {
        "id": "",
        "here": True,
        "device": None,
        "name": None,
        "browser": None,
        "made_at": "",
        "last_seen_on": stopped_clock.date().isoformat(),
    }
    assert (found[False]["device"], found[False]["name"]) == (device, "The old phone")
    told = laptop.get("/api/sessions").text
    hashes = [sessions.digest(one.token or "").hex() for one in (laptop, phone)]
    assert [word for word in (*hashes, laptop.token, phone.token) if str(word) in told] == []


def test_signing_in_notes_what_the_browser_calls_itself(app: Flask) -> None:
    spoken = "wombat teapot lantern"
    factories.user("bea", spoken)
    browser = factories.browser(app)
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
    browser.post("/api/session", {"name": "bea", "password": spoken}, headers={"User-Agent": agent})
    assert [one["browser"] for one in listed(browser)] == ["Firefox on Linux"]


def test_sessions_that_ended_by_themselves_are_not_listed(laptop: Browser, phone: Browser) -> None:
    with write():
        gone = db.session.scalars(
            select(Session).where(Session.token_sha256 == sessions.digest(phone.token or ""))
        ).one()
        gone.last_seen_at -= timedelta(days=91)
    assert len(listed(laptop)) == 1


def test_ending_a_session_takes_its_device_along(laptop: Browser, phone: Browser, app: Flask, ada: User) -> None:
    device, again = ids.fresh(), factories.browser(app, ada)
    assert (sync(phone, device), sync(again, device)) == (200, 200)  # signed in twice on one phone
    handle = next(str(one["id"]) for one in listed(laptop) if one["device"])

    assert laptop.delete(f"/api/sessions/{handle}").status_code == 204

    assert [one.get("/api/held").status_code for one in (phone, again, laptop)] == [401, 401, 200]
    assert db.session.scalars(select(Device)).one().revoked_at is not None


def test_ending_a_device_ends_its_sessions(laptop: Browser, phone: Browser) -> None:
    device = ids.fresh()
    sync(phone, device)
    assert laptop.delete(f"/api/devices/{device}").status_code == 204
    assert (phone.get("/api/held").status_code, laptop.get("/api/held").status_code) == (401, 200)
    assert listed(laptop)[0]["here"] is True


def test_a_device_that_signs_in_again_is_welcome(laptop: Browser, phone: Browser, app: Flask, ada: User) -> None:
    device = ids.fresh()
    sync(phone, device)
    laptop.delete(f"/api/devices/{device}")
    assert sync(factories.browser(app, ada), device) == 200
    db.session.rollback()
    assert db.session.scalars(select(Device)).one().revoked_at is None


def test_ending_this_session_needs_no_second_proof_and_another_does(laptop: Browser, phone: Browser) -> None:
    make_old(11)
    refused = laptop.delete(f"/api/sessions/{other(laptop)}")
    assert (refused.status_code, refused.json["type"]) == (401, "/problems/reauth")
    here = next(str(one["id"]) for one in listed(laptop) if one["here"])
    assert laptop.delete(f"/api/sessions/{here}").status_code == 204
    assert (laptop.get("/api/held").status_code, phone.get("/api/held").status_code) == (401, 200)


def test_what_ended_is_written_beside_the_backups(laptop: Browser, phone: Browser, app: Flask) -> None:
    log = app.config["HALLWAY"].backups / "revoked.log"
    laptop.delete(f"/api/sessions/{other(laptop)}")
    assert sessions.digest(phone.token or "").hex() in log.read_text().splitlines()[-1]


@pytest.mark.parametrize(("name", "status"), [("x" * 64, 204), ("x" * 65, 422), ("", 204), (None, 204)])
def test_names_have_a_bound_and_can_be_forgotten(phone: Browser, name: str | None, status: int) -> None:
    device = ids.fresh()
    sync(phone, device)
    assert phone.patch(f"/api/devices/{device}", {"name": name}).status_code == status
    db.session.rollback()
    assert db.session.scalars(select(Device)).one().name == ((name or None) if status == 204 else None)


def test_the_devices_and_the_invitation_of_somebody_else_are_not_there(app: Flask) -> None:
    ada, bea = (factories.browser(app, factories.user(name)) for name in ("ada", "bea"))
    device = ids.fresh()
    assert ada.post("/api/sync", {"schema": 1, "device": device, "since": [0, ""], "mutations": []}).status_code == 200
    ticket = ada.post("/api/pairing").json["id"]
    handle = ada.get("/api/sessions").json["sessions"][0]["id"]
    before = everything()
    sent = {"PATCH /api/devices/<device_id>": {"name": "x"}, CONFIRM: {"number": "42"}}
    for route in DEVICES:
        theirs = call(bea, route, sent.get(route), device_id=device, ticket_id=ticket, handle=handle)
        random = call(bea, route, sent.get(route))
        assert (theirs.status_code, told(theirs)) == (404, told(random))
    assert everything() == before
