"""Acceptance cases, by number: who may see what, bait in searches, feeds and logs. Black box, over HTTP.

Every owned route and verb, tried by somebody else, is tests/test_access.py (26); here is what goes past the routes.
"""

import io
import logging
import re
import secrets
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import delete

from server.accounts.models import User
from server.agenda.answers import Target
from server.core import ids
from server.core.db import db, write
from server.core.logs import JSONLines
from tests import factories
from tests.access import CLOSED, CORRECTIONS, REFRESH, SAMPLES, call, everything
from tests.agenda.programmes import imported, person, programme, session
from tests.calendar.world import conference, fetch, item, make_feed, met
from tests.security.sync_steps import Student, exported, sound, still_syncs, student, typed
from tests.sync.fold import check_log


@pytest.fixture
def ada(app: Flask) -> Student:
    return student(app, "ada")


@pytest.fixture
def bea(app: Flask) -> Student:
    return student(app, "bea")


def fill(one: Student) -> list[str]:
    """Give a student a record of each kind and return the ids."""
    for plural, (row_id, body) in SAMPLES.items():
        assert call(one.browser, f"PUT /api/{plural}/<row_id>", body, row_id=row_id).status_code == 201
    return [row_id for row_id, _body in SAMPLES.values()]


@pytest.mark.parametrize("action", [{"delete": True}, {"set": {}}, {"settle": {"name": [1]}}], ids=lambda one: min(one))
def test_case_26_a_batch_over_the_ids_of_another_changes_and_shows_nothing(
    ada: Student, bea: Student, action: dict[str, Any]
) -> None:
    fill(bea)
    theirs = bea.phone()
    theirs.pull()
    before, told = exported(bea), []
    for strange in (False, True):
        phone = student(ada.browser.app, f"eve {strange}").phone()
        for row_id, row in theirs.rows.items():
            only = row["kind"] in {"profile", "settings"}
            phone.write(row["kind"], ids.fresh() if strange and not only else row_id, base=row["rev"], **action)
        results = phone.sync()
        told.append((results, [row["body"] for row in phone.rows.values()]))

    assert told[0] == told[1]
    assert "Wanda Quill" not in str(told)
    assert exported(bea) == before
    still_syncs(ada, bea)


@pytest.mark.parametrize(
    "query", ["user_id={0}", "user={0}", "filter[user]={0}", "filter[user_id]={0}", "include=user", "owner={0}"]
)
def test_case_27_no_parameter_leads_to_the_rows_of_another(ada: Student, bea: Student, query: str) -> None:
    fill(bea)
    mine = fill(ada)
    lists = [route for route in CLOSED if route.startswith("GET ") and "<" not in route]

    for route in lists:
        answer = sound(ada.browser.get(f"{route.split(' ')[1]}?{query.format(bea.id)}"))
        assert answer.status_code in {200, 422}, route
        told = answer.data.replace(query.format(bea.id).encode(), b"")
        assert bea.id.encode() not in told, route
        if answer.status_code == 200 and answer.is_json:
            assert {row["id"] for row in answer.json.get("rows", [])} <= set(mine)
    check_log(ada.id)


@pytest.mark.parametrize("route", [*CORRECTIONS, REFRESH])
def test_case_30_a_public_conference_is_not_changed_by_just_anyone(ada: Student, route: str) -> None:
    named = conference()
    talk = item(named)
    before = everything()

    answer = sound(call(ada.browser, route, CORRECTIONS.get(route) or {}, conference_id=named, item_id=talk))

    assert answer.status_code in {403, 404}
    assert everything() == before


def test_case_30_an_import_never_lands_in_the_conference_of_another(ada: Student, bea: Student) -> None:
    made = imported(programme(session("Opening", person("Ito Kemp"))), Target(ada.id, "glow")).conference
    table = b"Title,Date,Start,End,Room\nOpening,2026-11-29,09:00,10:00,E451\n"
    before = ada.browser.get("/api/conferences").json
    upload = {"data": table, "content_type": "application/octet-stream", "headers": {"X-File-Name": "glow.csv"}}

    preview = bea.browser.post("/api/imports", **upload).json["id"]
    choice = {"conference": "glow", "zone": "Europe/Oslo", "name": "Glow 2026"}
    bea.browser.patch(f"/api/imports/{preview}", choice)
    sound(bea.browser.post(f"/api/imports/{preview}/run"))

    assert ada.browser.get("/api/conferences").json == before
    assert made.id not in bea.browser.get("/api/conferences").text


