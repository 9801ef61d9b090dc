"""Who may call what: one table of every route and verb. A new route fails here until it is listed.

`ANYONE` is answered without signing in. `SIGNED_IN` needs a session and shows nothing but one's own. `OWN` names a
record in its path as well, and somebody else's answers exactly like one that does not exist.
"""

import pytest
from flask import Flask
from sqlalchemy import select, update

from server.accounts.models import User
from server.agenda.answers import Target
from server.agenda.models import AgendaPerson, Item
from server.core import ids
from server.core.db import db, write
from tests import factories
from tests.access import (
    CLOSED,
    CORRECTIONS,
    DEVICES,
    HISTORY,
    OPEN,
    OWNED,
    PASSKEY,
    REFRESH,
    ROUTES,
    SAMPLES,
    call,
    everything,
    routes_of,
    told,
)
from tests.accounts.authenticator import signed_up
from tests.agenda.programmes import imported, person, programme, session


def test_every_route_is_listed_here(app: Flask) -> None:
    assert sorted(routes_of(app)) == sorted(ROUTES)


@pytest.mark.parametrize("route", CLOSED)
def test_nobody_is_told_to_sign_in(app: Flask, route: str) -> None:
    before = everything()
    answer = call(factories.browser(app), route, json={})
    assert (answer.status_code, answer.json["type"]) == (401, "/problems/auth")
    assert "Set-Cookie" not in answer.headers
    assert everything() == before


@pytest.mark.parametrize("route", OPEN)
def test_what_is_open_asks_nobody_who_they_are(app: Flask, route: str) -> None:
    answer = call(factories.browser(app), route)
    assert answer.status_code in ({422, 415} if route.startswith("POST") else {200, 404})
    assert "Set-Cookie" not in answer.headers or route == "DELETE /api/session"


@pytest.mark.parametrize("route", CLOSED)
def test_a_disabled_user_is_kept_out_and_changes_nothing(app: Flask, route: str) -> None:
    ada = factories.user()
    browser = factories.browser(app, ada)
    with write():
        db.session.execute(update(User).values(disabled_at=User.created_at))
    before = everything()
    answer = call(browser, route, json={})
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/forbidden")
    assert everything() == before


@pytest.mark.parametrize("plural", sorted(SAMPLES))
def test_a_record_of_somebody_else_is_not_there(app: Flask, plural: str) -> None:
    ada, bea = (factories.browser(app, factories.user(name)) for name in ("ada", "bea"))
    row_id, body = SAMPLES[plural]
    made = call(ada, f"PUT /api/{plural}/<row_id>", body, row_id=row_id)
    assert (made.status_code, call(ada, f"GET /api/{plural}/<row_id>", row_id=row_id).status_code) == (201, 200)
    before = call(ada, f"GET /api/{plural}/<row_id>", row_id=row_id).data
    assert call(bea, f"GET /api/{plural}").json["rows"] == []
    for verb, sent in (("GET", None), ("PATCH", body), ("DELETE", None)):
        theirs = call(bea, f"{verb} /api/{plural}/<row_id>", sent, row_id=row_id)
        random = call(bea, f"{verb} /api/{plural}/<row_id>", sent, row_id=ids.fresh())
        assert (theirs.status_code, told(theirs)) == (404, told(random))
    # the id is free for the other user, as any fresh one; the two records never meet
    assert call(bea, f"PUT /api/{plural}/<row_id>", body, row_id=row_id).status_code == 201
    assert call(ada, f"GET /api/{plural}/<row_id>", row_id=row_id).data == before


def test_a_contact_of_somebody_else_can_not_be_forgotten(app: Flask) -> None:
    ada, bea = (factories.browser(app, factories.user(name)) for name in ("ada", "bea"))
    row_id, body = SAMPLES["contacts"]
    call(ada, "PUT /api/contacts/<row_id>", body, row_id=row_id)
    before = everything()
    theirs = call(bea, "POST /api/contacts/<row_id>/forget", row_id=row_id)
    random = call(bea, "POST /api/contacts/<row_id>/forget", row_id=ids.fresh())
    assert (theirs.status_code, told(theirs)) == (404, told(random))
    assert everything() == before


def test_what_happened_to_a_record_of_somebody_else_is_not_there(app: Flask) -> None:
    ada, bea = (factories.browser(app, factories.user(name)) for name in ("ada", "bea"))
    row_id, body = SAMPLES["contacts"]
    call(ada, "PUT /api/contacts/<row_id>", body, row_id=row_id)
    assert call(ada, HISTORY, row_id=row_id).status_code == 200
    theirs, random = call(bea, HISTORY, row_id=row_id), call(bea, HISTORY, row_id=ids.fresh())
    assert (theirs.status_code, told(theirs)) == (404, told(random))


