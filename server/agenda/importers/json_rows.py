"""Lists of objects as tables: one row for each item, a column for each key, people and parts spread out. Pure.

Objects may stand in days, rooms or sessions; those pass on what they say of their items. Columns are ordered by what
their headers mean, so the order of an object's keys never matters.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from server.agenda.importers import column_names, json_columns, json_people, limits
from server.agenda.importers.cells import Cell
from server.agenda.importers.column_keys import fold_header
from server.agenda.importers.dates import read_moment
from server.agenda.importers.json_columns import Header, field_of, order
from server.agenda.importers.json_values import name_of, pointer, words
from server.agenda.importers.programme import RefusedFile
from server.agenda.importers.table_rows import Table
from server.agenda.importers.text import visible

_LEVEL: Final[Header] = ("Session or Sub-session", 0, "")
_KIND: Final[Header] = ("kind", 0, "")
_DAY: Final[Header] = ("day", 0, "")
_SESSION: Final[Header] = ("session group", 0, "")
_PASSED_ON: Final = frozenset({"day", "room", "track", "kind", "session"})
_ASIDE: Final = frozenset(
    {"answers", "attachments", "categories", "documents", "files", "images", "keywords", "links", "materials", "media",
     "questions", "references", "resources", "slides", "social links", "sponsors", "tags", "topics", "tracks"}
)  # fmt: skip
_DAY_NUMBER: Final = re.compile(r"^\W*(?:day|tag|jour|dia|giorno|dag)\s*\d{1,2}\W*$", re.IGNORECASE)
_POSTERS: Final = frozenset({"poster", "posters", "eposter", "eposters"})
_DEPTH: Final = 6  # days, rooms, sessions, talks
_LOOKED_AT: Final = 20
_KEYS: Final = 400  # of one object
_LONGEST_KEY: Final = 100
_CELLS: Final = 6_000_000
_UNREADABLE: Final = "This file holds far more fields than a programme can have; export only the programme."


@dataclass(frozen=True, slots=True)
class Listed(Table):
    """A table made of objects; `places` are the pointers of its rows, the first is the header's."""

    places: list[str] = field(default_factory=list)

    def where(self, number: int) -> str:
        """Return the pointer of a row."""
        return self.places[number]


@dataclass(frozen=True, slots=True)
class Row:
    """One item: its pointer and its cells by header."""

    where: str
    cells: dict[Header, Cell]


def table_of(name: str, key: str, listed: Sequence[object], where: str) -> Listed:
    """Return a list of objects as a table; `key` is what the list is called in the file."""
    inherited: dict[Header, Cell] = {}
    if _POSTERS & set(fold_header(key[:_LONGEST_KEY]).split()):
        inherited = {_KIND: "Poster"}
    rows: list[Row] = []
    for row in _rows(listed, where, inherited, 0):
        rows.append(row)
        if len(rows) > limits.ITEMS:
            raise RefusedFile(f"This file holds more than {limits.ITEMS:,} items.")
    headers = {header for row in rows for header in row.cells}
    if len(headers) > limits.COLUMNS:
        raise RefusedFile(f"This table has more than {limits.COLUMNS:,} columns; export only the programme.")
    if len(headers) * len(rows) > _CELLS:
        raise RefusedFile(_UNREADABLE)
    told = json_columns.joined([row.cells for row in rows])
    kept = sorted({header for cells in told for header in cells}, key=json_columns.order)
    titles: list[Cell] = [json_people.written(header) for header in kept]
    body = [[cells.get(header) for header in kept] for cells in told]
    return Listed(name, [titles, *body], [where, *(row.where for row in rows)])


def holds_items(listed: Sequence[object], depth: int = 0) -> bool:
    """Say whether one of the first 20 objects of a list has a title, or holds a list of such objects."""
    for one in listed[:_LOOKED_AT]:
        if not isinstance(one, dict):
            continue
        if any(field_of(key) == "title" for key in list(one)[:_KEYS]):
            return True
        inner = [value for value in list(one.values())[:_KEYS] if isinstance(value, list)]
        if depth < _DEPTH and any(holds_items(value, depth + 1) for value in inner[:_LOOKED_AT]):
            return True
    return False


