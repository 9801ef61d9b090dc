"""The shell, its files, the problem pages and the health checks, as a browser meets them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from server.config import ROOT
from server.pwa import problem_pages, shell
from tests.factories import browser

ROUTES = ROOT / "web" / "src" / "router.tsx", ROOT / "web" / "src" / "far.tsx"


def test_the_server_answers_every_page_of_the_clients_router() -> None:
    tables = "".join(file.read_text() for file in ROUTES)
    written = re.findall(r"""(?:<Route path="|address: '|STYLEGUIDE = ')([^"']+)""", tables)
    client_pages = {path.replace(":id", "<id>") for path in written}

    assert client_pages == {*shell.PAGES, *shell.DEVELOPMENT_PAGES}


def test_the_styleguide_is_for_development_machines_only(app: Flask) -> None:
    settings = app.config["HALLWAY"]
    on_a_development_machine = browser(app).get("/styleguide").status_code
    app.config["HALLWAY"] = replace(settings, development=False, url="https://hallway.example")
    try:
        elsewhere = browser(app).get("/styleguide").status_code
    finally:
        app.config["HALLWAY"] = settings

    assert (on_a_development_machine, elsewhere) == (200, 404)


@pytest.mark.parametrize("page", ["/", "/agenda/0198c1f0-0000-7000-8000-000000000001", "/followups", "/scan"])
def test_a_page_is_the_shell_and_is_asked_for_each_time(app: Flask, page: str) -> None:
    answer = browser(app).get(page)

    assert (answer.status_code, answer.content_type) == (200, "text/html; charset=utf-8")
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert '<div id="app">' in answer.text


def test_the_shell_unchanged_is_304(app: Flask) -> None:
    client = browser(app)
    etag = client.get("/").headers["ETag"]

    answer = client.get("/", headers={"If-None-Match": etag})

    assert (answer.status_code, answer.data) == (304, b"")


@pytest.mark.parametrize("path", ["/.git/config", "/debug", "/console", "/assets/../index.html", "/agenda/a/b", "/x"])
def test_what_is_no_page_is_not_found(app: Flask, path: str) -> None:
    answer = browser(app).get(path)

    assert (answer.status_code, answer.get_json()["type"]) == (404, "/problems/not-found")


def test_the_decoder_is_served_as_webassembly_compressed_and_for_ever(app: Flask) -> None:
    name = next(name for name in app.extensions["hallway-shell"] if name.endswith(".wasm"))

    answer = browser(app).get(f"/{name}", headers={"Accept-Encoding": "br"})

    assert answer.content_type == "application/wasm"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_the_service_worker_is_asked_for_each_time_and_may_serve_the_whole_site(app: Flask) -> None:
    answer = browser(app).get("/sw.js")

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, no-cache")
    assert answer.content_type == "text/javascript; charset=utf-8"


def test_every_problem_has_a_page_in_plain_words(app: Flask) -> None:
    slugs = list(problem_pages.sections())

    answers = {slug: browser(app).get(f"/problems/{slug}") for slug in slugs}

    assert {slug: answer.status_code for slug, answer in answers.items()} == dict.fromkeys(slugs, 200)
    assert "<script" not in "".join(answer.text for answer in answers.values())
    assert browser(app).get("/problems/unheard-of").status_code == 404


@pytest.mark.parametrize(("path", "body"), [("/healthz", {"status": "ok"}), ("/readyz", {"status": "ready"})])
def test_health(app: Flask, path: str, body: dict[str, str]) -> None:
    assert browser(app).get(path).get_json() == body


def test_without_a_built_app_the_page_says_what_to_run(tmp_path: Path) -> None:
    assert shell.load(tmp_path) == {}
    assert "make setup" in shell.NOT_BUILT
