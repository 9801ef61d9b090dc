"""The agenda over HTTP: who reads what, and importing a file in three steps."""

import gzip
import json
from typing import Any

import brotli
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from server.agenda import reading, service
from server.agenda.answers import Target
from server.core.db import snapshot, write
from tests import factories
from tests.agenda.programmes import imported, programme, session
from tests.factories import Browser

CSV = b"""Title,Date,Time Start,Time End,Room,Speaker
Opening,2026-11-29,09:00,10:00,Hall 1,Ada Brook
A quiet scanner,2026-11-29,10:00,11:00,Hall 1,Bo Sato
Tiny catheters,2026-11-29,11:00,12:00,Hall 2,Ada Brook
Lunch,2026-11-29,12:00,13:00,,
"""
LONG_ROWS = b"".join(b"Talk %d,2026-11-30,09:00,10:00,%s,\n" % (one, b"x" * 50_000) for one in range(25))
FILE = programme(session("Opening"), session("Closing", at=30))


def upload(browser: Browser, data: bytes = CSV, name: str = "Glow%202026.csv", **more: Any) -> TestResponse:
    """Send a file as the import screen does."""
    headers = {"X-File-Name": name}
    return browser.post("/api/imports", data=data, content_type="application/octet-stream", headers=headers, **more)


def kept_files(app: Flask) -> set[str]:
    """Return the names of the files that wait, those of earlier tests included."""
    folder = app.config["HALLWAY"].instance / "imports"
    return {one.name for one in folder.iterdir()} if folder.exists() else set()


def lines(answer: TestResponse) -> list[Any]:
    """Return the lines of a streamed answer."""
    return [json.loads(line) for line in answer.data.splitlines()]


def test_guests_see_public_conferences_and_owners_their_own(app: Flask) -> None:
    ada, bo = factories.user("ada"), factories.user("bo")
    open_one = imported(FILE).conference
    own = imported(FILE, target=Target(ada.id, "mine", "Mine")).conference

    def seen(browser: Browser) -> list[tuple[str, bool, bool]]:
        found = browser.get("/api/conferences").json["conferences"]
        return sorted((one["id"], one["public"], one["mine"]) for one in found)

    assert seen(factories.browser(app)) == [(open_one.id, True, False)]
    assert seen(factories.browser(app, bo)) == [(open_one.id, True, False)]
    assert seen(factories.browser(app, ada)) == sorted([(open_one.id, True, False), (own.id, False, True)])


def test_a_conference_as_it_is_listed(app: Flask) -> None:
    made = imported(FILE).conference

    assert factories.browser(app).get("/api/conferences").json == {
        "conferences": [
            {
                "id": made.id,
                "slug": "glow",
                "name": "Glow 2026",
                "zone": "America/Chicago",
                "first_day": "2026-11-29",
                "last_day": "2026-11-30",
                "public": True,
                "mine": False,
                "manifest": made.manifest,
            }
        ]
    }


