"""Importing programmes into the database (docs/agenda.md, re-import)."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from server.agenda import reading, service
from server.agenda.answers import Target
from server.agenda.importers.programme import Programme, Session
from server.agenda.states import Agenda
from server.core.db import snapshot
from server.core.problems import Busy
from tests.agenda.programmes import MORNING, SHIFT, ZONE, imported, person, programme, session

ADA, BO = person("Ada Brook", "Glow Hospital"), person("Bo Sato", "Northmere University")
TALKS = (
    session("Opening", ADA, at=0, room="Hall 1"),
    session("A quiet scanner", BO, at=1, room="Hall 1", abstract="<p>Noise.</p>"),
    session("Tiny catheters", ADA, BO, at=2, room="Hall 2"),
    session("Lunch", kind="break", at=3),
)
POSTERS = tuple(session(f"Poster {name}", BO, kind="poster", board=f"00{place}") for place, name in enumerate("abcdef"))
FILE = programme(*TALKS, people=(ADA, BO))


def counts(programme: Programme, **more: Any) -> dict[str, int]:
    """Import and return what is not zero in the report."""
    return {name: count for name, count in imported(programme, **more).report.diff.counts.items() if count}


def stored(slug: str = "glow", owner_id: str | None = None) -> Agenda:
    """Return the stored agenda."""
    with snapshot():
        conference = reading.find(owner_id, slug)
        assert conference is not None
        return reading.load(conference)[0]


def of_title(title: str) -> Any:
    """Return the stored item of that title."""
    return next(item for item in stored().items.values() if item.title == title)


def test_the_second_import_of_a_file_changes_nothing_and_makes_no_version(app: Flask) -> None:
    first, second = imported(FILE), imported(FILE)

    assert first.report.diff.counts == {"added": 4, "changed": 0, "moved": 0, "cancelled": 0, "unchanged": 0}
    assert second.report.diff.counts == {"added": 0, "changed": 0, "moved": 0, "cancelled": 0, "unchanged": 4}
    assert (second.conference.version, second.conference.manifest) == (1, first.conference.manifest)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"title": "A quieter scanner"}, {"changed": 1, "unchanged": 3}),
        ({"abstract": "<p>Less noise.</p>"}, {"changed": 1, "unchanged": 3}),
        ({"board": "0112"}, {"changed": 1, "unchanged": 3}),
        ({"status": "cancelled"}, {"changed": 1, "unchanged": 3}),
        ({"people": ()}, {"changed": 1, "unchanged": 3}),
        ({"room": "Hall 9"}, {"moved": 1, "unchanged": 3}),
        ({"room": "Hall 9", "title": "A quieter scanner"}, {"moved": 1, "unchanged": 3}),
        ({"starts": MORNING.replace(hour=11, tzinfo=UTC) + SHIFT}, {"moved": 1, "unchanged": 3}),
        ({"links": ("https://example.org/talk",), "language": "en"}, {"unchanged": 4}),
    ],
)
def test_each_item_counts_once_by_what_changed(app: Flask, change: dict[str, Any], expected: dict[str, int]) -> None:
    imported(FILE)

    assert counts(programme(TALKS[0], replace(TALKS[1], **change), *TALKS[2:], people=(ADA, BO))) == expected


def test_silent_changes_reach_the_phones_all_the_same(app: Flask) -> None:
    imported(FILE)
    linked = replace(TALKS[1], links=("https://example.org/talk",))

    outcome = imported(programme(TALKS[0], linked, *TALKS[2:], people=(ADA, BO)))

    assert (outcome.conference.version, of_title("A quiet scanner").links) == (2, ("https://example.org/talk",))


def test_an_absent_item_is_cancelled_kept_and_restored_under_its_id(app: Flask) -> None:
    imported(FILE)
    before = stored()

    assert counts(programme(*TALKS[:3], people=(ADA, BO))) == {"cancelled": 1, "unchanged": 3}
    assert of_title("Lunch").absent
    assert counts(FILE) == {"changed": 1, "unchanged": 3}
    assert stored().items == before.items


def test_a_small_file_cancels_nothing_until_it_is_said_to_replace_all(app: Flask) -> None:
    imported(FILE)
    small = programme(TALKS[0], people=(ADA,))

    asked = imported(small)

    assert (asked.part, asked.report.diff.counts["cancelled"]) == ("part", 0)
    assert [one.message for one in asked.report.warnings] == [service.STILL_PART]
    assert counts(small, target=Target(None, "glow", part="replace")) == {"cancelled": 3, "unchanged": 1}


@pytest.mark.parametrize("part", ["ask", "replace"])
def test_a_file_of_posters_cancels_no_talk_and_the_other_way_round(app: Flask, part: Any) -> None:
    target = Target(None, "glow", part=part)
    imported(FILE)

    assert counts(programme(*POSTERS, people=(BO,)), target=target) == {"added": 6}
    assert counts(programme(*TALKS[:3], people=(ADA, BO)), target=target) == {"cancelled": 1, "unchanged": 3}
    assert counts(programme(*POSTERS[:5], people=(BO,)), target=target) == {"cancelled": 1, "unchanged": 5}


def test_a_file_of_people_names_codes_and_cancels_nothing(app: Flask) -> None:
    code = person("", external_id="AH7")
    imported(programme(session("Opening", code), people=(code,)))
    named = replace(ADA, external_id="AH7")

    report = imported(programme(people=(named,)), target=Target(None, "glow", part="replace")).report

    assert (report.diff.counts["cancelled"], report.counts.people) == (0, 1)
    assert stored().names(of_title("Opening")) == ["Ada Brook"]


def test_a_file_of_talks_under_stored_sessions_adds_and_completes(app: Flask) -> None:
    block = session("Session 7", at=0, hours=2, room="Hall 1", external_id="7", id_kind="id")
    imported(programme(block, *TALKS[1:], people=(ADA, BO)))
    heading = Session(title="Session 7", external_id="7", id_kind="id", key="7")
    talk = session("Thin wires", ADA, at=0.5, parent="7", key="7.1")

    assert counts(programme(heading, talk, people=(ADA,))) == {"added": 1, "unchanged": 1}
    assert of_title("Session 7").room == "Hall 1"
    assert of_title("Thin wires").parent == of_title("Session 7").id


def test_ids_are_the_same_on_a_server_that_starts_anew(app: Flask) -> None:
    repeated = (session("Workshop", BO, at=1), session("Workshop", BO, at=5), session("Workshop", BO, at=3))
    imported(programme(*repeated, people=(BO,)))
    first = {item.local_start: item.id for item in stored().items.values()}

    with app.app_context():
        imported(programme(*reversed(repeated), people=(BO,)), target=Target(None, "again"))

    again = {item.local_start: item.id for item in stored("again").items.values()}
    assert again.keys() == first.keys()
    assert len({*first.values(), *again.values()}) == 6


def test_a_person_keeps_the_id_through_a_fuller_affiliation_and_a_new_one_on_a_matched_item(app: Flask) -> None:
    imported(FILE)
    ada_id, bo_id = (one.id for one in sorted(stored().people.values(), key=lambda one: one.name))
    fuller, moved = person("Ada Brook", "Glow Hospital, Northmere"), person("Bo Sato", "Elsewhere Institute")

    talks = (session("Opening", fuller, at=0, room="Hall 1"), session("A quiet scanner", moved, at=1))
    imported(programme(*talks, people=(fuller, moved)), target=Target(None, "glow", part="add"))

    people = stored().people
    assert {one.id: one.affiliation for one in people.values()} == {
        ada_id: "Glow Hospital, Northmere",
        bo_id: "Elsewhere Institute",
    }


def test_a_zone_that_becomes_known_derives_every_instant(app: Flask) -> None:
    floating = [replace(one, starts=None, ends=None) for one in TALKS]
    open_zone = programme(*floating, people=(ADA, BO))
    open_zone = replace(open_zone, conference=replace(open_zone.conference, zone=None, zone_source="none"))
    first = imported(open_zone)
    assert (of_title("Opening").starts, first.report.warnings[0].message) == (None, service.ZONE_OPEN)

    known = replace(first.conference, zone=ZONE, zone_source="user")
    again = programme(floating[0], people=(ADA,))
    outcome = service.import_programme(again, known, Target(None), service.Options(MORNING_AT))

    assert outcome.report.diff.counts["unchanged"] == 1
    assert {item.title: item.starts for item in stored().items.values()} == {one.title: one.starts for one in TALKS}


MORNING_AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def test_a_dry_run_reports_the_same_and_writes_nothing(app: Flask) -> None:
    imported(FILE)
    before = stored()
    smaller = programme(*TALKS[:3], people=(ADA, BO))

    dry = imported(smaller, dry_run=True)

    assert stored() == before
    assert imported(smaller).report.diff.counts == dry.report.diff.counts


def test_an_import_that_was_overtaken_matches_again(app: Flask) -> None:
    imported(FILE)
    rounds: list[str] = []

    def overtake(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("compare", total):
            rounds.append(stage)
            if len(rounds) == 1:
                imported(programme(*TALKS, session("Late entry", ADA, at=6), people=(ADA, BO)))

    outcome = imported(programme(*TALKS[:3], people=(ADA, BO)), progress=overtake)

    assert len(rounds) == 2
    assert outcome.conference.version == 3
    assert sorted(item.title for item in outcome.report.diff.cancelled) == ["Late entry", "Lunch"]


def test_an_import_that_is_overtaken_again_and_again_gives_up_and_writes_nothing(app: Flask) -> None:
    imported(FILE)
    late = [session(f"Late entry {word}", BO, at=6) for word in ("amber", "birch", "cedar")]
    waiting = list(late)

    def overtake(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("compare", total):
            imported(programme(*TALKS, waiting.pop(), people=(ADA, BO)))

    with pytest.raises(Busy):
        imported(programme(*TALKS[:3], people=(ADA, BO)), progress=overtake)

    assert not of_title("Lunch").absent


def test_progress_names_each_stage_and_ends_it(app: Flask) -> None:
    told: list[tuple[str, int, int]] = []

    imported(FILE, progress=lambda stage, done, total: told.append((stage, done, total)))

    assert list(dict.fromkeys(stage for stage, _done, _total in told)) == ["people", "compare", "write"]
    assert all(done <= total for _stage, done, total in told)
    assert told[-1][1] == told[-1][2]
