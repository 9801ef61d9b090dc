"""A deleted account: nothing of it is left, nothing of others is touched, and no backup brings it back."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

import server
from server.accounts.models import User
from server.agenda.answers import Target
from server.agenda.models import Conference
from server.cli import hallway
from server.core import clock, revoked
from server.core.db import db, write
from server.leaving import deletion
from tests import factories
from tests.access import everything
from tests.accounts.taking_along import fill
from tests.agenda.programmes import imported, programme, session
from tests.factories import Browser


@pytest.fixture
def ada(app: Flask) -> User:
    return factories.user("ada")


def delete(browser: Browser, name: str = "ada"):
    return browser.post("/api/account/delete", {"name": name})


def mentions(word: str) -> list[str]:
    """Return the tables that hold the word, such as a user's id."""
    db.session.rollback()
    return [name for name, rows in everything().items() if any(word in row for row in rows)]


def test_nothing_of_the_student_is_left(app: Flask, ada: User) -> None:
    user_id, browser = ada.id, factories.browser(app, ada)
    fill(browser)
    browser.post("/api/pairing")
    assert {"session", "contact", "mutation", "blob", "calendar_feed", "pairing_ticket", "device"} <= {
        *mentions(user_id)
    }

    gone = delete(browser)

    assert (gone.status_code, gone.json["user"], gone.headers["Clear-Site-Data"]) == (200, None, '"cache"')
    assert mentions(user_id) == []
    assert browser.token is None


def test_the_name_has_to_be_typed(app: Flask, ada: User) -> None:
    browser = factories.browser(app, ada)
    fill(browser)
    before = everything()
    refused = delete(browser, "bea")
    assert (refused.status_code, refused.json["errors"][0]["pointer"], everything()) == (422, "/name", before)
    assert delete(browser, " ADA ").status_code == 200


def test_an_own_agenda_goes_and_a_public_one_becomes_the_operators(app: Flask, ada: User) -> None:
    for slug in ("mine", "shared", "radiology"):
        imported(programme(session("Opening")), Target(ada.id, slug))
    imported(programme(session("Opening")), Target(None, "radiology"))
    with write():
        for one in db.session.scalars(select(Conference).where(Conference.slug.in_(["shared", "radiology"]))):
            one.public = True
    flagged = {one.slug: one.id for one in db.session.scalars(select(Conference).where(Conference.owner_id == ada.id))}

    assert delete(factories.browser(app, ada)).status_code == 200

    db.session.rollback()
    left = {one.slug: (one.id, one.owner_id) for one in db.session.scalars(select(Conference))}
    assert sorted(left) == ["radiology", "radiology-2", "shared"]
    assert left["shared"] == (flagged["shared"], None)
    assert left["radiology-2"] == (flagged["radiology"], None)
    shown = factories.browser(app).get("/api/conferences").json["conferences"]
    assert sorted(one["slug"] for one in shown) == sorted(left)


def test_a_file_that_waits_for_answers_goes_too(app: Flask, ada: User) -> None:
    browser = factories.browser(app, ada)
    table = b"Title,Date,Start,End,Room\nOpening,2026-11-29,09:00,10:00,E451\n"
    browser.post(
        "/api/imports", data=table, content_type="application/octet-stream", headers={"X-File-Name": "programme.csv"}
    )
    folder: Path = app.config["HALLWAY"].instance / "imports"
    waiting = deletion.waiting_files(ada.id)
    assert [(folder / name).exists() for name in waiting] == [True]
    delete(browser)
    assert [(folder / name).exists() for name in waiting] == [False]


def test_a_phone_that_sends_afterwards_is_told_to_sign_in(app: Flask, ada: User) -> None:
    laptop, phone = factories.browser(app, ada), factories.browser(app, ada)
    delete(laptop)
    sent = phone.get("/api/held")
    assert (sent.status_code, sent.json["type"]) == (401, "/problems/auth")


def test_the_name_is_free_again(app: Flask, ada: User) -> None:
    delete(factories.browser(app, ada))
    made = factories.browser(app).post("/api/users", {"name": "ada", "password": "wombat teapot lantern"})
    assert made.status_code == 201


def test_a_backup_does_not_bring_it_back(app: Flask, ada: User) -> None:
    user_id, browser = ada.id, factories.browser(app, ada)
    fill(browser)
    began = clock.now()
    delete(browser)
    log = app.config["HALLWAY"].backups / "revoked.log"
    assert json.loads(log.read_text().splitlines()[-1])["ids"] == [user_id]
    restored = User(id=user_id, name="ada", folded_name="ada", created_at=began)
    with write():
        db.session.add(restored)
    fill(factories.browser(app, restored))

    with write():
        counts = revoked.replay(log, began)

    assert (counts["account"], mentions(user_id)) == (1, [])


def run(app: Flask, *words: str, says: str = "") -> Result:
    return CliRunner().invoke(hallway, words, obj=lambda: app, input=says)


@pytest.mark.parametrize(("says", "code", "left"), [("ada\n", 0, False), ("bea\n", 2, True), ("", 1, True)])
def test_the_operator_is_asked_for_the_name_again(
    app: Flask, ada: User, monkeypatch: pytest.MonkeyPatch, says: str, code: int, left: bool
) -> None:
    monkeypatch.setattr("server.core.command.migrate", lambda: None)  # the tables are there
    assert run(app, "user", "delete", "ada", says=says).exit_code == code
    db.session.rollback()
    assert (db.session.scalar(select(User.name)) == "ada") is left


def test_the_operator_may_say_yes_at_once(app: Flask, ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.core.command.migrate", lambda: None)
    assert "30 days" in run(app, "user", "delete", "ada", "--yes").output
    assert run(app, "user", "delete", "ada", "--yes").exit_code == 2  # nobody of that name


def test_only_one_place_deletes_users() -> None:
    folder = Path(server.__file__).parent
    found = [path.name for path in folder.rglob("*.py") if "delete(User)" in path.read_text(encoding="utf-8")]
    assert found == ["deletion.py"]
