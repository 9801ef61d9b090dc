"""Every route and verb with who may call it, and what calls it in the tests."""

from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from server.core import ids
from server.core.db import db
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


def told(answer: TestResponse) -> dict[str, Any]:
    """Return the body without the number of the request."""
    return {key: value for key, value in (answer.json or {}).items() if key != "instance"}
