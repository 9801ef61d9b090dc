"""Importing from an address over HTTP, and looking there again for changes."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from server.agenda import fetching, service, shelf
from server.agenda.fetching import Policy
from server.core.db import write
from tests import factories
from tests.agenda.web_of_tests import CALENDAR, Web, marked, plain, serving
from tests.factories import Browser

LATER = CALENDAR.replace(b"T110000\r\nDTEND;TZID=America/Chicago:20261129T120000", b"T140000")
SHORT = CALENDAR[: CALENDAR.index(b"BEGIN:VEVENT\r\nUID:two")] + b"END:VCALENDAR\r\n"
LOGIN = b"<html><title>Sign in</title><form><input type=password></form></html>"


@pytest.fixture
def web(app: Flask) -> Iterator[Web]:
    """Return a server of this machine, which the application may ask."""
    with serving() as made:
        made.pages["/agenda.ics"] = marked(CALENDAR, '"v1"')
        app.extensions["hallway_fetching"] = made.policy()
        yield made
    app.extensions["hallway_fetching"] = Policy()


def lines(answer: TestResponse) -> list[Any]:
    """Return the lines of a streamed answer."""
    return [json.loads(line) for line in answer.data.splitlines()]


def imported(browser: Browser, url: str, **answers: Any) -> str:
    """Import from the address and return the conference's id."""
    preview = browser.post("/api/imports", {"url": url}).json
    if answers:
        assert browser.patch(f"/api/imports/{preview['id']}", answers).status_code == 200
    slug = lines(browser.post(f"/api/imports/{preview['id']}/run"))[-1]["conference"]
    listed = browser.get("/api/conferences").json["conferences"]
    return next(str(one["id"]) for one in listed if one["slug"] == slug and one["mine"])


def refreshed(browser: Browser, conference: str) -> dict[str, Any]:
    """Look for changes and return the last line."""
    last: dict[str, Any] = lines(browser.post(f"/api/conferences/{conference}/refresh"))[-1]
    return last


def source(browser: Browser) -> dict[str, Any]:
    """Return what is told of the only source."""
    (found,) = browser.get("/api/sources").json["sources"]
    return dict(found)


def test_an_address_gives_the_preview_that_its_file_gives(app: Flask, web: Web) -> None:
    browser = factories.browser(app, factories.user("ada"))
    headers = {"X-File-Name": "agenda.ics"}

    of_address = browser.post("/api/imports", {"url": web.url("/agenda.ics")})
    of_file = browser.post("/api/imports", data=CALENDAR, content_type="application/octet-stream", headers=headers)

    assert (of_address.status_code, of_address.json["report"]["sessions"]) == (201, 3)
    times = {"id": "", "report": ""}
    assert of_address.json | times == of_file.json | times
    assert browser.get("/api/sources").json == {"sources": []}


def test_the_conference_remembers_where_it_came_from(app: Flask, web: Web) -> None:
    browser = factories.browser(app, factories.user("ada"))

    conference = imported(browser, web.url("/agenda.ics"))

    found = source(browser)
    assert found.pop("checked_at").endswith("Z")
    assert found == {
        "conference": conference,
        "url": web.url("/agenda.ics"),
        "result": "changed",
        "added": 3,
        "changed": 0,
        "moved": 0,
        "cancelled": 0,
        "message": "",
    }
    assert factories.browser(app, factories.user("bo")).get("/api/sources").json == {"sources": []}