@pytest.mark.parametrize(
    ("accepts", "encoding", "decode"),
    [
        ("gzip, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("", None, bytes),
    ],
)
def test_a_public_file_in_each_encoding_is_kept_for_ever(
    app: Flask, accepts: str, encoding: str | None, decode: Any
) -> None:
    made = imported(FILE).conference

    answer = factories.browser(app).get(f"/agenda/{made.manifest}.json", headers={"Accept-Encoding": accepts})

    assert (answer.status_code, answer.headers.get("Content-Encoding")) == (200, encoding)
    assert json.loads(decode(answer.data))["conference"]["id"] == made.id
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.content_type == "application/json"


def test_a_private_file_is_read_by_its_owner_alone_until_it_is_published(app: Flask) -> None:
    ada, bo = factories.user("ada"), factories.user("bo")
    made = imported(FILE, target=Target(ada.id, "mine")).conference
    path = f"/agenda/{made.manifest}.json"
    browsers = [factories.browser(app, one) for one in (ada, bo, None)]

    before = [one.get(path).status_code for one in browsers]
    private = browsers[0].get(path).headers["Cache-Control"]
    with write():
        service.publish(ada.id, "mine")
    after = [one.get(path).status_code for one in browsers]

    assert (before, after) == ([200, 404, 404], [200, 200, 200])
    assert private == "private, max-age=31536000, immutable"


@pytest.mark.parametrize("name", ["0" * 64, "F" * 64, "g" * 64])
def test_an_unknown_file_is_not_there(app: Flask, name: str) -> None:
    answer = factories.browser(app).get(f"/agenda/{name}.json")

    assert (answer.status_code, answer.json["type"]) == (404, "/problems/not-found")


FIRST_SAMPLE = {
    "title": "Opening",
    "kind": "talk",
    "when": "2026-11-29T09:00",
    "room": "Hall 1",
    "track": "",
    "board": "",
    "people": ["Ada Brook"],
}


def test_a_file_is_previewed_answered_and_imported(app: Flask) -> None:
    ada = factories.user("ada")
    browser = factories.browser(app, ada)

    preview = upload(browser)
    path = f"/api/imports/{preview.json['id']}"
    answered = browser.patch(path, {"zone": "America/Chicago", "conference": "glow", "name": "Glow 2026"})
    told = lines(browser.post(f"{path}/run"))

    assert preview.status_code == 201
    assert [one["kind"] for one in preview.json["questions"]] == ["zone"]
    assert preview.json["samples"][0] == FIRST_SAMPLE
    assert answered.json["conference"] == {
        "slug": "glow",
        "name": "Glow 2026",
        "zone": "America/Chicago",
        "first_day": "2026-11-29",
        "last_day": "2026-11-29",
        "known": False,
    }
    assert {name for one in told[:-1] for name in one} == {"stage", "done", "total"}
    stages = list(dict.fromkeys(one["stage"] for one in told[:-1]))
    assert stages == ["read", "people", "compare", "write"]
    report = told[-1]
    assert {name: report[name] for name in ("conference", "sessions", "people", "rooms", "added")} == {
        "conference": "glow",
        "sessions": 3,
        "people": 2,
        "rooms": 2,
        "added": 4,
    }
    assert report["warnings"] == []
    assert [one["slug"] for one in browser.get("/api/conferences").json["conferences"]] == ["glow"]
    assert browser.post(f"{path}/run").status_code == 404


def test_a_preview_shows_the_difference_and_writes_nothing(app: Flask) -> None:
    browser = factories.browser(app, factories.user("ada"))
    first = upload(browser).json
    browser.post(f"/api/imports/{first['id']}/run")
    smaller = b"\n".join(CSV.splitlines()[:4])

    preview = upload(browser, smaller).json

    assert [one["title"] for one in preview["diff"]["cancelled"]] == ["Lunch"]
    assert preview["report"]["cancelled"] == 1
    again = upload(browser).json["report"]
    assert (again["unchanged"], again["cancelled"]) == (4, 0)


def test_a_part_is_asked_about_and_replaces_only_when_told_to(app: Flask) -> None:
    browser = factories.browser(app, factories.user("ada"))
    browser.post(f"/api/imports/{upload(browser).json['id']}/run")

    preview = upload(browser, b"\n".join(CSV.splitlines()[:2])).json
    replaced = browser.patch(f"/api/imports/{preview['id']}", {"part": "replace"}).json

    assert [one["kind"] for one in preview["questions"]] == ["zone", "part"]
    assert (preview["report"]["cancelled"], replaced["report"]["cancelled"]) == (0, 3)


@pytest.mark.parametrize(
    ("answers", "pointer"),
    [
        ({"zone": "Mars/Olympus"}, "/zone"),
        ({"zone": "../etc/passwd"}, "/zone"),
        ({"conference": "Not A Slug"}, "/conference"),
        ({"date_order": "ymd"}, "/date_order"),
        ({"owner": "bo"}, "/owner"),
    ],
)
def test_an_answer_that_can_not_be_taken_is_refused_with_its_place(app: Flask, answers: Any, pointer: str) -> None:
    browser = factories.browser(app, factories.user("ada"))
    path = f"/api/imports/{upload(browser).json['id']}"

    refused = browser.patch(path, answers)

    assert (refused.status_code, [one["pointer"] for one in refused.json["errors"]]) == (422, [pointer])
    assert lines(browser.post(f"{path}/run"))[-1]["added"] == 4


def test_a_refused_file_leaves_no_trace(app: Flask) -> None:
    browser = factories.browser(app, factories.user("ada"))
    before = kept_files(app)

    answer = upload(browser, b"%PDF-1.7 and nothing else")

    assert (answer.status_code, answer.json["type"]) == (422, "/problems/file-refused")
    assert answer.json["detail"].endswith(".")
    assert browser.get("/api/conferences").json == {"conferences": []}
    assert kept_files(app) == before


def test_what_breaks_after_the_stream_began_is_its_last_line(app: Flask) -> None:
    browser = factories.browser(app, factories.user("ada"))
    preview = upload(browser).json["id"]
    (app.config["HALLWAY"].instance / "imports" / preview).write_bytes(b"%PDF-1.7 swapped")

    last = lines(browser.post(f"/api/imports/{preview}/run"))[-1]

    assert (last["type"], last["status"]) == ("/problems/file-refused", 422)


def test_a_preview_belongs_to_the_one_who_uploaded_it(app: Flask) -> None:
    ada, bo = (factories.browser(app, factories.user(name)) for name in ("ada", "bo"))
    path = f"/api/imports/{upload(ada).json['id']}"

    assert bo.patch(path, {"name": "Mine"}).status_code == 404
    assert bo.post(f"{path}/run").status_code == 404
    assert ada.patch(path, {"name": "Mine"}).status_code == 200
    assert upload(factories.browser(app)).status_code == 401


def test_only_the_last_three_previews_are_kept(app: Flask) -> None:
    browser = factories.browser(app, factories.user("ada"))
    before = kept_files(app)

    previews = [upload(browser).json["id"] for _ in range(4)]

    assert [browser.patch(f"/api/imports/{one}", {}).status_code for one in previews] == [404, 200, 200, 200]
    assert kept_files(app) - before == set(previews[1:])


def test_a_file_may_be_larger_than_any_other_body(app: Flask) -> None:
    browser = factories.browser(app, factories.user("ada"))

    assert upload(browser, CSV + LONG_ROWS).status_code == 201
    assert upload(browser, b"\n" * 50_000_001).json["type"] == "/problems/too-large"


def test_one_student_does_not_write_into_the_conference_of_another(app: Flask) -> None:
    ada, bo = factories.user("ada"), factories.user("bo")
    imported(FILE, target=Target(ada.id, "glow"))
    browser = factories.browser(app, bo)

    browser.post(f"/api/imports/{upload(browser, name='glow.csv').json['id']}/run")

    with snapshot():
        mine, theirs = reading.find(ada.id, "glow"), reading.find(bo.id, "glow")
        assert [len(reading.load(one)[0].items) for one in (mine, theirs) if one is not None] == [2, 4]
