"""The dated steps of a letter, planned back from its deadline; pure, twin of `web/src/store/letters.ts`."""

from collections.abc import Iterator
from dataclasses import replace

from server.followups.days import interval, plus
from server.followups.facts import Due, Facts, after, ahead_of, step_of
from server.followups.story import Letter, Step, Why


def letter_steps(facts: Facts) -> Iterator[Step]:
    """Ask, send the packet, remind before the deadline, thank: each once what comes before it is there.

    A letter that was declined or uploaded asks for nothing before the deadline any more. Without a deadline the letter
    is to be asked for on any day, and there is no reminder.
    """
    for letter in facts.story.letters:
        if letter.deleted:
            continue
        why = Why(facts.first, facts.story.contact.met_where, about=_about(letter), about_on=letter.deadline_on)
        yield _ask(facts, letter, why)
        yield from (replace(step, why=why) for step in _on_the_way(facts, letter))
        given_on = letter.uploaded_on or letter.thanked_on
        if given_on:
            thanked = letter.thanked_on is not None
            yield step_of(facts, "letter_thank", letter.id, after(facts, given_on, "thank_you"), why, done=thanked)


def _about(letter: Letter) -> str | None:
    return (letter.purpose or "").strip() or None


def _ask(facts: Facts, letter: Letter, why: Why) -> Step:
    deadline, settings = letter.deadline_on, facts.story.settings
    due = ahead_of(facts, deadline, "letter_ask") if deadline else Due(None, None)
    later = (letter.asked_on, letter.agreed_on, letter.declined_on, letter.packet_on)
    asked = any((*later, letter.uploaded_on, letter.thanked_on))
    step = step_of(facts, "letter_ask", letter.id, due, why, done=asked)
    if step.state != "open" or step.due_on is None or deadline is None:
        return step
    late_on = max(plus(deadline, -interval(settings, "letter_ask_late")), plus(step.due_on, 1))
    return replace(step, late_on=late_on)


def _on_the_way(facts: Facts, letter: Letter) -> Iterator[Step]:
    deadline, over = letter.deadline_on, bool(letter.declined_on or letter.uploaded_on or letter.thanked_on)
    agreed_on = letter.agreed_on or letter.packet_on
    if agreed_on and (letter.packet_on or not over):
        due = after(facts, agreed_on, "letter_packet")
        if deadline and due.open_on:
            due = Due(min(due.open_on, max(deadline, agreed_on)), due.settled_on)
        yield step_of(facts, "letter_packet", letter.id, due, done=letter.packet_on is not None)
    if deadline and (letter.asked_on or agreed_on) and not over:
        yield step_of(facts, "letter_reminder", letter.id, ahead_of(facts, deadline, "letter_reminder"))
