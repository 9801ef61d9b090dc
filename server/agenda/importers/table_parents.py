"""Which session a row of a table belongs to: by a session column, a describing sheet, the sheet's name, or "Sub".

Pure. Source of the rules: the import contract, sections 2 and 6.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from server.agenda.importers.column_keys import fold_header
from server.agenda.importers.dates import DayText, read_moment
from server.agenda.importers.leading import day_number
from server.agenda.importers.line_parts import is_room
from server.agenda.importers.table_rows import Listing, Record
from server.agenda.importers.text import plain
from server.agenda.people import fold

_ANY_SHEET = re.compile(
    r"^(?:sheet|tabelle|feuil|feuille|hoja|foglio|blatt|planilha|worksheet|table|data|export)?\s?\d{0,3}$"
)
_SUB = frozenset({"sub", "sub session", "subsession", "sub-session", "child", "2"})


@dataclass(slots=True)
class Item:
    """One session to be: its record, its key in the file, its parent's key; a heading has no record of its own."""

    key: str
    record: Record | None
    title: str
    parent: str | None = None
    parent_title: str = ""
    external_id: str = ""
    describes: bool = False  # comes from a sheet that describes sessions


@dataclass(slots=True)
class _Tree:
    items: list[Item] = field(default_factory=list)
    described: dict[str, Item] = field(default_factory=dict)
    by_title: dict[str, Item] = field(default_factory=dict)
    headings: dict[str, Item] = field(default_factory=dict)
    days: Collection[str] = ()  # sheets that are days


def is_description(listing: Listing, others: Sequence[Listing]) -> bool:
    """Say whether a listing describes the sessions that other sheets are named after or point to by id."""
    if not listing.layout.has("session_id") or not listing.layout.has("title") or not others:
        return False
    ids = {record.code("session_id") for record in listing.records} - {""}
    names = {other.table.name.strip() for other in others}
    pointed = {record.code("session_id") for other in others for record in other.records}
    return bool(ids & (names | pointed)) and len(ids) == len([r for r in listing.records if r.code("session_id")])


def day_of_sheet(listing: Listing) -> DayText | None:
    """Return the day a sheet's name or a text over its header tells for rows that have none."""
    for text in (listing.table.name, *listing.above):
        moment = read_moment(text)
        if moment is not None and moment.day is not None and moment.span is None:
            return moment.day
    return None


def arranged(listings: Sequence[tuple[Listing, list[Record]]], days: Collection[str] = ()) -> list[Item]:
    """Return all items in the file's order, a parent before its first child; `days` names the sheets that are days."""
    tree = _Tree(days=days)
    whole = [listing for listing, _ in listings]
    describing = [each for each in whole if is_description(each, [other for other in whole if other is not each])]
    for listing in describing:
        for record in listing.records:
            _describe(tree, record)
    rest = [(listing, records) for listing, records in listings if listing not in describing]
    own = [listing for listing, _ in rest if not describing and _is_own_session(listing)]
    for _, records in rest:
        for record in records:
            if not record.text("session"):
                tree.by_title.setdefault(fold(plain(record.text("title"))), Item(record.where, record, ""))
    for listing, records in rest:
        if listing in own:
            tree.items += [
                Item(one.where, one, plain(one.text("title")), external_id=one.code("session_id")) for one in records
            ]
        else:
            _place(tree, listing, records, several=len(rest) > 1)
    return tree.items


def _is_own_session(listing: Listing) -> bool:
    """Say whether the ids of sessions are those of the rows themselves: each session has one title in all its rows."""
    named = any(each.field == "title" and fold_header(each.header).startswith("session") for each in listing.guesses)
    if not named or not listing.layout.has("session_id") or listing.layout.has("id", "session", "level"):
        return False
    titles: dict[str, set[str]] = {}
    for record in listing.records:
        titles.setdefault(record.code("session_id"), set()).add(fold(plain(record.text("title"))) or record.where)
    return "" not in titles and all(len(told) == 1 for told in titles.values())


def _describe(tree: _Tree, record: Record) -> None:
    code = record.code("session_id")
    title = plain(record.text("title")) or code
    item = Item(record.where, record, title, external_id=code, describes=True)
    tree.items.append(item)
    if code:
        tree.described[code] = item


def _place(tree: _Tree, listing: Listing, records: list[Record], *, several: bool) -> None:
    main: Item | None = None
    room = listing.table.name.strip() if several and is_room(listing.table.name.strip()) else ""
    for record in records:
        if room and not listing.layout.has("room"):
            record.cells["room"] = [room]
        item = Item(record.where, record, plain(record.text("title")))
        is_sub = record.text("level").casefold() in _SUB
        parent = main if is_sub else _parent(tree, listing, record, several=several)
        if parent is not None and parent.key != item.key:
            item.parent, item.parent_title = parent.key, parent.title
        tree.items.append(item)
        main = main if is_sub else item


def _parent(tree: _Tree, listing: Listing, record: Record, *, several: bool) -> Item | None:
    sheet = listing.table.name.strip()
    code, name = record.code("session_id"), plain(record.text("session"))
    if known := tree.described.get(code) or tree.described.get(sheet):
        return known
    if code:
        return _heading(tree, f"id {code}", name or code, code)
    if name:
        item = tree.by_title.get(fold(name))
        return Item(item.key, None, name) if item else _heading(tree, fold(name) or name, name)
    if several and not _is_plain(sheet) and listing.table.name not in tree.days and day_of_sheet(listing) is None:
        return _heading(tree, f"sheet {sheet}", sheet)
    return None


def _is_plain(sheet: str) -> bool:
    """Say whether a sheet's name names no session: "Sheet 1", "Day 2", a room."""
    return _ANY_SHEET.match(sheet.casefold()) is not None or bool(day_number(sheet)) or is_room(sheet)


def _heading(tree: _Tree, key: str, title: str, external_id: str = "") -> Item:
    if key not in tree.headings:
        tree.headings[key] = Item(f"session {key}", None, title, external_id=external_id)
        tree.items.append(tree.headings[key])
    return tree.headings[key]
