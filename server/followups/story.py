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
    deleted: bool = False


@dataclass(frozen=True)
class Scan:
    """One badge that was read: the person stood there."""

    id: str
    captured_at: datetime | None = None
    deleted: bool = False


@dataclass(frozen=True)
class Outreach:
    """One message or reply; without `sent_at` it is a draft and moves nothing."""

    id: str
    direction: str | None = None
    purpose: str | None = None
    sent_at: datetime | None = None
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
    verb: str  # thank, promise's keep_promise, nudge, check_in; "own" for a step made by hand
    name: str | None
    title: str | None  # only where a person wrote one
    why: Why
    when: Literal["coming", "due", "late"] | None = None  # None unless open and dated
