"""What is owed to one person: the shared vectors, then properties over any story."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.followups.cadence import BEFORE_A_CHECK_IN, next_step, steps
from server.followups.days import INTERVALS, interval
from server.followups.facts import STEPS
from server.followups.silence import DEBTS, MESSAGES_UNANSWERED, refusal, unanswered
from server.followups.story import Outreach, Row, Settings
from tests.followups.stories import START, a_day, chosen, drawn, moments, plain, step_from, story_from

VECTORS = json.loads((Path(__file__).parent.parent / "samples" / "cadence.json").read_text(encoding="utf-8"))
SUGGESTED = set(STEPS) - set(DEBTS)
LISTS = ("notes", "scans", "outreach", "rows", "milestones", "letters", "referred")


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_vector(vector):
    found = steps(story_from(vector["story"]), date.fromisoformat(vector["today"]))

    assert [plain(step) for step in found] == [step_from(step) for step in vector["expected"]]


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_the_next_step_is_the_first_open_one(vector):
    found = next_step(story_from(vector["story"]), date.fromisoformat(vector["today"]))

    first = next((step_from(step) for step in vector["expected"] if step["state"] == "open"), None)
    assert (found and plain(found)) == first


@pytest.mark.parametrize(("name", "bounds"), INTERVALS.items())
def test_an_interval_is_brought_within_its_bounds(name, bounds):
    usual, least, most = bounds
    values = (None, least - 1, least, most, most + 1, True, "7")

    found = [interval(Settings({} if value is None else {name: value}), name) for value in values]

    assert found == [usual, least, least, most, most, usual, usual]


@given(drawn(), a_day(), st.randoms(use_true_random=False))
def test_the_order_of_input_does_not_matter(story, today, random):
    lists = {name: list(getattr(story, name)) for name in LISTS}
    for rows in lists.values():
        random.shuffle(rows)
    shuffled = replace(story, **{name: tuple(rows) for name, rows in lists.items()})

    assert steps(shuffled, today) == steps(story, today)


@given(drawn(), a_day())
def test_there_is_never_more_than_one_step_for_a_cycle(story, today):
    derived = [step for step in steps(story, today) if step.step != "own"]

    assert max(Counter((step.step, step.cycle) for step in derived).values(), default=0) <= 1
    assert sum(step.step == "nudge" and step.state == "open" for step in derived) <= 1


@given(drawn(), a_day())
def test_a_third_unanswered_message_is_never_suggested(story, today):
    log = [message for message in story.outreach if message.sent_at]
    met = [note.at for note in story.notes] + [scan.captured_at for scan in story.scans]
    heard = max([START - timedelta(days=99), *met, *(message.sent_at for message in log if message.direction == "in")])
    met_on = story.contact.met_on or date.min
    letters = [day for one in story.letters for day in (one.agreed_on, one.declined_on, one.uploaded_on) if day]
    met_on = max([met_on, *letters])
    waiting = [
        m for m in log if m.direction == "out" and m.sent_at > heard and m.sent_at.date() > met_on + timedelta(1)
    ]

    suggested = [step for step in steps(story, today) if step.state == "open" and step.step in SUGGESTED]

    assert len(waiting) <= unanswered(story)
    assert len(waiting) < 2 or suggested == []


@given(drawn(), a_day())
def test_a_check_in_is_open_only_alone(story, today):
    found = {step.step for step in steps(story, today) if step.state == "open"}

    assert "check_in" not in found or not found & set(BEFORE_A_CHECK_IN)


@given(drawn(), a_day(), a_day())
def test_the_day_of_evaluation_changes_only_what_is_coming_due_or_late(story, today, other):
    found, later = steps(story, today), steps(story, other)

    assert [replace(step, when=None) for step in found] == [replace(step, when=None) for step in later]
    assert [step for step in found if step.state != "open"] == [step for step in later if step.state != "open"]


@settings(max_examples=60)
@given(drawn(), a_day())
def test_a_step_marked_done_is_done_whatever_follows(story, today):
    for step in steps(story, today):
        if step.step == "own":
            continue
        ticked = Row("r-done", step.step, step.cycle, step.due_on, "done")
        reply = Outreach("o-late", "in", "other", START + timedelta(days=500))
        note_of_later = Outreach("o-next", "out", "approach", START + timedelta(days=501))
        marked = replace(story, rows=(*story.rows, ticked), outreach=(*story.outreach, reply, note_of_later))

        states = {(found.step, found.cycle): found.state for found in steps(marked, today + timedelta(days=600))}

        assert states[step.step, step.cycle] == "done"


@given(drawn(), a_day())
def test_nothing_is_open_for_a_deleted_contact(story, today):
    assert steps(replace(story, contact=replace(story.contact, deleted=True)), today) == []


@given(drawn(), a_day(), chosen())
def test_what_is_settled_stays_as_it_is_whatever_the_settings_become(story, today, other):
    before = {step for step in steps(story, today) if step.state != "open"}

    assert {step for step in steps(replace(story, settings=other), today) if step.state != "open"} == before


@given(drawn(), moments(), st.sampled_from(["thank_you", "nudge", "check_in", "other"]))
def test_a_message_goes_out_unless_it_is_a_third_without_an_answer(story, at, purpose):
    message = Outreach("new", "out", purpose, at)
    before, then = unanswered(story), unanswered(replace(story, outreach=(*story.outreach, message)))

    refused = refusal(story, message)

    assert (refused is not None) == (then > before and then > MESSAGES_UNANSWERED)
    assert refused is None or refused.unanswered == before
    assert refusal(story, replace(message, reason="They asked me to")) is None
    assert refusal(story, replace(message, direction="in")) is None


@given(drawn(), st.lists(st.sampled_from(["thank_you", "nudge", "other"]), max_size=4), a_day())
def test_whoever_only_sends_what_is_let_through_never_has_three_unanswered(story, purposes, today):
    start = replace(story, outreach=())
    for number, purpose in enumerate(purposes):
        message = Outreach(f"new{number}", "out", purpose, START + timedelta(days=100 + number))
        if refusal(start, message) is None:
            start = replace(start, outreach=(*start.outreach, message))

    assert unanswered(start) <= MESSAGES_UNANSWERED
