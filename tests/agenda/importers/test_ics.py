"""Calendar files: zones, people, places, repeats and broken lines (the import contract, sections 2, 3.3 and 5)."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.agenda.importers import read
from server.agenda.importers.programme import Hints, Participation, Programme, Question, RefusedFile, Session, Warned

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "agenda"
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
US_WEST = "America/Los_Angeles"
UTC_QUESTION = (
    "The file gives its times in UTC and does not say where the meeting is. In which time zone does it take place?"
)


def calendar(*events: str, head: str = HEAD) -> bytes:
    bodies = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"{head}{bodies}END:VCALENDAR\r\n".encode()


def programme(data: bytes, **hints: object) -> Programme:
    return read(io.BytesIO(data), Hints(**hints))


def sample(name: str, **hints: object) -> Programme:
    return programme((SAMPLES / name).read_bytes(), **hints)


def test_an_event_with_a_zone_becomes_a_whole_item():
    first = sample("society_zone.ics").sessions[0]

    assert first == Session(
        title="Photon counting in small vessels",
        kind="talk",
        abstract="<p>Speaker: Mira Tolvane, Invented Clinic</p><p>Why <strong>less</strong> is more &amp; cheaper.</p>",
        starts=datetime(2026, 7, 6, 8, tzinfo=UTC),
        ends=datetime(2026, 7, 6, 9, tzinfo=UTC),
        local_start=datetime(2026, 7, 6, 9),
        local_end=datetime(2026, 7, 6, 10),
        day_on=date(2026, 7, 6),
        room="Great Hall, First Floor",
        track="Physics",
        people=(Participation("mira tolvane"),),
        external_id="one@invented.example",
        id_kind="uid",
        key="1",
        links=("https://invented.example/talks/1",),
        source_where="line 21",
    )


def test_the_conference_is_named_by_the_calendar():
    found = sample("society_zone.ics").conference

    assert (found.name, found.slug, found.zone, found.zone_source, found.first_day, found.last_day) == (
        "Invented Imaging Days 2026",
        "invented-imaging-days-2026",
        "Europe/Lisbon",
        "file",
        date(2026, 7, 6),
        date(2026, 7, 8),
    )


def test_breaks_nights_cancellations_and_whole_days_are_told_apart():
    rest = sample("society_zone.ics").sessions[1:]

    assert [(one.title, one.kind, one.status, one.day_on, one.room, one.track, one.marks) for one in rest] == [
        ("Coffee break", "break", "confirmed", date(2026, 7, 6), "Foyer", "", ()),
        ("Night reading room", "course", "cancelled", date(2026, 7, 6), "", "Workshop", ()),
        ("Excursion", "social", "confirmed", date(2026, 7, 8), "", "", ("all_day",)),
    ]


def test_a_calendar_in_utc_has_instants_and_asks_for_the_zone():
    found = sample("hand_made_utc.ics", file_name="moon.ics")

    assert found.questions == (Question("zone", UTC_QUESTION, ("Europe/Rome",)),)
    assert [(one.starts, one.local_start, one.day_on) for one in found.sessions] == [
        (datetime(2026, 9, 13, 10, tzinfo=UTC), None, None),
        (datetime(2026, 9, 13, 11, tzinfo=UTC), None, None),
        (datetime(2026, 9, 14, 11, tzinfo=UTC), None, None),
    ]
    assert (found.conference.name, found.conference.zone, found.conference.zone_source) == ("moon", None, "none")


def test_the_answer_gives_the_wall_clock_and_the_day():
    found = sample("hand_made_utc.ics", zone="Europe/Rome")

    assert found.questions == ()
    assert [(one.local_start, one.day_on) for one in found.sessions] == [
        (datetime(2026, 9, 13, 12), date(2026, 9, 13)),
        (datetime(2026, 9, 13, 13), date(2026, 9, 13)),
        (datetime(2026, 9, 14, 13), date(2026, 9, 14)),
    ]


def test_organizers_that_differ_are_the_speakers_and_equal_uids_are_kept():
    found = sample("hand_made_utc.ics")

    assert [[one.person for one in session.people] for session in found.sessions] == [
        ["tessa quillon", "odo brandel"],
        ["anselm vorich"],
        ["anselm vorich"],
    ]
    assert [session.external_id for session in found.sessions] == ["7", "7", "7"]


def test_one_organizer_for_all_events_is_no_speaker():
    line = "ORGANIZER;CN=Invented Society:mailto:a@b.example\r\nDTSTART:20260101T100000Z\r\nSUMMARY:"

    found = programme(calendar(f"{line}One", f"{line}Two"))

    assert found.people == ()


def test_raw_line_breaks_stay_in_their_text():
    assert sample("hand_made_utc.ics").sessions[0].abstract == (
        "<p>first line</p><p>second line after a raw break<br>Note: this is text, no property</p>"
    )


def test_a_fold_inside_a_character_is_mended():
    data = calendar("UID:1\r\nDTSTART:20260101T100000Z\r\nSUMMARY:Zürich").replace(
        b"Z\xc3\xbcrich", b"Z\xc3\r\n \xbcrich"
    )

    assert programme(data).sessions[0].title == "Zürich"


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r", b"\r\r\n"])
def test_every_line_end_reads_the_same(end: bytes):
    data = (SAMPLES / "society_zone.ics").read_bytes()

    assert programme(data.replace(b"\r\n", end)).sessions == programme(data).sessions or end == b"\r"
    assert [one.title for one in programme(data.replace(b"\r\n", end)).sessions] == [
        one.title for one in programme(data).sessions
    ]


@pytest.mark.parametrize(
    ("start", "instant", "zone", "source"),
    [
        (";TZID=Europe/Berlin:20260706T090000", datetime(2026, 7, 6, 7, tzinfo=UTC), "Europe/Berlin", "file"),
        (";TZID=W. Europe Standard Time:20260706T090000", datetime(2026, 7, 6, 7, tzinfo=UTC), "Europe/Berlin", "file"),
        (';TZID="Pacific Standard Time":20260706T090000', datetime(2026, 7, 6, 16, tzinfo=UTC), US_WEST, "file"),
        (";TZID&#x3D;Europe/Berlin:20260706T090000", datetime(2026, 7, 6, 7, tzinfo=UTC), "Europe/Berlin", "file"),
        (";TZID=/x.org/2026/Asia/Tokyo: 20260706T090000", datetime(2026, 7, 6, 0, tzinfo=UTC), "Asia/Tokyo", "file"),
        (";TZID=Room Time:20260706T090000", None, None, "none"),
        (";TZID=Europe:20260706T090000", None, None, "none"),
        (":20260706T090000", None, None, "none"),
    ],
)  # fmt: skip
def test_a_start_finds_its_zone(start: str, instant: datetime | None, zone: str | None, source: str):
    found = programme(calendar(f"UID:1\r\nDTSTART{start}\r\nSUMMARY:One"))

    assert (found.sessions[0].starts, found.sessions[0].local_start) == (instant, datetime(2026, 7, 6, 9))
    assert (found.conference.zone, found.conference.zone_source) == (zone, source)
    assert [one.kind for one in found.questions] == ([] if zone else ["zone"])


def test_an_unknown_zone_is_named_in_a_warning():
    found = programme(calendar("UID:1\r\nDTSTART;TZID=Room Time:20260706T090000\r\nSUMMARY:One"))

    assert found.warnings == (
        Warned("line 3", "The time zone “Room Time” is not known; the time is read as local time."),
    )


def test_a_corrected_zone_reads_the_same_wall_clock():
    found = sample("society_zone.ics", zone="America/Chicago")

    assert (found.sessions[0].local_start, found.sessions[0].starts) == (
        datetime(2026, 7, 6, 9),
        datetime(2026, 7, 6, 14, tzinfo=UTC),
    )
    assert (found.conference.zone, found.conference.zone_source) == ("America/Chicago", "user")


def test_an_event_in_another_zone_keeps_its_instant():
    events = [f"UID:{n}\r\nDTSTART;TZID=Europe/Berlin:20260706T0{n}0000\r\nSUMMARY:Here {n}" for n in (8, 9)]
    far = "UID:f\r\nDTSTART;TZID=Asia/Tokyo:20260706T170000\r\nSUMMARY:Far"

    found = programme(calendar(*events, far)).sessions[2]

    assert (found.starts, found.local_start) == (datetime(2026, 7, 6, 8, tzinfo=UTC), datetime(2026, 7, 6, 10))


@pytest.mark.parametrize(
    ("end", "ends", "warned"),
    [
        ("DTEND:20260706T100000Z", datetime(2026, 7, 6, 10, tzinfo=UTC), 0),
        ("DURATION:PT45M", datetime(2026, 7, 6, 9, 45, tzinfo=UTC), 0),
        ("DTEND:20260706T090000Z", None, 0),
        ("DTEND:20260704T100000Z", None, 1),
        ("DTEND:20260706T060000Z", None, 1),
        ("DTEND:20260705T200000Z", datetime(2026, 7, 6, 20, tzinfo=UTC), 0),
        ("DTEND:nonsense", None, 1),
        ("SEQUENCE:1", None, 0),
    ],
)
def test_an_end_is_sound_or_left_out(end: str, ends: datetime | None, warned: int):
    found = programme(calendar(f"UID:1\r\nDTSTART:20260706T090000Z\r\n{end}\r\nSUMMARY:One"))

    assert (found.sessions[0].ends, len(found.warnings)) == (ends, warned)


def test_a_series_becomes_occurrences_with_ids_of_their_own():
    rule = "UID:s\r\nDTSTART;TZID=Europe/Berlin:20260706T080000\r\nRRULE:FREQ=DAILY;COUNT=3\r\nSUMMARY:Yoga"
    stands_for = "UID:s\r\nRECURRENCE-ID;TZID=Europe/Berlin:20260707T080000"
    moved = f"{stands_for}\r\nDTSTART;TZID=Europe/Berlin:20260707T093000\r\nSUMMARY:Yoga, later"

    found = programme(calendar(rule, moved, "UID:e\r\nDTSTART;TZID=Europe/Berlin:20260708T100000\r\nSUMMARY:End"))

    assert [(one.title, one.local_start, one.external_id) for one in found.sessions] == [
        ("Yoga", datetime(2026, 7, 6, 8), "s 20260706T080000"),
        ("Yoga", datetime(2026, 7, 8, 8), "s 20260708T080000"),
        ("Yoga, later", datetime(2026, 7, 7, 9, 30), "s 20260707T080000"),
        ("End", datetime(2026, 7, 8, 10), "e"),
    ]


def test_an_endless_series_stays_within_the_conference():
    rule = "UID:s\r\nDTSTART:20200101T080000Z\r\nRRULE:FREQ=DAILY\r\nSUMMARY:Yoga"

    found = programme(calendar(rule), first_day=date(2026, 7, 6), last_day=date(2026, 7, 7))

    assert [one.starts.date() for one in found.sessions] == [date(2026, 7, day) for day in (5, 6, 7, 8)]


def test_a_series_within_a_day_is_not_spread_out():
    found = programme(calendar("UID:s\r\nDTSTART:20260706T080000Z\r\nRRULE:FREQ=SECONDLY\r\nSUMMARY:Tick"))

    assert len(found.sessions) == 1
    assert found.warnings == (Warned("", "“Tick” repeats within a day; only its first time was kept."),)


def test_a_file_that_ends_inside_an_event_keeps_the_others():
    data = calendar("UID:1\r\nDTSTART:20260706T080000Z\r\nSUMMARY:One", "UID:2\r\nSUMMARY:Two")[:-40]

    found = programme(data)

    assert [one.title for one in found.sessions] == ["One"]
    assert found.warnings == (Warned("", "The file ends inside an event; its last item is lost. Download it again."),)


def test_a_whole_double_is_kept_once_and_an_untitled_item_is_dropped():
    one = "UID:1\r\nDTSTART:20260706T080000Z\r\nSUMMARY:One"

    found = programme(calendar(one, one, "UID:2\r\nDTSTART:20260706T080000Z"))

    assert [item.title for item in found.sessions] == ["One"]
    assert found.warnings == (
        Warned("line 13", "An item without a title was left out."),
        Warned("", "1 items stand in the file more than once and were kept once."),
    )


def test_an_unknown_zone_in_the_hints_is_refused():
    with pytest.raises(
        RefusedFile, match=r"^The time zone “Moon/Sea” is not known; use a name such as Europe/Berlin\.$"
    ):
        sample("society_zone.ics", zone="Moon/Sea")


def is_read_or_refused(data: bytes) -> bool:
    try:
        found = read(io.BytesIO(data), Hints(format="ics"))
    except RefusedFile as refusal:
        return str(refusal).endswith(".")
    return all(session.title for session in found.sessions)


@settings(max_examples=60)
@given(
    st.integers(0, 2000),
    st.integers(0, 60),
    st.binary(max_size=30),
    st.sampled_from(["society_zone.ics", "hand_made_utc.ics"]),
)
def test_no_damage_breaks_the_reader(place: int, length: int, inserted: bytes, name: str):
    data = (SAMPLES / name).read_bytes()
    damaged = data[:place] + inserted + data[place + length :]

    assert is_read_or_refused(damaged)


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["One", "Two", "Three", "Four"]), min_size=1, unique=True), st.randoms())
def test_the_order_of_events_changes_nothing_but_the_order(titles: list[str], random):
    events = [f"UID:{title}\r\nDTSTART:20260706T080000Z\r\nSUMMARY:{title}" for title in titles]
    shuffled = list(events)
    random.shuffle(shuffled)

    def items(found: Programme) -> set[Session]:
        return {replace(one, key="", source_where="") for one in found.sessions}

    assert items(programme(calendar(*events))) == items(programme(calendar(*shuffled)))
