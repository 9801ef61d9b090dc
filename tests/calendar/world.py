"""What the tests of feeds start from: a student, someone met, an agenda; and the clock, stopped."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
from werkzeug.test import TestResponse

from server.agenda.models import AgendaPerson, Conference, Item, Participation
from server.core import clock, ids
from server.core.db import db, write
from tests import factories
from tests.factories import Browser

NOW = datetime(2026, 12, 1, 15, 30, tzinfo=UTC)
STARTS = datetime(2026, 12, 2, 14, tzinfo=UTC)


class Clock:
    """The present as the tests set it."""

    def __init__(self, monkeypatch: Any) -> None:
        self.now = NOW
        monkeypatch.setattr(clock, "now", lambda: self.now)

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


def student(app: Any, name: str = "ada") -> Browser:
    return factories.browser(app, factories.user(name))


def met(browser: Browser, **changes: Any) -> str:
    """Someone met today, so a thank-you is owed in two days; returns the contact's id."""
    contact_id = ids.fresh()
    body = {"name": "Dr. Maren Oduya", "met_on": "2026-12-01"} | changes
    assert browser.put(f"/api/contacts/{contact_id}", body).status_code == 201
    return contact_id


def thank_you(contact_id: str) -> str:
    return ids.natural(f"followup:{contact_id}:thank_you:0")


def settle(browser: Browser, contact_id: str, **changes: Any) -> None:
    """What a tap on the thank-you does."""
    body = {"contact": contact_id, "step": "thank_you", "cycle": "0"} | changes
    answer = browser.patch(f"/api/followups/{thank_you(contact_id)}", body)
    if answer.status_code == 404:
        answer = browser.put(f"/api/followups/{thank_you(contact_id)}", body)
    assert answer.status_code in (200, 201)


def choose(browser: Browser, **changes: Any) -> None:
    assert browser.put(f"/api/settings/{ids.natural('settings:self')}", changes).status_code in (200, 201)


def make_feed(browser: Browser, scope: str = "all") -> str:
    """Returns the path of a new feed."""
    answer = browser.post("/api/calendar", {"scope": scope})
    assert answer.status_code == 201, answer.text
    return path_of(answer)


def path_of(answer: TestResponse) -> str:
    return answer.json["url"].removeprefix("http://localhost:8000")


def fetch(browser: Browser, path: str, **headers: str) -> TestResponse:
    """What a calendar program asks: none of our own headers, no cookie."""
    ours = dict.fromkeys(factories.OURS)
    program = Browser(browser.app, browser.app.test_client())
    return program.get(path, headers=ours | {name.replace("_", "-"): value for name, value in headers.items()})


def events(answer: TestResponse) -> dict[str, icalendar.Event]:
    """The events of a feed by what they say."""
    assert answer.status_code == 200
    return {str(event["SUMMARY"]): event for event in icalendar.Calendar.from_ical(answer.data).walk("VEVENT")}


def lives(answer: TestResponse) -> dict[str, tuple[str, int]]:
    """Summary -> UID without its host, SEQUENCE."""
    return {
        summary: (str(event["UID"]).removesuffix("@localhost"), event["SEQUENCE"])
        for summary, event in events(answer).items()
    }


def conference(owner_id: str | None = None, **changes: Any) -> str:
    usual: dict[str, Any] = {
        "id": ids.fresh(),
        "owner_id": owner_id,
        "slug": "rounds-2026",
        "name": "Winter Rounds 2026",
        "zone": "America/Chicago",
        "zone_source": "file",
        "public": owner_id is None,
        "version": 1,
        "manifest": "0" * 64,
        "shard_counts": {},
        "mappings": {},
        "changed_at": NOW,
    }
    return _add(Conference(**(usual | changes)))


def item(conference_id: str, title: str = "Veins and their valves", **changes: Any) -> str:
    texts = dict.fromkeys(("subtitle", "abstract", "day_label", "track", "credit", "number", "board", "language"), "")
    usual: dict[str, Any] = texts | {
        "id": ids.fresh(),
        "conference_id": conference_id,
        "kind": "talk",
        "title": title,
        "room": "S404",
        "starts_at": STARTS,
        "ends_at": STARTS + timedelta(hours=1),
        "local_start": STARTS.replace(tzinfo=None) - timedelta(hours=6),
        "day_on": date(2026, 12, 2),
        "status": "confirmed",
        "marks": (),
        "links": (),
        "absent": False,
        **dict.fromkeys(("list_version", "details_version", "abstracts_version"), 1),
    }
    return _add(Item(**(usual | changes)))


def speaker(conference_id: str, name: str, *item_ids: str, merged_into: str | None = None) -> str:
    known = db.session.query(AgendaPerson).filter_by(conference_id=conference_id).count()
    person_id = _add(
        AgendaPerson(
            id=ids.fresh(),
            number=known + 1,
            conference_id=conference_id,
            name=name,
            sort_name=name,
            degrees=(),
            affiliation="",
            merged_into=merged_into,
            people_version=1,
        )
    )
    for item_id in item_ids:
        position = len(db.session.query(Participation).filter_by(item_id=item_id).all())
        _add(Participation(item_id=item_id, position=position, person_id=person_id, role="speaker"))
    return person_id


def flag(browser: Browser, tier: str | None = "must", **what: str) -> None:
    ((name, target),) = what.items()
    answer = browser.put(f"/api/targets/{ids.natural(f'target:{name}:{target}')}", what | {"tier": tier})
    assert answer.status_code in (200, 201), answer.text


def _add(row: Any) -> str:
    with write():
        db.session.add(row)
        db.session.flush()
        row_id: str = getattr(row, "id", "")
    return row_id
