"""What people answered about a conference's files, and how it is applied to the next one. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from server.agenda.importers.programme import Hints, MappedTable, Programme
from server.agenda.keys import slug_of
from server.agenda.states import ConferenceState

MOST_MAPPINGS = 20  # kept for one conference
MOST_NAMED = 12  # columns, in one warning
SURE = 95  # a lower score is shown to a person

#: What people said of columns: fingerprint of a header -> column -> field.
Mappings = Mapping[str, Mapping[str, str]]


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


def recalled(hints: Hints, earlier: Iterable[Mappings], tables: Iterable[MappedTable]) -> Hints:
    """Return the hints with the columns as they were set for an earlier file of the same header.

    `earlier` holds the mappings of the conference itself first, then those of its owner's others.
    """
    given = dict(hints.mapping or {})
    kept = list(earlier)
    for table in tables:
        told = next((one[table.key] for one in kept if table.key in one), None)
        if told and table.key not in given:
            given[table.key] = dict(told)
    return replace(hints, mapping=given) if given else hints


def answered(hints: Hints, known: ConferenceState, programme: Programme) -> Hints | None:
    """Return the hints with what was answered for an earlier file, None where that changes nothing for this one.

    Known days help a file that names weekdays only; any other file may say that the meeting was moved.
    """
    asked = {question.kind for question in programme.questions}
    zone, order = hints.zone, hints.date_order
    if known.zone and zone is None and (known.zone_source == "user" or "zone" in asked):
        zone = None if known.zone == programme.conference.zone else known.zone
    if known.date_order and order is None and "date_order" in asked:
        order = known.date_order
    first, last = hints.first_day, hints.last_day
    if any(session.day_label and session.day_on is None for session in programme.sessions):
        first, last = first or known.first_day, last or known.last_day
    better = replace(hints, zone=zone, date_order=order, first_day=first, last_day=last)
    return None if better == hints else better


def remembered(known: ConferenceState, programme: Programme, hints: Hints) -> ConferenceState:
    """Return the conference with the answers that this file brought."""
    zone, source = known.zone, known.zone_source
    told = programme.conference
    if hints.zone:
        zone, source = hints.zone, "user"
    elif told.zone and source != "user":
        zone, source = told.zone, told.zone_source
    order = hints.date_order or known.date_order
    return replace(known, zone=zone, zone_source=source, date_order=order, mappings=_mappings(known, programme, hints))


def _mappings(known: ConferenceState, programme: Programme, hints: Hints) -> dict[str, dict[str, str]]:
    """Return the mappings with those of this file, latest last: all columns of each table that a person has set."""
    kept = dict(known.mappings)
    for table in programme.mapping:
        if table.key in (hints.mapping or {}):
            kept.pop(table.key, None)
            if any(column.chosen for column in table.columns):
                kept[table.key] = {column.key: column.field for column in table.columns}
    return dict(list(kept.items())[-MOST_MAPPINGS:])


def proposed(programme: Programme) -> str:
    """Return what to tell somebody who cannot be asked about columns that are not sure, "" when all are."""
    unsure = [column for table in programme.mapping for column in table.columns if column.score < SURE]
    if not unsure:
        return ""
    named = [f"{one.header or one.key}: {one.field or 'not used'}" for one in unsure[:MOST_NAMED]]
    more = f" and {len(unsure) - MOST_NAMED} more" if len(unsure) > MOST_NAMED else ""
    return f"The meaning of some columns was proposed and should be checked: {'; '.join(named)}{more}."
