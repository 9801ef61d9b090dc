"""People of a table's rows: names in one column, first and last apart, numbered columns, one row for each person.

Pure. Source of the rules: the import contract, sections 5 and 6.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from server.agenda.importers import column_names
from server.agenda.importers.cells import Cell, text_of
from server.agenda.importers.column_keys import fold_header
from server.agenda.importers.programme import Role
from server.agenda.importers.table_rows import Listing, Record
from server.agenda.importers.text import lines
from server.agenda.people import Named, family_comes_first, from_parts, is_nobody, split

#: A role and a column number ("" for none): the columns that tell about the same people.
_Group = tuple[str, str]


@dataclass(slots=True)
class _Parts:
    names: list[str] = field(default_factory=list)
    first: str = ""
    last: str = ""
    affiliation: str = ""
    degrees: str = ""

    @property
    def names_somebody(self) -> bool:
        return bool(self.names or self.first or self.last)


def column_habits(listings: Iterable[Listing]) -> dict[str, bool | None]:
    """Return, for each field that holds names, whether "A, B" is one person there; None when nothing tells."""
    return family_first_habits([record for listing in listings for record in listing.records])


def family_first_habits(records: Iterable[Record]) -> dict[str, bool | None]:
    """Return the same for records that come from anywhere."""
    texts: dict[str, list[str]] = {}
    for record in records:
        for name in record.cells:
            role, _, part = name.partition(".")
            if role in column_names.ROLES and part.rpartition(".")[2] not in (
                "first",
                "last",
                "affiliation",
                "degrees",
            ):
                texts.setdefault(role, []).append(record.text(name))
    return {role: family_comes_first(cells) for role, cells in texts.items()}


def people_of(record: Record, habits: Mapping[str, bool | None]) -> tuple[list[tuple[Named, str | None]], str]:
    """Return the people of a record with their ids, each once, and the credit text; a presenter is no author twice."""
    found: list[tuple[Named, str | None]] = []
    credit: list[str] = []
    for cells in (record.cells, *record.more_people):
        people, texts = _people_of_row(cells, habits)
        person_id = _first(cells.get("person_id", [])) or None
        found += [(person, person_id if len(people) == 1 else None) for person in people]
        credit += texts
    return list(dict.fromkeys(found)), "; ".join(dict.fromkeys(credit))


def _people_of_row(
    cells: Mapping[str, Sequence[Cell]], habits: Mapping[str, bool | None]
) -> tuple[list[Named], list[str]]:
    groups = _grouped(cells)
    asked = column_names.ROLE_WORDS.get(fold_header(_first(cells.get("role", []))))
    people: list[Named] = []
    credit: list[str] = []
    for (name, _), parts in groups.items():
        role = asked or _role(name)
        told, text = _in_group(parts, role, habits.get(name))
        people += told
        credit += [text] * bool(text)
    return people, credit


def _role(name: str) -> Role:
    return next(role for role in column_names.ROLES if role == name)


def _grouped(cells: Mapping[str, Sequence[Cell]]) -> dict[_Group, _Parts]:
    """Return the parts of each group that names somebody; affiliations without names of their own go to the first."""
    groups: dict[_Group, _Parts] = {}
    for name, values in cells.items():
        role, *rest = name.split(".")
        if role not in column_names.ROLES:
            continue
        number = next((part for part in rest if part.isdigit()), "")
        parts = groups.setdefault((role, number), _Parts())
        _put(parts, next((part for part in rest if not part.isdigit()), ""), values)
    named = [parts for parts in groups.values() if parts.names_somebody]
    homeless = [parts for parts in groups.values() if not parts.names_somebody]
    for parts in homeless if named else []:
        named[0].affiliation = named[0].affiliation or parts.affiliation
        named[0].degrees = named[0].degrees or parts.degrees
    return {group: parts for group, parts in groups.items() if parts.names_somebody}


def _put(parts: _Parts, part: str, values: Sequence[Cell]) -> None:
    if not part:
        parts.names += [text for value in values if (text := lines(text_of(value)))]
    else:
        setattr(parts, part, " ".join(lines(_first(values)).split()))


def _first(values: Sequence[Cell]) -> str:
    return next(filter(None, map(text_of, values)), "")


def _in_group(parts: _Parts, role: Role, family_first: bool | None) -> tuple[list[Named], str]:
    if parts.names:
        read = [split(text, role, family_first=family_first) for text in parts.names]
        people = [person for persons, _ in read for person in persons]
        credit = "; ".join(text for _, text in read if text)
    else:
        one = from_parts(parts.first, parts.last, role)
        people, credit = ([], one.display_name) if is_nobody(one.display_name) else ([one], "")
    return _with_places(people, parts), credit


def _with_places(people: list[Named], parts: _Parts) -> list[Named]:
    """Return the people with affiliations and degrees of other columns: one for each person, or the first's."""
    places = [place.strip() for place in parts.affiliation.split(";")] if parts.affiliation else []
    if len(places) != len(people):
        places = [parts.affiliation]
    degrees = split(f"Nobody Known, {parts.degrees}")[0][0].degrees if parts.degrees else ()
    placed = [
        replace(person, affiliation=person.affiliation or place) for person, place in zip(people, places, strict=False)
    ]
    placed += people[len(placed) :]
    if degrees and placed:
        placed[0] = replace(placed[0], degrees=tuple(dict.fromkeys([*placed[0].degrees, *degrees])))
    return placed