def test_what_somebody_else_is_importing_is_not_there(app: Flask) -> None:
    ada, bea = (factories.browser(app, factories.user(name)) for name in ("ada", "bea"))
    table = b"Title,Date,Start,End,Room\nOpening,2026-11-29,09:00,10:00,E451\nClosing,2026-11-29,16:00,17:00,E451\n"
    headers = {"X-File-Name": "programme.csv"}
    made = ada.post("/api/imports", data=table, content_type="application/octet-stream", headers=headers)
    assert made.status_code in {200, 201}
    before = everything()
    for route in (route for route in OWNED if "preview_id" in route):
        theirs = call(bea, route, {}, preview_id=made.json["id"])
        random = call(bea, route, {}, preview_id=ids.fresh())
        assert (theirs.status_code, told(theirs)) == (404, told(random))
    assert everything() == before


def test_a_held_change_of_somebody_else_is_not_there(app: Flask) -> None:
    ada, bea = (factories.browser(app, factories.user(name)) for name in ("ada", "bea"))
    held = {"id": ids.fresh(), "n": 1, "kind": "no such kind", "row": ids.fresh(), "base": 0, "set": {}}
    pushed = ada.post("/api/sync", {"schema": 1, "device": ids.fresh(), "since": [0, ""], "mutations": [held]})
    assert pushed.status_code == 200
    assert [row["id"] for row in call(ada, "GET /api/held").json["held"]] == [held["id"]]
    theirs = call(bea, "DELETE /api/held/<mutation_id>", mutation_id=held["id"])
    random = call(bea, "DELETE /api/held/<mutation_id>", mutation_id=ids.fresh())
    assert (theirs.status_code, told(theirs)) == (random.status_code, told(random))
    assert [row["id"] for row in call(ada, "GET /api/held").json["held"]] == [held["id"]]


def test_the_calendar_of_somebody_else_is_not_there(app: Flask) -> None:
    ada, bea = (factories.browser(app, factories.user(name)) for name in ("ada", "bea"))
    row_id, body = SAMPLES["contacts"]
    call(ada, "PUT /api/contacts/<row_id>", body | {"met_on": "2026-11-29"}, row_id=row_id)
    step = ids.natural(f"followup:{row_id}:thank_you:0")
    feed = call(ada, "POST /api/calendar", {"scope": "followups"}).json["id"]
    assert call(ada, "GET /api/followups/<step_id>.ics", step_id=step).status_code == 200
    assert call(bea, "GET /api/calendar").json == {"feeds": []}
    before = everything()
    for route in (route for route in OWNED if "feed_id" in route or "step_id" in route):
        theirs = call(bea, route, {}, feed_id=feed, step_id=step)
        random = call(bea, route, {})
        assert (theirs.status_code, told(theirs)) == (404, told(random))
    assert everything() == before


def test_what_somebody_else_corrects_is_not_there(app: Flask) -> None:
    bea = factories.browser(app, factories.user("bea"))
    speaker = person("Ada Brook")
    file = programme(session("Opening", speaker), people=(speaker,))
    made = imported(file, Target(factories.user("ada").id, "mine")).conference.id
    item = db.session.scalar(select(Item.id))
    before = everything()
    for route, sent in CORRECTIONS.items():
        named = db.session.scalar(select(AgendaPerson.id))
        theirs = call(bea, route, sent, conference_id=made, item_id=str(item), person_id=str(named))
        random = call(bea, route, sent, conference_id=ids.fresh(), item_id=str(item), person_id=str(named))
        assert (theirs.status_code, told(theirs)) == (404, told(random))
    assert everything() == before


def test_the_address_of_somebody_elses_conference_is_not_asked(app: Flask) -> None:
    bea = factories.browser(app, factories.user("bea"))
    made = imported(programme(session("Opening")), Target(factories.user("ada").id, "mine")).conference.id
    before = everything()
    theirs = call(bea, REFRESH, {}, conference_id=made)
    random = call(bea, REFRESH, {}, conference_id=ids.fresh())
    assert (theirs.status_code, told(theirs)) == (404, told(random))
    assert everything() == before


def test_the_passkey_of_somebody_else_is_not_there(app: Flask) -> None:
    ada, bea = (factories.browser(app) for _ in range(2))
    signed_up(ada, "ada"), signed_up(bea, "bea")
    (hers,) = call(ada, "GET /api/account").json["passkeys"]
    before = everything()
    theirs, random = (call(bea, PASSKEY, passkey_id=one) for one in (hers["id"], ids.fresh()))
    assert (theirs.status_code, told(theirs)) == (404, told(random))
    assert everything() == before


def test_every_owned_route_is_tried_by_somebody_else() -> None:
    tried = {f"{verb} /api/{plural}/<row_id>" for plural in SAMPLES for verb in ("GET", "PUT", "PATCH", "DELETE")}
    tried |= {route for route in OWNED if any(f"{name}_id" in route for name in ("preview", "feed", "step"))}
    tried |= {*CORRECTIONS, "DELETE /api/held/<mutation_id>", "POST /api/contacts/<row_id>/forget"}
    tried |= {PASSKEY, REFRESH, HISTORY}
    tried |= {*DEVICES}
    assert sorted(tried) == OWNED
