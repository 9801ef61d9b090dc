"""Corrections made by hand, laid over what the files say. Pure; agenda contract, section 7.

A stored row shows the hand's value; the correction beside it keeps what the file says. So matching works on the
lifted agenda, which is the files' alone, and the corrections are laid over its result as the last step.

Values as they travel: texts; `degrees` a list of texts; `starts` and `ends` the venue's wall clock (2026-11-29T09:00);
`status` "confirmed" or "cancelled"; `people` a list of [person id, role]; `merged_into` a person id; `apart` a list of
ids of people who are somebody else.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from server.agenda import zones
from server.agenda.people import fold, sort_name
from server.agenda.rooms import rooms_and_tracks
from server.agenda.states import Agenda, Correction, ItemState, PersonState

Row = TypeVar("Row", ItemState, PersonState)
Corrections = dict[str, dict[str, Correction]]

WHEN: Final = ("starts", "ends", "local_start", "local_end", "day_on", "marks")
TEXTS: Final = ("title", "subtitle", "kind", "room", "track", "board", "number")
OF_ITEM: Final[dict[str, tuple[str, ...]]] = {
    **{name: (name,) for name in TEXTS},
    "starts": WHEN,
    "ends": WHEN,
    "status": ("status", "absent"),
    "people": ("people",),
}
OF_PERSON: Final[dict[str, tuple[str, ...]]] = {
    "name": ("name", "sort_name"),
    "degrees": ("degrees",),
    "affiliation": ("affiliation",),
    "merged_into": ("merged_into",),
    "apart": (),
}
MOOT: Final = {"starts": {"time_of_session", "all_day"}, "ends": {"end_guessed", "time_of_session", "all_day"}}
_FROM_JSON: Final[dict[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(("starts", "ends", "local_start", "local_end"), datetime.fromisoformat),
    "day_on": date.fromisoformat,
    **dict.fromkeys(("marks", "degrees"), tuple),
    "people": lambda pairs: tuple((person_id, role) for person_id, role in pairs),
}


def lifted(agenda: Agenda) -> Agenda:
    """Return the agenda as the files alone say it; its corrections stay beside it."""
    if not agenda.corrections:
        return agenda
    items, people = dict(agenda.items), dict(agenda.people)
    for subject, made in agenda.corrections.items():
        if subject in items:
            items[subject] = lift(items[subject], made)
        elif subject in people:
            people[subject] = lift(people[subject], made)
    return replace(agenda, items=items, people=people)


def laid(told: Agenda, before: Agenda) -> Agenda:
    """Return what the files say with its corrections laid over it, each knowing what the file says now.

    Rows that come out as they stand in `before` are those of `before`, so that nobody takes them for changed.
    """
    if not told.corrections and not before.corrections:
        return told
    items, people, corrections = dict(told.items), dict(told.people), Corrections()
    for subject, made in told.corrections.items():
        if subject in items:
            row = items[subject]
            items[subject] = _unchanged(before.items.get(subject), laid_item(row, made, told.conference.zone))
            corrections[subject] = {name: _renewed(one, row) for name, one in made.items()}
        elif subject in people:
            person = people[subject]
            people[subject] = _unchanged(before.people.get(subject), laid_person(person, made))
            corrections[subject] = {name: _renewed(one, person) for name, one in made.items()}
    for subject in before.corrections.keys() - told.corrections.keys():
        if subject in items:
            items[subject] = _unchanged(before.items.get(subject), items[subject])
        elif subject in people:
            people[subject] = _unchanged(before.people.get(subject), people[subject])
    rooms, tracks = rooms_and_tracks(items.values(), told.rooms)
    return replace(told, items=items, people=people, rooms=rooms, tracks=tracks, corrections=corrections)


def laid_item(item: ItemState, made: Mapping[str, Correction], zone: str | None) -> ItemState:
    """Return the item as the hand wants it; an end that would not come after its start is left out."""
    changes: dict[str, Any] = {name: made[name].value for name in TEXTS if name in made}
    if "people" in made:
        changes["people"] = _FROM_JSON["people"](made["people"].value)
    if "status" in made:
        changes |= {"status": made["status"].value, "absent": False}
    if "starts" in made:
        local = datetime.fromisoformat(made["starts"].value)
        changes |= {"local_start": local, "starts": zones.instant(local, zone), "day_on": zones.conference_day(local)}
    if "ends" in made:
        local = datetime.fromisoformat(made["ends"].value)
        changes |= {"local_end": local, "ends": zones.instant(local, zone)}
    if "starts" in made or "ends" in made:
        moot = set().union(*(MOOT[name] for name in ("starts", "ends") if name in made))
        changes["marks"] = tuple(mark for mark in item.marks if mark not in moot)
    corrected = replace(item, **changes)
    if changes.keys() & {"starts", "ends"} and not _in_order(corrected):
        corrected = replace(corrected, ends=None, local_end=None)
    return corrected


def laid_person(person: PersonState, made: Mapping[str, Correction]) -> PersonState:
    """Return the person as the hand wants them."""
    changes: dict[str, Any] = {}
    if "name" in made:
        changes |= {"name": made["name"].value, "sort_name": sort_name(made["name"].value)}
    if "degrees" in made:
        changes["degrees"] = tuple(made["degrees"].value)
    changes |= {name: made[name].value for name in ("affiliation", "merged_into") if name in made}
    return replace(person, **changes)


def _in_order(item: ItemState) -> bool:
    if item.starts is not None and item.ends is not None:
        return item.starts < item.ends
    if item.local_start is not None and item.local_end is not None:
        return item.local_start < item.local_end
    return True


def told_by(name: str, row: ItemState | PersonState, zone: str | None) -> Any:
    """Return a field of a row as a correction of it travels; None where the file leaves it open."""
    if isinstance(row, PersonState):
        return list(row.degrees) if name == "degrees" else None if name == "apart" else getattr(row, name)
    if name in ("starts", "ends"):
        local = row.local_start if name == "starts" else row.local_end
        known = row.starts if name == "starts" else row.ends
        if local is None and known is not None:
            local = known.astimezone(ZoneInfo(zone) if zone else UTC).replace(tzinfo=None)
        return None if local is None else local.isoformat(timespec="minutes")
    if name == "status":
        return "cancelled" if row.cancelled else "confirmed"
    if name == "people":
        return [list(pair) for pair in row.people]
    return getattr(row, name)


def columns_of(name: str, row: ItemState | PersonState) -> dict[str, Any]:
    """Return as JSON the columns that a correction of the field covers."""
    governed = OF_ITEM[name] if isinstance(row, ItemState) else OF_PERSON[name]
    return {column: _as_json(getattr(row, column)) for column in governed}


def _as_json(value: Any) -> Any:
    if isinstance(value, date):  # an instant or wall clock as well
        return value.isoformat()
    if isinstance(value, tuple):
        return [list(one) if isinstance(one, tuple) else one for one in value]
    return value


def lift(row: Row, made: Mapping[str, Correction]) -> Row:
    """Return the row with what the file says in each place that a hand corrected."""
    told = {column: value for one in made.values() for column, value in one.told.items()}
    return replace(row, **{column: _column(column, value) for column, value in told.items()})


def _column(column: str, value: Any) -> Any:
    read = _FROM_JSON.get(column)
    return value if read is None or value is None else read(value)


def _renewed(made: Correction, row: ItemState | PersonState) -> Correction:
    told = columns_of(made.field, row)
    return made if told == made.told else replace(made, told=told)


def _unchanged(old: Row | None, new: Row) -> Row:
    return old if old is not None and old == new else new


def kept_apart(corrections: Corrections) -> dict[str, set[str]]:
    """Return for each person those who a hand said are somebody else; it holds both ways."""
    found: dict[str, set[str]] = defaultdict(set)
    for subject, made in corrections.items():
        for other in made["apart"].value if "apart" in made else ():
            found[subject].add(other)
            found[other].add(subject)
    return dict(found)


def as_they_stood(
    people: Iterable[tuple[str, str]], old: ItemState | None, apart: Mapping[str, set[str]], told: Agenda
) -> tuple[tuple[str, str], ...]:
    """Return an item's people with nobody put in the place of a namesake kept apart, who stood on it before."""
    pairs = tuple(people)
    if old is None or not any(person_id in apart for person_id, _role in pairs):
        return pairs
    before = [person_id for person_id, _role in old.people]
    taken = {person_id for person_id, _role in pairs}
    return tuple((_as_stood(person_id, before, taken, apart, told), role) for person_id, role in pairs)


def _as_stood(person_id: str, before: list[str], taken: set[str], apart: Mapping[str, set[str]], told: Agenda) -> str:
    if person_id in before or person_id not in apart:
        return person_id
    name = fold(told.people[person_id].name) if person_id in told.people else ""
    for other in before:
        if other in apart[person_id] and other not in taken and fold(told.people[other].name) == name:
            return other
    return person_id


def names_by_hand(corrections: Corrections) -> dict[str, str]:
    """Return the folded names that hands gave, by person id: a file that mends its spelling still means them."""
    return {subject: fold(made["name"].value) for subject, made in corrections.items() if "name" in made}
