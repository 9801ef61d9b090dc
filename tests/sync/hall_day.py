"""A day in the hall: two phones scan and edit over a bad network against two server processes that are killed.

`python -m tests.sync.hall_day [--scans 500] [--edits 1500] [--kills 6] [--seed 1]`, over a PostgreSQL database of its
own (HALLWAY_TEST_POSTGRESQL). At the end both phones and the server hold the same rows, and every change is in the log
once.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask

from server.accounts import sessions
from server.accounts.cookies import session_name
from server.app import create_app
from server.core import clock, ids
from server.core.command import migrate
from server.core.db import db, write
from tests.conftest import fresh_postgresql, settings_for
from tests.factories import OURS, user
from tests.ports import kept_port
from tests.sync.fold import check_log, lines
from tests.sync.phone import Phone
from tests.sync.world import everything_of

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = (sys.executable, "-c", "from server.cli import main; main()")
LOST, ANSWER_LOST, DOUBLED, DELAYED = 0.15, 0.15, 0.10, 0.10  # of all requests
WORDS = ("trial", "catheter", "fellowship", "visa", "research", "stroke", "pelvis", "mentor", "letter", "ablation")


class NoNetwork(Exception):
    """The hall swallowed the request or its answer."""


@dataclass
class Servers:
    """Two processes behind one port, killed and started again."""

    folder: Path
    database_url: str
    port: int
    deaths: int = 0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve until the next death."""
        self.process = subprocess.Popen(
            [*COMMAND, "serve", "--port", str(self.port), "--workers", "2"],
            cwd=ROOT,
            env=self._environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(1_800):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=20).close()
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the server did not start")

    def kill(self) -> None:
        """End all processes at once, whatever they are doing."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.deaths += 1

    def post(self, request: dict[str, Any], cookie: str) -> dict[str, Any]:
        """Return the answer; raise NoNetwork where there is none; wait where the server asks for it."""
        headers = OURS | {"Content-Type": "application/json", "Cookie": cookie, "Host": f"localhost:{self.port}"}
        call = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/sync", json.dumps(request).encode(), headers, method="POST"
        )
        try:
            with urllib.request.urlopen(call, timeout=20) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except urllib.error.HTTPError as fault:
            if fault.code not in (429, 503):
                raise
            time.sleep(min(30.0, float(fault.headers.get("Retry-After", "1"))))
            raise NoNetwork from None
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            raise NoNetwork from None

    def _environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("HALLWAY_")}
        return own | {
            "HALLWAY_DATABASE_URL": self.database_url,
            "HALLWAY_URL": f"http://localhost:{self.port}",
            "HALLWAY_DEVELOPMENT": "1",
            "HALLWAY_INSTANCE": str(self.folder),
        }


@dataclass
class Hall:
    """The network between one phone and the servers."""

    servers: Servers
    cookie: str
    chance: random.Random
    happened: Counter[str] = field(default_factory=Counter)
    held_back: list[dict[str, Any]] = field(default_factory=list)
    calm: bool = False

    def send(self, request: dict[str, Any]) -> dict[str, Any]:
        """Carry a request, or lose, double or delay it."""
        self.happened["requests"] += 1
        luck = 1.0 if self.calm else self.chance.random()
        if luck < LOST:
            self.happened["requests lost"] += 1
            raise NoNetwork
        if self.held_back and self.chance.random() < 0.5:
            self.servers.post(self.held_back.pop(0), self.cookie)
            self.happened["old requests delivered late"] += 1
        answer = self.servers.post(request, self.cookie)
        if luck < LOST + ANSWER_LOST:
            self.happened["answers lost"] += 1
            raise NoNetwork
        if luck < LOST + ANSWER_LOST + DOUBLED:
            self.happened["requests doubled"] += 1
            return self.servers.post(request, self.cookie)
        if luck < LOST + ANSWER_LOST + DOUBLED + DELAYED:
            self.held_back.append(request)
        return answer


@dataclass
class Day:
    """What the student does on both phones."""

    phones: list[Phone]
    chance: random.Random
    made: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def scan(self) -> None:
        """A badge is read: the scan, the contact and the first note, as the phone writes them together."""
        phone = self.chance.choice(self.phones)
        scan, contact, note = ids.fresh(), ids.fresh(), ids.fresh()
        self._write(phone, "scan", scan, captured_at="2026-11-30T09:12:03Z", symbology="QR", raw=f"badge {scan}")
        self._write(phone, "contact", contact, name=f"Person {len(self.notes)}")
        self._write(phone, "note", note, contact=contact, bullets={"from": "", "to": self._words()})
        self.notes.append(note)

    def edit(self) -> None:
        """Something is added to a note, from either phone, seen or not."""
        phone, note = self.chance.choice(self.phones), self.chance.choice(self.notes[-40:])
        if self.chance.random() < 0.5:
            before = str((phone.rows.get(note, {}).get("body") or {}).get("bullets") or "")
            self._write(phone, "note", note, bullets={"from": before, "to": f"{before} {self._words()}".strip()})
        else:
            self._write(phone, "note", note, ask=self._words())

    def _words(self) -> str:
        return " ".join(self.chance.sample(WORDS, 3))

    def _write(self, phone: Phone, kind: str, row: str, **values: Any) -> None:
        self.made.append(phone.write(kind, row, set=values))


def live(database_url: str, folder: Path, wanted: argparse.Namespace) -> dict[str, Any]:
    """Live through the day and return the summary; raises AssertionError where anything was lost or doubled."""
    app = create_app(settings_for(folder, database_url))
    with app.app_context():
        migrate()
        try:
            with kept_port() as port:
                return _live(app, Servers(folder, database_url, port), wanted)
        finally:
            db.session.remove()
            db.engine.dispose()


def _live(app: Flask, servers: Servers, wanted: argparse.Namespace) -> dict[str, Any]:
    ada, chance = user("ada").id, random.Random(wanted.seed)
    halls = [Hall(servers, _cookie(app, ada), chance) for _ in range(2)]
    day = Day([Phone(hall.send) for hall in halls], chance)
    db.session.remove()
    servers.start()
    began = time.perf_counter()
    try:
        _go_through(day, servers, wanted)
        for hall in halls:
            hall.calm = True
        for phone in [*day.phones, *day.phones]:
            _heal(phone)
    finally:
        servers.kill()
    return _summary(ada, day) | {
        **dict(sorted(sum((hall.happened for hall in halls), Counter()).items())),
        "server killed": servers.deaths - 1,
        "seconds": round(time.perf_counter() - began, 1),
    }


def _cookie(app: Flask, user_id: str) -> str:
    with write():
        return f"{session_name(app.config['HALLWAY'])}={sessions.open_session(user_id, clock.now())}"


def _summary(user_id: str, day: Day) -> dict[str, Any]:
    """Compare both phones, the server and the log; return what was found."""
    check_log(user_id)
    told, rows = lines(user_id), everything_of(user_id)
    for number, phone in enumerate(day.phones, start=1):
        assert phone.rows == rows, f"phone {number} differs from the server"
    logged = Counter(line.id for line in told)
    assert logged == Counter(day.made), "a change is missing from the log, or twice in it"
    return {
        "changes made": len(day.made),
        "changes in the log, each once": len(logged),
        **dict(sorted(Counter(line.result for line in told).items())),
        "rows on each phone and on the server": len(rows),
    }


def _go_through(day: Day, servers: Servers, wanted: argparse.Namespace) -> None:
    steps = [day.scan] * (wanted.scans - 1) + [day.edit] * wanted.edits
    day.chance.shuffle(steps)
    steps.insert(0, day.scan)  # there is something to edit
    deaths = set(day.chance.sample(range(len(steps)), wanted.kills))
    for number, step in enumerate(steps):
        step()
        if number in deaths:
            servers.kill()
            servers.start()
        if day.chance.random() < 0.12:
            _try(day.chance.choice(day.phones))


def _try(phone: Phone) -> None:
    try:
        phone.sync()
    except NoNetwork:
        return


def _heal(phone: Phone) -> None:
    for _ in range(200):
        try:
            phone.heal()
        except NoNetwork:
            continue
        return
    raise AssertionError("a phone never came to rest")


def asked(words: list[str] | None = None) -> argparse.Namespace:
    """Return how long the day is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scans", type=int, default=500)
    parser.add_argument("--edits", type=int, default=1_500)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--seed", type=int, default=20_261_130)
    return parser.parse_args(words)


def main() -> None:
    """Live through a day and print what happened."""
    wanted = asked()
    with tempfile.TemporaryDirectory() as folder, fresh_postgresql(f"hallway_day_{os.getpid()}") as url:
        for name, value in live(url, Path(folder), wanted).items():
            print(f"{name:40} {value:>8}")


if __name__ == "__main__":
    main()
