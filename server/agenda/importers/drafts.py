"""Items of a page or a text while it is read: they grow line by line and become `Item`s at the end.

Pure. Source of the rules: the import contract, sections 2 and 6.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from server.agenda.importers.cells import Cell
from server.agenda.importers.dates import read_moment
from server.agenda.importers.kinds import Clues, kind_of
from server.agenda.importers.leading import Lead
from server.agenda.importers.line_parts import Parts, is_code, is_room, labelled, names_people
from server.agenda.importers.table_parents import Item
from server.agenda.importers.table_rows import Record
from server.agenda.importers.times import parse_span
from server.agenda.people import is_nobody

#: The title begins as the name of a session, which holds talks, does.
SESSION: Final = re.compile(
    r"^\W{0,3}(?:(?:oral|poster|scientific|parallel|plenary|invited|special|paper|technical|concurrent|breakout|short|rapid|morning"
    r"|afternoon|industry|science)\s){0,2}(?:session|symposium|block|sitzung|track|sektion|sesión|séance|sessione)s?\b"
    r"|\bsession\s?[\dIVX]{1,4}\b|^[A-Z]{1,3}\d{1,3}\s?[:.–-]\s?.*\bsession\b",
    re.IGNORECASE,
)
POSTERS: Final = re.compile(r"\b(?:e-?)?posters?\b|\babstracts\b|\bposterausstellung\b", re.IGNORECASE)
_EXTRAS: Final = re.compile(
    r"\s*[\[(]\s*(?:slides?|handouts?|pdf|videos?|abstract|paper|recording|materials?|links?|zoom|preprint|code|bibtex|notes)"
    r"\s*[\])]",
    re.IGNORECASE,
)
_ROLES: Final = frozenset({"presenter", "author", "chair", "moderator", "discussant", "panelist"})
_MOST_DETAILS: Final = 400  # lines kept of one item
_LONGEST_TITLE: Final = 300


@dataclass(eq=False, slots=True)
class Draft:
    """One item to be; `fields` are those of the columns of tables."""

    where: str
    title: str = ""
    fields: dict[str, list[Cell]] = field(default_factory=dict)
    parent: "Draft | None" = None
    is_section: bool = False  # a heading: dropped when it neither holds an item nor is one
    marks: tuple[str, ...] = ()
    links: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)  # lines whose meaning is settled when the item ends
    children: int = 0
    in_list: bool = False  # stands in a list of posters

    @property
    def is_timed(self) -> bool:
        """Say whether a time of day is written for it."""
        return "start" in self.fields

    @property
    def has_people(self) -> bool:
        """Say whether somebody is named."""
        return any(name.split(".")[0] in _ROLES for name in self.fields)

    def put(self, name: str, value: Cell) -> None:
        """Adds a value to a field; "" adds nothing."""
        if value not in (None, ""):
            self.fields.setdefault(name, []).append(value)

    def put_once(self, name: str, value: Cell) -> None:
        """Sets a field that is still empty."""
        if name not in self.fields:
            self.put(name, value)

    def put_lead(self, lead: Lead, day: str) -> None:
        """Sets day, time, length and the code in front of them."""
        self.put_once("day", fuller_day(lead.day, day))
        self.put_once("start", lead.span)
        self.put_once("duration", lead.length)
        self.put_once("number", lead.code)

    def put_parts(self, parts: Parts) -> None:
        """Sets title, people, room and number where they are told."""
        self.title = self.title or parts.title
        self.put("presenter", parts.people)
        self.put_once("room", parts.room)
        self.put_once("number", parts.number)

    def adopt(self, parent: "Draft | None") -> None:
        """Becomes a child of a session; breaks and social events between talks are nobody's children."""
        if parent is None or parent is self:
            return
        kind = kind_of(Clues(self.title, named=self.has_people))
        if kind not in ("break", "social"):
            self.parent = parent
            parent.children += 1

    def settle(self) -> None:
        """Reads the lines that came with the item: its title first, then people, rooms, labels and the abstract."""
        text: list[str] = []
        for line in self.details:
            self._settle(line, text)
        self.put("abstract", "\n".join(text))
        self.details = []

    def _settle(self, line: str, text: list[str]) -> None:
        told = labelled(line)
        if told is not None and told[1]:
            self.put_label(*told)
        elif not self.title and is_code(line):
            self.put_once("number", line.strip("#()[] "))
        elif not self.title and len(line) <= _LONGEST_TITLE and told is None:
            self.title = line
        elif is_room(line) and "room" not in self.fields:
            self.put("room", line)
        elif not text and (names_people(line) or (not self.has_people and len(line) < 40 and is_nobody(line))):
            self.put("presenter", line)
        else:
            text.append(line)

    def put_label(self, name: str, value: str) -> None:
        """Sets what a labelled line tells."""
        if name == "title":
            self.title = value if not self.title or self.is_section else self.title
        elif name in _ROLES or name in ("abstract", "track"):
            self.put(name, value)
        elif name not in ("mail", "session", "session_id", "level", "role"):
            self.put_once(name, value)


