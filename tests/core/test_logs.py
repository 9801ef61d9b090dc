"""The log: one JSON object a line, with nothing in it that a student typed."""

import io
import json
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from server.app import create_app
from server.core.access import public
from server.core.db import db
from server.core.ids import is_id
from server.core.logs import JSONLines, masked, security_event, start_logs
from tests import factories
from tests.conftest import settings_for

TOKEN = "k3J9-hQ_" * 5 + "abc"


@pytest.fixture
def lines(app: Flask) -> Iterator[io.StringIO]:
    """Return where the log goes during the test."""
    stream = io.StringIO()
    logger = logging.getLogger("hallway")
    before = list(logger.handlers)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JSONLines())
    logger.addHandler(handler)
    yield stream
    logger.handlers[:] = before


def parsed(stream: io.StringIO) -> list[dict[str, Any]]:
    """Return each line as the object it must be."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_answer_is_one_line_of_known_fields(app: Flask, lines: io.StringIO) -> None:
    ada = factories.user("Wanda Quill")
    browser, began = factories.browser(app, ada), time.perf_counter()
    browser.get("/api/session?note=secret", headers={"User-Agent": "secret"})
    most = (time.perf_counter() - began) * 1_000 + 0.1  # a tenth, for rounding
    (line,) = parsed(lines)
    request, duration, at = line.pop("request"), line.pop("duration_ms"), line.pop("time")
    assert (is_id(request), 0 < duration < most, at.endswith("Z")) == (True, True, True)
    assert line == {
        "level": "info",
        "log": "hallway.request",
        "user": ada.id,
        "method": "GET",
        "route": "/api/session",
        "status": 200,
    }


def test_a_problem_is_found_in_the_log_by_its_instance(app: Flask, lines: io.StringIO) -> None:
    answer = factories.browser(app).get("/api/nothing")
    assert answer.json["instance"] == f"/requests/{parsed(lines)[0]['request']}"


@pytest.mark.parametrize("path", ["/nothing/Wanda%20Quill", f"/calendar/{TOKEN}.ics", "/%1b[31m%0d%0aforged"])
def test_a_path_never_enters_the_log(app: Flask, lines: io.StringIO, path: str) -> None:
    factories.browser(app).get(path)
    (line,) = parsed(lines)
    assert line["route"] in {None, "/calendar/<token>.ics"}
    for secret in ("Wanda", TOKEN, "forged"):
        assert secret not in lines.getvalue()


def test_signing_in_leaves_ids_and_no_name_or_password(app: Flask, lines: io.StringIO) -> None:
    ada, browser = factories.user("Wanda Quill", "wombat teapot lantern"), factories.browser(app)
    for password in ("wrong teapot lantern", "wombat teapot lantern"):
        browser.post("/api/session", {"name": "Wanda Quill", "password": password})
    token = browser.token
    browser.delete("/api/session")
    events = [(line["event"], line["user"]) for line in parsed(lines) if line["log"] == "hallway.security"]
    assert events == [("sign-in-failed", None), ("signed-in", ada.id), ("signed-out", ada.id)]
    for secret in ("Wanda", "Quill", "teapot", str(token)):
        assert secret not in lines.getvalue()


# formatted without a logger: pytest keeps what is logged, and its processes cannot hand a half character on
@pytest.mark.parametrize("text", ["a\r\nb", "\x1b[31m", "\x7f", "\x85", "\u2028", "\x9b", "\ud800"])
def test_every_control_character_is_escaped(text: str) -> None:
    record = logging.LogRecord("hallway", logging.WARNING, "", 0, "before %s after", (text,), None)
    written = JSONLines().format(record)
    assert (written.count("\n"), written.isascii(), written.strip().isprintable()) == (0, True, True)
    assert json.loads(written)["message"] == f"before {text} after"


def test_a_fault_is_logged_by_place_without_its_words(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'x.sqlite'}"))
    stream = io.StringIO()
    start_logs(app, stream)

    @app.get("/api/crash")
    @public
    def crash() -> str:
        raise ZeroDivisionError("the note says: met Wanda Quill")

    factories.browser(app).get("/api/crash")
    start_logs(Flask("other"))
    (fault,) = [line for line in parsed(stream) if "fault" in line]
    assert (fault["fault"], fault["route"]) == ("ZeroDivisionError", "/api/crash")
    assert fault["frames"][-1].endswith(" crash")
    assert "Wanda" not in stream.getvalue()
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"/calendar/{TOKEN}.ics", "/calendar/***.ics"),
        (f"GET /calendar/{TOKEN}.ics?x={TOKEN} 200", "GET /calendar/***.ics?x=*** 200"),
        ("/api/contacts/019a3f0e-8d0e-7b36-9a55-0f5d1c2f4a77", "/api/contacts/019a3f0e-8d0e-7b36-9a55-0f5d1c2f4a77"),
        ("/agenda/" + "0f" * 32 + ".json", "/agenda/***.json"),
        ("database refused: locked", "database refused: locked"),
    ],
)
def test_whatever_may_be_a_token_is_masked(text: str, kept: str) -> None:
    assert masked(text) == kept


def test_an_event_outside_a_request_stands_alone(app: Flask, lines: io.StringIO) -> None:
    security_event("disabled", user="0198")
    (line,) = parsed(lines)
    line.pop("time")
    assert line == {"level": "info", "log": "hallway.security", "event": "disabled", "user": "0198"}
