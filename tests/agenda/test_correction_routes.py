"""Correcting over HTTP: the owner's own conference, the new manifest at once, and the next file on top of it."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from server.accounts.models import User
from server.agenda import correcting, hand, shelf, wire
from server.agenda.answers import Target
from server.agenda.hand import By
from server.agenda.models import AgendaPerson, Conference, Participation
from server.agenda.service import Outcome
from server.agenda.states import Agenda
from server.core import clock, ids
from server.core.db import db, write
from tests import factories
from tests.agenda.programmes import imported, person, programme, session
from tests.factories import Browser

ADA, FAIR, BO = person("Ada Brook", "Glow Hospital"), person("Ada Brook", "Fairwater"), person("Bo Sato")
TALK = session("A quiet scaner", ADA, at=5, room="Hall 1")
FILLERS = tuple(session(f"Break {place}", at=place, kind="break") for place in range(30))
CLOSING = session("Closing", FAIR, BO, at=8, room="Hall 2")
FILE = programme(TALK, CLOSING, *FILLERS, people=(ADA, FAIR, BO))
MOVED = session("A quiet scaner", ADA, at=6, room="Hall 3")
LATER = programme(MOVED, CLOSING, *FILLERS, people=(ADA, FAIR, BO))


@pytest.fixture
def made(app: Flask) -> Outcome:
    """Return Ada's own conference."""
    return imported(FILE, Target(factories.user("ada").id, "mine", "Mine"))


@pytest.fixture
def browser(app: Flask, made: Outcome) -> Browser:
    """Return the browser of its owner."""
    return owner(app, made)


def owner(app: Flask, made: Outcome) -> Browser:
    """Return a browser signed in as the owner."""
    user = db.session.get(User, made.conference.owner_id)
    assert user is not None
    return factories.browser(app, user)


def address(made: Outcome, *rest: str) -> str:
    """Return an address below the conference."""
    return "/".join([f"/api/conferences/{made.conference.id}", *rest])


def rows(browser: Browser, manifest: str, kind: str) -> dict[str, dict[str, Any]]:
    """Return the published rows of a kind by title or by name and place."""
    head = browser.get(f"/agenda/{manifest}.json").json
    found = {}
    for sha256 in head["shards"][kind]:
        for one in wire.read(json.loads(browser.get(f"/agenda/{sha256}.json").data)):
            found[one.get("title") or f"{one['name']}, {one['affiliation']}"] = one
    return found


def test_a_correction_is_published_at_once_and_stands_over_the_next_file(browser: Browser, made: Outcome) -> None:
    item = rows(browser, made.conference.manifest, "list")["A quiet scaner"]
    before = browser.get(f"/agenda/{made.conference.manifest}.json").json

    answer = browser.patch(address(made, "items", item["id"]), {"title": "A quiet scanner", "room": "Hall 9"})

    manifest = answer.json["manifest"]
    after = browser.get(f"/agenda/{manifest}.json").json
    assert (answer.status_code, after["version"]) == (200, before["version"] + 1)
    assert list(after["patches"]) == [made.conference.manifest]
    assert [room["name"] for room in after["rooms"]] == ["Hall 2", "Hall 9"]
    shown = rows(browser, manifest, "list")["A quiet scanner"]
    assert shown == item | {"title": "A quiet scanner", "room": "Hall 9"}
    assert [(one["field"], one["value"], one["told"]) for one in answer.json["corrections"]] == [
        ("title", "A quiet scanner", "A quiet scaner"),
        ("room", "Hall 9", "Hall 1"),
    ]

    report = imported(LATER, Target(made.conference.owner_id, "mine")).report.as_dict()
    again = rows(browser, shelf.manifests(made.conference.owner_id or "")[made.conference.id], "list")
    told = browser.get(address(made, "corrections")).json["corrections"]

    assert (report["moved"], report["changed"], report["unchanged"]) == (1, 0, 31)
    assert [one["message"] for one in report["warnings"]] == [
        "A quiet scanner: the file now says “Hall 3” for the room; your correction “Hall 9” stays."
    ]
    assert again["A quiet scanner"] == shown | {
        "starts": "2026-11-29T21:00:00Z",
        "ends": "2026-11-29T22:00:00Z",
        "local": "2026-11-29T15:00/2026-11-29T16:00",
    }
    assert [one["told"] for one in told] == ["A quiet scaner", "Hall 3"]

    back = browser.patch(address(made, "items", item["id"]), {"title": None, "room": None}).json
    assert back["corrections"] == []
    assert rows(browser, back["manifest"], "list")["A quiet scaner"]["room"] == "Hall 3"


