"""Before every view: host and origin. On every answer: headers."""

from pathlib import Path

import pytest
from flask import Flask

from server.app import create_app
from server.core.guard import HEADERS, is_from_our_pages, is_our_host
from tests import factories
from tests.conftest import settings_for

OURS = frozenset({"https://hallway.example"})


@pytest.mark.parametrize(
    ("host", "url", "development", "ours"),
    [
        ("hallway.example", "https://hallway.example", False, True),
        ("HALLWAY.example", "https://hallway.example", False, True),
        ("hallway.example:443", "https://hallway.example", False, True),
        ("hallway.example", "https://hallway.example:443", False, True),
        ("hallway.example:80", "https://hallway.example", False, False),
        ("hallway.example:8443", "https://hallway.example:8443", False, True),
        ("hallway.example.evil.example", "https://hallway.example", False, False),
        ("evil.example", "https://hallway.example", False, False),
        ("", "https://hallway.example", False, False),
        ("localhost:8000", "https://hallway.example", False, False),
        ("localhost", "http://localhost:8000", True, True),
        ("localhost:5173", "http://localhost:8000", True, True),
        ("127.0.0.1:8000", "http://localhost:8000", True, True),
        ("[::1]:8000", "http://localhost:8000", True, True),
        ("[::1]", "http://localhost:8000", True, True),
        ("localhost:evil", "http://localhost:8000", True, False),
        ("localhost:8000@evil.example", "http://localhost:8000", True, False),
        ("localhost.evil.example", "http://localhost:8000", True, False),
        ("192.168.1.20:8000", "http://localhost:8000", True, False),
    ],
)
def test_which_hosts_are_ours(host: str, url: str, development: bool, ours: bool, tmp_path: Path) -> None:
    settings = settings_for(tmp_path, "sqlite://", url=url, development=development)
    assert is_our_host(host, settings) is ours


@pytest.mark.parametrize(
    ("sec_fetch_site", "origin", "ours"),
    [
        ("same-origin", None, True),
        ("same-origin", "https://evil.example", True),  # no page can forge it; old proxies rewrite Origin
        ("same-site", "https://hallway.example", False),
        ("cross-site", "https://hallway.example", False),
        ("none", "https://hallway.example", False),
        ("", "https://hallway.example", False),
        (None, "https://hallway.example", True),
        (None, "https://hallway.example.evil.example", False),
        (None, "http://hallway.example", False),
        (None, "null", False),
        (None, "", False),
        (None, None, False),
    ],
)
def test_where_a_request_comes_from(sec_fetch_site: str | None, origin: str | None, ours: bool) -> None:
    assert is_from_our_pages(sec_fetch_site, origin, OURS) is ours


@pytest.mark.parametrize("path", ["/", "/api/session", "/problems/auth", "/api/nothing", "/healthz"])
def test_every_answer_carries_the_headers(app: Flask, path: str) -> None:
    answer = factories.browser(app).get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in answer.headers


def test_over_tls_browsers_are_told_to_stay_there(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'x.sqlite'}", url="https://hallway.example")
    answer = factories.browser(create_app(settings)).get("/healthz")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_private_answers_are_not_kept_by_anyone(app: Flask) -> None:
    answer = factories.browser(app, factories.user()).get("/api/session")
    assert (answer.headers["Cache-Control"], answer.headers["Vary"]) == ("no-store", "Cookie")


def test_a_body_of_another_type_is_refused_and_an_empty_one_needs_none(app: Flask) -> None:
    ada = factories.browser(app, factories.user())
    refused = ada.post("/api/session", data="name=ada", content_type="application/x-www-form-urlencoded")
    assert (refused.status_code, refused.json["type"], refused.json["detail"]) == (
        415,
        "/problems/media-type",
        "It takes application/json.",
    )
    assert ada.delete("/api/session").status_code == 200


def test_the_marker_header_is_needed_too(app: Flask) -> None:
    answer = factories.browser(app).delete("/api/session", headers={"X-Hallway": None})
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/cross-site")


def test_a_browser_without_fetch_metadata_is_known_by_its_origin(app: Flask) -> None:
    nobody = factories.browser(app)
    ours = nobody.delete("/api/session", headers={"Sec-Fetch-Site": None, "Origin": "http://localhost:8000"})
    theirs = nobody.delete("/api/session", headers={"Sec-Fetch-Site": None, "Origin": "http://localhost:8001"})
    assert (ours.status_code, theirs.status_code) == (200, 403)
