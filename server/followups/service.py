"""All that is known of a student's people, as the rules of the cadence read it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import Select, select

from server.agenda.models import Conference, Item
from server.agenda.reading import readable
from server.badges.models import Scan as ScanRow
from server.contacts import merging
from server.contacts.models import Contact as ContactRow
from server.contacts.models import Note as NoteRow
from server.core.db import Model, db
from server.followups.cadence import reached_on
from server.followups.models import Followup as FollowupRow
from server.followups.models import Letter as LetterRow
from server.followups.models import Milestone as MilestoneRow
from server.followups.models import Outreach as OutreachRow
from server.followups.models import Settings as SettingsRow
from server.followups.story import (
    Contact,
    Letter,
    Milestone,
    Note,
    Outreach,
    Referred,
    Row,
    Scan,
    Settings,
    Story,
)
from server.sync.mine import mine

BATCH = 5_000  # ids in one query; the databases take about 32,000

Ids = Collection[str]
Rows = Iterable[Any]


@dataclass(frozen=True, slots=True)
class Names:
    """What conferences (name, zone) and items (title) are called, as far as the student may read them."""

    conferences: Mapping[str, tuple[str, str | None]]
    items: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """Stories in order of contact id, and the conferences and items of agendas that they name."""

    stories: list[Story]
    places: frozenset[str]


def stories(user_id: str, contact_ids: Ids | None = None) -> list[Story]:
    """Return the story of each of these contacts, of all of them for None, in order of id; deleted ones included.

    Twin of `stories` in `web/src/views/followups.ts`, but for a contact without a full name, whose parts are joined.
    """
    return tell(user_id, contact_ids).stories


def tell(user_id: str, contact_ids: Ids | None = None) -> Told:
    """Return `stories` with the places in agendas that they rest on.

    With a contact come all that merges tie to it; a merged one has no story, it is told in its survivor's.
    """
    merges = merging.read(user_id)
    wanted = None if contact_ids is None else merges.together(contact_ids)
    asked = _gather(user_id, wanted, merges)
    reached = asked if wanted is None else _gather(user_id, _referred_by(user_id, wanted), merges)
    news, referred = _milestones(user_id, merges), _referred(reached, merges)
    found = [
        replace(
            story,
            milestones=tuple(_milestone(row) for row in news[story.contact.id]),
            referred=tuple(referred[story.contact.id]),
        )
        for story in asked.stories
    ]
    return Told(found, asked.places)


def affected(user_id: str, contact_ids: Ids) -> set[str]:
    """Return these contacts with those who referred the student to them: what happens to one bears on both."""
    found = set(contact_ids)
    for batch in batches(contact_ids):
        referrers = mine(ContactRow, user_id).with_only_columns(ContactRow.referred_by)
        named = referrers.where(ContactRow.id.in_(batch), ContactRow.referred_by.is_not(None))
        found |= {str(one) for one in db.session.scalars(named)}
    return found


@dataclass(frozen=True, slots=True)
class _Gathered:
    """Stories without what comes from other records, the contacts they are of, and the places they name."""

    stories: list[Story]
    contacts: Mapping[str, Any]
    places: frozenset[str]


def _gather(user_id: str, wanted: Ids | None, merges: merging.Merges) -> _Gathered:
    found_contacts = _rows(mine(ContactRow, user_id), ContactRow.id, wanted, _CONTACT)
    contacts = [one for one in found_contacts if one.id not in merges.survivors]
    notes = list(_rows(mine(NoteRow, user_id), NoteRow.contact, wanted, _NOTE))
    scans = _by_contact(_rows(mine(ScanRow, user_id), ScanRow.contact, wanted, _SCAN), merges)
    outreach = _by_contact(_rows(mine(OutreachRow, user_id), OutreachRow.contact, wanted, _OUTREACH), merges)
    rows = _by_contact(_rows(mine(FollowupRow, user_id), FollowupRow.contact, wanted, _FOLLOWUP), merges)
    letters = _by_contact(_rows(mine(LetterRow, user_id), LetterRow.contact, wanted, _LETTER), merges)
    conference_ids = {one.conference for one in contacts if one.conference}
    item_ids = {note.item for note in notes if note.item and not note.place}
    names = _names(user_id, conference_ids, item_ids)
    notes_of, settings, own_zone = _by_contact(notes, merges), *_settings(user_id)
    found = [
        Story(
            contact=_contact(one, notes_of[one.id], names),
            notes=tuple(_note(note, names) for note in notes_of[one.id]),
            scans=tuple(Scan(row.id, row.captured_at, row.deleted) for row in scans[one.id]),
            outreach=tuple(_outreach(row) for row in outreach[one.id]),
            rows=tuple(_row(row) for row in merging.standing(rows[one.id], one.id)),
            letters=tuple(_letter(row) for row in letters[one.id]),
            settings=settings,
            zone=names.conferences.get(one.conference, ("", None))[1] or own_zone,
        )
        for one in sorted(contacts, key=lambda one: str(one.id))
    ]
    return _Gathered(found, {one.id: one for one in contacts}, frozenset(conference_ids | item_ids))


def settings_row(user_id: str) -> SettingsRow | None:
    """Return the student's settings, None where they never changed any."""
    found: SettingsRow | None = db.session.scalar(
        mine(SettingsRow, user_id).where(SettingsRow.deleted.is_(False)).limit(1)
    )
    return found


