"""A simulated year: what was owed when, never a third message, and the same on the server and on the phone."""

import json
import os
import shutil
import subprocess
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from server.calendar.events import Options, Stamp, follow_up
from server.config import ROOT
from server.followups.cadence import steps
from server.followups.silence import MESSAGES_UNANSWERED, unanswered
from server.followups.story import Story
from tests.followups import year
from tests.followups.stories import a_day, drawn, moments, plain

pytestmark = pytest.mark.waits

EXPECTED = Path(__file__).with_name("year_expected.txt")
STAMP, OPTIONS = Stamp(0, datetime(2026, 11, 29, tzinfo=UTC), datetime(2026, 11, 29, tzinfo=UTC)), Options("https://x")


def test_the_year_is_as_written_down_by_hand():
    lived = year.lived()

    assert year.told(lived) == EXPECTED.read_text(encoding="utf-8").rstrip("\n")
    assert lived.most_unanswered == MESSAGES_UNANSWERED


def wire(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else str(value)


def feed(stories: list[Story], today: date) -> list[list[str]]:
    """What the calendar shows: id and day of each event."""
    events = [follow_up(step, STAMP, OPTIONS) for story in stories for step in steps(story, today)]
    return sorted([event.uid, str(event.on)] for event in events if event)


def told_stories() -> list[dict[str, Any]]:
    """Stories drawn at random, with what is owed and how many messages stand unanswered."""
    found: list[dict[str, Any]] = []

    @settings(max_examples=300, database=None, derandomize=True)
    @given(drawn(), a_day(), moments())
    def draw(story, today, _at):
        owed = [plain(step) for step in steps(story, today)]
        found.append({"story": asdict(story), "today": today, "expected": owed, "unanswered": unanswered(story)})

    draw()
    return found


@pytest.mark.skipif(not shutil.which("node"), reason="needs Node")
def test_the_phone_owes_what_the_server_owes_and_the_calendar_shows_on_every_day(tmp_path):
    known: dict[str, int] = {}
    texts: list[dict[str, Any]] = []
    days = []
    for today, stories in year.lived(keep_days=True).days:
        numbers = []
        for story in stories:
            number = known.setdefault(repr(story), len(texts))
            if number == len(texts):
                texts.append(asdict(story))
            numbers.append(number)
        days.append([today, numbers, feed(stories, today)])
    file = tmp_path / "cadence.json"
    file.write_text(json.dumps({"stories": texts, "days": days, "drawn": told_stories()}, default=wire))

    command = ["npx", "--no-install", "vitest", "run", "cadence_twins.test.ts"]
    environment = os.environ | {"HALLWAY_CADENCE": str(file)}
    run = subprocess.run(command, cwd=ROOT / "web", env=environment, capture_output=True, text=True, timeout=300)

    assert run.returncode == 0, run.stdout[-3000:]
    assert "2 passed" in run.stdout
