"""Nothing is undocumented: every route, every problem, every setting."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import validate

from server.config import ROOT
from server.core import problems
from server.core.problems import Problem
from server.pwa import problem_pages, shell
from tests import factories
from tests.access import routes_of

# Answered with files, pages or one word; none of them is part of the JSON interface.
PAGES = {f"GET {page}" for page in (*shell.PAGES, *shell.DEVELOPMENT_PAGES)}
BESIDE_THE_API = re.compile(r"GET /<any\(")
OPERATORS = {"GET /problems/<slug>", "GET /healthz", "GET /readyz", "GET /api/openapi.json"}


@pytest.fixture
def spec(app: Flask) -> dict[str, Any]:
    """Return our OpenAPI document."""
    (api,) = app.extensions["flask-smorest"]["apis"].values()
    document: dict[str, Any] = api["ext_obj"].spec.to_dict()
    return document


def all_problems(kind: type[Problem] = Problem) -> list[type[Problem]]:
    """Return every kind of problem."""
    return [kind, *(inner for child in kind.__subclasses__() for inner in all_problems(child))]


def test_every_route_is_in_the_openapi_document(app: Flask, spec: dict[str, Any]) -> None:
    documented = {
        f"{verb.upper()} {path}"
        for path, verbs in spec["paths"].items()
        for verb in verbs
        if verb in {"get", "post", "put", "patch", "delete"}
    }
    routes = {
        re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", route)
        for route in routes_of(app)
        if not BESIDE_THE_API.match(route) and route not in PAGES | OPERATORS
    }
    assert sorted(routes) == sorted(documented)


def test_the_openapi_document_is_valid(spec: dict[str, Any]) -> None:
    validate(spec)
    assert spec["openapi"].startswith("3.1")


def test_every_operation_says_what_it_does(spec: dict[str, Any]) -> None:
    mute = [
        f"{verb} {path}"
        for path, verbs in spec["paths"].items()
        for verb, operation in verbs.items()
        if verb in {"get", "post", "put", "patch", "delete"} and not operation.get("summary")
    ]
    assert mute == []


def test_every_problem_has_its_section_and_none_is_left_over() -> None:
    assert sorted(problem_pages.sections()) == sorted({kind.slug for kind in all_problems(problems.Problem)})


def test_every_section_says_the_status_and_what_to_do() -> None:
    statuses = {kind.slug: kind.status for kind in all_problems(problems.Problem)}
    for slug, text in problem_pages.sections().items():
        assert text.startswith(f"Status {statuses[slug]}. "), slug
        assert "\n\nWhat to do: " in text, slug


@pytest.mark.parametrize("slug", sorted({kind.slug for kind in all_problems(problems.Problem)}))
def test_the_type_of_a_problem_is_an_address_that_answers(app: Flask, slug: str) -> None:
    page = factories.browser(app).get(f"/problems/{slug}")
    assert (page.status_code, page.content_type) == (200, "text/html; charset=utf-8")
    assert f"<h1>{slug}</h1><p>Status " in page.text


def test_every_setting_is_in_the_operators_page() -> None:
    sources = [*(ROOT / "server").rglob("*.py"), ROOT / "wsgi.py", *(ROOT / "migrations").glob("*.py")]
    used = {name for path in sources for name in re.findall(r"HALLWAY_[A-Z_]+", path.read_text(encoding="utf-8"))}
    told = set(re.findall(r"^\| `(HALLWAY_[A-Z_]+)` \|", Path(ROOT / "docs/operations.md").read_text(), re.MULTILINE))
    assert used - told == set()
    assert {name for name in told if name not in used} == set()
