"""The plain values that the rules of follow-ups read and give; twin of `web/src/store/story.ts`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

State = Literal["open", "done", "dismissed"]


@dataclass(frozen=True)
class Contact:
    """Someone a student met or wrote to."""

    id: str
    name: str | None = None
    met_on: date | None = None
    met_where: str | None = None  # the conference's name or a place, found by the caller
    deleted: bool = False


@dataclass(frozen=True)
class Note:
    """One encounter, with what was promised in it."""

    id: str
    at: datetime | None = None
    place: str | None = None
    promise: str | None = None
    promise_due_on: date | None = None
    ask: str | None = None
    deleted: bool = False


@dataclass(frozen=True)
class Scan:
    """One badge that was read: the person stood there."""

    id: str
    captured_at: datetime | None = None
    deleted: bool = False


@dataclass(frozen=True)
class Outreach:
    """One message or reply; without `sent_at` it is a draft and moves nothing; `reason` is why it is one too many."""

    id: str
    direction: str | None = None
    purpose: str | None = None
    sent_at: datetime | None = None
    reason: str | None = None
    deleted: bool = False


@dataclass(frozen=True)
class Row:
    """What a person did to a step, or a step made by hand."""

    id: str
    step: str | None = None
    cycle: str | None = None
    due_on: date | None = None
    state: str | None = None
    title: str | None = None
    deleted: bool = False


@dataclass(frozen=True)
class Milestone:
    """News of the student that this person is to hear of."""

    id: str
    name: str | None = None
    reached_on: date | None = None
    deleted: bool = False


@dataclass(frozen=True)
class Letter:
    """One letter of recommendation by this person; each day is that of a step taken, None before it."""

    id: str
    purpose: str | None = None
    deadline_on: date | None = None
    asked_on: date | None = None
    agreed_on: date | None = None
    declined_on: date | None = None
    packet_on: date | None = None
    uploaded_on: date | None = None
    thanked_on: date | None = None
    deleted: bool = False


@dataclass(frozen=True)
class Referred:
    """Someone to whom this person referred the student; `reached_on` is the day they were first met or written to."""

    id: str
    name: str | None = None
    reached_on: date | None = None


@dataclass(frozen=True)
class Settings:
    """Intervals in whole days by name, and the days on which nothing is asked."""

    intervals: Mapping[str, int] = field(default_factory=dict)
    quiet_days: tuple[str, ...] = ()  # weekdays "mon" to "sun" and days "YYYY-MM-DD"


@dataclass(frozen=True)
class Story:
    """All that is known of one person; `zone` is the contact's conference's, else the settings', else the device's."""

    contact: Contact
    notes: tuple[Note, ...] = ()
    scans: tuple[Scan, ...] = ()
    outreach: tuple[Outreach, ...] = ()
    rows: tuple[Row, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    letters: tuple[Letter, ...] = ()
    referred: tuple[Referred, ...] = ()
    settings: Settings = Settings()
    zone: str | None = None


@dataclass(frozen=True)
class Why:
    """What the step rests on, for the screen and the draft; days are local."""

    met_on: date | None = None
    met_where: str | None = None
    promise: str | None = None
    sent_on: date | None = None  # nudge: the day of the message it follows
    last_on: date | None = None  # check-in: the last day of contact
    about: str | None = None  # what was asked, what a letter is for, a milestone, the name of someone referred to
    about_on: date | None = None  # a letter's deadline, the day of a milestone, the day someone was reached


@dataclass(frozen=True)
class Step:
    """One follow-up of one person; `id` is the UUIDv5 of `followup:<contact>:<step>:<cycle>`, or the row's."""

    id: str
    contact: str
    step: str
    cycle: str
    due_on: date | None
    late_on: date | None
    state: State
    verb: str  # thank, keep_promise, nudge, check_in; the other steps' own names; "own" for one made by hand
    name: str | None
    title: str | None  # only where a person wrote one
    why: Why
    when: Literal["coming", "due", "late"] | None = None  # None unless open and dated
