"""People named in free text, only behind a label at the start of a line ("Speaker: X", "von: X", "Chair: X").

Source of the rules: the import contract, section 5: nothing else in prose is a person.
"""

import html
import re

from server.agenda import person_names as names
from server.agenda.importers.programme import Role
from server.agenda.person_lists import split
from server.agenda.person_names import Named
from server.agenda.person_words import LABELS, PREPOSITIONS

MAX_LINES = 2_000
MAX_LINE = 2_000
MAX_LISTED = 60
_BREAKS = re.compile(r"<\s*/?\s*(?:br|p|div|li|ul|ol|tr|h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_WITH_COLON = re.compile(r"^\W{0,4}([^\W\d_][^:\n]{0,30}?)\s?(?:\(s\))?\s?[:：]\s*(.*)$")
_MAX_PERSON_WORDS = 14


def lines_of(text: str) -> list[str]:
    """Return the lines of plain text or of simple HTML, entities resolved, at most 2,000."""
    if "<" in text:
        text = _TAGS.sub("", _BREAKS.sub("\n", text))
    return [line.strip()[:MAX_LINE] for line in html.unescape(text).splitlines()[:MAX_LINES]]


def in_prose(text: str) -> list[Named]:
    """Return the people named behind a label at the start of a line, each once for a role, in the text's order."""
    found: list[Named] = []
    listing: Role | None = None
    for line in lines_of(text):
        role, rest = _labelled(line)
        if role is not None and not rest:
            listing = role
            continue
        if role is None and (listing is None or not line):
            listing = None if not line else listing
            continue
        people = _people(rest if role is not None else line, role or listing or "presenter")
        listing = None if role is not None or not people else listing
        found += people
    return list(dict.fromkeys(found))


def _labelled(line: str) -> tuple[Role | None, str]:
    """Return the role a line's label gives and what follows it."""
    found = _WITH_COLON.match(line)
    if found is not None:
        role = LABELS.get(" ".join(found.group(1).lower().split()))
        return (role, found.group(2).strip()) if role else (None, line)
    words = line.split(maxsplit=2)
    for count in (2, 1):
        label = " ".join(words[:count]).lower()
        if len(words) <= count or label not in LABELS or not (label in {"by", "von"} or label.endswith(" by")):
            continue
        rest = line.split(maxsplit=count)[count]
        if all(map(names.is_full_name, _heads(rest))):
            return LABELS[label], rest
    return None, line


def _heads(text: str) -> list[str]:
    return [person.display_name for person in split(text)[0]] or [text]


def _people(text: str, role: Role) -> list[Named]:
    """Return the people of a labelled line; a line that reads like a sentence names nobody."""
    people, _ = split(text[:MAX_LINE], role)
    return [person for person in people[:MAX_LISTED] if _is_plausible(person)]


def _is_plausible(person: Named) -> bool:
    words = person.display_name.split()
    return (len(words) <= _MAX_PERSON_WORDS and names.clean_name(person.display_name)) or _is_handle(words)


def _is_handle(words: list[str]) -> bool:
    return len(words) == 1 and words[0].lower() not in PREPOSITIONS
