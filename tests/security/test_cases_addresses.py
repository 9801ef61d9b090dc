"""Acceptance cases, by number: importing from an address. Black box, over HTTP."""

import json
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from typing import Any

import brotli
import pytest
from flask import Flask

from server.agenda import fetching
from server.agenda.fetching import Policy
from tests import factories
from tests.access import everything
from tests.agenda.web_of_tests import CALENDAR, HOME, Answer, Web, leads_to, plain, serving
from tests.factories import Browser

pytestmark = pytest.mark.waits

INSIDE = "127.0.0.2"
FORMS = [
    *("http://127.0.0.1/", "http://127.1/", "http://0x7f.1/", "http://0x7f000001/", "http://2130706433/"),
    *("http://0177.0.0.1/", "http://0/", "http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/"),
    *("http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/", "http://[2002:7f00:1::]/", "http://[64:ff9b::7f00:1]/"),
    *("http://[64:ff9b:1::1]/", "http://[fe80::1%25lo]/", "http://[fd00:ec2::254]/", "http://10.0.0.1/"),
    *("http://172.16.0.1/", "http://192.168.0.1/", "http://100.64.0.1/", "http://169.254.169.254/latest/meta-data/"),
    *(
        "http://168.63.129.16/",
        "http://100.100.100.200/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
    ),
    *(
        "http://localhost/",
        "http://LOCALHOST/",
        "http://localhost.localdomain/",
        "http://①②⑦.⓪.⓪.①/",
        "http://１２７.0.0.1/",
    ),
    *("http://user@93.184.215.14/", "http://93.184.215.14@127.0.0.1/", "http://93.184.215.14\\@127.0.0.1/"),
    *("http://93.184.215.14:22/", "https://93.184.215.14:8443/", "http://93.184.215.14:0/", "http://127%2e0%2e0%2e1/"),
    *("file:///etc/passwd", "file://localhost/etc/passwd", "ftp://93.184.215.14/", "gopher://93.184.215.14/"),
    *(
        "dict://127.0.0.1:11211/",
        "ldap://127.0.0.1/",
        "jar:http://127.0.0.1/!/",
        "data:,x",
        "javascript:0",
        "webcal://127.1/",
    ),
    *("//127.0.0.1/", "127.0.0.1", "http:/\\127.0.0.1/", "http://", "http://a/\r\nHost: b"),
]


@pytest.fixture
def web(app: Flask) -> Iterator[Web]:
    """Return the one server that counts as public."""
    with serving() as made:
        app.extensions["hallway_fetching"] = made.policy()
        yield made
    app.extensions["hallway_fetching"] = Policy()


@pytest.fixture
def ada(app: Flask) -> Browser:
    """Return a signed-in browser."""
    return factories.browser(app, factories.user("ada"))


def unlimited(app: Flask, **changes: Any) -> None:
    """Change what the guard allows."""
    app.extensions["hallway_fetching"] = replace(app.extensions["hallway_fetching"], **changes)


@pytest.mark.parametrize("form", FORMS)
def test_case_50_an_address_inside_is_refused_before_connecting(
    app: Flask, ada: Browser, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    dialled: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _line, place: dialled.append(place))
    unlimited(app, resolve=lambda _name, _port: [HOME])
    before = everything()

    answer = ada.post("/api/imports", {"url": form})

    app.extensions["hallway_fetching"] = Policy()
    assert (answer.status_code, answer.json["type"], answer.json["detail"]) == (
        422,
        "/problems/file-refused",
        fetching.REFUSED,
    )
    assert (dialled, everything()) == ([], before)


def test_case_50_a_public_address_passes(web: Web, ada: Browser) -> None:
    web.pages["/agenda.ics"] = plain(CALENDAR)

    assert ada.post("/api/imports", {"url": web.url("/agenda.ics")}).status_code == 201


@pytest.mark.parametrize(
    ("numbers", "path"),
    [
        ([HOME, INSIDE], "/agenda.ics"),
        ([INSIDE, HOME], "/agenda.ics"),
        ([HOME], "/to-a-number"),
        ([HOME], "/to-a-name"),
        ([HOME], "/twice"),
    ],
)
def test_case_51_no_record_and_no_redirect_leads_inside(web: Web, ada: Browser, numbers: list[str], path: str) -> None:
    web.names |= {"agenda.example.org": numbers, "inside.example.org": [INSIDE]}
    web.pages |= {
        "/agenda.ics": plain(CALENDAR),
        "/to-a-number": leads_to(f"http://{INSIDE}:{web.port}/"),
        "/to-a-name": leads_to(f"http://inside.example.org:{web.port}/"),
        "/twice": leads_to("/to-a-name", 307),
    }
    with serving(INSIDE, web.port) as inside:
        answer = ada.post("/api/imports", {"url": web.url(path)})

        assert (answer.status_code, answer.json["detail"], inside.seen) == (422, fetching.REFUSED, [])


def test_case_51_a_name_that_changes_its_mind_is_dialled_where_it_was_checked(
    app: Flask, web: Web, ada: Browser
) -> None:
    web.pages["/agenda.ics"] = plain(CALENDAR)
    answers = iter([[HOME], [INSIDE], [INSIDE]])
    unlimited(app, resolve=lambda _name, _port: next(answers))

    with serving(INSIDE, web.port) as inside:
        first = ada.post("/api/imports", {"url": web.url("/agenda.ics")})
        second = ada.post("/api/imports", {"url": web.url("/agenda.ics")})

        assert (first.status_code, second.status_code, inside.seen) == (201, 422, [])


def endless(request: BaseHTTPRequestHandler) -> None:
    """Answer with lines for ever."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        request.wfile.write(b"X-LINE:" + b"x" * 60_000 + b"\r\n")


def dripping(request: BaseHTTPRequestHandler) -> None:
    """Answer with a letter now and then."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        request.wfile.write(b"B")
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("answer", "sentence", "hops"),
    [
        (endless, fetching.TOO_LARGE, 1),
        (dripping, fetching.TOO_SLOW.format(host="agenda.example.org", seconds=3), 1),
        (leads_to("/agenda.ics"), fetching.LOOP, 6),
        (
            plain(brotli.compress(bytes(80_000_000), quality=1), Content_Encoding="br"),
            fetching.TOO_LARGE,
            1,
        ),
    ],
)
def test_case_52_a_hostile_server_is_left_and_the_old_agenda_stays(
    app: Flask, web: Web, ada: Browser, answer: Answer, sentence: str, hops: int
) -> None:
    web.pages["/agenda.ics"] = plain(CALENDAR, Set_Cookie="who=ada; Path=/")
    preview = ada.post("/api/imports", {"url": web.url("/agenda.ics")}).json["id"]
    ada.post(f"/api/imports/{preview}/run")
    before = ada.get("/api/conferences").json
    (conference,) = before["conferences"]
    web.pages["/agenda.ics"] = answer
    web.seen.clear()
    slow = 3 if "slow" in sentence else 120
    unlimited(app, total_seconds=slow, most_bytes=5_000_000)

    told = ada.post(f"/api/conferences/{conference['id']}/refresh").data.splitlines()

    assert json.loads(told[-1])["detail"] == sentence
    assert ada.get("/api/conferences").json == before
    assert [headers for _path, headers in web.seen if "cookie" in headers] == []
    assert len(web.seen) == hops
