"""What the rules of follow-ups work with: one person's story in order of time, and a step with its row laid over it.

Pure; twin of `web/src/store/facts.ts`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.core.ids import natural
from server.followups.days import interval, local_day, moved, plus, zone_named
from server.followups.story import Row, Settings, State, Step, Story, Why

STEPS = (
    "thank_you",
    "promise",
    "ask",
    "letter_ask",
    "letter_packet",
    "letter_reminder",
    "letter_thank",
    "nudge",
    "tell",
    "update",
    "check_in",
)  # in the order in which those of one day are listed
VERBS = {"thank_you": "thank", "promise": "keep_promise"} | {name: name for name in STEPS[2:]}
BEGINNINGS = ("thank_you", "approach")  # the messages that may be followed by a nudge
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Moment:
    """A note, scan or message on the time line, in milliseconds (what both sides can hold) and as a local day."""

    ms: int
    id: str
    day: date
    purpose: str = ""


@dataclass(frozen=True)
class Facts:
    """A story in order of time; `heard_on` is the last day without an hour on which the person was met or answered."""

    story: Story
    first: date | None
    meetings: list[Moment]
    sent: list[Moment]
    received: list[Moment]
    heard_on: date | None
    rows: dict[tuple[str, str], Row]


@dataclass(frozen=True)
class Due:
    """When a step is due: while it is open by the student's settings, afterwards by the usual intervals alone."""

    open_on: date | None
    settled_on: date | None


def facts_of(story: Story) -> Facts:
    """The story as the rules read it: without what was deleted or has no time."""
    zone = zone_named(story.zone)
    met = [(note.id, note.at, "") for note in story.notes if not note.deleted]
    met += [(scan.id, scan.captured_at, "") for scan in story.scans if not scan.deleted]
    log = [message for message in story.outreach if not message.deleted]
    letters = [letter for letter in story.letters if not letter.deleted]
    heard = [story.contact.met_on, *(one for it in letters for one in (it.agreed_on, it.declined_on, it.uploaded_on))]
    meetings = _line(met, zone)
    return Facts(
        story=story,
        first=story.contact.met_on or (meetings[0].day if meetings else None),
        meetings=meetings,
        sent=_line(((m.id, m.sent_at, m.purpose or "") for m in log if m.direction == "out"), zone),
        received=_line(((m.id, m.sent_at, m.purpose or "") for m in log if m.direction == "in"), zone),
        heard_on=max((day for day in heard if day), default=None),
        rows=_rows(story.rows),
    )


def answered(facts: Facts, message: Moment) -> bool:
    """Whether a reply came at or after the message, or the person was met or agreed to something after it.

    A note of the same day as a thank-you tells of the meeting it thanks for, so it does not answer it.
    """
    if facts.received and facts.received[-1].ms >= message.ms:
        return True
    if facts.heard_on is not None and facts.heard_on > message.day:
        return True
    last = facts.meetings[-1] if facts.meetings else None
    return last is not None and last.ms > message.ms and (message.purpose != "thank_you" or last.day > message.day)


def after(facts: Facts, day: date, name: str) -> Due:
    """Due the interval of that name after the day."""
    settings = facts.story.settings
    return Due(moved(plus(day, interval(settings, name)), settings), plus(day, interval(Settings(), name)))


def ahead_of(facts: Facts, day: date, name: str) -> Due:
    """Due the interval of that name before the day; a quiet day moves it to the day before, never nearer."""
    settings = facts.story.settings
    return Due(moved(plus(day, -interval(settings, name)), settings, -1), plus(day, -interval(Settings(), name)))


def step_of(facts: Facts, step: str, cycle: str, due: Due, why: Why | None = None, *, done: bool = False) -> Step:
    """A derived step with what its row says laid over it; `done` where the records themselves say so."""
    contact, row = facts.story.contact, facts.rows.get((step, cycle))
    state: State = "done" if done else state_of(row)
    return Step(
        id=natural(f"followup:{contact.id}:{step}:{cycle}"),
        contact=contact.id,
        step=step,
        cycle=cycle,
        due_on=(row and row.due_on) or (due.open_on if state == "open" else due.settled_on),
        late_on=None,
        state=state,
        verb=VERBS.get(step, "own"),
        name=contact.name,
        title=((row and row.title) or "").strip() or None,
        why=why or Why(facts.first, contact.met_where),
    )


def state_of(row: Row | None) -> State:
    """What the row says; open where there is none."""
    if row is None or row.state not in ("done", "dismissed"):
        return "open"
    return "done" if row.state == "done" else "dismissed"


def _rows(rows: Iterable[Row]) -> dict[tuple[str, str], Row]:
    """The row that counts for each step and cycle: done before dismissed before open, whatever the order."""
    rank = {"done": 2, "dismissed": 1}
    kept = sorted((row for row in rows if not row.deleted), key=lambda row: (rank.get(row.state or "", 0), row.id))
    return {(row.step or "own", row.cycle or "0"): row for row in kept if row.step in STEPS}


def _line(entries: Iterable[tuple[str, datetime | None, str]], zone: ZoneInfo) -> list[Moment]:
    """The dated entries in order of time; what has no time has no place in the rules."""
    moments = (
        Moment((at - _EPOCH) // timedelta(milliseconds=1), key, local_day(at, zone), purpose)
        for key, at, purpose in entries
        if at is not None
    )
    return sorted(moments, key=lambda moment: (moment.ms, moment.id))
