"""Who may call what: one table of every route and verb. A new route fails here until it is listed.

`ANYONE` is answered without signing in. `SIGNED_IN` needs a session and shows nothing but one's own. `OWN` names a
record in its path as well, and somebody else's answers exactly like one that does not exist.
"""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from server.accounts.models import User
from server.agenda.answers import Target
from server.agenda.models import AgendaPerson, Item
from server.core import ids
from server.core.db import db, write
from tests import factories
from tests.accounts.authenticator import signed_up
from tests.agenda.programmes import imported, person, programme, session
from tests.factories import Browser

ANYONE, SIGNED_IN, OWN = "anyone", "signed in", "own"


def records(plural: str) -> dict[str, str]:
    """Return the routes of a synced kind, which are the same for each."""
    path = f"/api/{plural}"
    return {f"GET {path}": SIGNED_IN} | {f"{verb} {path}/<row_id>": OWN for verb in ("GET", "PUT", "PATCH", "DELETE")}


def pages(*paths: str) -> dict[str, str]:
    """Return pages and files of the app, which hold nothing of anyone."""
    return {f"GET {path}": ANYONE for path in paths}


CORRECTIONS: dict[str, dict[str, Any] | None] = {
    "GET /api/conferences/<uuid:conference_id>/corrections": None,
    "PATCH /api/conferences/<uuid:conference_id>/items/<uuid:item_id>": {"room": "E451"},
    "PATCH /api/conferences/<uuid:conference_id>/persons/<uuid:person_id>": {"name": "Ada"},
    "POST /api/conferences/<uuid:conference_id>/persons/<uuid:person_id>/merge": {"into": None},
    "POST /api/conferences/<uuid:conference_id>/persons/<uuid:person_id>/keep-apart": {"from": ids.fresh()},
}

HISTORY = "GET /api/history/<kind>/<row_id>"
PASSKEY = "DELETE /api/account/passkeys/<passkey_id>"
REFRESH = "POST /api/conferences/<uuid:conference_id>/refresh"

ROUTES = (
    {
        "GET /api/session": ANYONE,
        "POST /api/session": ANYONE,
        "DELETE /api/session": ANYONE,
        "DELETE /api/sessions": SIGNED_IN,
        "GET /api/sessions": SIGNED_IN,
        "DELETE /api/sessions/<handle>": OWN,
        "PATCH /api/devices/<device_id>": OWN,
        "DELETE /api/devices/<device_id>": OWN,
        "POST /api/pairing": SIGNED_IN,
        "GET /api/pairing/<ticket_id>": OWN,
        "POST /api/pairing/<ticket_id>/confirm": OWN,
        "DELETE /api/pairing/<ticket_id>": OWN,
        "POST /api/pairing/claim": ANYONE,  # whoever has the ticket
        "GET /api/pairing/claim": ANYONE,  # whoever has the claim
        "POST /api/pairing/finish": ANYONE,
        "GET /api/export": SIGNED_IN,
        "POST /api/account/delete": SIGNED_IN,
        "GET /api/push": SIGNED_IN,
        "PUT /api/push": SIGNED_IN,
        "DELETE /api/push": SIGNED_IN,
        "GET /api/tracker.csv": SIGNED_IN,
        "GET /api/tracker.xlsx": SIGNED_IN,
        "POST /api/tracker/preview": SIGNED_IN,
        "POST /api/tracker/import": SIGNED_IN,
        "POST /api/users": ANYONE,
        "POST /api/challenges": ANYONE,
        "POST /api/challenges/own": SIGNED_IN,
        "POST /api/session/passkey": ANYONE,
        "POST /api/session/confirm": SIGNED_IN,
        "POST /api/recovery": ANYONE,  # whoever has a code
        "POST /api/reset": ANYONE,  # whoever has the link
        "GET /api/account": SIGNED_IN,
        "POST /api/account/passkeys": SIGNED_IN,
        PASSKEY: OWN,
        "PUT /api/account/password": SIGNED_IN,
        "DELETE /api/account/password": SIGNED_IN,
        "POST /api/account/recovery-codes": SIGNED_IN,
        "DELETE /api/account/reset-notice": SIGNED_IN,
        "POST /api/sync": SIGNED_IN,
        "GET /api/held": SIGNED_IN,
        "DELETE /api/held/<mutation_id>": OWN,
        "PUT /api/blobs/<string(length=64):sha256>": SIGNED_IN,  # one's own, whoever else has the same picture
        "GET /api/blobs/<string(length=64):sha256>": SIGNED_IN,
        HISTORY: OWN,
        "GET /api/openapi.json": ANYONE,
        "GET /api/conferences": ANYONE,  # the public ones
        "GET /api/conferences/<uuid:conference_id>/changes": ANYONE,  # of conferences the caller may read, else 404
        "GET /api/conferences/<uuid:conference_id>/search": ANYONE,  # of conferences the caller may read, else 404
        "POST /api/imports": SIGNED_IN,
        "GET /api/sources": SIGNED_IN,
        REFRESH: OWN,
        "PATCH /api/imports/<uuid:preview_id>": OWN,
        "POST /api/imports/<uuid:preview_id>/run": OWN,
        "GET /agenda/<string(length=64):sha256>.json": ANYONE,  # of conferences the caller may read, else 404
    }
    | {
        "GET /api/calendar": SIGNED_IN,
        "POST /api/calendar": SIGNED_IN,
        "GET /api/calendar/<scope>.ics": SIGNED_IN,
        "POST /api/calendar/<feed_id>/rotate": OWN,
        "POST /api/calendar/<feed_id>/revoke": OWN,
        "GET /api/followups/<step_id>.ics": OWN,
        "GET /api/items/<item_id>.ics": SIGNED_IN,  # of conferences one may read, else 404
        "GET /calendar/<token>.ics": ANYONE,  # whoever has the secret address
    }
    | {
        "POST /api/badges/read": SIGNED_IN,
        "GET /api/badge.svg": SIGNED_IN,
        "GET /api/card": SIGNED_IN,  # each has one at most
        "PUT /api/card": SIGNED_IN,
        "POST /api/card/rotate": SIGNED_IN,
        "DELETE /api/card": SIGNED_IN,
        "POST /share": SIGNED_IN,  # for nobody: a phone's service worker takes it
        "GET /b/<code>": ANYONE,  # whoever has the code, which nobody can guess
        "GET /b/<code>/card.vcf": ANYONE,
        "GET /b/card.css": ANYONE,
    }
    | dict.fromkeys(CORRECTIONS, OWN)
    | records("contacts")
    | {"POST /api/contacts/<row_id>/forget": OWN}
    | records("followups")
    | records("letters")
    | records("milestones")
    | records("notes")
    | records("outreach")
    | records("profiles")
    | records("scans")
    | records("settings")
    | records("targets")
    | records("templates")
    | pages(
        "/",
        "/account",
        "/badge",
        "/followups",
        "/import",
        "/people",
        "/plan",
        "/scan",
        "/settings",
        "/unsent",
        "/pair",
        "/reset",
    )
    | pages("/styleguide")  # on a development machine, else 404
    | pages(
        "/agenda/<id>",
        "/changes",
        "/followups/<id>",
        "/followups/draft/<id>",
        "/people/<id>",
        "/people/import",
        "/people/tracker",
        "/persons/<id>",
    )
    | pages("/deleted", "/people/<id>/history", "/same", "/unnamed")
    | pages(
        "/<any('assets','icons'):folder>/<path:name>",
        "/<any('sw.js','manifest.webmanifest','icon.svg','robots.txt','favicon.ico'):name>",
        "/problems/<slug>",
        "/healthz",
        "/readyz",
    )
)
CLOSED = sorted(route for route, access in ROUTES.items() if access != ANYONE)
OPEN = sorted(route for route, access in ROUTES.items() if access == ANYONE)
OWNED = sorted(route for route, access in ROUTES.items() if access == OWN)

