"""PDF with text: a printed programme, its words put back into headings, lines and tables.

Source of the rules: the import contract, sections 1, 6 and 9. The file is read in a process of its own (`pdf_worker`);
a PDF made of pictures of text is refused.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, Final

from server.agenda.importers import own_process, pdf_grid, pdf_lines, pdf_tables, pdf_worker, refusals
from server.agenda.importers.blocks import Block, Document
from server.agenda.importers.documents import programme_of_document
from server.agenda.importers.leading import day_text, lead_of
from server.agenda.importers.pdf_lines import Placed, Style
from server.agenda.importers.pdf_order import Box, in_order
from server.agenda.importers.pdf_runs import Row, Word
from server.agenda.importers.pdf_tables import Ruled
from server.agenda.importers.programme import Hints, Programme, RefusedFile
from server.agenda.importers.sniff import Sample
from server.agenda.importers.text import plain, visible

NAME = "pdf"
PRIORITY = 15
_MEMORY: Final = 1024 * 1024 * 1024  # bytes of address space
_SECONDS: Final = 90  # of the processor at most
_PAGE_SECONDS: Final = 2  # for each page; a dense one takes a quarter of a second, on a slow machine half
_PAGES: Final = 400
_INSTEAD: Final = "copy the programme's text, or ask the organiser for a spreadsheet or a calendar file (.ics)"
_TOO_LARGE: Final = f"This PDF holds far more than a programme, or is broken; {_INSTEAD}."
_SENTENCES: Final = {
    pdf_worker.BROKEN: f"This PDF is broken and cannot be opened; download it again, or {_INSTEAD}.",
    pdf_worker.LOCKED: "This PDF is locked with a password; save it without one and choose that file.",
    pdf_worker.TOO_MANY_PAGES: f"This PDF has more than {_PAGES} pages; save only those of the programme.",
    own_process.TOOK_TOO_LONG: f"This PDF takes too long to read; save only the pages of the programme, or {_INSTEAD}.",
}
_NOTHING: Final = (
    f"No programme was found in this PDF: it has no lines that begin with a time and no list of posters; {_INSTEAD}."
)
_NO_LETTERS: Final = f"The fonts of this PDF do not say which letters they draw, so that its text is lost; {_INSTEAD}."
_NO_LETTER: Final = re.compile(r"\(cid:\d+\)")
_MOST_LOST: Final = 0.1  # of the words
_NUMBERS: Final = re.compile(r"\d+")
_PAGE_NUMBER: Final = re.compile(r"^(?:page |seite |p\. ?)?\d{1,4}(?: ?(?:/|of|von) ?\d{1,4})?$", re.IGNORECASE)
_REPEATED: Final = 3  # pages on which a line at one height is the head or foot of a page
_MARGIN: Final = 0.1  # of a page's height, above and below, where its head and foot stand
_HEIGHT: Final = 6.0  # points by which that height may differ
_MADE_BY: Final = re.compile(
    r"^(?:microsoft \w+ - )?.{0,200}\.(?:docx?|pptx?|xlsx?|indd|pages|odt|rtf|pdf)$", re.IGNORECASE
)


def matches(sample: Sample) -> bool:
    """Say whether the bytes are a PDF."""
    return sample.shape == "pdf"


def read(sample: Sample, hints: Hints) -> Programme:
    """Return the programme of a PDF; one without text or without items is refused."""
    document = document_of(sample.data)
    programme = programme_of_document(document, hints, NAME)
    if not programme.sessions:
        raise RefusedFile(_NOTHING)
    return programme


def document_of(data: bytes, *, memory: int = _MEMORY, seconds: int = _SECONDS) -> Document:
    """Return the headings, lines and tables of a PDF in reading order; one that breaks a bound is refused."""
    bounds = (_PAGES, _PAGE_SECONDS)
    written = own_process.told_by(pdf_worker, data, memory=memory, seconds=seconds, more=bounds)
    if isinstance(written, int):
        raise RefusedFile(_SENTENCES.get(written, _TOO_LARGE))
    told = json.loads(written)
    pages = [_words(page) for page in told["pages"]]
    _check_letters(list(chain.from_iterable(pages)))
    title = plain(told["title"])
    return Document(tuple(_blocks(told["pages"], pages)), "" if _MADE_BY.match(title) else title)


def _words(page: dict[str, Any]) -> list[Word]:
    found = (
        Word(visible(text), x0, top, x1, bottom, size, bold) for text, x0, top, x1, bottom, size, bold in page["words"]
    )
    return [word for word in found if word.text.strip()]


def _check_letters(words: Sequence[Word]) -> None:
    if not words:
        raise RefusedFile(refusals.PICTURES_ONLY)
    if sum(_NO_LETTER.search(word.text) is not None for word in words) > _MOST_LOST * len(words):
        raise RefusedFile(_NO_LETTERS)


def _blocks(pages: Sequence[dict[str, Any]], words: Sequence[list[Word]]) -> list[Block]:
    """Return the blocks of all pages; a table that goes on over the page is one."""
    ordered: list[list[Row | Ruled]] = []
    columns: tuple[float, ...] = ()
    for number, (page, all_words) in enumerate(zip(pages, words, strict=True), 1):
        tables, free = pdf_tables.tables_of(page["tables"], all_words, number)
        boxes = [Box(place, *table.box) for place, table in enumerate(tables)]
        rows, columns = pdf_grid.levelled_rows(free, columns)
        read = in_order([*rows, *boxes])
        ordered.append([tables[one.number] if isinstance(one, Box) else one for one in read])
    ordered = _without_edges(ordered, [page["height"] for page in pages])
    rows = [one for page_rows in ordered for one in page_rows if isinstance(one, Row)]
    style = Style(rows)
    blocks: list[Block] = []
    waiting: list[Placed] = []
    for one in _placed(pdf_tables.over_pages(ordered)):
        if isinstance(one, Placed):
            waiting.append(one)
            continue
        blocks += [*pdf_lines.blocks_of(waiting, style), one.spread(style)]
        waiting = []
    return blocks + pdf_lines.blocks_of(waiting, style)


def _placed(pages: Sequence[Sequence[Row | Ruled]]) -> Iterator[Placed | Ruled]:
    for number, page in enumerate(pages, 1):
        for line, one in enumerate(page, 1):
            yield Placed(one, f"page {number} line {line}") if isinstance(one, Row) else one


def _without_edges(pages: Sequence[Sequence[Row | Ruled]], heights: Sequence[float]) -> list[list[Row | Ruled]]:
    """Return the pages without page numbers and without what stands at one height on the edge of many pages."""
    edges = [[_edge(one, height) for one in page] for page, height in zip(pages, heights, strict=True)]
    seen = Counter(key for page in edges for key in set(page) if key)
    most = max(_REPEATED, 0.4 * len(pages))
    return [
        [
            one
            for one, key in zip(page, keys, strict=True)
            if key is None or not (_PAGE_NUMBER.match(key[0]) or seen[key] >= most)
        ]
        for page, keys in zip(pages, edges, strict=True)
    ]


def _edge(one: Row | Ruled, height: float) -> tuple[str, int] | None:
    """Return the text of a row in the head or foot of a page, its numbers left open, and where it stands."""
    if isinstance(one, Ruled) or _MARGIN * height < one.top < one.bottom < (1 - _MARGIN) * height:
        return None
    if lead_of(one.text) is not None or day_text(one.text):
        return None
    return _NUMBERS.sub("1", one.text.casefold()), round(one.top / _HEIGHT)
