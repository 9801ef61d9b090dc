"""From the rows of a file to entries: what each says of one person, and what of it could not be understood. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from server.agenda.importers.dates import DayText
from server.agenda.importers.programme import DateOrder
from server.core.ids import is_id
from server.tracker import cells
from server.tracker.cells import Said, Unclear
from server.tracker.columns import COLUMNS, MADE_BY_RULES, folded, recognise
from server.tracker.sheets import header_of

NAMES: Final = {column.field: column.name for column in COLUMNS}
MOST: Final = {"name": 200, "role": 200, "institution": 200, "how_found": 500, "met_where": 200, "notes": 5_000}
MOST_OF_ONE: Final = {"emails": 320, "phones": 60, "urls": 2_000, "tags": 60}
MOST_VALUES: Final = 64  # of one field
MOST_WORDS: Final = {"response": 10_000, "next_step": 300}
DAYS: Final = ("contacted", "met_on")
NO_REPLY: Final = frozenset(
    map(folded, ("no", "none", "no reply", "no response", "no answer", "not yet", "pending", "waiting", "n/a", "na"))
)

NO_NAME: Final = "This row has neither a name nor an e-mail address."
NO_DAY: Final = "This is no day; write it like 2026-12-03."
NO_STEP_DAY: Final = "This step has no day; write it like 2026-12-03: Send my CV."
NO_MAIL: Final = "This is no e-mail address."
TOO_LONG: Final = "This is longer than {most:,} characters."
TOO_MANY: Final = f"Only the first {MOST_VALUES} are taken."


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a file that was not understood, with its row (1 is the first) and the column's name."""

    row: int
    column: str
    value: str
    why: str


@dataclass(slots=True)
class Entry:
    """One row: texts and lists by field, days told apart, and what was said with or without a day."""

    row: int
    id: str | None = None
    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    response: tuple[date | None, str] | None = None
    next_step: tuple[date | None, str] | None = None

    @property
    def shown(self) -> str:
        """What the row is called where it is listed."""
        return self.texts.get("name") or next(iter(self.lists.get("emails", ())), "")


@dataclass(frozen=True, slots=True)
class Read:
    """All that a file says. `days_open`: its days can be day first or month first, and nobody has said which."""

    entries: list[Entry]
    faults: list[Fault]
    columns: list[str]
    unknown: list[str]
    days_open: bool


def entries_of(rows: Sequence[Sequence[str]], chosen: DateOrder | None = None) -> Read:
    """Return what the rows of a file say; rows without any text are passed over."""
    at = header_of(rows)
    header = rows[at]
    places = recognise(header)
    body = [(number, row) for number, row in enumerate(rows[at + 1 :], start=at + 2) if any(row)]
    written = [day for _, row in body for day in _days(row, places)]
    order = cells.order_of(written, chosen)
    reader = _Reader(places, order)
    found = [entry for number, row in body if (entry := reader.entry(number, row))]
    known = set(places.values())
    unknown = [name for place, name in enumerate(header) if name and place not in known]
    return Read(found, reader.faults, [NAMES[one] for one in places], unknown, order is None)


def _days(row: Sequence[str], places: Mapping[str, int]) -> Iterator[DayText]:
    for name in (*DAYS, *MOST_WORDS):
        cell = _cell(row, places, name)
        day = cells.day_text(cell) if name in DAYS else cells.said(cell).day
        if day:
            yield day


def _cell(row: Sequence[str], places: Mapping[str, int], name: str) -> str:
    place = places.get(name, len(row))
    return row[place] if place < len(row) else ""


class _Reader:
    """Reads row by row and gathers what was not understood."""

    def __init__(self, places: Mapping[str, int], order: DateOrder | None) -> None:
        self.places, self.order = places, order
        self.ours = "id" in places
        self.faults: list[Fault] = []

    def entry(self, number: int, row: Sequence[str]) -> Entry | None:
        made, cell = Entry(number), {name: _cell(row, self.places, name) for name in self.places}
        for name in MOST:
            self._text(made, name, cell.get(name, ""))
        for name in MOST_OF_ONE:
            self._list(made, name, cell.get(name, ""))
        if not made.shown:
            self._fault(number, "name", "", NO_NAME)
            return None
        made.id = cell["id"] if is_id(cell.get("id")) else None
        for name in DAYS:
            self._day(made, name, cell.get(name, ""))
        self._response(made, cell.get("response", ""))
        if cell.get("made_by") != MADE_BY_RULES:
            self._next_step(made, cell.get("next_step", ""))
        return made

    def _fault(self, row: int, name: str, value: str, why: str) -> None:
        self.faults.append(Fault(row, NAMES[name], value[:200], why))

    def _text(self, made: Entry, name: str, cell: str) -> None:
        if len(cell) > MOST[name]:
            self._fault(made.row, name, cell, TOO_LONG.format(most=MOST[name]))
        elif cell:
            made.texts[name] = cell if name == "notes" else " ".join(cell.split())

    def _list(self, made: Entry, name: str, cell: str) -> None:
        values = cells.several(cell, ours=self.ours, commas=name != "urls")
        for value in values:
            if len(value) > MOST_OF_ONE[name]:
                self._fault(made.row, name, value, TOO_LONG.format(most=MOST_OF_ONE[name]))
            elif name == "emails" and ("@" not in value or " " in value):
                self._fault(made.row, name, value, NO_MAIL)
            elif len(made.lists.setdefault(name, [])) == MOST_VALUES:
                self._fault(made.row, name, value, TOO_MANY)
                break
            else:
                made.lists[name].append(value)

    def _day(self, made: Entry, name: str, cell: str) -> None:
        day = cells.day_text(cell)
        if day:
            self._put_day(made, name, cell, day)
        elif cell and folded(cell) not in NO_REPLY:
            self._fault(made.row, name, cell, NO_DAY)

    def _put_day(self, made: Entry, name: str, cell: str, day: DayText) -> None:
        try:
            made.days[name] = cells.day_of(day, self.order)
        except Unclear as why:
            self._fault(made.row, name, cell, str(why))

    def _response(self, made: Entry, cell: str) -> None:
        found = self._said(made, "response", cell)
        if found and (found[0] or folded(found[1]) not in NO_REPLY):
            made.response = found

    def _next_step(self, made: Entry, cell: str) -> None:
        found = self._said(made, "next_step", cell)
        if found is None or folded(cell) in NO_REPLY:
            return
        if found[0] is None and not self.ours:  # a step made in Hallway may have no day
            self._fault(made.row, "next_step", cell, NO_STEP_DAY)
        else:
            made.next_step = found

    def _said(self, made: Entry, name: str, cell: str) -> tuple[date | None, str] | None:
        if not cell:
            return None
        found: Said = cells.said(cell)
        if len(found.words) > MOST_WORDS[name]:
            self._fault(made.row, name, cell, TOO_LONG.format(most=MOST_WORDS[name]))
            return None
        try:
            return (cells.day_of(found.day, self.order) if found.day else None), found.words
        except Unclear as why:
            self._fault(made.row, name, cell, str(why))
            return None
