"""Days and times at the start of a line or in a heading, with the rest of the line.

Pure and linear; what is cut out is read by the strict grammar of `dates` and `times`. Source of the rules: the import
contract, section 4.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from server.agenda.importers.dates import Moment, read_moment
from server.agenda.importers.times import parse_span

_LONGEST_DAY: Final = 100
_MOST_WORDS: Final = 9  # of a day
_LONGEST_KEPT: Final = 300  # characters
_KEPT: Final = 8_192  # answers for texts already seen: headers, times and days come again and again
_WORDS_BEFORE: Final = 4  # of a heading before its day
_HEAD: Final = 160  # characters looked at for a time
_CLOCK: Final = (
    r"(?:\d{1,2}\s?[:.：hH]\s?\d{2}(?::\d{2})?|\d{1,4})(?:\s?[aApP]\.?\s?[mM]\b\.?|[aApP]\b|\s?(?:Uhr|hrs?|h)\b)?"
    r"|12 noon|noon|12 midnight|midnight|midday"
)
_RANGE: Final = re.compile(
    rf"(?<![\w.:])(?:{_CLOCK})\s{{0,3}}(?:-|–|—|−|‐|‑|~|〜|～|→|to|until|till|bis|à)\s{{0,3}}(?:{_CLOCK})(?![\w%])"
)
_ONE: Final = re.compile(rf"(?<![\w.:])(?:{_CLOCK})(?![\w%])")
_SURE_ONE: Final = re.compile(r"[:：hH]|[aApP]\.?\s?[mM]|noon|midnight|midday|Uhr|^[01]\d{2}[05]$|^\d{1,2}\.\d{2}$")
_YEARS: Final = re.compile(r"^(?:19|20)\d{2}\D{1,4}(?:19|20)\d{2}$")
_OPEN_END: Final = re.compile(rf"^(?:{_CLOCK})\s?(?:-|–|—|to|until|bis)\s?$")
_ZONE: Final = re.compile(
    r"^[\s,]*[(\[]?(?:(?:UTC|GMT)(?:\s?[+-−]\d{1,2}(?::\d{2})?)?|[ECMP][SD]?T|CES?T|EES?T|WES?T|BST|IST|JST|KST|SGT|HKT|AE[SD]T"
    r"|NZ[SD]T|local time|(?:Eastern|Central|Mountain|Pacific)(?: (?:Standard|Daylight))?(?: Time)?)[)\]]?(?![\w])"
)
_LABEL: Final = re.compile(
    r"^(?:date(?: and |/|\s?&\s?)?time|date|time|when|zeit|uhrzeit|datum|from|von)\s?:?\s*", re.IGNORECASE
)
_EDGES: Final = " \t,;:|·•–—-−@()[]*›»▸►○●"
_MINUTES: Final = re.compile(r"[(\[]\s?(\d{1,3}\s?(?:min(?:utes|s)?|'|′))\.?\s?[)\]]", re.IGNORECASE)
_PART_OF_DAY: Final = re.compile(
    r"\b(?:morning|afternoon|evening|night|midday|vormittag|nachmittag|abend|a\.m\.|p\.m\.)s?\b", re.IGNORECASE
)
_DAY_NUMBER: Final = re.compile(
    r"^(?:conference |meeting )?(?:day|tag|jour|giorno|día|dia)\s(?:\d{1,2}|one|two|three|four|five|six)\b",
    re.IGNORECASE,
)
_SEPARATORS: Final = re.compile(r"\s[–—|·•-]\s|[:(\[|·•]|\s/\s")
_CODE: Final = re.compile(r"^(?=[A-Z0-9]{0,5}\d)(?=[A-Z0-9]{0,5}[A-Z])[A-Z0-9]{2,6}(?:[-.]\d{1,3})?$")
_LETTERS: Final = re.compile(r"[^\W\d_]{3}")
_THREE_NUMBERS: Final = re.compile(r"\d{1,4}\D{1,3}\d{1,2}\D{1,3}\d{2,4}")


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands at the start of a line; day, span and length may be "" and are readable by the grammar of times.

    `code` is what programmes print in front of the time of a talk ("1D 8:30-9:00").
    """

    day: str = ""
    span: str = ""
    rest: str = ""
    length: str = ""
    code: str = ""


def lead_of(text: str) -> Lead | None:
    """Return the day and the time that a line starts with, None when no time stands at its start."""
    return _kept_lead(text) if len(text) <= _LONGEST_KEPT else _lead_of(text)


