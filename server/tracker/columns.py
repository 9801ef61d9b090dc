"""The tracker's columns: the eight that everybody keeps first, then what makes the round trip. Pure.

Twin of the names in `web/src/views/tracker.ts`. Source: `docs/api.md`, the tracker.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it fills, its name in a file, and other names it goes by, folded."""

    field: str
    name: str
    also: tuple[str, ...] = ()


COLUMNS: Final = (
    Column("name", "Name", ("full name", "contact", "person", "contact name", "who")),
    Column("role", "Role", ("title", "position", "job title", "job")),
    Column(
        "institution",
        "Institution",
        ("organization", "organisation", "affiliation", "hospital", "university", "school", "company", "place of work"),
    ),
    Column("emails", "E-mail", ("email", "mail", "e mail", "email address", "e mail address", "emails", "e mails")),
    Column("how_found", "How found", ("found", "found via", "source", "how i found them", "how did i find them")),
    Column(
        "contacted", "Date contacted", ("contacted", "contacted on", "date of contact", "first contact", "e-mailed")
    ),
    Column("response", "Response", ("reply", "replied", "response received", "answer")),
    Column("next_step", "Next step", ("next", "next steps", "follow up", "followup", "next action", "to do")),
    Column("phones", "Phone", ("phone number", "phones", "telephone", "tel", "mobile", "cell")),
    Column("urls", "Links", ("link", "website", "web site", "url", "linkedin", "profile")),
    Column("tags", "Tags", ("tag", "category", "categories", "labels", "label")),
    Column("met_on", "Met on", ("met", "date met", "meeting date")),
    Column("met_where", "Where met", ("met at", "where", "place", "conference", "event", "where we met")),
    Column("notes", "Notes", ("note", "comments", "comment", "remarks")),
    Column("made_by", "Next step by"),
    Column("id", "Hallway id"),
)
HEADER: Final = tuple(column.name for column in COLUMNS)
FIRST: Final = 8  # columns that any tracker has

MADE_BY_RULES: Final = "Hallway"  # in "Next step by": worked out, so it is worked out again wherever it is read
MADE_BY_HAND: Final = "me"


def folded(name: str) -> str:
    """Return a name as columns and people are compared: no case, no accents, one space between words."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", bare.casefold()).split())


_BY_NAME: Final = {folded(name): column.field for column in COLUMNS for name in (column.name, *column.also)}


def recognise(header: Sequence[str]) -> dict[str, int]:
    """Return field -> place in the row for the columns whose names are known; of two alike the first counts."""
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        field = _BY_NAME.get(folded(name))
        if field is not None:
            found.setdefault(field, place)
    return found
