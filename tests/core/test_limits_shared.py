"""Rate limits that several server processes count together, in Redis."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from server.app import create_app
from server.config import ROOT
from server.core.db import db
from tests.conftest import settings_for

pytestmark = pytest.mark.waits

REDIS = os.environ.get("HALLWAY_TEST_REDIS", "")


@pytest.mark.skipif(not REDIS, reason="HALLWAY_TEST_REDIS names no server")
def test_three_sign_ups_an_hour_are_three_for_all_processes(tmp_path: Path) -> None:
    database_url = f"sqlite:///{tmp_path / 'shared.sqlite'}"
    app = create_app(settings_for(tmp_path, database_url))
    with app.app_context():
        db.create_all()
        db.engine.dispose()
    caller = f"2001:db8:{secrets.token_hex(2)}:{secrets.token_hex(2)}::1"  # one that Redis has not seen

    answers = [
        answers_of_a_process(tmp_path, database_url, caller, names) for names in (("ada", "bea"), ("cleo", "dina"))
    ]

    assert answers == [["201", "201"], ["201", "429"]]


def answers_of_a_process(folder: Path, database_url: str, caller: str, names: tuple[str, str]) -> list[str]:
    command = [sys.executable, "-m", "tests.core.sign_ups_of_a_process", str(folder), database_url, REDIS, caller]
    done = subprocess.run([*command, *names], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()
