"""What importing a table would do: who is new, what is filled in, what differs and is left. Pure.

Nothing that a student has is overwritten: empty fields are filled, values are added to lists, and a field that says
something else is listed and left. A message, a reply, a note or a step is made only where there is none like it. Every
row has an id made of what it says (UUIDv5), so the same file adds nothing the second time, on whatever device.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, Final

from server.core.clock import wire
from server.core.ids import natural
from server.followups.days import zone_named
from server.tracker.cells import joined
from server.tracker.columns import folded
from server.tracker.entries import NAMES, Entry
from server.tracker.matching import People, id_of
from server.tracker.people import BY_HAND_ROWS, LISTS, TEXTS, Person

NOON: Final = time(12)  # of a message of which the day alone is known

IN_THE_BIN: Final = "This person is among the recently deleted; bring them back first."


@dataclass(frozen=True, slots=True)
class Write:
    """One record to make or to fill: `new` where it is to be made. `set` as in a mutation."""

    kind: str
    row: str
    set: dict[str, Any]
    new: bool
    line: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that says one thing here and another in the file; it stays as it is here."""

    row: int
    name: str
    contact: str
    column: str
    here: str
    file: str


@dataclass(frozen=True, slots=True)
class Touched:
    """A row that makes or changes something, and which columns do."""

    row: int
    name: str
    contact: str
    columns: tuple[str, ...]


@dataclass(slots=True)
class Plan:
    """What an import does; `same` counts rows that say nothing new. `binned` rows are about deleted people."""

    writes: list[Write] = field(default_factory=list)
    new: list[Touched] = field(default_factory=list)
    filled: list[Touched] = field(default_factory=list)
    different: list[Difference] = field(default_factory=list)
    binned: list[Touched] = field(default_factory=list)
    same: int = 0


def plan(entries: list[Entry], people: People, binned: frozenset[str], today: date) -> Plan:
    """Return what the entries do to the people known; `binned` are the ids of contacts in the bin."""
    made = Plan()
    for entry in entries:
        known = people.find(entry)
        contact = known.id if known else id_of(entry)
        if contact in binned:
            made.binned.append(Touched(entry.row, entry.shown, contact, ()))
            continue
        person = known or Person(contact)
        work = _Row(made, entry, person, today)
        columns = tuple(dict.fromkeys(NAMES[one] for one in work.run(is_new=known is None)))
        people.add(person)
        if known is None:
            made.new.append(Touched(entry.row, entry.shown, contact, columns))
        elif columns:
            made.filled.append(Touched(entry.row, person.texts.get("name") or entry.shown, contact, columns))
        else:
            made.same += 1
    return made


class _Row:
    """One entry laid beside one person."""

    def __init__(self, into: Plan, entry: Entry, person: Person, today: date) -> None:
        self.into, self.entry, self.person, self.today = into, entry, person, today

    def run(self, *, is_new: bool) -> Iterator[str]:
        """Add the writes to the plan; yield the fields that are written."""
        change: dict[str, Any] = {}
        yield from (*self._texts(change), *self._lists(change), *self._met_on(change))
        if change:
            self._write("contact", self.person.id, change, new=is_new)
        yield from self._note()
        yield from self._message()
        yield from self._response()
        yield from self._next_step()

    def _texts(self, change: dict[str, Any]) -> Iterator[str]:
        for name in TEXTS:
            value, here = self.entry.texts.get(name, ""), self.person.texts.get(name, "")
            if value and not here:
                change[name] = self.person.texts[name] = value
                yield name
            elif value and folded(value) != folded(here):
                self._differs(name, here, value)

    def _lists(self, change: dict[str, Any]) -> Iterator[str]:
        for name in LISTS:
            here = self.person.lists.setdefault(name, [])
            known = {joined([value]).casefold() for value in here}
            add = [value for value in self.entry.lists.get(name, ()) if value.casefold() not in known]
            if add:
                change[name] = {"add": add, "remove": []}
                here.extend(add)
                yield name

    def _met_on(self, change: dict[str, Any]) -> Iterator[str]:
        day = self.entry.days.get("met_on")
        if day and self.person.met_on is None:
            change["met_on"] = day.isoformat()
            self.person.met_on = day
            yield "met_on"
        elif day and day != self.person.met_on:
            self._differs("met_on", str(self.person.met_on), day.isoformat())

    def _note(self) -> Iterator[str]:
        texts = {name: self.entry.texts.get(name, "") for name in ("met_where", "notes")}
        here = {"met_where": self.person.met_where, "notes": self.person.notes}
        if self.person.has_notes:
            for name, value in texts.items():
                if value and folded(value) != folded(here[name]):
                    self._differs(name, here[name], value)
            return
        wanted = {name: value for name, value in texts.items() if value and value != here[name]}
        if not wanted:
            return
        note: dict[str, Any] = {"contact": self.person.id}
        note |= {"place": wanted["met_where"]} if "met_where" in wanted else {}
        note |= {"bullets": {"from": "", "to": wanted["notes"]}} if "notes" in wanted else {}
        self._write("note", natural(f"tracker:note:{self.person.id}"), note)
        self.person.has_notes, self.person.notes = True, texts["notes"]
        self.person.met_where = texts["met_where"] or self.person.met_where
        yield from wanted

    def _message(self) -> Iterator[str]:
        day = self.entry.days.get("contacted")
        if day is None or day in self.person.sent_on:
            return
        # a first message to somebody who was not met before it asks for a meeting; what others are for nobody knows
        is_first = not self.person.sent_on and (self.person.met_on is None or day < self.person.met_on)
        message = {"direction": "out", "purpose": "approach" if is_first else "other"}
        self._send(natural(f"tracker:sent:{self.person.id}:{day}"), message, day)
        self.person.sent_on.append(day)
        yield "contacted"

    def _response(self) -> Iterator[str]:
        if self.entry.response is None:
            return
        told, words = self.entry.response
        if any(words == text and told in (None, day) for day, text in self.person.heard):
            return
        day = told or self.entry.days.get("contacted") or max(self.person.sent_on, default=self.today)
        message: dict[str, Any] = {"direction": "in", "purpose": "other"}
        message |= {"text": {"from": "", "to": words}} if words else {}
        self._send(natural(f"tracker:heard:{self.person.id}:{told or ''}:{words}"), message, day)
        self.person.heard.append((day, words))
        yield "response"

    def _next_step(self) -> Iterator[str]:
        wanted = self.entry.next_step
        if wanted is None or wanted in self.person.own or wanted == self.person.next_step:
            return
        day, words = wanted
        made = natural(f"tracker:step:{self.person.id}:{day or ''}:{words}")
        step = {"contact": self.person.id, "step": BY_HAND_ROWS, "cycle": "0", "state": "open", "title": words or None}
        self._write("followup", made, step | ({"due_on": day.isoformat()} if day else {}))
        self.person.own.append(wanted)
        yield "next_step"

    def _send(self, row: str, message: dict[str, Any], day: date) -> None:
        noon = datetime.combine(day, NOON, zone_named(self.person.zone)).astimezone(UTC)
        self._write("outreach", row, {"contact": self.person.id, "channel": "email", "sent_at": wire(noon), **message})

    def _write(self, kind: str, row: str, change: dict[str, Any], *, new: bool = True) -> None:
        self.into.writes.append(Write(kind, row, change, new, self.entry.row))

    def _differs(self, name: str, here: str, file: str) -> None:
        shown = self.person.texts.get("name") or self.entry.shown
        self.into.different.append(Difference(self.entry.row, shown, self.person.id, NAMES[name], here, file))
