"""Markdown: pipe tables, headings and lists. Source of the rules: the import contract, sections 3 and 6."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

from server.agenda.importers import limits
from server.agenda.importers.blocks import Block, Box, Document, Heading, Line, spread
from server.agenda.importers.documents import programme_of_document
from server.agenda.importers.programme import Hints, Programme, RefusedFile
from server.agenda.importers.sniff import Sample
from server.agenda.importers.table_rows import HEADER_ROWS
from server.agenda.importers.text import plain, visible, without_entities

NAME = "markdown"
PRIORITY = 62
_HEADING: Final = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE: Final = re.compile(r"^ {0,3}(=+|-+)\s*$")
_RULE: Final = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_ENTRY: Final = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+(?=\S)")
_FENCE: Final = re.compile(r"^\s*(?:```|~~~)")
_LINK: Final = re.compile(r"!?\[([^\[\]]{0,1000})\]\(\s*<?([^()\s<>]{0,2000})>?(?:\s+\"[^\"]{0,300}\")?\s*\)")
_REFERENCE: Final = re.compile(r"\[([^\[\]]{1,1000})\]\[[^\[\]]{0,100}\]")
_STRONG: Final = re.compile(r"(\*{1,3}|(?<!\w)_{1,3})(?=\S)(.{1,300}?)(?<=\S)\1(?!\w)")
_CODE: Final = re.compile(r"`([^`]{1,500})`")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~>])")
_SIGNS: Final = re.compile(r"^ {0,3}(?:#{1,6}\s+\S|={3,}\s*$|```)", re.MULTILINE)
_NOTHING: Final = (
    "This Markdown text holds no programme that Hallway can find; save it as a spreadsheet or CSV with a title column."
)


def matches(sample: Sample) -> bool:
    """Say whether the text has a pipe table, or two other signs of Markdown: headings, fences."""
    if sample.shape == "pipes":
        return True
    return sample.shape == "text" and len(list(islice(_SIGNS.finditer(sample.text), 2))) > 1


def read(sample: Sample, hints: Hints) -> Programme:
    """Return the programme of a Markdown text; one without items is refused."""
    programme = programme_of_document(Document(tuple(blocks_of(sample.text))), hints, NAME, sample.warnings)
    if not programme.sessions:
        raise RefusedFile(_NOTHING)
    return programme


def blocks_of(text: str) -> list[Block]:
    """Return the headings, lines and tables of a Markdown text; code between fences is left out."""
    lines = visible(text).split("\n")
    if len(lines) > 10 * limits.ITEMS:
        raise RefusedFile(f"This text holds more than {10 * limits.ITEMS:,} lines; keep only the programme.")
    blocks: list[Block] = []
    number, fenced, apart = 0, False, True
    while number < len(lines):
        line = lines[number]
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and line.strip():
            count = _table_lines(lines, number)
            blocks.append(_table(lines, number, count) if count else _single(lines, number, apart=apart))
            apart = False
            number += max(count, 1) + (0 if count else _is_underlined(lines, number))
            continue
        else:
            apart = True
        number += 1
    return blocks


def _is_underlined(lines: Sequence[str], number: int) -> bool:
    following = lines[number + 1] if number + 1 < len(lines) else ""
    return len(lines[number]) < 200 and len(following.strip()) > 2 and _UNDERLINE.match(following) is not None


def _single(lines: Sequence[str], number: int, *, apart: bool) -> Heading | Line:
    line, where = lines[number], f"line {number + 1}"
    if found := _HEADING.match(line):
        text, links = inline(found.group(2))
        return Heading(len(found.group(1)), text, where, (anchor_of(text),), links)
    if _is_underlined(lines, number):
        text, links = inline(line)
        return Heading(1 if "=" in lines[number + 1] else 2, text, where, (anchor_of(text),), links)
    text, links = inline(_ENTRY.sub("", line).lstrip("> "))
    return Line(text, where, apart, links, _ENTRY.match(line) is not None)


def anchor_of(heading: str) -> str:
    """Return the name by which links inside the text point to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-")


def _table_lines(lines: Sequence[str], number: int) -> int:
    """Return how many lines the table that begins here has, 0 for none: a header, a rule, rows."""
    if "|" not in lines[number] or number + 1 >= len(lines) or "-" not in lines[number + 1]:
        return 0
    if "|" not in lines[number + 1] or not _RULE.match(lines[number + 1]):
        return 0
    rows = islice(lines, number + 2, number + 2 + limits.ITEMS + HEADER_ROWS)
    return 2 + next((count for count, line in enumerate(rows) if "|" not in line), len(lines) - number - 2)


def _table(lines: Sequence[str], number: int, count: int) -> Block:
    kept = [number, *range(number + 2, min(number + count, len(lines)))]
    rows = [[_box(cell, head=place == number) for cell in cells_of(lines[place])] for place in kept]
    return spread(rows, [f"line {place + 1}" for place in kept])


def _box(cell: str, *, head: bool) -> Box:
    texts = [inline(part) for part in _BREAK.split(cell)]
    links = tuple(dict.fromkeys(link for _, found in texts for link in found))
    return Box("\n".join(text for text, _ in texts if text), 1, 1, links, "head" if head else "")


def cells_of(line: str) -> list[str]:
    """Return the cells of a row; "\\|" is a bar inside a cell."""
    bare = line.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [cell.strip().replace("\x00", "|") for cell in bare.replace("\\|", "\x00").split("|")[: limits.COLUMNS]]


def inline(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without its marks, and where its links lead."""
    links = tuple(found[2] for found in islice(_LINK.finditer(text), 50) if found[2])
    bare = _REFERENCE.sub(r"\1", _LINK.sub(lambda found: "" if found[0].startswith("!") else found[1], text))
    bare = _CODE.sub(r"\1", bare)
    for _ in range(2):
        bare = _STRONG.sub(r"\2", bare)
    return plain(without_entities(_ESCAPED.sub(r"\1", bare))), links
