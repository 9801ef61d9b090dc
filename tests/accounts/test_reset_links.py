"""Reset links: `hallway user reset-link`, what opening one does (nothing) and what posting does (once)."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from server.accounts import passkeys, reset_links, sessions
from server.accounts.cli import user
from server.accounts.models import Challenge, Passkey, ResetLink, User
from server.app import create_app
from server.core import clock, revoked
from server.core.db import db, write
from tests import factories
from tests.accounts.authenticator import Authenticator, asked, signed_in, signed_up
from tests.conftest import settings_for

OLD, NEW = "wombat teapot lantern", "another teapot lantern"


def link_for(name: str = "ada") -> str:
    """Return the secret of a new link."""
    with write():
        found = db.session.scalars(select(User).where(User.folded_name == name)).one()
        return reset_links.make(found, clock.now())


def reset(browser: factories.Browser, token: str, **way: Any) -> TestResponse:
    """Return the answer to posting with a link, a new password where nothing else is given."""
    return browser.post("/api/reset", {"token": token} | (way or {"password": NEW}))


def test_the_command_prints_a_link_with_its_secret_behind_the_hash(tmp_path: Path) -> None:
    fresh = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'x.sqlite'}"))
    run = CliRunner().invoke
    assert run(user, ["add", "Ada"], input=OLD, obj=lambda: fresh).exit_code == 0
    told = run(user, ["reset-link", "ada"], obj=lambda: fresh)
    found = re.fullmatch(r"http://localhost:8000/reset#([\w-]{43})\n", told.stdout)
    assert (told.exit_code, told.stderr) == (0, "It works once and for 30 minutes. Give it to ada and nobody else.\n")
    assert found is not None
    with fresh.app_context():
        assert db.session.scalars(select(ResetLink.token_sha256)).one() == sessions.digest(found[1])
        assert reset(factories.browser(fresh), found[1]).json["user"]["name"] == "Ada"
        db.session.remove()
        db.engine.dispose()
    nobody = run(user, ["reset-link", "nobody"], obj=lambda: fresh)
    assert (nobody.exit_code, nobody.stdout, nobody.stderr) == (2, "", "There is no user 'nobody'.\n")


def test_the_page_names_its_address_to_nobody(app: Flask) -> None:
    page = factories.browser(app).get("/reset")
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "no-referrer")


def test_a_link_sets_the_only_way_in_and_ends_all_sessions(app: Flask) -> None:
    lost = factories.browser(app)
    phone = signed_up(lost)
    lost.put("/api/account/password", {"password": OLD})
    code = lost.post("/api/account/recovery-codes", {}).json["recovery_codes"][0]
    found = factories.browser(app)
    answer = reset(found, link_for())
    assert (answer.status_code, answer.json["user"]["name"]) == (200, "ada")
    assert (found.get("/api/session").json["user"]["name"], lost.get("/api/session").json["user"]) == ("ada", None)
    shown = found.get("/api/account").json
    assert (shown["password"], shown["passkeys"], shown["recovery_codes"]) == (True, [], 0)
    assert signed_in(factories.browser(app), phone).status_code == 401
    old = factories.browser(app).post("/api/session", {"name": "ada", "password": OLD})
    by_code = lost.post("/api/recovery", {"name": "ada", "code": code, "password": OLD})
    assert (old.status_code, by_code.status_code) == (401, 401)


def test_a_link_and_a_new_passkey(app: Flask) -> None:
    factories.user("ada", OLD)
    token, phone, authenticator = link_for(), factories.browser(app), Authenticator()
    options = asked(phone, "reset", token=token)
    assert options["user"]["name"] == "ada"
    assert reset(phone, token, passkey=authenticator.make(options)).status_code == 200
    assert signed_in(factories.browser(app), authenticator).status_code == 200


def test_the_user_is_told_at_the_next_login_until_they_have_read_it(app: Flask) -> None:
    factories.user("ada", OLD)
    mine, later = factories.browser(app), factories.browser(app)
    reset(mine, link_for())
    assert mine.delete("/api/account/reset-notice").json["reset_at"] is None  # it knows, and hides it from nobody
    later.post("/api/session", {"name": "ada", "password": NEW})
    assert later.get("/api/account").json["reset_at"].endswith("Z")
    assert later.delete("/api/account/reset-notice").json["reset_at"] is None
    assert later.get("/api/account").json["reset_at"] is None


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (30, 404)])
def test_a_link_lives_for_half_an_hour(app: Flask, minutes: int, status: int) -> None:
    factories.user("ada")
    token = link_for()
    with write():
        for row in db.session.scalars(select(ResetLink)):
            row.made_at -= timedelta(minutes=minutes)
    assert reset(factories.browser(app), token).status_code == status


def test_a_newer_link_ends_the_older_one(app: Flask) -> None:
    factories.user("ada")
    older, newer = link_for(), link_for()
    assert [reset(factories.browser(app), token).status_code for token in (older, newer)] == [404, 200]


def test_ten_tries_are_counted_in_the_row(app: Flask) -> None:
    factories.user("ada")
    token, browser = link_for(), factories.browser(app)
    tried = [reset(browser, token, password="short").status_code for _ in range(10)]
    assert (tried, db.session.scalars(select(ResetLink.tries)).one()) == ([422] * 10, 10)
    dead = reset(browser, token)
    assert (dead.status_code, dead.json["detail"]) == (404, reset_links.DEAD)


def test_a_closed_account_stays_closed(app: Flask) -> None:
    factories.user("ada")
    token = link_for()
    with write():
        db.session.execute(update(User).values(disabled_at=User.created_at))
    assert reset(factories.browser(app), token).status_code == 403


def test_removed_passkeys_stay_removed_and_links_and_challenges_go_after_a_restore(app: Flask) -> None:
    since, browser = clock.now(), factories.browser(app)
    phone = signed_up(browser)
    row = db.session.scalars(select(Passkey)).one()
    before = {column.name: getattr(row, column.name) for column in Passkey.__table__.columns}
    browser.put("/api/account/password", {"password": OLD})
    browser.delete(f"/api/account/passkeys/{before['id']}")
    token = link_for()
    asked(browser, "sign-in")
    with write():
        db.session.add(Passkey(**before))  # as a backup would
    with write():
        counts = revoked.replay(revoked.log_path(), since)
    assert (counts[passkeys.PASSKEY], signed_in(browser, phone).status_code) == (1, 401)
    assert reset(browser, token).status_code == 404
    assert [db.session.scalars(select(kind)).all() for kind in (ResetLink, Passkey)] == [[], []]
    assert len(db.session.scalars(select(Challenge)).all()) == 0
