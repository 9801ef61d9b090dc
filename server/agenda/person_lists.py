"""People in a field that holds people: splits a cell into persons and what is no person.

Source of the rules: the import contract, section 5.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from server.agenda import person_names as names
from server.agenda.degrees import degrees_only
from server.agenda.importers.programme import Role
from server.agenda.person_names import Named
from server.agenda.person_numbers import resolve_list, take_marks
from server.agenda.person_plain import is_plain, plain_sort_name
from server.agenda.person_words import LABELS, PARTICLES

MAX_TEXT = 20_000
_SEGMENTS = ";\n|•"
_JOINERS = re.compile(r"\s+(?:and|und|et|&|\+)\s+|\s*&\s+", re.IGNORECASE)
_LEADING_JOINER = re.compile(r"^(?:(?:and|und|et)\s+|&\s*)", re.IGNORECASE)
_INITIALS = re.compile(r"^(?:[^\W\d_]\.[ -]?){1,4}$|^[^\W\d_]{1,2}$")
_MAIL = re.compile(r"<?[^\s<>@,;]+@[^\s<>@,;]+>?")
_LABEL = re.compile(r"^([^\W\d_][^:\n]{0,30}?)\s*:\s*(.*)$", re.DOTALL)


@dataclass
class _Draft:
    name: str
    role: Role
    family: str = ""
    degrees: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


def cut(text: str, separators: str) -> list[str]:
    """Return the pieces between separators that stand outside brackets, stripped, empty ones left out."""
    pieces: list[str] = []
    start = depth = 0
    closing = text.count(")")
    for index, letter in enumerate(text):
        if letter == "(" and closing:
            depth += 1
        elif letter == ")":
            depth, closing = max(0, depth - 1), closing - 1
        elif letter in separators and (depth == 0 or letter == "\n"):
            pieces.append(text[start:index])
            start, depth = index + 1, 0
    pieces.append(text[start:])
    return [piece.strip() for piece in pieces if piece.strip()]


def split(text: str, role: Role = "presenter", *, family_first: bool | None = None) -> tuple[list[Named], str]:
    """Return the people in a field that holds people, and the credit text: what is no person.

    `family_first` says whether "A, B" in this column is one person ("Lima, Ana"); None decides cell by cell.
    """
    if is_plain(text):
        return [Named(text, role=role, sort_name=plain_sort_name(text))], ""
    if len(text) > names.LONGEST_KEPT:
        return _read(text, role, family_first)
    people, credit = _remembered(text, role, family_first)
    return list(people), credit


@lru_cache(names.MOST_KEPT)
def _remembered(text: str, role: Role, family_first: bool | None) -> tuple[tuple[Named, ...], str]:
    people, credit = _read(text, role, family_first)
    return tuple(people), credit


def _read(text: str, role: Role, family_first: bool | None) -> tuple[list[Named], str]:
    head, rest = text[:MAX_TEXT], text[MAX_TEXT:].strip()
    plain, places = resolve_list(_MAIL.sub(" ", head.replace("\r\n", "\n").replace("\r", "\n")))
    segments = cut(plain, _SEGMENTS)
    single = len(segments) > 1 and all(len(cut(segment, ",")) == 2 for segment in segments)
    drafts: list[_Draft] = []
    credit: list[str] = []
    following = role  # "Speakers:" is for all that follow, "Chair:" for one entry
    for segment in segments:
        label, body = take_label(segment)
        _Reader(label or following, single, family_first, drafts, credit).read(body)
        if label:
            following = label if segment.partition(":")[0].rstrip(" )").endswith("s") else role
    people = [person for draft in drafts if (person := _finish(draft, places, credit))]
    return _starred(people, drafts, role), "; ".join([*credit, *([rest] if rest else [])])


def take_label(segment: str) -> tuple[Role | None, str]:
    """Return the role a leading "Chair:" gives and the text after it."""
    found = _LABEL.match(segment)
    if found is None:
        return None, segment
    role = LABELS.get(found.group(1).strip().lower().replace("(s)", "s"))
    return (role, found.group(2)) if role else (None, segment)


class _Reader:
    """Reads one segment (no `;`) into drafts and credit."""

    def __init__(
        self, role: Role, single: bool, family_first: bool | None, drafts: list[_Draft], credit: list[str]
    ) -> None:
        self.role = role
        self.single = single
        self.family_first = family_first
        self.drafts = drafts
        self.credit = credit

    def read(self, segment: str) -> None:
        parts = [_LEADING_JOINER.sub("", part) for part in cut(segment, ",")]
        parts = [piece for part in parts for piece in _apart(part)]
        rest = self._last_first(parts)
        begun = len(rest) < len(parts)
        placed = False
        for index, part in enumerate(rest):
            found = degrees_only(_bare(part))
            if found and (begun and (names.is_acronym(part) or index or self.family_first)):
                self.drafts[-1].degrees += found
            elif begun and self._belongs_to_last(part, rest[index + 1 :], placed=placed):
                self.drafts[-1].places.append(part)
                placed = True
            elif names.is_nobody(names.unbracket(part)[0]):
                self.credit.append(part)
            else:
                self.drafts.append(_Draft(part, self.role))
                begun, placed = True, False

    def _last_first(self, parts: list[str]) -> list[str]:
        """Make drafts of leading "Last, First" pairs; return the parts that are left."""
        plain = [part for part in parts if not degrees_only(_bare(part))]
        if self.family_first is False or len(plain) < 2 or not self._pairs(plain):
            return parts
        while len(parts) >= 2 and not names.is_place(parts[1]) and not degrees_only(parts[1]):
            family = parts[0].strip(" *")
            star = "*" if "*" in parts[0] + parts[1] else ""
            given, inside, _ = names.unbracket(parts[1].replace("*", ""))
            draft = _Draft(f"{given} {family}{star}", self.role, family=names.named(family, self.role).display_name)
            draft.places += [inside] if inside else []
            self.drafts.append(draft)
            parts = parts[2:]
            while parts and (found := degrees_only(_bare(parts[0]))):
                draft.degrees += found
                parts = parts[1:]
        return parts

    def _pairs(self, plain: list[str]) -> bool:
        """Say whether the parts (degrees left out) begin with "Last, First"."""
        first, second = plain[0].strip("* "), names.unbracket(plain[1].strip("* "))[0]
        if any(map(_is_poor_name, (first, second))):
            return False
        if self.family_first:
            return True
        if len(plain) % 2 == 0 and all(map(_is_initials, plain[1::2])) and ("." in second or _is_one_family(first)):
            return not any(map(_is_initials, plain[::2]))
        others_are_places = all(names.is_place(part) for part in plain[2:])
        return others_are_places and _is_one_family(first) and len(second.split()) <= 3 and not names.is_acronym(second)

    def _belongs_to_last(self, part: str, after: list[str], *, placed: bool) -> bool:
        """Say whether a part behind a name is where that person works."""
        name = names.undash(names.unbracket(part)[0])[0]
        if self.single:
            return True
        if names.is_nobody(name):
            return names.is_place(name) and len(self.drafts) == 1
        if names.is_place(name):
            return True
        if placed:
            followed = bool(after) and (names.is_place(after[0]) or bool(degrees_only(_bare(after[0]))))
            return not (followed and names.is_full_name(name))
        if names.is_full_name(name) or len(self.drafts[-1].name.split()) < 2:
            return False
        return names.is_acronym(name) or (self.family_first is None and not after and names.clean_name(name))


def _is_poor_name(text: str) -> bool:
    return names.is_place(text) or names.is_nobody(text) or not names.clean_name(text)


def _is_initials(part: str) -> bool:
    text = names.unbracket(part.strip("* "))[0]
    return text.isupper() and _INITIALS.match(text) is not None


def _is_one_family(text: str) -> bool:
    words = [word for word in text.split() if names.fold(word) not in PARTICLES]
    return len(words) == 1


def _bare(part: str) -> str:
    return take_marks(part)[0].strip(" *†()")


def _apart(part: str) -> list[str]:
    """Return the names joined by "and" or "&", or the part whole when a side is no name."""
    sides = [side.strip() for side in _JOINERS.split(part) if side.strip()]
    if len(sides) < 2 or ("(" in part and ")" in part and _JOINERS.search(part[part.index("(") :])):
        return [part]
    heads = [names.undash(side.split(":")[0])[0].strip("* ") for side in sides]
    if any(_is_poor_name(take_marks(head)[0]) or len(head.split()) > names.MAX_NAME_WORDS for head in heads):
        return [part]
    return sides


def _finish(draft: _Draft, places: dict[int, str], credit: list[str]) -> Named | None:
    """Return the person of a draft; what is neither name nor affiliation goes to the credit."""
    name, numbers = take_marks(draft.name)
    name, inside, _ = names.unbracket(name)
    name, behind = names.undash(name)
    name, colon, remark = name.partition(":")
    if colon and remark.strip():
        credit.append(remark.strip())
    role = LABELS.get(inside.lower(), draft.role)
    extra = degrees_only(inside) if inside else ()
    where = [places[number] for number in numbers if number in places]
    where += draft.places + [behind] * bool(behind)
    where += [inside] * bool(inside and not extra and inside.lower() not in LABELS)
    person = names.named(
        name.replace("*", ""), role, affiliation=", ".join(where), extra=(*draft.degrees, *extra), family=draft.family
    )
    if not names.is_nobody(person.display_name):
        return person
    credit.extend(text for text in (name.strip(), *where) if text)
    return None


def _starred(people: list[Named], drafts: Iterable[_Draft], role: Role) -> list[Named]:
    """Return the people with stars read: a starred one presents, in a list of presenters the others are authors."""
    stars = {names.named(take_marks(d.name)[0].replace("*", ""), role).display_name for d in drafts if "*" in d.name}
    if not stars or role not in ("presenter", "author"):
        return people
    read: list[Named] = []
    for person in people:
        starred = person.display_name in stars
        mine: Role = "presenter" if starred else "author"
        read.append(replace(person, role=mine) if person.role == role and (starred or len(people) > 1) else person)
    return read


def family_comes_first(cells: Iterable[str]) -> bool | None:
    """Decide for a whole column whether "A, B" is one person; None when the column does not tell."""
    lists = pairs = 0
    for cell in cells:
        for segment in cut(cell[:MAX_TEXT], _SEGMENTS):
            parts = [part for part in cut(segment, ",") if not degrees_only(part)]
            full = [names.is_full_name(part) for part in parts]
            if len(parts) > 1 and (all(full) or (len(parts) > 2 and sum(full) > 1)):
                lists += 1
            elif len(parts) == 2 and _is_one_family(parts[0]) and not names.is_place(parts[1]):
                pairs += 1
    if lists >= max(pairs, 1):
        return False
    return True if pairs > 2 and lists == 0 else None
