"""Pages and texts to items: follows days, sessions and times from block to block.

Pure. Source of the rules: the import contract, sections 4 to 6. A day holds until the next day, a heading until the
next one of its level; a line that begins with a time begins an item, the lines behind it tell about it.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from server.agenda.importers import limits, outline_rows
from server.agenda.importers.blocks import Block, Document, Heading, Line, Spread
from server.agenda.importers.drafts import POSTERS, SESSION, Draft, add_detail, holds
from server.agenda.importers.leading import Lead, day_in, day_number, day_text, lead_of
from server.agenda.importers.line_parts import is_code, is_room, labelled, led_by, names_people, parts_of, take_number
from server.agenda.importers.outline_shape import (
    heading_time,
    is_bare,
    is_generic,
    is_spaced,
    joined,
    titles_come_first,
    without_remark,
)
from server.agenda.importers.part_notes import part_of
from server.agenda.importers.programme import MappedTable, RefusedFile
from server.agenda.importers.text import plain

_NOISE: Final = re.compile(
    r"^(?:add to (?:my )?(?:agenda|schedule|calendar|favou?rites|planner|itinerary)|bookmark(?:ed)?|favou?rite"
    r"|(?:read|view|show|see) (?:more|less|details|abstract|session|all)|details|more|less|share|print|export|log ?in"
    r"|log ?out|sign ?in|sign ?up|sign ?out|menu|back(?: to top)?|next|previous|skip to (?:main )?content"
    r"|expand(?: all)?|collapse(?: all)?|download|edit|close|filters?|search|home|\d{1,3}|[«‹<>›»]{1,2})$",
    re.IGNORECASE,
)
_LISTED_PROSE: Final = 40  # words; a longer entry of a list is no title


class Outline:
    """Reads the blocks of one document in their order."""

    def __init__(self, document: Document, mapping: Mapping[str, Mapping[str, str]] | None) -> None:
        self.tables: list[MappedTable] = []
        self.untitled: list[MappedTable] = []  # lists in which a person may name the column of titles
        self._mapping = mapping
        self.drafts: list[Draft] = []
        self.day = ""
        self._day_level = 7
        self._sections: list[tuple[int, Draft]] = []
        self._item: Draft | None = None
        self._loose: list[Line] = []  # lines that belong to no item yet
        self._blocks = joined(document.blocks)
        self._banners = sum(isinstance(block, Heading) and block.level == 1 for block in self._blocks)
        self._title_first = titles_come_first(self._blocks)
        self._spaced = is_spaced(self._blocks)

    def read(self) -> list[Draft]:
        """Return the drafts of the whole document in its order."""
        for number, block in enumerate(self._blocks):
            if isinstance(block, Heading):
                self._heading(block)
            elif isinstance(block, Line):
                self._line(block, self._blocks[number + 1] if number + 1 < len(self._blocks) else None)
            else:
                self._table(block)
            if len(self.drafts) > limits.ITEMS:
                raise RefusedFile(f"This file holds more than {limits.ITEMS:,} items.")
        self._close()
        return self.drafts

    # headings and sections

    @property
    def _section(self) -> Draft | None:
        return self._sections[-1][1] if self._sections else None

    def _heading(self, block: Heading) -> None:
        text = plain(block.text)
        self._close()
        self._sections = [(level, draft) for level, draft in self._sections if level < block.level]
        lead = lead_of(text)
        if lead is not None:
            self._begin(block, lead, section=block.level)
            return
        found = day_in(text)
        number = day_number(text) if found is None else ""
        if found is not None or number:
            self._set_day(found[0] if found else number, block.level)
            rest = found[1] if found else ""
            if rest and not is_generic(rest):
                self._open(block, rest, block.level)
            return
        if block.level <= self._day_level and self.day:
            self.day, self._day_level = "", 7
        is_banner = block.level == 1 and self._banners == 1 and not POSTERS.match(text)  # the name of the meeting
        if not is_generic(text) and not is_banner:
            self._open(block, text, block.level)

    def _set_day(self, day: str, level: int) -> None:
        self._close()
        self.day, self._day_level = day, level
        self._sections = [(above, draft) for above, draft in self._sections if above < level]

    def _open(self, block: Heading | Line, title: str, level: int) -> Draft:
        """Begins a section that may come to hold items, or be one."""
        self._close()
        told, remark = heading_time(title)
        head, chairs = led_by(told)
        draft = Draft(block.where, head, is_section=True, links=list(block.links))
        draft.put("chair", chairs)
        draft.marks = block.marks if isinstance(block, Heading) else ()
        if remark is not None:
            draft.put_lead(remark, self.day)
        draft.in_list = bool(POSTERS.search(title))
        outer = self._section
        self._sections.append((level, draft))
        self.drafts.append(draft)
        if outer is not None and draft.is_timed:
            draft.adopt(outer)
        return draft

    # lines

    def _line(self, line: Line, following: Block | None) -> None:
        text = plain(line.text)
        if not text or _NOISE.match(text) or (len(text) < 100 and part_of(text)):
            return
        line = replace(line, text=text)
        if day := day_text(text) or day_text(without_remark(text)) or (day_number(text) if len(text) < 12 else ""):
            self._set_day(day, 6)
            return
        lead = lead_of(text)
        if lead is not None and is_bare(lead):
            self._bare_time(line, lead)
        elif lead is not None:
            self._begin(line, lead)
        else:
            self._plain(line, following)

    def _bare_time(self, line: Line, lead: Lead) -> None:
        if lead.day:
            self.day = lead.day if not self._title_first else self.day
        section = self._section
        if self._item is None and section is not None and not section.is_timed and not section.children:
            section.put("room", lead.rest)
            section.put_lead(lead, self.day)  # a heading, and below it when it takes place
            self._item = section
            return
        if not self._title_first:
            self._begin(line, lead)
            return
        title = self._take_title()
        draft = self._begin(line, lead)
        draft.details = [each.text for each in title]

    def _take_title(self) -> list[Line]:
        """Return the lines in front of a time that stands below its title."""
        lines, self._loose = self._loose, []
        count = 1
        if self._spaced:
            count = next((n for n, line in enumerate(reversed(lines), start=1) if line.apart), len(lines))
        elif len(lines) > 1 and is_code(lines[-2].text):
            count = 2
        if self._item is not None:
            for line in lines[:-count]:
                add_detail(self._item, line.text)
        return lines[-count:]

    def _begin(self, block: Line | Heading, lead: Lead, section: int = 0) -> Draft:
        """Begins an item at a time; a heading with a time is a session that may hold others."""
        self._close()
        draft = Draft(block.where, links=list(block.links))
        draft.put_lead(lead, self.day)
        if lead.day and not section:
            self.day = lead.day
        if is_room(lead.rest):
            draft.put("room", lead.rest)
        elif lead.rest:
            draft.put_parts(parts_of(lead.rest))
        self.drafts.append(draft)
        outer = self._section
        while (
            outer is not None and self._sections and outer.is_timed and not outer.is_section and not holds(outer, draft)
        ):
            self._sections.pop()
            outer = self._section
        draft.adopt(outer)
        if section or SESSION.search(draft.title):
            self._sections.append((section or 6, draft))
            draft.is_section = bool(section)
        self._item = draft
        return draft

    def _plain(self, line: Line, following: Block | None) -> None:
        """Keeps a line without a time: a detail of the item, an entry of a list, or the head of a session."""
        told = labelled(line.text)
        if self._is_head(line, following, label=told is not None):
            self._open(line, line.text, 6)
        elif told is None and self._is_entry(line, following):
            self._entry(line)
        elif self._title_first and told is None:
            self._loose.append(line)
        elif self._item is not None:
            add_detail(self._item, line.text)
            self._item.links += line.links[:5]
        elif self._section is not None:
            add_detail(self._section, line.text)

    def _is_head(self, line: Line, following: Block | None, *, label: bool) -> bool:
        if label or line.listed or len(line.text) > 150:
            return False
        if SESSION.match(line.text) and (self._item is None or self._item.title or self._item.details):
            return line.apart or not self._title_first
        if not (self._spaced and line.apart) or self._title_first:
            return False
        return (
            isinstance(following, Line)
            and not following.apart
            and (
                lead_of(following.text) is not None
                or (labelled(following.text) or ("", ""))[0] in ("chair", "moderator")
            )
        )

    def _is_entry(self, line: Line, following: Block | None) -> bool:
        """Say whether a line is a poster of a list, or a talk of a session that has one time for all."""
        holder = self._holder()
        if holder is None or len(line.text.split()) > _LISTED_PROSE or names_people(line.text):
            return False
        if line.listed or (holder.in_list and take_number(line.text)[0]):
            return True
        last = self._item
        begins = last is None or last.has_people or not self._spaced or line.apart
        return holder.in_list and begins and self._is_named(line, following)

    def _is_named(self, line: Line, following: Block | None) -> bool:
        """Say whether names follow a line, on it or on the next one: a title and no remark."""
        behind = following.text if isinstance(following, Line) else ""
        return bool(parts_of(line.text).people) or names_people(behind) or labelled(behind) is not None

    def _holder(self) -> Draft | None:
        if self._item is not None and self._item in [draft for _, draft in self._sections]:
            return self._item
        last = self._item
        if last is None or (last.in_list and not last.is_timed) or (last.parent is self._section and not last.is_timed):
            return self._section
        return None

    def _entry(self, line: Line) -> None:
        holder = self._holder()
        self._close()
        number, text = take_number(line.text)
        draft = Draft(line.where, links=list(line.links), in_list=True)
        draft.put("number", number)
        draft.put_parts(parts_of(text))
        draft.adopt(holder)
        self.drafts.append(draft)
        self._item = draft

    # tables

    def _table(self, table: Spread) -> None:
        self._close()
        section = self._section
        found = outline_rows.read(table, self.day, section, self._mapping)
        if found.table is not None:
            (self.tables if found.drafts else self.untitled).append(found.table)
        for draft in found.drafts:
            self.drafts.append(draft)
        if found.day:
            self.day = found.day

    def _close(self) -> None:
        """Ends the item that is open: its lines get their meaning."""
        if self._item is not None:
            for line in self._loose:
                add_detail(self._item, line.text)
            self._item.settle()
        section = self._section
        if section is not None and section is not self._item and section.details:
            section.settle()
        self._loose, self._item = [], None
