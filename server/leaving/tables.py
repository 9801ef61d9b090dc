"""Tables that a spreadsheet opens as text: RFC 4180, no cell that it takes for a formula (security, section 9). Pure.

A cell that begins with a sign of a formula, behind any number of apostrophes, gets one more apostrophe; reading takes
exactly that one away, so every text comes back as it was.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

MARK = "'"
# also the full-width forms, which spreadsheets of East Asia read alike
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
BYTE_ORDER = "\ufeff"  # without it Excel takes UTF-8 for something else


def guarded(text: str) -> str:
    """Return the text as it stands in a cell."""
    return MARK + text if _FORMULA.match(text) else text


def plain(cell: str) -> str:
    """Return the text of a cell that `guarded` made."""
    return cell[1:] if cell.startswith(MARK) and _FORMULA.match(cell) else cell


def text_of(value: Any) -> str:
    """Return a field's value as the text of one cell: a list one line for each, what has parts as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(text_of(one) for one in value)
    return json.dumps(value, ensure_ascii=False)


def lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield the lines of a table, ending in CRLF, the first with the mark of UTF-8."""
    yield BYTE_ORDER + _line(header)
    for row in rows:
        yield _line([guarded(text_of(value)) for value in row])


def _line(cells: Sequence[str]) -> str:
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerow(cells)
    return made.getvalue()
