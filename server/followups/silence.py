"""The hard stop: after two messages without an answer a third needs a reason.

Pure; twin of `web/src/store/silence.ts`.
"""

from dataclasses import dataclass, replace
from datetime import date

from server.followups.facts import BEGINNINGS, Facts, answered, facts_of, state_of
from server.followups.story import Outreach, Story

MESSAGES_UNANSWERED = 2  # after this many without an answer the person is left alone
DEBTS = ("promise",)  # what is owed all the same


@dataclass(frozen=True)
class Refusal:
    """Why a message should not go out: so many stand unanswered, the last of them since that local day."""

    unanswered: int
    last_on: date | None


def unanswered(story: Story) -> int:
    """How many messages were sent since the person last answered or was met; a nudge ticked off unlogged counts."""
    return count(facts_of(story))


def count(facts: Facts) -> int:
    """The same of facts."""
    waiting = [message for message in facts.sent if not answered(facts, message)]
    starts = [message for message in waiting if message.purpose in BEGINNINGS]
    if not starts or state_of(facts.rows.get(("nudge", starts[-1].id))) != "done":
        return len(waiting)
    return len(waiting) + all(message.purpose != "nudge" or message.ms < starts[-1].ms for message in waiting)


def refusal(story: Story, message: Outreach) -> Refusal | None:
    """Why the message may not go out, or None where it may.

    It may where it has a reason, is a reply or a draft, or leaves no more than two messages without an answer. What
    really happened is never refused: a phone asks before the message is written, and the sync takes whatever comes.
    """
    if message.direction != "out" or message.sent_at is None or (message.reason or "").strip():
        return None
    others = replace(story, outreach=tuple(one for one in story.outreach if one.id != message.id))
    before = facts_of(others)
    then = unanswered(replace(others, outreach=(*others.outreach, message)))
    standing = count(before)
    if then <= max(standing, MESSAGES_UNANSWERED):
        return None
    return Refusal(standing, before.sent[-1].day if before.sent else None)
