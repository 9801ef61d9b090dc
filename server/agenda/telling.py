"""What a file tells, as long as an import needs it. Pure.

The programme of a large file weighs as much as the agenda that is made of it. So the programme of a conference's first
file is let go of before its shards are made; where somebody else was faster it is told again from that agenda, which
then holds all of it and nothing else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Final, cast

from server.agenda.importers.counts import count
from server.agenda.importers.programme import Participation, Person, Programme, Role, Session
from server.agenda.revision import Revision
from server.agenda.states import ItemState

_OF_ITEM: Final = {one.name for one in fields(ItemState)} - {"people", "parent"}
SAME: Final = tuple(one.name for one in fields(Session) if one.name in _OF_ITEM)  # of a file's item and of its row


class Telling:
    """A programme, its counts, and whether any of its items has a time; nobody else should hold the programme."""

    def __init__(self, programme: Programme) -> None:
        self.counts = count(programme)
        self.is_timed = any(one.local_start or one.starts for one in programme.sessions)
        self._kept = programme
        self._again: _Again | None = None

    @property
    def kept(self) -> Programme:
        """The programme, without its sessions and people once they were let go of."""
        return self._kept

    def whole(self) -> Programme:
        """Return the programme as a revision looks at it: places in the file and roles over all items may be gone."""
        if self._again is not None:
            self._kept, self._again = self._again.programme(self._kept), None
        return self._kept

    def let_go(self, revision: Revision) -> None:
        """Lets go of sessions and people where nothing was stored before the revision that they made."""
        before = revision.before
        if not (before.items or before.people or before.corrections or self._again):
            self._again = _Again(revision, self._kept)
            self._kept = replace(self._kept, sessions=(), people=())


class _Again:
    """How a programme is told again: the revision that it made, and what its sessions said of parents."""

    def __init__(self, revision: Revision, programme: Programme) -> None:
        parents = {one.parent for one in programme.sessions if one.parent}
        told = list(zip(revision.item_ids, programme.sessions, strict=True)) if parents else []
        self._revision = revision
        self._keys = {item_id: one.key for item_id, one in told if one.key in parents}
        self._parents = {item_id: one.parent for item_id, one in told if one.parent}

    def programme(self, rest: Programme) -> Programme:
        return replace(rest, sessions=tuple(self._sessions()), people=tuple(self._people()))

    def _people(self) -> Iterator[Person]:
        stored = self._revision.after.people
        for key, person_id in self._revision.person_ids.items():
            one = stored[person_id]
            yield Person(
                key=key,
                display_name=one.name,
                sort_name=one.sort_name,
                degrees=one.degrees,
                affiliation=one.affiliation,
                external_id=one.external_id,
            )

    def _sessions(self) -> Iterator[Session]:
        people = {person_id: key for key, person_id in self._revision.person_ids.items()}
        for item_id in self._revision.item_ids:
            item = self._revision.after.items[item_id]
            told = _session(item, people)
            yield replace(told, key=self._keys.get(item_id, ""), parent=self._parents.get(item_id))


def _session(item: ItemState, people: Mapping[str, str]) -> Session:
    values = {name: getattr(item, name) for name in SAME}
    return Session(**values, people=tuple(Participation(people[who], cast(Role, role)) for who, role in item.people))
