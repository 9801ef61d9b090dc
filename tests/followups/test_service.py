"""What the rules of follow-ups are told of a student's records."""

from datetime import UTC, date, datetime

import pytest

from server.core import ids
from server.followups import service
from server.followups.story import (
    Contact,
    Letter,
    Milestone,
    Note,
    Outreach,
    Referred,
    Row,
    Scan,
    Settings,
    Story,
)
from tests import factories
from tests.calendar.world import conference, item

AT = datetime(2026, 12, 1, 15, tzinfo=UTC)


@pytest.fixture
def ada(app):
    return factories.user()


@pytest.fixture
def browser(app, ada):
    return factories.browser(app, ada)


def put(browser, plural: str, row_id: str | None = None, **body) -> str:
    row_id = row_id or ids.fresh()
    answer = browser.put(f"/api/{plural}/{row_id}", body)
    assert answer.status_code in (200, 201), answer.text
    return row_id


def test_a_story_holds_all_that_bears_on_one_person(browser, ada):
    meeting = conference()
    talk = item(meeting, "Stents")
    contact = put(browser, "contacts", name="Dr. Maren Oduya", met_on="2026-12-01", conference=meeting)
    other = put(browser, "contacts", name="Dr. Li Wen")
    noted = {"contact": contact, "at": "2026-12-01T15:00:00Z"}
    promise = put(browser, "notes", **noted, item=talk, promise="Slides", promise_due_on="2026-12-05", bullets="x")
    elsewhere = put(browser, "notes", contact=contact, at="2026-12-02T15:00:00Z", item=talk, place="Hall D")
    put(browser, "notes", contact=other, at="2026-12-01T15:00:00Z")
    scan = put(browser, "scans", contact=contact, raw="x", captured_at="2026-12-01T15:00:00Z")
    message = {"direction": "out", "purpose": "thank_you", "sent_at": "2026-12-01T15:00:00Z"}
    sent = put(browser, "outreach", contact=contact, **message)
    row = put(browser, "followups", contact=contact, step="own", cycle="0", due_on="2026-12-09", title="Call", note="x")
    choice = {"intervals": {"nudge": 9}, "quiet_days": ["sun"], "zone": "Asia/Kolkata"}
    put(browser, "settings", ids.natural("settings:self"), **choice)

    found = service.tell(ada.id, {contact})

    assert found.stories == [
        Story(
            contact=Contact(contact, "Dr. Maren Oduya", date(2026, 12, 1), "Stents"),
            notes=(
                Note(promise, AT, "Stents", "Slides", date(2026, 12, 5)),
                Note(elsewhere, AT.replace(day=2), "Hall D"),
            ),
            scans=(Scan(scan, AT),),
            outreach=(Outreach(sent, "out", "thank_you", AT),),
            rows=(Row(row, "own", "0", date(2026, 12, 9), title="Call"),),
            settings=Settings({"nudge": 9}, ("sun",)),
            zone="America/Chicago",
        )
    ]
    assert found.places == {meeting, talk}


def test_without_a_conference_the_zone_is_that_of_the_settings(browser, ada):
    put(browser, "contacts", name="Dr. Li Wen")
    before = service.stories(ada.id)[0].zone
    put(browser, "settings", ids.natural("settings:self"), zone="Asia/Kolkata")

    assert (before, service.stories(ada.id)[0].zone) == (None, "Asia/Kolkata")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"name": "Dr. Li Wen", "given_name": "Li"}, "Dr. Li Wen"),
        ({"given_name": "Li", "family_name": "Wen"}, "Li Wen"),
        ({"family_name": "Wen"}, "Wen"),
        ({"emails": ["li@hospital.example"]}, None),
    ],
)
def test_a_person_is_named_as_well_as_is_known(browser, ada, names, expected):
    put(browser, "contacts", **names)

    assert [story.contact.name for story in service.stories(ada.id)] == [expected]


def test_where_they_met_is_the_first_note_else_the_conference(browser, ada):
    meeting = conference()
    contact = put(browser, "contacts", name="Dr. Li Wen", conference=meeting)
    places = [service.stories(ada.id)[0].contact.met_where]
    for at, place in (("2026-12-02T10:00:00Z", "Hall D"), ("2026-12-01T10:00:00Z", "Lobby"), (None, "Train")):
        put(browser, "notes", contact=contact, at=at, place=place)
        places.append(service.stories(ada.id)[0].contact.met_where)

    assert places == ["Winter Rounds 2026", "Hall D", "Lobby", "Train"]


def test_what_is_deleted_is_told_as_deleted(browser, ada):
    contact = put(browser, "contacts", name="Dr. Li Wen")
    note = put(browser, "notes", contact=contact, at="2026-12-01T15:00:00Z", place="Lobby")
    browser.delete(f"/api/notes/{note}")
    browser.delete(f"/api/contacts/{contact}")

    assert service.stories(ada.id) == [
        Story(Contact(contact, "Dr. Li Wen", deleted=True), notes=(Note(note, AT, "Lobby", deleted=True),))
    ]


def test_somebody_elses_people_and_agendas_are_not_told(app, browser, ada):
    other = factories.user("grace")
    hidden = conference(owner_id=other.id, name="Secret Rounds")
    contact = put(browser, "contacts", name="Dr. Li Wen", conference=hidden)
    put(browser, "notes", contact=contact, at="2026-12-01T15:00:00Z", item=item(hidden, "Secret talk"))
    put(factories.browser(app, other), "contacts", contact, name="Another name")

    (story,) = service.stories(ada.id)

    assert (story.contact.name, story.contact.met_where, story.notes[0].place, story.zone) == (
        "Dr. Li Wen",
        None,
        None,
        None,
    )
    assert [one.contact.name for one in service.stories(other.id)] == ["Another name"]


def test_letters_and_news_are_told_to_whom_they_belong(browser, ada):
    contact = put(browser, "contacts", name="Dr. Li Wen")
    other = put(browser, "contacts", name="Dr. Maren Oduya")
    letter = put(browser, "letters", contact=contact, purpose="Residency", deadline_on="2027-09-01")
    news = put(browser, "milestones", name="Passed Step 2", reached_on="2027-03-01", contacts=[contact])

    found = {story.contact.id: (story.letters, story.milestones) for story in service.stories(ada.id)}

    assert found == {
        contact: (
            (Letter(letter, "Residency", date(2027, 9, 1)),),
            (Milestone(news, "Passed Step 2", date(2027, 3, 1)),),
        ),
        other: ((), ()),
    }


def test_a_referrer_is_told_whom_they_named_and_since_when_that_one_is_reached(browser, ada):
    referrer = put(browser, "contacts", name="Dr. Maren Oduya")
    named = put(browser, "contacts", name="Dr. Li Wen", referred_by=referrer)
    before = service.stories(ada.id, {referrer})[0].referred
    message = {"direction": "out", "purpose": "approach", "sent_at": "2026-12-01T15:00:00Z"}
    put(browser, "outreach", contact=named, **message)

    found = service.stories(ada.id, {referrer})

    assert before == (Referred(named, "Dr. Li Wen", None),)
    assert [(story.contact.id, story.referred) for story in found] == [
        (referrer, (Referred(named, "Dr. Li Wen", date(2026, 12, 1)),))
    ]
    assert service.affected(ada.id, {named}) == {named, referrer}
