"""An agenda as plain values: what is stored now and what a file makes of it. Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from server.agenda.importers.programme import DateOrder


@dataclass(frozen=True, slots=True)
class ItemState:
    """One item. `parent` is an item id, `people` are person ids with their roles in order."""

    id: str
    kind: str
    title: str
    subtitle: str = ""
    abstract: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    local_start: datetime | None = None
    local_end: datetime | None = None
    day_on: date | None = None
    day_label: str = ""
    room: str = ""
    track: str = ""
    parent: str | None = None
    people: tuple[tuple[str, str], ...] = ()
    credit: str = ""
    external_id: str | None = None
    id_kind: str | None = None
    board: str = ""
    number: str = ""
    status: str = "confirmed"
    marks: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    language: str = ""
    absent: bool = False

    @property
    def cancelled(self) -> bool:
        """Whether the item does not take place, by the file's word or by its absence."""
        return self.absent or self.status == "cancelled"


@dataclass(frozen=True, slots=True)
class PersonState:
    """Someone named by the agenda; `name` is "" for a code that no file has named yet."""

    id: str
    name: str
    sort_name: str = ""
    degrees: tuple[str, ...] = ()
    affiliation: str = ""
    external_id: str | None = None
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class ConferenceState:
    """The meeting itself. `version` is 0 and `manifest` empty before the first publication."""

    id: str
    owner_id: str | None
    slug: str
    name: str
    zone: str | None = None
    zone_source: str = "none"
    first_day: date | None = None
    last_day: date | None = None
    public: bool = False
    version: int = 0
    manifest: str = ""
    shard_counts: dict[str, int] = field(default_factory=dict)
    date_order: DateOrder | None = None
    mappings: dict[str, dict[str, str]] = field(default_factory=dict)
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person set by hand in one field of an item or person, over whatever a file says there.

    `value` is as it travels; `told` are the columns that the file would show in its place, as JSON.
    """

    kind: Literal["item", "person"]
    subject: str
    field: str
    value: Any
    told: dict[str, Any]
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """A whole agenda: items and people by id, rooms (folded name -> name, note) and tracks (folded name -> name).

    `corrections` are those made by hand, by id of the item or person and then by field.
    """

    conference: ConferenceState
    items: dict[str, ItemState] = field(default_factory=dict)
    people: dict[str, PersonState] = field(default_factory=dict)
    rooms: dict[str, tuple[str, str]] = field(default_factory=dict)
    tracks: dict[str, str] = field(default_factory=dict)
    corrections: dict[str, dict[str, Correction]] = field(default_factory=dict)

    def person(self, person_id: str) -> PersonState | None:
        """Return the person, following merges made by hand; None for a dangling id."""
        found = self.people.get(person_id)
        for _ in range(MOST_MERGES):
            if found is None or found.merged_into is None:
                break
            found = self.people.get(found.merged_into)
        return found

    def names(self, item: ItemState) -> list[str]:
        """Return the names on an item, in order, nameless people left out."""
        found = (self.person(person_id) for person_id, _role in item.people)
        return [person.name for person in found if person is not None and person.name]


MOST_MERGES = 8  # links of one chain
