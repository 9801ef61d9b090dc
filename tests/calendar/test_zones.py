"""Zones of a calendar file: each change of the clocks at its instant, beside broken twins that are seen."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.calendar.ical import WITHOUT_END, Event, render
from server.calendar.zones import vtimezone
from tests.calendar.parts import tree
from tests.calendar.rules import explained, faults
from tests.calendar.samples import HARD_TIMES, LAYOUT, a_session, a_talk, an_event
from tests.calendar.zone_rules import instant

CHICAGO = render([a_talk(1, "America/Chicago", 2026, 12, 1, 15)], "Hallway", LAYOUT)
SPRING = b"BEGIN:DAYLIGHT\r\nDTSTART:20260308T020000\r\nTZNAME:CDT\r\nTZOFFSETFROM:-0600\r\nTZOFFSETTO:-0500\r\n"
AUTUMN = b"BEGIN:STANDARD\r\nDTSTART:20261101T020000\r\nTZNAME:CST\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0600\r\n"


def zoned(data: bytes) -> list[str]:
    """The lines of a file that tell when its events are."""
    return re.findall(r"(?:DTSTART|DTEND)[;:].*(?=\r)", data.decode().partition("BEGIN:VEVENT")[2])


def read(event: Event) -> tuple[datetime, datetime]:
    """When a reader finds the only event who knows no zone but the file's."""
    calendar, _ = tree(render([event], "Hallway", LAYOUT).decode())
    (found,) = calendar.of("VEVENT")
    return instant(calendar, found, "DTSTART"), instant(calendar, found, "DTEND")


def test_a_session_is_written_in_the_time_of_its_conference():
    assert zoned(CHICAGO)[:2] == [
        "DTSTART;TZID=America/Chicago:20261201T150000",
        "DTEND;TZID=America/Chicago:20261201T154500",
    ]
    assert SPRING in CHICAGO
    assert AUTUMN in CHICAGO
    assert explained(CHICAGO) == []


@pytest.mark.parametrize("event", HARD_TIMES.values(), ids=HARD_TIMES)
def test_hard_times_are_found_by_who_knows_no_zone_but_the_files(event):
    starts = event.starts.astimezone(UTC) if event.starts else datetime.combine(event.on, datetime.min.time(), UTC)
    ends = starts + timedelta(days=1) if event.on else event.ends or starts + WITHOUT_END

    assert read(event) == (starts, ends)
    assert explained(render([event], "Hallway", LAYOUT)) == []


def test_all_hard_times_in_one_file_break_no_rule_and_explain_each_zone_once():
    data = render(HARD_TIMES.values(), "Hallway", LAYOUT)

    assert explained(data) == []
    assert re.findall(rb"TZID:(\S+)", data) == [
        b"America/Chicago",
        b"Asia/Kolkata",
        b"Australia/Lord_Howe",
        b"Australia/Sydney",
        b"Europe/Berlin",
        b"Europe/Dublin",
    ]


TWINS = {
    "spring an hour late, in the offset after": lambda data: data.replace(
        SPRING, SPRING.replace(b"T020000", b"T030000")
    ),
    "a change that is missing": lambda data: data.replace(AUTUMN + b"END:STANDARD\r\n", b""),
    "a change that never was": lambda data: data.replace(
        AUTUMN, AUTUMN.replace(b"1101", b"0901") + b"END:STANDARD\r\n" + AUTUMN
    ),
    "offsets the wrong way round": lambda data: data.replace(
        b"TZOFFSETFROM:-0600\r\nTZOFFSETTO:-0500", b"TZOFFSETFROM:-0500\r\nTZOFFSETTO:-0600"
    ),
    "the years before not told": lambda data: data[: data.index(b"BEGIN:STANDARD")] + data[data.index(AUTUMN) :],
    "a state without a name": lambda data: data.replace(b"TZNAME:CDT\r\n", b""),
    "an onset in UTC": lambda data: data.replace(b"DTSTART:20260308T020000", b"DTSTART:20260308T080000Z"),
    "no state at all": lambda data: data[: data.index(b"BEGIN:STANDARD")] + data[data.index(b"END:VTIMEZONE") :],
}


@pytest.mark.parametrize("twin", TWINS.values(), ids=TWINS)
def test_a_broken_zone_is_seen(twin):
    assert 16 in faults(twin(CHICAGO))


def test_a_zone_that_is_not_explained_and_one_that_nobody_uses_are_seen():
    start, end = CHICAGO.index(b"BEGIN:VTIMEZONE"), CHICAGO.index(b"BEGIN:VEVENT")
    berlin = vtimezone("Europe/Berlin", date(2026, 1, 1), date(2026, 12, 31))

    assert 7 in faults(CHICAGO[:start] + CHICAGO[end:])
    assert faults(CHICAGO[:start] + berlin + CHICAGO[start:]) == {16}


SECOND_TURN = datetime(2026, 11, 1, 1, 5, tzinfo=ZoneInfo("America/Chicago"), fold=1)


@pytest.mark.parametrize(
    "event",
    [
        a_session(zone="America/Chicago", starts=SECOND_TURN.replace(fold=0), ends=None),
        a_session(zone="America/Chicago", starts=SECOND_TURN, ends=None),
        a_session(zone="America/Chicago", starts=datetime(2026, 11, 1, 5, 30, tzinfo=UTC), ends=SECOND_TURN),
        a_session(zone="America/Chicago", ends=datetime(2040, 12, 1, tzinfo=UTC)),
        a_session(zone="Etc/UTC"),
        a_session(zone="Mars/Olympus"),
        a_session(zone="../../etc/passwd"),
        a_session(zone=None),
        an_event(zone="America/Chicago"),
    ],
    ids=[
        "starts in the first turn of an hour",
        "starts in the second turn",
        "ends in it",
        "years",
        "UTC",
        "unknown",
        "no name",
        "none",
        "a whole day",
    ],
)
def test_what_local_time_can_not_say_is_told_in_utc_or_as_a_day(event):
    data = render([event], "Hallway", LAYOUT)

    assert all(line.endswith("Z") or "VALUE=DATE" in line for line in zoned(data)[:2])
    assert (b"VTIMEZONE" in data, explained(data)) == (False, [])


def test_local_time_would_put_the_second_turn_an_hour_early():
    """Why it is told in UTC."""
    calendar, _ = tree(CHICAGO.replace(b"20261201T150000", b"20261101T010500").decode())

    assert instant(calendar, calendar.of("VEVENT")[0], "DTSTART") == SECOND_TURN.astimezone(UTC) - timedelta(hours=1)


@pytest.mark.parametrize(
    ("tzid", "year", "onsets"),
    [
        ("America/Chicago", 2027, ["20270314T020000", "20271107T020000"]),
        ("Europe/Berlin", 2027, ["20270328T020000", "20271031T030000"]),
        ("Australia/Lord_Howe", 2027, ["20270404T020000", "20271003T020000"]),
        ("Asia/Kolkata", 2027, []),
        ("Asia/Kathmandu", 1986, ["19860101T000000"]),
        ("Pacific/Apia", 2011, ["20110402T040000", "20110924T030000", "20111230T000000"]),
    ],
)
def test_onsets_are_local_times_before_the_change(tzid, year, onsets):
    data = vtimezone(tzid, date(year - 1, 12, 31), date(year, 12, 31)).decode()

    told = re.findall(r"DTSTART:(\S+)", data)
    assert [onset for onset in told[1:] if onset.startswith(str(year))] == onsets
