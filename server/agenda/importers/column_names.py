"""What columns of programme tables are called; the words stand in `column_words.txt` beside this file.

Fields are plain words; those about people are a role, a number where columns are numbered, and a part:
`presenter`, `author.2`, `presenter.first`, `presenter.1.affiliation`. Source: the import contract, section 6.
"""

from pathlib import Path
from typing import Final, get_args

from server.agenda.importers.programme import Role


def _sections(kind: str) -> dict[str, list[str]]:
    """Return the names of each section of that kind; a name may run over the end of a line."""
    found: dict[str, str] = {}
    name = ""
    for line in (Path(__file__).parent / "column_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            head, _, rest = line.strip("[]").partition(" ")
            name = rest if head == kind else ""
        elif name and not line.startswith("#"):
            found[name] = f"{found.get(name, '')} {line}"
    return {name: [word.strip() for word in text.split(",") if word.strip()] for name, text in found.items()}


def _by_word(kind: str) -> dict[str, str]:
    return {word: name for name, words in _sections(kind).items() for word in words}


ROLES: Final[tuple[Role, ...]] = get_args(Role)
ROLE_WORDS: Final[dict[str, Role]] = {word: role for role in ROLES for word in _sections("role").get(role, [])}
PARTS: Final[dict[str, str]] = {word: "" if part == "name" else part for word, part in _by_word("part").items()}

#: Headers that mean one field or another, by what else the table has; the first wins while it is free.
OPEN: Final[dict[str, tuple[str, str]]] = {
    "session title": ("title", "session"),
    "session name": ("title", "session"),
    "session": ("title", "session"),
    "name": ("title", "presenter"),
    "event type": ("track", "kind"),
    "abstract": ("abstract", "title"),
}

#: Column sets with meanings of their own: headers that must be there, and what differs from the general names.
KNOWN_SETS: Final[tuple[tuple[frozenset[str], dict[str, str]], ...]] = (
    (
        frozenset({"event key", "event start", "name"}),  # Sched
        {"name": "title", "subject": "", "host org": "", "company": "", "address": "", "tags": "", "audience": "",
         "event subtype": "", "venue id": "", "map": "", "seats": ""},
    ),
)  # fmt: skip

PLAIN_NAMES: Final[dict[str, str]] = _by_word("field") | {name: fields[0] for name, fields in OPEN.items()}
FIELDS: Final = (*_sections("field"), *ROLES)

#: Fields that several columns may share.
SHARED: Final = frozenset({"track", "link", "mail"})


def is_shared(name: str) -> bool:
    """Say whether several columns may hold a field: tracks, links, and all people of one role."""
    return name in SHARED or name in ROLES


def is_field(name: str) -> bool:
    """Say whether a field name is one that columns can be mapped to; "" leaves the column out."""
    head, *rest = name.split(".")
    if not rest:
        return name == "" or name in FIELDS
    return head in ROLES and len(rest) <= 2 and all(part.isdigit() or part in PARTS.values() for part in rest)
