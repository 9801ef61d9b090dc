"""The demo conference."""

from datetime import date, timedelta

from flask import Flask

from server.agenda import demo, reading
from server.agenda.importers.counts import Counts, count
from server.agenda.states import Agenda
from server.core.db import snapshot

FIRST = date(2026, 11, 21)


def stored() -> Agenda:
    """Return the installed demo."""
    with snapshot():
        conference = reading.find(None, "demo")
        assert conference is not None
        return reading.load(conference)[0]


def test_the_demo_is_as_large_as_a_society_meeting() -> None:
    made = demo.programme(FIRST)

    assert count(made) == Counts(sessions=300, posters=400, people=600, rooms=8, tracks=8)
    assert made == demo.programme(FIRST)
    assert {one.title for one in made.sessions} > {"Residents' hour", "Finding a mentor, and keeping one", "Lunch"}
    assert len({one.display_name for one in made.people}) == 600
    assert {one.day_on for one in made.sessions} == {FIRST + timedelta(days=day) for day in range(5)}
    posters = [one for one in made.sessions if one.kind == "poster"]
    assert (posters[11].board, posters[11].room) == ("0112", "Poster Hall")


def test_it_is_installed_public_and_starts_today(app: Flask) -> None:
    demo.install(FIRST)

    conference = stored().conference
    assert (conference.public, conference.first_day, conference.last_day) == (True, FIRST, FIRST + timedelta(days=4))


def test_installed_again_it_is_unchanged_and_on_a_later_day_moved_under_the_same_ids(app: Flask) -> None:
    demo.install(FIRST)
    first = stored()
    demo.install(FIRST)
    same = stored()
    demo.install(FIRST + timedelta(days=3))
    later = stored()

    assert same.conference.manifest == first.conference.manifest
    assert later.conference.first_day == FIRST + timedelta(days=3)
    assert later.items.keys() == first.items.keys()
    assert {one: item.day_on for one, item in later.items.items()} == {
        one: item.day_on + timedelta(days=3) for one, item in first.items.items() if item.day_on
    }
