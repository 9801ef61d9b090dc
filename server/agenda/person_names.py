"""One person in a piece of text: the name, its degrees, the affiliation; and the folded form names are compared by.

Source of the rules: the import contract, section 5.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from nameparser import HumanName

from server.agenda import degrees as degree_list
from server.agenda.importers.programme import Role
from server.agenda.person_plain import is_plain, plain_sort_name
from server.agenda.person_words import COURTESY, GROUP, NOBODY, PARTICLES, PLACES

MAX_NAME_WORDS = 7
#: Letters that Unicode does not take apart, and the apostrophes of "O'Hara".
_LETTERS = str.maketrans(dict(zip("øØłŁđĐıð", "oOlLdDid", strict=True)) | dict.fromkeys("’'`´ʼ", ""))
_LETTERS |= str.maketrans({"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th"})
#: The same for a name in ASCII: whatever is neither letter nor digit parts words, apostrophes go.
_ASCII = {code: " " for code in range(128) if not chr(code).isalnum()} | dict.fromkeys(map(ord, "'`"))
_BRACKETED = re.compile(r"\([^()]*\)")
#: Answers kept for texts already seen, which come again and again in a programme; longer texts hardly come twice.
MOST_KEPT, LONGEST_KEPT = 2_048, 200
_TAIL = re.compile(r"^([^()]+)\(([^()]*)\)\s*([*†]?)$")
_DASH = re.compile(r"\s[–—-]\s")
_PRONOUNS = frozenset({"he", "him", "his", "she", "her", "hers", "they", "them", "theirs", "any"})
_EDGES = " \t,;:*†‡•·"


@dataclass(frozen=True, slots=True)
class Named:
    """A person as a field or a line of prose names them."""

    display_name: str
    degrees: tuple[str, ...] = ()
    affiliation: str = ""
    role: Role = "presenter"
    sort_name: str = ""  # "family, given" in lower case


def fold(name: str) -> str:
    """Return the form names are compared by: case, diacritics, punctuation and bracketed parts gone, initials kept."""
    return _kept_fold(name) if len(name) <= LONGEST_KEPT else _fold(name)


def _fold(name: str) -> str:
    plain = _BRACKETED.sub(" ", name) if "(" in name else name
    if not plain.strip():
        plain = name
    words = (plain.lower().translate(_ASCII) if plain.isascii() else _spread(plain)).split()
    if len(words) > 2 and words[0] in COURTESY:
        words = words[1:]
    return " ".join(words)


_kept_fold = lru_cache(MOST_KEPT)(_fold)


def _spread(name: str) -> str:
    """Return letters without diacritics and digits; all else is a space."""
    spread = unicodedata.normalize("NFKD", name.translate(_LETTERS)).casefold()
    return "".join(
        " " if unicodedata.category(letter)[0] not in "LN" else letter
        for letter in spread
        if not unicodedata.combining(letter)
    )


def sort_name(display_name: str) -> str:
    """Return "family, given" in lower case; a single word stays as it is."""
    return plain_sort_name(display_name) if is_plain(display_name) else _parsed_sort_name(display_name)


def _parsed_sort_name(display_name: str) -> str:
    if len(display_name.split()) < 2 or not display_name.isprintable():
        return display_name.casefold()
    parts = HumanName(display_name)
    given = " ".join(part for part in (parts.first, parts.middle) if part)
    if not parts.last or not given:
        return display_name.casefold()
    return f"{parts.last}, {given}".casefold()


def is_nobody(text: str) -> bool:
    """Say whether the text is a placeholder or a group ("TBA", "Panel Discussion", "Topical Team") and no person."""
    words = fold(text).split()
    if not words or not any(letter.isalpha() for letter in text):
        return True
    return " ".join(words) in NOBODY or any(word in GROUP for word in words)


def is_place(text: str) -> bool:
    """Say whether the text reads like an institution, an address or a long remark."""
    words = fold(text).split()
    if any(word in PLACES or word in GROUP for word in words) or any(letter.isdigit() for letter in text):
        return True
    return len(words) > MAX_NAME_WORDS or any(word in {"of", "for", "the", "and", "at", "in"} for word in words[1:])


def is_acronym(text: str) -> bool:
    """Say whether the text is one word of two to six capitals ("MIT", "CERN")."""
    word = text.strip(_EDGES)
    return 2 <= len(word) <= 6 and word.isalpha() and word.isupper()


def is_full_name(text: str) -> bool:
    """Say whether the text is two to seven words that could be given and family name."""
    words = text.strip(_EDGES).split()
    return 2 <= len(words) <= MAX_NAME_WORDS and not is_place(text) and not is_nobody(text) and clean_name(text)


def reads_like_name(text: str) -> bool:
    """Say whether a cell could be a name or a part of one: up to five words in capitals, no institution."""
    words = text.strip(_EDGES).split()
    return 1 <= len(words) <= 5 and len(text) <= 60 and not is_place(text) and clean_name(text.replace(",", " "))


def clean_name(text: str) -> bool:
    """Say whether every word begins with a capital (or has no case), is an initial or a particle."""
    for word in text.strip(_EDGES).split():
        first = next((letter for letter in word if letter.isalpha()), "")
        if not first:
            return False
        if first.islower() and fold(word) not in PARTICLES and not word.startswith(("d'", "d’", "l'", "al-", "el-")):
            return False
    return bool(text.strip(_EDGES))


def named(name: str, role: Role, *, affiliation: str = "", extra: tuple[str, ...] = (), family: str = "") -> Named:
    """Return one person; degrees inside `name` are taken off, `family` makes the sort name certain."""
    bare = name.replace('"', "") if name.count('"') == 1 else name  # half a quoted nickname: a broken cell
    display, found = degree_list.take_off(" ".join(bare.strip(_EDGES).split()))
    display = display.strip(_EDGES)
    sorted_as = f"{family}, {display.removesuffix(family).strip()}".casefold() if family else sort_name(display)
    place = " ".join(affiliation.strip(" ,;:–—-*").split())
    return Named(display, tuple(dict.fromkeys([*found, *extra])), place, role, sorted_as)


def from_parts(first: str, last: str, role: Role = "presenter", *, affiliation: str = "") -> Named:
    """Return a person from two columns; a degree in either cell goes where it belongs ("Gray, PhD")."""
    given, given_degrees = _cell_degrees(first)
    family, family_degrees = _cell_degrees(last)
    whole = f"{given} {family}".strip()
    extra = given_degrees + family_degrees
    return named(whole, role, affiliation=affiliation, extra=extra, family=family if given else "")


def _cell_degrees(cell: str) -> tuple[str, tuple[str, ...]]:
    pieces = [piece.strip() for piece in cell.strip(_EDGES).split(",")]
    kept = [piece for index, piece in enumerate(pieces) if index == 0 or not degree_list.degrees_only(piece)]
    found = [part for piece in pieces[1:] for part in degree_list.degrees_only(piece)]
    return " ".join(" ".join(kept).split()), tuple(found)


def unbracket(piece: str) -> tuple[str, str, str]:
    """Return name, what stood in brackets at the end, and a star behind them; pronouns stay with the name."""
    found = _TAIL.match(piece.strip())
    if found is None or not found.group(1).strip():
        return piece, "", ""
    inside = found.group(2).strip()
    if inside and set(fold(inside).split()) <= _PRONOUNS:
        return piece, "", ""
    return found.group(1).strip(), inside, found.group(3)


def undash(piece: str) -> tuple[str, str]:
    """Return the name and what follows a free-standing dash ("Ana Lima – Kyoto Clinic")."""
    found = _DASH.search(piece)
    if found is None or not piece[: found.start()].strip():
        return piece, ""
    return piece[: found.start()].strip(), piece[found.end() :].strip()
