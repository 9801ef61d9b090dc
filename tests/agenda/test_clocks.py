"""Times said short and told again: whatever stands in an item comes back to the letter (server/agenda/clocks.py)."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.agenda import clocks
from server.core.clock import wire

NINE = datetime(2026, 11, 30, 9, 0)  # on the wall in Chicago
AT = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
HOUR, SECOND, SPLIT = timedelta(hours=1), timedelta(seconds=1), timedelta(microseconds=250)
DAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ((60, -360, 0), (AT, AT + HOUR, NINE, NINE + HOUR, DAY)),
        ((None, -360, 0), (AT, None, NINE, None, DAY)),
        ((-60, -360, 0), (AT, AT - HOUR, NINE, NINE - HOUR, DAY)),  # a slip of the pen travels as it is
        ((1440, -360, "2026-12-01"), (AT, AT + 24 * HOUR, NINE, NINE + 24 * HOUR, DAY + timedelta(days=1))),
        (("2026-11-30T15:00:01Z", -360, 0), (AT, AT + SECOND, NINE, NINE + SECOND, DAY)),
        ((60, "2026-11-30T09:00:01/2026-11-30T10:00:01", 0), (AT, AT + HOUR, NINE + SECOND, NINE + HOUR + SECOND, DAY)),
        (
            (60, "2026-11-30T09:00/2026-11-30T11:00", 0),
            (AT, AT + HOUR, NINE, NINE + 2 * HOUR, DAY),
        ),  # the clock changed
        ((60, "2026-11-30T09:00", 0), (AT, AT + HOUR, NINE, None, DAY)),
        ((None, "2026-11-30T09:00/2026-11-30T10:00", 0), (AT, None, NINE, NINE + HOUR, DAY)),
        ((None, "2026-11-30T09:00/2026-11-30T10:00", 0), (None, None, NINE, NINE + HOUR, DAY)),  # no zone
        (("2026-11-30T16:00:00Z", None, 0), (None, AT + HOUR, None, None, None)),
        ((60, None, "2026-11-30"), (AT, AT + HOUR, None, None, DAY)),
        ((None, None, "2026-11-30"), (None, None, None, None, DAY)),  # a day without time
        ((None, None, 0), (None, None, None, None, None)),
        ((None, "2026-11-30T04:59", "2026-11-30"), (None, None, NINE - timedelta(minutes=241), None, DAY)),
        ((None, "2026-12-01T04:59", 0), (None, None, NINE + timedelta(minutes=1199), None, DAY)),  # still the night
        ((None, "2026-12-01T05:00", 0), (None, None, NINE + 20 * HOUR, None, DAY + timedelta(days=1))),
        ((None, "2026-12-01T05:00", None), (None, None, NINE + 20 * HOUR, None, None)),
    ],
)
def test_each_time_is_said_once(said: clocks.Short, times: Any) -> None:
    assert clocks.short(*times) == said
    assert told(*times) == texts(*times)


INSTANTS = st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC))
OFFSETS = st.sampled_from([*(timedelta(minutes=one) for one in (-360, 0, 60, 345, 840)), SECOND, -SPLIT])
LENGTHS = st.sampled_from([timedelta(0), HOUR, -HOUR, 25 * HOUR, SECOND, SPLIT, timedelta(milliseconds=1500)])
BLURS = st.sampled_from([timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1), timedelta(microseconds=1)])
MISSING = st.sets(st.sampled_from(["starts", "ends", "local_start", "local_end", "day_on"]))


@given(INSTANTS, OFFSETS, LENGTHS, LENGTHS, BLURS, st.sampled_from([None, -1, 0, 1]), MISSING, st.sampled_from([0, 5]))
def test_what_is_told_is_what_was_there(
    at: datetime,
    ahead: timedelta,
    length: timedelta,
    local_length: timedelta,
    blur: timedelta,
    day: int | None,
    missing: set[str],
    zone: int,
) -> None:
    starts = at - (at - datetime(1900, 1, 1, tzinfo=UTC)) % blur
    local = (starts + ahead).replace(tzinfo=None)
    times: dict[str, Any] = {
        "starts": starts.astimezone(timezone(zone * HOUR)) if zone else starts,
        "ends": starts + length,
        "local_start": local,
        "local_end": local + local_length,
        "day_on": None if day is None else (local - 5 * HOUR).date() + timedelta(days=day),
    }

    times |= dict.fromkeys(missing)

    assert told(**times) == texts(**times)


def told(starts: datetime | None, *args: Any, **times: Any) -> Any:
    """Return what a phone reads out of the short form."""
    ends, local, day_on = clocks.short(starts, *args, **times)
    return clocks.told({"starts": wire(starts), "ends": ends, "local": local, "day_on": day_on})


def texts(
    starts: datetime | None,
    ends: datetime | None,
    local_start: datetime | None,
    local_end: datetime | None,
    day_on: date | None,
) -> Any:
    """Return the texts, as they stood in lists until format 2."""
    clock = [one.isoformat(timespec="seconds" if one.second else "minutes") for one in (local_start, local_end) if one]
    return {
        "ends": wire(ends),
        "local": "/".join(clock) if local_start else None,
        "day_on": day_on.isoformat() if day_on else None,
    }
