"""What one file cannot show: changes, days that pass, alarms, the window; each rule beside a broken twin."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from server.agenda.models import Item
from server.calendar import hooks
from server.calendar.ical import Event, assemble, render, vevent
from server.calendar.window import MOST_BYTES, window
from server.core import ids
from server.core.db import db, write
from server.followups import cadence
from server.followups import service as followups
from server.push.service import count_due
from tests.calendar.change_rules import alarm_faults, between, changed, window_faults
from tests.calendar.rules import explained, faults
from tests.calendar.samples import CHANGED_AT, LAYOUT, LINK, a_session, an_event
from tests.calendar.world import Clock, choose, conference, fetch, flag, item, make_feed, met, settle
from tests.factories import Browser

THANK, KEEP, TALK = "Thank Dr. Maren Oduya", "Keep your promise to Dr. Maren Oduya", "Veins and their valves"
LATER = CHANGED_AT + timedelta(hours=2)
BEFORE = render([a_session(), an_event()], "Hallway", LAYOUT)
STARTS = datetime(2026, 12, 1, 21, tzinfo=UTC)

RENDERED: dict[str, dict[str, Any]] = {
    "title": {"summary": "Thank Dr. Li Wen"},
    "day": {"on": date(2026, 12, 3)},
    "time": {"on": None, "starts": STARTS},
    "place": {"location": "Hall D"},
    "text": {"description": f"Met at the door\n{LINK}"},
    "alarm": {"alarm": timedelta(0)},
    "no alarm": {"alarm": None},
    "link": {"url": f"{LINK}5"},
    "kind": {"category": "Meeting"},
}
SOUND = {"sequence": 2, "changed_at": LATER}


def after(**changes: Any) -> bytes:
    return render([a_session(), an_event(**changes)], "Hallway", LAYOUT)


def broken(two: bytes) -> set[int]:
    return {rule for rule, _ in between(BEFORE, two)}


@pytest.mark.parametrize("what", RENDERED.values(), ids=RENDERED)
def test_a_change_of_anything_rendered_is_seen_without_its_stamps(what: dict[str, Any]) -> None:
    assert (broken(after(**what, **SOUND)), changed(BEFORE, after(**what, **SOUND))) == (
        set(),
        [what.get("summary", "Thank Dr. Ada Okafor")],
    )
    assert broken(after(**what)) == {4}
    assert broken(after(**what, sequence=2)) == {4}
    assert broken(after(**what, changed_at=LATER)) == {4}
    assert broken(after(**what, sequence=3, changed_at=LATER)) == {4}


def with_clock(event: Event) -> bytes:
    """A writer that puts the present on every event."""
    return vevent(event, LAYOUT).replace(b"DTSTAMP:20261201", b"DTSTAMP:20261202")


TWINS: dict[str, tuple[int, bytes]] = {
    "a clock in the feed": (5, BEFORE.replace(vevent(an_event(), LAYOUT), with_clock(an_event()))),
    "a render that counts": (5, after(sequence=2)),
    "another order": (5, assemble([vevent(an_event(), LAYOUT), vevent(a_session(), LAYOUT)], "Hallway", LAYOUT)),
    "a new life": (4, after(created_at=LATER)),
    "a new UID": (3, after(uid="01940000-0000-7000-8000-000000000009")),
}


@pytest.mark.parametrize(("rule", "twin"), TWINS.values(), ids=TWINS)
def test_two_answers_that_differ_without_a_reason_are_seen(rule: int, twin: bytes) -> None:
    assert broken(BEFORE) == set()
    assert broken(twin) == {rule}


class Student:
    """A student with a feed of a thank-you, a promise and a talk, all written in one minute."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.contact, self.note = browser, met(browser), ids.fresh()
        note = {"contact": self.contact, "at": "2026-12-01T15:00:00Z", "promise": "Send the slides", "place": "Hall D"}
        browser.put(f"/api/notes/{self.note}", note)
        self.talk = item(conference())
        flag(browser, item=self.talk)
        self.feed = make_feed(browser)

    def fetch(self) -> bytes:
        data: bytes = fetch(self.browser, self.feed).data
        return data

    def change(self, kind: str, row: str, **values: Any) -> None:
        assert self.browser.patch(f"/api/{kind}/{row}", values).status_code == 200

    def import_again(self, **values: Any) -> None:
        with write():
            db.session.execute(update(Item).where(Item.id == self.talk).values(**values))
            hooks.on_import([self.talk])


CHANGES: dict[str, tuple[Callable[[Student], None], list[str]]] = {
    "name": (
        lambda one: one.change("contacts", one.contact, name="Dr. Li Wen"),
        ["Keep your promise to Dr. Li Wen", "Thank Dr. Li Wen"],
    ),
    "day": (lambda one: settle(one.browser, one.contact, due_on="2026-12-20"), [THANK]),
    "day by a note": (lambda one: one.change("notes", one.note, promise_due_on="2026-12-09"), [KEEP]),
    "place met": (lambda one: one.change("notes", one.note, place="the stairs"), [KEEP, THANK]),
    "title": (lambda one: one.import_again(title="Veins"), ["Veins"]),
    "room": (lambda one: one.import_again(room="S405"), [TALK]),
    "end": (lambda one: one.import_again(ends_at=None), [TALK]),
    "alarm of days": (lambda one: choose(one.browser, alarms={"followups": None}), [KEEP, THANK]),
    "alarm of talks": (lambda one: choose(one.browser, alarms={"sessions": "PT30M"}), [TALK]),
    "promises": (lambda one: choose(one.browser, alarms={"promises": "show"}), [KEEP]),
    "a note's bullets": (lambda one: one.change("notes", one.note, bullets="Takes students"), []),
    "an abstract": (lambda one: one.import_again(abstract="Longer now"), []),
    "nothing": (lambda _one: None, []),
}


