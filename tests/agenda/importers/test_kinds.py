"""Kinds of items, places, days and counts (the import contract, sections 2, 4, 8 and 11.3)."""

from datetime import UTC, date, datetime

import pytest

from server.agenda.importers.counts import Counts, count
from server.agenda.importers.days import conference_day, settled_end, to_instant, to_local, zone_name
from server.agenda.importers.kinds import Clues, kind_of
from server.agenda.importers.places import Place, place_in
from server.agenda.importers.programme import Conference, Participation, Person, Programme, Room, Session, Track


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Break", "break"), ("Coffee break", "break"), ("Lunch + ", "break"), ("Morning tea", "break"),
        ("10:30 Coffee Break (Track A)", "break"), ("12:00 - 13:00 Lunch", "break"), ("Break 2", "break"),
        ("Kaffeepause", "break"), ("Mittagspause / Lunch", "break"), ("Déjeuner", "break"), ("Pausa", "break"),
        ("Lunch + business meeting", "social"), ("Registration", "social"), ("Registration, Poster Setup", "social"),
        ("Opening reception", "social"), ("Gala dinner", "social"), ("Social event: Running", "social"),
        ("Lunch & Learn: dose in CT", "talk"), ("Image registration of lungs", "talk"),
        ("Oral 1.3: Registration", "talk"),
        ("Coffee Ritual", "talk"), ("Breakout session", "talk"), ("Poster session 1", "talk"), ("The", "talk"),
        ("Onsite poster 1.2 & Virtual poster 1.1", "talk"), ("Keynote and lunch", "talk"), ("Closing ceremony", "talk"),
        ("[Poster] Dose in CT", "poster"), ("Tutorial I: Causality", "course"),
    ],
)  # fmt: skip
def test_a_title_tells_the_kind(title: str, kind: str):
    assert kind_of(Clues(title)) == kind


@pytest.mark.parametrize(
    ("clues", "kind"),
    [
        (Clues("Lunch", named=True), "talk"),
        (Clues("Lunch", type="break"), "break"),
        (Clues("A quiet hour", type="break"), "break"),
        (Clues("Lunch + business meeting", type="break"), "social"),
        (Clues("Opening", service=True), "break"),
        (Clues("Registration", service=True), "social"),
        (Clues("Keynote: dose", service=True), "talk"),
        (Clues("Dose", text="About it.\nType: poster"), "poster"),
        (Clues("Dose", text="About it.\nKind: Poster presentation"), "poster"),
        (Clues("Dose", track="Posters"), "poster"),
        (Clues("Dose", session="Poster session 2"), "poster"),
        (Clues("Poster session 2", track="Posters"), "talk"),
        (Clues("Dose", type="workshop"), "course"),
        (Clues("Dose", type="Exhibition stand"), "exhibit"),
        (Clues("Dose", type="lecture"), "talk"),
    ],
)
def test_what_the_file_says_comes_first(clues: Clues, kind: str):
    assert kind_of(clues) == kind


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("Hall A", Place(("Hall A",))),
        ("Hall A; Hall B ;hall", Place(("Hall A", "Hall B", "hall"))),
        ("On site; Workshop", Place((), "Workshop")),
        ("Online", Place()),
        ("In person", Place()),
        ("Workshop", Place(("Workshop",))),
        ("A", Place(("A",))),
        ("Room 3 https://zoom.us/j/1", Place(("Room 3",), "", ("https://zoom.us/j/1",))),
        ("", Place()),
    ],
)
def test_a_cell_tells_rooms(cell: str, place: Place):
    assert place_in(cell) == place


@pytest.mark.parametrize(
    ("local", "day"),
    [
        (datetime(2026, 3, 2, 4, 59), date(2026, 3, 1)),
        (datetime(2026, 3, 2, 0, 0), date(2026, 3, 1)),
        (datetime(2026, 3, 2, 5, 0), date(2026, 3, 2)),
        (datetime(2026, 3, 2, 23, 59), date(2026, 3, 2)),
    ],
)
def test_a_night_belongs_to_the_day_before(local: datetime, day: date):
    assert conference_day(local) == day


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"), ('"Europe/Berlin"', "Europe/Berlin"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("/x.org/2021_1/America/Argentina/Salta", "America/Argentina/Salta"),
        ("Room Time", None), ("", None), ("posix/Europe/Berlin", "Europe/Berlin"),
    ],
)  # fmt: skip
def test_a_zone_is_known_by_its_names(written: str, name: str | None):
    assert zone_name(written) == name


def test_the_wall_clock_survives_the_change_of_clocks():
    twice = datetime(2026, 10, 25, 2, 30)

    assert to_instant(twice, "Europe/Berlin") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert to_local(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Europe/Berlin") == twice


@pytest.mark.parametrize(
    ("end", "settled"),
    [
        (datetime(2026, 3, 2, 23, 30), datetime(2026, 3, 2, 23, 30)),
        (datetime(2026, 3, 2, 1, 0), datetime(2026, 3, 3, 1, 0)),
        (datetime(2026, 3, 2, 10, 59), datetime(2026, 3, 3, 10, 59)),
        (datetime(2026, 3, 2, 11, 0), None),
        (datetime(2026, 3, 2, 23, 0), None),
        (None, None),
    ],
)
def test_an_end_before_its_start_is_on_the_next_day_or_none(end: datetime | None, settled: datetime | None):
    assert settled_end(datetime(2026, 3, 2, 23, 0), end)[0] == settled


def test_a_heading_without_time_and_id_is_not_counted():
    heading, block = Session("AM", key="1"), Session("Posters I", key="2", external_id="17")
    posters = [Session(f"Dose {key}", kind="poster", key=f"p{key}", parent=key) for key in ("1", "2")]

    assert count(Programme("table", Conference("x", "X"), (heading, block, *posters))) == Counts(1, 2, 0, 0, 0)


def test_counts_follow_the_contract():
    someone, nobody = Person("a", "Ana Lima"), Person("b", "Bo Sato")
    kinds = ("talk", "course", "social", "break", "poster", "exhibit")
    sessions = tuple(Session(kind, kind=kind, people=(Participation("a"),)) for kind in kinds)
    rooms, tracks = (Room("Hall A"), Room("hall  a")), (Track("CT"),)

    whole = Programme("ics", Conference("x", "X"), sessions, (someone, nobody), rooms, tracks)
    people_only = Programme("table", Conference("x", "X"), people=(someone, nobody))

    assert (count(whole), count(people_only)) == (Counts(3, 2, 1, 1, 1), Counts(0, 0, 2, 0, 0))
