"""What a first visit finds in the page: the next items of the public meeting, and nothing of anybody's own."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from server.agenda.answers import Target
from server.core import clock
from server.pwa import opening, shell
from tests import factories
from tests.agenda.programmes import MORNING, imported, person, programme, session
from tests.factories import browser

NAVIGATION = {"Sec-Fetch-Dest": "document"}
DATA = re.compile(r'<script type="application/json" id="opening">(.*?)</script>')
ADA, BEA = person("Ada Quill"), person("Bea Lund")
AT = datetime(2026, 11, 29, 15, 30, tzinfo=UTC)  # half past nine in Chicago, half an hour into the first session


@pytest.fixture(autouse=True)
def half_past_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the clock into the first session."""
    monkeypatch.setattr(clock, "now", lambda: AT)


def found(page: str) -> Any:
    """Return the opening in a page, None where there is none."""
    data = DATA.search(page)
    return json.loads(data[1]) if data else None


def rows(shard: dict[str, Any], *names: str) -> list[tuple[Any, ...]]:
    """Return these cells of each row."""
    return [tuple(row[shard["columns"].index(name)] for name in names) for row in shard["rows"]]


def test_the_page_of_a_first_visit_brings_the_next_items_with_their_people(app: Flask) -> None:
    made = programme(
        session("Over", ADA, at=-2), session("Now", ADA), session("Next", BEA, ADA, at=1), session("Tomorrow", at=24),
        session("Hung up", ADA, kind="poster"), session("Some day", at=None), people=(ADA, BEA),
    )  # fmt: skip
    conference = imported(made).conference

    answer = browser(app).get("/", headers=NAVIGATION)
    opened = found(answer.text)

    ids = {name: id for id, name in rows(opened["people"], "id", "name")}
    assert [(one["id"], one["public"], one["mine"]) for one in opened["conferences"]] == [(conference.id, True, False)]
    assert opened["days"] == ["2026-11-29", "2026-11-30"]
    assert rows(opened["list"], "title", "people") == [
        ("Now", [ids["Ada Quill"]]),
        ("Next", [ids["Bea Lund"], ids["Ada Quill"]]),
        ("Over", [ids["Ada Quill"]]),
    ]
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert {"Accept-Encoding", "Sec-Fetch-Dest", "Cookie"} <= set(answer.vary)


@pytest.mark.parametrize(
    ("path", "headers", "cookie"),
    [
        ("/", {}, None),  # the service worker keeps the page without it
        ("/", {"Sec-Fetch-Dest": "empty"}, None),
        ("/", NAVIGATION, "hallway-store"),  # this phone has been here
        ("/people", NAVIGATION, None),
    ],
)
def test_every_other_page_is_the_bare_shell(app: Flask, path: str, headers: dict[str, str], cookie: str | None) -> None:
    imported(programme(session("Now")))
    visitor = browser(app)
    if cookie:
        visitor.client.set_cookie(cookie, "1", domain="localhost")

    answer = visitor.get(path, headers=headers)

    assert (answer.status_code, found(answer.text)) == (200, None)
    assert answer.data == app.extensions["hallway-shell"]["index.html"].body


def test_nothing_private_is_in_it(app: Flask) -> None:
    ada = factories.user("ada")
    imported(programme(session("Mine")), target=Target(ada.id, "mine", "Mine"))

    assert found(browser(app, ada).get("/", headers=NAVIGATION).text) is None


def test_a_title_can_not_end_the_data(app: Flask) -> None:
    title = "</script><script>alert(1)</script><!-- & \u2028"
    imported(programme(session(title)))

    answer = browser(app).get("/", headers=NAVIGATION)

    assert rows(found(answer.text)["list"], "title") == [(title,)]
    assert answer.text.count("<script") == shell.with_opening(
        app.extensions["hallway-shell"]["index.html"].body, "{}"
    ).decode().count("<script")


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_it_comes_compressed(app: Flask, encoding: str) -> None:
    imported(programme(session("Now")))

    answer = browser(app).get("/", headers=NAVIGATION | {"Accept-Encoding": encoding})

    assert answer.headers["Content-Encoding"] == encoding
    assert len(answer.data) < 2_000


def test_a_new_publication_is_seen_at_once_and_a_large_day_is_cut(app: Flask) -> None:
    imported(programme(session("Now")))
    first = found(browser(app).get("/", headers=NAVIGATION).text)
    imported(programme(*(session(f"Talk {number:02}", at=number / 60) for number in range(60))))
    second = found(browser(app).get("/", headers=NAVIGATION).text)

    assert rows(first["list"], "title") == [("Now",)]
    talks = [f"Talk {number:02}" for number in range(opening.MOST_ITEMS - 1)]
    assert rows(second["list"], "title") == [("Now",), *((title,) for title in talks)]


def test_before_the_meeting_it_is_the_first_day(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT - timedelta(days=30))
    imported(programme(session("Second day", at=24), session("First day")))

    opened = found(browser(app).get("/", headers=NAVIGATION).text)

    assert (opened["days"], rows(opened["list"], "title")) == (
        [MORNING.date().isoformat(), (MORNING + timedelta(days=1)).date().isoformat()],
        [("First day",)],
    )
