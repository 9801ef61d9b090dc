"""A program that logs a third message without an answer is asked for a reason; a phone's log is taken as it is."""

import pytest

from server.core import ids
from tests import factories
from tests.sync.phone import Phone, at_door


@pytest.fixture
def ada(app):
    return factories.user()


@pytest.fixture
def browser(app, ada):
    return factories.browser(app, ada)


def log(browser, contact: str, day: int, **values):
    body = {"contact": contact, "direction": "out", "purpose": "other", "sent_at": f"2026-12-{day:02}T15:00:00Z"}
    return browser.put(f"/api/outreach/{ids.fresh()}", body | values)


def written_to_twice(browser) -> str:
    contact = ids.fresh()
    assert browser.put(f"/api/contacts/{contact}", {"name": "Dr. Maren Oduya"}).status_code == 201
    assert [log(browser, contact, day).status_code for day in (1, 8)] == [201, 201]
    return contact


def test_a_third_message_without_an_answer_needs_a_reason(browser):
    contact = written_to_twice(browser)

    refused = log(browser, contact, 15)
    taken = log(browser, contact, 15, reason="She asked me to remind her")

    assert refused.status_code == 422
    assert refused.json["errors"] == [
        {
            "pointer": "/reason",
            "detail": "2 messages to this person stand without an answer. Say in `reason` why there is one more.",
        }
    ]
    assert (taken.status_code, taken.json["body"]["reason"]) == (201, "She asked me to remind her")


@pytest.mark.parametrize(
    "values",
    [{"direction": "in"}, {"sent_at": None}],
    ids=["a reply", "a draft"],
)
def test_what_is_no_third_message_is_taken(browser, values):
    contact = written_to_twice(browser)

    assert log(browser, contact, 15, **values).status_code == 201


def test_somebody_elses_silence_does_not_count(browser):
    written_to_twice(browser)
    other = ids.fresh()
    browser.put(f"/api/contacts/{other}", {"name": "Dr. Li Wen"})

    assert log(browser, other, 15).status_code == 201


def test_after_a_reply_messages_are_taken_again(browser):
    contact = written_to_twice(browser)
    log(browser, contact, 9, direction="in")

    assert log(browser, contact, 15).status_code == 201


def test_a_draft_is_asked_when_it_goes_out_and_a_sent_one_can_be_corrected(browser):
    contact = written_to_twice(browser)
    draft = log(browser, contact, 15, sent_at=None).json["id"]
    sent = {"sent_at": "2026-12-15T15:00:00Z"}

    answers = [browser.patch(f"/api/outreach/{draft}", sent | more) for more in ({}, {"reason": "A deadline"}, {})]
    corrected = browser.patch(f"/api/outreach/{draft}", {"subject": "My poster", "reason": None})

    assert [answer.status_code for answer in answers] == [422, 200, 200]
    assert corrected.status_code == 200


def test_a_phone_that_logs_what_was_really_sent_is_never_refused(browser, ada):
    contact = written_to_twice(browser)
    phone = Phone(at_door(ada.id))
    row = ids.fresh()
    phone.write("outreach", row, set={"contact": contact, "direction": "out", "sent_at": "2026-12-15T15:00:00Z"})

    phone.sync()

    assert browser.get(f"/api/outreach/{row}").json["body"]["sent_at"] == "2026-12-15T15:00:00Z"
