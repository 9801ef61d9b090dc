"""The agenda as it travels: one row of each shard kind for an item or a person. Pure; wire contract, section 3.

The order of columns is part of every row, so it changes with `FORMAT` only.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from server.agenda.states import Agenda, ConferenceState, ItemState, PersonState
from server.core.clock import wire

FORMAT: Final = 2
KINDS: Final = ("list", "details", "people", "abstracts")
COLUMNS: Final[dict[str, list[str]]] = {
    "list": [
        *("id", "kind", "title", "track", "room", "starts", "ends", "local", "day_on"),
        *("board", "number", "parent", "people", "status"),
    ],
    "details": ["id", "subtitle", "day_label", "credit", "roles", "marks", "links", "language"],
    "people": ["id", "name", "sort_name", "degrees", "affiliation", "merged_into", "number"],
    "abstracts": ["id", "abstract"],
}
Row = list[Any]


def list_row(item: ItemState, numbers: Mapping[str, int]) -> Row:
    """Return what the first screen and search need; `local` is the wall clock as an ISO 8601 interval or instant.

    People stand here by number, since their ids are half of what a list weighs; `people` rows tell whose it is.
    """
    return [
        item.id,
        item.kind,
        item.title,
        item.track or None,
        item.room or None,
        wire(item.starts),
        wire(item.ends),
        _local(item.local_start, item.local_end),
        item.day_on.isoformat() if item.day_on else None,
        item.board or None,
        item.number or None,
        item.parent,
        [numbers.get(person_id, 0) for person_id, _role in item.people],
        "cancelled" if item.cancelled else "confirmed",
    ]


def details_row(item: ItemState) -> Row:
    """Return the rest without the abstract; `roles` run beside `people` of the list, [] where all are presenters."""
    roles = [role for _person_id, role in item.people]
    return [
        item.id,
        item.subtitle or None,
        item.day_label or None,
        item.credit or None,
        roles if any(role != "presenter" for role in roles) else [],
        list(item.marks),
        list(item.links),
        item.language or None,
    ]


def abstracts_row(item: ItemState) -> Row:
    """Return the abstract, a clean HTML subset, None where there is none."""
    return [item.id, item.abstract or None]


def people_row(person: PersonState, numbers: Mapping[str, int]) -> Row:
    """Return a person; `name` is "" for a code without a name, which no list shows."""
    return [
        person.id,
        person.name,
        person.sort_name,
        list(person.degrees),
        person.affiliation or None,
        person.merged_into,
        numbers[person.id],
    ]


def is_bare(kind: str, row: Row) -> bool:
    """Tell whether a row says nothing beyond its id; a shard leaves such details and abstracts out."""
    return kind in ("details", "abstracts") and not any(row[1:])


def conference_head(conference: ConferenceState) -> dict[str, Any]:
    """Return the meeting as the manifest names it."""
    return {
        "id": conference.id,
        "slug": conference.slug,
        "name": conference.name,
        "zone": conference.zone,
        "first_day": conference.first_day.isoformat() if conference.first_day else None,
        "last_day": conference.last_day.isoformat() if conference.last_day else None,
    }


def places(agenda: Agenda) -> dict[str, list[dict[str, str | None]]]:
    """Return rooms and tracks of the manifest, sorted by folded name; rows of the list name them by their text."""
    return {
        "rooms": [{"name": name, "note": note or None} for _folded, (name, note) in sorted(agenda.rooms.items())],
        "tracks": [{"name": name} for _folded, name in sorted(agenda.tracks.items())],
    }


def _local(start: datetime | None, end: datetime | None) -> str | None:
    if start is None:
        return None
    return _clock(start) if end is None else f"{_clock(start)}/{_clock(end)}"


def _clock(local: datetime) -> str:
    return local.isoformat(timespec="minutes" if local.second == 0 else "seconds")