def test_what_changes_nothing_publishes_nothing(browser: Browser, made: Outcome) -> None:
    item = rows(browser, made.conference.manifest, "list")["Closing"]

    answers = [browser.patch(address(made, "items", item["id"]), sent) for sent in ({}, {"room": "Hall 2"})]

    assert [one.json for one in answers] == [{"manifest": made.conference.manifest, "corrections": []}] * 2


def test_a_person_is_corrected_and_two_become_one_and_two_again(browser: Browser, made: Outcome) -> None:
    people = rows(browser, made.conference.manifest, "people")
    ada, fair = people["Ada Brook, Glow Hospital"], people["Ada Brook, Fairwater"]

    named = browser.patch(address(made, "persons", ada["id"]), {"name": "Ada Brooke", "degrees": ["MD"]})
    merged = browser.post(address(made, "persons", fair["id"], "merge"), {"into": ada["id"]})
    imported(LATER, Target(made.conference.owner_id, "mine"))
    now = shelf.manifests(made.conference.owner_id or "")[made.conference.id]

    assert (named.status_code, merged.status_code) == (200, 200)
    shown = rows(browser, now, "people")
    assert shown["Ada Brooke, Glow Hospital"] == ada | {"name": "Ada Brooke", "degrees": ["MD"]}
    sorted_by = select(AgendaPerson.sort_name).where(AgendaPerson.id == ada["id"])
    assert db.session.scalar(sorted_by) == "brooke, ada"
    assert shown["Ada Brook, Fairwater"] == fair | {"merged_into": ada["id"]}
    concerning = browser.get(address(made, f"corrections?subject={ada['id']}")).json["corrections"]
    assert [(one["subject"], one["affiliation"], one["field"]) for one in concerning] == [
        (fair["id"], "Fairwater", "merged_into"),
        (ada["id"], "Glow Hospital", "name"),
        (ada["id"], "Glow Hospital", "degrees"),
    ]

    apart = browser.post(address(made, "persons", ada["id"], "keep-apart"), {"from": fair["id"]})
    assert rows(browser, apart.json["manifest"], "people")["Ada Brook, Fairwater"] == fair
    assert [(one["field"], one["value"]) for one in apart.json["corrections"] if one["field"] == "apart"] == [
        ("apart", [fair["id"]])
    ]
    again = browser.post(address(made, "persons", ada["id"], "keep-apart"), {"from": fair["id"], "apart": False})
    assert [one["field"] for one in again.json["corrections"]] == ["name", "degrees"]