def _rows(listed: Sequence[object], where: str, passed: dict[Header, Cell], depth: int) -> Iterator[Row]:
    for number, one in enumerate(listed):
        if isinstance(one, dict):
            yield from _of_object(one, where + pointer(number), passed, depth)


def _of_object(one: dict[str, object], where: str, passed: dict[Header, Cell], depth: int) -> Iterator[Row]:
    cells, children = _cells(one)
    if not children or depth >= _DEPTH:
        yield Row(where, {**passed, **cells})
        return
    is_item = _is_item(cells)
    if is_item:
        yield Row(where, {**passed, _LEVEL: "Session", **cells})
    below = {**passed, **_passed_on(cells, heading=not is_item)}
    if is_item:
        below[_LEVEL] = "Sub"
    for key, inner in children:
        yield from _rows(inner, where + pointer(key), below, depth + 1)


def _is_item(cells: dict[Header, Cell]) -> bool:
    """Say whether an object with others inside is a session of its own: a title, and a start, people or a text."""
    fields = {field_of(key) or role for (key, _, role) in cells} | {key for key, number, _ in cells if number}
    told = fields & {"start", "abstract", *column_names.ROLES}
    return "title" in fields and bool(told)


def _passed_on(cells: dict[Header, Cell], *, heading: bool) -> dict[Header, Cell]:
    """Return what a day, a room or a session says of the items inside; its own name is their day or their session."""
    kept = {header: cell for header, cell in cells.items() if not header[1] and field_of(header[0]) in _PASSED_ON}
    title = next((words(cells[header]) for header in sorted(cells, key=order) if field_of(header[0]) == "title"), "")
    if not heading or not title or _DAY_NUMBER.match(title[:_LONGEST_KEY]):
        return kept
    moment = read_moment(title)
    if moment is None or moment.day is None:
        return {**kept, _SESSION: title}
    return kept if any(field_of(header[0]) == "day" for header in kept) else {**kept, _DAY: title}


def _cells(one: dict[str, object]) -> tuple[dict[Header, Cell], list[tuple[str, list[object]]]]:
    """Return the cells of an object, and the lists of items inside it by key."""
    cells: dict[Header, Cell] = {}
    children: list[tuple[str, list[object]]] = []
    for key in sorted(one, key=lambda each: order((each, 0, "")))[:_KEYS]:
        value, short = one[key], key[:_LONGEST_KEY]
        role = json_people.role_of(short)
        if role and isinstance(value, list | dict):
            cells |= json_people.cells_of(role, value)
        elif isinstance(value, list) and fold_header(short) not in _ASIDE and holds_items(value):
            children.append((key, value))
        elif isinstance(value, list):
            texts = dict.fromkeys(filter(None, (name_of(each) or words(each) for each in value)))
            cells[short, 0, ""] = _cell("; ".join(texts))
        elif isinstance(value, dict):
            cells |= _parts(short, value)
        else:
            cells[short, 0, ""] = _cell(value)
    return cells, children


def _parts(key: str, value: dict[str, object]) -> dict[Header, Cell]:
    """Return a thing by its name, or its parts under headers of two words ("time start")."""
    if name := name_of(value):
        return {(key, 0, ""): _cell(name)}
    inner = {f"{key} {part[:_LONGEST_KEY]}": value[part] for part in sorted(value)[:_KEYS]}
    return {(header, 0, ""): _cell(each) for header, each in inner.items() if not isinstance(each, list | dict)}


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return visible(value)
    return words(value) if isinstance(value, int) and abs(value) > 10**15 else _plain(value)


def _plain(value: object) -> Cell:
    if isinstance(value, int):  # True and False too
        return value
    return value if isinstance(value, float) and abs(value) < 10**15 else None
