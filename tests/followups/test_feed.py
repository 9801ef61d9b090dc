"""Letters, news and referrals reach the calendar of whom they bear on, and leave it again."""

import pytest

from server.core import ids
from tests.calendar.world import Clock, events, fetch, make_feed, student


@pytest.fixture
def ada(app, monkeypatch):
    Clock(monkeypatch)
    return student(app)


def put(browser, plural: str, row_id: str, **body) -> None:
    assert browser.put(f"/api/{plural}/{row_id}", body).status_code in (200, 201)


def test_a_letter_and_news_come_into_the_calendar_and_go_when_done(ada):
    contact, letter, news = ids.fresh(), ids.fresh(), ids.fresh()
    put(ada, "contacts", contact, name="Dr. Li Wen")
    feed = make_feed(ada, "followups")
    put(ada, "letters", letter, contact=contact, deadline_on="2027-09-15")
    put(ada, "milestones", news, name="Passed Step 2", reached_on="2026-12-01", contacts=[contact])
    before = {summary: str(event["DTSTART"].dt) for summary, event in events(fetch(ada, feed)).items()}
    put(ada, "letters", letter, contact=contact, deadline_on="2027-09-15", declined_on="2027-06-01")
    put(ada, "milestones", news, name="Passed Step 2", reached_on="2026-12-01", contacts=[])

    assert before == {"Ask Dr. Li Wen for the letter": "2027-08-04", "Tell Dr. Li Wen your news": "2026-12-04"}
    assert events(fetch(ada, feed)) == {}


def test_whoever_named_somebody_is_in_the_calendar_until_the_name_is_taken_back(ada):
    referrer, named = ids.fresh(), ids.fresh()
    put(ada, "contacts", referrer, name="Dr. Maren Oduya")
    put(ada, "contacts", named, name="Dr. Li Wen", referred_by=referrer)
    feed = make_feed(ada, "followups")
    before = set(events(fetch(ada, feed)))
    put(ada, "outreach", ids.fresh(), contact=named, direction="out", purpose="other", sent_at="2026-12-01T15:00:00Z")
    then = set(events(fetch(ada, feed)))
    put(ada, "contacts", named, name="Dr. Li Wen", referred_by=None)

    assert before == set()
    assert then == {"Thank Dr. Maren Oduya for the introduction", "Check in with Dr. Li Wen"}
    assert set(events(fetch(ada, feed))) == {"Check in with Dr. Li Wen"}
