"""The envelope: the crowd and the content of the largest meetings, invented, from a fixed seed.

In full 8,000 sessions, 25,000 posters and 30,000 people: about 38 MB of frab JSON. `writings` holds the formats.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from tests.bench.words import Words

SEED = 20_241_201
SESSIONS, POSTERS, PEOPLE = 8_000, 25_000, 30_000
FIRST_DAY, DAYS = date(2027, 11, 28), 5
ZONE, OFFSET = "Europe/Vienna", timedelta(hours=1)  # no change of the clock in these days
ROOMS, HALLS, TRACKS = 60, 8, 24
MINUTES = (15, 30, 45, 60, 90)
SESSION_TEXT, POSTER_TEXT = (250, 700), (450, 850)  # characters


@dataclass(frozen=True, slots=True)
class Event:
    """One session or poster; `people` are numbers into the envelope's people."""

    number: int
    guid: str
    kind: str
    title: str
    abstract: str
    track: str
    room: str
    day: date
    starts: datetime  # wall clock
    minutes: int
    people: tuple[int, ...]

    @property
    def zoned(self) -> str:
        """The start as RFC 3339 with its offset."""
        return f"{self.starts.isoformat()}+01:00"

    @property
    def utc(self) -> datetime:
        """The start as an instant."""
        return (self.starts - OFFSET).replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A whole meeting."""

    events: tuple[Event, ...]
    people: tuple[str, ...]

    @property
    def days(self) -> list[date]:
        """The days of the meeting."""
        return [FIRST_DAY + timedelta(days=number) for number in range(DAYS)]

    def sessions_only(self) -> "Envelope":
        """Return the meeting without its posters."""
        return Envelope(tuple(event for event in self.events if event.kind != "poster"), self.people)


def make(scale: float = 1.0) -> Envelope:
    """Return the meeting at a scale: 1 is the full envelope."""
    words = Words(SEED)
    sessions, posters, people = (max(1, round(size * scale)) for size in (SESSIONS, POSTERS, PEOPLE))
    names = tuple(words.name() for _ in range(people))
    tracks = [" ".join(words.title().split()[:3]) for _ in range(TRACKS)]
    events = [_session(number, words, tracks, people) for number in range(sessions)]
    events += [_poster(sessions + number, words, tracks, people) for number in range(posters)]
    return Envelope(tuple(events), names)


def _session(number: int, words: Words, tracks: list[str], people: int) -> Event:
    day = FIRST_DAY + timedelta(days=words.between(0, DAYS - 1))
    starts = datetime.combine(day, datetime.min.time()) + timedelta(minutes=480 + 15 * words.between(0, 36))
    return Event(
        number=number,
        guid=_guid(words),
        kind="lecture",
        title=words.title(),
        abstract=words.text(words.between(*SESSION_TEXT)),
        track=tracks[words.between(0, TRACKS - 1)],
        room=f"Room {words.between(1, ROOMS)}",
        day=day,
        starts=starts,
        minutes=MINUTES[words.between(0, len(MINUTES) - 1)],
        people=_people(number, words, people, words.between(1, 4)),
    )


def _poster(number: int, words: Words, tracks: list[str], people: int) -> Event:
    day = FIRST_DAY + timedelta(days=words.between(0, DAYS - 1))
    starts = datetime.combine(day, datetime.min.time()) + timedelta(hours=(9, 14)[words.between(0, 1)])
    return Event(
        number=number,
        guid=_guid(words),
        kind="poster",
        title=words.title(),
        abstract=words.text(words.between(*POSTER_TEXT)),
        track=tracks[words.between(0, TRACKS - 1)],
        room=f"Poster Hall {words.between(1, HALLS)}",
        day=day,
        starts=starts,
        minutes=180,
        people=_people(number, words, people, words.between(1, 5)),
    )


def _people(number: int, words: Words, people: int, count: int) -> tuple[int, ...]:
    """The first person goes round, so that everybody stands on an item; the others are drawn."""
    drawn = [number % people, *(words.between(0, people - 1) for _ in range(count - 1))]
    return tuple(dict.fromkeys(drawn))


def _guid(words: Words) -> str:
    return str(UUID(int=words.between(0, 2**128 - 1), version=4))
