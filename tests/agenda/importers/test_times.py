"""The time grammar: clocks, ranges, lengths, days, and what is decided for a whole column."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.agenda.importers.dates import DayText, Known, Moment, decide_order, read_moment, resolve
from server.agenda.importers.times import (
    Clock,
    Span,
    afternoons,
    guess_end,
    parse_duration,
    parse_span,
    place_end,
)


def spoken(text: str) -> str | None:
    span = parse_span(text)
    if span is None:
        return None
    return " ".join(f"{clock.minutes // 60:02d}:{clock.minutes % 60:02d}" for clock in (span.start, span.end) if clock)


RANGES = [
    ("8:30-9:45", "08:30 09:45"),
    ("8:30 – 9:45", "08:30 09:45"),
    ("17:40 - 18:10", "17:40 18:10"),
    ("08：45 ~ 09：00", "08:45 09:00"),
    ("10:00-11:00 am", "10:00 11:00"),
    ("11:00am-12:30pm", "11:00 12:30"),
    ("11:00-12:30pm", "11:00 12:30"),
    ("11:30 - 1:00 p.m.", "11:30 13:00"),
    ("9am-5", "09:00 17:00"),
    ("8.00 - 8.25", "08:00 08:25"),
    ("8:30 -\n9:45", "08:30 09:45"),
    ("2p-4p", "14:00 16:00"),
    ("2-4 pm", "14:00 16:00"),
    ("0900-1030", "09:00 10:30"),
    ("13:00 to 14:00", "13:00 14:00"),
    ("0930", "09:30"),
    ("830", "08:30"),
    ("8h30", "08:30"),
    ("9:00 AM - ", "09:00"),
    ("16:00:00", "16:00"),
    ("noon", "12:00"),
    ("12:30 am", "00:30"),
    ("24:00", "24:00"),
    ("All Day", "00:00 24:00"),
    ("8-9", None),
    ("12", None),
    ("25:00", None),
    ("8:61", None),
    ("8:30-9:45-10", None),
    ("Room 5", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), RANGES, ids=[row[0] for row in RANGES])
def test_clock_times_as_programmes_write_them(text, expected):
    assert spoken(text) == expected


LENGTHS = [
    (60, 60), ("90", 90), ("1 hour", 60), ("2 hours", 120), ("48 hours", 2880), ("45 min", 45), ("1 h 30 min", 90),
    ("1h30", 90), ("0:45", 45), ("1:00:00", 60), ("30:00", 1800), ("PT45M", 45), ("2 days", 2880), (time(0, 45), 45),
    (timedelta(minutes=20), 20), ("soon", None), ("", None), (0, None), (True, None), ("400 hours", None),
]  # fmt: skip


@pytest.mark.parametrize(("value", "minutes"), LENGTHS)
def test_lengths(value, minutes):
    assert parse_duration(value) == (None if minutes is None else timedelta(minutes=minutes))


DAYS = [
    ("2026-10-05", DayText(2026, 10, 5)),
    ("20261005", DayText(2026, 10, 5)),
    ("Monday, Oct 5", DayText(0, 10, 5, weekday=0)),
    ("Mon, Oct. 5", DayText(0, 10, 5, weekday=0)),
    ("5 October 2026", DayText(2026, 10, 5)),
    ("5. Oktober 2026", DayText(2026, 10, 5)),
    ("October 5th, 2026", DayText(2026, 10, 5)),
    ("October 5", DayText(0, 10, 5)),
    ("05-Oct-26", DayText(2026, 10, 5)),
    ("5.10.2026", DayText(2026, 10, 5)),
    ("3 de mayo de 2026", DayText(2026, 5, 3)),
    ("5/3/2026", DayText(2026, first=5, second=3)),
    ("Saturday 5/10", DayText(first=5, second=10, weekday=5)),
    ("Thu", DayText(weekday=3)),
    ("Tues", DayText(weekday=1)),
    (datetime(2026, 10, 5, 9), DayText(2026, 10, 5)),
    (date(2026, 10, 5), DayText(2026, 10, 5)),
]


@pytest.mark.parametrize(("value", "day"), DAYS, ids=[str(row[0]) for row in DAYS])
def test_days_as_programmes_write_them(value, day):
    assert read_moment(value).day == day


@pytest.mark.parametrize("text", ["hello", "Room 5", "31/31/2026", "Oct 5-8", "5 apples", "30 February 2026"])
def test_what_is_no_day_is_not_read(text):
    assert read_moment(text) is None


def test_a_cell_with_day_and_time():
    moment = read_moment("Monday, Oct 5, 8:30 - 9:45 am")

    assert (moment.day, moment.span) == (DayText(0, 10, 5, weekday=0), Span(Clock(510, "am"), Clock(585, "am")))


def test_a_zoned_cell_keeps_its_distance_to_utc():
    assert read_moment("2026-10-05T09:00:00+02:00").offset == timedelta(hours=2)
    assert read_moment("2026-10-05T09:00:00Z").offset == timedelta()


def slashed(*texts: str) -> list[DayText]:
    return [read_moment(text).day for text in texts]


ORDERS = [
    (["5/3/2026", "13/3/2026"], Known(), "dmy"),
    (["5/3/2026", "5/13/2026"], Known(), "mdy"),
    (["13/3/2026", "3/13/2026"], Known(), None),
    (["5/3/2026", "6/3/2026"], Known(), None),
    (["4/4/2026"], Known(), "dmy"),
    (["Tue 5/3/2026"], Known(), None),  # fits neither order
    (["Thu 5/3/2026"], Known(), "dmy"),
    (["Sun 5/3/2026"], Known(), "mdy"),
    (["5/3/2026"], Known(date(2026, 5, 3), date(2026, 5, 5)), "mdy"),
    (["5/3/2026"], Known(order="dmy"), "dmy"),
]


@pytest.mark.parametrize(("texts", "known", "order"), ORDERS)
def test_day_first_or_month_first_is_decided_on_the_whole_column(texts, known, order):
    assert decide_order(slashed(*texts), known) == order
    assert decide_order(slashed(*reversed(texts)), known) == order


MEETING = Known(date(2026, 10, 5), date(2026, 10, 8))  # Monday to Thursday


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("October 6", MEETING, date(2026, 10, 6)),
        ("October 6", Known(), None),
        ("October 6", Known(year=2026), date(2026, 10, 6)),
        ("Wed", MEETING, date(2026, 10, 7)),
        ("Sat", MEETING, None),
        ("5/3/2026", Known(), None),
        ("4/4/2026", Known(), date(2026, 4, 4)),
    ],
)
def test_days_are_resolved_only_when_they_are_certain(text, known, expected):
    assert resolve(read_moment(text).day, None, known) == expected


def test_early_times_below_later_ones_are_afternoon():
    column = [parse_span(text) for text in ("8:00-9:00", "11:30-1:00", "1:00-2:00", "8:00-9:00")]

    read, changed = afternoons(column, ["a", "a", "a", "b"])

    assert ([span.start.minutes // 60 for span in read], changed) == ([8, 11, 13, 8], True)
    assert read[1].end == Clock(780)


@pytest.mark.parametrize("texts", [["17:00", "7:00"], ["11:00 am", "1:00"]])
def test_a_column_that_tells_its_halves_is_left_alone(texts):
    column = [parse_span(text) for text in texts]

    assert afternoons(column, [1, 1]) == (column, False)


NIGHT = datetime(2026, 10, 5, 22)


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (datetime(2026, 10, 5, 23), datetime(2026, 10, 5, 23)),
        (datetime(2026, 10, 5, 2), datetime(2026, 10, 6, 2)),
        (datetime(2026, 10, 5, 12), None),
    ],
)
def test_an_end_before_the_start_is_on_the_next_day_if_that_is_short(end, expected):
    assert place_end(NIGHT, end) == expected


@pytest.mark.parametrize(("following", "minutes"), [(20, 20), (90, 60), (None, 60)])
def test_a_guessed_end_is_the_next_start_within_the_hour(following, minutes):
    later = NIGHT + timedelta(minutes=following) if following else None

    assert guess_end(NIGHT, later) == NIGHT + timedelta(minutes=minutes)


@settings(max_examples=150)
@given(st.text(alphabet="0123456789:.-/ apmhOctSunT,", max_size=60))
def test_any_text_is_a_time_or_none(text):
    span, length, moment = parse_span(text), parse_duration(text), read_moment(text)

    assert span is None or isinstance(span, Span)
    assert length is None or timedelta(0) < length <= timedelta(days=14)
    assert moment is None or isinstance(moment, Moment)


@settings(max_examples=150)
@given(st.integers(0, 23), st.integers(0, 59), st.integers(0, 23), st.integers(0, 59))
def test_a_range_of_a_24_hour_clock_is_read_as_written(hour, minute, end_hour, end_minute):
    written = f"{hour:02d}:{minute:02d} - {end_hour:02d}:{end_minute:02d}"

    assert parse_span(written) == Span(Clock(hour * 60 + minute), Clock(end_hour * 60 + end_minute))


@settings(max_examples=150)
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%A, %b %d, %Y"]))
def test_a_written_day_is_that_day(day, form):
    assert resolve(read_moment(day.strftime(form)).day, None, Known()) == day
