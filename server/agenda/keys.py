"""Folded texts that names are compared by, and the natural keys of agenda rows (import contract, section 7). Pure."""

import hashlib
import re
import unicodedata

from server.agenda.people import fold

_NOT_WORD = re.compile(r"[\W_]+")
_COMBINING = re.compile("[\u0300-\u036f]+")
MOST_SLUG = 60


def fold_title(title: str) -> str:
    """Return the title without case, diacritics and punctuation; a title of signs only keeps them."""
    plain = title if title.isascii() else _COMBINING.sub("", unicodedata.normalize("NFKD", title))
    return _NOT_WORD.sub(" ", plain.casefold()).strip() or title.casefold().strip()


def fold_place(name: str) -> str:
    """Return what a room or track is identified by: 64 characters at most."""
    folded = " ".join(name.casefold().split())
    return folded if len(folded) <= 64 else hashlib.sha256(folded.encode()).hexdigest()


def slug_of(text: str) -> str:
    """Return a slug of lower-case ASCII letters, digits and hyphens; "" where the text has none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MOST_SLUG].rstrip("-")


def is_slug(text: str) -> bool:
    """Tell whether the text can name a conference in commands and addresses."""
    return bool(text) and slug_of(text) == text


def conference_key(owner_id: str | None, slug: str) -> str:
    """Return the natural key of a conference."""
    return f"conference:{owner_id or 'public'}:{slug}"


def item_key(title: str, first_person: str, kind: str) -> str:
    """Return the key of an item whose file gives no sound id; `first_person` is a folded name or empty."""
    return f"title:{fold_title(title)}|{first_person}|{kind}"


def person_key(folded_name: str, affiliation: str) -> str:
    """Return the key of a person whose file gives no sound id."""
    return f"name:{folded_name}|{fold(affiliation)}"
