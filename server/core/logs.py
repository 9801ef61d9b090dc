"""The log: one JSON object a line. No body, query, cookie, header, address or name ever enters it.

Lines are pure ASCII with every control character escaped, so nothing a stranger sends can forge a line or colour a
terminal (ASVS V16.4.1).
"""

import json
import logging
import re
import sys
import time
import traceback
from datetime import UTC, datetime
from typing import Any, TextIO

from flask import Flask, g, has_request_context, request
from flask.logging import default_handler
from werkzeug.wrappers import Response

from server.core import clock

LOGGER = "hallway"
SECRET = re.compile(r"[A-Za-z0-9_-]{40,}")  # tokens have 43 characters, hashes 64, ids only 36
MOST_TEXT = 2_000  # characters of one value

request_log = logging.getLogger(f"{LOGGER}.request")
security_log = logging.getLogger(f"{LOGGER}.security")


class JSONLines(logging.Formatter):
    """Writes a record as one JSON object in one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without its end."""
        fields: dict[str, Any] = {
            "time": clock.wire(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname.lower(),
            "log": record.name,
        }
        fields |= getattr(record, "fields", None) or {"message": masked(record.getMessage())[:MOST_TEXT]}
        if has_request_context():
            fields.setdefault("request", g.get("request_id"))
            fields.setdefault("route", route_pattern())
        if record.exc_info and record.exc_info[0] is not None:
            fields["fault"], fields["frames"] = record.exc_info[0].__name__, _frames(record)
        return json.dumps(fields, ensure_ascii=True, default=str).replace("\x7f", "\\u007f")


def start_logs(app: Flask, stream: TextIO | None = None) -> None:
    """Write a line for every answer from now on."""
    logger = logging.getLogger(LOGGER)
    for old in [handler for handler in logger.handlers if isinstance(handler.formatter, JSONLines)]:
        logger.removeHandler(old)  # a second application in one process must not double the lines
    logger.removeHandler(default_handler)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JSONLines())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    app.before_request(_start_clock)
    app.after_request(_write_line)


def security_event(event: str, **fields: str | int | None) -> None:
    """Note something that matters to the safety of an account: ids and fixed words only, never what was typed."""
    security_log.info("%s", event, extra={"fields": {"event": event, "user": g.get("user_id"), **fields}})


def masked(text: str) -> str:
    """Return the text with everything that could be a token, such as a segment of a feed's path, as `***`."""
    return SECRET.sub("***", text)


def route_pattern() -> str | None:
    """Return the pattern of the route that matched, such as `/calendar/<token>.ics`, None where none did."""
    return request.url_rule.rule if request.url_rule else None


def _start_clock() -> None:
    g.started_at = time.perf_counter()


def note_answer(
    request_id: str | None, user_id: str | None, method: str | None, route: str | None, status: int, seconds: float
) -> None:
    """Write the line of an answer."""
    fields = {
        "request": request_id,
        "user": user_id,
        "method": method,
        "route": route,
        "status": status,
        "duration_ms": round(seconds * 1000, 1),
    }
    if request_log.isEnabledFor(logging.INFO):  # without looking through the stack for who wrote it
        record = request_log.makeRecord(
            request_log.name, logging.INFO, __file__, 0, "answered", (), None, extra={"fields": fields}
        )
        request_log.handle(record)


def _write_line(response: Response) -> Response:
    elapsed = time.perf_counter() - g.started_at if "started_at" in g else 0.0
    method = request.method if request.url_rule else None  # else it may be any word
    note_answer(g.get("request_id"), g.get("user_id"), method, route_pattern(), response.status_code, elapsed)
    return response


def _frames(record: logging.LogRecord) -> list[str]:
    # Places only: the words of an exception may quote what a student wrote.
    assert record.exc_info is not None
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(record.exc_info[2])[-30:]]