def fuller_day(own: str, above: str) -> str:
    """Return the day of an item: its own, or the one above it where its own only repeats the weekday."""
    mine, outer = read_moment(own), read_moment(above)
    if mine is None or mine.day is None:
        return above
    weekday_only = mine.day.weekday is not None and not (mine.day.month or mine.day.first)
    if weekday_only and outer is not None and outer.day is not None:
        return above if outer.day.weekday in (None, mine.day.weekday) else own
    return own


def add_detail(draft: Draft, line: str) -> None:
    """Keeps a line of an item; the rest of an endless text is left out."""
    if len(draft.details) < _MOST_DETAILS:
        draft.details.append(line)


def holds(section: Draft, item: Draft) -> bool:
    """Say whether a session with a time holds an item by the clock: the same day, not the same time."""
    outer, inner = _minutes(section), _minutes(item)
    if outer is None or inner is None or section.fields.get("day") != item.fields.get("day"):
        return False
    start, end = inner
    if start < outer[0]:
        start, end = start + 720, end + 720
    return outer[0] <= start < outer[1] and end <= outer[1] and (start, end) != outer


def _minutes(draft: Draft) -> tuple[int, int] | None:
    span = parse_span(str(draft.fields.get("start", [""])[0]))
    if span is None or span.all_day:
        return None
    end = span.end.minutes if span.end else span.start.minutes
    return span.start.minutes, end + 720 if end < span.start.minutes else end


def items_of(drafts: Sequence[Draft]) -> list[Item]:
    """Return the drafts as items, each session before its first item; headings of nothing are left out."""
    drafts = _without_pointed(drafts)
    kept = [draft for draft in drafts if draft.title and (not draft.is_section or _is_item(draft))]
    keys = {id(draft): str(number) for number, draft in enumerate(kept, start=1)}
    return [_item(draft, keys) for draft in kept]


def _is_item(section: Draft) -> bool:
    return section.children > 0 or section.is_timed or (section.has_people and section.in_list)


def _without_pointed(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with the sections merged that a row of the page points to by a link ("#posters-1")."""
    pointing: dict[str, list[Draft]] = {}
    for draft in drafts:
        for link in draft.links:
            if link.startswith("#") and draft.is_timed and not draft.is_section:
                pointing.setdefault(link[1:], []).append(draft)
    instead: dict[int, Draft] = {}
    for draft in drafts:
        rows = [row for mark in draft.marks for row in pointing.get(mark, [])] if draft.is_section else []
        if rows and draft.children:
            instead[id(draft)] = next((row for row in reversed(rows) if POSTERS.search(row.title)), rows[-1])
    for draft in drafts:
        row = instead.get(id(draft.parent)) if draft.parent is not None else None
        if row is not None:
            draft.parent = None if row is draft or row.parent is draft else row  # a block is not inside itself
    return [draft for draft in drafts if id(draft) not in instead]


def _item(draft: Draft, keys: dict[int, str]) -> Item:
    links = [link for link in draft.links if link.startswith(("https://", "http://"))]
    cells = dict(draft.fields)
    if links:
        cells["link"] = [*cells.get("link", []), *links]
    record = Record(draft.where, "", cells)
    parent = draft.parent if draft.parent is not None and id(draft.parent) in keys else None
    block = parent is not None and draft.is_timed and not draft.has_people and "number" not in draft.fields
    is_heading = draft.is_section and (draft.children > 0 or draft.is_timed)
    return Item(
        key=keys[id(draft)],
        record=record,
        title=_EXTRAS.sub("", draft.title).strip() or draft.title,
        parent=keys[id(parent)] if parent else None,
        parent_title="" if parent is None or block else parent.title,
        describes=is_heading,
    )
