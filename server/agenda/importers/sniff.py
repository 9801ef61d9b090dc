"""What a file is, told by its bytes and its text, never by its name (import contract, sections 3.1 and 3.4)."""

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from server.agenda.importers import archive, limits
from server.agenda.importers.programme import Warned
from server.agenda.importers.text import Decoded, decode

Shape = Literal[
    "empty", "pdf", "gzip", "picture", "office", "workbook", "zip", "binary",
    "calendar", "xml", "html", "json", "literal", "pipes", "delimited", "text",
]  # fmt: skip

_MAGIC: Final[tuple[tuple[bytes, Shape], ...]] = (
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG\r\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0"
_OLE_WORKBOOK: Final = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_CALENDAR: Final = re.compile(r"BEGIN:VCALENDAR[ \t]*[\r\n]", re.IGNORECASE)
_ELEMENT: Final = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_PROLOGUE: Final = re.compile(r"\s*(?:<\?[^>]*>|<!--(?:[^-]|-(?!->))*-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>)")
#: Elements that a page, or a piece of one that was copied, begins with.
_PAGES: Final = frozenset({
    "html", "body", "head", "table", "div", "dl", "ul", "p", "ol", "main", "section", "article", "header", "meta",
    "title", "span", "h1", "h2", "h3", "h4", "center", "font", "b", "strong", "a", "style", "script", "tbody", "tr",
    "pre", "nav",
})  # fmt: skip
_LITERAL: Final = re.compile(
    r"(?:(?:export\s+)?(?:const|let|var)\s+)?[A-Za-z_$][\w$.]{0,200}(?:\s*:\s*[\w<>\[\], ]{1,80})?\s*=\s*[\[{]"
)
_BARE_EXPORT: Final = re.compile(r"export\s+default\s*[\[{]")
_LEADING_COMMENTS: Final = re.compile(r"(?:\s+|//[^\n]*\n|/\*(?:[^*]|\*(?!/))*\*/)+")
_PIPE_RULE: Final = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$", re.MULTILINE)
_HEAD: Final = 64 * 1024  # characters or bytes looked at to name a shape
_WIDE: Final = 5  # cells of a record that are hardly commas in a sentence
_PIECE: Final = 1024 * 1024  # characters
_RECORDS: Final = 20  # records that must agree on their number of columns


@dataclass(frozen=True)
class Sample:
    """A whole file in memory, at most 50 MB, with what can be told of it; each view is made when it is asked for."""

    data: bytes

    @cached_property
    def shape(self) -> Shape:
        """What the file is, by its bytes first and its text then."""
        return _shape_of_bytes(self) or _shape_of_text(self)

    @cached_property
    def decoded(self) -> Decoded:
        """The text and, where the encoding had to be guessed, its name."""
        return decode(self.data)

    def forget_text(self) -> None:
        """Lets go of the decoded text, which is as large as the file; it is made again when it is asked for."""
        vars(self).pop("decoded", None)

    @property
    def text(self) -> str:
        """The text of the file."""
        return self.decoded.text

    @property
    def warnings(self) -> tuple[Warned, ...]:
        """One warning when the encoding was guessed."""
        guess = self.decoded.guess
        message = f"The encoding of the file is not stated; it was read as {guess}. Check names with accents."
        return (Warned("", message),) if guess else ()

    @cached_property
    def root(self) -> str:
        """Local name of the first element in lower case, "" for what is not XML or HTML."""
        found = _ELEMENT.match(_after_prologue(self.text[:_HEAD]))
        return found[2].lower() if found else ""

    @cached_property
    def json(self) -> object:
        """The JSON value, or None when the text is no JSON (`json_fault` says where it breaks)."""
        return self._parsed[0]

    @property
    def json_fault(self) -> str:
        """Where the JSON breaks, as "line 3, column 7: ...", or "" for sound JSON."""
        return self._parsed[1]

    @cached_property
    def _parsed(self) -> tuple[object, str]:
        try:
            value = json.loads(self.text, parse_constant=lambda _name: None)
        except json.JSONDecodeError as fault:
            return None, f"line {fault.lineno}, column {fault.colno}"
        except (RecursionError, ValueError):
            return None, "a value that is nested too deeply or a number that is too long"
        return (None, f"more than {limits.DEPTH} levels of nesting") if _too_deep(value) else (value, "")

    @cached_property
    def members(self) -> tuple[str, ...]:
        """Names inside a zip archive, sorted; an archive over the bounds is refused."""
        if not self.data.startswith(b"PK"):
            return ()
        return tuple(sorted(info.filename for info in archive.members(self.data)))

    @cached_property
    def delimiter(self) -> str:
        """The character that parts the cells of a table, or ""."""
        return next((mark for mark in "\t,;|" if _is_stable(self.text, mark)), "")


def _shape_of_bytes(sample: Sample) -> Shape | None:
    data = sample.data
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf\xfe\xff"):
        return "empty"
    for magic, shape in _MAGIC:
        if data.startswith(magic):
            return shape
    if data.startswith(_OLE):
        return "workbook" if any(name in data for name in _OLE_WORKBOOK) else "office"
    if data.startswith(b"PK\x03\x04"):
        return _shape_of_zip(sample.members)
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\x00" in data[:_HEAD]:
        return "binary"
    return None


def _shape_of_zip(names: tuple[str, ...]) -> Shape:
    if any(name.startswith("xl/workbook") for name in names):
        return "workbook"
    if any(name.startswith(("word/", "ppt/")) for name in names):
        return "office"
    return "workbook" if "content.xml" in names else "zip"


def _shape_of_text(sample: Sample) -> Shape:
    if _is_calendar(sample.text):
        return "calendar"
    head = sample.text[:_HEAD].lstrip()
    if head.startswith("<") and sample.root:
        return "html" if sample.root in _PAGES else "xml"
    if head.startswith(("{", "[")) and sample.json is not None:
        return "json"
    code = _LEADING_COMMENTS.sub("", head, count=1) if head.startswith(("/", " ")) else head
    if _LITERAL.match(code) or _BARE_EXPORT.match(code):
        return "literal"
    if _PIPE_RULE.search(head):
        return "pipes"
    return "delimited" if sample.delimiter else "text"


def _is_calendar(text: str) -> bool:
    # the pattern alone, which no case stops, takes 20 times the work on a large file that is no calendar
    pieces = (text[at : at + _PIECE + len("vcalendar")] for at in range(0, len(text), _PIECE))
    return any("vcalendar" in piece.lower() for piece in pieces) and bool(_CALENDAR.search(text))


def _after_prologue(head: str) -> str:
    for _ in range(limits.DEPTH):
        found = _PROLOGUE.match(head)
        if not found:
            break
        head = head[found.end() :]
    return head.lstrip()


def _is_stable(text: str, mark: str) -> bool:
    """Whether the first 20 records that are not blank have one number of cells, two or more.

    One of five may differ; one of three when the usual number is the first record's and large. A single record of
    more cells than any table may have counts as well, so that it is refused for what it is.
    """
    counts = [len(record) for record in _records(text, mark)]
    if len(counts) < 2:
        return bool(counts) and counts[0] > limits.COLUMNS
    usual = max(counts, key=lambda count: (counts.count(count), count))
    odd = len(counts) - counts.count(usual)
    allowed = len(counts) // 3 if usual == counts[0] >= _WIDE else len(counts) // 5
    return usual >= 2 and odd <= max(1, allowed)


def _records(text: str, mark: str) -> list[list[str]]:
    found: list[list[str]] = []
    with suppress(csv.Error):  # a quote that is not closed: what stands before it tells enough
        for record in csv.reader(io.StringIO(text[: 16 * _HEAD], newline=""), delimiter=mark):
            if any(cell.strip() for cell in record):
                found.append(record)
            if len(found) >= _RECORDS:
                break
    return found


def _too_deep(value: object) -> bool:
    level = [value]
    for _ in range(limits.DEPTH):
        level = [inner for outer in level for inner in _inner(outer)]
        if not level:
            return False
    return True


def _inner(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from (inner for inner in value.values() if isinstance(inner, dict | list))
    elif isinstance(value, list):
        yield from (inner for inner in value if isinstance(inner, dict | list))
