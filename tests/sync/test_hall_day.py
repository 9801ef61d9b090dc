"""A short day in the hall; the long one is `python -m tests.sync.hall_day`."""

import os
from pathlib import Path

import pytest

from tests.conftest import POSTGRESQL, fresh_postgresql
from tests.sync import hall_day

pytestmark = pytest.mark.waits


@pytest.mark.skipif(not POSTGRESQL, reason="needs PostgreSQL: HALLWAY_TEST_POSTGRESQL names none")
def test_two_phones_and_the_server_end_alike_after_losses_doubles_and_a_death(tmp_path: Path) -> None:
    with fresh_postgresql(f"hallway_hall_{os.getpid()}") as url:
        told = hall_day.live(url, tmp_path, hall_day.asked(["--scans=15", "--edits=40", "--kills=1"]))
    assert (told["changes made"], told["changes in the log, each once"], told["server killed"]) == (85, 85, 1)
