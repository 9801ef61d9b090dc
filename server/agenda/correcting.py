"""Corrections by hand of a conference's owner: read, change, publish as an import does, in one short transaction.

The operator's conferences have no owner in the app, so nobody corrects them here; their file is what counts.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from server.agenda import correction_rows, corrections, publishing, reading, snapshots
from server.agenda.corrections import Corrections
from server.agenda.diff import Diff, compare
from server.agenda.hand import By
from server.agenda.models import AgendaPerson, Conference, Item
from server.agenda.publishing import Outdated, Source
from server.agenda.revision import Revision
from server.agenda.states import Agenda, Correction, ItemState, PersonState
from server.core.clock import wire
from server.core.db import db, snapshot, write
from server.core.problems import Busy, NotFound

MOST_TRIES = 3
MOST_LISTED = 2_000
BATCH = 500  # ids of one query

Edit = Callable[[Agenda], Agenda]
Names = dict[str, tuple[str, str | None]]


def change(conference_id: str, subject: str, by: By, edit: Edit) -> dict[str, Any]:
    """Make the change and return the manifest with the corrections of the subject; raise NotFound, Invalid or Busy."""
    for _ in range(MOST_TRIES):
        with snapshot():
            before, earlier = reading.load(reading.state_of(_own(conference_id, by.user_id)))
        after = edit(before)
        publication = snapshots.publish(before, after, earlier)
        revision = Revision(before, after, _diff(before, after), None, ())
        if publication is None and after.corrections == before.corrections:
            return _shown(before.conference.manifest, after, subject)
        try:
            with write():
                publishing.store(revision, publication, Source(None, None), by.at, lambda _rows: None)
        except Outdated:
            continue
        manifest = before.conference.manifest if publication is None else publication.manifest
        return _shown(manifest, after, subject)
    raise Busy("Somebody else is changing this conference. Nothing was changed. Please try again.")


def listed(conference_id: str, user_id: str, subject: str | None = None) -> list[dict[str, Any]]:
    """Return the conference's corrections, the newest first, or those of one item or person; raise NotFound."""
    with snapshot():
        found = _own(conference_id, user_id)
        return _told(correction_rows.load(found.id), found.zone, subject)


def _own(conference_id: str, user_id: str) -> Conference:
    query = select(Conference).where(Conference.id == conference_id, Conference.owner_id == user_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def _diff(before: Agenda, after: Agenda) -> Diff:
    return compare(before, after, [one.id for one in after.items.values() if before.items.get(one.id) is not one])


def _shown(manifest: str, agenda: Agenda, subject: str) -> dict[str, Any]:
    with snapshot():
        return {"manifest": manifest, "corrections": _told(agenda.corrections, agenda.conference.zone, subject)}


def _told(made: Corrections, zone: str | None, subject: str | None) -> list[dict[str, Any]]:
    wanted = [one for every in made.values() for one in every.values() if subject is None or _concerns(one, subject)]
    wanted.sort(key=lambda one: (one.at, one.subject, one.field), reverse=True)
    wanted = wanted[:MOST_LISTED]
    says = [_says(one, zone) for one in wanted]
    people = {person_id for pair in zip(wanted, says, strict=True) for person_id in _named(*pair)}
    names = _names({one.subject for one in wanted} | people)
    return [_as_dict(one, told, names) for one, told in zip(wanted, says, strict=True)]


def _concerns(made: Correction, subject: str) -> bool:
    return made.subject == subject or made.value == subject or (made.field == "apart" and subject in made.value)


def _says(made: Correction, zone: str | None) -> Any:
    """Return what the file says in the place of a correction; the columns that it covers are enough to tell."""
    if made.kind == "item":
        return corrections.told_by(
            made.field, corrections.lift(ItemState(made.subject, "", ""), {made.field: made}), zone
        )
    return corrections.told_by(made.field, corrections.lift(PersonState(made.subject, ""), {made.field: made}), zone)


def _named(made: Correction, told: Any) -> set[str]:
    return {person_id for person_id, _role in (*made.value, *told)} if made.field == "people" else set()


def _names(wanted: set[str]) -> Names:
    """Return the title of each item, and the name and affiliation of each person."""
    found = Names()
    ids = sorted(wanted)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        people = select(AgendaPerson.id, AgendaPerson.name, AgendaPerson.affiliation)
        for person_id, name, affiliation in db.session.execute(people.where(AgendaPerson.id.in_(batch))):
            found[person_id] = (name, affiliation or None)
        for item_id, title in db.session.execute(select(Item.id, Item.title).where(Item.id.in_(batch))):
            found[item_id] = (title, None)
    return found


def _as_dict(made: Correction, told: Any, names: Names) -> dict[str, Any]:
    title, affiliation = names.get(made.subject, ("", None))
    value = made.value
    if made.field == "people":
        value, told = _with_names(value, names), _with_names(told, names)
    return {
        "kind": made.kind,
        "subject": made.subject,
        "title": title,
        "affiliation": affiliation,
        "field": made.field,
        "value": value,
        "told": told,
        "at": wire(made.at),
    }


def _with_names(pairs: list[list[str]], names: Names) -> list[dict[str, str]]:
    return [{"person": one, "role": role, "name": names.get(one, ("", None))[0]} for one, role in pairs]
