"""Two server processes, a student, and the calendar programs that poll while a week goes by.

The product has one place that asks what time it is and no setting for it, so the processes here are the product's own
application under the product's own server, but for that one function: it reads the time that the test has written.
"""

import gzip
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, TestResponse
from werkzeug.wrappers import Request

from server import cli
from server.accounts.cookies import session_name
from server.agenda.answers import Target
from server.agenda.importers.programme import Person, Session
from server.agenda.models import Item
from server.app import create_app
from server.calendar import copies, files
from server.calendar.installation import layout
from server.calendar.service import digest
from server.config import ROOT, Settings
from server.core import clock
from server.core.db import db
from tests.agenda.programmes import imported, programme
from tests.calendar.http_rules import Exchange
from tests.calendar.world import flag, met
from tests.conftest import fresh_postgresql, settings_for
from tests.factories import OURS, Browser, browser, user
from tests.ports import kept_port

SCOPES = ("followups", "plan", "all")
TIME = "TOLD_TIME"  # in the environment of a process: the file that says what time it is
VALIDATORS = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
WAIT = 180  # seconds, for a process to start on a busy machine


def served() -> Flask:
    """Return the application of `wsgi:app` with the time that it is told."""
    told = Path(os.environ[TIME])
    vars(clock)["now"] = lambda: datetime.fromisoformat(told.read_text())
    return create_app()


@dataclass
class Time:
    """What time it is, here and in the processes that read the file."""

    file: Path
    now: datetime

    def set(self, at: datetime) -> None:
        """Go on to `at`, everywhere at once."""
        self.now = at
        fresh = self.file.with_suffix(".next")
        fresh.write_text(at.isoformat())
        fresh.replace(self.file)


class Process:
    """One app process with one worker, started as `hallway serve` starts it; it can be killed and started again."""

    def __init__(self, name: str, settings: Settings, told: Time, port: int) -> None:
        self.name, self.settings, self.told, self.port = name, settings, told, port
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin to start, if it does not run; `wait` tells when it serves."""
        if self.running is not None:
            return
        arguments = cli._gunicorn("127.0.0.1", self.port, workers=1, threads=8)[:-1]
        with (self.settings.instance / f"{self.name}.log").open("ab") as log:
            self.running = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", *arguments, f"{__name__}:served()"],
                env=self._environment(),
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Return when the process answers; raise where it has ended or never does."""
        until = time.monotonic() + WAIT
        while time.monotonic() < until and self.running is not None and self.running.poll() is None:
            try:
                self.ask("GET", "/healthz", {})
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError((self.settings.instance / f"{self.name}.log").read_text())

    def kill(self) -> None:
        """End it at once with SIGKILL, its worker too; it writes nothing more."""
        if self.running is not None:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
            self.running = None
            while self._listens():  # the worker ends a moment after its master
                time.sleep(0.005)

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None) -> Exchange:
        """Return the answer to a request that came by the installation's address, as through a proxy."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, {"Host": self.settings.host, **headers})
            answer = connection.getresponse()
            return Exchange(method, headers, answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("HALLWAY_")}
        return own | {
            "HALLWAY_DATABASE_URL": self.settings.database_url,
            "HALLWAY_URL": self.settings.url,
            "HALLWAY_SECRET_KEY": self.settings.secret_key,
            "HALLWAY_INSTANCE": str(self.settings.instance),
            "HALLWAY_DEVELOPMENT": str(int(self.settings.development)),
            TIME: str(self.told.file),
        }


@dataclass
class Phone(Browser):
    """The student's browser; its calls reach the last of the processes that programs are going to ask."""

    asked: list[Process]

    def call(self, method: str, path: str, **more: Any) -> TestResponse:
        """Return the answer of a real process."""
        cookie = f"{session_name(self.app.config['HALLWAY'])}={self.token}"
        headers = OURS | {"Content-Type": "application/json", "Cookie": cookie}
        body = json.dumps(more["json"]).encode() if more.get("json") is not None else None
        found = self.asked[-1].ask(method, path, headers, body)
        request = Request(EnvironBuilder(path, method=method).get_environ())
        return TestResponse([found.body], f"{found.status} -", Headers(list(found.headers.items())), request)


@dataclass(frozen=True)
class Poll:
    """One poll, and the file that the program holds after it."""

    scope: str
    program: str
    process: str
    exchange: Exchange
    held: bytes = field(repr=False)

    @property
    def status(self) -> int:
        """Of the answer."""
        return self.exchange.status

    @property
    def validators(self) -> tuple[str, str]:
        """What the answer says of the state of the feed."""
        return self.exchange.headers["ETag"], self.exchange.headers["Last-Modified"]


@dataclass
class Program:
    """A calendar program with one subscription; it sends those validators of its last whole answer that it keeps."""

    name: str
    scope: str
    path: str
    keeps: tuple[str, ...]
    packed: bool = False
    asks: dict[str, str] = field(default_factory=dict)
    held: bytes = b""

    def poll(self, process: Process) -> Poll:
        """Ask for the feed and take what comes."""
        found = process.ask("GET", self.path, self.asks | ({"Accept-Encoding": "gzip"} if self.packed else {}))
        if found.status == 200:
            packed = found.headers.get("Content-Encoding") == "gzip"
            self.held = gzip.decompress(found.body) if packed else found.body
            self.asks = {VALIDATORS[name]: found.headers[name] for name in self.keeps}
        return Poll(self.scope, self.name, process.name, found, self.held)


