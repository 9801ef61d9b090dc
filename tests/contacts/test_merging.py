"""Two contacts that are one person: who stands for whom, what every reader makes of it, and how it is undone."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from server.contacts import merging
from server.contacts.merging import Merges
from server.core import ids
from server.followups import service
from tests import factories
from tests.accounts.taking_along import exported, told
from tests.calendar.world import events, fetch, make_feed, met
from tests.factories import Browser

VECTORS = json.loads((Path(__file__).parents[1] / "samples" / "merging.json").read_text())
PEOPLE = [f"0000000{n}-0000-7000-8000-000000000000" for n in range(6)]
LINKS = st.dictionaries(st.sampled_from(PEOPLE), st.none() | st.sampled_from(PEOPLE))


@pytest.fixture
def ada(app: Flask) -> Browser:
    return factories.browser(app, factories.user("ada"))


def user_of(browser: Browser) -> str:
    return str(browser.get("/api/session").json["user"]["id"])


def put(browser: Browser, plural: str, row_id: str | None = None, **body: Any) -> str:
    row_id = row_id or ids.fresh()
    answer = browser.put(f"/api/{plural}/{row_id}", body)
    assert answer.status_code in (200, 201), answer.text
    return row_id


def merge(browser: Browser, contact: str, into: str | None) -> None:
    assert browser.patch(f"/api/contacts/{contact}", {"merged_into": into}).status_code == 200


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_who_stands_for_whom(vector: dict[str, Any]) -> None:
    assert merging.survivors(vector["merged_into"]) == vector["survivors"]


ONE, TWO, THREE, FOUR = PEOPLE[:4]
IN_THE_BIN: dict[str, tuple[dict[str, str], set[str], dict[str, str]]] = {
    "nobody": ({THREE: TWO, TWO: ONE}, set(), {THREE: ONE, TWO: ONE}),
    "who stood for two": ({THREE: TWO, TWO: ONE}, {ONE}, {THREE: TWO}),
    "who stood between": ({THREE: TWO, TWO: ONE}, {TWO}, {}),
    "the first of a chain": ({THREE: TWO, TWO: ONE}, {THREE}, {TWO: ONE}),
    "between, with another beside": ({FOUR: TWO, THREE: ONE, TWO: ONE}, {TWO}, {THREE: ONE}),
    "one of a circle": ({THREE: TWO, TWO: ONE, ONE: THREE}, {ONE}, {THREE: TWO}),
    "all but one": ({THREE: TWO, TWO: ONE}, {ONE, TWO}, {}),
}


@pytest.mark.parametrize(("links", "binned", "survivors"), IN_THE_BIN.values(), ids=IN_THE_BIN)
def test_who_is_in_the_bin_stands_for_nobody_and_leads_nowhere_until_brought_back(
    ada: Browser, links: dict[str, str], binned: set[str], survivors: dict[str, str]
) -> None:
    for contact in PEOPLE[:4]:
        put(ada, "contacts", contact, name="Maren Oduya", merged_into=links.get(contact))
    before = merging.read(user_of(ada))
    for contact in binned:
        assert ada.delete(f"/api/contacts/{contact}").status_code == 204
    without = merging.read(user_of(ada))
    for contact in binned:
        put(ada, "contacts", contact, name="Maren Oduya", merged_into=links.get(contact))

    assert without == Merges(survivors, links)
    assert merging.read(user_of(ada)) == before


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_database_tells_the_same(ada: Browser, vector: dict[str, Any]) -> None:
    links = {one: into for one, into in vector["merged_into"].items() if into}
    for contact in vector["merged_into"]:
        put(ada, "contacts", contact, name="Maren Oduya", merged_into=links.get(contact))

    assert merging.read(user_of(ada)) == Merges(vector["survivors"], links)


def test_everything_of_a_chain_is_told_of_its_end(ada: Browser) -> None:
    contacts = [met(ada) for _ in range(4)]
    notes = [put(ada, "notes", contact=one, at="2026-12-01T15:00:00Z") for one in contacts]
    for one, into in pairwise(contacts):
        merge(ada, into, one)

    (story,) = service.stories(user_of(ada))

    assert (story.contact.id, sorted(note.id for note in story.notes)) == (contacts[0], sorted(notes))


def test_a_link_to_somebody_elses_contact_leads_nowhere(app: Flask, ada: Browser) -> None:
    theirs = met(factories.browser(app, factories.user("grace")))
    mine = met(ada)
    merge(ada, mine, theirs)

    assert merging.read(user_of(ada)) == Merges({}, {mine: theirs})


@given(LINKS)
def test_each_merged_contact_ends_at_one_that_stands_for_itself(links: dict[str, str | None]) -> None:
    found = merging.survivors(links)

    assert all(end in links and end not in found for end in found.values())
    followed = {one: into for one, into in links.items() if into in links and into != one}
    assert all(found.get(one, one) == found.get(into, into) for one, into in followed.items())


@given(LINKS, st.randoms())
def test_the_order_of_the_contacts_says_nothing(links: dict[str, str | None], chance: Any) -> None:
    mixed = list(links.items())
    chance.shuffle(mixed)

    assert merging.survivors(dict(mixed)) == merging.survivors(links)


def test_together_are_all_that_any_merge_ties() -> None:
    one, two, three, four, five, six = PEOPLE
    merges = Merges({}, {one: two, three: two, four: five})

    assert merges.together([three, six]) == {one, two, three, six}


def test_what_was_done_to_the_survivors_step_goes_before_what_was_done_to_the_others(ada: Browser) -> None:
    one, two = met(ada), met(ada)
    for contact, state in ((one, "open"), (two, "done")):
        row = ids.natural(f"followup:{contact}:thank_you:0")
        put(ada, "followups", row, contact=contact, step="thank_you", cycle="0", state=state)
    put(ada, "followups", contact=one, step="own", cycle="0", title="Call")
    put(ada, "followups", contact=two, step="own", cycle="0", title="Write")
    merge(ada, two, one)

    (story,) = service.stories(user_of(ada))

    assert sorted((row.step, row.state, row.title) for row in story.rows if row.step == "thank_you") == [
        ("thank_you", "open", None)
    ]
    assert sorted(row.title for row in story.rows if row.step == "own" and row.title) == ["Call", "Write"]


def test_the_survivors_story_holds_everything_and_undoing_parts_it_again(ada: Browser) -> None:
    one, two = met(ada), met(ada)
    at = "2026-12-01T15:00:00Z"
    note = put(ada, "notes", contact=two, at=at, promise="Slides")
    scan = put(ada, "scans", contact=two, raw="x", captured_at=at)
    sent = put(ada, "outreach", contact=two, direction="out", sent_at=at)
    apart = service.stories(user_of(ada))
    merge(ada, two, one)

    (story,) = service.stories(user_of(ada))
    merge(ada, two, None)

    assert story.contact.id == one
    assert [row.id for part in (story.notes, story.scans, story.outreach) for row in part] == [note, scan, sent]
    assert service.stories(user_of(ada)) == apart


def test_a_survivor_in_the_bin_stands_for_nobody(ada: Browser) -> None:
    one, two = met(ada), met(ada)
    merge(ada, two, one)
    ada.delete(f"/api/contacts/{one}")

    assert {story.contact.id: story.contact.deleted for story in service.stories(user_of(ada))} == {
        one: True,
        two: False,
    }


def test_the_calendar_has_one_event_for_the_two_and_two_again_after_undoing(ada: Browser) -> None:
    one, two = met(ada, name="Dr. Maren Oduya"), met(ada, name="Maren Oduya")
    feed = make_feed(ada)
    note = put(ada, "notes", contact=two, at="2026-12-01T15:00:00Z", promise="Slides")

    merge(ada, two, one)
    as_one = set(events(fetch(ada, feed)))
    ada.patch(f"/api/notes/{note}", {"promise": None})
    without_promise = set(events(fetch(ada, feed)))
    ada.patch(f"/api/notes/{note}", {"promise": "Slides"})
    merge(ada, two, None)
    parted = set(events(fetch(ada, feed)))

    assert as_one == {"Thank Dr. Maren Oduya", "Keep your promise to Dr. Maren Oduya"}
    assert without_promise == {"Thank Dr. Maren Oduya"}
    assert parted == {"Thank Dr. Maren Oduya", "Thank Maren Oduya", "Keep your promise to Maren Oduya"}


def test_address_books_get_one_card_and_a_note_names_who_stands_for_its_contact(ada: Browser) -> None:
    one, two = put(ada, "contacts", name="Maren Oduya"), put(ada, "contacts", name="M. Oduya")
    put(ada, "notes", contact=two, bullets="takes students")
    merge(ada, two, one)

    members = exported(ada)

    assert members["contacts.vcf"].count(b"BEGIN:VCARD") == 1
    assert members["contacts.vcf"].count(b"FN:Maren Oduya") == 1
    assert b"Maren Oduya" in members["tables/notes.csv"]
    assert {row["id"]: row["body"]["merged_into"] for row in told(members, "rows/contacts.json")} == {
        one: None,
        two: one,
    }


@pytest.mark.parametrize("asked", ["the survivor", "the merged one"])
def test_forgetting_one_forgets_the_person(ada: Browser, asked: str) -> None:
    one, two, other = (put(ada, "contacts", name=name) for name in ("Maren Oduya", "M. Oduya", "Li Wen"))
    note = put(ada, "notes", contact=two, bullets="takes students")
    merge(ada, two, one)

    answer = ada.post(f"/api/contacts/{one if asked == 'the survivor' else two}/forget")

    assert answer.status_code == 204
    names = {row: ada.get(f"/api/contacts/{row}").json["body"]["name"] for row in (one, two, other)}
    assert names == {one: None, two: None, other: "Li Wen"}
    assert ada.get(f"/api/notes/{note}").json["body"]["bullets"] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("merged_into", "not an id"),
        ("apart", ["not an id"]),
        ("merged_gave", {"emails": "not a list"}),
        ("merged_gave", {f"field{n}": [] for n in range(21)}),
        ("merged_gave", {"emails": ["x" * 2_001]}),
    ],
)
def test_what_a_merge_holds_is_bounded(ada: Browser, field: str, value: object) -> None:
    contact = put(ada, "contacts", name="Maren Oduya")

    answer = ada.patch(f"/api/contacts/{contact}", {field: value})

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"].startswith(f"/{field}")
