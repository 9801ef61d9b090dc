"""Tables of a page to items: rows with a time, rows that name a day, rows that head a session with its chair.

Pure. Source of the rules: the import contract, sections 4 to 6.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from server.agenda.importers import grid
from server.agenda.importers.blocks import Box, Place, Spread
from server.agenda.importers.cells import text_of
from server.agenda.importers.drafts import POSTERS, SESSION, Draft, fuller_day, holds
from server.agenda.importers.leading import day_in, day_number, lead_of
from server.agenda.importers.line_parts import is_room, led_by, parts_of, take_number
from server.agenda.importers.outline_columns import Columns, columns_of, untitled
from server.agenda.importers.programme import MappedTable
from server.agenda.importers.table_mapping import page

_PEOPLE: Final = frozenset({"presenter", "author", "chair", "moderator", "discussant", "panelist"})
_WITH: Final = re.compile(r"^(?:with|by|presented by)\s+", re.IGNORECASE)
_REPEATED: Final = frozenset(
    {"day", "start", "end", "room", "track", "session"}
)  # a merged cell tells them for each row


@dataclass(slots=True)
class Found:
    """What a table held."""

    drafts: list[Draft] = field(default_factory=list)
    day: str = ""  # the last one that a row of it named
    table: MappedTable | None = None  # its columns, None for a grid and for what is no list


def read(
    table: Spread, day: str, section: Draft | None, mapping: Mapping[str, Mapping[str, str]] | None = None
) -> Found:
    """Return the items of a table under a day and a session; nothing for a table that is no programme."""
    if (gridded := grid.read(table, day)) is not None:
        for draft in gridded:
            draft.adopt(section)
        return Found(gridded)
    posters = section is not None and section.in_list
    columns = columns_of(table, mapping, posters=posters)
    if columns is None:
        bare = untitled(table)
        return Found(table=_shown(table, bare)) if bare else Found()
    reader = _Rows(table, columns, day, section)
    for number in range(columns.first, len(table.rows)):
        reader.row(number)
    return Found(reader.drafts, reader.day if reader.day != day else "", _shown(table, columns))


def _shown(table: Spread, columns: Columns) -> MappedTable:
    rows = []
    for number in range(columns.first, len(table.rows)):
        texts = [text_of(place.box.text) if place else "" for place in table.rows[number]]
        if len({id(place.box) for place in table.rows[number] if place and text_of(place.box.text)}) > 1:
            rows.append((table.wheres[number], texts))
    return page(table.name, columns.key, columns.guesses, rows)


class _Rows:
    def __init__(self, table: Spread, columns: Columns, day: str, section: Draft | None) -> None:
        self.table = table
        self.columns = columns
        self.day = day
        self.outer = section
        self.section = section
        self.last: Draft | None = None  # the last item with a time
        self.drafts: list[Draft] = []

    def row(self, number: int) -> None:
        """Reads one row."""
        cells = self.table.rows[number]
        boxes = {id(place.box): place for place in cells if place is not None and text_of(place.box.text)}
        if len(boxes) == 1 and self.table.width > 1 and self._is_alone(next(iter(boxes.values())), number):
            self._heading(next(iter(boxes.values())).box, number)
        elif boxes:
            self._item(number, cells)

    def _is_alone(self, place: Place, number: int) -> bool:
        """Say whether the only cell of a row speaks for the whole row; a lone cell in the title column is an item."""
        if place.row != number:
            return False
        return (
            place.box.across > 1 or place.column != self.columns.column("title") or bool(_day(text_of(place.box.text)))
        )

    def _heading(self, box: Box, number: int) -> None:
        lines = [line for line in text_of(box.text).split("\n") if line.strip()]
        first = " ".join(lines[0].split())
        found = _day(first)
        if found is not None:
            self.day, self.section = found[0], self.outer
            if not found[1]:
                return
            first = found[1]
        where = self.table.wheres[number]
        draft = Draft(where, links=list(box.links), is_section=True)
        lead = lead_of(first)
        if lead is not None:
            draft.put_lead(lead, self.day)
            draft.is_section = not lead.rest
            draft.put_parts(parts_of(lead.rest))
        else:
            draft.title, chairs = led_by(first)
            draft.put("chair", chairs)
        draft.details = lines[1:]
        draft.settle()
        draft.in_list = bool(POSTERS.search(draft.title))
        self.drafts.append(draft)
        if lead is not None and not SESSION.search(draft.title):
            draft.adopt(self.section)
            return
        self.section, self.last = draft, None

    def _item(self, number: int, cells: list[Place | None]) -> None:
        draft = Draft(self.table.wheres[number])
        for column, name in enumerate(self.columns.fields):
            place = cells[column] if column < len(cells) else None
            if place is None or (place.column != column) or (place.row != number and name not in _REPEATED):
                continue
            self._put(draft, name, place.box)
        if not draft.title:
            return
        if draft.is_timed or "day" in draft.fields:
            own = str(draft.fields.pop("day", [""])[0])
            draft.put("day", fuller_day(own, self.day))
        elif _is_poster_row(self.table, number):
            draft.put("kind", "poster")
        self._place(draft)

    def _put(self, draft: Draft, name: str, box: Box) -> None:
        text = text_of(box.text)
        draft.links += [link for link in box.links if link not in draft.links]
        if not text:
            return
        if name == "title":
            self._put_title(draft, text)
        elif name in ("start", "day"):
            lead = lead_of(" ".join(text.split()))
            if lead is None:
                draft.put_once(name, " ".join(text.split()))
            else:
                draft.put_lead(lead, "")
                draft.put_once("room", lead.rest if is_room(lead.rest) else "")
        elif name.split(".")[0] in _PEOPLE:
            _put_people(draft, name, text)
        elif name and name != "link":
            draft.put(name, box.text)

    def _put_title(self, draft: Draft, text: str) -> None:
        """Sets title, and what stands below it in its cell: names, a room, the abstract."""
        first, *others = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
        told = {name.split(".")[0] for name in self.columns.fields}
        if told & _PEOPLE:
            draft.title = first
            draft.details = [line for line in others if not line.startswith(("[", "("))]
        else:
            lead = lead_of(first) if "start" not in told else None
            if lead is not None and lead.rest:
                draft.put_lead(lead, self.day)
                first = lead.rest
            draft.put_parts(parts_of(first, piped=False))
            draft.details = others
        if "number" not in told and not draft.is_timed and (self.section and self.section.in_list):
            number, draft.title = take_number(draft.title)
            draft.put("number", number)
        draft.settle()

    def _place(self, draft: Draft) -> None:
        """Gives an item its session: the row that heads it, or the row above whose time it shares."""
        if (
            self.last is not None
            and not draft.is_timed
            and "kind" not in draft.fields
            and "start" in self.columns.fields
        ):
            draft.adopt(self.last)
        else:
            if self.section is not None and self.section.is_timed and not self.section.is_section:
                self.section = self.section if holds(self.section, draft) else self.outer
            draft.adopt(self.section)
        self.drafts.append(draft)
        if draft.is_timed:
            self.last = draft if not draft.has_people else None
            if SESSION.search(draft.title):
                self.section = draft


def _put_people(draft: Draft, name: str, text: str) -> None:
    """Sets people; a remark in brackets on a line of its own ("(joint work with ...)") goes to the text."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    remarks = [line for line in lines if line.startswith("(") and line.endswith(")")]
    people = [_WITH.sub("", line) for line in lines if line not in remarks]
    draft.put(name, "\n".join(people))
    if remarks and people:
        draft.put("abstract", " ".join(remarks))


def _day(text: str) -> tuple[str, str] | None:
    found = day_in(text)
    return found if found is not None else ((number, "") if (number := day_number(text)) and len(text) < 12 else None)


def _is_poster_row(table: Spread, number: int) -> bool:
    names = (
        table.kinds[number].casefold().replace("-", " ").replace("_", " ").split() if number < len(table.kinds) else []
    )
    return bool({"poster", "posters", "eposter"} & set(names))
