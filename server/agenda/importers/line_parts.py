"""What stands behind the time of a line: title, people, room; and what a line without a time is.

Pure. Source of the rules: the import contract, sections 5 and 6. What could be a part of the title stays there.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from server.agenda.importers.column_keys import fold_header
from server.agenda.importers.columns import by_name
from server.agenda.importers.leading import lead_of
from server.agenda.importers.line_words import words
from server.agenda.people import fold, is_nobody, reads_like_name, split
from server.agenda.person_names import is_full_name, is_place
from server.agenda.person_words import LABELS

_STRONG: Final = re.compile(r"\t+|\s*[|·•]\s*|\s//\s| {3,}")
_DASHES: Final = re.compile(r"\s[–—-]\s")
_LONGEST_KEPT: Final = 400  # characters of a text whose answer is kept
_LONGEST: Final = 1_000  # characters of a line that are taken apart
_ROOM_WORDS: Final = words("rooms")
_ROOM_CODE: Final = re.compile(r"^[A-Z]{1,3}-?\d{2,4}(?:[A-Z]{1,2}|\.\d{1,3})?(?:\s?[-/&]\s?[A-Z]{0,3}\d{1,4}[A-Z]?)?$")
_LONGEST_NAME: Final = 9  # words of one person with degrees
_JOINED: Final = re.compile(r"[,;&|•\n(]|\s(?:and|und|et)\s|\s[–—-]\s")
_LONGEST_ROOM: Final = 7  # words
_TALKING: Final = words("talking")
_TOPICS: Final = words("topics")
_BRACKET: Final = re.compile(r"^(.*\S)\s*[(\[]([^()\[\]]{2,300})[)\]]$")
_BY: Final = re.compile(r"^(.*\S),?\s(?:by|von|presented by|with speaker|speaker:|speakers:)\s(.+)$", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"(?:(?<=[\w)\]”’]{2})\.|(?<=[\w)\]”’][?!]))\s+(?=[^\W\d_])")
_LED: Final = re.compile(r"^(.*\S)\s*[(\[](?:chaired|moderated|hosted|led) by\s([^()\[\]]{3,200})[)\]]$", re.IGNORECASE)
_LABELLED: Final = re.compile(r"^[\W_]{0,4}([^\W\d_][^:\n|]{0,40}?)\s?[*_]{0,3}\s?[:：]\s?[*_]{0,3}\s?(.*)$", re.DOTALL)
#: With a mark behind it any code counts ("7. On feet", "A1: On toes"), without one only what can be no word.
_CODE: Final = r"(?:[A-Z]{1,6}[-_.]?){0,2}\d{1,5}[A-Z]?(?:[-.]\d{1,4})?"
_MARKED_CODE: Final = re.compile(rf"^(?:[#(\[]\s?({_CODE})[)\]]|({_CODE})\s?[:.)–—-])[:.]?\s+(?=\S)")
_BARE_CODE: Final = re.compile(r"^(E?P[A-Z]{0,2}[-_.]?\d{1,4}|[A-Z]{1,4}[-_.]?\d{2,5}|0\d{1,4})\s+(?=\S)")
_CODE_ALONE: Final = re.compile(r"^[#(\[]?(?=[^\s]{0,20}\d)[A-Z0-9]{1,8}(?:[-_.][A-Z0-9]{1,10}){0,3}[)\]]?$")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a line tells about an item; every text may be ""."""

    title: str = ""
    people: str = ""
    room: str = ""
    number: str = ""


def parts_of(text: str, *, piped: bool = True) -> Parts:
    """Return title, people and room of a line behind its time; the title comes first.

    `piped` says that bars, dots and tabs set parts off; inside a cell of a table they belong to the title.
    """
    if len(text) > _LONGEST:
        return Parts(text)
    strong = [piece.strip() for piece in _STRONG.split(text) if piece.strip()] if piped else []
    if len(strong) > 1:
        return _gathered(strong)
    if (told := _with_names_behind(text)) is not None:
        return told
    head, comma, last = text.rpartition(",")
    if comma and head and is_room(last.strip()):
        return replace(parts_of(head.strip()), room=last.strip())
    dashed = [piece.strip() for piece in _DASHES.split(text)]
    if len(dashed) > 1 and (names_people(dashed[-1]) or is_room(dashed[-1])):
        return _gathered([text[: text.rindex(dashed[-1])].rstrip(" –—-"), dashed[-1]])
    commas = [piece.strip() for piece in text.split(",")]
    names = next((n for n in range(len(commas)) if not _is_certain_name(commas[-1 - n])), len(commas) - 1)
    if names:
        return replace(_inner(_head_of(text, names)), people="; ".join(commas[-names:]))
    return _inner(text)


def _head_of(text: str, names: int) -> str:
    """Return the text before that many commas from its end."""
    return text.rsplit(",", names)[0].strip()


