"""What of a long list fits in one feed (rule 17)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from server.calendar.ical import Event, Layout, render, vevent
from server.calendar.window import MOST_BYTES, Window, weight, window

TODAY = date(2026, 12, 1)
AT = datetime(2026, 12, 1, tzinfo=UTC)
LAYOUT = Layout(host="hallway.example")


def an_event(number: int, on: date | None = TODAY, **changes: object) -> Event:
    uid = f"01940000-0000-7000-8000-{number:012x}"
    usual = Event(uid, 0, AT, AT, "Thank Dr. Ada Okafor", on=on, alarm=timedelta(hours=-15))
    return replace(usual, **changes)


@pytest.mark.parametrize(
    ("days", "kept"), [(-91, False), (-90, True), (0, True), (730, True), (731, False)], ids=lambda value: str(value)
)
def test_the_window_is_ninety_days_back_and_two_years_ahead(days, kept):
    event = an_event(1, TODAY + timedelta(days=days))

    found = window([event], TODAY)

    assert (found.kept, found.left_out) == ((event,) if kept else (), 0)


def test_an_event_that_ends_inside_the_window_is_kept():
    begun = datetime(2026, 9, 1, 23, tzinfo=UTC)
    event = an_event(1, None, starts=begun, ends=begun + timedelta(hours=3))

    assert window([event], date(2026, 12, 1)).kept == (event,)
    assert window([event], date(2026, 12, 2)).kept == ()


def test_the_edges_are_the_last_day_and_the_next_that_add_or_drop_an_event():
    events = [an_event(1, TODAY - timedelta(days=100)), an_event(2, TODAY + timedelta(days=729)), an_event(3)]

    assert window(events, TODAY).edge == TODAY - timedelta(days=1)
    assert window(events[::2], TODAY).edge == TODAY - timedelta(days=9)
    assert window(events, TODAY + timedelta(days=60)).edge == TODAY - timedelta(days=1)
    assert window(events, TODAY).next_edge == TODAY + timedelta(days=91)
    assert window(events[1:2], TODAY - timedelta(days=9)).next_edge == TODAY - timedelta(days=1)
    assert window([], TODAY) == Window((), 0, None, None)


def test_over_the_limit_the_nearest_are_kept_in_the_order_of_the_file():
    events = [an_event(number, TODAY + timedelta(days=number % 600)) for number in range(1_200)]

    found = window(events[::-1], TODAY)

    near = sorted((event for event in events if event.on < TODAY + timedelta(days=500)), key=lambda e: (e.on, e.uid))
    assert (found.kept, found.left_out, found.edge, found.next_edge) == (
        tuple(near),
        200,
        TODAY,
        TODAY + timedelta(days=1),
    )


TEXTS = ["a", ";,\\\n", "\u00e9", "海报", "\U0001f44b\U0001f3fd", "x\u2028"]


@pytest.mark.parametrize("text", TEXTS)
def test_the_weight_is_never_under_what_is_written(text):
    layout = Layout(host="h" * 64)
    for times in (0, 1, 70, 3_000):
        long = text * times
        event = an_event(1, summary=long, location=long, description=long, category=long, url="https://a.example/b")

        assert len(vevent(event, layout)) <= weight(event)


def test_the_file_stays_under_a_megabyte_whatever_the_texts():
    events = [an_event(number, TODAY + timedelta(days=number), description=";海" * 400) for number in range(600)]

    found = window(events, TODAY)

    assert 0.5 * MOST_BYTES < len(render(found.kept, "Hallway", LAYOUT)) < MOST_BYTES
    assert len(found.kept) + found.left_out == 600
    assert found.left_out > 0


def test_what_surely_fits_is_what_fits_when_each_is_weighed(monkeypatch):
    events = [an_event(number, TODAY + timedelta(days=number % 9), description="é;" * number) for number in range(300)]

    at_once = window(events, TODAY)
    monkeypatch.setattr("server.calendar.window._surely_fit", lambda _events: False)

    assert at_once == window(events, TODAY)
    assert len(at_once.kept) == 300
