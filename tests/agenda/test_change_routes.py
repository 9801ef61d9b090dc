"""What changed in an agenda, over HTTP and across imports (docs/agenda.md, re-import)."""

import gzip
import json
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from werkzeug.test import TestResponse

from server.agenda import change_store
from server.agenda.answers import Target
from server.agenda.models import AgendaChange, ChangedVersion, Conference
from server.agenda.states import ConferenceState
from server.core import ids
from server.core.db import db, write
from tests import factories
from tests.agenda.programmes import imported, person, programme, session
from tests.factories import Browser

ADA = person("Ada Brook", "Glow Hospital")
OPENING, SCANNER = session("Opening", ADA, room="Hall 1"), session("A quiet scanner", at=1, room="Hall 1")
CLOSING = session("Closing", at=30)
FILE = programme(OPENING, SCANNER, CLOSING, people=(ADA,))
MOVED = programme(OPENING, replace(SCANNER, room="Hall 2"), CLOSING, people=(ADA,))
AGAIN = programme(OPENING, replace(SCANNER, room="Hall 3"), CLOSING, session("Gala", at=9), people=(ADA,))
SHORTER = programme(OPENING, SCANNER, people=(ADA,))


def ask(browser: Browser, conference: ConferenceState, query: str = "", **more: Any) -> TestResponse:
    """Return the answer about the conference's changes."""
    return browser.get(f"/api/conferences/{conference.id}/changes{query}", **more)


def told(browser: Browser, conference: ConferenceState, after: int = 0) -> list[tuple[int, str, str, str, str]]:
    """Return version, title, what, old and new of each change."""
    found = ask(browser, conference, f"?after={after}").json["changes"]
    return [(one["version"], one["title"], one["what"], one["old"], one["new"]) for one in found]


