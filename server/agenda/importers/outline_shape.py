"""The shape of a page or a text as a whole: blank lines, times below or above their titles, headings that say little.

Pure. Source of the rules: the import contract, sections 4 and 6.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from server.agenda.importers.blocks import Block, Line
from server.agenda.importers.leading import Lead, day_text, is_open_end, lead_of
from server.agenda.importers.line_parts import is_room
from server.agenda.importers.line_words import words

_GENERIC: Final = words("generic")


def heading_time(title: str) -> tuple[str, Lead | None]:
    """Return a heading without the time at its end ("Session 1 (9:00-10:30)") and that time."""
    head, bracket, tail = title.rpartition("(")
    lead = lead_of(tail.rstrip(" )")) if bracket and tail.rstrip().endswith(")") else None
    if lead is not None and not lead.rest and head.strip():
        return head.strip(), lead
    for mark in (", ", " – ", " - ", " | ", ": "):
        head, found, tail = title.rpartition(mark)
        lead = lead_of(tail) if found else None
        if lead is not None and not lead.rest and head.strip():
            return head.strip(), lead
    return title, None


def without_remark(text: str) -> str:
    """Return a line without the bracket that ends it ("Saturday, 3 October (workshop day)")."""
    head, bracket, tail = text.partition(" (")
    return head if bracket and tail.endswith(")") else text


def is_generic(text: str) -> bool:
    """Say whether a heading only says that here is the programme."""
    said = re.findall(r"[^\W\d_]+", text.casefold())
    return not said or all(word in _GENERIC for word in said)


def joined(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with times joined that run over two lines ("8:30 -" and "9:00 am")."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(block, Line) and isinstance(last, Line) and is_open_end(last.text) and lead_of(block.text):
            joined[-1] = replace(last, text=f"{last.text} {block.text}")
        else:
            joined.append(block)
    return joined


def is_spaced(blocks: Sequence[Block]) -> bool:
    """Say whether blank lines set parts of the text apart: some lines follow one, most others do not."""
    lines = [block for block in blocks if isinstance(block, Line) and not block.listed]
    apart = sum(line.apart for line in lines)
    return 0 < apart <= len(lines) * 3 // 4


def titles_come_first(blocks: Sequence[Block]) -> bool:
    """Say whether times stand below their titles, by what stands between a day or a heading and the first time."""
    spaced = is_spaced(blocks)
    votes, between, fresh = 0, 0, 1
    for block in blocks:
        if not isinstance(block, Line) or day_text(block.text):
            between, fresh = (
                0,
                2,
            )  # behind a day the first line tells; at the start of a text it may be the meeting's name
            continue
        lead = lead_of(block.text)
        if lead is None:
            between = 1 if block.apart else between + 1
        elif is_bare(lead):
            votes += fresh if between else -fresh
            votes += 0 if not spaced or fresh else -2 if block.apart else 2
            between = fresh = 0
    return votes + (1 if between == 0 and not fresh else 0) > 0


def is_bare(lead: Lead) -> bool:
    """Say whether a line tells a time, and at most a room."""
    return not lead.rest or is_room(lead.rest)