def _lead_of(text: str) -> Lead | None:
    head = text[:_HEAD]
    for pattern in (_RANGE, _ONE):
        for found in list(pattern.finditer(head))[:6]:
            written = found.group()
            if not _is_time(written, one=pattern is _ONE):
                continue
            before = text[: found.start()]
            day, code = _before(before), _code_in(before) if pattern is _RANGE else ""
            if day is not None or code:
                return replace(_with_rest(day or "", written, text[found.end() :]), code=code)
            break  # a time far inside the line is no lead
    return None


_kept_lead = lru_cache(_KEPT)(_lead_of)


def _is_time(written: str, *, one: bool) -> bool:
    if one and not _SURE_ONE.search(written):
        return False
    if _YEARS.match(written):
        return False
    return parse_span(written) is not None


def _code_in(text: str) -> str:
    """Return the code that stands alone in front of a time, "" for anything else; it has a letter and a digit."""
    bare = text.strip(_EDGES)
    return bare if _CODE.match(bare) else ""


def _before(text: str) -> str | None:
    """Return the day in front of a time, "" for nothing, None when other words stand there."""
    bare = _LABEL.sub("", text.strip(_EDGES)).strip(_EDGES)
    if not bare or bare.casefold() in ("time", "date", "from", "von", "at", "um"):
        return ""
    return day_text(bare) or None


def _with_rest(day: str, span: str, after: str) -> Lead:
    rest = _ZONE.sub("", after, count=1).lstrip(" \t,;:|·•–—-−)]@›»").rstrip(" \t,;:|·•–—-−")
    length = found.group(1) if (found := _MINUTES.search(rest[:300])) else ""
    rest = " ".join(_MINUTES.sub(" ", rest, count=1).split(" ")).strip() if length else rest
    if not day and (behind := _day_behind(rest)):
        return Lead(behind[0], span, behind[1], length)
    return Lead(day, span, rest, length)


def _day_behind(rest: str) -> tuple[str, str] | None:
    """Return a day that stands right behind a time ("9:00 - 10:00, Monday, Oct 5") and what follows it."""
    if day := day_text(rest):
        return day, ""
    first, bar, others = rest.partition("|")
    return (day, others.strip()) if bar and (day := day_text(first)) else None


def day_text(text: str) -> str:
    """Return a text that is a day and nothing else, readable by the grammar of dates, or ""."""
    return _kept_day(text) if len(text) <= _LONGEST_DAY else ""


@lru_cache(_KEPT)
def _kept_day(text: str) -> str:
    if len(text.split()) > _MOST_WORDS:
        return ""
    bare = " ".join(_PART_OF_DAY.sub(" ", text.strip(_EDGES)).split()).strip(" ,;")
    moment = read_moment(bare) if bare else None
    if moment is None or moment.day is None or moment.span is not None or not _is_sure(bare, moment):
        return ""
    return bare


def _is_sure(text: str, moment: Moment) -> bool:
    """Say whether a month, a weekday or three numbers stand there: "3/4" alone is a fraction or a page."""
    if moment.day is not None and moment.day.weekday is not None:
        return True
    return bool(_LETTERS.search(text) or _THREE_NUMBERS.search(text))


def day_in(text: str) -> tuple[str, str] | None:
    """Return the day of a heading and what else it says, None when it names no day.

    "Monday, 5 October (Focus Day)" is the day and ""; "Tuesday Posters" the weekday and the whole text; "Day 2 - Tue,
    6 Oct: Chest" the day and "Chest".
    """
    if day := day_text(text):
        return day, ""
    if len(text) > 2 * _LONGEST_DAY:
        return None
    pieces = [piece.strip(_EDGES) for piece in _SEPARATORS.split(text)]
    pieces = [piece for piece in pieces if piece]
    for number, piece in enumerate(pieces[:6]):
        if day := day_text(_DAY_NUMBER.sub("", piece)):
            others = [other for other in pieces[number + 1 :] if not _is_remark(text, other)]
            return day, " – ".join(others)
    words = text.split()
    for count in range(1, min(len(words), _WORDS_BEFORE + 1)):
        if day := day_text(" ".join(words[count:])):
            return day, " ".join(words[:count]).strip(_EDGES)
    word = text.split(maxsplit=1)[0].strip(_EDGES) if text.strip() else ""
    return (word, text.strip()) if len(word) > 5 and day_text(word) else None


def _is_remark(text: str, piece: str) -> bool:
    """Say whether a piece stands in brackets: a remark on the day."""
    place = text.find(piece)
    return place > 0 and text[:place].rstrip()[-1:] in ("(", "[")


def day_number(text: str) -> str:
    """Return "Day 2" when a heading begins with it, else ""."""
    found = _DAY_NUMBER.match(text.strip(_EDGES))
    return found.group() if found else ""


def is_open_end(text: str) -> bool:
    """Say whether a line is a time whose end stands on the next line ("8:30 -")."""
    return len(text) < 30 and _OPEN_END.match(text.strip()) is not None
