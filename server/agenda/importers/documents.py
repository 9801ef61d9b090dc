"""A page or a text to a programme: its items, and what the whole text says about the meeting's days.

Pure. Source of the rules: the import contract, sections 2, 4 and 6.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from server.agenda.importers import meeting_days
from server.agenda.importers.blocks import Document, Heading, Line, Spread
from server.agenda.importers.cells import text_of
from server.agenda.importers.drafts import Draft, items_of
from server.agenda.importers.item_sessions import Setting, programme_of_items
from server.agenda.importers.leading import day_in, lead_of
from server.agenda.importers.outline import Outline
from server.agenda.importers.part_notes import WHOLE, part_of
from server.agenda.importers.programme import Hints, MappedTable, Programme, Untitled, Warned
from server.agenda.importers.table_mapping import together
from server.agenda.importers.table_people import family_first_habits
from server.agenda.importers.text import plain

_TITLE_PARTS: Final = re.compile(r"\s[|–—·•»-]\s|:\s")
_GENERIC_NAME: Final = re.compile(
    r"^(?:(?:conference|meeting|final|full|detailed|preliminary|scientific|the)\s)*(?:program(?:me)?|programm|schedule|agenda|timetable"
    r"|sessions?|posters?|abstracts?|home|browse|search(?: results)?|itinerary|planner|readme)(?:\sat a glance)?$",
    re.IGNORECASE,
)
_MEETING: Final = re.compile(
    r"\b(?:19|20)\d{2}\b|\b(?:conference|congress|kongress|meeting|symposium|workshop|days|school|summit|tagung|annual)\b",
    re.IGNORECASE,
)
_MOST_TEXTS: Final = 5_000  # lines looked at for days and page counts


def programme_of_document(document: Document, hints: Hints, name: str, noticed: tuple[Warned, ...] = ()) -> Programme:
    """Return the programme of a page or a text; without items it is empty, and the caller refuses it in its words."""
    outline = Outline(document, hints.mapping)
    drafts = outline.read()
    if not drafts and outline.untitled:
        raise Untitled("No title column was found; choose one.", together(outline.untitled))
    return programme_of_drafts(drafts, document, hints, name, together(outline.tables), (*noticed, *_parts(document)))


def programme_of_drafts(
    drafts: list[Draft],
    document: Document,
    hints: Hints,
    name: str,
    mapping: tuple[MappedTable, ...] = (),
    noticed: tuple[Warned, ...] = (),
) -> Programme:
    """Return the programme of items that were read from a document."""
    items = items_of(drafts)
    days = [str(day) for item in items if item.record for day in item.record.cells.get("day", [])]
    texts = [text for text in (document.title, *_texts(document)) if text]
    setting = Setting(
        hints=hints,
        known=meeting_days.known(hints, texts, days),
        name=_name(document),
        source_url=document.source_url,
        habits=family_first_habits([item.record for item in items if item.record]),
        prose=False,
        bare_posters=not any(draft.is_timed for draft in drafts),
        noticed=noticed,
        mapping=mapping,
    )
    return programme_of_items(items, setting, name)


def _texts(document: Document) -> Iterator[str]:
    """Yield the lines and headings of a document, the first cells of its tables too, as many as are looked at."""
    for block in document.blocks[:_MOST_TEXTS]:
        if isinstance(block, Spread):
            row = next(iter(block.rows), [])
            yield from (" ".join(text_of(place.box.text).split())[:300] for place in row[:3] if place is not None)
        else:
            yield block.text[:300]


def _name(document: Document) -> str:
    """Return the meeting's name: the page's title, or the heading or line it begins with, without "Programme"."""
    first = next(iter(document.blocks), None)
    heading = first.text if isinstance(first, Heading) and first.level == 1 else ""
    banner = first.text if isinstance(first, Line) and _MEETING.search(first.text) and _is_banner(first.text) else ""
    for text in (document.title, heading, banner):
        parts = [part.strip() for part in _TITLE_PARTS.split(plain(text)[:300])]
        told = [part for part in parts if part and not _GENERIC_NAME.match(part)]
        if told:
            return max(told, key=len) if len(told) > 2 else " – ".join(told) if len(told) == len(parts) else told[0]
    return ""


def _is_banner(text: str) -> bool:
    """Say whether the first line of a text could be the name of the meeting: neither a day nor an item."""
    return len(text) <= 120 and lead_of(text) is None and day_in(text) is None


def _parts(document: Document) -> list[Warned]:
    """Return a warning when the page says that it shows only a part of all results."""
    said = (block for block in document.blocks if isinstance(block, Line | Heading) and len(block.text) <= 300)
    found = ((block.where, message) for block in said if (message := part_of(block.text)))
    return [Warned(where, message) for where, message in islice(found, 1) if message != WHOLE]