def programs(scope: str, path: str) -> list[Program]:
    """Return one program of each kind that there is (calendar contract, section 3)."""
    return [
        Program("by its tag", scope, path, ("ETag",)),
        Program("by its date", scope, path, ("Last-Modified",)),
        Program("by both, packed", scope, path, ("ETag", "Last-Modified"), packed=True),
        Program("without any", scope, path, ()),
    ]


@dataclass(frozen=True)
class Step:
    """A moment of the week, what is done then, and what it makes of the feeds of either scope; `all` shows both.

    An event is named by its first title. "came 0" and "rose to 1: DTSTART" tell its SEQUENCE and which lines changed.
    """

    at: datetime
    what: str
    act: Callable[["Week"], object]
    followups: dict[str, str] = field(default_factory=dict)
    plan: dict[str, str] = field(default_factory=dict)
    by_time: bool = False  # nobody has written what changes

    def of(self, scope: str) -> dict[str, str]:
        """Return what becomes of the events of a feed."""
        return {"followups": self.followups, "plan": self.plan, "all": self.followups | self.plan}[scope]


@dataclass(frozen=True)
class Seen:
    """What everyone saw after a step, and the bytes that a third process makes of the rows alone."""

    step: Step
    polls: list[Poll]
    anew: dict[str, bytes]

    @property
    def asked(self) -> tuple[str, str]:
        """The processes in the order they were asked."""
        return self.polls[0].process, self.polls[1].process

    def of(self, scope: str) -> list[Poll]:
        """Return the polls of a feed."""
        return [poll for poll in self.polls if poll.scope == scope]

    def validators(self, scope: str) -> tuple[str, str]:
        """Return what the first answer says."""
        return self.of(scope)[0].validators


@dataclass
class Week:
    """The installation, what the student has, and what was seen of it."""

    time: Time
    first: Process
    second: Process
    asked: list[Process]  # by each program after a step
    phone: Phone
    user_id: str
    sessions: dict[str, Session] = field(default_factory=dict)  # of the programme, by title
    speakers: tuple[Person, ...] = ()
    contacts: dict[str, str] = field(default_factory=dict)
    programs: list[Program] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)

    def live(self, steps: list[Step]) -> None:
        """Go through the steps; after each every program asks one process and then the other."""
        for step in steps:
            self.time.set(step.at)
            self.asked.reverse()
            step.act(self)
            polls: list[Poll] = []
            for program in self.programs:
                polls += [program.poll(process) for process in (self.asked * 2)[:2]]
                self._wait_until_kept(program)
            self.seen.append(Seen(step, polls, {scope: self._anew(scope) for scope in SCOPES}))

    def run(self, *processes: Process) -> None:
        """Start those that do not run, and let these be asked in this order from now on."""
        for process in processes:
            process.start()
        for process in processes:
            process.wait()
        self.asked[:] = processes

    def meet(self, name: str) -> None:
        """Meet somebody on the first day."""
        self.contacts[name] = met(self.phone, name=name, met_on="2026-11-30")

    def flag(self, title: str, tier: str | None = "must") -> None:
        """Flag a session, or take the flag away."""
        flag(self.phone, tier, item=db.session.query(Item).filter_by(title=title).one().id)

    def bring_in(self) -> None:
        """Import the programme (again), as the command line does."""
        imported(programme(*self.sessions.values(), people=self.speakers), Target(None, slug="glow"))

    def change(self, title: str, **changes: Any) -> None:
        """Import the programme again with one session changed."""
        self.sessions[title] = replace(self.sessions[title], **changes)
        self.bring_in()

    def _anew(self, scope: str) -> bytes:
        db.session.rollback()
        return files.whole(self.user_id, scope, clock.now(), layout())

    def _wait_until_kept(self, program: Program) -> None:
        """An answer is kept after it has been sent; a feed is rendered only 60 times an hour, whatever the clock."""
        token = digest(program.path.removeprefix("/calendar/").removesuffix(".ics"))
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            db.session.rollback()
            known = copies.find(token)
            if known is not None and known.has_copy_for(clock.now().date(), layout()):
                return
            time.sleep(0.005)
        raise RuntimeError("no process kept its answer")


@contextmanager
def installed(kind: str, folder: Path, at: datetime) -> Iterator[Week]:
    """Serve an empty installation by two processes until the block ends; it is `at`."""
    with _database(kind, folder) as url, kept_port() as one, kept_port() as two, pytest.MonkeyPatch.context() as patch:
        settings, told = settings_for(folder, url), Time(folder / "time", at)
        told.set(at)
        patch.setattr(clock, "now", lambda: told.now)
        app, asked = create_app(settings), list[Process]()
        first, second = Process("first", settings, told, one), Process("second", settings, told, two)
        with app.app_context():
            db.create_all()
            ada = user("ada")
            week = Week(told, first, second, asked, Phone(app, browser(app, ada).client, asked), ada.id)
            try:
                week.run(first, second)
                yield week
            finally:
                first.kill()
                second.kill()
                db.session.remove()
                db.engine.dispose()


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "postgresql":
        with fresh_postgresql(f"hallway_week_{os.getpid()}") as url:
            yield url
    else:
        yield f"sqlite:///{folder / 'week.sqlite'}"
