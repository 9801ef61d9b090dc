"""What a person sets by hand in an agenda, as the next state of it. Pure.

Each function takes the agenda as it is shown and returns it with the change; a value that the file says anyway is no
correction. Problems carry a pointer into the request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

from server.agenda import corrections
from server.agenda.importers.text import visible
from server.agenda.keys import person_key
from server.agenda.people import fold, same_place, sort_name
from server.agenda.states import MOST_MERGES, Agenda, Correction, ItemState, PersonState
from server.core import ids
from server.core.problems import Invalid, NotFound, QuotaReached

MOST_CORRECTIONS: Final = 2_000  # of one conference
MOST_APART: Final = 50  # of one person
MOST_NAMESAKES: Final = 1_000  # of one name and place


@dataclass(frozen=True, slots=True)
class By:
    """Whose hand it is, and when."""

    user_id: str
    at: datetime


def item(agenda: Agenda, item_id: str, changes: Mapping[str, Any], by: By) -> Agenda:
    """Return the agenda with fields of an item set; None takes a correction back. Raises NotFound and Invalid."""
    if item_id not in agenda.items:
        raise NotFound
    told = corrections.lifted(agenda)
    wanted = dict(changes)
    if changes.get("people") is not None:
        told, wanted["people"] = _people(told, agenda, changes["people"])
    after = _set(told, agenda, ("item", item_id), wanted, by)
    _check_times(after, item_id, changes)
    return after


def person(agenda: Agenda, person_id: str, changes: Mapping[str, Any], by: By) -> Agenda:
    """Return the agenda with fields of a person set; None takes a correction back. Raises NotFound and Invalid."""
    if person_id not in agenda.people:
        raise NotFound
    return _set(corrections.lifted(agenda), agenda, ("person", person_id), changes, by)


def merge(agenda: Agenda, person_id: str, into: str | None, by: By) -> Agenda:
    """Return the agenda in which a person is the same as `into`; None takes that back. Raises NotFound and Invalid."""
    if person_id not in agenda.people:
        raise NotFound
    if into is None:
        return person(agenda, person_id, {"merged_into": None}, by)
    root = agenda.person(into) if into in agenda.people else None
    if root is None:
        raise _refused("/into", "This person is not in the agenda any more.")
    if root.id == person_id:
        raise _refused("/into", "These two are one person already.")
    if agenda.people[person_id].merged_into == root.id:
        return agenda
    if _depth(agenda, person_id) >= MOST_MERGES:
        raise _refused("/into", "Too many people were merged one into the other; merge them into one person directly.")
    return person(_without(agenda, person_id, into), person_id, {"merged_into": root.id}, by)


def keep_apart(agenda: Agenda, person_id: str, other: str, by: By, *, apart: bool = True) -> Agenda:
    """Return the agenda in which two people stay two, whatever a file says; `apart` False forgets that it was said."""
    if person_id not in agenda.people:
        raise NotFound
    if other not in agenda.people or other == person_id:
        raise _refused("/from", "Choose somebody else of this agenda.")
    if not apart:
        return _without(agenda, person_id, other)
    for one in (person_id, other):
        if _root(agenda, person_id) == _root(agenda, other):
            agenda = person(agenda, one, {"merged_into": None}, by)
    if _root(agenda, person_id) == _root(agenda, other):
        raise _refused("/from", "Take back first what made these two one person.")
    known = corrections.kept_apart(agenda.corrections).get(person_id, set())
    if other in known:
        return agenda
    own = agenda.corrections.get(person_id, {})
    value = sorted({*(own["apart"].value if "apart" in own else ()), other})
    if len(value) > MOST_APART:
        raise QuotaReached(f"A person can be kept apart from {MOST_APART} others.")
    return person(agenda, person_id, {"apart": value}, by)


def _set(
    told: Agenda,
    agenda: Agenda,
    subject: tuple[Literal["item", "person"], str],
    changes: Mapping[str, Any],
    by: By,
) -> Agenda:
    """Return what is shown after the changes; `told` is what the files say."""
    kind, subject_id = subject
    row: ItemState | PersonState = (told.items if kind == "item" else told.people)[subject_id]
    made = dict(told.corrections.get(subject_id, {}))
    for name, given in changes.items():
        value = _clean(name, given)
        if value is None or (name != "apart" and value == corrections.told_by(name, row, told.conference.zone)):
            made.pop(name, None)
        elif name not in made or made[name].value != value:
            made[name] = Correction(kind, subject_id, name, value, corrections.columns_of(name, row), by.at, by.user_id)
    every = {one: each for one, each in told.corrections.items() if one != subject_id}
    if made:
        every[subject_id] = made
    if sum(map(len, every.values())) > max(MOST_CORRECTIONS, sum(map(len, told.corrections.values()))):
        raise QuotaReached(f"{MOST_CORRECTIONS} corrections of one conference are as many as this server keeps.")
    return corrections.laid(replace(told, corrections=every), agenda)


def _clean(name: str, value: Any) -> Any:
    """Return texts as an import would keep them; raise Invalid for a title or name of nothing."""
    if isinstance(value, str) and name in (*corrections.TEXTS, "name", "affiliation"):
        text = _line(value)
        if not text and name in ("title", "name"):
            raise _refused(f"/{name}", f"A {name} needs at least one letter.")
        return text
    if name == "degrees" and value is not None:
        return [text for one in value if (text := _line(one))]
    return value


def _line(text: str) -> str:
    return " ".join(visible(text).split())


def _people(told: Agenda, agenda: Agenda, given: list[dict[str, Any]]) -> tuple[Agenda, list[list[str]]]:
    """Return the pairs of person and role that are meant; a name that nobody bears makes a person."""
    people, pairs = dict(told.people), list[list[str]]()
    for place, one in enumerate(given):
        person_id = one.get("person")
        if person_id is not None and person_id not in people:
            raise _refused(f"/people/{place}/person", "This person is not in the agenda any more.")
        if person_id is None:
            name, affiliation = _line(one.get("name") or ""), _line(one.get("affiliation") or "")
            if not name:
                raise _refused(f"/people/{place}/name", "Say who it is: a person of the agenda, or a name.")
            person_id = _called(agenda, name, affiliation) or _new(people, told, name, affiliation)
        if person_id not in (known for known, _role in pairs):
            pairs.append([person_id, one["role"]])
    return replace(told, people=people), pairs


def _called(agenda: Agenda, name: str, affiliation: str) -> str | None:
    folded = fold(name)
    found = (one for one in agenda.people.values() if one.merged_into is None and fold(one.name) == folded)
    return next((one.id for one in found if same_place(affiliation, one.affiliation)), None)


def _new(people: dict[str, PersonState], agenda: Agenda, name: str, affiliation: str) -> str:
    start = f"{agenda.conference.id}:person:{person_key(fold(name), affiliation)}"
    for ordinal in range(MOST_NAMESAKES):
        made = ids.natural(f"{start}:{ordinal}")
        if made not in people:
            people[made] = PersonState(made, name, sort_name(name), affiliation=affiliation)
            return made
    raise QuotaReached(f"{MOST_NAMESAKES} people of one name are as many as this server keeps.")


def _check_times(agenda: Agenda, item_id: str, changes: Mapping[str, Any]) -> None:
    """Raise Invalid where the times that a person has just set leave the item without its end."""
    made = agenda.corrections.get(item_id, {})
    changed = [name for name in ("ends", "starts") if changes.get(name) is not None and name in made]
    if not changed:
        return
    told = corrections.lifted(agenda).items[item_id]
    had_end = "ends" in made or told.local_end is not None or told.ends is not None
    shown = agenda.items[item_id]
    if had_end and shown.ends is None and shown.local_end is None:
        raise _refused(f"/{changed[0]}", "The end does not come after the start; set both.")


def _without(agenda: Agenda, one: str, other: str) -> Agenda:
    """Return the agenda in which nobody said that the two are apart."""
    every = dict(agenda.corrections)
    for subject, away in ((one, other), (other, one)):
        made = dict(every.get(subject, {}))
        if "apart" not in made or away not in made["apart"].value:
            continue
        left = [each for each in made["apart"].value if each != away]
        if left:
            made["apart"] = replace(made["apart"], value=left)
        else:
            del made["apart"]
        every[subject] = made
    return replace(agenda, corrections={subject: made for subject, made in every.items() if made})


def _root(agenda: Agenda, person_id: str) -> str:
    found = agenda.person(person_id)
    return person_id if found is None else found.id


def _depth(agenda: Agenda, person_id: str) -> int:
    """Return the links of the longest chain of merges that a merge of this person would make."""
    into: dict[str, list[str]] = {}
    for one in agenda.people.values():
        if one.merged_into:
            into.setdefault(one.merged_into, []).append(one.id)
    depth, layer = 1, [person_id]
    while depth <= MOST_MERGES and (layer := [below for one in layer for below in into.get(one, [])]):
        depth += 1
    return depth


def _refused(pointer: str, sentence: str) -> Invalid:
    return Invalid(sentence, errors=[{"pointer": pointer, "detail": sentence}])