CONFIRM = "POST /api/pairing/<ticket_id>/confirm"
DEVICES = [route for route in OWNED if any(f"<{name}>" in route for name in ("device_id", "ticket_id", "handle"))]
CONTACT = ids.fresh()
SAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "contacts": (CONTACT, {"name": "Wanda Quill"}),
    "notes": (ids.fresh(), {"contact": CONTACT, "ask": "send the poster"}),
    "followups": (ids.natural(f"followup:{CONTACT}:thank_you:0"), {"contact": CONTACT, "step": "thank_you"}),
    "letters": (ids.fresh(), {"contact": CONTACT, "deadline_on": "2027-09-01"}),
    "milestones": (ids.fresh(), {"name": "Passed an exam", "contacts": [CONTACT]}),
    "outreach": (ids.fresh(), {"contact": CONTACT, "direction": "out", "purpose": "thank_you"}),
    "profiles": (ids.natural("profile:self"), {"name": "Ada"}),
    "scans": (ids.fresh(), {"raw": "BEGIN:VCARD"}),
    "settings": (ids.natural("settings:self"), {"zone": "Europe/Vienna"}),
    "targets": (ids.natural(f"target:item:{CONTACT}"), {"item": CONTACT}),
    "templates": (ids.fresh(), {"purpose": "nudge"}),
}


def routes_of(app: Flask) -> dict[str, str]:
    """Return the endpoint of every verb and pattern of the application."""
    return {
        f"{verb} {rule.rule}": rule.endpoint
        for rule in app.url_map.iter_rules()
        for verb in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def path_of(app: Flask, route: str, **values: str) -> str:
    """Return an address of the route, with an id of nothing where none is given."""
    fallback = dict.fromkeys(
        (
            "row_id",
            "mutation_id",
            "passkey_id",
            "device_id",
            "ticket_id",
            "handle",
            "preview_id",
            "feed_id",
            "step_id",
            "item_id",
            "conference_id",
            "person_id",
            "id",
        ),
        ids.fresh(),
    )
    fallback |= {
        "kind": "contact",
        "slug": "auth",
        "sha256": "0" * 64,
        "token": "0" * 43,
        "code": "0" * 22,
        "folder": "assets",
        "name": "sw.js",
        "scope": "all",
    }
    verb, pattern = route.split(" ", 1)
    rule = next(rule for rule in app.url_map.iter_rules() if rule.rule == pattern and verb in (rule.methods or ()))
    chosen = {name: values.get(name, fallback[name]) for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, chosen, method=verb)


def call(browser: Browser, route: str, json: Any = None, **values: str) -> TestResponse:
    """Return the answer to the route."""
    verb, path = route.split(" ")[0], path_of(browser.app, route, **values)
    if route.startswith("PUT /api/blobs/"):  # takes pictures only
        return browser.call(verb, path, data=b"no picture", content_type="image/jpeg")
    if path.startswith("/api/tracker/"):  # takes files only
        return browser.call(verb, path, data=b"Name\nAda\n", content_type="application/octet-stream")
    return browser.call(verb, path, json=json)


def everything() -> dict[str, list[Any]]:
    """Return every row of every table."""
    db.session.rollback()
    return {
        table.name: sorted(map(str, db.session.execute(select(table)).all())) for table in db.metadata.sorted_tables
    }


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


def told(answer: TestResponse) -> dict[str, Any]:
    """Return the body without the number of the request."""
    return {key: value for key, value in (answer.json or {}).items() if key != "instance"}
