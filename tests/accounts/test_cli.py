"""`hallway user`, and the demo student of a development machine."""

import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from server.accounts import hashing, passwords, service
from server.accounts.cli import user
from server.accounts.models import User
from server.app import create_app
from server.config import BadSetting
from server.core.db import db
from tests import factories
from tests.conftest import settings_for

SPOKEN = "wombat teapot lantern"


@pytest.fixture
def fresh(tmp_path: Path) -> Flask:
    """Return an application whose database does not exist yet."""
    return create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'x.sqlite'}"))


@pytest.fixture
def run(fresh: Flask) -> Callable[..., Result]:
    """Return a function that runs `hallway user` with some words and a line on stdin."""
    return lambda *words, line="": CliRunner().invoke(user, words, input=line, obj=lambda: fresh)


def test_a_user_is_added_kept_out_and_let_in_again(fresh: Flask, run: Callable[..., Result]) -> None:
    told = run("add", "Ada", line=SPOKEN + "\n")
    assert (told.exit_code, told.stdout) == (0, "Ada can sign in now.\n")
    browser = factories.browser(fresh)
    credentials = {"name": "ada", "password": SPOKEN}
    answers = [browser.post("/api/session", credentials).status_code]
    for word in ("disable", "enable"):
        assert run(word, "ADA").exit_code == 0
        answers.append(browser.post("/api/session", credentials).status_code)
    assert answers == [200, 403, 200]


@pytest.mark.parametrize(
    ("words", "line", "sentence"),
    [
        (("add", "ada"), "short\n", "A password has at least 15 characters; three or four words together are easy to"),
        (("add", "ada"), "", "A password has at least 15 characters; three or four words together are easy to"),
        (("add", "ada"), "x" * 5000, "A password has at most 1,024 bytes."),
        (("add", " "), SPOKEN, "A name has 1 to 64 characters."),
        (("disable", "nobody"), "", "There is no user 'nobody'."),
    ],
)
def test_refusals_are_one_sentence(
    run: Callable[..., Result], words: tuple[str, ...], line: str, sentence: str
) -> None:
    told = run(*words, line=line)
    assert (told.exit_code, told.stdout) == (2, "")
    assert sentence in told.stderr


def test_the_demo_student_has_a_password_that_is_made_once_and_kept(app: Flask) -> None:
    settings = app.config["HALLWAY"]
    name, password = service.demo_student(settings)
    assert (name, passwords.fault(password, name)) == ("demo", None)
    assert service.demo_student(settings) == (name, password)
    kept = settings.instance / "demo_password"
    assert (kept.read_text(), stat.S_IMODE(kept.stat().st_mode)) == (password, 0o600)
    kept.unlink()
    _, another = service.demo_student(settings)
    assert hashing.verify(db.session.scalars(select(User.password_hash)).one(), another)
    assert another != password


@pytest.mark.parametrize("changes", [{"development": False}, {"url": "https://hallway.example"}])
def test_there_is_no_demo_student_beyond_this_machine(app: Flask, changes: dict[str, object]) -> None:
    with pytest.raises(BadSetting):
        service.demo_student(replace(app.config["HALLWAY"], **changes))
    assert db.session.scalars(select(User.name)).all() == []