def count(model: type) -> int:
    """Return how many rows the table holds."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_first_import_changes_nothing(app: Flask) -> None:
    made = imported(FILE).conference

    assert ask(factories.browser(app), made).json == {
        "conference": made.id,
        "version": 1,
        "since": 1,
        "changes": [],
        "more": 0,
    }
    assert (count(AgendaChange), count(ChangedVersion)) == (0, 0)


def test_a_change_as_it_travels(app: Flask) -> None:
    imported(FILE)
    made = imported(MOVED).conference

    body = ask(factories.browser(app), made).json

    (change,) = body.pop("changes")
    assert body == {"conference": made.id, "version": 2, "since": 1, "more": 0}
    assert (len(change.pop("at")), ids.is_id(change.pop("item"))) == (20, True)
    wanted = {"title": "A quiet scanner", "what": "moved", "field": "room", "old": "Hall 1", "new": "Hall 2"}
    assert change == {"version": 2} | wanted


def test_several_versions_are_told_as_one_and_each_phone_hears_what_it_has_not_seen(app: Flask) -> None:
    browser = factories.browser(app)
    for file in (FILE, MOVED, AGAIN):
        made = imported(file).conference

    assert told(browser, made, 1) == [
        (3, "A quiet scanner", "moved", "Hall 1", "Hall 3"),
        (3, "Gala", "new", "", "confirmed"),
    ]
    assert told(browser, made, 2) == [
        (3, "A quiet scanner", "moved", "Hall 2", "Hall 3"),
        (3, "Gala", "new", "", "confirmed"),
    ]
    assert told(browser, made, 3) == told(browser, made, 9) == []


def test_cancelled_and_back_again_is_no_change(app: Flask) -> None:
    browser = factories.browser(app)
    made = imported(FILE).conference
    imported(SHORTER)
    assert told(browser, made) == [(2, "Closing", "cancelled", "confirmed", "cancelled")]

    imported(FILE)

    assert told(browser, made, 1) == []
    assert told(browser, made, 2) == [(3, "Closing", "restored", "cancelled", "confirmed")]


def test_a_dry_run_and_the_same_file_again_leave_no_trace(app: Flask) -> None:
    imported(FILE)
    imported(MOVED, dry_run=True)
    imported(FILE)

    assert (count(AgendaChange), count(ChangedVersion)) == (0, 0)


def test_a_private_conference_is_not_there_for_others(app: Flask) -> None:
    ada, bo = factories.user("ada"), factories.user("bo")
    mine = Target(ada.id, "mine", "Mine")
    imported(FILE, target=mine)
    made = imported(MOVED, target=mine).conference
    nothing = replace(made, id=ids.fresh())

    assert len(told(factories.browser(app, ada), made)) == 1
    for browser in (factories.browser(app), factories.browser(app, bo)):
        theirs, random = ask(browser, made), ask(browser, nothing)
        assert (theirs.status_code, theirs.json["type"]) == (404, "/problems/not-found")
        assert {**theirs.json, "instance": ""} == {**random.json, "instance": ""}
        # the name of the manifest opens nothing either
        assert ask(browser, made, headers={"If-None-Match": f'"{made.manifest}"'}).status_code == 404


@pytest.mark.parametrize("query", ["?after=-1", "?after=x", "?after=2147483648", "?before=1", "?after="])
def test_a_question_that_makes_no_sense_is_refused(app: Flask, query: str) -> None:
    made = imported(FILE).conference

    answer = ask(factories.browser(app), made, query)

    assert (answer.status_code, answer.json["type"]) == (422, "/problems/invalid")


def test_an_answer_that_is_known_is_not_sent_again(app: Flask) -> None:
    browser = factories.browser(app)
    imported(FILE)
    made = imported(MOVED).conference
    first = ask(browser, made)
    etag = {"If-None-Match": first.headers["ETag"]}

    assert (first.headers["ETag"], first.headers["Cache-Control"]) == (f'"{made.manifest}"', "private, no-cache")
    again = ask(browser, made, headers=etag)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    imported(AGAIN)
    assert ask(browser, made, headers=etag).status_code == 200


def test_a_long_answer_is_packed_for_who_can_unpack_it(app: Flask) -> None:
    browser = factories.browser(app)
    made = imported(FILE).conference
    imported(programme(*(session(f"Talk {at}", at=at) for at in range(20)), OPENING, SCANNER, CLOSING, people=(ADA,)))

    packed = ask(browser, made, headers={"Accept-Encoding": "br, gzip"})
    plain = ask(browser, made, headers={"Accept-Encoding": "gzip;q=0"})

    assert (packed.headers["Content-Encoding"], plain.headers.get("Content-Encoding")) == ("gzip", None)
    assert json.loads(gzip.decompress(packed.data)) == plain.json
    assert len(plain.json["changes"]) == 20


def test_the_last_versions_are_kept_and_the_answer_says_from_where_on(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_store, "VERSIONS", 3)
    for room in range(6):
        made = imported(programme(OPENING, replace(SCANNER, room=f"Hall {room}"), CLOSING, people=(ADA,))).conference
    browser = factories.browser(app)

    assert (count(AgendaChange), count(ChangedVersion), made.version) == (3, 3, 6)
    assert told(browser, made, 1) == [(6, "A quiet scanner", "moved", "Hall 2", "Hall 5")]
    assert [ask(browser, made, f"?after={after}").json["since"] for after in (0, 1, 4, 6)] == [3, 3, 4, 6]


def test_what_is_too_much_is_counted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_store, "MOST_KEPT", 5)
    monkeypatch.setattr(change_store, "MOST_TOLD", 4)
    browser = factories.browser(app)
    imported(FILE)
    made = imported(
        programme(*(session(f"Talk {at}", at=at) for at in range(8)), *FILE.sessions, people=(ADA,))
    ).conference

    body = ask(browser, made).json

    assert (len(body["changes"]), body["more"]) == (4, 4)


def test_an_answer_reads_so_many_rows_and_no_more(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_store, "MOST_READ", 1)
    for file in (FILE, MOVED, AGAIN):
        made = imported(file).conference

    body = ask(factories.browser(app), made).json

    assert (body["since"], [one["version"] for one in body["changes"]]) == (2, [3, 3])


def test_the_changes_go_with_their_conference(app: Flask) -> None:
    imported(FILE)
    imported(MOVED)

    with write():
        db.session.execute(delete(Conference))

    assert (count(AgendaChange), count(ChangedVersion)) == (0, 0)
