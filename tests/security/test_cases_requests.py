"""Acceptance cases, by number: requests from elsewhere, headers, hosts. Black box, over HTTP."""

import io
import json
import logging
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from server.app import create_app
from server.core.db import db
from server.core.guard import HEADERS
from server.core.logs import JSONLines
from tests import factories
from tests.access import CLOSED, ROUTES, call, everything

SPOKEN = "wombat teapot lantern"
JSON = json.dumps({"name": "ada", "password": SPOKEN})
FORM = "application/x-www-form-urlencoded"


def test_case_28_nobody_gets_no_data_and_no_session(app: Flask) -> None:
    nobody = factories.browser(app)
    assert {call(nobody, route, {}).status_code for route in CLOSED} == {401}
    answers = [call(nobody, route) for route in sorted(ROUTES)]
    assert [answer.headers["Set-Cookie"] for answer in answers if "hallway-session=" in str(answer.headers)] == [
        "hallway-session=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; HttpOnly; Path=/; SameSite=Lax"
    ]


@pytest.mark.parametrize(
    ("headers", "content_type", "statuses"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, "application/json", {403}),
        ({"Sec-Fetch-Site": "same-site"}, "application/json", {403}),
        ({"Sec-Fetch-Site": "none"}, "application/json", {403}),
        ({"Sec-Fetch-Site": "cross-site", "X-Hallway": None}, "text/plain", {403}),
        ({"Sec-Fetch-Site": None, "X-Hallway": None, "Origin": "https://evil.example"}, "text/plain", {403}),
        ({"Sec-Fetch-Site": None, "X-Hallway": None, "Origin": "https://evil.example"}, FORM, {403}),
        ({"Sec-Fetch-Site": None, "X-Hallway": None, "Origin": "null"}, "multipart/form-data; boundary=x", {403}),
        ({"Sec-Fetch-Site": None, "Origin": "null"}, "application/json", {403}),
        ({"Sec-Fetch-Site": None}, "application/json", {403}),
        ({"X-Hallway": None}, "application/json", {403}),
        ({}, "text/plain", {415}),
        ({}, FORM, {415}),
        ({}, "multipart/form-data; boundary=x", {415}),
        ({}, None, {415}),
    ],
)
def test_case_40_a_request_from_elsewhere_changes_nothing(
    app: Flask, headers: dict[str, str | None], content_type: str | None, statuses: set[int]
) -> None:
    browser = factories.browser(app, factories.user("ada"))
    before = everything()
    for verb, path in (
        ("POST", "/api/session"),
        ("POST", "/api/users"),
        ("POST", "/api/sync"),
        ("DELETE", "/api/session"),
        ("PUT", "/api/contacts/0190a3f0-8d0e-7b36-9a55-0f5d1c2f4a77"),
    ):
        answer = browser.call(verb, path, data=JSON, content_type=content_type, headers=headers)
        assert (verb, path, answer.status_code in statuses) == (verb, path, True)
        assert answer.json["type"] in {"/problems/cross-site", "/problems/media-type"}
        assert "Set-Cookie" not in answer.headers
    assert everything() == before


def test_case_40_getting_a_writing_route_writes_nothing(app: Flask) -> None:
    browser = factories.browser(app, factories.user())
    before = everything()
    for path in ("/api/users", "/api/sync", "/api/session/confirm", "/api/imports"):
        answer = browser.get(path)
        assert (answer.status_code, answer.json["type"]) == (405, "/problems/method")
    assert everything() == before


@pytest.mark.parametrize("origin", ["https://evil.example", "https://localhost.evil.example", "null"])
@pytest.mark.parametrize("path", ["/api/session", "/api/sync", "/api/contacts", "/", "/healthz", "/nothing"])
def test_case_41_a_preflight_is_never_answered_with_yes(app: Flask, origin: str, path: str) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-hallway"}
    for verb in ("OPTIONS", "GET", "POST"):
        answer = factories.browser(app).call(verb, path, headers=asked | {"Sec-Fetch-Site": "cross-site"})
        assert [name for name, _ in answer.headers if name.lower().startswith("access-control")] == []


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "localhost:8000@evil.example", "localhost:8000\tx", "", "evil:8000"],
)
def test_case_42_another_host_is_refused(app: Flask, host: str) -> None:
    for path in ("/", "/api/session", "/nothing"):
        answer = factories.browser(app).get(path, headers={"Host": host})
        assert (answer.status_code, answer.json["type"], "evil" in answer.text) == (400, "/problems/malformed", False)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"Forwarded": "host=evil.example"},
        {"X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/evil.example"},
        {"X-Original-Host": "evil.example", "X-Host": "evil.example"},
    ],
)
def test_case_42_forwarding_headers_make_no_link(app: Flask, headers: dict[str, str]) -> None:
    for path in ("/", "/api/session", "/api/conferences", "/problems/auth", "/api/nothing"):
        answer = factories.browser(app).get(path, headers=headers)
        assert answer.status_code in {200, 404}
        assert "evil" not in answer.text + str(answer.headers)


