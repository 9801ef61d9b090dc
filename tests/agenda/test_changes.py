"""What changed between publications, field by field, and several publications as one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.agenda.changes import CUT, LONGEST, Changed, Told, changes_of, cut, fold
from server.agenda.diff import compare
from server.agenda.revision import Revision
from server.agenda.states import Agenda, ConferenceState, ItemState, PersonState

GLOW = ConferenceState("018f0000-0000-7000-8000-000000000001", None, "glow", "Glow 2026", zone="America/Chicago")
NINE = datetime(2026, 11, 29, 9, 0)
TALK = ItemState("talk", "talk", "A quiet scanner", room="Hall 1", local_start=NINE, local_end=NINE.replace(hour=10))
AT = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)
ADA, BO = PersonState("ada", "Ada Brook"), PersonState("bo", "Bo Sato")


def agenda(*items: ItemState) -> Agenda:
    """Return an agenda of these items with two known people."""
    return Agenda(GLOW, {one.id: one for one in items}, {one.id: one for one in (ADA, BO)})


def revision(before: Agenda, after: Agenda) -> Revision:
    """Return the revision that leads from one agenda to the other, as a file of all items makes it."""
    return Revision(before, after, compare(before, after, after.items), None, ())


def changed(old: ItemState, new: ItemState) -> list[tuple[str, str, str, str]]:
    """Return what, field, old and new of each change between two states of one item."""
    found, more = changes_of(revision(agenda(old), agenda(new)), 99)
    assert (more, {one.item for one in found} <= {new.id}) == (0, True)
    return [(one.what, one.field, one.old, one.new) for one in found]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"links": ("https://example.org",)}, []),
        ({"room": "Hall 2"}, [("moved", "room", "Hall 1", "Hall 2")]),
        ({"local_start": NINE.replace(hour=11)}, [("moved", "starts", "2026-11-29 09:00", "2026-11-29 11:00")]),
        ({"local_end": None}, [("moved", "ends", "2026-11-29 10:00", "")]),
        ({"local_start": None, "local_end": None, "day_on": date(2026, 11, 30)},
         [("moved", "starts", "2026-11-29 09:00", ""), ("moved", "ends", "2026-11-29 10:00", "")]),
        ({"title": "A quieter scanner"}, [("retitled", "title", "A quiet scanner", "A quieter scanner")]),
        ({"board": "0112"}, [("changed", "board", "", "0112")]),
        ({"people": (("ada", "presenter"), ("bo", "chair"))}, [("changed", "people", "", "Ada Brook; Bo Sato")]),
        ({"abstract": "<p>Noise.</p>"}, [("changed", "abstract", "", CUT)]),
        ({"status": "cancelled"}, [("cancelled", "status", "confirmed", "cancelled")]),
        ({"absent": True}, [("cancelled", "status", "confirmed", "cancelled")]),
        ({"status": "cancelled", "absent": True}, [("cancelled", "status", "confirmed", "cancelled")]),
        ({"status": "tentative"}, []),
        ({"title": "x" * 400}, [("retitled", "title", "A quiet scanner", "x" * (LONGEST - 1) + CUT)]),
        ({"absent": True, "room": "Hall 2", "title": "Off"},
         [("cancelled", "status", "confirmed", "cancelled"), ("moved", "room", "Hall 1", "Hall 2"),
          ("retitled", "title", "A quiet scanner", "Off")]),
    ],
)  # fmt: skip
def test_each_changed_field_is_told_in_words_of_the_programme(
    change: dict[str, Any], expected: list[tuple[str, str, str, str]]
) -> None:
    assert changed(TALK, replace(TALK, **change)) == expected


@pytest.mark.parametrize("gone", [{"absent": True}, {"status": "cancelled"}, {"status": "cancelled", "absent": True}])
def test_what_takes_place_again_is_restored(gone: dict[str, Any]) -> None:
    assert changed(replace(TALK, **gone), TALK) == [("restored", "status", "cancelled", "confirmed")]


def test_a_file_that_says_cancelled_what_was_absent_changes_nothing_for_a_student() -> None:
    assert changed(replace(TALK, absent=True), replace(TALK, status="cancelled")) == []


def test_a_corrected_zone_moves_no_hour_that_the_programme_shows() -> None:
    berlin, london = (replace(TALK, starts=datetime(2026, 11, 29, hour, tzinfo=UTC)) for hour in (8, 9))

    assert changed(berlin, london) == []


def test_an_instant_without_a_wall_clock_is_told_in_utc() -> None:
    then = replace(TALK, local_start=None, local_end=None, starts=datetime(2026, 11, 29, 15, tzinfo=UTC))

    assert changed(then, replace(then, starts=datetime(2026, 11, 29, 16, tzinfo=UTC))) == [
        ("moved", "starts", "2026-11-29T15:00:00Z", "2026-11-29T16:00:00Z")
    ]


def test_new_items_come_last_and_what_is_too_much_is_counted() -> None:
    before = agenda(*(replace(TALK, id=f"talk {one}") for one in range(6)))
    after = dict(before.items)
    after["talk 0"] = replace(TALK, id="talk 0", title="Other")
    after["talk 1"] = replace(TALK, id="talk 1", room="Hall 9")
    after["talk 2"] = replace(TALK, id="talk 2", absent=True)
    after["fresh"] = replace(TALK, id="fresh")
    after["fresh and off"] = replace(TALK, id="fresh and off", status="cancelled")

    def told(most: int) -> tuple[list[str], int]:
        found, more = changes_of(revision(before, replace(before, items=after)), most)
        return [f"{one.item} {one.what}" for one in found], more

    every = ["talk 2 cancelled", "talk 1 moved", "talk 0 retitled", "fresh new", "fresh and off cancelled"]
    assert told(9) == (every, 0)
    assert told(3) == (every[:3], 2)


@pytest.mark.parametrize(
    ("value", "longest", "expected"),
    [("", 0, ""), ("abc", 0, CUT), ("abc", 3, "abc"), ("abcd", 3, f"ab{CUT}"), ("abcd", 1, CUT)],
)
def test_a_long_value_is_cut_and_says_so(value: str, longest: int, expected: str) -> None:
    assert cut(value, longest) == expected


def told(*changes: tuple[str, str, str], item: str = "talk") -> list[Told]:
    """Return changes of one item, each of a version of its own."""
    return [Told(version, AT, Changed(item, "T", *one)) for version, one in enumerate(changes, 2)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("room", "A", "B"), ("room", "B", "C")], [(3, "moved", "A", "C")]),
        ([("room", "A", "B"), ("room", "B", "A")], []),
        ([("status", "confirmed", "cancelled"), ("status", "cancelled", "confirmed")], []),
        ([("status", "cancelled", "confirmed"), ("status", "confirmed", "cancelled")], []),
        ([("status", "", "confirmed"), ("status", "confirmed", "cancelled")], [(3, "cancelled", "", "cancelled")]),
        ([("status", "", "confirmed"), ("room", "A", "B"), ("title", "Old", "T")], [(2, "new", "", "confirmed")]),
        ([("room", "A", "B"), ("title", "Old", "T")], [(3, "retitled", "Old", "T"), (2, "moved", "A", "B")]),
        ([("abstract", CUT, CUT), ("abstract", CUT, CUT)], [(3, "changed", CUT, CUT)]),
        ([("title", "a" + CUT, "B"), ("title", "B", "a" + CUT)], [(3, "retitled", "a" + CUT, "a" + CUT)]),
        ([("abstract", "", CUT), ("abstract", CUT, "")], []),
    ],
)
def test_several_changes_of_a_field_are_one(
    changes: list[tuple[str, str, str]], expected: list[tuple[int, str, str, str]]
) -> None:
    folded = [(one.version, one.change.what, one.change.old, one.change.new) for one in fold(told(*changes))]

    assert folded == expected


STATES = st.builds(
    lambda title, room, hour, status, absent, board, people: replace(
        TALK,
        title=title,
        room=room,
        local_start=NINE + timedelta(hours=hour),
        status=status,
        absent=absent,
        board=board,
        people=people,
    ),
    title=st.sampled_from(["One", "Two", "Three"]),
    room=st.sampled_from(["", "Hall 1", "Hall 2"]),
    hour=st.integers(0, 2),
    status=st.sampled_from(["confirmed", "cancelled"]),
    absent=st.booleans(),
    board=st.sampled_from(["", "0012"]),
    people=st.sampled_from([(), (("ada", "presenter"),), (("bo", "presenter"), ("ada", "chair"))]),
)
AGENDAS = st.dictionaries(st.sampled_from("abcd"), STATES, max_size=4).map(
    lambda items: {name: replace(item, id=name) for name, item in items.items()}
)


@given(AGENDAS, st.lists(AGENDAS, min_size=1, max_size=5))
def test_the_folded_changes_of_all_versions_are_the_difference_of_the_first_and_last_state(
    first: dict[str, ItemState], files: list[dict[str, ItemState]]
) -> None:
    states = [agenda(*first.values())]
    for file in files:  # as an import does: what a file does not hold is cancelled and stays
        gone = {name: replace(item, absent=True) for name, item in states[-1].items.items() if name not in file}
        states.append(agenda(*(gone | file).values()))
    every = [
        Told(version, AT, one)
        for version, (before, after) in enumerate(pairwise(states), 2)
        for one in changes_of(revision(before, after), 99)[0]
    ]

    folded = {(one.change.item, one.change.field): (one.change.old, one.change.new) for one in fold(every)}

    at_once, _more = changes_of(revision(states[0], states[-1]), 99)
    assert folded == {(one.item, one.field): (one.old, one.new) for one in at_once}
    assert len(fold(every)) == len(folded)


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["room", "title"]), st.sampled_from("xyz")), max_size=12)
)
def test_folding_in_two_steps_is_folding_at_once(steps: list[tuple[str, str, str]]) -> None:
    state: dict[tuple[str, str], str] = {}
    every = []
    for version, (item, field, new) in enumerate(steps, 2):
        old = state.get((item, field), "x")
        if old != new:
            every.append(Told(version, AT, Changed(item, "T", field, old, new)))
        state[item, field] = new

    halves = [*reversed(fold(every[:6])), *reversed(fold(every[6:]))]

    assert {one.change for one in fold(halves)} == {one.change for one in fold(every)}