def test_a_conference_of_a_file_has_no_address(app: Flask, web: Web) -> None:
    browser = factories.browser(app, factories.user("ada"))
    preview = browser.post("/api/imports", data=CALENDAR, content_type="application/octet-stream").json["id"]
    browser.post(f"/api/imports/{preview}/run")
    (conference,) = browser.get("/api/conferences").json["conferences"]

    answer = browser.post(f"/api/conferences/{conference['id']}/refresh")

    assert browser.get("/api/sources").json == {"sources": []}
    assert (answer.status_code, answer.json["detail"]) == (
        404,
        "This conference came from a file, so there is no address to look at; import the new file.",
    )


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/gone", fetching.GONE.format(status=404)),
        ("/closed", fetching.SIGN_IN),
        (
            "/login",
            "This page is a login form; sign in there, save the programme itself and choose that file.",
        ),
        ("/empty", "This file is empty."),
        ("/large", fetching.TOO_LARGE),
    ],
)
def test_what_can_not_be_imported_is_said_at_the_address(app: Flask, web: Web, path: str, sentence: str) -> None:
    web.pages |= {
        "/closed": plain(b"", 401),
        "/login": plain(LOGIN),
        "/empty": plain(b""),
        "/large": plain(bytes(9999)),
    }
    app.extensions["hallway_fetching"] = web.policy(most_bytes=9_000)
    browser = factories.browser(app, factories.user("ada"))

    answer = browser.post("/api/imports", {"url": web.url(path)})

    assert (answer.status_code, answer.json["type"]) == (422, "/problems/file-refused")
    assert (answer.json["detail"], answer.json["errors"]) == (sentence, [{"pointer": "/url", "detail": sentence}])


@pytest.mark.parametrize("body", [{}, {"url": ""}, {"url": 7}, {"url": "x" * 2_001}, {"link": "https://example.org/"}])
def test_a_body_without_an_address_is_refused_with_its_place(app: Flask, web: Web, body: dict[str, Any]) -> None:
    answer = factories.browser(app, factories.user("ada")).post("/api/imports", body)

    assert (answer.status_code, answer.json["type"]) == (422, "/problems/invalid")
    assert {one["pointer"] for one in answer.json["errors"]} <= {"/url", "/link"}
    assert web.seen == []


def test_an_address_that_comes_again_is_the_same_conference_under_another_title(app: Flask, web: Web) -> None:
    browser = factories.browser(app, factories.user("ada"))
    imported(browser, web.url("/agenda.ics"), name="My meeting")
    web.pages["/agenda.ics"] = plain(CALENDAR.replace(b"Glow 2026", b"Glow, the final programme"))

    again = browser.post("/api/imports", {"url": web.url("/agenda.ics")}).json

    assert (again["conference"]["slug"], again["conference"]["known"]) == ("my-meeting", True)
    assert (again["report"]["unchanged"], again["report"]["added"]) == (3, 0)


def test_nothing_is_read_where_the_server_says_that_nothing_changed(app: Flask, web: Web) -> None:
    browser = factories.browser(app, factories.user("ada"))
    conference = imported(browser, web.url("/agenda.ics"))

    report = refreshed(browser, conference)

    assert web.seen[-1][1]["if-none-match"] == '"v1"'
    assert (report["sessions"], report["unchanged"], report["seconds"]) == (3, 3, 0)
    assert (source(browser)["result"], source(browser)["added"]) == ("unchanged", 0)


def test_the_same_bytes_are_known_where_the_server_gives_no_marks(app: Flask, web: Web) -> None:
    web.pages["/agenda.ics"] = plain(CALENDAR)
    browser = factories.browser(app, factories.user("ada"))
    conference = imported(browser, web.url("/agenda.ics"))

    assert refreshed(browser, conference)["seconds"] == 0
    assert source(browser)["result"] == "unchanged"


def test_a_change_is_taken_over_and_told(app: Flask, web: Web) -> None:
    browser = factories.browser(app, factories.user("ada"))
    conference = imported(browser, web.url("/agenda.ics"))
    web.pages["/agenda.ics"] = marked(LATER, '"v2"')

    answer = browser.post(f"/api/conferences/{conference}/refresh")

    told = lines(answer)
    assert answer.content_type == "application/x-ndjson"
    assert list(dict.fromkeys(one["stage"] for one in told[:-1])) == ["read", "people", "compare", "write"]
    assert [one["title"] for one in told[-1]["diff"]["moved"]] == ["Tiny catheters"] * len(told[-1]["diff"]["moved"])
    assert (told[-1]["moved"], source(browser)["result"], source(browser)["moved"]) == (1, "changed", 1)
    assert refreshed(browser, conference)["seconds"] == 0


