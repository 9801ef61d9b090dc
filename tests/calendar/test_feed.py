"""A feed over HTTP: validators, methods, encodings, headers, wrong addresses."""

import gzip
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from server.accounts.models import User
from server.app import create_app
from server.calendar.models import CalendarEvent, CalendarFeed
from server.core.db import db, write
from tests.calendar.rules import explained
from tests.calendar.world import (
    NOW,
    choose,
    fetch,
    lives,
    met,
    settle,
    student,
    thank_you,
)
from tests.conftest import settings_for

WRONG = (
    "A" * 43,
    "A" * 42,
    "A" * 3_000,
    "A" * 42 + "%00",
    "A" * 42 + "%C3%A9",
    "A" * 42 + "%FF",
    "A" * 42 + "%0A",
    "..%2e",
    "' OR 1=1--",
)
OF_THE_REQUEST = ("Content-Length", "Date")


def test_a_feed_is_a_sound_calendar_with_the_headers_of_its_rules(ada, feed):
    answer = fetch(ada, feed)

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["ETag"] == 'W/"2-1-2024-12-03"'
    assert answer.headers["Last-Modified"] == "Tue, 01 Dec 2026 15:30:00 GMT"
    assert {name: answer.headers.get(name) for name in KEPT_HEADERS} == KEPT_HEADERS
    assert set(answer.headers.keys()) & {"Set-Cookie", "Content-Disposition", "Content-Encoding", "Location"} == set()
    # the test's installation has no TLS, all else is by the rules
    assert {why for _rule, why in explained(answer.data)} == {"no link in URL and as the last line"}


KEPT_HEADERS = {
    "Cache-Control": "private, no-cache",
    "Vary": "Accept-Encoding",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def test_a_public_installation_breaks_no_rule(app, now, tmp_path):
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    abroad = create_app(settings_for(tmp_path, url, url="https://hallway.example", development=False))
    db.session.rollback()
    with abroad.app_context():
        browser = student(abroad, "grace")
        met(browser)
        answer = browser.post("/api/calendar", {"scope": "followups"})
        path = answer.json["url"].removeprefix("https://hallway.example")
        found = fetch(browser, path)
        db.engine.dispose()

    assert explained(found.data) == []


def etag(answer) -> str:
    return answer.headers["ETag"]


UNCHANGED = {
    "weak": lambda answer: {"If-None-Match": etag(answer)},
    "strong": lambda answer: {"If-None-Match": etag(answer).removeprefix("W/")},
    "list": lambda answer: {"If-None-Match": f'"other", {etag(answer)}, "more"'},
    "star": lambda _answer: {"If-None-Match": "*"},
    "since": lambda answer: {"If-Modified-Since": answer.headers["Last-Modified"]},
    "both": lambda answer: {
        "If-None-Match": etag(answer),
        "If-Modified-Since": "Tue, 01 Dec 2020 00:00:00 GMT",
    },
}
CHANGED = {
    "other tag": lambda _answer: {"If-None-Match": 'W/"2-0-2024-12-03"'},
    "tag wins": lambda answer: {
        "If-None-Match": '"other"',
        "If-Modified-Since": answer.headers["Last-Modified"],
    },
    "earlier": lambda _answer: {"If-Modified-Since": "Tue, 01 Dec 2026 15:29:59 GMT"},
    "no date": lambda _answer: {"If-Modified-Since": "yesterday"},
    "nothing": lambda _answer: {},
}


@pytest.mark.parametrize("asked", UNCHANGED.values(), ids=UNCHANGED)
def test_nothing_new_is_304_with_the_validators_and_no_body(ada, feed, now, asked):
    first = fetch(ada, feed)
    now.pass_by(days=1)

    answer = ada.client.get(feed, base_url="http://localhost:8000", headers=asked(first), buffered=True)

    kept = {"ETag", "Last-Modified", *KEPT_HEADERS}
    assert (answer.status_code, answer.data) == (304, b"")
    assert {name: answer.headers[name] for name in kept} == {name: first.headers[name] for name in kept}
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("asked", CHANGED.values(), ids=CHANGED)
def test_a_validator_that_does_not_match_gets_the_file(ada, feed, asked):
    first = fetch(ada, feed)

    answer = fetch(ada, feed, **asked(first))

    assert (answer.status_code, answer.data) == (200, first.data)


def change_contact(browser):
    met(browser, name="Dr. Li Wen")


def finish(browser):
    contact = db.session.scalars(select(CalendarEvent.about).where(CalendarEvent.scope == "followups")).one()
    settle(browser, contact, state="done")


def change_alarm(browser):
    choose(browser, alarms={"sessions": "PT30M"})


@pytest.mark.parametrize("change", [change_contact, finish, change_alarm])
@pytest.mark.parametrize("same_second", [True, False])
def test_every_change_and_going_moves_both_validators(ada, feed, now, change, same_second):
    first = fetch(ada, feed)
    now.pass_by(seconds=0 if same_second else 90)
    change(ada)

    for asked in (UNCHANGED["weak"], UNCHANGED["since"]):
        answer = fetch(ada, feed, **asked(first))
        assert (answer.status_code, answer.data != first.data) == (200, True)
        assert etag(answer).startswith('W/"2-2-')
        moved = 1 if same_second else 90
        assert answer.last_modified == first.last_modified + timedelta(seconds=moved)


def test_a_setting_that_shows_nowhere_moves_nothing(ada, feed, now):
    first = fetch(ada, feed)
    now.pass_by(hours=1)
    choose(ada, theme="dark")

    assert fetch(ada, feed, **UNCHANGED["weak"](first)).status_code == 304


def test_time_alone_drops_an_event_and_moves_both_validators(ada, feed, now):
    first = fetch(ada, feed)
    now.pass_by(days=92)  # to 3 March: the talk was on 2 December, the thank-you was due on the 3rd
    between = fetch(ada, feed, **UNCHANGED["weak"](first))
    now.pass_by(days=1)
    after = fetch(ada, feed, **UNCHANGED["weak"](between))
    now.pass_by(days=5)
    later = fetch(ada, feed, **UNCHANGED["weak"](after))

    assert [etag(one) for one in (between, after, later)] == [
        'W/"2-1-2027-03-03"',
        'W/"2-1-2027-03-04"',
        'W/"2-1-2027-03-04"',
    ]
    assert [one.headers["Last-Modified"][5:16] for one in (between, after)] == ["03 Mar 2027", "04 Mar 2027"]
    assert (set(lives(between)), set(lives(after)), later.status_code) == (
        {"Thank Dr. Maren Oduya"},
        set(),
        304,
    )


def test_head_is_get_without_a_body(ada, feed):
    whole = fetch(ada, feed)

    head = ada.call("HEAD", feed)

    assert (head.status_code, head.data) == (200, b"")
    assert without(head, "Date") == without(whole, "Date")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "TRACE"])
