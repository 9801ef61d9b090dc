"""POST /api/sync as a phone meets it: bodies, bounds, sessions."""

import gzip
import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.accounts.models import Session
from server.core import ids
from server.core.db import db
from server.sync import registry
from server.sync.models import Device
from tests.cpu import cpu_seconds
from tests.factories import Browser, browser, user
from tests.sync.fold import check_log, lines
from tests.sync.phone import Phone

ROW = "0198a000-0000-7000-8000-000000000001"
MUTATION = {"id": "0198a000-0000-7000-8000-0000000000aa", "n": 1, "kind": "contact", "row": ROW, "set": {"name": "Ada"}}


@pytest.fixture
def ada(app: Flask) -> str:
    return user("ada").id


def asked(**changes: Any) -> dict[str, Any]:
    device = "0198a000-0000-7000-8000-0000000000dd"
    return {"schema": 1, "device": device, "since": [0, ""], "limit": 500, "mutations": [MUTATION]} | changes


def open_browser(app: Flask, name: str = "eve") -> tuple[str, Browser]:
    made = user(name)
    return made.id, browser(app, made)


def raw(client: Browser, data: bytes, **headers: str) -> Any:
    return client.call("POST", "/api/sync", data=data, headers={"Content-Type": "application/json", **headers})


def test_the_answer_has_exactly_the_documented_keys(app: Flask) -> None:
    eve, client = open_browser(app)

    answer = client.post("/api/sync", json=asked())

    assert answer.status_code == 200
    assert set(answer.json) == {"acked", "rows", "cursor", "top", "more", "schema", "time", "held", "agenda"}
    assert (answer.json["acked"], answer.json["more"], answer.json["schema"]) == (
        [[MUTATION["id"], "applied"]],
        False,
        1,
    )
    assert set(answer.json["rows"][0]) == {
        *("kind", "id", "rev", "deleted", "body", "alts", "created_at", "changed_at", "at"),
    }
    check_log(eve)


def test_nobody_can_sync_and_the_same_body_counts_once_after_signing_in(app: Flask) -> None:
    made = user("eve")
    refused = browser(app).post("/api/sync", json=asked())
    assert (refused.status_code, refused.json["type"], lines(made.id)) == (401, "/problems/auth", [])

    client = browser(app, made)
    assert [client.post("/api/sync", json=asked()).status_code for _ in range(2)] == [200, 200]
    assert len(lines(made.id)) == 1


def test_records_of_one_student_are_not_taken_with_the_cookie_of_another(app: Flask) -> None:
    ada_id, _ada = open_browser(app, "ada")
    bob_id, bob = open_browser(app, "bob")

    refused = bob.post("/api/sync", json=asked(user=ada_id))
    taken = bob.post("/api/sync", json=asked(user=bob_id))

    assert (refused.status_code, refused.get_json()["type"]) == (401, "/problems/auth")
    assert taken.get_json()["acked"] == [[MUTATION["id"], "applied"]]
    assert (len(lines(ada_id)), len(lines(bob_id))) == (0, 1)


def test_the_first_sync_ties_the_session_to_its_device_even_when_it_only_pulls(app: Flask) -> None:
    eve, client = open_browser(app)
    client.post("/api/sync", json=asked(mutations=[]))
    client.post("/api/sync", json=asked(mutations=[], device=ids.fresh()))

    assert db.session.scalars(select(Session.device_id).where(Session.user_id == eve)).all() == [asked()["device"]]
    assert db.session.scalars(select(Device.id).where(Device.user_id == eve)).all() == [asked()["device"]]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"device": "api"}, "/device"),
        ({"device": "server"}, "/device"),
        ({"device": ROW.upper()}, "/device"),
        ({"schema": "1"}, "/schema"),
        ({"schema": -1}, "/schema"),
        ({"limit": "all"}, "/limit"),
        ({"mutations": {}}, "/mutations"),
        ({"mutations": [7]}, "/mutations/0"),
        ({"mutations": [MUTATION] * 201}, "/mutations"),
        ({"mutations": [MUTATION, MUTATION | {"id": "x" * 100_000}]}, "/mutations/1/id"),
        ({"mutations": [MUTATION | {"id": str(MUTATION["id"]).upper()}]}, "/mutations/0/id"),
        ({"mutations": [{"kind": "contact"}]}, "/mutations/0/id"),
    ],
)
def test_what_is_out_of_bounds_is_refused_whole(app: Flask, changes: dict[str, Any], pointer: str) -> None:
    eve, client = open_browser(app)

    answer = client.post("/api/sync", json=asked(**changes))

    assert (answer.status_code, answer.json["type"]) == (422, "/problems/invalid")
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]
    assert lines(eve) == []


