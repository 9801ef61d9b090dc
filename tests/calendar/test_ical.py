"""The calendar writer: each rule of the file beside a broken twin, then what other readers make of our bytes."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from server.calendar.ical import BrokenEvent, assemble, clean, render, vevent
from tests.calendar.rules import explained, faults
from tests.calendar.samples import LAYOUT, LINK, a_session, an_event

GOOD = render([a_session(), an_event()], "Hallway, plan", LAYOUT)
EMPTY = render([], "Hallway", LAYOUT)


def put(old: str, new: str):
    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), 1)

    return change


def turned(data: bytes) -> bytes:
    head, first, second = data.split(b"BEGIN:VEVENT")
    return b"BEGIN:VEVENT".join((head, second.replace(b"END:VCALENDAR\r\n", b""), first + b"END:VCALENDAR\r\n"))


def linked(url: str) -> bytes:
    return render([an_event(url=url, description=url)], "Hallway, plan", LAYOUT)


ALARM = b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nTRIGGER:-PT15H\r\nUID:x\r\nEND:VALARM\r\n"
UNSUMMED = "BEGIN:VEVENT\r\nSUMMARY:Thank Dr. Ada Okafor\r\n"
TWINS = [
    (1, put("END:VCALENDAR", "BEGIN:VTODO\r\nUID:a@b\r\nEND:VTODO\r\nEND:VCALENDAR")),
    (2, put("STATUS:CONFIRMED", "STATUS:CANCELLED")),
    (3, put("UID:01940000-0000-7000-8000-000000000001@", "UID:thank-ada-2026-12-02@")),
    (3, lambda data: data.replace(b"000000000002@", b"000000000001@")),
    (4, put("DTSTAMP:20261201T093015Z", "DTSTAMP:20261202T093015Z")),
    (4, put("SEQUENCE:1\r\n", "")),
    (4, put("CREATED:20261130T180000Z\r\n", "")),
    (4, put(UNSUMMED, "BEGIN:VEVENT\r\n")),
    (5, turned),
    (6, put("DTEND;VALUE=DATE:20261203", "DTEND;VALUE=DATE:20261202")),
    (6, put("TRANSP:TRANSPARENT", "TRANSP:OPAQUE")),
    (7, put("DTSTART:20261201T210000Z", "DTSTART:20261201T210000")),
    (7, put("DTSTART:20261201T210000Z", "DTSTART;TZID=America/Chicago:20261201T150000")),
    (8, put("TRIGGER:-PT15H", "TRIGGER:PT9H")),
    (8, put("ACTION:DISPLAY\r\n", "")),
    (8, put("-alarm@hallway.example", "@hallway.example")),
    (8, lambda data: data.replace(b"END:VALARM\r\n", b"END:VALARM\r\n" + ALARM, 1)),
    (10, put("REFRESH-INTERVAL;VALUE=DURATION:", "REFRESH-INTERVAL:")),
    (10, put("X-PUBLISHED-TTL:PT4H", "X-PUBLISHED-TTL:PT1H")),
    (11, put("PRODID:", "UID:01940000-0000-7000-8000-000000000009\r\nPRODID:")),
    (12, put("COLOR:teal", "COLOR:#008080")),
    (12, put("METHOD:PUBLISH", "METHOD:REQUEST")),
    (12, put("NAME:Hallway\\, plan", "NAME:Other")),
    (12, put("STATUS:", "ATTENDEE:mailto:ada\r\nSTATUS:")),
    (13, put("SUMMARY:", "Summary:")),
    (13, put("STATUS:", "MOOD:good\r\nSTATUS:")),
    (14, lambda data: data.replace(b"\r\n", b"\n")),
    (14, lambda data: data[:-2]),
    (14, put("Ada Okafor", "Ada " + "O" * 75)),
    (14, lambda data: data.replace(b"Ada", b"\xc3\r\n \xa9da", 1)),  # a fold inside a character
    (14, lambda data: b"\xef\xbb\xbf" + data),
    (14, put("Ada", "A\x07da")),
    (14, put("what\\, when", "what, when")),
    (14, put("SUMMARY:Thank Dr. Ada Okafor", "SUMMARY:None")),
    (16, lambda data: data.replace(b"END:VCALENDAR", EMPTY[EMPTY.index(b"BEGIN:VTIMEZONE") :].strip())),
    (18, put("URL:https://", "URL:http://")),
    (18, put("Met at", "a\\nb\\nc\\nMet at")),
    (18, put("poster hall", "ada@example.org")),
    (18, put("poster hall", "+1 (312) 555-0100")),
    (18, lambda _data: linked(f"{LINK}?done=1")),
    (18, lambda _data: linked(f"https://hallway.example/{'x' * 43}")),
]


def test_our_file_breaks_no_rule():
    assert (explained(GOOD), explained(EMPTY)) == ([], [])


@pytest.mark.parametrize(("rule", "twin"), TWINS, ids=[f"rule {rule}, {at}" for at, (rule, _) in enumerate(TWINS)])
def test_a_broken_twin_is_seen(rule, twin):
    assert rule in faults(twin(GOOD))


def test_an_empty_feed_holds_the_zone_utc_and_its_twin_is_seen():
    start, end = EMPTY.index(b"BEGIN:VTIMEZONE"), EMPTY.index(b"END:VCALENDAR")

    assert b"TZID:Etc/UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n" in EMPTY[start:end]
    assert faults(EMPTY[:start] + EMPTY[end:]) == {15}


def test_a_file_of_too_many_events_is_seen():
    piece = vevent(an_event(), LAYOUT)
    many = [piece.replace(b"000000000001@", b"%012x@" % number) for number in range(1, 1_002)]

    assert faults(assemble(many[:1_000], "Hallway", LAYOUT)) == set()
    assert faults(assemble(many, "Hallway", LAYOUT)) == {17}


def test_a_follow_up_is_written_to_the_letter():
    assert vevent(an_event(), LAYOUT).decode().split("\r\n") == [
        "BEGIN:VEVENT",
        "SUMMARY:Thank Dr. Ada Okafor",
        "DTSTART;VALUE=DATE:20261202",
        "DTEND;VALUE=DATE:20261203",
        "DTSTAMP:20261201T093015Z",
        "UID:01940000-0000-7000-8000-000000000001@hallway.example",
        "SEQUENCE:1",
        "CATEGORIES:Follow-up",
        "CREATED:20261130T180000Z",
        "DESCRIPTION:Met at RSNA 2026\\, poster hall\\nhttps://hallway.example/follow",
        " ups/0194",
        "LAST-MODIFIED:20261201T093015Z",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "URL:https://hallway.example/followups/0194",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Thank Dr. Ada Okafor",
        "TRIGGER:-PT15H",
        "UID:01940000-0000-7000-8000-000000000001-alarm@hallway.example",
        "END:VALARM",
        "END:VEVENT",
        "",
    ]


def test_the_same_rows_give_the_same_bytes_whatever_their_order():
    events = [an_event(3), a_session(), an_event(1), an_event(4, on=date(2026, 11, 1))]

    first, second = render(events, "Hallway", LAYOUT), render(events[::-1], "Hallway", LAYOUT)

    assert first == second
    assert explained(first) == []


def test_stored_pieces_put_together_are_the_file():
    pieces = [vevent(event, LAYOUT) for event in (a_session(), an_event())]

    assert assemble(pieces, "Hallway, plan", LAYOUT) == GOOD


@pytest.mark.parametrize("piece", [b"", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"BEGIN:VTODO\r\nEND:VTODO\r\n"])
def test_a_broken_stored_piece_is_refused(piece):
    with pytest.raises(BrokenEvent, match="layout 2 is not one whole VEVENT"):
        assemble([piece], "Hallway", LAYOUT)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"on": None}, "has no time"),
        ({"on": None, "starts": datetime(2026, 12, 1, 9)}, "has a time without a zone"),
        ({"alarm": timedelta(hours=9)}, "The alarm of event .* is after its start"),
        ({"on": date.max}, "lies in the year 9999"),
        ({"on": None, "starts": datetime.min.replace(tzinfo=UTC)}, "lies in the year 1"),
    ],
)
def test_an_event_that_would_break_the_file_is_refused(changes, message):
    with pytest.raises(BrokenEvent, match=message):
        vevent(an_event(**changes), LAYOUT)


STARTS = datetime(2026, 12, 1, 21, tzinfo=UTC)


@pytest.mark.parametrize("ends", [None, STARTS, STARTS - timedelta(hours=1)])
def test_an_item_without_a_sound_end_takes_half_an_hour(ends):
    (read,) = icalendar.Event.from_ical(vevent(a_session(ends=ends), LAYOUT), multiple=True)

    assert (read.start, read.end) == (STARTS, STARTS + timedelta(minutes=30))


def test_the_alarm_at_midnight_stands_at_zero():
    read = icalendar.Event.from_ical(vevent(an_event(alarm=timedelta(0)), LAYOUT))

    assert [alarm["TRIGGER"].dt for alarm in read.walk("VALARM")] == [timedelta(0)]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a.example/\r\nX-EVIL:1", "https://", "/followups/1", ""]
)
def test_an_address_that_is_none_is_left_out(url):
    assert b"URL" not in vevent(an_event(url=url), LAYOUT)


TEXTS = {
    "marks": 'a\\b; c, "d": e\\n f\\, <b>g</b> &amp;',
    "emoji at each fold": "\U0001f44b\U0001f3fd" * 60,
    "flags and joined emoji": "\U0001f468\u200d\u2695\ufe0f\U0001f1f3\U0001f1ec" * 20,
    "Arabic": "شكر د. نورا الحداد على الجولة " * 4,
    "Chinese": "感谢王小明医生，海报0112。" * 8,
    "ten thousand": "0123456789" * 1_000,
    "combining": "e\u0301\u0308" * 60,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_texts_come_back_whole_from_every_reader(text):
    text = text.strip()
    event = an_event(summary=text, location=text, description=f"{text}\nsecond line\n{LINK}")

    data = render([event], text, LAYOUT)

    assert explained(data) == []
    assert read_by_icalendar(data) == read_by_vobject(data) == [(text, text, f"{text}\nsecond line\n{LINK}")]


def test_the_name_is_escaped_once_in_both_places():
    lines = render([], "plan; a, b \\ c", LAYOUT).decode().split("\r\n")

    assert [line for line in lines if "NAME:plan" in line] == [
        "NAME:plan\\; a\\, b \\\\ c",
        "X-WR-CALNAME:plan\\; a\\, b \\\\ c",
    ]


DIRT = "A\x00\x07d\x1ba\x7f \x85\u2028O\u2029k\ud800a\ufffe\uffff\ufefff\tor\x0b\r\n!"


def test_control_characters_are_removed_and_breaks_become_newlines():
    assert clean(DIRT) == "Ada \n\nO\nkaf or\n\n!"
    assert (clean(None), clean("a\rb\r\nc\nd")) == ("", "a\nb\nc\nd")


def test_dirty_text_gives_a_clean_file():
    data = render([an_event(summary=DIRT, location=None, description=f"{DIRT}\n{LINK}")], DIRT, LAYOUT)

    assert [rule for rule in faults(data) if rule != 18] == []
    assert read_by_icalendar(data)[0][:2] == ("Ada O kaf or !", None)


@settings(max_examples=100)
@given(st.text(max_size=300))
def test_any_text_gives_a_sound_file_that_reads_back(text):
    kept = " ".join(clean(text).split()) or "Untitled"

    data = render([an_event(summary=text, description=f"{text[:99]}\n{LINK}", location=text)], text, LAYOUT)

    assert faults(data) - {18} - ({14} if kept == "None" else set()) == set()
    assert icalendar.Calendar.from_ical(data).walk("VEVENT")[0]["SUMMARY"] == kept


def test_every_instant_reads_back_in_utc_without_errors():
    calendar = icalendar.Calendar.from_ical(GOOD)
    session, day = calendar.walk("VEVENT")

    assert [part.errors for part in calendar.walk()] == [[] for _ in calendar.walk()]
    assert (session.start, session.end) == (STARTS, STARTS + timedelta(hours=1))
    assert (day.start, day.end) == (date(2026, 12, 2), date(2026, 12, 3))


def test_the_library_is_not_loaded_before_it_is_needed():
    code = "import sys; from server.calendar import events, ical, window; print('icalendar' in sys.modules)"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout == "False\n"


def read_by_icalendar(data: bytes) -> list[tuple]:
    calendar = icalendar.Calendar.from_ical(data)
    assert [part.errors for part in calendar.walk()] == [[] for _ in calendar.walk()]
    names = ("SUMMARY", "LOCATION", "DESCRIPTION")
    return [tuple(event.get(name) for name in names) for event in calendar.walk("VEVENT")]


def read_by_vobject(data: bytes) -> list[tuple]:
    calendar = vobject.readOne(data.decode())
    events = calendar.vevent_list
    return [(event.summary.value, event.location.value, event.description.value) for event in events]