def test_other_methods_are_not_taken(ada, feed, method):
    answer = ada.call(method, feed)

    assert (answer.status_code, set(answer.headers["Allow"].split(", "))) == (405, {"GET", "HEAD"})


@pytest.mark.parametrize(
    ("asked", "packed"),
    [("gzip, deflate, br", True), ("GZIP;q=0.5", True), ("", False), ("*", False), ("gzip;q=0", False), ("br", False)],
)
def test_gzip_only_for_who_asks(ada, feed, asked, packed):
    plain = fetch(ada, feed)

    answer = fetch(ada, feed, Accept_Encoding=asked)

    assert answer.headers.get("Content-Encoding") == ("gzip" if packed else None)
    assert (gzip.decompress(answer.data) if packed else answer.data) == plain.data
    assert (answer.headers["Vary"], etag(answer)) == ("Accept-Encoding", etag(plain))


@pytest.mark.parametrize("agent", ["", "Google-Calendar-Importer", "curl/8", "Bot " * 300])
def test_any_program_and_any_query_are_welcome(ada, feed, agent):
    answer = fetch(ada, f"{feed}?nocache=1&x=%00", User_Agent=agent, Accept="application/x-nothing")

    assert (answer.status_code, answer.data) == (200, fetch(ada, feed).data)


@pytest.mark.parametrize("conditions", [{}, {"If-None-Match": "*"}, {"Accept-Encoding": "gzip"}])
@pytest.mark.parametrize("wrong", WRONG)
def test_every_wrong_address_gets_the_same_answer(ada, feed, wrong, conditions):
    usual = fetch(ada, f"/calendar/{'B' * 43}.ics")

    answer = fetch(ada, f"/calendar/{wrong}.ics", **conditions)

    assert (answer.status_code, answer.data, without(answer)) == (404, usual.data, without(usual))
    assert {name: usual.headers.get(name) for name in KEPT_HEADERS} == KEPT_HEADERS


def test_a_revoked_a_closed_and_an_unknown_address_look_alike(ada, feed):
    usual = fetch(ada, f"/calendar/{'B' * 43}.ics")
    with write():
        db.session.execute(update(User).values(disabled_at=NOW))
    closed = fetch(ada, feed)
    with write():
        db.session.execute(update(User).values(disabled_at=None))
    (one,) = ada.get("/api/calendar").json["feeds"]
    ada.post(f"/api/calendar/{one['id']}/revoke", {})
    revoked = fetch(ada, feed)

    assert [(one.status_code, one.data, without(one)) for one in (closed, revoked)] == [
        (404, usual.data, without(usual))
    ] * 2


def test_the_token_is_in_no_log_line_and_no_other_answer(ada, feed, caplog, capfd):
    caplog.set_level("DEBUG")
    token = feed.removeprefix("/calendar/").removesuffix(".ics")
    fetch(ada, feed)
    with write():
        db.session.execute(update(CalendarEvent).values(piece=b"junk"))
        db.session.execute(update(CalendarFeed).values(revision=9))
    bodies = [fetch(ada, feed).text, ada.get("/api/calendar").text, ada.post("/api/calendar", {"scope": "all"}).text]

    logged = "".join(capfd.readouterr()) + caplog.text
    stored = db.session.scalars(select(CalendarFeed.token_sha256)).one()
    assert (token in "".join(bodies), token in logged, "could not be rendered" in logged) == (False, False, True)
    assert (len(token), len(stored), token.encode() in stored) == (43, 32, False)


def without(answer, *names: str) -> dict[str, str]:
    """The headers but those named."""
    return {name: value for name, value in answer.headers.items() if name not in (names or OF_THE_REQUEST)}


def test_only_the_feed_itself_is_served_under_its_address(ada, feed):
    contact = db.session.scalars(select(CalendarEvent.about).where(CalendarEvent.scope == "followups")).one()
    token = feed.removeprefix("/calendar/").removesuffix(".ics")
    program = {"Authorization": f"Bearer {token}", "Cookie": f"hallway-session={token}"}

    answers = [
        fetch(ada, path, **program).status_code
        for path in (f"/api/followups/{thank_you(contact)}.ics", "/api/calendar", "/api/contacts", feed)
    ]

    assert answers == [401, 401, 401, 200]
