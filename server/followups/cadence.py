"""The cadence of follow-ups: what is owed to one person, derived from plain values; twin of `web/src/store/cadence.ts`.

The rules are those of the follow-up contract: thank-you two days after the first meeting, one nudge a cycle, a check-in
after sixty quiet days, a promise on its day. Nothing here reads a clock, a database or Flask: `today` only tells
whether a step is coming, due or late, so the same rows give the same steps on every day and on both sides.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from server.core.ids import natural
from server.followups.days import interval, local_day, moved, plus, zone_named
from server.followups.story import Row, State, Step, Story, Why

RANK = {"thank_you": 0, "promise": 1, "nudge": 2, "check_in": 3}
VERBS = {"thank_you": "thank", "promise": "keep_promise", "nudge": "nudge", "check_in": "check_in"}
MESSAGES_UNANSWERED = 2  # after this many without an answer the person is left alone
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class _Moment:
    """A note, scan or message on the time line, in milliseconds (what both sides can hold) and as a local day."""

    ms: int
    id: str
    day: date
    purpose: str = ""


@dataclass(frozen=True)
class _Facts:
    story: Story
    first: date | None
    meetings: list[_Moment]
    sent: list[_Moment]
    received: list[_Moment]
    rows: dict[tuple[str, str], Row]


def steps(story: Story, today: date) -> list[Step]:
    """Every step of one person, done ones included, in order of day; a deleted contact has none.

    Where the contract is silent: a day a person named (snooze, `promise_due_on`) is not moved by quiet days. The cycle
    of a promise is its note, that of a check-in the last note, scan or message ("0": only the day of meeting is known),
    so each contact restarts the rhythm. Meeting again answers a message. Once two messages stand unanswered none is
    suggested. A check-in waits while a thank-you, nudge or promise is open (one thing at a time), and is `coming` until
    its day. A settled row whose step is no longer derived stays in the list; a snoozed one goes with its step.
    """
    if story.contact.deleted:
        return []
    facts = _facts(story)
    found = [*_thank_you(facts), *_promises(facts), *_nudges(facts)]
    check_ins = list(_check_ins(facts))
    if any(step.state == "open" for step in found):
        check_ins = [step for step in check_ins if step.state != "open"]
    found += check_ins
    if _unanswered(facts) >= MESSAGES_UNANSWERED:
        found = [step for step in found if step.state != "open" or step.step == "promise"]
    found += _rest(facts, {(step.step, step.cycle) for step in found})
    return sorted((replace(step, when=_when(step, today)) for step in found), key=_order)


def next_step(story: Story, today: date) -> Step | None:
    """The one follow-up this person is owed next, due or coming, or None when we should leave them alone."""
    return next((step for step in steps(story, today) if step.state == "open"), None)


def unanswered(story: Story) -> int:
    """How many messages were sent since the person last answered or was met; a nudge ticked off unlogged counts."""
    return _unanswered(_facts(story))


def _unanswered(facts: _Facts) -> int:
    waiting = [message for message in facts.sent if not _answered(facts, message)]
    starts = [message for message in waiting if message.purpose in ("thank_you", "approach")]
    nudged = {message.purpose for message in waiting if starts and message.ms >= starts[-1].ms}
    ticked = bool(starts) and facts.rows.get(("nudge", starts[-1].id), Row("")).state == "done"
    return len(waiting) + (ticked and "nudge" not in nudged)


def _facts(story: Story) -> _Facts:
    zone = zone_named(story.zone)
    met = [(note.id, note.at, "") for note in story.notes if not note.deleted]
    met += [(scan.id, scan.captured_at, "") for scan in story.scans if not scan.deleted]
    log = [message for message in story.outreach if not message.deleted]
    meetings = _line(met, zone)
    first = story.contact.met_on or (meetings[0].day if meetings else None)
    sent = _line(((m.id, m.sent_at, m.purpose or "") for m in log if m.direction == "out"), zone)
    received = _line(((m.id, m.sent_at, m.purpose or "") for m in log if m.direction == "in"), zone)
    return _Facts(story, first, meetings, sent, received, _rows(story.rows))


def _rows(rows: Iterable[Row]) -> dict[tuple[str, str], Row]:
    """The row that counts for each step and cycle: done before dismissed before open, whatever the order."""
    rank = {"done": 2, "dismissed": 1}
    kept = sorted((row for row in rows if not row.deleted), key=lambda row: (rank.get(row.state or "", 0), row.id))
    return {(row.step or "own", row.cycle or "0"): row for row in kept if row.step in RANK}


def _line(entries: Iterable[tuple[str, datetime | None, str]], zone: ZoneInfo) -> list[_Moment]:
    """The dated entries in order of time; what has no time has no place in the rules."""
    moments = (
        _Moment((at - _EPOCH) // timedelta(milliseconds=1), key, local_day(at, zone), purpose)
        for key, at, purpose in entries
        if at is not None
    )
    return sorted(moments, key=lambda moment: (moment.ms, moment.id))


def _thank_you(facts: _Facts) -> Iterator[Step]:
    if facts.first is None:
        return
    settings = facts.story.settings
    step = _step(facts, "thank_you", "0", moved(plus(facts.first, interval(settings, "thank_you")), settings))
    if any(message.purpose == "thank_you" for message in facts.sent):
        step = replace(step, state="done")
    due_on = step.due_on or facts.first
    late_on = max(plus(facts.first, interval(settings, "thank_you_late")), plus(due_on, 1))
    yield replace(step, late_on=late_on)


def _promises(facts: _Facts) -> Iterator[Step]:
    settings, contact = facts.story.settings, facts.story.contact
    met = {moment.id: moment.day for moment in facts.meetings}
    for note in facts.story.notes:
        if note.deleted or not (note.promise or "").strip():
            continue
        day = met.get(note.id, facts.first)
        due_on = note.promise_due_on or (day and moved(plus(day, interval(settings, "promise")), settings))
        why = Why(day, note.place or contact.met_where, promise=note.promise)
        yield replace(_step(facts, "promise", note.id, due_on), why=why)


def _nudges(facts: _Facts) -> Iterator[Step]:
    """One nudge for each thank-you or approach that was sent: open only for the last one, while nothing came back."""
    cycles: list[tuple[_Moment, bool]] = []
    for message in facts.sent:
        if message.purpose in ("thank_you", "approach"):
            cycles.append((message, False))
        elif message.purpose == "nudge" and cycles:
            cycles[-1] = (cycles[-1][0], True)
    for start, nudged in cycles:
        due_on = moved(plus(start.day, interval(facts.story.settings, "nudge")), facts.story.settings)
        step = _step(facts, "nudge", start.id, due_on)
        step = replace(step, state="done" if nudged else step.state, why=replace(step.why, sent_on=start.day))
        if step.state != "open" or (start is cycles[-1][0] and not _answered(facts, start)):
            yield step


def _check_ins(facts: _Facts) -> Iterator[Step]:
    """The check-in after the last contact, and those of earlier ones that a person settled."""
    touches = sorted((*facts.meetings, *facts.sent, *facts.received), key=lambda moment: (moment.ms, moment.id))
    met_on = facts.story.contact.met_on
    days_by_cycle = {"0": met_on} if met_on else {}
    days_by_cycle |= {touch.id: touch.day for touch in touches}
    last = touches[-1].id if touches and (met_on is None or touches[-1].day >= met_on) else "0"
    for cycle, day in days_by_cycle.items():
        if cycle != last and ("check_in", cycle) not in facts.rows:
            continue
        due_on = moved(plus(day, interval(facts.story.settings, "check_in")), facts.story.settings)
        step = _step(facts, "check_in", cycle, due_on)
        if cycle == last or step.state != "open":
            yield replace(step, why=replace(step.why, last_on=day))


def _rest(facts: _Facts, derived: set[tuple[str, str]]) -> Iterator[Step]:
    """Steps made by hand, and settled rows whose step is no longer derived."""
    left = [row for key, row in facts.rows.items() if key not in derived and _state(row) != "open"]
    left += [row for row in facts.story.rows if row.step not in RANK and not row.deleted]
    for row in left:
        step = _step(facts, row.step or "own", row.cycle or "0", None)
        title = (row.title or "").strip() or None
        yield replace(step, id=row.id, due_on=row.due_on, state=_state(row), title=title)


def _step(facts: _Facts, step: str, cycle: str, due_on: date | None) -> Step:
    """A derived step with what its row says laid over it."""
    contact, row = facts.story.contact, facts.rows.get((step, cycle))
    return Step(
        id=natural(f"followup:{contact.id}:{step}:{cycle}"),
        contact=contact.id,
        step=step,
        cycle=cycle,
        due_on=(row and row.due_on) or due_on,
        late_on=None,
        state=_state(row),
        verb=VERBS.get(step, "own"),
        name=contact.name,
        title=((row and row.title) or "").strip() or None,
        why=Why(facts.first, contact.met_where),
    )


def _answered(facts: _Facts, message: _Moment) -> bool:
    """Whether a reply came at or after the message, or the person was met after it.

    A note of the same day as a thank-you tells of the meeting it thanks for, so it does not answer it.
    """
    if facts.received and facts.received[-1].ms >= message.ms:
        return True
    met_on = facts.story.contact.met_on
    if met_on is not None and met_on > message.day:
        return True
    last = facts.meetings[-1] if facts.meetings else None
    return last is not None and last.ms > message.ms and (message.purpose != "thank_you" or last.day > message.day)


def _state(row: Row | None) -> State:
    if row is None or row.state not in ("done", "dismissed"):
        return "open"
    return "done" if row.state == "done" else "dismissed"


def _when(step: Step, today: date) -> Literal["coming", "due", "late"] | None:
    if step.state != "open" or step.due_on is None:
        return None
    if step.due_on > today:
        return "coming"
    return "late" if step.late_on is not None and today >= step.late_on else "due"


def _order(step: Step) -> tuple[date, int, str]:
    return (step.due_on or date.max, RANK.get(step.step, len(RANK)), step.id)