def _gathered(pieces: list[str]) -> Parts:
    """Return the parts of pieces that are set apart clearly: what is no room and no name belongs to the title."""
    room = people = ""
    title = [pieces[0]]
    for piece in pieces[1:]:
        if not room and is_room(piece):
            room = piece
        elif names_people(piece):
            people = f"{people}; {piece}" if people else piece
        elif len(pieces) > 1 and not people and is_nobody(piece) and len(piece) < 40:
            people = piece
        else:
            title.append(piece)
    found = _inner(" – ".join(title))
    return replace(found, people=people or found.people, room=room or found.room)


def _inner(text: str) -> Parts:
    """Return the parts of a text without separators: names or a room in brackets at its end, "by" and a name."""
    if found := _BRACKET.match(text):
        head, inside = found.groups()
        if is_room(inside):
            return replace(parts_of(head), room=inside)
        if names_people(inside) or _named_at_place(inside):
            return replace(parts_of(head), people=inside)
    if (found := _BY.match(text)) and names_people(found.group(2)):
        return Parts(found.group(1), found.group(2))
    return Parts(text.strip())


def _with_names_behind(text: str) -> Parts | None:
    """Return a title and the names with their place behind it ("On hands. Ana Lima, Teo Brandt (Kyoto Clinic)")."""
    found = _BRACKET.match(text)
    if found is None or is_room(found[2]) or not (is_place(found[2]) or reads_like_name(found[2])):
        return None
    for end in _SENTENCE.finditer(found[1]):
        if names_people(found[1][end.end() :]):
            return Parts(found[1][: end.start()], text[end.end() :])
    return None


def _named_at_place(text: str) -> bool:
    """Say whether a text is a name and where that person works ("Ana Lima, Kyoto Clinic")."""
    name, comma, place = text.partition(",")
    return bool(comma) and is_full_name(name) and (is_place(place) or reads_like_name(place)) and _is_certain_name(name)


def _is_certain_name(text: str) -> bool:
    """Say whether a text reads like one name and holds no word of topics."""
    said = fold(text).split()
    return is_full_name(text) and len(said) <= 5 and not _TOPICS.intersection(said) and not is_room(text)


def names_people(text: str) -> bool:
    """Say whether a text is a list of full names, with or without where they work, and nothing else."""
    return _kept_names(text) if len(text) <= _LONGEST_KEPT else _names_people(text)


def _names_people(text: str) -> bool:
    if len(text) > 20_000 or not any(map(str.isupper, text)):
        return False
    if len(text.split()) > _LONGEST_NAME and not _JOINED.search(text):
        return False
    people, credit = split(text)
    if not people or credit:
        return False
    bad = [one for one in people if not is_full_name(one.display_name) or _is_topic(one.display_name)]
    return not bad or (len(people) > 3 and len(bad) * 4 <= len(people))


_kept_names = lru_cache(4_096)(_names_people)


def _is_topic(name: str) -> bool:
    return bool(_TOPICS.intersection(fold(name).split())) or is_room(name)


def is_room(text: str) -> bool:
    """Say whether a text names a place in a building: "Room 4", "Hall B", "E450A"."""
    said = fold(text).split()
    if not 1 <= len(said) <= _LONGEST_ROOM or len(text) > 80 or any(mark in text for mark in ",([|"):
        return False
    if _ROOM_CODE.match(text.strip()):
        return True
    return (
        bool(_ROOM_WORDS.intersection(said)) and not _TALKING.intersection(said[:-1]) and text[:1] != text[:1].lower()
    )


def labelled(text: str) -> tuple[str, str] | None:
    """Return the field and the value of a line such as "Room: Hall 2" or "Chairs: A, B", None for other lines."""
    found = _LABELLED.match(text) if len(text) <= 20_000 else None
    if found is None:
        return None
    label, value = found.group(1).strip(" *_"), found.group(2).strip()
    role = LABELS.get(label.lower())
    if role is not None:
        return role, value
    field, score = by_name(fold_header(label))
    return (field, value) if field and score == 100 else None


def led_by(text: str) -> tuple[str, str]:
    """Return a heading without its bracket of chairs ("Hands (chaired by Ana Lima)") and the chairs, "" for none."""
    found = _LED.match(text) if len(text) <= _LONGEST_KEPT else None
    return (found[1], found[2]) if found and names_people(found[2]) else (text, "")


def take_number(text: str) -> tuple[str, str]:
    """Return the number in front of a title ("P12 On bones", "[0112] On hands"), "" for none, and the title."""
    found = _MARKED_CODE.match(text[:60]) or _BARE_CODE.match(text[:60])
    if found is None:
        return "", text
    return next(filter(None, found.groups())), text[found.end() :].strip()


def is_code(text: str) -> bool:
    """Say whether a line is only the code of a session or an abstract ("S1-SSBR01", "P12")."""
    return len(text) <= 30 and _CODE_ALONE.match(text.strip()) is not None


def is_bare_time(text: str) -> bool:
    """Say whether a text is a time, with or without a day or a room, and nothing else."""
    lead = lead_of(" ".join(text.split()))
    return lead is not None and (not lead.rest or is_room(lead.rest))
