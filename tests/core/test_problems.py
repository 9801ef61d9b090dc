"""One error shape for every failure, whoever raises it."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from server.app import create_app
from server.core import problems
from server.core.access import public
from server.core.problems import pointer_errors
from tests import factories
from tests.conftest import settings_for


@pytest.fixture
def failing(tmp_path: Path) -> Flask:
    """Return an application with views that fail, answering as it would in service."""
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'x.sqlite'}"))

    @app.get("/api/crash")
    @public
    def crash() -> str:
        raise ZeroDivisionError("the note says: met Wanda Quill")

    @app.get("/api/locked")
    @public
    def locked() -> str:
        raise OperationalError("SELECT secret FROM note", {}, Exception("database is locked"))

    @app.get("/api/taken")
    @public
    def taken() -> str:
        raise problems.Invalid("No.", errors=[{"pointer": "/name", "detail": "This name is taken."}])

    return app


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/api/crash", 500, {"type": "/problems/broken", "title": "Something broke on our side", "status": 500}),
        (
            "/api/locked",
            503,
            {
                "type": "/problems/busy",
                "title": "The server is busy",
                "status": 503,
                "detail": "Nothing was changed. Please try again.",
            },
        ),
        (
            "/api/taken",
            422,
            {
                "type": "/problems/invalid",
                "title": "Something in the request cannot be taken",
                "status": 422,
                "detail": "No.",
                "errors": [{"pointer": "/name", "detail": "This name is taken."}],
            },
        ),
        ("/api/none", 404, {"type": "/problems/not-found", "title": "There is nothing here", "status": 404}),
    ],
)
def test_every_failure_has_the_one_shape(failing: Flask, path: str, status: int, body: dict[str, object]) -> None:
    answer = factories.browser(failing).get(path)
    told = answer.json
    instance = told.pop("instance")
    assert (answer.status_code, answer.content_type, told) == (status, "application/problem+json", body)
    assert instance.startswith("/requests/")
    assert len(instance) == len("/requests/") + 36


def test_a_busy_server_says_when_to_come_back(failing: Flask) -> None:
    assert factories.browser(failing).get("/api/locked").headers["Retry-After"] == "2"


def test_another_method_is_told_which_ones_are_taken(app: Flask) -> None:
    answer = factories.browser(app).put("/api/session")
    assert (answer.status_code, answer.json["type"]) == (405, "/problems/method")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST", "DELETE"}


@pytest.mark.parametrize(
    ("messages", "errors"),
    [
        ("No.", [{"pointer": "", "detail": "No."}]),
        ({"name": ["Missing."]}, [{"pointer": "/name", "detail": "Missing."}]),
        ({"rows": {3: {"a/b~c": ["Odd."]}}}, [{"pointer": "/rows/3/a~1b~0c", "detail": "Odd."}]),
        ({"a": ["1", "2"]}, [{"pointer": "/a", "detail": "1"}, {"pointer": "/a", "detail": "2"}]),
        ({"a": {"_schema": ["Both."]}}, [{"pointer": "/a", "detail": "Both."}]),
        ({}, []),
    ],
)
def test_pointers_name_the_place(messages: object, errors: list[dict[str, str]]) -> None:
    assert pointer_errors(messages) == errors
