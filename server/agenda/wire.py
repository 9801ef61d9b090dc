"""The agenda as it travels: one row of each shard kind for an item or a person. Pure; wire contract, section 3.

The order of columns, and the form of each column in a shard, change with `FORMAT` only. No time is said twice: `ends`,
`local` and `day_on` are short where they follow from `starts` (`clocks`).
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any, Final

from server.agenda import clocks, columns
from server.agenda.columns import Pack
from server.agenda.states import Agenda, ConferenceState, ItemState, PersonState
from server.core.clock import wire

FORMAT: Final = 3
KINDS: Final = ("list", "details", "people", "abstracts")
COLUMNS: Final[dict[str, list[str]]] = {
    "list": [
        *("id", "kind", "title", "track", "room", "starts", "ends", "local", "day_on"),
        *("board", "number", "parent", "people", "status"),
    ],
    "details": ["id", "subtitle", "day_label", "credit", "roles", "marks", "links", "language"],
    "people": ["id", "name", "degrees", "affiliation", "merged_into", "number"],
    "abstracts": ["id", "abstract"],
}
_OF_FEW: Final = ("kind", "track", "room", "starts", "ends", "local", "day_on", "board", "number", "parent", "status")
FORMS: Final[dict[str, dict[str, Pack]]] = {
    "list": {"id": columns.ids, "people": columns.lists, **dict.fromkeys(_OF_FEW, columns.words)},
    "details": {"id": columns.ids, "day_label": columns.words, "language": columns.words},
    "people": {
        "id": columns.ids,
        "affiliation": columns.words,
        "merged_into": columns.words,
        "number": columns.numbers,
    },
    "abstracts": {"id": columns.ids},
}
Row = list[Any]


def list_row(item: ItemState, numbers: Mapping[str, int]) -> Row:
    """Return what the first screen and search need.

    People stand here by number, since their ids are half of what a list weighs; `people` rows tell whose it is.
    """
    ends, local, day_on = clocks.short(item.starts, item.ends, item.local_start, item.local_end, item.day_on)
    return [
        item.id,
        item.kind,
        item.title,
        item.track or None,
        item.room or None,
        wire(item.starts),
        ends,
        local,
        day_on,
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


def shard(kind: str, rows: Iterable[Row]) -> dict[str, Any]:
    """Return the shard of these rows, which are in the order of their ids."""
    values = list(zip(*rows, strict=True)) or [()] * len(COLUMNS[kind])
    return _shard(kind, [_pack(kind, place)(column) for place, column in enumerate(values)])


def amended(kind: str, shard: Mapping[str, Any], put: Mapping[str, Row], differing: Set[int]) -> dict[str, Any] | None:
    """Return the shard with these rows in it, as if made of all rows; None where it is empty or of another format.

    `differing` are the places of the columns in which any of the rows differs from what stands there.
    """
    if (shard.get("format"), shard.get("columns")) != (FORMAT, COLUMNS[kind]):
        return None
    ids = old = columns.cells_of(shard["values"][0])
    if not old:  # empty ones have one name, so it may stand for another number
        return None
    bare = {row_id for row_id, row in put.items() if is_bare(kind, row)}
    if bare or not put.keys() <= set(old):
        ids = sorted({*old, *put} - bare)
    values = list(shard["values"])
    for place in range(len(values)) if ids != old else differing:
        cells = dict(zip(old, columns.cells_of(values[place], len(old)), strict=True))
        cells |= {row_id: row[place] for row_id, row in put.items()}
        values[place] = _pack(kind, place)([cells[row_id] for row_id in ids])
    return _shard(kind, values)


def _pack(kind: str, place: int) -> Pack:
    return FORMS[kind].get(COLUMNS[kind][place], columns.cells)


def _shard(kind: str, values: list[columns.Packed]) -> dict[str, Any]:
    return {"columns": COLUMNS[kind], "format": FORMAT, "values": values}


def read(shard: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a shard of any format by the names of their columns, times as texts."""
    names = shard["columns"]
    for row in zip(*columns.unpacked(shard["values"]), strict=True) if "values" in shard else shard["rows"]:
        named = dict(zip(names, row, strict=True))
        yield named | clocks.told(named) if "local" in named else named
