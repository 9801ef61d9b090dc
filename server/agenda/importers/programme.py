"""The neutral model that every importer returns: plain values, no database, no Flask.

Source of the rules: the import contract (sections 2 and 5), kept in `docs/agenda.md`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

SessionKind = Literal["talk", "poster", "exhibit", "course", "social", "break"]
SessionStatus = Literal["confirmed", "cancelled"]
Role = Literal["presenter", "author", "chair", "moderator", "discussant", "panelist"]
IdKind = Literal["guid", "id", "uid", "number"]
ZoneSource = Literal["file", "user", "none"]
TimeMark = Literal["end_guessed", "time_of_session", "all_day"]
DateOrder = Literal["dmy", "mdy"]


class RefusedFile(Exception):
    """The file cannot be imported; `str()` is one plain sentence for the student."""


class Untitled(RefusedFile):
    """No column holds titles, though a person may say that one does; `tables` are what there is to choose from."""

    def __init__(self, sentence: str, tables: "tuple[MappedTable, ...]") -> None:
        super().__init__(sentence)
        self.tables = tables


@dataclass(frozen=True, slots=True)
class Warned:
    """Something in the file that was not understood, with its place."""

    where: str  # "row 12", "line 40", "sheet Posters row 3", "/conference/days/0"; "" for the whole file
    message: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What the person importing already knows; every field may be unknown."""

    file_name: str = ""  # for titles and messages only, never for sniffing
    format: str = "auto"
    zone: str | None = None  # IANA; wins over what the file says
    name: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    date_order: DateOrder | None = None
    mapping: dict[str, dict[str, str]] | None = None  # fingerprint of a header -> column -> field; wins over a guess


@dataclass(frozen=True, slots=True)
class Conference:
    """The meeting itself. `zone` is an IANA name or None when the file does not say."""

    slug: str
    name: str
    zone: str | None = None
    zone_source: ZoneSource = "none"
    first_day: date | None = None
    last_day: date | None = None
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Someone named by the file. `key` is what `Participation.person` points to, unique in the file."""

    key: str
    display_name: str  # as written, without degrees; "" for a code without a name
    sort_name: str = ""  # "family, given" in lower case where that is known
    degrees: tuple[str, ...] = ()
    affiliation: str = ""
    roles: tuple[Role, ...] = ()  # over all items, sorted, unique
    external_id: str | None = None  # only when the file gives one


@dataclass(frozen=True, slots=True)
class Participation:
    """One person on one item, in the file's order."""

    person: str  # Person.key
    role: Role = "presenter"


@dataclass(frozen=True, slots=True)
class Session:
    """One item of the programme: a talk, a poster, a course, a break.

    `starts` and `ends` are aware instants, or None when the zone is still open or the file has no time.
    `local_start` and `local_end` keep the file's wall clock (naive), so that a corrected zone derives every instant
    again. `external_id` is what the file calls the item; whether it is sound is decided at matching.
    """

    title: str
    kind: SessionKind = "talk"
    subtitle: str = ""
    abstract: str = ""  # clean HTML subset
    starts: datetime | None = None
    ends: datetime | None = None
    local_start: datetime | None = None
    local_end: datetime | None = None
    day_on: date | None = None  # conference day: before 05:00 local counts to the day before
    day_label: str = ""  # when only "Thu" is known
    room: str = ""  # one or more names joined by "; ", each also in Programme.rooms
    track: str = ""
    people: tuple[Participation, ...] = ()
    credit: str = ""  # text in the people field that is no person: "TBA", "Various", a committee
    external_id: str | None = None
    id_kind: IdKind | None = None
    key: str = ""  # unique in the file; what `parent` points to
    parent: str | None = None
    board: str = ""  # place in the hall, text: "0112", "LBA 3"
    number: str = ""  # abstract or paper number
    status: SessionStatus = "confirmed"
    marks: tuple[TimeMark, ...] = ()
    links: tuple[str, ...] = ()
    language: str = ""
    source_where: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """A place; identified by its normalised name within a conference."""

    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """A theme or category; identified by its normalised name within a conference."""

    name: str


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What one column of a table is taken for. `score` is 0 to 100; `field` is "" when the column is left out.

    `key` is what an answer calls the column; `proposed` is its field without the answers of a person, `chosen` says
    that a person named it. `samples` are the first different texts of its cells.
    """

    header: str
    field: str
    score: int
    key: str = ""
    proposed: str = ""
    chosen: bool = False
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnCheck:
    """What the cells taken for one field lack: how many say what cannot be read, and how many say nothing."""

    field: str
    unreadable: int
    empty: int
    places: tuple[Warned, ...] = ()  # the first unreadable texts; without one, the first empty rows


@dataclass(frozen=True, slots=True)
class MappedTable:
    """The columns that one header row names, in every sheet that has it; a grid of rooms and times has none."""

    key: str  # fingerprint of the header, "" for a grid
    names: tuple[str, ...]  # of the sheets, "" for a file without sheets
    rows: int
    columns: tuple[ColumnGuess, ...] = ()
    checks: tuple[ColumnCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person can answer before the import is right: the zone, the order of day and month."""

    kind: Literal["zone", "date_order"]
    message: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pieces:
    """What the file was written with: digests of its head and of the bytes of each session, in order with its place.

    `mentions` are digests of ids and names as written, `people` the keys of the persons they mean. Digests lie one
    behind the other, since there may be 60,000 of them.
    """

    head: bytes
    items: bytes
    places: tuple[str, ...]
    mentions: bytes
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """A whole agenda as one file tells it. Order of `sessions` is the file's."""

    format: str
    conference: Conference
    sessions: tuple[Session, ...] = ()
    people: tuple[Person, ...] = ()
    rooms: tuple[Room, ...] = ()
    tracks: tuple[Track, ...] = ()
    warnings: tuple[Warned, ...] = ()
    mapping: tuple[MappedTable, ...] = ()
    questions: tuple[Question, ...] = field(default=())
    marks: tuple[str, ...] = field(default=(), compare=False, repr=False)  # of what the file says, see `marks.py`
    pieces: Pieces | None = field(default=None, compare=False, repr=False)  # of the file itself, see `pieces.py`
