"""Finding the items of a file among those stored (docs/agenda.md, re-import)."""

from dataclasses import replace

import pytest

from server.agenda.matching import match
from server.agenda.pairing import Face

HOUR = 3600.0
WORDS = "amber birch cedar delta ember fjord grove heath inlet jetty knoll ledge marsh north ocean plain"
TALK = Face("a quiet scanner", "ada brook", "talk", 9 * HOUR, "hall 1")


def face(title: str, person: str = "ada brook", kind: str = "talk", at: float = 9, **more: object) -> Face:
    """Return a face `at` o'clock."""
    return Face(title, person, kind, at * HOUR, **more)


def with_id(one: Face, external: str, kind: str = "id") -> Face:
    """Return the face with an id of its file."""
    return replace(one, id=(kind, external))


def others(count: int, **more: object) -> list[Face]:
    """Return faces that have nothing in common but their number."""
    words = WORDS.split()[:count]
    return [face(f"{word} {word * 2}", f"person {word}", at=10 + place, **more) for place, word in enumerate(words)]


@pytest.mark.parametrize(
    ("new", "old", "pairs"),
    [
        pytest.param(TALK, TALK, {0: 0}, id="the same item"),
        pytest.param(replace(TALK, when=20 * HOUR, room="hall 2"), TALK, {0: 0}, id="moved in time and room"),
        pytest.param(replace(TALK, title="a quiet scaner"), TALK, {0: 0}, id="a corrected letter in the title"),
        pytest.param(replace(TALK, title="another thing"), TALK, {}, id="another title by the same person"),
        pytest.param(replace(TALK, person="bo sato"), TALK, {0: 0}, id="another speaker at the same time and place"),
        pytest.param(replace(TALK, person="bo sato", when=1.0), TALK, {}, id="another speaker at another time"),
        pytest.param(replace(TALK, person="", when=1.0), TALK, {0: 0}, id="a speaker who is not named yet"),
        pytest.param(replace(TALK, kind="course"), TALK, {0: 0}, id="a talk that became a course"),
        pytest.param(replace(TALK, kind="poster"), TALK, {}, id="a poster of the same title is another item"),
        pytest.param(TALK, replace(TALK, absent=True), {0: 0}, id="a cancelled item comes back"),
        pytest.param(with_id(face("b", "x", at=1), "7"), with_id(TALK, "7"), {0: 0}, id="one id, all else changed"),
        pytest.param(with_id(TALK, "7"), with_id(TALK, "8"), {0: 0}, id="one item under a new id"),
        pytest.param(
            with_id(face("b", "x", "poster", at=1), "7"), with_id(TALK, "7"), {}, id="a poster that bears a talk's id"
        ),
        pytest.param(with_id(face("b", "x", at=1), "7", "uid"), with_id(TALK, "7"), {}, id="ids of two kinds"),
    ],
)
def test_one_item_is_found_again(new: Face, old: Face, pairs: dict[int, int]) -> None:
    assert match([new], [old]).pairs == pairs


def test_a_workshop_held_three_times_is_paired_by_the_nearest_start() -> None:
    old = [face("workshop", at=9), face("workshop", at=12), face("workshop", at=15)]
    new = [face("workshop", at=15.5), face("workshop", at=9)]

    assert match(new, old).pairs == {0: 2, 1: 0}


def test_the_room_decides_between_two_breaks_at_one_time() -> None:
    old = [face("coffee", "", "break", room="east"), face("coffee", "", "break", room="west")]

    assert match(list(reversed(old)), old).pairs == {0: 1, 1: 0}


def test_an_item_that_takes_place_is_preferred_to_a_cancelled_one() -> None:
    old = [replace(face("workshop"), absent=True), face("workshop")]

    assert match([face("workshop")], old).pairs == {0: 1}


def test_ids_that_repeat_within_a_file_are_set_aside() -> None:
    old = [with_id(one, "1") for one in others(10)]

    found = match(list(reversed(old)), old)

    assert found.pairs == {place: 9 - place for place in range(10)}
    assert found.sound == set()
    assert [one.message for one in found.warnings] == ["The ids (id) of this file repeat; items were matched by title."]


def test_ids_made_anew_at_every_build_are_set_aside() -> None:
    old = [with_id(one, f"old {place}", "uid") for place, one in enumerate(others(10))]
    new = [with_id(one, f"new {place}", "uid") for place, one in enumerate(others(10))]

    found = match(new, old)

    assert found.pairs == {place: place for place in range(10)}
    assert found.sound == set()


def test_ids_that_are_running_numbers_are_set_aside_when_they_shift() -> None:
    items = others(12)
    old = [with_id(one, str(place)) for place, one in enumerate(items)]
    new = [with_id(one, str(place)) for place, one in enumerate(items[1:])]

    assert match(new, old).pairs == {place: place + 1 for place in range(11)}


def test_a_number_given_to_another_item_near_the_end_does_not_mix_the_two_up() -> None:
    items = others(12)
    old = [with_id(one, str(place)) for place, one in enumerate(items)]
    kept = items[:10] + items[11:]
    new = [with_id(one, str(place)) for place, one in enumerate(kept)]

    assert match(new, old).pairs == {**{place: place for place in range(10)}, 10: 11}


def test_a_second_file_whose_ids_collide_with_the_first_takes_nothing_over() -> None:
    old = [with_id(one, str(place)) for place, one in enumerate(others(8))]
    posters = [with_id(face(f"poster {place}", f"author {place}", "poster"), str(place)) for place in range(8)]

    assert match(posters, old).pairs == {}


def test_a_retitled_item_with_two_candidates_is_only_suggested() -> None:
    old = [face("dose and toxicity part 1"), face("dose and toxicity part 2")]

    found = match([face("dose and toxicity part 3")], old)

    assert found.pairs == {}
    assert found.suggested == [(0, 0), (0, 1)]


def test_thousands_of_breaks_of_one_name_are_paired_at_once() -> None:
    old = [face("coffee", "", "break", at=place) for place in range(3_000)]
    new = [face("coffee", "", "break", at=place + 0.5) for place in range(3_000)]

    assert match(new, old).pairs == {place: place for place in range(3_000)}
