"""A server that dies at any moment: after each restart the phone sends again, and nothing is lost or doubled."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from server.accounts.cookies import session_name
from server.app import create_app
from server.core import ids
from server.core.db import db
from tests.conftest import settings_for
from tests.factories import OURS, browser, user
from tests.sync.fold import check_log, lines
from tests.sync.phone import Phone

pytestmark = pytest.mark.waits

ROOT = Path(__file__).resolve().parent.parent.parent
PUSHES = int(os.environ.get("HALLWAY_PUSHES", "40"))
KILLS = PUSHES // 8


class Server:
    """A real server process that can be killed and started again over the same database."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.database_url = folder, f"sqlite:///{folder / 'crash.sqlite'}"

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.sync.crash_server", str(self.folder), self.database_url]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        port = next((line.split()[1] for line in self.process.stdout if line.startswith(b"port ")), b"9")
        self.url = f"http://127.0.0.1:{port.decode()}"

    def die(self) -> None:
        """Kill the process and return when it is gone."""
        process = self.process  # the phone may have started another one while this one is waited for
        process.send_signal(signal.SIGKILL)
        process.wait()

    def kill(self) -> None:
        self.die()
        self.process.stdout.close()

    def send(self, request: dict[str, Any], cookie: str) -> dict[str, Any] | None:
        """Return the answer, None where there was none."""
        headers = OURS | {"Content-Type": "application/json", "Cookie": cookie}
        call = urllib.request.Request(self.url + "/api/sync", json.dumps(request).encode(), headers)
        try:
            with urllib.request.urlopen(call, timeout=60) as answer:
                return json.load(answer)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return None


def made_app(server: Server) -> Flask:
    app = create_app(settings_for(server.folder, server.database_url))
    with app.app_context():
        db.create_all()
    return app


def deaths_among(pushes: int, kills: int, chance: random.Random) -> set[int]:
    """Return the pushes in which the server dies: one in each stretch of them, and never in two that follow."""
    stretch = pushes // kills
    return {stretch * number + chance.randrange(1, stretch - 1) for number in range(kills)}


def test_killed_at_random_and_sent_again_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    server, chance = Server(tmp_path), random.Random(20261130)
    app = made_app(server)
    with app.app_context():
        ada = user("ada")
        user_id, cookie = ada.id, f"{session_name(app.config['HALLWAY'])}={browser(app, ada).token}"
        db.session.rollback()
    deaths = deaths_among(PUSHES, KILLS, chance)
    row, sent, lost = ids.fresh(), [], 0
    server.start()

    def send(request: dict[str, Any]) -> dict[str, Any]:
        nonlocal lost
        while (answer := server.send(request, cookie)) is None:
            lost += 1
            assert lost < 5 * KILLS
            server.kill()
            server.start()
        return answer

    phone, death = Phone(send), threading.Thread()
    death.start()
    for push in range(PUSHES):
        sent += [phone.write("contact", ids.fresh(), set={"name": f"push {push} {part}"}) for part in range(12)]
        sent.append(phone.write("contact", row, set={"tags": {"add": [f"push {push}"]}}))
        if push in deaths:
            death = threading.Thread(target=lambda: (time.sleep(chance.uniform(0, 0.02)), server.die()))
            death.start()
        assert phone.sync() == ["applied"] * 13
        death.join()  # in this push, or the next one finds nobody
    server.kill()

    with app.app_context():
        assert [line.id for line in lines(user_id)] == sent
        assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"
        check_log(user_id)
        db.session.rollback()
        db.engine.dispose()
    assert lost >= KILLS
    assert phone.body(row, "tags") == [f"push {push}" for push in range(PUSHES)]