def test_a_shrink_under_half_cancels_nothing_and_is_said_each_time(app: Flask, web: Web) -> None:
    browser = factories.browser(app, factories.user("ada"))
    conference = imported(browser, web.url("/agenda.ics"))
    web.pages["/agenda.ics"] = marked(SHORT, '"short"')

    for _ in range(2):
        report = refreshed(browser, conference)
        assert (report["cancelled"], report["unchanged"]) == (0, 1)
        assert (source(browser)["result"], source(browser)["message"]) == ("part", service.STILL_PART)
    web.pages["/agenda.ics"] = marked(CALENDAR, '"v1"')
    refreshed(browser, conference)
    assert (source(browser)["result"], source(browser)["message"]) == ("unchanged", "")


def test_a_failed_look_keeps_the_agenda_and_says_why(app: Flask, web: Web) -> None:
    browser = factories.browser(app, factories.user("ada"))
    conference = imported(browser, web.url("/agenda.ics"))
    before = browser.get("/api/conferences").json
    web.pages["/agenda.ics"] = plain(LOGIN)

    problem = refreshed(browser, conference)

    assert (problem["type"], problem["errors"][0]["pointer"]) == ("/problems/file-refused", "/url")
    assert browser.get("/api/conferences").json == before
    assert (source(browser)["result"], source(browser)["message"]) == ("failed", problem["detail"])
    web.pages["/agenda.ics"] = marked(CALENDAR, '"v1"')
    assert refreshed(browser, conference)["seconds"] == 0
    assert source(browser)["result"] == "unchanged"


def test_what_was_answered_holds_for_the_next_look(app: Flask, web: Web) -> None:
    web.pages["/list"] = plain(b"Title,Date,Start\nOpening,3/4/2026,09:00\nClosing,3/5/2026,10:00\n")
    browser = factories.browser(app, factories.user("ada"))
    answers = {"zone": "Europe/Zurich", "date_order": "dmy", "format": "table"}
    conference = imported(browser, web.url("/list"), name="Glow", **answers)
    web.pages["/list"] = plain(b"Title,Date,Start\nOpening,3/4/2026,09:00\nClosing,3/5/2026,11:00\n")

    report = refreshed(browser, conference)

    assert (report["moved"], report["unchanged"], report["warnings"]) == (1, 1, [])
    with write():
        (held,) = shelf.all_conferences()
        assert (held.zone, str(held.first_day)) == ("Europe/Zurich", "2026-04-03")
    web.pages["/list"] = plain(CALENDAR)
    assert "not of the format “table”" in refreshed(browser, conference)["detail"]


def test_a_list_that_only_adds_does_not_take_the_place_of_the_programme(app: Flask, web: Web) -> None:
    head = b"Session ID,Title,Date,Start,Speaker\n"
    rows = b"1,Opening,2026-11-29,09:00,Ada Brook\n2,Closing,2026-11-29,10:00,Bo Sato\n"
    web.pages["/agenda.csv"] = plain(head + rows)
    web.pages["/one.csv"] = plain(head + b"3,Dinner,2026-11-29,19:00,\n")
    browser = factories.browser(app, factories.user("ada"))
    imported(browser, web.url("/agenda.csv"), conference="glow")

    imported(browser, web.url("/one.csv"), conference="glow")

    assert source(browser)["url"] == web.url("/agenda.csv")


def test_only_the_owner_looks_for_changes(app: Flask, web: Web) -> None:
    ada, bo = (factories.browser(app, factories.user(name)) for name in ("ada", "bo"))
    conference = imported(ada, web.url("/agenda.ics"))
    path = f"/api/conferences/{conference}/refresh"

    private = bo.post(path).status_code
    with write():
        shelf.all_conferences()[0].public = True
    public = bo.post(path)

    assert (private, public.status_code, public.json["type"]) == (404, 403, "/problems/forbidden")
    assert len(web.seen) == 1
    assert ada.post(path).status_code == 200


def test_addresses_are_asked_for_so_often_and_no_oftener(app: Flask, web: Web) -> None:
    browser = factories.browser(app, factories.user("ada"))
    conference = imported(browser, web.url("/agenda.ics"))

    answers = [browser.post("/api/imports", {"url": web.url("/gone")}).status_code for _ in range(20)]
    looks = [browser.post(f"/api/conferences/{conference}/refresh").status_code for _ in range(21)]
    file = browser.post("/api/imports", data=CALENDAR, content_type="application/octet-stream")

    assert answers == [422] * 19 + [429]
    assert looks == [200] * 20 + [429]
    assert file.status_code == 201
