"""What is known of each person of a student, as the tracker shows it and as an import compares it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from server.calendar.events import BY_HAND, SUMMARIES
from server.contacts import merging
from server.contacts.models import Contact, Note
from server.core.db import db
from server.followups import cadence
from server.followups import service as followups
from server.followups.days import local_day, zone_named
from server.followups.models import Followup, Outreach
from server.followups.story import Step, Story
from server.sync.mine import mine
from server.tracker.cells import MOST_CELL, dated, joined, tidy
from server.tracker.columns import MADE_BY_HAND, MADE_BY_RULES

TEXTS: Final = ("name", "role", "institution", "how_found")
LISTS: Final = ("emails", "phones", "urls", "tags")
MOST_NOTES: Final = 5_000  # characters of all notes together, what one note may hold
BY_HAND_ROWS: Final = "own"  # the step of a follow-up made by hand

Said = tuple[date | None, str]


@dataclass(slots=True)
class Person:
    """One contact with all that the tracker's columns say of them; an import fills it in as it goes on.

    `sent_on` are the days of messages, `heard` replies and `own` follow-ups made by hand, done ones included.
    """

    id: str
    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    met_on: date | None = None
    met_where: str = ""
    notes: str = ""
    has_notes: bool = False
    zone: str | None = None
    sent_on: list[date] = field(default_factory=list)
    heard: list[Said] = field(default_factory=list)
    own: list[Said] = field(default_factory=list)
    next_step: Said | None = None
    by_hand: bool = False

    def row(self) -> list[str]:
        """Return the cells in the order of the columns."""
        text, values = self.texts, {name: joined(self.lists.get(name, ())) for name in LISTS}
        return [
            text.get("name", ""),
            text.get("role", ""),
            text.get("institution", ""),
            values["emails"],
            text.get("how_found", ""),
            max(self.sent_on).isoformat() if self.sent_on else "",
            dated(*self.heard[-1]) if self.heard else "",
            dated(*self.next_step) if self.next_step else "",
            values["phones"],
            values["urls"],
            values["tags"],
            self.met_on.isoformat() if self.met_on else "",
            self.met_where,
            self.notes,
            (MADE_BY_HAND if self.by_hand else MADE_BY_RULES) if self.next_step else "",
            self.id,
        ]


def everyone(user_id: str, at: datetime) -> list[Person]:
    """Return everyone who is not in the bin, merged ones once, in order of name and id; inside a snapshot."""
    merges = merging.read(user_id)
    told = {story.contact.id: story for story in followups.stories(user_id)}
    columns = mine(Contact, user_id).where(Contact.deleted.is_(False))
    made = {
        one.id: _person(one, told[one.id], at)
        for one in db.session.scalars(columns)
        if one.id not in merges.survivors and one.id in told
    }
    db.session.expunge_all()
    _add_notes(user_id, made, merges)
    _add_messages(user_id, made, merges)
    _add_own(user_id, made, merges)
    return sorted(made.values(), key=lambda one: (one.texts.get("name", "").casefold(), one.id))


def _person(row: Contact, story: Story, at: datetime) -> Person:
    values = {name: tidy(" ".join((getattr(row, name) or "").split())) for name in TEXTS}
    values["name"] = values["name"] or tidy(" ".join((story.contact.name or "").split()))
    step = cadence.next_step(story, local_day(at, zone_named(story.zone)))
    return Person(
        id=row.id,
        texts={name: value for name, value in values.items() if value},
        lists={name: list(getattr(row, name) or ()) for name in LISTS},
        met_on=row.met_on,
        met_where=tidy(" ".join((story.contact.met_where or "").split())),
        zone=story.zone,
        next_step=(step.due_on, _words(step)) if step else None,
        by_hand=step is not None and step.verb == BY_HAND_ROWS,
    )


def _words(step: Step) -> str:
    """What a step is called; one made by hand by its own title alone."""
    if step.title:
        return tidy(" ".join(step.title.split()))
    name = tidy(" ".join((step.name or "").split())) or "someone"
    return SUMMARIES.get(step.step, BY_HAND).format(name=name)


def _add_notes(user_id: str, made: Mapping[str, Person], merges: merging.Merges) -> None:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    columns = (Note.id, Note.contact, Note.at, Note.bullets)
    alive = mine(Note, user_id).with_only_columns(*columns).where(Note.deleted.is_(False), Note.contact.is_not(None))
    for one in db.session.execute(alive):
        found[merges.of(one.contact)].append(one)
    for contact, notes in found.items():
        if contact in made:
            notes.sort(key=lambda one: (one.at.timestamp() if one.at else float("-inf"), one.id))
            texts = (tidy(one.bullets or "") for one in notes)
            made[contact].notes = "\n".join(text for text in texts if text)[:MOST_NOTES].strip()
            made[contact].has_notes = True


def _add_messages(user_id: str, made: Mapping[str, Person], merges: merging.Merges) -> None:
    columns = (Outreach.contact, Outreach.direction, Outreach.sent_at, Outreach.text)
    sent = mine(Outreach, user_id).with_only_columns(*columns).order_by(Outreach.sent_at, Outreach.id)
    sent = sent.where(Outreach.deleted.is_(False), Outreach.contact.is_not(None), Outreach.sent_at.is_not(None))
    for one in db.session.execute(sent):
        person = made.get(merges.of(one.contact))
        if person is None:
            continue
        day = local_day(one.sent_at, zone_named(person.zone))
        if one.direction == "out":
            person.sent_on.append(day)
        else:
            room = MOST_CELL - len(f"{day.isoformat()}: ")
            person.heard.append((day, tidy(one.text or "")[:room].strip()))


def _add_own(user_id: str, made: Mapping[str, Person], merges: merging.Merges) -> None:
    columns = (Followup.contact, Followup.due_on, Followup.title)
    own = mine(Followup, user_id).with_only_columns(*columns)
    own = own.where(Followup.deleted.is_(False), Followup.contact.is_not(None), Followup.step == BY_HAND_ROWS)
    for one in db.session.execute(own):
        person = made.get(merges.of(one.contact))
        if person is not None:
            person.own.append((one.due_on, tidy(" ".join((one.title or "").split()))))
