"""Recovery codes: what they look like, what one does, and that it does so once."""

import hashlib
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from server.accounts import recovery
from server.accounts.models import RecoveryCode, User
from server.core import clock, revoked
from server.core.db import db, write
from tests import factories
from tests.accounts.authenticator import Authenticator, asked, signed_in, signed_up

OLD, NEW = "wombat teapot lantern", "another teapot lantern"


def codes_of(browser: factories.Browser) -> list[str]:
    """Return a new set of codes."""
    answer = browser.post("/api/account/recovery-codes", {})
    assert answer.status_code == 201
    codes: list[str] = answer.json["recovery_codes"]
    return codes


def recover(browser: factories.Browser, code: str, name: str = "ada", **way: Any) -> TestResponse:
    """Return the answer to a recovery code, with a new password where nothing else is given."""
    return browser.post("/api/recovery", {"name": name, "code": code} | (way or {"password": NEW}))


@pytest.fixture
def ada(app: Flask) -> factories.Browser:
    """Return the browser of Ada, who has a password."""
    return factories.browser(app, factories.user("ada", OLD))


def test_eight_codes_of_24_characters_in_groups_of_4(ada: factories.Browser) -> None:
    codes = codes_of(ada)
    assert (len(codes), len(set(codes))) == (8, 8)
    assert all(re.fullmatch(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){5}", code) for code in codes)
    assert ada.get("/api/account").json["recovery_codes"] == 8


def test_only_their_hashes_are_kept(ada: factories.Browser) -> None:
    codes = codes_of(ada)
    kept = set(db.session.scalars(select(RecoveryCode.code_sha256)))
    assert kept == {hashlib.sha256(code.replace("-", "").encode()).digest() for code in codes}


def test_a_code_signs_in_sets_a_password_and_ends_the_other_sessions(app: Flask, ada: factories.Browser) -> None:
    code, stranger = codes_of(ada)[3], factories.browser(app)
    answer = recover(stranger, code)
    assert (answer.status_code, answer.json["user"]["name"]) == (200, "ada")
    assert (stranger.get("/api/account").json["recovery_codes"], ada.get("/api/session").json["user"]) == (7, None)
    tried = [
        factories.browser(app).post("/api/session", {"name": "ada", "password": password}).status_code
        for password in (OLD, NEW)
    ]
    assert tried == [401, 200]


def test_a_code_and_a_new_passkey(app: Flask, ada: factories.Browser) -> None:
    code, phone, authenticator = codes_of(ada)[0], factories.browser(app), Authenticator()
    passkey = authenticator.make(asked(phone, "recover", name="ada", code=code))
    assert recover(phone, code, passkey=passkey).status_code == 200
    assert signed_in(factories.browser(app), authenticator).status_code == 200


@pytest.mark.parametrize("spoil", [str.lower, lambda code: f" {code.replace('-', '  ')} ", lambda code: code + "-"])
def test_a_code_is_read_as_it_is_written_by_hand(ada: factories.Browser, spoil: Any) -> None:
    assert recover(ada, spoil(codes_of(ada)[0])).status_code == 200


def test_digits_that_no_code_has_are_read_as_letters(app: Flask) -> None:
    user = factories.user("ada")
    with write():
        digest = hashlib.sha256(b"OIB" + b"A" * 21).digest()
        db.session.add(RecoveryCode(code_sha256=digest, user_id=user.id, made_at=clock.now()))
    assert recover(factories.browser(app), "018A-" + "AAAA-" * 5).status_code == 200


def test_a_new_set_voids_the_old_one(app: Flask, ada: factories.Browser) -> None:
    old, new = codes_of(ada), codes_of(ada)
    assert recover(factories.browser(app), old[0]).status_code == 401
    assert recover(factories.browser(app), new[0]).status_code == 200


@pytest.mark.parametrize("way", [{"password": "short"}, {"password": NEW, "passkey": {}}, {}])
def test_a_code_is_not_used_up_by_a_credential_that_is_refused(
    app: Flask, ada: factories.Browser, way: dict[str, Any]
) -> None:
    code, phone = codes_of(ada)[0], factories.browser(app)
    assert phone.post("/api/recovery", {"name": "ada", "code": code} | way).status_code == 422
    assert recover(phone, code).status_code == 200


def test_a_code_of_somebody_else_opens_nothing(app: Flask, ada: factories.Browser) -> None:
    factories.user("bea")
    assert recover(factories.browser(app), codes_of(ada)[0], "bea").status_code == 401


def test_a_challenge_is_not_given_for_a_wrong_code(app: Flask, ada: factories.Browser) -> None:
    codes_of(ada)
    body = {"purpose": "recover", "name": "ada", "code": "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA"}
    answers = [factories.browser(app).post("/api/challenges", body | {"name": name}) for name in ("ada", "nobody")]
    assert [(one.status_code, one.json["detail"]) for one in answers] == [(401, recovery.NO_MATCH)] * 2


def test_a_passkey_made_for_one_user_is_not_given_to_another_by_their_code(app: Flask) -> None:
    ada, bea, phone = (factories.browser(app) for _ in range(3))
    signed_up(ada, "ada"), signed_up(bea, "bea")
    passkey = Authenticator().make(asked(phone, "recover", name="ada", code=codes_of(ada)[0]))
    answer = recover(phone, codes_of(bea)[0], "bea", passkey=passkey)
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/passkey")


def test_codes_that_ended_are_noted_and_stay_void_after_a_restore(app: Flask, ada: factories.Browser) -> None:
    since, codes = clock.now(), codes_of(ada)
    recover(ada, codes[0])
    with write():
        user_id = db.session.scalars(select(User.id)).one()
        digest = hashlib.sha256(codes[0].replace("-", "").encode()).digest()
        db.session.add(RecoveryCode(code_sha256=digest, user_id=user_id, made_at=since))  # as a backup would
    with write():
        counts = revoked.replay(revoked.log_path(), since)
    assert (counts["recovery code"], recover(ada, codes[0]).status_code) == (1, 401)
    assert recover(ada, codes[1]).status_code == 200