@pytest.mark.parametrize(("change", "shown"), CHANGES.values(), ids=CHANGES)
def test_what_changes_what_is_shown_raises_its_stamps_and_nothing_else_does(
    ada: Browser, now: Clock, change: Callable[[Student], None], shown: list[str]
) -> None:
    one = Student(ada)
    first = one.fetch()
    now.pass_by(hours=2)
    change(one)

    second = one.fetch()

    assert (list(between(first, second)), sorted(changed(first, second))) == ([], sorted(shown))


ALARMS: dict[str, dict[str, Any]] = {
    "as usual": {},
    "none": {"followups": None, "sessions": None},
    "midnight": {"followups": "PT0S", "sessions": "PT30M"},
}


@pytest.fixture
def told(ada: Browser, now: Clock) -> tuple[dict[str, bytes], dict[str, list[object]]]:
    """For each setting of the alarms the feed, and what the app reminds of on the day; once more without any feed."""
    one = Student(ada)
    now.pass_by(days=2)
    files: dict[str, bytes] = {}
    reminders: dict[str, list[object]] = {}
    for name, alarms in ALARMS.items():
        choose(ada, alarms={"followups": "PT15H", "sessions": "PT15M"} | alarms)
        files[name], reminders[name] = one.fetch(), reminded(ada, now)
    (feed,) = feeds(ada)
    ada.post(f"/api/calendar/{feed['id']}/revoke", {})
    reminders["no feed"] = reminded(ada, now)
    return files, reminders


def feeds(browser: Browser) -> list[dict[str, Any]]:
    told: Any = browser.get("/api/calendar").json
    return list(told["feeds"])


def reminded(browser: Browser, now: Clock) -> list[object]:
    """What the follow-ups of the day are, and the count that a push tells."""
    session: Any = browser.get("/api/session").json
    user = session["user"]["id"]
    db.session.rollback()
    steps = [step for story in followups.stories(user) for step in cadence.steps(story, now.now.date())]
    return [count_due(user, None, now.now), [(step.id, step.due_on, step.state, step.when) for step in steps]]


Told = tuple[dict[str, bytes], dict[str, list[object]]]


def test_the_app_reminds_whatever_the_calendar_rings(told: Told) -> None:
    files, reminders = told

    assert [len(data.split(b"BEGIN:VALARM")) - 1 for data in files.values()] == [3, 0, 3]
    assert (list(alarm_faults(files, reminders)), [one[0] for one in reminders.values()]) == ([], [1] * 4)


ALARM_TWINS: dict[str, Callable[[Told], Told]] = {
    "an event only with its alarm": lambda told: (told[0] | {"none": BEFORE}, told[1]),
    "words only in the alarm": lambda told: (
        {
            name: data.replace(b"ACTION:DISPLAY\r\nDESCRIPTION:", b"ACTION:DISPLAY\r\nDESCRIPTION:Bring the CV ")
            for name, data in told[0].items()
        },
        told[1],
    ),
    "no reminder where the calendar rings": lambda told: (told[0], told[1] | {"as usual": [0, []]}),
    "no reminder where it does not": lambda told: (told[0], told[1] | {"none": [0, []]}),
    "a reminder only for who subscribes": lambda told: (told[0], told[1] | {"no feed": [0, []]}),
}


@pytest.mark.parametrize("twin", ALARM_TWINS.values(), ids=ALARM_TWINS)
def test_what_hangs_on_the_alarm_is_seen(told: Told, twin: Callable[[Told], Told]) -> None:
    assert {rule for rule, _ in alarm_faults(*twin(told))} == {9}


TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(("days", "inside"), [(-91, False), (-90, True), (0, True), (730, True), (731, False)])
def test_a_file_that_reaches_out_of_the_window_is_seen(days: int, inside: bool) -> None:
    event = an_event(on=TODAY + timedelta(days=days))

    assert {rule for rule, _ in window_faults(render([event], "Hallway", LAYOUT), TODAY)} == (set() if inside else {17})
    assert list(window_faults(render(window([event], TODAY).kept, "Hallway", LAYOUT), TODAY)) == []


def padded(data: bytes, size: int) -> bytes:
    """The file made exactly as long by lines that no reader knows."""
    first, rest = data.split(b"\r\n", 1)
    line = b"X-PADDING:" + b"." * 60 + b"\r\n"
    lines, left = divmod(size - len(data), len(line))
    if left < 12:
        lines, left = lines - 1, left + len(line)
    half = left // 2
    ends = [b"X-PADDING:" + b"." * (length - 12) + b"\r\n" for length in (half, left - half)]
    return b"".join((first, b"\r\n", line * lines, *ends, rest))


@pytest.mark.parametrize(("size", "broken"), [(MOST_BYTES - 1, set()), (MOST_BYTES, {17})])
def test_a_file_of_a_megabyte_is_seen(size: int, broken: set[int]) -> None:
    data = padded(BEFORE, size)

    assert (len(data), faults(data)) == (size, broken)


def test_our_file_of_too_much_text_breaks_no_rule() -> None:
    long = f"{';海' * 400}\n{LINK}"
    events = [an_event(number, on=TODAY + timedelta(days=number), description=long) for number in range(1, 700)]

    kept = window(events, TODAY).kept

    assert explained(render(kept, "Hallway", LAYOUT)) == []
    assert faults(render(events, "Hallway", LAYOUT)) == {17}
