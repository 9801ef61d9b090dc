"""The floor of a sync: bare Flask, and the same inserts in raw SQLite, in one transaction.

It checks nothing, merges nothing and answers with a count; the tables and their indexes are Hallway's own. Asked with
no mutations it answers with the newest rows as they are stored, which is the floor of a pull. `/empty`, `/found` and
`/feed.ics` are the floors of a shard, of a search and of a feed.
"""

import json
import os
import sqlite3
import threading
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

AT = "2027-11-29 09:12:03.000000"
COLUMNS = {
    "contact": ("name", "given_name", "family_name", "degrees", "institution", "emails", "met_on"),
    "scan": ("captured_at", "symbology", "raw", "raw_b64", "contact"),
    "note": ("contact", "at", "bullets", "promise", "promise_due_on"),
}
SYNCED = ("user_id", "id", "rev", "deleted", "clock", "alts", "created_at", "changed_at", "edited_at")
LOG = (
    *("user_id", "id", "device", "n", "schema", "kind", "row", "rev", "head", "payload", "result", "problem"),
    *("received_at", "dismissed_at"),
)

app = Flask("bare")
kept = threading.local()


def _insert(name: str, columns: tuple[str, ...]) -> str:
    named = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {name} ({named}) VALUES ({', '.join('?' * len(columns))})"


INSERTS = {kind: _insert(kind, SYNCED + columns) for kind, columns in COLUMNS.items()}
SELECTS = {
    kind: f"SELECT rev, id, {', '.join(columns)} FROM {kind} WHERE user_id = ? AND rev > ? AND rev <= ?"
    for kind, columns in COLUMNS.items()
}
INSERT_LOG = _insert("mutation", LOG)


def _connection() -> sqlite3.Connection:
    if not hasattr(kept, "connection"):
        path = os.environ["HALLWAY_DATABASE_URL"].removeprefix("sqlite:///")
        kept.connection = sqlite3.connect(path, isolation_level=None, timeout=5)
        kept.connection.execute("PRAGMA journal_mode=WAL")
        kept.connection.execute("PRAGMA synchronous=FULL")
    return kept.connection


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return value["to"] if "to" in value else json.dumps(value["add"])
    return value


def _pulled(user: str, since: int, limit: int) -> Response:
    found = [row for select in SELECTS.values() for row in _connection().execute(select, (user, since, since + limit))]
    return Response(json.dumps({"rows": found}), content_type="application/json")


@app.get("/empty")
def empty() -> Response:
    """Answer with nothing, which is the floor of every answer."""
    return Response(b"", content_type="application/json")


@app.get("/feed.ics")
def feed() -> Response:
    """Answer with the same bytes each time, or that they have not changed."""
    if not hasattr(kept, "feed"):
        kept.feed = Path(os.environ["HALLWAY_INSTANCE"], "feed.ics").read_bytes()
    response = Response(kept.feed, content_type="text/calendar; charset=utf-8")
    response.set_etag("feed")
    return response.make_conditional(request)


@app.get("/found")
def found() -> Response:
    """Answer a search with row numbers out of a full text index of its own, the floor of a search."""
    query = " ".join(f'"{word}"*' for word in request.args["q"].split())
    rows = _connection().execute("SELECT rowid FROM found WHERE found MATCH ? LIMIT 20", (query,)).fetchall()
    return Response(json.dumps({"items": rows}), content_type="application/json")


@app.post("/api/sync")
def sync() -> dict[str, int] | Response:
    """Insert what came, or answer with what is there."""
    asked, user, connection = request.get_json(), request.headers["X-User"], _connection()
    if not asked["mutations"]:
        return _pulled(user, asked["since"][0], asked["limit"])
    device, lines = asked["device"], []
    rows: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in COLUMNS}
    connection.execute("BEGIN IMMEDIATE")
    (rev,) = connection.execute("SELECT rev FROM user WHERE id = ?", (user,)).fetchone()
    for one in asked["mutations"]:
        rev += 1
        kind, row, changes = one["kind"], one["row"].replace("-", ""), one["set"]
        log = (user, one["id"].replace("-", ""), device, one["n"], 1, kind, row, rev, "0" * 16, json.dumps(one))
        lines.append((*log, "applied", None, AT, None))
        values = (_plain(changes[column]) for column in COLUMNS[kind])
        rows[kind].append((user, row, rev, False, "{}", "[]", AT, AT, AT, *values))
    connection.executemany(INSERT_LOG, lines)
    for kind, made in rows.items():
        connection.executemany(INSERTS[kind], made)
    connection.execute("UPDATE user SET rev = ? WHERE id = ?", (rev, user))
    connection.execute("COMMIT")
    return {"rev": rev}
