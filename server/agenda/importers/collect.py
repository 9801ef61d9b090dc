"""Gathers one file's items into a `Programme`: people, rooms, tracks and warnings once each, within the bounds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import Any

from server.agenda.importers import limits
from server.agenda.importers.kinds import Clues, kind_of, may_tell
from server.agenda.importers.places import Place
from server.agenda.importers.programme import (
    Conference,
    Participation,
    Programme,
    Question,
    RefusedFile,
    Role,
    Room,
    Session,
    Track,
    Warned,
)
from server.agenda.importers.text import lines, rich
from server.agenda.people import Named, Roster, from_parts, split

_UNKNOWN_ROOMS = frozenset({"room unavailable", "unavailable"})
_CREDIT_WORDS = 3  # a longer text in a list of persons is somebody ("Anonymous member of the … Committee")
_FIELDS = tuple(one.name for one in fields(Session))
# `dataclasses.replace` takes thrice the work, which counts at 60,000 items
_values_of = attrgetter(*_FIELDS)
_KIND, _ROOM, _TRACK, _KEY, _WHERE = map(_FIELDS.index, ("kind", "room", "track", "key", "source_where"))
_DAY, _LANGUAGE = map(_FIELDS.index, ("day_on", "language"))


@dataclass
class Collector:
    """Collects sessions in the file's order; `programme` closes the collection."""

    roster: Roster = field(default_factory=Roster)
    _seen: dict[int, int] = field(default_factory=dict)  # by what an item says, its place in `_order`
    _order: list[Session] = field(default_factory=list)
    _used: dict[str, tuple[Role, ...]] = field(default_factory=dict)
    _alike: dict[Any, Any] = field(default_factory=dict)  # what many items or people have is kept once
    _rooms: dict[str, Room] = field(default_factory=dict)
    _tracks: dict[str, Track] = field(default_factory=dict)
    _warnings: list[Warned] = field(default_factory=list)
    _unlisted: int = 0
    _doubles: int = 0

    def warn(self, where: str, message: str) -> None:
        """Adds a warning, once when it comes twice in a row; after 200 of them the rest is only counted."""
        told = Warned(where, message)
        if self._warnings[-1:] == [told]:
            return
        if len(self._warnings) < limits.WARNINGS:
            self._warnings.append(told)
        else:
            self._unlisted += 1

    def bounded(self, text: str, where: str) -> str:
        """The text, cut with a warning when it is over 100 kB."""
        if len(text) <= limits.CELL_BYTES // 4 or len(text.encode("utf-8", "replace")) <= limits.CELL_BYTES:
            return text
        self.warn(where, "A text of this item is over 100 kB and was cut.")
        return text.encode("utf-8", "replace")[: limits.CELL_BYTES].decode("utf-8", "ignore")

    def abstract(self, text: str, where: str) -> str:
        """The clean HTML subset of a description."""
        return rich(self.bounded(text, where))

    def person(self, name: str, external_id: str | None = None, role: Role = "presenter") -> tuple[str | None, str]:
        """Person key and "" for an entry of a list of persons, or None and the credit for "TBA" and its like."""
        people, credit = split(name, role)
        if not people and len(name.split()) <= _CREDIT_WORDS:
            return None, credit or name
        one = people[0] if len(people) == 1 and not credit else from_parts(name, "", role)
        return self.roster.add(one, external_id), ""

    def people(self, named: Sequence[Named]) -> tuple[Participation, ...]:
        """Participations of people that were found in a field or in prose, each person once for a role."""
        found = (Participation(self.roster.add(one), one.role) for one in named[: limits.PEOPLE_OF_ITEM])
        return tuple(dict.fromkeys(found))

    def add(self, session: Session, clues: Clues, place: Place) -> None:
        """Keeps the session with its kind and room; one without a title or a whole double is dropped with a warning."""
        if not session.title:
            return self.warn(session.source_where, "An item without a title was left out.")
        if session.title.casefold() in _UNKNOWN_ROOMS:
            return None
        text = lines(clues.text) if may_tell(clues.text) else ""
        said = f"{clues.type} {place.track}".strip()
        told: list[Any] = list(_values_of(session))
        named = bool(session.people)
        told[_KIND] = kind_of(Clues(clues.title, said, clues.track, clues.session, text, clues.service, named))
        told[_ROOM], told[_TRACK] = place.room, session.track or place.track
        for at in (_ROOM, _TRACK, _DAY, _LANGUAGE):
            told[at] = self._alike.setdefault(told[at], told[at])
        if self._is_double(told):
            self._doubles += 1
            return None
        if len(self._order) >= limits.ITEMS:
            raise RefusedFile(f"This file holds more than {limits.ITEMS:,} items.")
        told[_KEY], told[_WHERE] = session.key or str(len(self._order) + 1), session.source_where
        kept = Session(*told)
        self._order.append(kept)
        self._note(kept, place)
        return None

    def programme(self, name: str, conference: Conference, questions: Sequence[Question] = ()) -> Programme:
        """Everything collected, as one value."""
        days = sorted(session.day_on for session in self._order if session.day_on)
        if days:
            conference = replace(
                conference, first_day=conference.first_day or days[0], last_day=conference.last_day or days[-1]
            )
        return Programme(
            format=name,
            conference=conference,
            sessions=tuple(self._order),
            people=self.roster.people(self._used),
            rooms=tuple(self._rooms.values()),
            tracks=tuple(self._tracks.values()),
            warnings=self._all_warnings(),
            questions=tuple(questions),
        )

    def _is_double(self, told: list[Any]) -> bool:
        """Whether an item says just this; if not, it is noted as the next one. Only hashes are kept, not all values."""
        bare, following = _bare(told), len(self._order)
        at = hash(bare)
        while (index := self._seen.setdefault(at, following)) != following:
            if _bare(_values_of(self._order[index])) == bare:
                return True
            at += 1  # another item has that hash
        return False

    def _note(self, session: Session, place: Place) -> None:
        for one in session.people:
            roles = self._used.get(one.person, ())
            if one.role not in roles:
                more = (*roles, one.role)
                self._used[one.person] = self._alike.setdefault(more, more)
        for room in place.rooms:
            self._rooms.setdefault(room.casefold(), Room(room))
        for track in filter(None, session.track.split("; ")):
            self._tracks.setdefault(track.casefold(), Track(track))

    def _all_warnings(self) -> tuple[Warned, ...]:
        found = [*self._warnings, *self.roster.warnings[: limits.WARNINGS]]
        if self._doubles:
            found.append(Warned("", f"{self._doubles} items stand in the file more than once and were kept once."))
        if self._unlisted:
            found.append(Warned("", f"{self._unlisted} more warnings of this file are not listed."))
        return tuple(found)


def _bare(values: Iterable[Any]) -> tuple[Any, ...]:
    """Return the values of an item without its place in the file."""
    told = list(values)
    told[_KEY] = told[_WHERE] = ""
    return tuple(told)
