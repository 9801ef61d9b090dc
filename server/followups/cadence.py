"""The cadence of follow-ups: what is owed to one person, derived from plain values; twin of `web/src/store/cadence.ts`.

The rules are those of the follow-up contract: thank-you two days after the first meeting, one nudge a cycle, a check-in
after sixty quiet days, a promise on its day. Nothing here reads a clock, a database or Flask: `today` only tells
whether a step is coming, due or late, so the same rows give the same steps on every day and on both sides.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Literal

from server.followups.days import interval, plus
from server.followups.facts import BEGINNINGS, STEPS, Due, Facts, Moment, after, answered, facts_of, state_of, step_of
from server.followups.letters import letter_steps
from server.followups.silence import DEBTS, MESSAGES_UNANSWERED, count
from server.followups.story import Note, Step, Story, Why

RANK = {step: rank for rank, step in enumerate(STEPS)}
TELLING = ("referral", "update")  # the messages that tell a referrer how it went
BEFORE_A_CHECK_IN = ("thank_you", "promise", "ask", "nudge", "tell")  # one thing at a time


def steps(story: Story, today: date) -> list[Step]:
    """Every step of one person, done ones included, in order of day; a deleted contact has none.

    Where the contract is silent: a day a person named (snooze, `promise_due_on`) is not moved by quiet days. The cycle
    of a promise or an ask is its note, that of a check-in the last note, scan or message ("0": only the day of meeting
    is known), so each contact restarts the rhythm; that of other steps is the record they come from. Meeting again
    answers a message. Once two messages stand unanswered none is suggested. A check-in waits while a thank-you, nudge,
    promise, ask or word to a referrer is open, and is `coming` until its day. What is settled keeps its day, whatever
    the settings become. A settled row whose step is no longer derived stays in the list; a snoozed one goes with it.
    """
    if story.contact.deleted:
        return []
    facts = facts_of(story)
    found = [*_thank_you(facts), *_promises(facts), *_asks(facts), *_nudges(facts), *_referrers(facts)]
    found += [*_updates(facts), *letter_steps(facts)]
    check_ins = list(_check_ins(facts))
    if any(step.state == "open" and step.step in BEFORE_A_CHECK_IN for step in found):
        check_ins = [step for step in check_ins if step.state != "open"]
    found += check_ins
    if count(facts) >= MESSAGES_UNANSWERED:
        found = [step for step in found if step.state != "open" or step.step in DEBTS]
    found += _rest(facts, {(step.step, step.cycle) for step in found})
    return sorted((replace(step, when=_when(step, today)) for step in found), key=_order)


def next_step(story: Story, today: date) -> Step | None:
    """The one follow-up this person is owed next, due or coming, or None when we should leave them alone."""
    return next((step for step in steps(story, today) if step.state == "open"), None)


def reached_on(story: Story) -> date | None:
    """The local day on which the person was first met or written to."""
    facts = facts_of(story)
    written = facts.sent[0].day if facts.sent else None
    return min((day for day in (facts.first, written) if day), default=None)


def _thank_you(facts: Facts) -> Iterator[Step]:
    if facts.first is None:
        return
    sent = any(message.purpose == "thank_you" for message in facts.sent)
    step = step_of(facts, "thank_you", "0", after(facts, facts.first, "thank_you"), done=sent)
    if step.state != "open":
        yield step
        return
    late_on = plus(facts.first, interval(facts.story.settings, "thank_you_late"))
    yield replace(step, late_on=max(late_on, plus(step.due_on or facts.first, 1)))


def _promises(facts: Facts) -> Iterator[Step]:
    for note, text, day, why in _said(facts, "promise"):
        due = after(facts, day, "promise") if day else Due(None, None)
        due = Due(note.promise_due_on, note.promise_due_on) if note.promise_due_on else due
        yield step_of(facts, "promise", note.id, due, replace(why, promise=text))


def _asks(facts: Facts) -> Iterator[Step]:
    for note, text, day, why in _said(facts, "ask"):
        due = after(facts, day, "ask") if day else Due(None, None)
        yield step_of(facts, "ask", note.id, due, replace(why, about=text))


def _said(facts: Facts, field: Literal["promise", "ask"]) -> Iterator[tuple[Note, str, date | None, Why]]:
    """Each note with such a text: the note, the text, its day, and where it was said."""
    met = {moment.id: moment.day for moment in facts.meetings}
    for note in facts.story.notes:
        text = note.promise if field == "promise" else note.ask
        if text and text.strip() and not note.deleted:
            day = met.get(note.id, facts.first)
            yield note, text, day, Why(day, note.place or facts.story.contact.met_where)


def _nudges(facts: Facts) -> Iterator[Step]:
    """One nudge for each thank-you or approach that was sent: open only for the last one, while nothing came back."""
    cycles: list[tuple[Moment, bool]] = []
    for message in facts.sent:
        if message.purpose in BEGINNINGS:
            cycles.append((message, False))
        elif message.purpose == "nudge" and cycles:
            cycles[-1] = (cycles[-1][0], True)
    for start, nudged in cycles:
        why = Why(facts.first, facts.story.contact.met_where, sent_on=start.day)
        step = step_of(facts, "nudge", start.id, after(facts, start.day, "nudge"), why, done=nudged)
        if step.state != "open" or (start is cycles[-1][0] and not answered(facts, start)):
            yield step


def _referrers(facts: Facts) -> Iterator[Step]:
    """A word to whoever named somebody whom the student has met or written to since; an update tells it, too."""
    for one in facts.story.referred:
        if one.reached_on is None:
            continue
        told = any(message.purpose in TELLING and message.day >= one.reached_on for message in facts.sent)
        why = Why(facts.first, facts.story.contact.met_where, about=one.name, about_on=one.reached_on)
        yield step_of(facts, "tell", one.id, after(facts, one.reached_on, "tell"), why, done=told)


def _updates(facts: Facts) -> Iterator[Step]:
    """The student's news for this person; a message of that purpose since its day tells all of them."""
    for one in facts.story.milestones:
        if one.deleted or one.reached_on is None:
            continue
        told = any(message.purpose == "update" and message.day >= one.reached_on for message in facts.sent)
        name = (one.name or "").strip() or None
        why = Why(facts.first, facts.story.contact.met_where, about=name, about_on=one.reached_on)
        yield step_of(facts, "update", one.id, after(facts, one.reached_on, "update"), why, done=told)