_CONTACT = ("id", "name", "given_name", "family_name", "met_on", "conference", "referred_by", "deleted")
_NOTE = ("id", "contact", "item", "place", "at", "promise", "promise_due_on", "ask", "deleted")
_SCAN = ("id", "contact", "captured_at", "deleted")
_OUTREACH = ("id", "contact", "direction", "purpose", "sent_at", "deleted")
_LETTER_DAYS = tuple(field.name for field in fields(Letter) if field.name.endswith("_on"))
_LETTER = ("id", "contact", "purpose", *_LETTER_DAYS, "deleted")
_FOLLOWUP = ("id", "contact", "step", "cycle", "due_on", "state", "title", "deleted")


def _rows(query: Select[Any], key: Any, wanted: Ids | None, names: tuple[str, ...]) -> Iterator[Any]:
    """Yield the named columns alone: texts that no rule reads stay in the database."""
    model: type[Model] = key.class_
    query = query.with_only_columns(*(getattr(model, name) for name in names))
    if wanted is None:
        yield from db.session.execute(query.where(key.is_not(None)))
        return
    for batch in batches(wanted):
        yield from db.session.execute(query.where(key.in_(batch)))


def batches(wanted: Ids) -> Iterator[list[str]]:
    """Yield the ids in order, few enough for one query each."""
    ordered = sorted(wanted)
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]


def _by_contact(rows: Rows, merges: merging.Merges) -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[merges.of(row.contact)].append(row)
    return found


def _names(user_id: str, conference_ids: Ids, item_ids: Ids) -> Names:
    told = select(Conference.id, Conference.name, Conference.zone).where(readable(user_id))
    titles = select(Item.id, Item.title).join(Conference, Conference.id == Item.conference_id).where(readable(user_id))
    conferences: dict[str, tuple[str, str | None]] = {}
    items: dict[str, str] = {}
    for batch in batches(conference_ids):
        found = db.session.execute(told.where(Conference.id.in_(batch)))
        conferences |= {row.id: (row.name, row.zone) for row in found}
    for batch in batches(item_ids):
        items |= {row.id: row.title for row in db.session.execute(titles.where(Item.id.in_(batch)))}
    return Names(conferences, items)


def _settings(user_id: str) -> tuple[Settings, str | None]:
    row = settings_row(user_id)
    if row is None:
        return Settings(), None
    return Settings(row.intervals or {}, tuple(row.quiet_days or ())), row.zone


def _contact(row: Any, notes: list[Any], names: Names) -> Contact:
    parts = " ".join(part for part in (row.given_name, row.family_name) if part)
    told = sorted((note for note in notes if not note.deleted), key=lambda note: (_stamp(note.at), str(note.id)))
    place = _place(told[0], names) if told else None
    conference = names.conferences.get(row.conference)
    return Contact(
        id=row.id,
        name=row.name or parts or None,
        met_on=row.met_on,
        met_where=place or (conference[0] if conference else None),
        deleted=row.deleted,
    )


def _stamp(at: Any) -> float:
    return at.timestamp() if at is not None else float("-inf")  # an undated note stands first, as on the phone


def _place(note: Any, names: Names) -> str | None:
    return note.place or names.items.get(note.item)


def _note(row: Any, names: Names) -> Note:
    return Note(row.id, row.at, _place(row, names), row.promise, row.promise_due_on, row.ask, row.deleted)


def _outreach(row: Any) -> Outreach:
    return Outreach(row.id, row.direction, row.purpose, row.sent_at, deleted=row.deleted)


def _row(row: Any) -> Row:
    return Row(row.id, row.step, row.cycle, row.due_on, row.state, row.title, row.deleted)


def _letter(row: Any) -> Letter:
    days = {name: getattr(row, name) for name in _LETTER_DAYS}
    return Letter(id=row.id, purpose=row.purpose, deleted=row.deleted, **days)


def _milestone(row: Any) -> Milestone:
    return Milestone(row.id, row.name, row.reached_on, row.deleted)


def _milestones(user_id: str, merges: merging.Merges) -> defaultdict[str, list[Any]]:
    """Return the milestones of which each contact is to hear; they are few, and no query looks into a set."""
    columns = (MilestoneRow.id, MilestoneRow.name, MilestoneRow.reached_on, MilestoneRow.contacts, MilestoneRow.deleted)
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in db.session.execute(mine(MilestoneRow, user_id).with_only_columns(*columns).order_by(MilestoneRow.id)):
        for contact_id in dict.fromkeys(merges.of(one) for one in row.contacts or ()):
            found[contact_id].append(row)
    return found


def _referred_by(user_id: str, contact_ids: Ids) -> set[str]:
    """Return the contacts to whom these referred the student."""
    found: set[str] = set()
    for batch in batches(contact_ids):
        named = mine(ContactRow, user_id).with_only_columns(ContactRow.id).where(ContactRow.referred_by.in_(batch))
        found |= set(db.session.scalars(named))
    return found


def _referred(reached: _Gathered, merges: merging.Merges) -> defaultdict[str, list[Referred]]:
    """Return by referrer whom they named, in order of id; whoever is in the bin was not named."""
    found: defaultdict[str, list[Referred]] = defaultdict(list)
    for story in reached.stories:
        contact = story.contact
        referrer = reached.contacts[contact.id].referred_by
        if referrer and not contact.deleted and merges.of(referrer) != contact.id:
            found[merges.of(referrer)].append(Referred(contact.id, contact.name, reached_on(story)))
    return found