def test_case_31_no_search_finds_an_account(app: Flask, ada: Student) -> None:
    factories.user("Zebulon Marrow")
    named = conference()
    item(named, "On bones")

    answers = [
        ada.browser.get(f"/api/conferences/{named}/search?q=Zebulon"),
        ada.browser.get("/api/contacts?name=Zebulon Marrow"),
        *(ada.browser.get(f"/api/users{rest}") for rest in ("", "?q=Zebulon", "/Zebulon Marrow")),
        ada.browser.get("/api/session"),
        ada.browser.get("/api/conferences"),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 405, 405, 404, 200, 200]
    assert (answers[0].json, answers[1].json["rows"]) == ({"items": []}, [])
    assert not [answer for answer in answers if "Zebulon" in sound(answer).text]


def test_case_32_a_private_answer_is_kept_for_nobody_else(app: Flask, ada: Student, bea: Student) -> None:
    fill(ada)
    made = imported(programme(session("Opening")), Target(ada.id, "glow")).conference
    shard = f"/agenda/{ada.browser.get('/api/conferences').json['conferences'][0]['manifest']}.json"
    lists = [route.split(" ")[1] for route in CLOSED if route.startswith("GET ") and "<" not in route]

    for path in [*lists, "/api/session", "/api/conferences"]:
        answer = ada.browser.get(path)
        assert "no-store" in answer.headers["Cache-Control"] or "Cookie" in answer.headers["Vary"], path
        assert "public" not in answer.headers["Cache-Control"], path
        other = bea.browser.get(path, headers={"If-None-Match": answer.headers.get("ETag")})
        assert b"Wanda Quill" not in other.data, path
    told = [one.get(shard) for one in (ada.browser, bea.browser, factories.browser(app))]
    assert [answer.status_code for answer in told] == [200, 404, 404]
    assert told[0].headers["Cache-Control"].split(",")[0] == "private"
    assert made.id


BAIT = [
    "a" * 60_000 + "!", "(a+)+$" * 5_000, "%" * 20_000, "_%" * 10_000, '"' * 20_000, "* " * 20_000, "-" * 20_000,
    "' OR 1=1 --", "'; DROP TABLE contact; --", '" OR "" = "', "named : x", "a NEAR/5 b", "a AND OR NOT", "{named} : x",
    "^a", "a*b*", "\\", "\x00", "' union select token_sha256 from session --", "1) OR (1=1", "a & | ! <-> b", ":*",
]  # fmt: skip


@pytest.mark.parametrize("bait", BAIT, ids=lambda bait: repr(bait[:12]))
def test_cases_59_and_60_bait_in_a_search_finds_nothing_and_changes_nothing(ada: Student, bait: str) -> None:
    fill(ada)
    made = imported(programme(session("Opening", person("Ito Kemp"))), Target(ada.id, "glow")).conference
    before = everything()
    asked = [
        (f"/api/conferences/{made.id}/search", {"q": bait[:4_000]}),
        (f"/api/conferences/{made.id}/search", {"q": "Opening", "sort": bait[:200], "limit": bait[:20]}),
        ("/api/contacts", {"name": bait[:4_000]}),
        ("/api/contacts", {"sort": bait[:200]}),
        ("/api/contacts", {"x" + re.sub(r"\W", "", bait)[:20].lower(): "1"}),
        ("/api/contacts", {"after": bait[:200], "limit": bait[:20]}),
        ("/api/held", {"after": bait[:200]}),
    ]

    answers = [sound(ada.browser.get(path, query_string=query)) for path, query in asked]

    assert {answer.status_code for answer in answers} <= {200, 400, 422}
    assert everything() == before
    phone = ada.phone()
    text = bait.replace("\x00", "x")[:4_000]
    phone.write("contact", ids.fresh(), set={"tags": {"add": [text[:60]]}})
    phone.write("note", ids.fresh(), set=typed("", text))
    assert phone.sync() == ["applied", "applied"]
    check_log(ada.id)


