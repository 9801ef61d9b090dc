"""What people answered about a conference's files, and how it is applied to the next one. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from server.agenda.importers.programme import ColumnGuess, Hints, Programme
from server.agenda.keys import slug_of
from server.agenda.states import ConferenceState

MOST_MAPPINGS = 20  # kept for one conference


@dataclass(frozen=True, slots=True)
class Target:
    """Where an import goes. Without an owner it is the operator's and public; `slug` names the conference outright.

    `part` says what a file means that holds under half of the stored items: add, replace, or not said yet.
    """

    owner_id: str | None
    slug: str | None = None
    name: str | None = None
    part: Literal["ask", "add", "replace"] = "ask"


def slug_for(target: Target, title_slug: str, file_name: str) -> str:
    """Return the slug: the one named, that of the given name, of the file's title, of the file's name."""
    stem = file_name.rsplit(".", 1)[0]
    return target.slug or slug_of(target.name or "") or slug_of(title_slug) or slug_of(stem) or "agenda"


def fingerprint(mapping: Sequence[ColumnGuess]) -> str:
    """Return what tells one header row from another."""
    return hashlib.sha256("\n".join(guess.header for guess in mapping).encode()).hexdigest()[:32]


def answered(hints: Hints, known: ConferenceState, programme: Programme) -> Hints | None:
    """Return the hints with what was answered for an earlier file, None where that changes nothing for this one.

    Known days help a file that names weekdays only; any other file may say that the meeting was moved.
    """
    asked = {question.kind for question in programme.questions}
    zone, order, mapping = hints.zone, hints.date_order, hints.mapping
    if known.zone and zone is None and (known.zone_source == "user" or "zone" in asked):
        zone = None if known.zone == programme.conference.zone else known.zone
    if known.date_order and order is None and "date_order" in asked:
        order = known.date_order
    if mapping is None and programme.mapping:
        mapping = known.mappings.get(fingerprint(programme.mapping))
    first, last = hints.first_day, hints.last_day
    if any(session.day_label and session.day_on is None for session in programme.sessions):
        first, last = first or known.first_day, last or known.last_day
    better = replace(hints, zone=zone, date_order=order, mapping=mapping, first_day=first, last_day=last)
    return None if better == hints else better


def remembered(known: ConferenceState, programme: Programme, hints: Hints) -> ConferenceState:
    """Return the conference with the answers that this file brought."""
    mappings = dict(known.mappings)
    if hints.mapping and programme.mapping:
        mappings.pop(fingerprint(programme.mapping), None)
        mappings[fingerprint(programme.mapping)] = hints.mapping
        mappings = dict(list(mappings.items())[-MOST_MAPPINGS:])
    zone, source = known.zone, known.zone_source
    told = programme.conference
    if hints.zone:
        zone, source = hints.zone, "user"
    elif told.zone and source != "user":
        zone, source = told.zone, told.zone_source
    order = hints.date_order or known.date_order
    return replace(known, zone=zone, zone_source=source, date_order=order, mappings=mappings)
