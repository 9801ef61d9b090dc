"""The items that a file holds as they are stored, so that only the others are looked at. Pure; import contract, 7.

What comes out has to be what the whole file would give. Where that is not plain, `Doubtful` says so and the whole file
is read.
"""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from server.agenda.importers.programme import Programme, Room, Session
from server.agenda.keys import fold_place
from server.agenda.matching import LEAST_FOUND
from server.agenda.states import Agenda, ConferenceState, ItemState


class Doubtful(Exception):
    """Only the whole file tells what becomes of the agenda."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The ids of items that a file holds unchanged, and of its known people by their key in the programme of the rest.

    Without items the programme is the whole file.
    """

    items: tuple[str, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)

    def named(self, told: Agenda) -> frozenset[str]:
        """Return the ids of all known people; raise Doubtful where an item is not stored."""
        if not told.items.keys() >= set(self.items):
            raise Doubtful
        named = {pair[0] for item_id in self.items for pair in told.items[item_id].people}
        return frozenset(named.union(self.people.values()))


WHOLE = Kept()


def filled(programme: Programme, kept: Kept, told: Agenda) -> Programme:
    """Return the programme with the days and rooms of the whole file.

    Raises Doubtful where a room or track is written in two ways: the one that comes first in the file is its name.
    """
    if not kept.items:
        return programme
    held: list[Session | ItemState] = [*programme.sessions, *(told.items[one] for one in kept.items)]
    days, known = [one.day_on for one in held if one.day_on], programme.conference
    first, last = known.first_day or min(days, default=None), known.last_day or max(days, default=None)
    rooms = {name for cell in {one.room for one in held} for name in cell.split("; ") if name}
    tracks = {name for cell in {one.track for one in held} for name in cell.split("; ") if name}
    if any(len({*map(fold_place, names)}) < len(names) for names in (rooms, tracks)):
        raise Doubtful
    meeting = replace(known, first_day=first, last_day=last)
    return replace(programme, conference=meeting, rooms=tuple(map(Room, sorted(rooms))))


def check(kept: Kept, named: Set[str], programme: Programme, told: Agenda, conference: ConferenceState) -> None:
    """Raise Doubtful unless each kept item and each of its people would be found by an id of its own, as stored."""
    if not kept.items:
        return
    if told.corrections or conference.zone != told.conference.zone:
        raise Doubtful
    _check_items([told.items[one] for one in kept.items], programme, told)
    _check_people(named, programme, told)


def _check_items(rows: list[ItemState], programme: Programme, told: Agenda) -> None:
    new = {one.external_id for one in programme.sessions}
    kinds = {one.id_kind for one in rows} | {one.id_kind for one in programme.sessions}
    mine = {one.external_id for one in rows}
    if len(mine) < len(rows) or len(new) < len(programme.sessions) or len(kinds) > 1 or any(one.absent for one in rows):
        raise Doubtful
    _check_found(mine, new, [one.external_id for one in told.items.values() if one.id_kind in kinds])


def _check_people(named: Set[str], programme: Programme, told: Agenda) -> None:
    if not named <= told.people.keys():
        raise Doubtful
    mine = {told.people[one].external_id for one in named}
    new = {one.external_id for one in programme.people}
    if len(mine) < len(named) or len(new) < len(programme.people):
        raise Doubtful
    _check_found(mine, new, [one.external_id for one in told.people.values()])


def _check_found(mine: Set[str | None], new: Set[str | None], stored: Sequence[str | None]) -> None:
    """Raise Doubtful where a known id does not stand for one stored row, or the series is not that of last time."""
    times = Counter(one for one in stored if one)
    twice = {one for one, count in times.items() if count > 1}
    if not mine <= times.keys() or mine & (new | twice) or len(mine) < LEAST_FOUND * times.total():
        raise Doubtful