def test_case_61_guessed_and_dead_feeds_are_404_and_the_live_one_answers(
    app: Flask, ada: Student, bea: Student
) -> None:
    met(ada.browser, met_on="2026-11-29")
    live, theirs = make_feed(ada.browser), make_feed(bea.browser)
    (feed,) = ada.browser.get("/api/calendar").json["feeds"]
    rotated = ada.browser.post(f"/api/calendar/{feed['id']}/rotate").json["url"].removeprefix("http://localhost:8000")
    with write():
        db.session.execute(delete(User).where(User.id == bea.id))
    wrong = [f"/calendar/{secrets.token_urlsafe(32)}.ics" for _ in range(300)]
    wrong += [live, theirs, rotated[:-5] + ".ics", rotated.lower() if rotated != rotated.lower() else "/calendar/a.ics"]

    told = []
    for number, path in enumerate(wrong):
        told.append(fetch(ada.browser, path))
        if number % 50 == 0:
            answer = fetch(ada.browser, rotated)
            assert answer.status_code == 200

    assert {(answer.status_code, answer.data) for answer in told} == {(404, told[0].data)}
    assert not [answer for answer in told if "Set-Cookie" in answer.headers]
    alive = fetch(ada.browser, rotated)
    named = {name: alive.headers[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")}
    assert named == {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
    assert alive.status_code == 200


def test_case_62_no_secret_and_no_word_of_a_student_is_in_any_log(
    app: Flask, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    stream, logger = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JSONLines())
    logger.addHandler(handler)
    password, wrong, word = "wombat teapot lantern", "walrus kettle candle", "quetzalpaw"
    try:
        with caplog.at_level(logging.DEBUG):
            browser = factories.browser(app)
            browser.post("/api/users", {"name": "sable merrin", "password": password})
            first = browser.token
            browser.post("/api/session", {"name": "sable merrin", "password": wrong})
            browser.post("/api/session", {"name": "sable merrin", "password": password})
            met(browser, name=f"Dr. {word}", met_on="2026-11-29", emails=[f"{word}@example.org"])
            phone = Student("", browser).phone()
            phone.write("note", ids.fresh(), set=typed("", f"said {word}"))
            phone.write("note", ids.fresh(), set={"ask": [word]})
            phone.write("note", ids.fresh(), set=typed("", "x"), __proto__=word)
            phone.sync()
            feed = make_feed(browser)
            fetch(browser, feed)
            fetch(browser, feed[:-5] + ".ics")
            browser.get(f"/api/contacts?name={word}", headers={"User-Agent": word, "Referer": f"https://{word}/"})
            browser.get(f"/{word}")
            browser.call("POST", "/api/sync", data=f'{{"{word}":', content_type="application/json")
            browser.post("/api/imports", data=word.encode(), content_type="application/octet-stream")
    finally:
        logger.removeHandler(handler)
    told = capfd.readouterr()
    logs = stream.getvalue() + caplog.text + told.out + told.err

    assert logs.count("/api/sync") >= 2
    hidden = [password, wrong, word, first, browser.token, feed.removeprefix("/calendar/")[:43], "sable"]
    assert [one for one in hidden if one is None or one.lower() in logs.lower()] == []


@pytest.mark.parametrize(
    "evil", ["//evil.example", "https:evil.example", "/\\evil.example", "javascript:alert(1)", "/\r\nSet-Cookie: x=1"]
)
def test_case_43_no_way_on_leads_to_another_origin(app: Flask, ada: Student, evil: str) -> None:
    nobody = factories.browser(app)
    for path in ("/", "/account", "/api/session", "/agenda/x", "/nothing", "//evil.example", "/\\evil.example"):
        for browser in (ada.browser, nobody):
            answer = browser.get(path, query_string=dict.fromkeys(("next", "url", "return_to", "redirect"), evil))
            place = urlsplit(answer.headers.get("Location", "/").replace("\\", "/"))
            assert (place.scheme, place.netloc) in {("", ""), ("http", "localhost:8000")}, path
            assert "x=1" not in str(answer.headers)
