"""Values of JSON files, whatever their type: texts, records, lists, codes, moments; a wrong type is nothing. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Final

from server.agenda.importers.cells import code_of, text_of
from server.agenda.importers.days import is_sound
from server.agenda.importers.dial_in import without_dial_in
from server.agenda.importers.text import visible

Record = Mapping[str, object]

_ENGLISH: Final = "en"  # of a translated text
_TONGUE: Final = re.compile(r"^[a-z]{2}(?:[-_][A-Za-z]{2,8})?$")
_NAMES: Final = ("name", "title", "label", "full_name", "fullName")
_HUGE: Final = 10**100
_LONGEST_CODE: Final = 200
_LONGEST_LINK: Final = 2_000
_MOST_LINKS: Final = 10
_MARKED: Final = 20  # records of a list looked at to name its format


def record(value: object) -> dict[str, object]:
    """Return the object, {} for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[object]:
    """Return the list, [] for anything else."""
    return value if isinstance(value, list) else []


def records(value: object) -> list[dict[str, object]]:
    """Return the objects of a list, everything else of it left out."""
    return [one for one in items(value) if isinstance(one, dict)]


def words(value: object, language: str = "") -> str:
    """Return the text of a string, a number or a translated text: English, else that language, else the first."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value)
    if isinstance(value, dict):
        told = [value.get(_ENGLISH), value.get(language), *(value[key] for key in sorted(value))]
        return next((text.strip() for text in told if isinstance(text, str) and text.strip()), "")
    return ""


def name_of(value: object) -> str:
    """Return the name of a thing: a text, or the name or title of an object; a bare number names nothing."""
    if isinstance(value, str):
        return "" if value.strip().isdigit() else value.strip()
    found = record(value)
    named = next((text for name in _NAMES if (text := words(found.get(name)))), "")
    languages = found and all(isinstance(key, str) and _TONGUE.match(key) for key in found)
    return named or (words(found) if languages else "")


def code(value: object) -> str:
    """Return an id or a code: one line of text, at most 200 characters; 12.0 is "12"."""
    if isinstance(value, str):
        return code_of(visible(value[: 2 * _LONGEST_CODE]))[:_LONGEST_CODE]
    return _number(value)[:_LONGEST_CODE] if isinstance(value, int | float) and not isinstance(value, bool) else ""


def first(found: Record, *names: str) -> str:
    """Return the text of the first of the fields that holds any."""
    return next((text for name in names if (text := words(found.get(name)))), "")


def first_code(found: Record, *names: str) -> str:
    """Return the first of the fields that holds an id or a code."""
    return next((text for name in names if (text := code(found.get(name)))), "")


def by_code(value: object, *names: str) -> dict[str, dict[str, object]]:
    """Return the objects of a list by the first of the fields that holds their code."""
    return {key: one for one in records(value) if (key := first_code(one, *names))}


def moment(value: object) -> datetime | None:
    """Return an ISO 8601 date with a time, aware when it tells its distance to UTC; None for anything else."""
    if not isinstance(value, str) or not 16 <= len(value.strip()) <= 40:
        return None
    try:
        at = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return at if is_sound(at) else None


def day(value: object) -> date | None:
    """Return the day of an ISO 8601 date, with or without a time; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        found = date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None
    return found if is_sound(found) else None


def links(*values: object) -> tuple[str, ...]:
    """Return the addresses (http, https) among the values, each once, ten at most, without meeting passwords."""
    found = (value.strip() for value in values if isinstance(value, str) and len(value) <= _LONGEST_LINK)
    safe = (without_dial_in(link) for link in found if link.lower().startswith(("https://", "http://")))
    return tuple(dict.fromkeys(link for link in safe if link.isprintable() and " " not in link))[:_MOST_LINKS]


def joined(*texts: str) -> str:
    """Return the texts as one, a blank line between; a text that another one holds is left out."""
    told = [text for text in dict.fromkeys(text.strip() for text in texts) if text]
    kept = [text for text in told if not any(text != other and text in other for other in told)]
    return "\n\n".join(kept)


def have(found: Iterable[Record], needed: Iterable[str], some: Iterable[str] = ()) -> bool:
    """Say whether one of the first 20 records has all needed fields and, where some are given, one of those."""
    needs, any_of = frozenset(needed), frozenset(some)
    return any(needs <= one.keys() and (not any_of or any_of & one.keys()) for one in _head(found))


def pointer(*parts: object) -> str:
    """Return a JSON pointer (RFC 6901, section 3)."""
    return "".join(f"/{visible(str(part)[:_LONGEST_CODE]).replace('~', '~0').replace('/', '~1')}" for part in parts)


def _head(found: Iterable[Record]) -> Iterator[Record]:
    yield from (one for one, _ in zip(found, range(_MARKED), strict=False))


def _number(value: int | float) -> str:
    return text_of(value) if abs(value) < _HUGE else ""  # infinity and not-a-number too
