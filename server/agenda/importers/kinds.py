"""The kind of an item: talk, poster, exhibit, course, social or break (import contract, section 2). Pure.

Words come from `kind_words.txt` beside this file, so that a language is added without touching code.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from server.agenda.importers.programme import SessionKind

_LEADING_TIME: Final = re.compile(
    r"^\s*(?:\d{1,2}(?:[:.h]\d{2})?\s*(?:[ap]\.?m\.?)?(?:\s*[-–—]\s*\d{1,2}(?:[:.h]\d{2})?\s*(?:[ap]\.?m\.?)?)?|[A-Z]{0,3}\d{1,5}[a-z]?)"
    r"(?:\s*[-–—.:)]\s*|\s+)",
    re.IGNORECASE,
)
_BRACKETED: Final = re.compile(r"[(\[][^()\[\]]*[)\]]\s*$")
_POSTER_PREFIX: Final = re.compile(r"^\s*[\[(]\s*(?:e-?)?posters?\s*[\])]", re.IGNORECASE)
_POSTER_LINE: Final = re.compile(
    r"^[ \t]*(?:kind|type|format|session type)[ \t]*:[ \t]*(?:e-?)?poster\b", re.IGNORECASE | re.MULTILINE
)
_HIDING: Final = re.compile(r"[&<\x00-\x08\x0e-\x1f\x7f]")  # markup and characters that go when lines are made
_POSTER: Final = re.compile(r"\b(?:e-?)?posters?(?:walk|ausstellung|session)?\b", re.IGNORECASE)
_POSTER_BLOCK: Final = re.compile(
    r"\bposters?[ -]*(?:session|block|reception|viewing|exhibition|hall|walk|tour|setup|set-up|mounting|discussion|area"
    r"|hour|flash|blitz|pitch|teaser|award|prize|party)|^\W*(?:(?:e-?)?posters?|(?:on-?site|virtual|scientific|electronic)"
    r" posters?)\W*(?:[\dIVX]{1,4}\b|[A-Z]\b|$|&|and\b|\+)",
    re.IGNORECASE,
)
_KEYNOTE: Final = re.compile(r"\bkey ?-?notes?\b|\bplenary (?:talk|lecture)\b", re.IGNORECASE)
_SPLIT: Final = re.compile(r"[^a-z0-9]+")
_LONGEST_SOCIAL: Final = 8  # words; a longer title is the title of a talk


@dataclass(frozen=True, slots=True)
class Clues:
    """What a file tells about an item; every field but the title may be empty."""

    title: str
    type: str = ""  # the file's own word for the kind
    track: str = ""
    session: str = ""  # name of the session that the item belongs to
    text: str = ""  # plain lines of the abstract
    service: bool = False  # the file calls it a service session
    named: bool = False  # somebody is named as speaker


def kind_of(clues: Clues) -> SessionKind:
    """The kind, by what the file says first and by the title then; a talk when nothing says otherwise."""
    title = clues.title.casefold()
    if ("note" in title or "plenary" in title) and _KEYNOTE.search(clues.title):
        return "talk"
    if _is_poster(clues):
        return "poster"
    typed = _typed(clues)
    if typed is not None:
        return typed
    if is_break_title(clues.title) and not clues.named:
        return "break"
    if _is_social(clues.title) and not clues.named:
        return "social"
    if clues.service:
        return "break"
    first = _words(clues.title)[:1]
    return "course" if set(first) & _list("course start") else "talk"


def may_tell(text: str) -> bool:
    """Whether the lines of a text, still as it was written, could tell the kind; no plain one without "poster" does."""
    if not text.isascii() or "&" in text or "<" in text or "poster" in text.lower():
        return True
    return not text.isprintable() and bool(_HIDING.search(text))


def is_break_title(title: str) -> bool:
    """Whether the title holds break words and connecting words only, after its time, number and bracketed track."""
    words = _bare_words(title)
    meant = [word for word in words if not word.isdigit() and word not in _list("connecting")]
    return bool(meant) and all(word in _list("break") for word in meant)


def is_format(text: str) -> bool:
    """Whether the text only tells how one takes part ("Online", "On site", "Zoom") and names no place."""
    words = _SPLIT.sub(" ", _fold(text).replace("on-site", "onsite").replace("on site", "onsite")).split()
    meant = [word for word in words if word not in _list("connecting")]
    return bool(meant) and all(word in _list("online") for word in meant)


def is_type_word(text: str) -> bool:
    """Whether the text is a word for a kind of item ("Workshop", "Posters", "Keynote") and no place."""
    words = _words(text)
    known = _list("talk type") | _list("course type") | _list("break type") | {"poster", "posters"}
    return bool(words) and all(word in known for word in words)


def _is_poster(clues: Clues) -> bool:
    if _says_poster(clues.title):
        if _POSTER_PREFIX.match(clues.title):
            return True
        if _POSTER_BLOCK.search(clues.title):  # a block without single posters is a session
            return False
    if clues.text and _POSTER_LINE.search(clues.text):
        return True
    return any(_says_poster(said) and _POSTER.search(said) for said in (clues.type, clues.track, clues.session))


def _says_poster(text: str) -> bool:
    # spares most texts the patterns, all of which ask for this word
    return "poster" in text.casefold()


def _typed(clues: Clues) -> SessionKind | None:
    """The kind that the file's own word gives, unless the title says more ("Lunch + business meeting")."""
    words = set(_words(clues.type))
    if words & _list("break type"):
        return "social" if _is_social(clues.title) else "break"
    if words & _list("exhibit type"):
        return "exhibit"
    if words & _list("course type"):
        return "course"
    return "social" if words & _list("social type") else None


def _is_social(title: str) -> bool:
    words = _bare_words(title)
    if not words or len(words) > _LONGEST_SOCIAL:
        return False
    joined = f" {' '.join(words)} "
    phrases = [phrase for phrase in _phrases("social phrases") if f" {phrase} " in joined]
    if any(joined.startswith(f" {phrase} ") or joined.endswith(f" {phrase} ") for phrase in phrases):
        return True
    known = _list("social") | _list("break") | _list("connecting") | _list("filler")
    certain = all(word in known or word.isdigit() for word in words)
    return certain and (bool(phrases) or any(word in _list("social") for word in words))


@lru_cache(16)  # asked for twice in a row
def _bare_words(title: str) -> list[str]:
    return _words(_bare(title))


def _bare(title: str) -> str:
    """The title without a leading time or number and without a bracketed track at its end."""
    for _ in range(2):
        found = _LEADING_TIME.match(title)
        title = title[found.end() :] if found else title
    return _BRACKETED.sub("", title) if title.rstrip().endswith((")", "]")) else title


def _words(text: str) -> list[str]:
    return [word for word in _SPLIT.split(_fold(text)) if word]


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(word for line in _sections()[name] for word in _words(line))


@cache
def _phrases(name: str) -> tuple[str, ...]:
    return tuple(" ".join(_words(line)) for line in _sections()[name])


@cache
def _sections() -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (Path(__file__).parent / "kind_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[] "), [])
        elif line.strip() and not line.startswith("#"):
            current.append(line)
    return sections
