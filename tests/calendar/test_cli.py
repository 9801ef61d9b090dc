"""`hallway calendar render`: what a student's calendar program sees."""

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from click.testing import CliRunner, Result
from flask import Flask

from server.app import create_app
from server.cli import hallway
from server.core.db import db
from tests.calendar.world import conference, fetch, flag, item, make_feed, met, student
from tests.conftest import settings_for


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """An installation whose database was made by its migrations, as the command wants it."""
    made = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'x.sqlite'}"))
    with made.app_context():
        flask_migrate.upgrade()
        yield made
        db.session.rollback()
        db.engine.dispose()


def render(app, *arguments: str) -> Result:
    return CliRunner().invoke(hallway, ["calendar", "render", *arguments], obj=lambda: app)


@pytest.mark.parametrize("scope", ["followups", "plan", "all"])
def test_it_writes_the_exact_bytes_of_the_feed(app, now, tmp_path, scope):
    ada = student(app)
    met(ada)
    flag(ada, item=item(conference()))
    fetched = fetch(ada, make_feed(ada, scope)).data
    out = tmp_path / "feed.ics"

    printed = render(app, "--student", "Ada", "--scope", scope)
    written = render(app, "--student", "ada", "--scope", scope, "--out", str(out))

    assert (printed.exit_code, printed.stdout_bytes) == (0, fetched)
    assert (written.exit_code, written.stdout_bytes, out.read_bytes()) == (0, b"", fetched)


def test_a_student_who_is_not_there_is_said_so(app):
    result = render(app, "--student", "nobody", "--scope", "all")

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", "There is no user 'nobody'.\n")


def test_a_file_that_can_not_be_written_is_said_so(app, tmp_path):
    student(app)
    out = tmp_path / "missing" / "feed.ics"

    result = render(app, "--student", "ada", "--scope", "all", "--out", str(out))

    assert (result.exit_code, result.stderr) == (2, f"{out} cannot be written: No such file or directory.\n")
