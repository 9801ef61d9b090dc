"""Corrections by hand over what files say: the hand's value stays, everything else follows the last file."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.agenda import corrections, hand
from server.agenda.hand import By
from server.agenda.importers.programme import Participation, Programme, Session
from server.agenda.revision import Revision, folded_names, revise
from server.agenda.states import Agenda, ConferenceState, ItemState, PersonState
from server.core import ids
from server.core.problems import Invalid, NotFound
from tests.agenda.programmes import ZONE, person, programme, session

GLOW = ConferenceState(ids.fresh(), ids.fresh(), "glow", "Glow 2026", zone=ZONE)
BY = By(ids.fresh(), datetime(2026, 11, 1, 12, tzinfo=UTC))
ADA, BO = person("Ada Brook", "Glow Hospital"), person("Bo Sato", "Northmere")
TALK = session("A quiet scaner", ADA, at=5, room="Hall 1", track="Physics", external_id="7", id_kind="id")
OTHER = session("Closing", BO, at=8, room="Hall 2")
FILE = programme(TALK, OTHER, people=(ADA, BO))


def imported(file: Programme, agenda: Agenda | None = None) -> Revision:
    """Return the revision that a whole programme makes."""
    return revise(file, agenda or Agenda(GLOW), GLOW, folded_names(file), replace_all=True)


def item_of(agenda: Agenda, start: str) -> ItemState:
    """Return the item whose file title begins so."""
    told = corrections.lifted(agenda).items.values()
    return agenda.items[next(one.id for one in told if one.title.startswith(start))]


def person_of(agenda: Agenda, name: str, place: str = "") -> PersonState:
    """Return the person of that name in the file, at that place."""
    told = corrections.lifted(agenda).people.values()
    return agenda.people[next(one.id for one in told if one.name == name and place in one.affiliation)]


@pytest.mark.parametrize(
    ("field", "value", "shown", "file_again"),
    [
        ("title", "A quiet scanner", {"title": "A quiet scanner"}, {"title": "A quiet scaner!"}),
        ("subtitle", "With sound", {"subtitle": "With sound"}, {"subtitle": "Silent"}),
        ("kind", "course", {"kind": "course"}, {}),
        ("room", "Hall 9", {"room": "Hall 9"}, {"room": "Hall 3"}),
        ("room", "", {"room": ""}, {"room": "Hall 3"}),
        ("track", "Sound", {"track": "Sound"}, {"track": "Light"}),
        ("board", "0042", {"board": "0042"}, {"board": "17"}),
        ("number", "LBA 3", {"number": "LBA 3"}, {"number": "4"}),
        ("status", "cancelled", {"status": "cancelled"}, {"abstract": "<p>New.</p>"}),
        (
            "starts",
            "2026-11-30T03:30",
            {
                "starts": datetime(2026, 11, 30, 9, 30, tzinfo=UTC),
                "local_start": datetime(2026, 11, 30, 3, 30),
                "day_on": date(2026, 11, 29),
                "ends": None,
                "local_end": None,
            },
            {"abstract": "<p>New.</p>"},
        ),
        (
            "ends",
            "2026-11-29T14:45",
            {"ends": datetime(2026, 11, 29, 20, 45, tzinfo=UTC), "local_end": datetime(2026, 11, 29, 14, 45)},
            {"abstract": "<p>New.</p>"},
        ),
    ],
)
def test_a_field_set_by_hand_survives_a_later_file_and_is_given_back(
    field: str, value: str, shown: dict[str, Any], file_again: dict[str, Any]
) -> None:
    first = imported(FILE).after
    item = item_of(first, "A quiet")
    if field == "starts":
        with pytest.raises(Invalid):
            hand.item(first, item.id, {field: value}, BY)
        no_end = programme(replace(TALK, ends=None, local_end=None), OTHER, people=(ADA, BO))
        first = hand.item(imported(no_end).after, item.id, {field: value}, BY)
    else:
        first = hand.item(first, item.id, {field: value}, BY)
    assert {name: getattr(first.items[item.id], name) for name in shown} == shown

    told = replace(TALK, **file_again)
    second = imported(programme(told, OTHER, people=(ADA, BO)), first).after

    plain = imported(programme(told, OTHER, people=(ADA, BO)), imported(FILE).after).after
    assert second.items == plain.items | {item.id: replace(plain.items[item.id], **shown)}
    given_back = hand.item(second, item.id, {field: None}, BY)
    assert given_back.items == plain.items
    assert (given_back.rooms, given_back.tracks, given_back.corrections) == (plain.rooms, plain.tracks, {})


def test_a_correction_that_says_what_the_file_says_is_none() -> None:
    first = imported(FILE).after
    item = item_of(first, "A quiet")

    again = hand.item(first, item.id, {"room": " Hall 1 ", "starts": "2026-11-29T14:00", "people": None}, BY)

    assert (again.items, again.corrections) == (first.items, {})


def test_the_file_that_changes_its_mind_under_a_correction_is_told_once() -> None:
    first = imported(FILE).after
    item = item_of(first, "A quiet")
    edited = hand.item(first, item.id, {"room": "Hall 9", "starts": "2026-11-29T14:30"}, BY)
    moved = session("A quiet scaner", ADA, at=4.5, hours=2, room="Hall 3", external_id="7", id_kind="id")
    file = programme(moved, OTHER, people=(ADA, BO))

    second = imported(file, edited)
    third = imported(file, second.after)

    assert [one.message for one in second.warnings] == [
        "A quiet scaner: the file now says “Hall 3” for the room; your correction “Hall 9” stays.",
        "A quiet scaner: the file now says “2026-11-29 13:30” for the start; your correction “2026-11-29 14:30” stays.",
    ]
    assert second.diff.counts == {"added": 0, "changed": 0, "moved": 1, "cancelled": 0, "unchanged": 1}
    assert [(one.field, one.new) for one in second.diff.moved] == [("ends", "2026-11-29 15:30")]
    assert third.warnings == ()
    assert third.diff.counts == {"added": 0, "changed": 0, "moved": 0, "cancelled": 0, "unchanged": 2}


def test_an_item_that_a_hand_keeps_stays_when_its_file_drops_it() -> None:
    first = imported(FILE).after
    item = item_of(first, "Closing")
    called_off = hand.item(first, item.id, {"status": "cancelled"}, BY)
    assert called_off.items[item.id].cancelled

    gone = imported(programme(TALK, people=(ADA, BO)), first).after
    kept = hand.item(gone, item.id, {"status": "confirmed"}, BY)
    again = imported(programme(TALK, people=(ADA, BO)), kept).after

    assert [one.items[item.id].cancelled for one in (gone, kept, again)] == [True, False, False]
    assert hand.item(again, item.id, {"status": None}, BY).items == gone.items


def test_people_are_added_taken_away_and_put_in_another_order() -> None:
    first = imported(FILE).after
    item, ada, bo = item_of(first, "A quiet"), person_of(first, "Ada Brook"), person_of(first, "Bo Sato")
    wanted = [
        {"person": bo.id, "role": "chair"},
        {"name": " Cleo  Wren ", "affiliation": "Fairwater", "role": "author"},
    ]

    edited = hand.item(first, item.id, {"people": [*wanted, {"name": "ada brook", "role": "presenter"}]}, BY)
    cleo = person_of(edited, "Cleo Wren")
    again = imported(FILE, edited).after

    assert edited.items[item.id].people == ((bo.id, "chair"), (cleo.id, "author"), (ada.id, "presenter"))
    assert (cleo.affiliation, cleo.sort_name) == ("Fairwater", "wren, cleo")
    assert again.items == edited.items
    alone = hand.item(again, item.id, {"people": []}, BY)
    assert alone.items[item.id].people == ()
    assert hand.item(alone, item.id, {"people": None}, BY).items == first.items


def test_a_corrected_person_is_found_by_either_spelling() -> None:
    first = imported(FILE).after
    ada = person_of(first, "Ada Brook")
    edited = hand.person(first, ada.id, {"name": "Ada Brooke", "degrees": ["MD"], "affiliation": "Fairwater"}, BY)
    mended = person("Ada Brooke", "Glow Hospital")
    files = (FILE, programme(replace(TALK, people=(Participation(mended.key),)), OTHER, people=(mended, BO)))

    for file in files:
        after = imported(file, edited).after
        shown = PersonState(ada.id, "Ada Brooke", "brooke, ada", ("MD",), "Fairwater")
        assert (after.people[ada.id], len(after.people)) == (shown, 2)


def test_a_corrected_zone_moves_the_corrected_times_as_well() -> None:
    first = imported(FILE).after
    item = item_of(first, "A quiet")
    edited = hand.item(first, item.id, {"starts": "2026-11-29T14:10", "ends": "2026-11-29T14:50"}, BY)

    zurich = replace(edited.conference, zone="Europe/Zurich")
    after = revise(FILE, edited, zurich, folded_names(FILE)).after.items[item.id]

    assert (after.starts, after.ends) == (
        datetime(2026, 11, 29, 13, 10, tzinfo=UTC),
        datetime(2026, 11, 29, 13, 50, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"title": " \u200b "}, "/title"),
        ({"starts": "2026-11-29T15:00"}, "/starts"),
        ({"ends": "2026-11-29T14:00"}, "/ends"),
        ({"people": [{"person": ids.fresh(), "role": "chair"}]}, "/people/0/person"),
        ({"people": [{"name": "\u200b", "role": "chair"}]}, "/people/0/name"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(changes: dict[str, Any], pointer: str) -> None:
    first = imported(FILE).after

    with pytest.raises(Invalid) as refused:
        hand.item(first, item_of(first, "A quiet").id, changes, BY)

    assert [error["pointer"] for error in refused.value.errors] == [pointer]


def test_what_is_not_in_the_agenda_is_not_there() -> None:
    first = imported(FILE).after
    for edit in (
        lambda: hand.item(first, ids.fresh(), {}, BY),
        lambda: hand.person(first, ids.fresh(), {}, BY),
        lambda: hand.merge(first, ids.fresh(), None, BY),
        lambda: hand.keep_apart(first, ids.fresh(), person_of(first, "Bo Sato").id, BY),
    ):
        with pytest.raises(NotFound):
            edit()


TITLES = ("A quiet scaner", "Closing", "Ströme")
VALUES: dict[str, list[str | None]] = {
    "title": ["By hand", None],
    "subtitle": ["By hand", None],
    "room": ["Hall 9", "", None],
    "board": ["0042", None],
    "status": ["cancelled", "confirmed", None],
}


@st.composite
def files(draw: st.DrawFn) -> Programme:
    """Return a file of the three items, each with an id of its own, that says this and that of them."""
    made: list[Session] = []
    for number, title in enumerate(TITLES):
        words = draw(st.sampled_from(["", " 2"]))
        said = {name: draw(st.sampled_from(["", "One", "Two"])) for name in ("subtitle", "room", "board")}
        status = draw(st.sampled_from(["confirmed", "cancelled"]))
        external = {"external_id": str(number), "id_kind": "id"}
        made.append(session(title + words, ADA, at=number, status=status, **said, **external))
    return programme(*made, people=(ADA, BO))


edits = st.sampled_from([(name, value) for name, values in VALUES.items() for value in values])
steps = st.lists(st.one_of(files(), st.tuples(st.integers(0, 2), edits)), max_size=8)


@given(files(), steps)
def test_the_hand_wins_field_by_field_and_what_it_gives_back_is_the_last_files(
    begin: Programme, then: list[Any]
) -> None:
    agenda, last = imported(begin).after, begin
    items = [item_of(agenda, title).id for title in TITLES]
    by_hand: dict[tuple[str, str], str] = {}
    for step in then:
        if isinstance(step, Programme):
            agenda, last = imported(step, agenda).after, step
            continue
        item_id, (field, value) = items[step[0]], step[1]
        agenda = hand.item(agenda, item_id, {field: value}, BY)
        says = getattr(last.sessions[step[0]], field)
        by_hand.pop((item_id, field), None)
        if value is not None and value != says:
            by_hand[item_id, field] = value

    plain = imported(last, imported(begin).after).after
    for item_id in items:
        mine = {field: value for (one, field), value in by_hand.items() if one == item_id}
        assert agenda.items[item_id] == replace(plain.items[item_id], **mine)
    assert corrections.lifted(agenda).items == plain.items
    for item_id in items:
        agenda = hand.item(agenda, item_id, dict.fromkeys(VALUES), BY)
    assert (agenda.items, agenda.corrections, agenda.rooms) == (plain.items, {}, plain.rooms)
