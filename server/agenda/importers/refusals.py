"""Sentences for files that are not read: what the file is, and what to do instead (import contract, section 9)."""

import re
from typing import Final

from server.agenda.importers import limits
from server.agenda.importers.programme import RefusedFile
from server.agenda.importers.sniff import Sample, Shape
from server.agenda.importers.text import lines

_INSTEAD: Final = "ask the organiser for a spreadsheet or a calendar file (.ics), or copy the web programme"
_SENTENCES: Final[dict[Shape, str]] = {
    "gzip": "This file is compressed (gzip); unpack it and choose the file inside.",
    "picture": f"This is a picture; {_INSTEAD}.",
    "office": "This is a document of a word processor, slides or a locked workbook; save it as text or as a "
    "spreadsheet without a password.",
    "workbook": "This spreadsheet cannot be read; save it as CSV and choose that file.",
    "zip": "This zip archive holds no programme that Hallway reads; unpack it and choose the file inside.",
    "binary": f"This file is neither text nor a spreadsheet; {_INSTEAD}.",
    "calendar": "This calendar file cannot be read; export it again as iCalendar (.ics).",
    "xml": f"This XML file is not a frab or Pentabarf schedule, and no other kind of XML is read; {_INSTEAD}.",
    "literal": "This is program code (a JavaScript literal) that cannot be read; export the list as CSV or JSON.",
    "delimited": "This table cannot be read; save it as CSV with a title column in the first row.",
    "text": "This text holds no table and no calendar; save the programme as a spreadsheet or calendar file (.ics).",
}
PICTURES_ONLY: Final = f"This PDF holds pictures of text only; {_INSTEAD}."
_JSON_KINDS: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("a web page's own description (schema.org)", frozenset({"@context", "@type"})),
)
_PASSWORD_FIELD: Final = re.compile(r"<input[^<>]{0,500}type\s*=\s*[\"']?password", re.IGNORECASE)
_LOGIN_TITLE: Final = re.compile(
    r"<title\b[^<>]{0,200}>[^<>]{0,100}\b(?:log ?-?in|sign ?-?in|log ?on|single sign-?on|authentication|anmelden"
    r"|anmeldung|connexion|iniciar sesión)\b",
    re.IGNORECASE,
)
_FIELD: Final = re.compile(r"<input\b", re.IGNORECASE)
_LOGIN_TEXT: Final = 4_000  # characters; a programme page with a login form holds more
_LOGIN_HEAD: Final = 20_000  # characters in which the title of a page stands


def check(sample: Sample) -> None:
    """Refuses what no format can read: an empty file and a login form saved in place of a programme."""
    if sample.shape == "empty":
        raise RefusedFile("This file is empty.")
    if sample.shape == "html" and _is_login(sample.text):
        raise RefusedFile("This page is a login form; sign in there, save the programme itself and choose that file.")


def unread(sample: Sample) -> str:
    """One sentence for a file that no format claims."""
    if sample.shape == "json":
        return f"This is {_json_kind(sample.json)}, which cannot be read yet; {_INSTEAD}."
    if sample.text.lstrip()[:1] in ("{", "[") and sample.json_fault:
        return f"This JSON file is broken: {sample.json_fault}; download it again."
    return _SENTENCES.get(sample.shape, _SENTENCES["text"])


def _is_login(page: str) -> bool:
    asks = _PASSWORD_FIELD.search(page) or (_LOGIN_TITLE.search(page[:_LOGIN_HEAD]) and _FIELD.search(page))
    return bool(asks) and len(lines(page[: limits.READ_BYTES])) < _LOGIN_TEXT


def _json_kind(value: object) -> str:
    record = value[0] if isinstance(value, list) and value else value
    keys = frozenset(record) if isinstance(record, dict) else frozenset()
    return next((kind for kind, needed in _JSON_KINDS if needed <= keys), "JSON without a known list of sessions")
