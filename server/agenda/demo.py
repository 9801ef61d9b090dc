"""A conference of our own invention to try Hallway with: 300 sessions, 400 posters and 600 people in five days."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle
from random import Random
from typing import Any

from server.agenda import demo_words as words
from server.agenda import service, zones
from server.agenda.answers import Target
from server.agenda.importers.programme import (
    Conference,
    Participation,
    Person,
    Programme,
    Role,
    Room,
    Session,
    SessionKind,
    Track,
)
from server.agenda.service import Options
from server.core import clock

SLUG, NAME = "demo", "Lakefront Meeting for Image-Guided Therapy (demo)"
ZONE = "America/Chicago"
DAYS, PEOPLE, POSTERS = 5, 600, 400
BLOCKS = (time(10, 30), time(14, 0))
TALKS = 3  # in each block of each of six rooms
Who = tuple[Participation, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """When an item takes place, wall clock, and for how many minutes."""

    starts: time
    minutes: int


def install(today: date, zone: str = ZONE) -> None:
    """Make the public conference `demo` start today; ids stay when it is installed again on a later day."""
    made = programme(today, zone=zone)
    target = Target(None, SLUG, NAME)
    known = service.conference_for(target, made, "")
    service.import_programme(made, known, target, Options(clock.now()))


def programme(first_day: date, seed: int = 7, zone: str = ZONE) -> Programme:
    """Return the whole programme; the same seed gives the same items, people and abstracts on any first day."""
    book = _Book(first_day, zone, Random(seed))
    for number in range(DAYS):
        _day(book, number)
    for number in range(POSTERS):
        _poster(book, number)
    conference = Conference(SLUG, NAME, zone, "file", first_day, first_day + timedelta(days=DAYS - 1))
    rooms, tracks = tuple(map(Room, words.ROOMS)), tuple(map(Track, words.TRACKS))
    return Programme("demo", conference, tuple(book.sessions), book.people, rooms, tracks)


class _Book:
    """What is being written, and the dice."""

    def __init__(self, first_day: date, zone: str, dice: Random) -> None:
        self.first_day, self.zone, self.dice = first_day, zone, dice
        self.people = _people(dice)
        self.directors = [person.key for person in self.people if "Director" in person.affiliation]
        self.sessions: list[Session] = []
        self._turn = cycle(dice.sample([person.key for person in self.people], PEOPLE))

    def who(self, count: int, *roles: Role) -> Who:
        """Return the next people of the round; the last role is that of everyone after it."""
        first: Role = "presenter"
        role_of = (*roles, *[roles[-1] if roles else first] * count)
        return tuple(Participation(next(self._turn), role_of[place]) for place in range(count))

    def add(self, title: str, kind: SessionKind, day: int, slot: Slot, **more: Any) -> Session:
        """Add an item and return it."""
        local = datetime.combine(self.first_day + timedelta(days=day), slot.starts)
        end = local + timedelta(minutes=slot.minutes)
        key = f"{'p' if kind == 'poster' else 's'}{len(self.sessions) + 1:04d}"
        made = Session(
            title=title,
            kind=kind,
            starts=zones.instant(local, self.zone),
            ends=zones.instant(end, self.zone),
            local_start=local,
            local_end=end,
            day_on=local.date(),
            external_id=key,
            id_kind="id",
            key=key,
            **more,
        )
        self.sessions.append(made)
        return made

    def abstract(self, method: str, subject: str) -> str:
        """Return two or three sentences."""
        numbers = {
            "patients": self.dice.randint(18, 940),
            "centers": self.dice.randint(2, 31),
            "percent": self.dice.randint(61, 97),
        }
        kinds = (
            (words.OPENINGS, words.MIDDLES, words.ENDINGS)
            if self.dice.random() < 0.8
            else (
                words.OPENINGS,
                words.ENDINGS,
            )
        )
        chosen = (self.dice.choice(sentences) for sentences in kinds)
        text = " ".join(one.format(method=method.lower(), subject=subject, **numbers) for one in chosen)
        return f"<p>{text[0].upper()}{text[1:]}</p>"

    def topic(self) -> tuple[str, str, str]:
        """Return a method, a subject and an angle."""
        return self.dice.choice(words.METHODS), self.dice.choice(words.SUBJECTS), self.dice.choice(words.ANGLES)


def _people(dice: Random) -> tuple[Person, ...]:
    families = [start + end for start in words.FAMILY_STARTS for end in words.FAMILY_ENDS]
    dice.shuffle(families)
    people = []
    for number, family in enumerate(families[:PEOPLE]):
        given = dice.choice(words.GIVEN)
        town = dice.choice(words.TOWNS)
        place = dice.choice(words.PLACES).format(town)
        if number % 25 == 0:
            place = words.POSTS[number // 25 % len(words.POSTS)].format(place)
        degrees = ("MD",) if number % 25 == 0 else dice.choice(words.DEGREES)
        sort_name = f"{family}, {given}".casefold()
        people.append(Person(f"d{number:03d}", f"{given} {family}", sort_name, degrees, place, (), f"d{number:03d}"))
    return tuple(people)


def _day(book: _Book, day: int) -> None:
    last = day == DAYS - 1
    lectures = Slot(time(8, 30), 60)
    book.add("Coffee", "break", day, Slot(time(10), 30))
    book.add("Lunch", "break", day, Slot(time(12, 15), 75))
    hall = words.ROOMS[0]
    book.add(words.KEYNOTES[day], "talk", day, lectures, room=hall, people=book.who(2, "presenter", "chair"))
    book.add(words.SOCIALS[day], "social", day, Slot(time(12 if last else 18), 90), room=hall)
    _for_trainees(book, day)
    for block in BLOCKS:
        for place in range(6):
            _scientific(book, day, block, place)
    for number in range(8):
        method, subject, _angle = book.topic()
        title = words.COURSES[number % len(words.COURSES)].format(subject=subject, method=method.lower())
        slot = Slot(time(7 if number < 4 else 16, 0), 75)
        room = words.ROOMS[1 + number % 6]
        people = book.who(3, "moderator", "presenter")
        abstract = book.abstract(method, subject)
        track = book.dice.choice(words.TRACKS)
        book.add(title, "course", day, slot, room=room, track=track, people=people, abstract=abstract)


def _for_trainees(book: _Book, day: int) -> None:
    track, room = "Education and Careers", "Learning Studio"
    directors = tuple(Participation(key, "panelist") for key in book.dice.sample(book.directors, 4))
    people = (*book.who(1, "moderator"), *directors)
    book.add("Residents' hour", "talk", day, Slot(time(13), 45), room=room, track=track, people=people)
    directors = tuple(Participation(key, "panelist") for key in book.dice.sample(book.directors, 5))
    book.add(words.FOR_STUDENTS[day], "talk", day, Slot(time(16), 60), room=room, track=track, people=directors)


def _scientific(book: _Book, day: int, block: time, place: int) -> None:
    track, room = words.TRACKS[(day + place) % len(words.TRACKS)], words.ROOMS[1 + place]
    title = f"{track}: scientific session {2 * day + 1 + (block.hour > 12)}"
    slot = Slot(block, 25 * TALKS)
    parent = book.add(title, "talk", day, slot, room=room, track=track, people=book.who(2, "chair", "moderator"))
    for number in range(TALKS):
        method, subject, angle = book.topic()
        minutes = block.hour * 60 + block.minute + 25 * number
        book.add(
            f"{method} for {subject}: {angle}",
            "talk",
            day,
            Slot(time(minutes // 60, minutes % 60), 25),
            room=room,
            track=track,
            parent=parent.key,
            people=book.who(book.dice.randint(1, 3), "presenter", "author"),
            abstract=book.abstract(method, subject),
            number=f"O-{len(book.sessions):03d}",
        )


def _poster(book: _Book, number: int) -> None:
    method, subject, angle = book.topic()
    book.add(
        f"{method} in {subject}: {angle}",
        "poster",
        number % DAYS,
        Slot(time(12, 15), 75),
        room="Poster Hall",
        track=book.dice.choice(words.TRACKS),
        people=book.who(book.dice.randint(2, 4), "presenter", "author"),
        abstract=book.abstract(method, subject),
        board=f"{101 + number:04d}",
        number=f"P-{number + 1:03d}",
    )