def _check_ins(facts: Facts) -> Iterator[Step]:
    """The check-in after the last contact, and those of earlier ones that a person settled."""
    touches = sorted((*facts.meetings, *facts.sent, *facts.received), key=lambda moment: (moment.ms, moment.id))
    met_on = facts.story.contact.met_on
    days_by_cycle = {"0": met_on} if met_on else {}
    days_by_cycle |= {touch.id: touch.day for touch in touches}
    last = touches[-1].id if touches and (met_on is None or touches[-1].day >= met_on) else "0"
    for cycle, day in days_by_cycle.items():
        if cycle != last and ("check_in", cycle) not in facts.rows:
            continue
        why = Why(facts.first, facts.story.contact.met_where, last_on=day)
        step = step_of(facts, "check_in", cycle, after(facts, day, "check_in"), why)
        if cycle == last or step.state != "open":
            yield step


def _rest(facts: Facts, derived: set[tuple[str, str]]) -> Iterator[Step]:
    """Steps made by hand, and settled rows whose step is no longer derived."""
    left = [row for key, row in facts.rows.items() if key not in derived and state_of(row) != "open"]
    left += [row for row in facts.story.rows if row.step not in RANK and not row.deleted]
    for row in left:
        step = step_of(facts, row.step or "own", row.cycle or "0", Due(row.due_on, row.due_on))
        title = (row.title or "").strip() or None
        yield replace(step, id=row.id, due_on=row.due_on, state=state_of(row), title=title)


def _when(step: Step, today: date) -> Literal["coming", "due", "late"] | None:
    if step.state != "open" or step.due_on is None:
        return None
    if step.due_on > today:
        return "coming"
    return "late" if step.late_on is not None and today >= step.late_on else "due"


def _order(step: Step) -> tuple[date, int, str]:
    return (step.due_on or date.max, RANK.get(step.step, len(RANK)), step.id)
