"""Saved web pages: tables, grids, lists and headings of a web planner, read in a process of its own under limits.

Source of the rules: the import contract, sections 3, 6 and 9. Nothing is loaded and no script runs.
"""

import json
import re
from typing import Any, Final

from server.agenda.importers import mhtml, own_process, page_worker
from server.agenda.importers.blocks import Block, Box, Document, Heading, Line, spread
from server.agenda.importers.documents import programme_of_document
from server.agenda.importers.programme import Hints, Programme, RefusedFile
from server.agenda.importers.sniff import Sample
from server.agenda.importers.text import plain, visible

NAME = "html"
PRIORITY = 60
_MEMORY: Final = 1024 * 1024 * 1024  # bytes of address space
_SECONDS: Final = 2
_BYTES_A_SECOND: Final = 2 * 1024 * 1024  # more time for larger pages
_INSTEAD: Final = (
    "copy the programme's text from the page, or ask the organiser for a spreadsheet or calendar file (.ics)"
)
_TOO_LARGE: Final = f"This page holds far more than a programme, or is broken; {_INSTEAD}."
_NOTHING: Final = f"This page holds no programme that Hallway can find; {_INSTEAD}."
_EMPTY: Final = (
    "This page was saved without its programme, which a script loads later; open it, wait until it shows, select all"
    " and paste the text."
)
_SAVED_FROM: Final = re.compile(r"<!--\s?saved from url=\(\d{1,6}\)(\S{1,2000})\s?-->")
_SCRIPTED: Final = re.compile(
    r"\b(?:enable|turn on|requires?|needs?)\s(?:\w{1,20}\s){0,3}javascript|^\W*loading\W*$", re.IGNORECASE
)
_SHORT: Final = 600  # characters of a page that holds nothing


def matches(sample: Sample) -> bool:
    """Say whether the file is a web page, alone or packed with its pictures (MHTML)."""
    return sample.shape == "html" or mhtml.is_archive(sample)


def read(sample: Sample, hints: Hints) -> Programme:
    """Return the programme of a saved page; a page without one is refused."""
    page = mhtml.page_of(sample.data) if mhtml.is_archive(sample) else sample.text
    document = document_of(page)
    programme = programme_of_document(document, hints, NAME, sample.warnings)
    if programme.sessions:
        return programme
    texts = [block.text for block in document.blocks if isinstance(block, Heading | Line)]
    is_empty = sum(map(len, texts)) < _SHORT and (not texts or any(map(_SCRIPTED.search, texts)))
    raise RefusedFile(_EMPTY if is_empty else _NOTHING)


def document_of(page: str, *, memory: int = _MEMORY, seconds: int = _SECONDS) -> Document:
    """Return the headings, lines and tables of a page; one that breaks a bound (bytes, seconds) is refused."""
    data = page.encode("utf-8", "replace")
    seconds += len(data) // _BYTES_A_SECOND
    written = own_process.told_by(page_worker, data, memory=memory, seconds=seconds)
    if isinstance(written, int):
        raise RefusedFile(_TOO_LARGE)
    told = json.loads(written)
    found = _SAVED_FROM.search(page[:4_000])
    url = (found[1] if found else "") or told["url"]
    return Document(tuple(_blocks(told["blocks"])), plain(told["title"]), url if url.startswith("http") else None)


def _blocks(told: list[list[Any]]) -> list[Block]:
    """Return the blocks with their places: tables and paragraphs are counted from 1."""
    blocks: list[Block] = []
    tables = lines = 0
    for kind, *values in told:
        if kind == "t":
            tables += 1
            blocks.append(_table(values[0], tables))
            continue
        lines += 1
        where = f"paragraph {lines}"
        if kind == "h":
            level, text, marks, links = values
            blocks.append(Heading(level, visible(text), where, tuple(marks), tuple(links)))
        else:
            text, apart, listed, links = values
            blocks.append(Line(visible(text), where, apart, tuple(links), listed))
    return blocks


def _table(rows: list[Any], number: int) -> Block:
    boxes = [
        [
            Box(visible(text), across, down, tuple(links), "head" if head else names)
            for text, across, down, head, names, links in cells
        ]
        for _, cells in rows
    ]
    wheres = [f"table {number} row {row}" for row in range(1, len(rows) + 1)]
    return spread(boxes, wheres, [names for names, _ in rows])
