"""When a kept feed has to be made again, and who fetched it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.calendar.clients import family
from server.calendar.events import Stamp
from server.calendar.ical import Event
from server.calendar.life import content_of, event_of
from server.calendar.window import window

TODAY = date(2026, 12, 1)
AT = datetime(2026, 11, 1, tzinfo=UTC)

days = st.integers(-200, 900).map(lambda days: TODAY + timedelta(days=days))
times = st.integers(-200 * 96, 900 * 96).map(lambda quarters: AT + timedelta(minutes=15 * quarters))
spans = st.none() | st.integers(-60, 5_000).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def an_event(draw: st.DrawFn) -> Event:
    uid = str(draw(st.uuids()))
    if draw(st.booleans()):
        return Event(uid, 0, AT, AT, "Thank", on=draw(days))
    starts, span = draw(times), draw(spans)
    return Event(uid, 0, AT, AT, draw(st.text(max_size=8)), starts=starts, ends=starts + span if span else None)


@settings(max_examples=300)
@given(st.lists(an_event(), max_size=6))
def test_time_alone_changes_nothing_before_the_day_and_something_on_it(drawn):
    seen = window(drawn, TODAY)
    until = seen.next_edge
    last = until - timedelta(days=1) if until else TODAY + timedelta(days=2_000)

    before = window(drawn, last)
    assert (before.kept, before.edge) == (seen.kept, seen.edge)
    if until:
        assert window(drawn, until).edge == until


def test_a_crowded_feed_is_looked_at_every_day():
    crowd = [Event(f"u{number}", 0, AT, AT, "Thank", on=TODAY) for number in range(1_001)]

    assert window(crowd, TODAY).next_edge == TODAY + timedelta(days=1)


@given(an_event())
def test_content_keeps_all_of_an_event_but_its_life(drawn):
    stamp = Stamp(drawn.sequence, drawn.created_at, drawn.changed_at)

    assert event_of(drawn.uid, stamp, content_of(drawn)) == drawn


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("Google-Calendar-Importer", "google"),
        ("Microsoft.Exchange/15.20 (Calendar)", "outlook"),
        ("iOS/18.1 (22B83) dataaccessd/1.0", "apple"),
        ("macOS/15.1 (24B83) CalendarAgent/1012", "apple"),
        ("Mozilla/5.0 (X11; Linux x86_64) Thunderbird/140.0", "thunderbird"),
        ("ICSx5/2.3 (2025; dav4jvm)", "icsx5"),
        ("Evolution/3.54", "evolution"),
        ("Nextcloud Server Crawler", "nextcloud"),
        ("HomeAssistant/2026.1 aiohttp/3.11", "home-assistant"),
        ("curl/8.5", "other"),
        ("", "other"),
        ("x" * 500 + "google", "other"),
    ],
)
def test_the_family_of_a_program(agent, expected):
    assert family(agent) == expected
