"""Rules of the calendar contract that one file cannot show: two files of a feed, one file for each alarm, one day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from tests.calendar.parts import Part, tree
from tests.calendar.zone_rules import instant

STAMPS = ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED")
BACK, AHEAD = timedelta(days=90), timedelta(days=730)

Said = tuple[object, ...]


def between(before: bytes, after: bytes) -> Iterator[tuple[int, str]]:
    """Rules 3, 4 and 5: what may differ in two answers of one feed, the second later than the first."""
    old, new = _events(before), _events(after)
    gone, came = old.keys() - new.keys(), new.keys() - old.keys()
    if {_said(old[uid], "UID") for uid in gone} & {_said(new[uid], "UID") for uid in came}:
        yield 3, "the same event under another UID"
    for uid in old.keys() & new.keys():
        one, two = old[uid], new[uid]
        if one.one("CREATED") != two.one("CREATED"):
            yield 4, "made at another time"
        if _said(one) == _said(two):
            if any(one.one(name) != two.one(name) for name in STAMPS):
                yield 5, "another stamp on the same event"
        elif int(two.one("SEQUENCE")) != int(one.one("SEQUENCE")) + 1:
            yield 4, "a change without its SEQUENCE"
        elif not one.one("LAST-MODIFIED") < two.one("LAST-MODIFIED") == two.one("DTSTAMP"):
            yield 4, "a change without its LAST-MODIFIED"
    if not (gone or came) and list(old) != list(new) and all(_said(old[uid]) == _said(new[uid]) for uid in old):
        yield 5, "the same events in another order"


def changed(before: bytes, after: bytes) -> list[str]:
    """What the events are called that say something else, in the order of the file."""
    old, new = _events(before), _events(after)
    return [part.one("SUMMARY") for uid, part in new.items() if uid in old and _said(old[uid]) != _said(part)]


def alarm_faults(files: Mapping[str, bytes], reminders: Mapping[str, Sequence[object]]) -> Iterator[tuple[int, str]]:
    """Rule 9: by each setting of the alarms, the file, and the count and the steps that the app itself reminds of."""
    events = [_events(data) for data in files.values()]
    if len({tuple((uid, _said(part, alarms=False)) for uid, part in one.items()) for one in events}) != 1:
        yield 9, "events that hang on the alarm"
    ringing = (event for one in events for event in one.values())
    if any(alarm.one("DESCRIPTION") != event.one("SUMMARY") for event in ringing for alarm in event.of("VALARM")):
        yield 9, "words that only the alarm says"
    if len({repr(one) for one in reminders.values()}) != 1 or not all(one[0] for one in reminders.values()):
        yield 9, "reminders that hang on the alarm"


def window_faults(data: bytes, today: date) -> Iterator[tuple[int, str]]:
    """Rule 17: past 90 days to 2 years ahead."""
    calendar, _ = tree(data.decode())
    midnight = datetime.combine(today, datetime.min.time(), UTC)
    for event in calendar.of("VEVENT"):
        if instant(calendar, event, "DTEND") <= midnight - BACK:
            yield 17, "long ago"
        if instant(calendar, event, "DTSTART") >= midnight + AHEAD + timedelta(days=1):
            yield 17, "far ahead"


def _events(data: bytes) -> dict[str, Part]:
    return {event.one("UID"): event for event in tree(data.decode())[0].of("VEVENT")}


def _said(part: Part, *but: str, alarms: bool = True) -> Said:
    """What a component says, without its stamps; ids of a component's parts go by its own."""
    lines = [line for line in part.lines if line[0] not in (*STAMPS, *but)]
    inner = [_said(one, *but) for one in part.parts] if alarms else []
    return (*lines, *inner)
