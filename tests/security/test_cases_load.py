"""Acceptance cases, by number: hostile bodies, and a database that cannot be written. Black box, over HTTP.

Bodies that are too large are sent to the server that `hallway serve` starts, since closing a connection is its work.
"""

import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from server.core import ids
from server.core.db import db
from tests.ports import kept_port
from tests.security.sync_steps import Student, exported, sound, still_syncs, student
from tests.sync.fold import lines
from tests.sync.test_busy import locked, on_every_connection, read_only
from tests.sync.test_crash import ROOT

pytestmark = pytest.mark.waits

ROW = ids.fresh()
MEGABYTES = 1_000_000


@pytest.fixture
def ada(app: Flask) -> Student:
    return student(app, "ada")


@pytest.fixture
def sqlite_only(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite's own way of being busy")


@contextmanager
def little_memory(most: int) -> Iterator[None]:
    """Fail where more memory than this was taken at any time."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < most
    finally:
        tracemalloc.stop()


def raw(one: Student, body: bytes, **headers: str) -> Any:
    """Return the answer to a body as it is."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return sound(one.browser.call("POST", "/api/sync", data=body, headers={"Content-Type": "application/json"} | named))


def wrapped(value: bytes) -> bytes:
    """Return a sync in which a mutation holds this value."""
    mutation = b'{"id":"%s","n":1,"kind":"contact","row":"%s","set":{"name":%s}}' % (b"i" * 36, ROW.encode(), value)
    return b'{"schema":1,"device":"%s","since":[0,""],"mutations":[%s]}' % (ROW.encode(), mutation)


HOSTILE = {
    "a key twice": wrapped(b'"a","name":"b"'),
    "a key twice at the top": b'{"schema":1,"schema":1}',
    "NaN": wrapped(b"NaN"),
    "-Infinity": wrapped(b"-Infinity"),
    "1e999": wrapped(b"1e999"),
    "half a character": wrapped(b'"\\ud83d"'),
    "half a character in a key": wrapped(b'{"\\udc00":1}'),
    "NUL": wrapped(b'"a\\u0000b"'),
    "a bare NUL": wrapped(b'"a\x00b"'),
    "10,000 lists": wrapped(b"[" * 10_000 + b"]" * 10_000),
    "10,000 objects": wrapped(b'{"a":' * 10_000 + b"1" + b"}" * 10_000),
    "10,000 opened": b"[" * 10_000,
    "a number of 900,000 digits": wrapped(b"9" * 900_000),
    "a fraction of 900,000 digits": wrapped(b"0." + b"9" * 900_000),
    "not UTF-8": wrapped(b'"\xff\xfe"'),
    "UTF-16": wrapped(b'"a"').decode().encode("utf-16"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_case_21_json_that_means_harm_is_refused_in_little_memory(ada: Student, name: str) -> None:
    before = exported(ada)

    with little_memory(20 * MEGABYTES):
        answer = raw(ada, HOSTILE[name])

    assert (answer.status_code, answer.json["type"]) == (400, "/problems/malformed")
    assert exported(ada) == before
    still_syncs(ada)


def swelling(most: int = MEGABYTES) -> bytes:
    """Return as much gzip as may be sent, which swells a thousandfold; a block that is its own end is repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(b" " * MEGABYTES) + packer.flush(zlib.Z_FULL_FLUSH)
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
    return head + block * ((most - len(head)) // len(block))


def nested() -> bytes:
    """Return gzip in gzip, which swells to ten gigabytes if both are unpacked."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(swelling(9 * MEGABYTES)) + packer.flush()


@pytest.mark.parametrize(
    ("make", "encoding", "wanted"),
    [
        (swelling, "gzip", (413, "/problems/too-large")),
        (nested, "gzip", (400, "/problems/malformed")),
        (nested, "gzip, gzip", (415, "/problems/media-type")),
        (swelling, "deflate", (415, "/problems/media-type")),
    ],
    ids=["swelling", "nested", "nested twice", "deflate"],
)
def test_case_22_gzip_that_swells_is_refused_before_20_megabytes(
    ada: Student, make: Any, encoding: str, wanted: tuple[int, str]
) -> None:
    before, body = exported(ada), make()
    assert len(body) <= MEGABYTES

    with little_memory(32 * MEGABYTES):  # 10 are inflated at most, and held twice while they are put together
        answer = raw(ada, body, Content_Encoding=encoding)

    assert (answer.status_code, answer.json["type"]) == wanted
    assert exported(ada) == before
    still_syncs(ada)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Return the port of a server as `hallway serve` starts it."""
    folder = tmp_path_factory.mktemp("served")
    with kept_port() as found:
        process = serve(folder, found)
        yield found
        process.terminate()
        process.wait()


def serve(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    """Return the process of a server over the folder, once it listens."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("HALLWAY_")}
    settings = {
        "HALLWAY_DATABASE_URL": f"sqlite:///{folder / 'served.sqlite'}",
        "HALLWAY_URL": f"http://localhost:{port}",
        "HALLWAY_INSTANCE": str(folder),
        "HALLWAY_SECRET_KEY": "x" * 32,
    }
    command = [sys.executable, "-c", "from server.cli import main; main()", "serve", "--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, env=own | settings, **quiet)
    for _ in range(1_800):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.1)
    return process


CHUNK = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
TOO_LARGE = {
    "by its length": (b"Content-Length: 2000000\r\n", b""),
    "by its length, of 10 TB": (b"Content-Length: 10000000000000\r\n", b" " * 4_096),
    "by chunks": (b"Transfer-Encoding: chunked\r\n", CHUNK * 16),
    "by chunks without end": (b"Transfer-Encoding: chunked\r\n", CHUNK * 64),
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_case_23_a_body_too_large_is_refused_and_the_line_closed(port: int, name: str) -> None:
    length, body = TOO_LARGE[name]
    head = f"POST /api/users HTTP/1.1\r\nHost: localhost:{port}\r\nSec-Fetch-Site: same-origin\r\nX-Hallway: 1\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=120) as line:
        line.sendall(head.encode() + b"Content-Type: application/json\r\n" + length + b"\r\n")
        sender = threading.Thread(target=send_quietly, args=(line, body))
        sender.start()
        told = line.recv(65_536)  # before the body is whole, which it never is
        with suppress(OSError):  # the server may have closed the line already, as it should
            line.shutdown(socket.SHUT_WR)
        told += heard(line)
        sender.join()

    status, rest = told.split(b"\r\n", 1)
    assert status.split()[1] == b"413"
    assert (b"application/problem+json" in rest, b"/problems/too-large" in rest) == (True, True)
    assert healthy(port)


def send_quietly(line: socket.socket, body: bytes) -> None:
    """Send as long as anyone listens."""
    try:
        line.sendall(body)
    except OSError:
        return


def heard(line: socket.socket) -> bytes:
    """Return all that comes until the other side closes; a line that is left open runs into its time-out."""
    told = b""
    try:
        while part := line.recv(65_536):
            told += part
    except ConnectionResetError:
        pass  # closed with our bytes unread
    return told


def healthy(port: int) -> bool:
    """Say whether the server goes on."""
    with socket.create_connection(("127.0.0.1", port), timeout=120) as line:
        line.sendall(f"GET /healthz HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n".encode())
        return heard(line).startswith(b"HTTP/1.1 200")


@contextmanager
def full() -> Iterator[None]:
    """Let the database file grow no further."""
    db.session.rollback()
    with db.engine.connect() as connection:  # pages that earlier tests have left are room, too
        connection.connection.driver_connection.execute("VACUUM")
    pages = db.session.scalar(text("PRAGMA page_count"))
    with on_every_connection(f"max_page_count={pages}"):
        yield


@pytest.mark.usefixtures("sqlite_only")
@pytest.mark.parametrize("trouble", [full, read_only])
def test_case_24_a_push_into_a_full_or_read_only_database_is_told_to_come_back(ada: Student, trouble: Any) -> None:
    phone = ada.phone()
    phone.write("contact", ROW, set={"name": "Maren Oduya"})
    phone.sync()
    for number in range(100):
        phone.write("note", ids.fresh(), set={"bullets": {"from": "", "to": f"{number} " * 2_000}})
    before = exported(ada)

    with trouble():
        push = ada.post(phone.request())
        during = exported(ada)

    assert (push.status_code, push.json["type"], push.headers["Retry-After"]) == (503, "/problems/busy", "2")
    assert during == exported(ada) == before
    assert phone.sync() == ["applied"] * 100
    still_syncs(ada)


def test_case_24_a_read_only_postgresql_is_told_alike(app: Flask, ada: Student) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("PostgreSQL's own way of being read-only")
    phone = ada.phone()
    phone.write("contact", ROW, set={"name": "Maren Oduya"})
    before = exported(ada)

    def forbid(connection: Any, _record: object) -> None:
        connection.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
        connection.commit()

    db.session.rollback()
    db.engine.dispose()
    event.listen(db.engine, "connect", forbid)
    try:
        push = ada.post(phone.request())
        during = exported(ada)
    finally:
        event.remove(db.engine, "connect", forbid)
        db.session.rollback()
        db.engine.dispose()

    assert (push.status_code, push.json["type"], push.headers["Retry-After"]) == (503, "/problems/busy", "2")
    assert during == exported(ada) == before
    assert phone.sync() == ["applied"]
    still_syncs(ada)


@pytest.mark.usefixtures("sqlite_only")
def test_case_25_a_lock_from_outside_delays_and_loses_nothing(ada: Student) -> None:
    phone, statuses, answers = ada.phone(), [], []
    sent = [phone.write("contact", ids.fresh(), set={"name": f"person {n}"}) for n in range(5)]

    with locked():  # longer than any push waits
        statuses += [ada.post(phone.request()).status_code for _ in range(3)]
    with on_every_connection("busy_timeout=20000"), closing(outside()) as other:
        other.execute("BEGIN IMMEDIATE")
        letting_go = threading.Timer(0.5, other.execute, ["ROLLBACK"])
        letting_go.start()
        answers += [ada.post(phone.request()) for _ in range(2)]  # waits its turn
        letting_go.join()

    assert statuses == [503] * 3
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.json["acked"] for answer in answers] == [[[one, "applied"] for one in sent]] * 2
    assert [line.id for line in lines(ada.id)] == sent
    still_syncs(ada)


def outside() -> sqlite3.Connection:
    """Return another program's connection to our file."""
    return sqlite3.connect(str(db.engine.url.database), isolation_level=None, check_same_thread=False)
