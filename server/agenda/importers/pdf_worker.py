"""Reads one PDF from standard input and writes its words and ruled tables as JSON: a process of its own, under limits.

It imports nothing of Hallway, so that it has nothing to lose; a hostile PDF keeps any parser busy for ever. The server,
which knows this file for its numbers, does not load pdfplumber: the process does. Written:
{"title", "pages": [{"height", "words": [[text, x0, top, x1, bottom, size, is bold], ...], "tables": [[[row, column,
down, across, x0, top, x1, bottom], ...], ...]}, ...]}; lengths are points from the upper left corner of the page.
Source of the rules: the import contract, section 9.
"""

import json
import logging
import resource
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdfplumber.page import Page

BROKEN, LOCKED, TOO_MANY_PAGES, TOO_LARGE = 3, 4, 5, 6
_OPENING_SECONDS = 3  # of the processor, to load and to open a file; more come with its pages
_WORDS = 400_000  # of the whole file
_CHARS = 30_000  # of a page; more are a drawing
_RULES = 3_000  # lines and edges of a page; more are a drawing
_CELLS = 5_000  # of a page
_FINE = 2  # steps of a point: a letter that is printed again stands off by less than one, the next letter by more
_WORD = 300  # characters; longer ones are no words
_TITLE = 300


def main(arguments: list[str]) -> int:
    """Write the file's words; return 0, or a number that names what is wrong."""
    memory, most_seconds, most_pages, page_seconds = map(int, arguments)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (_OPENING_SECONDS, most_seconds + 1))
    logging.disable(logging.CRITICAL)
    try:
        return _tell(sys.stdin.buffer.read(), most_pages, page_seconds)
    except MemoryError:
        return TOO_LARGE
    except Exception as fault:  # whatever a broken file makes the parser raise, it is broken
        return LOCKED if any(type(one).__name__ == "PDFPasswordIncorrect" for one in fault.args) else BROKEN


def _tell(data: bytes, most_pages: int, page_seconds: int) -> int:
    import pdfplumber

    with pdfplumber.open(BytesIO(data)) as pdf:
        if len(pdf.pages) > most_pages:
            return TOO_MANY_PAGES
        _allow(_OPENING_SECONDS + page_seconds * len(pdf.pages))
        pages, left = [], _WORDS
        for page in pdf.pages:
            told = _page(page)
            page.close()
            left -= len(told["words"])
            if left < 0:
                return TOO_LARGE
            pages.append(told)
        title = (pdf.metadata or {}).get("Title")
    told = {"title": title[:_TITLE] if isinstance(title, str) else "", "pages": pages}
    json.dump(told, sys.stdout, ensure_ascii=True)
    return 0


def _allow(seconds: int) -> None:
    """Let this process use the processor that long in all, up to what it may use at most."""
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (min(seconds, most - 1), most))


def _page(page: "Page") -> dict[str, Any]:
    """Return the words that stand upright, without those printed twice to look bold, and the tables."""
    from pdfplumber.utils.text import extract_words

    if len(page.chars) > _CHARS:
        raise MemoryError
    letters = list(_once(one for one in page.chars if one.get("upright", True)))
    words = extract_words(letters, use_text_flow=False, extra_attrs=["fontname", "size"], x_tolerance_ratio=0.15)
    return {"height": float(page.height), "words": [_word(word) for word in words], "tables": list(_tables(page))}


def _once(letters: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the letters without those that stand on the very same one, as programs print bold without a bold font."""
    seen: set[tuple[str, int, int]] = set()
    for one in letters:
        text, x, y = one["text"], round(_FINE * float(one["x0"])), round(float(one["top"]))
        if not any((text, x + by, y + down) in seen for by in (0, -1, 1) for down in (0, -1, 1)):
            yield one
        seen.add((text, x, y))


def _word(word: dict[str, Any]) -> list[Any]:
    places = (round(float(word[name]), 1) for name in ("x0", "top", "x1", "bottom", "size"))
    name = str(word["fontname"]).lower()
    return [str(word["text"])[:_WORD], *places, any(said in name for said in ("bold", "black", "heavy", "semibd"))]


def _tables(page: "Page") -> Iterator[list[list[float]]]:
    """Yield the cells of each table whose cells are ruled on all sides, with the rows and columns that they cover."""
    if not 4 <= len(page.edges) <= _RULES:
        return
    for table in page.find_tables():
        boxes = sorted({(top, x0, bottom, x1) for x0, top, x1, bottom in table.cells})
        if len(boxes) > _CELLS:
            raise MemoryError
        rows = _steps([edge for top, _x0, bottom, _x1 in boxes for edge in (top, bottom)])
        columns = _steps([edge for _top, x0, _bottom, x1 in boxes for edge in (x0, x1)])
        yield [
            [
                *(rows[top], columns[x0], max(1, rows[bottom] - rows[top]), max(1, columns[x1] - columns[x0])),
                *(round(one, 1) for one in (x0, top, x1, bottom)),
            ]
            for top, x0, bottom, x1 in boxes
        ]


def _steps(edges: list[float]) -> dict[float, int]:
    """Return the number of each edge in order; edges within three points of each other are one."""
    found: dict[float, int] = {}
    number, last = -1, float("-inf")
    for edge in sorted(set(edges)):
        number += edge - last > 3
        found[edge] = number
        last = edge
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
