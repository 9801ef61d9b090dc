"""The student's own card: what the profile lets be seen, and the text of the code that says it. Pure.

Twin of `cardFields` in web/src/views/my_card.ts and of web/src/scanner/card.ts: equal on `tests/samples/cards.json`.
Rules: docs/badges.md, section 5; vCard 3.0 is RFC 2426, MECARD the form of phone makers.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import quote

from server.badges.draft import email_address, phone_number
from server.badges.links import web_link
from server.badges.names import PARTICLES, is_degree, take_degrees
from server.badges.reading import VALUES, clean, squeeze

Level = Literal["name", "school", "all"]
Form = Literal["auto", "vcard", "mecard", "link"]
Drop = Literal["note", "address", "title", "phone", "link", "text"]
LEVELS: tuple[Level, ...] = ("name", "school", "all")
FORMS: tuple[Form, ...] = ("auto", "vcard", "mecard", "link")

GOAL_BYTES = 152  # version 8 at level M: readable at 32 cm with a camera of 1280 pixels
CAP_BYTES = 331  # version 13 at level M: the largest code that is shown
_SIZES = (84, 122, GOAL_BYTES, 213, CAP_BYTES)  # versions 5, 7, 8, 10 and 13 at level M
_FOLD = 75  # octets of a line in a file (RFC 2426, section 2.6)
_ALSO_PLAIN = "-_.!~*'()"  # what JavaScript's encodeURIComponent leaves as it is, beside letters and digits


@dataclass(frozen=True)
class CardFields:
    """What a person lets the card say, in the order it is said. Absent is `None` or `()`."""

    name: str
    degrees: tuple[str, ...] = ()
    organization: str | None = None
    title: str | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    address: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Card:
    """The text of a code, its size in UTF-8, and what to leave out of one that is too large to be read."""

    form: Form
    text: str
    drop: Drop | None = None

    @property
    def bytes(self) -> int:
        """The size that decides about the code."""
        return len(self.text.encode())


def level_of(stored: str | None) -> Level:
    """The level as stored, where it is one; else name, school and e-mail."""
    return next((level for level in LEVELS if level == stored), "school")


def card_fields(profile: Mapping[str, Any], level: Level) -> CardFields | None:
    """What the card says at that level; None without a name. Only what reads as an address, a number, a link is in."""
    name, behind = _bare_name(profile.get("name"))
    if not spoken_name(name):
        return None
    if level == "name":
        return CardFields(name)
    degrees = dict.fromkeys([*behind, *take_degrees(_line(profile.get("degrees")))[1]])
    usual = CardFields(
        name,
        degrees=tuple(degrees),
        organization=_line(profile.get("school")) or None,
        emails=tuple(_read([_line(profile.get("email"))], email_address)),
    )
    if level == "school":
        return usual
    return replace(
        usual,
        title=_line(profile.get("role")) or None,
        phones=tuple(_read(re.split("[,;\n]", profile.get("phone") or ""), phone_number)),
        urls=tuple(_read(profile.get("urls") or [], lambda text: web_link(text, bare=True))),
        note=_line(profile.get("specialty")) or None,
    )


def card_of(said: CardFields, form: Form = "auto", link: str | None = None) -> Card:
    """The card as text in that form; `auto` is a vCard, or a MECARD where that saves a size of the code.

    The form `link` is the address of the card's page with the card behind `#`, which no browser sends to a server.
    Raises ValueError for that form without a `link`.
    """
    chosen = _chosen(said, form, link)
    return replace(chosen, drop=_drop(said)) if chosen.bytes > CAP_BYTES else chosen


def vcard_file(said: CardFields) -> bytes:
    """The card as a file to download: vCard 3.0 in UTF-8, folded between characters, each line ended."""
    return "".join(f"{_folded(line)}\r\n" for line in _vcard_lines(said, whole=True)).encode()


def name_parts(name: str) -> tuple[str, str]:
    """Family name and given names: as written before and behind a comma, else the last word and its particles."""
    before, *rest = [squeeze(part) for part in name.split(",")]
    behind = " ".join(part for part in rest if part)
    if behind:
        return before, behind
    words = before.split(" ")
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in PARTICLES:
        first -= 1
    return " ".join(words[first:]), " ".join(words[:first])


def spoken_name(name: str) -> str:
    """The name in speaking order, also where it was written family name first."""
    family, given = name_parts(name)
    return squeeze(f"{given} {family}") if "," in name else squeeze(name)


def lines_of(said: CardFields) -> list[tuple[str, str]]:
    """All but the name as key and value, in the order of both forms; both call the fields the same."""
    found: list[tuple[str, str | None]] = [("ORG", said.organization), ("TITLE", said.title)]
    found += [("EMAIL", email) for email in said.emails]
    found += [("TEL", phone) for phone in said.phones]
    found += [("URL", url) for url in said.urls]
    found += [("ADR", said.address), ("NOTE", said.note)]
    return [(key, text) for key, text in found if text]


def _chosen(said: CardFields, form: Form, link: str | None) -> Card:
    if form == "link":
        if link is None:
            raise ValueError("there is no page to link to")
        body = _mecard_text(said).removeprefix("MECARD:").removesuffix(";")
        return Card(form, f"{link}#{quote(body, safe=_ALSO_PLAIN)}")
    card, mecard = Card("vcard", "\r\n".join(_vcard_lines(said))), Card("mecard", _mecard_text(said))
    if form == "auto":
        is_smaller = card.bytes > GOAL_BYTES and _size(mecard.bytes) < _size(card.bytes)
        return mecard if is_smaller else card
    return mecard if form == "mecard" else card


def _vcard_lines(said: CardFields, *, whole: bool = False) -> list[str]:
    """`whole` keeps the empty parts at the end of N, which some readers insist on; a code has no room for them."""
    family, given = (_escaped(part, ",;") for part in name_parts(said.name))
    degrees = ",".join(_escaped(degree, ",;") for degree in said.degrees)
    return [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{family};{given}{f';;;{degrees}' if degrees or whole else ''}",
        f"FN:{_escaped(spoken_name(said.name), ',;')}",
        *(f"{key}:{';;' if key == 'ADR' else ''}{_escaped(text, ',;')}" for key, text in lines_of(said)),
        "END:VCARD",
    ]


def _mecard_text(said: CardFields) -> str:
    """Every field ends with `;`. A `:` needs no escape, since the key ends at the first one; a `,` only in lists."""
    family, given = (_escaped(part, ",;") for part in name_parts(said.name))
    parts = [f"N:{family},{given}" if given else f"N:{family}"]
    parts += [f"{key}:{_escaped(text, ',;' if key == 'ADR' else ';')}" for key, text in lines_of(said)]
    return f"MECARD:{';'.join(parts)};;"


def _escaped(text: str, separators: str) -> str:
    # one line without controls: nothing a student writes can begin a property of its own
    return "".join(f"\\{char}" if char == "\\" or char in separators else char for char in squeeze(clean(text)))


def _folded(line: str) -> str:
    pieces, room = [""], _FOLD
    for char in line:
        size = len(char.encode())
        if size > room:
            pieces.append(" ")
            room = _FOLD - 1
        pieces[-1] += char
        room -= size
    return "\r\n".join(pieces)


def _size(count: int) -> int:
    return next((index for index, size in enumerate(_SIZES) if count <= size), len(_SIZES))


def _drop(said: CardFields) -> Drop:
    if said.note:
        return "note"
    if said.address:
        return "address"
    if said.title:
        return "title"
    if len(said.phones) > 1:
        return "phone"
    return "link" if said.urls else "text"


def _bare_name(typed: str | None) -> tuple[str, list[str]]:
    """The name without the degrees typed behind its comma, and those."""
    before, *rest = [squeeze(part) for part in _line(typed).split(",")]
    words = [word for word in " ".join(rest).split(" ") if word]
    return (before, words) if words and all(map(is_degree, words)) else (_line(typed), [])


def _read(texts: list[str], reader: Callable[[str], str | None]) -> list[str]:
    found = (reader(_line(text)) for text in texts)
    return [value for value in found if value][:VALUES]


def _line(text: str | None) -> str:
    return squeeze(clean(text or ""))
