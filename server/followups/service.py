"""All that is known of a student's people, as the rules of the cadence read it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from server.contacts import merging
from server.core.db import db
from server.followups import reads
from server.followups.cadence import reached_on
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
        found |= {str(row[0]) for row in reads.REFERRERS.all(batch, user=user_id)}
    return found


@dataclass(frozen=True, slots=True)
class _Gathered:
    """Stories without what comes from other records, the contacts they are of, and the places they name."""

    stories: list[Story]
    contacts: Mapping[str, Any]
    places: frozenset[str]


def _gather(user_id: str, wanted: Ids | None, merges: merging.Merges) -> _Gathered:
    found_contacts = _rows(reads.CONTACT, user_id, wanted)
    contacts = [one for one in found_contacts if one.id not in merges.survivors]
    notes = list(_rows(reads.NOTE, user_id, wanted))
    scans = _by_contact(_rows(reads.SCAN, user_id, wanted), merges)
    outreach = _by_contact(_rows(reads.OUTREACH, user_id, wanted), merges)
    rows = _by_contact(_rows(reads.FOLLOWUP, user_id, wanted), merges)
    letters = _by_contact(_rows(reads.LETTER, user_id, wanted), merges)
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


def _rows(reading: reads.Reading, user_id: str, wanted: Ids | None) -> Iterator[Any]:
    if wanted is None:
        yield from map(reading.row, reading.every.all(user=user_id))
        return
    for batch in batches(wanted):
        yield from map(reading.row, reading.some.all(batch, user=user_id))


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
    conferences: dict[str, tuple[str, str | None]] = {}
    items: dict[str, str] = {}
    for batch in batches(conference_ids):
        conferences |= {one: (name, zone) for one, name, zone in reads.CONFERENCES.all(batch, user=user_id)}
    for batch in batches(item_ids):
        items |= dict(reads.ITEMS.all(batch, user=user_id))
    return Names(conferences, items)


def chosen(user_id: str) -> Any:
    """Return what the student chose of intervals, quiet_days, zone and alarms, None where they never changed any."""
    return next((row for row in _rows(reads.CHOSEN, user_id, None) if not row.deleted), None)


def _settings(user_id: str) -> tuple[Settings, str | None]:
    row = chosen(user_id)
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
    days = {name: getattr(row, name) for name in reads.LETTER_DAYS}
    return Letter(id=row.id, purpose=row.purpose, deleted=row.deleted, **days)


def _milestone(row: Any) -> Milestone:
    return Milestone(row.id, row.name, row.reached_on, row.deleted)


def _milestones(user_id: str, merges: merging.Merges) -> defaultdict[str, list[Any]]:
    """Return the milestones of which each contact is to hear; they are few, and no query looks into a set."""
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in sorted(_rows(reads.MILESTONE, user_id, None), key=lambda row: str(row.id)):
        for contact_id in dict.fromkeys(merges.of(one) for one in row.contacts or ()):
            found[contact_id].append(row)
    return found


def _referred_by(user_id: str, contact_ids: Ids) -> set[str]:
    """Return the contacts to whom these referred the student."""
    found: set[str] = set()
    for batch in batches(contact_ids):
        found |= {row[0] for row in reads.REFERRED.all(batch, user=user_id)}
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
