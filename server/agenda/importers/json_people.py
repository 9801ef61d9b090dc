"""People inside the objects of a list: a name, an object, or lists of these become numbered columns. Pure.

The headers ("presenter 2 last") are those that the column recognition reads.
"""

from functools import lru_cache
from typing import Final

from server.agenda.importers import column_names
from server.agenda.importers.cells import Cell
from server.agenda.importers.column_keys import fold_header
from server.agenda.importers.json_columns import Header, field_of
from server.agenda.importers.json_values import name_of, words
from server.agenda.importers.programme import Role

MOST: Final = 99  # of one item and one role; the headers have two digits
_LONGEST_KEY: Final = 100
_ROLE: Final = "role"
_WORDS: Final = {"": "name", "first": "first", "last": "last", "affiliation": "affiliation", "degrees": "degrees"}


def written(header: Header) -> str:
    """Return a header as the cell of a table's first row."""
    key, number, part = header
    return f"{key} {number} {part}" if number else key


def role_of(key: str) -> Role | None:
    """Return the role of the people that a key holds ("speakers", "author_list"), None for other keys."""
    return next((role for role in column_names.ROLES if role == field_of(key)), None)


def cells_of(role: Role, value: object) -> dict[Header, Cell]:
    """Return the cells of one person or of a list of persons; those after the 99th share its name cell."""
    persons = value if isinstance(value, list) else [value]
    texts = [one.strip() for one in persons if isinstance(one, str)]
    if len(texts) == len(persons):
        return {(role, 1, "name"): "; ".join(filter(None, texts))}
    cells: dict[Header, Cell] = {}
    for number, one in enumerate(persons[:MOST], start=1):
        cells |= _of_person(role, number, one)
    more = [name for one in persons[MOST:] if (name := _whole_name(one))]
    if more:
        last = words(cells.get((role, MOST, "name")))
        cells[role, MOST, "name"] = "; ".join([last, *more] if last else more)
    return cells


def _of_person(role: Role, number: int, one: object) -> dict[Header, Cell]:
    if not isinstance(one, dict):
        return {(role, number, "name"): words(one)} if words(one) else {}
    parts: dict[str, str] = {}
    said: str = role
    for key in sorted(one):
        part = _part(key[:_LONGEST_KEY])
        text = _text(one[key])
        if part and part != _ROLE and text:
            parts.setdefault(part, text)
        elif part == _ROLE:
            said = column_names.ROLE_WORDS.get(fold_header(text[:_LONGEST_KEY]), said)
    if "name" in parts and "first" in parts and "last" in parts:
        del parts["name"]
    return {(said, number, part): text for part, text in parts.items()}


@lru_cache(maxsize=1024)
def _part(key: str) -> str:
    """Return the part of a person that a key holds, "role" for what the person does, "" for anything else."""
    folded = fold_header(key)
    part = _WORDS.get(column_names.PARTS.get(folded, "other"), "")
    return part or (_ROLE if folded in ("role", "type") else "")


def _whole_name(one: object) -> str:
    """Return the name of a person in one text."""
    cells = _of_person("presenter", 1, one)
    named = [words(cells.get(("presenter", 1, part))) for part in ("name", "first", "last")]
    return " ".join(filter(None, named))


def _text(value: object) -> str:
    """Return the text of a part; several institutions stand behind each other."""
    several = value if isinstance(value, list) else [value]
    return ", ".join(filter(None, (name_of(one) or words(one) for one in several)))
