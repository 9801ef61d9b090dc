"""People of items whose file names each person on their own, with an id where it has one (import contract, 5)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from server.agenda.importers import limits
from server.agenda.importers.collect import Collector
from server.agenda.importers.programme import Participation, Role
from server.agenda.importers.text import plain
from server.agenda.people import Named, from_parts, is_nobody, split

_LONGEST: Final = 300  # characters of a name or an affiliation
_CREDIT_WORDS: Final = 3  # a longer text in the place of a person's name is somebody


@dataclass(frozen=True, slots=True)
class Who:
    """One person as a file names them: by id, by whole name, by its two parts, or by several of these."""

    id: str = ""
    name: str = ""
    given: str = ""
    family: str = ""
    affiliation: str = ""
    role: Role = "presenter"


def participations(
    collector: Collector, persons: Sequence[Who], where: str = ""
) -> tuple[tuple[Participation, ...], str]:
    """Return the people of an item, each once for a role, and the credit; a presenter is no author too."""
    found: list[Participation] = []
    credits: list[str] = []
    if len(persons) > limits.PEOPLE_OF_ITEM:
        collector.warn(where, f"This item names more than {limits.PEOPLE_OF_ITEM} people; the others were left out.")
    for who in persons[: limits.PEOPLE_OF_ITEM]:
        one, credit = named(who)
        if one is not None:
            found.append(Participation(collector.roster.add(one, who.id or None), who.role))
        elif credit:
            credits.append(credit)
    presenting = {one.person for one in found if one.role == "presenter"}
    told = [one for one in found if one.role != "author" or one.person not in presenting]
    return tuple(dict.fromkeys(told)), "; ".join(dict.fromkeys(credits))


def roster_of(collector: Collector, people: Sequence[Who]) -> dict[str, set[Role]]:
    """Return the keys of all people of a file without items, with their roles (none, as they stand on no item)."""
    used: dict[str, set[Role]] = {}
    for who in people:
        one, credit = named(who)
        if one is not None:
            used.setdefault(collector.roster.add(one, who.id or None), set())
        elif credit:
            collector.warn("", f"“{credit[:60]}” is no person and was left out.")
    return used


def named(who: Who) -> tuple[Named | None, str]:
    """Return the person and "", or None and the credit for "TBA" and its like; a code alone is a nameless person."""
    name, given, family = _short(who.name), _short(who.given), _short(who.family)
    affiliation = _short(who.affiliation)
    if not (name or given or family):
        return (Named("", role=who.role), "") if who.id else (None, "")
    if given or family:
        one = from_parts(given, family, who.role, affiliation=affiliation)
        return (None, one.display_name or name) if is_nobody(one.display_name) else (one, "")
    people, credit = split(name, who.role)
    if not people and len(name.split()) <= _CREDIT_WORDS:
        return None, credit or name
    one = people[0] if len(people) == 1 and not credit else from_parts(name, "", who.role)
    return replace(one, affiliation=one.affiliation or affiliation, role=who.role), ""


def last_first(name: str) -> tuple[str, str]:
    """Return given and family name of "Last, First"; without a comma both are ""."""
    family, comma, given = name.partition(",")
    return (given.strip(), family.strip()) if comma and given.strip() and family.strip() else ("", "")


def _short(text: str) -> str:
    return plain(text[: 2 * _LONGEST])[:_LONGEST]
