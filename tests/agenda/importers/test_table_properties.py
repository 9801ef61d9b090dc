"""One table, whatever carries it and whenever it takes place, is one programme (rows and headers: test_table_csv)."""

import csv
import io
import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.agenda.importers import read
from server.agenda.importers.programme import Hints, Programme, Session
from tests.agenda.importers.as_data import data_of
from tests.agenda.importers.made_files import ods, xlsx
from tests.samples.meeting import meeting_csv

MONDAY = date(2026, 10, 5)
ROWS = list(csv.reader(io.StringIO(meeting_csv(MONDAY).decode())))


def delimited(rows: list[list[str]], mark: str = ",", **more: Any) -> str:
    """Return the rows as text."""
    target = io.StringIO()
    csv.writer(target, delimiter=mark, **more).writerows(rows)
    return target.getvalue()


def objects(rows: list[list[str]]) -> list[dict[str, str]]:
    """Return the rows as objects."""
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def programme(data: str | bytes) -> Programme:
    """Return the programme of a file."""
    return read(io.BytesIO(data.encode() if isinstance(data, str) else data), Hints(name="Meeting", zone="Europe/Oslo"))


CARRIERS: dict[str, str | bytes] = {
    "tabs": delimited(ROWS, "\t"),
    "semicolons": delimited(ROWS, ";", quoting=csv.QUOTE_ALL),
    "pipes": delimited(ROWS, "|"),
    "utf-16": delimited(ROWS).encode("utf-16"),
    "xlsx": xlsx({"Sheet1": ROWS}),
    "ods": ods({"Sheet1": ROWS}),
    "json": json.dumps(objects(ROWS)),
    "literal": "export default " + json.dumps({"items": objects(ROWS)}) + ";\n",
}


@pytest.mark.parametrize("carrier", CARRIERS)
def test_whatever_carries_a_table_it_is_one_programme(carrier: str):
    told, expected = data_of(programme(CARRIERS[carrier])), data_of(programme(delimited(ROWS)))

    assert (told["items"], told.get("warnings")) == (expected["items"], expected.get("warnings"))


@settings(max_examples=30)
@given(days=st.integers(-4_000, 4_000), quarters=st.integers(-12, 7))
def test_a_shift_of_all_times_shifts_the_programme_and_nothing_else(days: int, quarters: int):
    by = timedelta(days=days, minutes=15 * quarters)  # from 05:00, where a day begins, to midnight
    head, *rows = ROWS
    day, start, end = (head.index(name) for name in ("Day", "Start", "End"))
    later = [head]
    for row in rows:
        row = list(row)
        if row[day]:
            first, last = (datetime.fromisoformat(f"{row[day]}T{row[place]}") + by for place in (start, end))
            row[day], row[start], row[end] = f"{first:%Y-%m-%d}", f"{first:%H:%M}", f"{last:%H:%M}"
        later.append(row)

    found, expected = programme(delimited(later)), programme(delimited(ROWS))
    shifted = [moved(one, by) for one in expected.sessions]

    assert [timeless(one) for one in found.sessions] == [timeless(one) for one in shifted]
    assert [(one.local_start, one.local_end, one.day_on) for one in found.sessions] == [
        (one.local_start, one.local_end, one.day_on) for one in shifted
    ]
    assert (found.people, found.rooms, found.tracks, found.warnings) == (
        expected.people,
        expected.rooms,
        expected.tracks,
        expected.warnings,
    )


def moved(one: Session, by: timedelta) -> Session:
    """Return the session later by a time; the day of the conference moves by whole days."""
    if one.local_start is None or one.local_end is None:
        return one
    start = one.local_start + by
    return replace(one, local_start=start, local_end=one.local_end + by, day_on=start.date())


def timeless(one: Session) -> Session:
    """Return the session without its times."""
    return replace(one, starts=None, ends=None, local_start=None, local_end=None, day_on=None)


def test_uneven_rows_of_a_form_without_a_header_are_kept():
    rows = [f"2026-10-05 0{hour}:00,20,On bone {hour},Ana,Lima,Clinic,a@b.example" for hour in range(4, 9)]

    found = programme("\n".join([*rows, "2026-10-05 09:00,20,Too short", f"{rows[0]},too,long".replace("04", "10")]))

    assert [one.title for one in found.sessions] == [
        *(f"On bone {hour}" for hour in range(4, 9)),
        "Too short",
        "On bone 4",
    ]