def test_a_phone_too_old_is_told_to_update_and_a_newer_one_is_taken(app: Flask) -> None:
    _eve, client = open_browser(app)
    new = MUTATION | {"id": ids.fresh(), "set": {"name": "Ada", "hat_size": 7}}

    old = client.post("/api/sync", json=asked(schema=0))
    newer = client.post("/api/sync", json=asked(schema=registry.SCHEMA + 1, mutations=[MUTATION, new], tomorrow={}))

    assert (old.status_code, old.json["type"]) == (426, "/problems/upgrade")
    assert [ack[1] for ack in newer.json["acked"]] == ["applied", "held"]


HOSTILE = [
    b'{"schema": 1, "schema": 1}',
    b'{"schema": NaN}',
    b'{"schema": Infinity}',
    b'{"schema": ' + b"9" * 900_000 + b"}",
    b'{"device": "\\ud800"}',
    b'{"device": "a\\u0000b"}',
    b"[" * 10_000,
    b'{"a":' * 10_000,
    b"\xff\xfe{}",
    b"{",
    b"",
    b"null",
    b"[]",
    b'"' + b"\\" * 400_000,
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_json_is_refused_fast(app: Flask, body: bytes) -> None:
    eve, client = open_browser(app)
    began = cpu_seconds()

    answer = raw(client, body)

    assert answer.status_code in {400, 422}
    assert answer.json["type"] in {"/problems/malformed", "/problems/invalid"}
    assert cpu_seconds() - began < 3
    assert lines(eve) == []


def test_a_compressed_body_is_taken(app: Flask) -> None:
    eve, client = open_browser(app)
    body = asked(mutations=[MUTATION | {"set": {"name": "Ada " * 20}} for _ in range(1)])

    answer = raw(client, gzip.compress(json.dumps(body).encode()), **{"Content-Encoding": "gzip"})

    assert (answer.status_code, answer.json["acked"]) == (200, [[MUTATION["id"], "applied"]])
    assert len(lines(eve)) == 1


ZEROS = gzip.compress(b" " * 200_000_000, 9, mtime=0)


@pytest.mark.parametrize(
    ("data", "encoding", "status", "slug"),
    [
        (ZEROS, "gzip", 413, "too-large"),
        (gzip.compress(ZEROS, mtime=0), "gzip", 400, "malformed"),
        (gzip.compress(ZEROS, mtime=0), "gzip, gzip", 415, "media-type"),
        (b"{}", "br", 415, "media-type"),
        (b"{}", "gzip", 400, "malformed"),
        (gzip.compress(b"{}", mtime=0)[:-4], "gzip", 400, "malformed"),
        (gzip.compress(b"{}", mtime=0) + b"x", "gzip", 400, "malformed"),
        (b" " * 1_000_001, "identity", 413, "too-large"),
    ],
)
def test_a_body_that_swells_or_breaks_is_refused(
    app: Flask, data: bytes, encoding: str, status: int, slug: str
) -> None:
    _eve, client = open_browser(app)
    began = cpu_seconds()

    answer = raw(client, data, **{"Content-Encoding": encoding})

    assert (answer.status_code, answer.json["type"]) == (status, f"/problems/{slug}")
    assert cpu_seconds() - began < 3
    assert client.post("/api/sync", json=asked()).status_code == 200


def test_two_phones_over_http_end_with_the_same_rows(app: Flask) -> None:
    eve, client = open_browser(app)
    one, two = (Phone(lambda request: client.post("/api/sync", json=request).json) for _ in range(2))
    one.write("contact", ROW, set={"emails": {"add": ["a@example.org"]}})
    two.write("contact", ROW, set={"emails": {"add": ["b@example.org"]}})
    one.sync()
    two.sync()
    one.pull()

    assert one.rows == two.rows
    assert one.body(ROW, "emails") == ["a@example.org", "b@example.org"]
    check_log(eve)