def test_people_of_an_item_are_shown_with_names_and_roles(browser: Browser, made: Outcome) -> None:
    people = rows(browser, made.conference.manifest, "people")
    item = rows(browser, made.conference.manifest, "list")["Closing"]
    bo, fair = people["Bo Sato, None"]["id"], people["Ada Brook, Fairwater"]["id"]
    wanted = [{"person": bo, "role": "chair"}, {"name": "Cleo Wren"}]

    answer = browser.patch(address(made, "items", item["id"]), {"people": wanted}).json

    cleo = rows(browser, answer["manifest"], "people")["Cleo Wren, None"]["id"]
    on_it = select(Participation.person_id, Participation.role).where(Participation.item_id == item["id"])
    stored = [tuple(row) for row in db.session.execute(on_it.order_by(Participation.position))]
    assert stored == [(bo, "chair"), (cleo, "presenter")]
    assert [(one["value"], one["told"]) for one in answer["corrections"]] == [
        (
            [
                {"person": bo, "role": "chair", "name": "Bo Sato"},
                {"person": cleo, "role": "presenter", "name": "Cleo Wren"},
            ],
            [
                {"person": fair, "role": "presenter", "name": "Ada Brook"},
                {"person": bo, "role": "presenter", "name": "Bo Sato"},
            ],
        )
    ]


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"title": ""}, "/title"),
        ({"title": "x" * 2_001}, "/title"),
        ({"room": "x" * 301}, "/room"),
        ({"kind": "party"}, "/kind"),
        ({"starts": "2026-11-29 14:00"}, "/starts"),
        ({"starts": "2026-11-29T14:00:30"}, "/starts"),
        ({"starts": "2026-02-30T14:00"}, "/starts"),
        ({"ends": "0001-01-01T00:00"}, "/ends"),
        ({"ends": "2026-11-29T13:00"}, "/ends"),
        ({"status": "moved"}, "/status"),
        ({"people": [{"role": "chair"}]}, "/people/0"),
        ({"people": [{"person": "nobody"}]}, "/people/0/person"),
        ({"people": [{"name": "Cleo Wren", "role": "king"}]}, "/people/0/role"),
        ({"people": [{"name": "Cleo Wren"}] * 501}, "/people"),
        ({"abstract": "Mine"}, "/abstract"),
    ],
)
def test_what_can_not_be_taken_names_its_place_and_changes_nothing(
    browser: Browser, made: Outcome, sent: dict[str, Any], pointer: str
) -> None:
    item = rows(browser, made.conference.manifest, "list")["A quiet scaner"]

    answer = browser.patch(address(made, "items", item["id"]), sent)

    assert (answer.status_code, [one["pointer"] for one in answer.json["errors"]]) == (422, [pointer])
    assert shelf.manifests(made.conference.owner_id or "")[made.conference.id] == made.conference.manifest
    assert browser.get(address(made, "corrections")).json == {"corrections": []}


def test_a_public_conference_of_the_operator_is_corrected_by_nobody(app: Flask) -> None:
    made = imported(FILE)
    browser = factories.browser(app, factories.user("ada"))
    item = rows(browser, made.conference.manifest, "list")["Closing"]

    answer = browser.patch(address(made, "items", item["id"]), {"room": "Hall 9"})

    assert (answer.status_code, answer.json["type"]) == (404, "/problems/not-found")


def test_ids_that_are_not_in_the_conference_are_not_there(browser: Browser, made: Outcome) -> None:
    for sent in (
        browser.patch(address(made, "items", ids.fresh()), {"room": "Hall 9"}),
        browser.patch(address(made, "persons", ids.fresh()), {"name": "Cleo Wren"}),
        browser.post(address(made, "persons", ids.fresh(), "merge"), {"into": None}),
    ):
        assert (sent.status_code, sent.json["type"]) == (404, "/problems/not-found")


def test_corrections_go_with_their_conference(browser: Browser, made: Outcome) -> None:
    item = rows(browser, made.conference.manifest, "list")["Closing"]
    browser.patch(address(made, "items", item["id"]), {"room": "Hall 9"})

    with write():
        db.session.execute(delete(Conference).where(Conference.id == made.conference.id))

    assert browser.get(address(made, "corrections")).status_code == 404


@pytest.mark.parametrize("meanwhile", ["room", "apart"])
def test_a_change_that_meets_another_is_made_on_top_of_it(browser: Browser, made: Outcome, meanwhile: str) -> None:
    people = rows(browser, made.conference.manifest, "people")
    ada, fair = people["Ada Brook, Glow Hospital"]["id"], people["Ada Brook, Fairwater"]["id"]
    item = rows(browser, made.conference.manifest, "list")["Closing"]["id"]
    by = By(made.conference.owner_id or "", clock.now())
    met: list[str] = []

    def edit(agenda: Agenda) -> Agenda:
        if not met:
            met.append("once")
            if meanwhile == "room":
                correcting.change(
                    made.conference.id, item, by, lambda now: hand.item(now, item, {"room": "Hall 9"}, by)
                )
            else:
                correcting.change(made.conference.id, ada, by, lambda now: hand.keep_apart(now, ada, fair, by))
        return hand.item(agenda, item, {"board": "0042"}, by)

    correcting.change(made.conference.id, item, by, edit)

    told = browser.get(address(made, "corrections")).json["corrections"]
    assert {one["field"] for one in told} == {meanwhile, "board"}
