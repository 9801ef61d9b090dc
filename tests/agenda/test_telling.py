"""A first file is let go of before its shards are made, and told again where somebody else was faster."""

from dataclasses import replace
from typing import Any

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from server.agenda import reading
from server.agenda.importers.programme import Participation, Programme, Session
from server.agenda.revision import Revision, folded_names, revise
from server.agenda.states import Agenda, ConferenceState
from server.agenda.telling import Telling
from server.core.db import snapshot
from tests.agenda.programmes import ZONE, imported, person, programme, session

ADA, BO, CODE = person("Ada Brook", "Glow Hospital"), person("Bo Sato"), replace(person(""), external_id="X7")
MEETING = ConferenceState("0190a1b2-0000-7000-8000-000000000001", None, "glow", "Glow 2026", zone=ZONE)
BLOCK = session("Lungs", key="block", external_id="b1", id_kind="id", at=0)
TALKS = (
    BLOCK,
    session("Opening", ADA, at=0, key="1", parent="block", room="Hall 1", track="Chest", language="en"),
    session("A quiet scanner", BO, ADA, at=1, key="2", parent="b9", board="0002", marks=("end_guessed",)),
    session("A lone heart", at=None, day_label="Sat", key="3", parent="3", credit="TBA", kind="poster"),
    session("Lunch", at=3, key="4", kind="break", starts=None, ends=None, status="cancelled"),
    session("A code speaks", CODE, at=4, key="5", abstract="<p>Words.</p>", links=("https://glow.example/5",)),
    replace(session("Panel", ADA, at=5, key="6"), people=(Participation(ADA.key, "chair"), Participation(BO.key))),
)
OTHER = (replace(BLOCK, external_id="b9"), session("Opening", ADA, at=2), session("Closing", BO, at=9))


def revision_of(told: Programme, before: Agenda, **options: Any) -> Revision:
    return revise(told, before, MEETING, folded_names(told), **options)


def files() -> st.SearchStrategy[Programme]:
    chosen = st.lists(st.sampled_from(TALKS), min_size=1, unique_by=lambda one: one.key)
    return chosen.map(lambda kept: programme(*kept, people=(ADA, BO, CODE)))


@given(
    file=files(),
    others=st.lists(st.sampled_from((*OTHER, *TALKS)), unique_by=lambda one: one.title),
    whole=st.booleans(),
)
def test_what_was_let_go_of_is_told_again_to_the_same_end(file: Programme, others: list[Session], whole: bool) -> None:
    faster = revision_of(programme(*others, people=(BO, ADA)), Agenda(MEETING)).after
    telling = Telling(file)

    telling.let_go(revision_of(file, Agenda(MEETING)))
    let_go = telling.kept

    assert (let_go.sessions, let_go.people) == ((), ())
    assert revision_of(telling.whole(), faster, replace_all=whole) == revision_of(file, faster, replace_all=whole)


def test_nothing_is_let_go_of_where_something_was_stored() -> None:
    first = programme(*TALKS, people=(ADA, BO, CODE))
    telling = Telling(programme(*OTHER, people=(ADA, BO)))

    telling.let_go(revision_of(telling.whole(), revision_of(first, Agenda(MEETING)).after))

    assert telling.kept == programme(*OTHER, people=(ADA, BO))


def test_a_first_import_that_was_overtaken_loses_nothing(app: Flask) -> None:
    rounds: list[str] = []

    def overtake(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("compare", total):
            rounds.append(stage)
            if len(rounds) == 1:
                imported(programme(*OTHER, people=(ADA, BO)))

    outcome = imported(programme(*TALKS, people=(ADA, BO, CODE)), progress=overtake)

    assert (len(rounds), outcome.conference.version) == (2, 2)
    with snapshot():
        conference = reading.find(None, "glow")
        assert conference is not None
        items = reading.load(conference)[0].items.values()
    assert {one.title: one.absent for one in items} == {one.title: False for one in TALKS} | {"Closing": True}
    assert (outcome.report.counts.sessions, outcome.report.counts.posters, outcome.report.counts.people) == (5, 1, 3)
