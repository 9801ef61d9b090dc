"""One person under two affiliations, made one or kept two by hand; the choice holds whatever later files say."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from server.agenda import hand
from server.agenda.hand import By
from server.agenda.importers.programme import Person, Programme
from server.agenda.revision import folded_names, revise
from server.agenda.states import Agenda, ConferenceState, PersonState
from server.core import ids
from server.core.problems import Invalid
from tests.agenda.programmes import ZONE, person, programme, session

GLOW = ConferenceState(ids.fresh(), ids.fresh(), "glow", "Glow 2026", zone=ZONE)
BY = By(ids.fresh(), datetime(2026, 11, 1, 12, tzinfo=UTC))
GLOWING, FAIR, BO = person("Ada Brook", "Glow Hospital"), person("Ada Brook", "Fairwater"), person("Bo Sato")
TITLES = ("A quiet scanner", "Tiny catheters", "Closing")


def file_of(*people: Person) -> Programme:
    """Return a programme in which the three titles are by these people."""
    pairs = zip(TITLES, people, strict=True)
    return programme(
        *(session(title, one, at=place) for place, (title, one) in enumerate(pairs)),
        people=tuple(dict.fromkeys(people)),
    )


FILE = file_of(GLOWING, FAIR, BO)


def imported(file: Programme, agenda: Agenda | None = None) -> Agenda:
    """Return the agenda after a whole programme."""
    return revise(file, agenda or Agenda(GLOW), GLOW, folded_names(file), replace_all=True).after


def people_of(agenda: Agenda) -> tuple[PersonState, PersonState, PersonState]:
    """Return Ada of Glow Hospital, Ada of Fairwater, and Bo."""
    glowing = next(one for one in agenda.people.values() if one.affiliation == "Glow Hospital")
    fair = next(one for one in agenda.people.values() if one.affiliation == "Fairwater")
    return glowing, fair, next(one for one in agenda.people.values() if one.name == "Bo Sato")


def who(agenda: Agenda) -> list[str]:
    """Return the ids of whom the readers see on the three titles."""
    items = sorted(agenda.items.values(), key=lambda item: TITLES.index(item.title))
    found = [agenda.person(item.people[0][0]) for item in items]
    return [one.id for one in found if one]


@pytest.mark.parametrize(
    "again",
    [
        FILE,
        file_of(FAIR, GLOWING, BO),
        file_of(person("Ada Brook"), person("Ada Brook"), BO),
        file_of(person("Ada Brook", "Fairwater Clinic"), FAIR, BO),
    ],
)
def test_two_that_a_hand_made_one_stay_one(again: Programme) -> None:
    first = imported(FILE)
    glowing, fair, bo = people_of(first)

    merged = hand.merge(first, fair.id, glowing.id, BY)
    after = imported(again, merged)

    assert who(merged) == who(after) == [glowing.id, glowing.id, bo.id]
    assert after.people[fair.id].merged_into == glowing.id
    assert who(hand.merge(merged, fair.id, None, BY)) == [glowing.id, fair.id, bo.id]
    assert hand.merge(merged, fair.id, None, BY).people == first.people


@pytest.mark.parametrize(
    "again",
    [
        FILE,
        file_of(person("Ada Brook"), person("Ada Brook"), BO),
        file_of(person("Ada Brook", "Glow Hospital Fairwater"), person("Ada Brook", "Glow Hospital Fairwater"), BO),
    ],
)
def test_two_that_a_hand_kept_apart_stay_two(again: Programme) -> None:
    first = imported(FILE)
    glowing, fair, bo = people_of(first)
    apart = hand.keep_apart(first, glowing.id, fair.id, BY)

    after = imported(again, apart)
    twice = imported(again, after)

    assert who(after) == who(twice) == [glowing.id, fair.id, bo.id]
    assert hand.keep_apart(apart, fair.id, glowing.id, BY) == apart
    assert hand.keep_apart(apart, fair.id, glowing.id, BY, apart=False) == first


def test_without_a_word_by_hand_a_file_of_bare_names_makes_them_one() -> None:
    first = imported(FILE)
    glowing, fair, bo = people_of(first)

    after = imported(file_of(person("Ada Brook"), person("Ada Brook"), BO), first)

    assert who(after) in ([glowing.id, glowing.id, bo.id], [fair.id, fair.id, bo.id])


def test_keeping_apart_ends_a_merge_and_merging_ends_the_keeping_apart() -> None:
    first = imported(FILE)
    glowing, fair, bo = people_of(first)
    merged = hand.merge(first, fair.id, glowing.id, BY)

    apart = hand.keep_apart(merged, glowing.id, fair.id, BY)
    again = hand.merge(apart, fair.id, glowing.id, BY)

    assert who(apart) == [glowing.id, fair.id, bo.id]
    assert {one: list(made) for one, made in apart.corrections.items()} == {glowing.id: ["apart"]}
    assert again == merged


def test_a_merge_leads_to_the_end_of_the_chain_and_never_round() -> None:
    first = imported(FILE)
    glowing, fair, bo = people_of(first)
    merged = hand.merge(first, fair.id, glowing.id, BY)

    chained = hand.merge(merged, glowing.id, bo.id, BY)

    assert who(chained) == [bo.id, bo.id, bo.id]
    assert hand.merge(chained, glowing.id, bo.id, BY) is chained
    for one, into in ((glowing, fair), (glowing, glowing), (bo, fair)):
        with pytest.raises(Invalid):
            hand.merge(merged if one is glowing else chained, one.id, into.id, BY)
    direct = hand.merge(chained, fair.id, glowing.id, BY)
    assert direct.people[fair.id] == replace(fair, merged_into=bo.id)


def test_a_chain_of_merges_has_an_end() -> None:
    many = tuple(person(f"Ada Brook {letter}") for letter in "abcdefghijkl")
    file = programme(*(session(f"Talk {one.key}", one, at=n) for n, one in enumerate(many)), people=many)
    agenda = imported(file)
    found = [one.id for one in agenda.people.values()]

    for one, into in pairwise(found[:8]):
        agenda = hand.merge(agenda, one, into, BY)
    with pytest.raises(Invalid) as refused:
        hand.merge(agenda, found[7], found[8], BY)

    assert refused.value.errors[0]["pointer"] == "/into"
    assert [agenda.person(one) for one in found[:8]] == [agenda.people[found[7]]] * 8
