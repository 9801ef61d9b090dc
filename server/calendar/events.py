"""What a calendar says of a follow-up or a flagged item: least data, plain words; pure.

Never notes, e-mail addresses or phone numbers: the file lies on the servers of others. Texts by the calendar contract,
section 6; times are UTC or whole days.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.calendar.ical import YEARS, Event
from server.followups.story import Step

SUMMARIES = {
    "thank_you": "Thank {name}",
    "nudge": "Nudge {name} (last one)",
    "check_in": "Check in with {name}",
    "promise": "Keep your promise to {name}",
    "ask": "Ask {name} what you wanted to ask",
    "tell": "Thank {name} for the introduction",
    "update": "Tell {name} your news",
    "letter_ask": "Ask {name} for the letter",
    "letter_packet": "Send {name} the papers for the letter",
    "letter_reminder": "Remind {name} of the letter",
    "letter_thank": "Thank {name} for the letter",
}
BY_HAND = "Follow up with {name}"
UNNAMED = "someone you met"
FOLLOWUP_ALARMS = {"off": None, "day_before": timedelta(hours=-15), "midnight": timedelta(0)}
SESSION_ALARMS = {"off": None} | {str(minutes): timedelta(minutes=-minutes) for minutes in (10, 15, 30)}
MOST_CHARACTERS = 250  # of one line
_SPEAKERS = 5

_MAIL = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,255}")
_PHONE = re.compile(r"(?<![\w.])[+(]?\d(?:[ ().\-/]{0,3}\d){8,15}(?!\w)")
# One is in a hallway, not at it; as in `web/src/views/where.ts`.
_INSIDE = re.compile(r"(?:the )?(?:hallway|corridor|lobby|foyer|queue)", re.IGNORECASE)


@dataclass(frozen=True)
class Stamp:
    """The event's life as the feed's table keeps it."""

    sequence: int
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class Options:
    """The origin of links, and what the student chose; an unknown alarm is the usual one."""

    url: str
    followup_alarm: str = "day_before"
    session_alarm: str = "15"
    show_promises: bool = False


@dataclass(frozen=True)
class Item:
    """A flagged item; a poster's times are its session's. `meet` names whom the student planned to meet there."""

    id: str
    kind: str
    title: str
    number: str = ""
    board: str = ""
    room: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    day_on: date | None = None
    zone: str | None = None  # IANA name of the conference's
    zone_open: bool = False
    cancelled: bool = False
    speakers: tuple[str, ...] = ()
    meet: str | None = None


def follow_up(step: Step, stamp: Stamp, options: Options) -> Event | None:
    """The whole-day event of an open, dated step; None for any other, which so vanishes from the calendar."""
    if step.state != "open" or step.due_on is None or step.due_on.year not in YEARS:
        return None
    link = f"{options.url}/followups/{step.id}"
    promise = step.why.promise if options.show_promises else None
    lines = (_met(step), f"You promised: {_private(promise)}" if promise else "")
    return Event(
        uid=step.id,
        sequence=stamp.sequence,
        created_at=stamp.created_at,
        changed_at=stamp.changed_at,
        summary=_short(_private(step.title) or _usual_summary(step)),
        on=step.due_on,
        description=_description(lines, link),
        url=link,
        category="Follow-up",
        alarm=FOLLOWUP_ALARMS.get(options.followup_alarm, FOLLOWUP_ALARMS["day_before"]),
    )


def flagged(item: Item, stamp: Stamp, options: Options) -> Event | None:
    """The event of a flagged item or planned meeting point; None where `left_out` has a reason or it is cancelled."""
    if item.cancelled or left_out(item):
        return None
    link = f"{options.url}/agenda/{item.id}"
    with_whom = ", ".join(_name(name) for name in item.speakers[:_SPEAKERS])
    return Event(
        uid=item.id,
        sequence=stamp.sequence,
        created_at=stamp.created_at,
        changed_at=stamp.changed_at,
        summary=_short(_item_summary(item)),
        starts=item.starts,
        ends=item.ends,
        on=None if item.starts else item.day_on,
        zone=item.zone if item.starts else None,
        location=_short(_place(item)) or None,
        description=_description((f"With {with_whom}" if with_whom else "",), link),
        url=link,
        category=_category(item),
        alarm=SESSION_ALARMS.get(options.session_alarm, SESSION_ALARMS["15"]) if item.starts else None,
    )


def left_out(item: Item) -> str | None:
    """Why an item that is not cancelled cannot stand in a calendar, in plain words; None when it can."""
    if item.zone_open:
        return "The conference's time zone is not known yet."
    day = item.starts or (item.day_on if item.kind == "poster" else None)
    if day is None:
        return "The agenda gives no time for it."
    return None if day.year in YEARS else f"The agenda puts it in the year {day.year}."


def _usual_summary(step: Step) -> str:
    return SUMMARIES.get(step.step, BY_HAND).format(name=_name(step.name))


def _item_summary(item: Item) -> str:
    if item.meet:
        return f"Meet {_name(item.meet)}: {item.title}"
    if item.kind == "poster":
        return f"Poster {item.board}: {item.title}" if item.board else f"Poster: {item.title}"
    return f"{item.number} {item.title}" if item.number else item.title


def _category(item: Item) -> str:
    if item.meet:
        return "Meeting"
    return "Poster" if item.kind == "poster" else "Session"


def _place(item: Item) -> str:
    board = f"board {item.board}" if item.kind == "poster" and item.board else ""
    return ", ".join(part for part in (item.room, board) if part)


def _met(step: Step) -> str:
    if step.why.met_where:
        before = "in" if _INSIDE.fullmatch(step.why.met_where.strip()) else "at"
        return f"Met {before} {_private(step.why.met_where)}"
    return f"Met on {step.why.met_on.isoformat()}" if step.why.met_on else ""


def _description(lines: tuple[str, ...], link: str) -> str:
    """Short lines, the link last: with two lines before it never more than four."""
    return "\n".join([*[_short(line) for line in lines if line], link])


def _name(name: str | None) -> str:
    return _private(name) or UNNAMED


def _private(text: str | None) -> str:
    """The text on one line without e-mail addresses and phone numbers."""
    line = " ".join((text or "").split())[: 4 * MOST_CHARACTERS]
    return " ".join(_PHONE.sub("", _MAIL.sub("", line)).split())


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MOST_CHARACTERS else f"{line[: MOST_CHARACTERS - 1].rstrip()}…"