def test_case_42_an_absolute_target_does_not_change_the_host(app: Flask) -> None:
    environ = EnvironBuilder("/api/session", base_url="http://localhost:8000").get_environ()
    environ["RAW_URI"] = environ["REQUEST_URI"] = "http://evil.example/api/session"
    body, status, headers = run_wsgi_app(app, environ, buffered=True)
    assert status == "200 OK"
    assert "evil" not in b"".join(body).decode() + str(headers)


@pytest.mark.parametrize("evil", ["\r\nSet-Cookie: x=1", "\x1b[31mred\x1b[0m", "\u2028\u202e", "a\nb", "\x00"])
def test_case_63_control_characters_leave_one_escaped_line(app: Flask, evil: str) -> None:
    stream, logger = io.StringIO(), logging.getLogger("hallway")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JSONLines())
    logger.addHandler(handler)
    try:
        browser = factories.browser(app)
        browser.post("/api/session", {"name": evil, "password": SPOKEN})
        browser.get(f"/{evil}", query_string={"q": evil})
        browser.get("/api/session", environ_overrides={"HTTP_USER_AGENT": evil, "HTTP_REFERER": evil})
    finally:
        logger.removeHandler(handler)
    lines = stream.getvalue().splitlines()
    assert len([line for line in lines if json.loads(line)["log"] == "hallway.request"]) == 3
    assert all(line.isascii() and line.isprintable() for line in lines)


@pytest.mark.parametrize(
    "path", ["/.git/", "/.git/config", "/.env", "/debug", "/console", "/wp-login.php", "/static/..%2fconfig.py"]
)
def test_case_64_what_scanners_look_for_is_not_there(app: Flask, path: str) -> None:
    answer = factories.browser(app).get(path)
    assert (answer.status_code, answer.json["type"]) == (404, "/problems/not-found")


@pytest.mark.parametrize("verb", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "DEBUG"])
def test_case_64_odd_methods_are_refused(app: Flask, verb: str) -> None:
    for path in ("/", "/api/session", "/healthz"):
        answer = factories.browser(app).call(verb, path)
        assert (answer.status_code, answer.json["type"]) == (405, "/problems/method")


def test_case_64_every_answer_has_the_headers_and_the_right_charset(app: Flask) -> None:
    browser, nobody = factories.browser(app, factories.user()), factories.browser(app)
    for route in sorted(ROUTES):
        for caller in (nobody, browser):
            answer = call(caller, route, {} if route.split(" ")[0] in {"POST", "PUT", "PATCH"} else None)
            assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, route
            assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}, route
            assert "Server" not in answer.headers
            kind = answer.content_type or ""
            assert not kind.startswith("text/") or kind.endswith("; charset=utf-8"), route
            if route.split(" ")[1].startswith("/api/"):
                assert answer.headers["Cache-Control"].split(",")[0] in {"no-store", "private"}, route
                assert "Cookie" in answer.headers["Vary"], route


@pytest.mark.parametrize(("proxies", "taken"), [(0, 30), (1, 60)])
def test_case_65_only_configured_hops_are_believed(app: Flask, proxies: int, taken: int) -> None:
    settings = replace(app.config["HALLWAY"], proxies=proxies)
    served = create_app(settings)
    served.testing = True
    browser = factories.browser(served)
    told = [
        # too large a password is refused before any hash, so only the limit of the address is at work
        browser.post(
            "/api/session",
            {"name": f"user {n}", "password": "x" * 2000},
            headers={
                "X-Forwarded-For": f"203.0.113.{n % 2}" if proxies else f"203.0.113.{n}",
                "X-Real-IP": f"10.0.0.{n}",
            },
        ).status_code
        for n in range(70)
    ]
    assert (told.count(401), told.count(429)) == (taken, 70 - taken)
    with served.app_context():
        db.engine.dispose()


def test_case_65_a_forged_hop_before_the_proxy_does_not_count(app: Flask) -> None:
    served = create_app(replace(app.config["HALLWAY"], proxies=1))
    served.testing = True
    browser = factories.browser(served)
    told = [
        browser.post(
            "/api/session",
            {"name": f"user {n}", "password": "x" * 2000},
            headers={"X-Forwarded-For": f"10.9.8.{n}, 203.0.113.7"},
        ).status_code
        for n in range(40)
    ]
    assert (told.count(401), told.count(429)) == (30, 10)
    with served.app_context():
        db.engine.dispose()
