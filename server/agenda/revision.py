"""Makes the next state of an agenda out of the stored one and a file. Pure; import contract, section 7."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date

from server.agenda import corrections, zones
from server.agenda import scope as scopes
from server.agenda.correction_words import overruled
from server.agenda.diff import Change, Diff, compare
from server.agenda.importers.programme import Programme, Session, Warned
from server.agenda.items import completed, item_of
from server.agenda.keeping import WHOLE, Doubtful, Kept, check, filled
from server.agenda.keys import fold_place, item_key, person_key
from server.agenda.matching import Matches, match, match_rest
from server.agenda.pairing import Face, face, seconds
from server.agenda.people import fold
from server.agenda.person_matching import match_people, sound_ids
from server.agenda.persons import merged
from server.agenda.rooms import rooms_and_tracks
from server.agenda.states import Agenda, ConferenceState, ItemState
from server.core import ids

MOST_SUGGESTED = 50


@dataclass(frozen=True, slots=True)
class Revision:
    """The agenda before and after a file, the difference, and what the file was taken for.

    `item_ids` are those of the programme's sessions, in order, `person_ids` those of its people by key; `named` are
    those of people on items that were kept.
    """

    before: Agenda
    after: Agenda
    diff: Diff
    part: scopes.Part | None
    warnings: tuple[Warned, ...]
    item_ids: tuple[str, ...] = ()
    person_ids: Mapping[str, str] = field(default_factory=dict)
    named: frozenset[str] = frozenset()


def folded_names(programme: Programme) -> dict[str, str]:
    """Return the names that people are compared by, by their key in the file."""
    names = ((person.key, fold(person.display_name)) for person in programme.people)
    return {key: key if name == key else name for key, name in names}  # mostly one text, so it is kept once


def revise(
    programme: Programme,
    stored: Agenda,
    conference: ConferenceState,
    names: dict[str, str],
    *,
    replace_all: bool = False,
    kept: Kept = WHOLE,
) -> Revision:
    """Return the revision that `programme` makes of `stored`; `conference` is the meeting as it will be.

    `names` are `folded_names`. `replace_all` cancels what a file does not hold even when it holds under half of the
    stored items. What the files say is compared and brought up to date; corrections made by hand lie over the result.
    `kept` are items that the file holds as they are stored and that the programme leaves out; raises Doubtful where
    only the whole file tells what comes of it.
    """
    told = corrections.lifted(stored)
    named = kept.named(told)
    check(kept, named, programme, told, conference)
    programme = filled(programme, kept, told)
    old = _not_kept(told, kept)
    matches, item_ids = _match_items(programme, told, old, conference.id, names, kept)
    on_items = _on_items(programme, old, matches)
    person_ids = _person_ids(programme, told, conference.id, names, on_items, named) | dict(kept.people)
    parents = _parents(programme.sessions, item_ids, told)
    held = (*item_ids, *kept.items)
    kinds = {one.kind for one in programme.sessions} | {told.items[one].kind for one in kept.items}
    scope = scopes.scope_of(kinds, held, parents, told.items, replace=replace_all)
    if kept.items and scope.adds:
        raise Doubtful
    made = _made(programme, told, item_ids, person_ids, parents, adds=scope.adds)
    items = _settled(told, made, old, conference, scope.absent)
    after = corrections.laid(_agenda(programme, told, conference, items, person_ids, adds=scope.adds), stored)
    diff = compare(stored, after, held)
    diff.retitled = [_suggestion(old, stored, after, item_ids, pair) for pair in matches.suggested[:MOST_SUGGESTED]]
    warnings = (*matches.warnings, *overruled(stored.corrections, after))
    return Revision(stored, after, diff, scope.part, warnings, tuple(item_ids), person_ids, named)


def _not_kept(told: Agenda, kept: Kept) -> list[ItemState]:
    left_out = set(kept.items)
    return [item for item in told.items.values() if item.id not in left_out]


def _made(
    programme: Programme,
    told: Agenda,
    item_ids: list[str],
    person_ids: dict[str, str],
    parents: dict[str, str],
    *,
    adds: bool,
) -> dict[str, ItemState]:
    """Return the rows that the programme makes."""
    made, apart = dict[str, ItemState](), corrections.kept_apart(told.corrections)
    pairs = _Once()
    for session, item_id in zip(programme.sessions, item_ids, strict=True):
        old = told.items.get(item_id)
        named = (pairs[person_ids[one.person], one.role] for one in session.people if one.person in person_ids)
        people = corrections.as_they_stood(named, old, apart, told)
        new = item_of(session, item_id, people, parents.get(item_id))
        made[item_id] = completed(old, new) if old is not None and adds else new
    return made


class _Once(dict[tuple[str, str], tuple[str, str]]):
    """Each person with a role, held once for all items."""

    def __missing__(self, pair: tuple[str, str]) -> tuple[str, str]:
        return self.setdefault(pair, pair)


def _settled(
    told: Agenda, made: dict[str, ItemState], old: list[ItemState], conference: ConferenceState, absent: frozenset[str]
) -> dict[str, ItemState]:
    """Return all rows, with instants and days derived where they are missing; one that stays as it was is the same."""
    again = conference.zone != told.conference.zone
    # only rows that this file does not bring hang on the zone of an earlier file
    left = {one.id: zones.settled(one, conference.zone, again=again) for one in old if one.id not in made}
    new = {item_id: zones.settled(one, conference.zone) for item_id, one in made.items()}
    gone = {item_id: replace(left[item_id], absent=True) for item_id in absent}
    found = {item_id: _same(told.items.get(item_id), one) for item_id, one in (left | new | gone).items()}
    return told.items | found


def _same(old: ItemState | None, new: ItemState) -> ItemState:
    return old if old is not None and (old is new or old == new) else new


def _match_items(
    programme: Programme, stored: Agenda, old: list[ItemState], conference_id: str, names: dict[str, str], kept: Kept
) -> tuple[Matches, list[str]]:
    first = names | {key: fold(stored.people[person_id].name) for key, person_id in kept.people.items()}
    faces = [_face_of_session(session, first) for session in programme.sessions]
    find = match_rest if kept.items else match
    matches = find(faces, [_face_of_item(item, stored) for item in old])
    if matches is None:
        raise Doubtful
    made: list[str] = []
    used = _Ordinals(conference_id, "item", set(stored.items))
    # ordinals follow the clock, so that a file in another order gives the same ids
    order = sorted(range(len(faces)), key=lambda index: (faces[index].when is None, faces[index].when or 0, index))
    fresh = {
        index: used.id(_first_key(faces[index], programme.sessions[index], sound=index in matches.sound))
        for index in order
        if index not in matches.pairs
    }
    for index in range(len(faces)):
        made.append(old[matches.pairs[index]].id if index in matches.pairs else fresh[index])
    return matches, made


class _Ordinals:
    """Hands out natural ids; things of one key are numbered from 0, numbers in use are stepped over."""

    def __init__(self, conference_id: str, kind: str, used: set[str]) -> None:
        self._start, self._used, self._next = f"{conference_id}:{kind}:", used, dict[str, int]()

    def id(self, key: str) -> str:
        ordinal = self._next.get(key, 0)
        while (made := ids.natural(f"{self._start}{key}:{ordinal}")) in self._used:
            ordinal += 1
        self._next[key] = ordinal + 1
        self._used.add(made)
        return made


def _first_key(face: Face, session: Session, *, sound: bool) -> str:
    if sound and face.id is not None:
        return f"{face.id[0]}:{face.id[1]}"
    return item_key(session.title, face.person, session.kind)


def _face_of_session(session: Session, first: dict[str, str]) -> Face:
    person = first.get(session.people[0].person, "") if session.people else ""
    external = (session.id_kind or "id", session.external_id) if session.external_id else None
    place = (session.room, session.board, session.number)
    when = seconds(session.local_start, session.starts)
    return face(session.title, person, session.kind, when, place, external)


def _face_of_item(item: ItemState, stored: Agenda) -> Face:
    person = stored.people.get(item.people[0][0]) if item.people else None
    external = (item.id_kind or "id", item.external_id) if item.external_id else None
    place = (item.room, item.board, item.number)
    when = seconds(item.local_start, item.starts)
    made = face(item.title, fold(person.name) if person else "", item.kind, when, place, external)
    return replace(made, absent=True) if item.absent else made


def _on_items(programme: Programme, old: list[ItemState], matches: Matches) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for index, other in matches.pairs.items():
        stored_people = [person_id for person_id, _role in old[other].people]
        for one in programme.sessions[index].people:
            found.setdefault(one.person, []).extend(stored_people)
    return found


def _person_ids(
    programme: Programme,
    stored: Agenda,
    conference_id: str,
    names: dict[str, str],
    on_items: dict[str, list[str]],
    known: Set[str],
) -> dict[str, str]:
    """Return the id of each person of the programme; `known` are the ids of others whom the file names."""
    by_hand, free = corrections.names_by_hand(stored.corrections), stored.people
    if known:
        free = {person_id: one for person_id, one in free.items() if person_id not in known}
        series = {stored.people[one].external_id for one in known} | {one.external_id for one in programme.people}
        sound = {one for one in series if one}
    else:
        sound = sound_ids(programme.people, names, stored.people.values())
    found = match_people(programme.people, names, free, on_items, sound, by_hand)
    made = _Ordinals(conference_id, "person", set(stored.people))
    for person in programme.people:
        if person.key not in found:
            by_id = person.external_id if person.external_id in sound else None
            found[person.key] = made.id(f"id:{by_id}" if by_id else person_key(names[person.key], person.affiliation))
    return found


def _parents(sessions: tuple[Session, ...], item_ids: list[str], stored: Agenda) -> dict[str, str]:
    if not any(session.parent for session in sessions):
        return {}
    by_key = {session.key: item_id for session, item_id in zip(sessions, item_ids, strict=True) if session.key}
    by_external: dict[str | None, str] = {one.external_id: one.id for one in stored.items.values() if one.external_id}
    found = {}
    for session, item_id in zip(sessions, item_ids, strict=True):
        parent = by_key.get(session.parent or "") or by_external.get(session.parent)
        if session.parent and parent and parent != item_id:
            found[item_id] = parent
    return found


def _agenda(
    programme: Programme,
    stored: Agenda,
    conference: ConferenceState,
    items: dict[str, ItemState],
    person_ids: dict[str, str],
    *,
    adds: bool,
) -> Agenda:
    people = dict(stored.people)
    for person in programme.people:
        person_id = person_ids[person.key]
        people[person_id] = merged(people.get(person_id), person, person_id)
    notes = {fold_place(room.name): (room.name, room.note) for room in programme.rooms}
    rooms, tracks = rooms_and_tracks(items.values(), stored.rooms | notes)
    first, last = _days(programme, items)
    if adds:
        first, last = _widest(min, stored.conference.first_day, first), _widest(max, stored.conference.last_day, last)
    meeting = replace(conference, first_day=first, last_day=last)
    return Agenda(meeting, items, people, rooms, tracks, stored.corrections)


def _days(programme: Programme, items: dict[str, ItemState]) -> tuple[date | None, date | None]:
    days = [item.day_on for item in items.values() if item.day_on and not item.absent]
    told = programme.conference
    return told.first_day or min(days, default=None), told.last_day or max(days, default=None)


def _widest(choose: object, *days: date | None) -> date | None:
    known = [day for day in days if day is not None]
    return (min(known) if choose is min else max(known)) if known else None


def _suggestion(
    old: list[ItemState], stored: Agenda, after: Agenda, item_ids: list[str], pair: tuple[int, int]
) -> Change:
    one, other = stored.items[old[pair[1]].id], after.items[item_ids[pair[0]]]
    return Change(one.id, one.title, "title", one.title, other.title)
