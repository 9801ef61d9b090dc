"""Importing again and again: whatever changed in between, the first file brings back what it told (re-import)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.agenda import reading
from server.agenda.answers import Target
from server.agenda.importers.programme import Participation, Programme, Session
from server.core.db import snapshot
from tests.agenda.programmes import imported, person, programme, session

PEOPLE = (person("Ada Brook", "Glow Hospital"), person("Bo Sato", "Northmere University"), person("Cy Dee"))
TITLES = "Quiet magnets,Tiny catheters,Bright lungs,Dark kidneys,Slow hearts,Loud scanners,Old bones,Cold contrast"
BASE = tuple(
    session(title, PEOPLE[place % 3], at=place, room=f"Hall {place % 2}", abstract=f"<p>About {title.lower()}.</p>")
    for place, title in enumerate(TITLES.split(","))
)
EDITS: tuple[dict[str, Any], ...] = (
    {"room": "Attic"},
    {"abstract": "<p>Other words.</p>"},
    {"track": "Chest"},
    {"board": "0002"},
    {"people": (Participation(PEOPLE[2].key),)},
    {"status": "cancelled"},
    {"title": "Wholly other words"},
    {},
)


@st.composite
def files(draw: st.DrawFn) -> Programme:
    """Draw a file: some of the talks in any order, some of them changed or moved, with or without ids."""
    kept = draw(st.lists(st.sampled_from(range(len(BASE))), min_size=1, unique=True))
    ids = draw(st.booleans())
    sessions: list[Session] = []
    for place in kept:
        one = replace(BASE[place], **draw(st.sampled_from(EDITS)))
        hours = timedelta(hours=draw(st.sampled_from([0, 0, 0, 24, 48])))
        if one.local_start and one.local_end and one.starts and one.ends:
            one = replace(
                one,
                starts=one.starts + hours,
                ends=one.ends + hours,
                local_start=one.local_start + hours,
                local_end=one.local_end + hours,
                day_on=(one.local_start + hours).date(),
            )
        named = {"external_id": f"id-{place}", "id_kind": "id"} if ids else {}
        sessions.append(replace(one, **named, key=str(place)))
    return programme(*sessions, people=PEOPLE)


def visible(target: Target) -> dict[str, Any]:
    """Return the stored items that a student sees as being on, by their ids."""
    with snapshot():
        conference = reading.find(None, target.slug or "")
        assert conference is not None
        return {key: item for key, item in reading.load(conference)[0].items.items() if not item.absent}


WITH_DATABASE = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@WITH_DATABASE
@given(file=files())
def test_a_file_imported_twice_changes_nothing(app: Flask, file: Programme) -> None:
    target = Target(None, f"c-{uuid4().hex[:12]}", part="replace")
    imported(file, target)
    before = visible(target)

    counts = imported(file, target).report.diff.counts

    assert {name: count for name, count in counts.items() if count} == {"unchanged": len(file.sessions)}
    assert visible(target) == before


@WITH_DATABASE
@given(first=files(), second=files())
def test_the_first_file_brings_back_what_it_told_under_the_same_ids(
    app: Flask, first: Programme, second: Programme
) -> None:
    target = Target(None, f"c-{uuid4().hex[:12]}", part="replace")
    imported(first, target)
    before = visible(target)

    imported(second, target)
    imported(first, target)

    assert visible(target) == before
