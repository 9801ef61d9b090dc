"""Pasted text: lines with a time, a title, people and a room; days and sessions as lines of their own.

Source of the rules: the import contract, sections 3 to 6.
"""

import re
from itertools import islice
from typing import Final

from server.agenda.importers import limits
from server.agenda.importers.blocks import Block, Box, Document, Line, spread
from server.agenda.importers.documents import programme_of_document
from server.agenda.importers.leading import lead_of
from server.agenda.importers.programme import Hints, Programme, RefusedFile
from server.agenda.importers.sniff import Sample
from server.agenda.importers.text import visible

NAME = "text"
PRIORITY = 65
_BULLET: Final = re.compile(r"^\s*[•▪◦‣●○*–-]\s+(?=\S)")
_CODE: Final = re.compile(r"\s*(?:\{|\[\s*[\[{\"])")  # half a JSON file
_GAP: Final = 4  # lines looked ahead inside a copied table
_LOOKED_AT: Final = 200  # lines
_NOTHING: Final = (
    "No programme was found in this text: it has no lines that begin with a time and no list of posters. Save the"
    " programme as a spreadsheet or calendar file (.ics), or copy more of the page."
)


def matches(sample: Sample) -> bool:
    """Say whether it is text without the form of a table: lines that begin with times count more than their commas."""
    if _CODE.match(sample.text):
        return False
    return sample.shape == "text" or (sample.shape == "delimited" and _is_programme(sample))


def read(sample: Sample, hints: Hints) -> Programme:
    """Return the programme of pasted text; one without items is refused."""
    document = Document(tuple(blocks_of(sample.text)))
    programme = programme_of_document(document, hints, NAME, sample.warnings)
    if not programme.sessions:
        raise RefusedFile(_NOTHING)
    return programme


def _is_programme(sample: Sample) -> bool:
    """Say whether lines that begin with a time and a title in one cell are what the text is made of."""
    if sample.delimiter == "\t":
        return False
    lines = [line for line in islice(sample.text.splitlines(), _LOOKED_AT) if line.strip()]
    cells = [line.split(sample.delimiter)[0].strip(' "') for line in lines]
    telling = [lead for cell in cells if (lead := lead_of(cell)) and lead.rest]
    return len(telling) >= 2 and len(telling) * 4 >= len(lines)


def blocks_of(text: str) -> list[Block]:
    """Return the lines of a text; neighbouring lines with tabs are the rows of a table that was copied."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > 10 * limits.ITEMS:
        raise RefusedFile(f"This text holds more than {10 * limits.ITEMS:,} lines; keep only the programme.")
    blocks: list[Block] = []
    number, apart = 0, True
    while number < len(lines):
        count = _table_lines(lines, number)
        if count:
            kept = [row for row in range(number, number + count) if lines[row].strip()]
            rows = [[Box(visible(cell).strip()) for cell in lines[row].split("\t")] for row in kept]
            blocks.append(spread(rows, [f"line {row + 1}" for row in kept]))
        elif lines[number].strip():
            listed = _BULLET.match(lines[number]) is not None
            shown = visible(_BULLET.sub("", lines[number])).strip()
            blocks.append(Line(shown, f"line {number + 1}", apart, (), listed))
        apart = not lines[number].strip() or bool(count)
        number += max(count, 1)
    return blocks


def _table_lines(lines: list[str], number: int) -> int:
    """Return how many lines the table that begins here has, 0 for none; a line of its own between rows is a row."""
    count = rows = 0
    while number + count < len(lines) and rows <= limits.ITEMS:
        ahead = [line for line in lines[number + count : number + count + _GAP] if line.strip()]
        if not (ahead and ("\t" in ahead[0].strip() or (count and len(ahead) > 1 and "\t" in ahead[1].strip()))):
            break
        rows += "\t" in lines[number + count].strip()
        count += 1
    return count if rows > 1 else 0
