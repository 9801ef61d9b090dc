"""What calendar programs' own libraries read in our file is what the rows say, wherever the program runs."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from server.calendar.ical import WITHOUT_END, Event, begins, render
from tests.calendar.samples import HARD_TIMES, LAYOUT, LINK, an_event

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ("icalendar", "recurring-ical-events", "vobject", "ical")
NODE = {"ical.js": "ical.js", "node-ical": "node-ical"}
HOMES = ("Europe/Berlin", "America/Chicago", "UTC")
TEXTS = {
    # a backslash before n is left to test_ical: node-ical 0.26 makes a line break of it
    "marks": 'a\\b; c, "d": e\\m f\\, <b>g</b> &amp; %s {0}',
    "emoji at each fold": "\U0001f44b\U0001f3fd" * 60,
    "joined emoji": "\U0001f468\u200d\u2695\ufe0f\U0001f1f3\U0001f1ec" * 20,
    "Arabic": "شكر د. نورا الحداد على الجولة " * 4,
    "Chinese": "感谢王小明医生，海报0112。" * 8,
    "ten thousand": "0123456789" * 1_000,
    "combining": "e\u0301\u0308" * 60,
    "None": "None of these; None",
    "HTML": "<script>alert('x')</script><p>What, <em>when</em></p>",
}
EVENTS = [
    *HARD_TIMES.values(),
    *(
        an_event(
            100 + number, summary=text.strip(), location=text.strip(), description=f"{text.strip()}\nline 2\n{LINK}"
        )
        for number, text in enumerate(TEXTS.values())
    ),
]


def told(event: Event) -> dict[str, object]:
    """What every reader has to find."""
    start = begins(event)
    end = start + timedelta(days=1) if event.on else event.ends or start + WITHOUT_END
    return {
        "uid": f"{event.uid}@{LAYOUT.host}",
        "start": event.on.isoformat() if event.on else instant(start),
        "end": (event.on + timedelta(days=1)).isoformat() if event.on else instant(end),
        "summary": event.summary,
        "description": event.description,
    }


def instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


@cache
def read(reader: str, home: str, path: Path) -> dict[str, dict[str, object]]:
    """What a reader finds in a file, by uid, in a program of its own that lives in this zone."""
    if reader in NODE:
        node = shutil.which("node") or str(Path(sys.executable).parent / "node")
        command = [node, "--no-warnings", str(ROOT / "tests/calendar/read_file.mjs")]
    else:
        command = [sys.executable, "-m", "tests.calendar.read_file"]
    found = subprocess.run(
        [*command, reader, str(path)],
        cwd=ROOT,
        env=os.environ | {"TZ": home},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    return {event["uid"]: event for event in json.loads(found.stdout)}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("readers") / "feed.ics"
    path.write_bytes(render(EVENTS, "Hallway, plan", LAYOUT))
    return path


def skip_where_missing(reader: str) -> None:
    if reader not in NODE:
        pytest.importorskip(reader.replace("-", "_"), reason=f"{reader} is not installed")
    elif not (ROOT / "web/node_modules" / NODE[reader]).is_dir():
        pytest.skip(f"{reader} is not installed: npm ci in web/ brings it")


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("reader", [*PYTHON, *NODE])
def test_a_reader_finds_what_the_rows_say(file, reader, home):
    skip_where_missing(reader)

    assert read(reader, home, file) == {event["uid"]: event for event in map(told, EVENTS)}


BROKEN = {
    "a start an hour later": (b"TZID=America/Chicago:20261031T163000", b"TZID=America/Chicago:20261031T173000"),
    "a zone of another place": (b"TZID=Asia/Kolkata:20261205T091500", b"TZID=Europe/Dublin:20261205T091500"),
    "text escaped twice": (b"a\\\\b\\; c\\,", b"a\\\\\\\\b\\\\\\; c\\\\\\,"),
    "a day more": (b"DTEND;VALUE=DATE:20261102", b"DTEND;VALUE=DATE:20261103"),
}


@pytest.mark.parametrize(("right", "wrong"), BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("reader", [*PYTHON, *NODE])
def test_every_reader_would_tell_a_broken_file(tmp_path, reader, right, wrong):
    skip_where_missing(reader)
    data = render(EVENTS, "Hallway", LAYOUT)
    path = tmp_path / "broken.ics"
    path.write_bytes(data.replace(right, wrong))

    assert path.read_bytes() != data
    assert read(reader, "Europe/Berlin", path) != {event["uid"]: event for event in map(told, EVENTS)}
