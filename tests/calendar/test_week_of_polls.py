"""A feed served for a week of polls by two processes, one of which is killed and started again.

Seven days go by as the table below says; after each step every program asks one process and then the other. The clock
of both is moved (see `polls`): thank-yous become due and late, days begin, an event grows too old, by time alone.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from itertools import groupby
from pathlib import Path

import pytest
from sqlalchemy import update

from server.agenda.models import AgendaPerson
from server.calendar.models import CalendarCopy, CalendarEvent
from server.calendar.window import DAYS_BACK
from server.core import ids
from server.core.db import db, write
from tests.agenda.programmes import person, session
from tests.calendar import world
from tests.calendar.http_rules import broken
from tests.calendar.parts import Part, tree
from tests.calendar.polls import SCOPES, Seen, Step, Week, installed, programs
from tests.conftest import DATABASES

pytestmark = pytest.mark.waits

MAREN, LI, ANN = "Dr. Maren Oduya", "Dr. Li Wen", "Dr. Ann Third"
THANK_MAREN, THANK_LI, THANK_ANN = (f"Thank {name}" for name in (MAREN, LI, ANN))
PROMISE, CHECK_IN = f"Keep your promise to {MAREN}", f"Check in with {LI}"
BENEFITS, STENTS, VEINS = "Y-90: who benefits?", "Stents in small vessels", "Veins, and their valves"
ROOMS, OLD, FAR = "Two rooms", "Autumn course", "Winter Rounds in two years"
POSTER, MEET = f"Poster 0112: {STENTS}", f"Meet {LI}: {VEINS}"
STAMPS = {"SEQUENCE", "LAST-MODIFIED", "DTSTAMP"}
TAG = re.compile(r'W/"2-(?P<revision>\d+)-(?P<edge>\d{4}-\d\d-\d\d)"')
OTHERS = {title: session(title, at=at) for at, title in enumerate(("Aims", "Beads", "Coils", "Doses", "Embolics"))}

Lines = dict[str, tuple[str, str]]  # name -> parameters, value; those of the alarm have its name before theirs


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of the week; its Monday is the first day."""
    return datetime(2026, 11, 30, hour, minute, tzinfo=UTC) + timedelta(days=day - 1)


def begin(week: Week) -> None:
    """A student has met two people, has flagged four sessions and a speaker, and subscribes to each scope."""
    week.speakers = (person(LI),)
    week.sessions = OTHERS | {
        BENEFITS: session(BENEFITS, at=30, room="S404"),
        STENTS: session(STENTS, at=54, kind="poster", board="0112", room="Hall D"),
        VEINS: session(VEINS, person(LI), at=56, room="S406"),
        ROOMS: session(ROOMS, at=78, room="S401"),
        OLD: session(OLD, at=-87 * 24),
        FAR: session(FAR, at=735 * 24),
    }
    week.bring_in()
    for title in (BENEFITS, STENTS, OLD, FAR):
        week.flag(title)
    speaker = db.session.query(AgendaPerson).filter_by(name=LI).one()
    world.flag(week.phone, person=speaker.id)
    week.meet(MAREN)
    week.meet(ANN)
    note = {"contact": week.contacts[MAREN], "at": "2026-11-30T07:00:00Z", "promise": "Send the slides"}
    assert week.phone.put(f"/api/notes/{ids.fresh()}", note).status_code == 201
    for scope in SCOPES:
        week.programs += programs(scope, world.make_feed(week.phone, scope))


def nothing(_week: Week) -> None:
    """Time goes by."""


def settle(name: str, **changes: str) -> Callable[[Week], None]:
    return lambda week: world.settle(week.phone, week.contacts[name], **changes)


def choose(**settings: object) -> Callable[[Week], None]:
    return lambda week: world.choose(week.phone, **settings)


def rename(week: Week) -> None:
    answer = week.phone.patch(f"/api/contacts/{week.contacts[ANN]}", {"name": "Prof. Ann Third"})
    assert answer.status_code == 200


def take_a_note(week: Week) -> None:
    """A note of what no calendar tells."""
    note = {"contact": week.contacts[MAREN], "at": "2026-11-30T07:30:00Z", "bullets": "prefers mornings"}
    assert week.phone.put(f"/api/notes/{ids.fresh()}", note).status_code == 201


def lose_what_is_kept(_week: Week) -> None:
    """All rendered bytes are gone, so whoever is asked first renders each event anew."""
    with write():
        db.session.query(CalendarCopy).delete()
        db.session.execute(update(CalendarEvent).values(piece=None, layout=None))


def kill(week: Week) -> None:
    week.second.kill()
    week.run(week.first)


def restart(week: Week) -> None:
    week.run(week.second, week.first)


MOVED = {"local_start": datetime(2026, 11, 30, 18), "local_end": datetime(2026, 11, 30, 19)} | {
    "starts": datetime(2026, 12, 1, 0, tzinfo=UTC),
    "ends": datetime(2026, 12, 1, 1, tzinfo=UTC),
}
STEPS = [
    Step(
        at(1, 8),
        "subscribed",
        begin,
        dict.fromkeys((THANK_MAREN, THANK_ANN, PROMISE), "came 0"),
        dict.fromkeys((BENEFITS, POSTER, OLD, MEET), "came 0"),
    ),
    Step(at(1, 14), "nothing", nothing),
    Step(at(1, 18), "met Li", lambda week: week.meet(LI), {THANK_LI: "came 0"}),
    Step(at(1, 23, 59), "a day ends", nothing),
    Step(at(2, 0, 1), "kept bytes lost", lose_what_is_kept),
    Step(at(2, 7), "the same programme again", Week.bring_in),
    Step(
        at(2, 9),
        "a talk moves",
        lambda week: week.change(BENEFITS, **MOVED),
        plan={BENEFITS: "rose to 1: DTEND DTSTART"},
    ),
    Step(
        at(2, 15),
        "put off",
        settle(MAREN, state="open", due_on="2026-12-05"),
        {THANK_MAREN: "rose to 1: DTEND DTSTART"},
    ),
    Step(at(3, 8), "Ann's thank-you is due", nothing),
    Step(
        at(3, 9),
        "alarms of follow-ups at midnight",
        choose(alarms={"followups": "PT0S"}),
        {
            THANK_MAREN: "rose to 2: VALARM TRIGGER",
            THANK_LI: "rose to 1: VALARM TRIGGER",
            THANK_ANN: "rose to 1: VALARM TRIGGER",
            PROMISE: "rose to 1: VALARM TRIGGER",
        },
    ),
    Step(at(3, 12), "one process killed", kill),
    Step(at(3, 13), "flagged meanwhile", lambda week: week.flag(ROOMS), plan={ROOMS: "came 0"}),
    Step(at(3, 18), "it is started again", restart),
    Step(at(3, 19), "kept bytes lost again", lose_what_is_kept),
    Step(at(4, 0, 5), "three months after the course", nothing, plan={OLD: "left the window"}, by_time=True),
    Step(at(4, 9), "thanked Li", settle(LI, state="done"), {THANK_LI: "went", CHECK_IN: "came 0"}),
    Step(at(4, 12), "not yet", settle(LI, state="open"), {THANK_LI: "came 2", CHECK_IN: "went"}),
    Step(at(4, 15), "another theme", choose(theme="dark", alarms={"followups": "PT0S"})),
    Step(at(5, 0, 10), "two years before the rounds", nothing, plan={FAR: "came 0"}, by_time=True),
    Step(at(5, 9), "cancelled", lambda week: week.change(ROOMS, status="cancelled"), plan={ROOMS: "went"}),
    Step(at(5, 15), "back again", lambda week: week.change(ROOMS, status="confirmed"), plan={ROOMS: "came 1"}),
    Step(at(5, 16), "another room", lambda week: week.change(ROOMS, room="S402"), plan={ROOMS: "rose to 2: LOCATION"}),
    Step(at(6, 9), "Ann is a professor", rename, {THANK_ANN: "rose to 2: SUMMARY VALARM DESCRIPTION"}),
    Step(at(6, 10), "not flagged any more", lambda week: week.flag(STENTS, None), plan={POSTER: "went"}),
    Step(at(6, 11), "flagged again", lambda week: week.flag(STENTS), plan={POSTER: "came 1"}),
    Step(at(7, 9), "a note of what no calendar tells", take_a_note),
    Step(at(7, 23, 59), "kept bytes lost at the end", lose_what_is_kept),
]


ALONE = {"one process killed": ("first", "first"), "flagged meanwhile": ("first", "first")}
EDGES = {  # two years before the latest start that a feed shows, until time itself drops or adds an event
    "followups": ["2024-12-03", "2024-12-05", "2025-01-29", "2024-12-05"],
    "plan": ["2024-12-01", "2024-12-02", "2026-12-03", "2026-12-04"],
    "all": ["2024-12-03", "2024-12-05", "2026-12-03", "2026-12-04"],
}


@pytest.mark.parametrize("kind", DATABASES)
def test_a_week_of_polls(kind: str, tmp_path: Path) -> None:
    with installed(kind, tmp_path, STEPS[0].at) as week:
        week.live(STEPS)

    assert {seen.step.what: seen.asked for seen in week.seen if len(set(seen.asked)) < 2} == ALONE
    assert {seen.step.what: statuses(seen) for seen in week.seen} == {
        step.what: wanted_statuses(step) for step in STEPS
    }
    assert {seen.step.what: told_apart(seen) for seen in week.seen} == {step.what: [] for step in STEPS}
    for scope in SCOPES:
        shown = events(week, scope)
        assert changes(shown) == {step.what: step.of(scope) for step in STEPS}
        assert unordered(shown) == []
        assert lives(shown) == wanted_lives(scope)
        assert modified(week, scope) == wanted_modified(scope)
        assert edges(week, scope) == EDGES[scope]
    assert [broken(poll.exchange) for seen in week.seen for poll in seen.polls if broken(poll.exchange)] == []


def statuses(seen: Seen) -> dict[tuple[str, str], list[tuple[int, bool]]]:
    """Return scope and program -> for each poll the status, and whether there was a body."""
    found: dict[tuple[str, str], list[tuple[int, bool]]] = {}
    for poll in seen.polls:
        found.setdefault((poll.scope, poll.program), []).append((poll.exchange.status, bool(poll.exchange.body)))
    return found


def wanted_statuses(step: Step) -> dict[tuple[str, str], list[tuple[int, bool]]]:
    """Whoever sends a validator gets the file once after a change, from either process, and else an empty 304."""
    whole, unchanged = (200, True), (304, False)
    return {
        (scope, program.name): [
            whole if step.of(scope) or not program.keeps else unchanged,
            unchanged if program.keeps else whole,
        ]
        for scope in SCOPES
        for program in programs(scope, "")
    }


def told_apart(seen: Seen) -> list[str]:
    """Return the scopes of which not everyone, told by either process, holds the same bytes under one validator."""
    return [
        scope
        for scope in SCOPES
        if {(poll.validators, poll.held) for poll in seen.of(scope)} != {(seen.validators(scope), seen.anew[scope])}
    ]


def events(week: Week, scope: str) -> list[dict[str, Lines]]:
    """Return for each step the events that programs hold, by the first title that each UID had."""
    titles: dict[str, str] = {}
    found = []
    for seen in week.seen:
        calendar, _ = tree(seen.of(scope)[-1].held.decode())
        told = {event.one("UID"): lines(event) for event in calendar.of("VEVENT")}
        found.append(
            {titles.setdefault(uid, event["SUMMARY"][1].replace("\\,", ",")): event for uid, event in told.items()}
        )
    return found


def lines(event: Part) -> Lines:
    own = {name: (told, value) for name, told, value in event.lines}
    return own | {f"VALARM {name}": (told, value) for alarm in event.parts for name, told, value in alarm.lines}


def changes(shown: list[dict[str, Lines]]) -> dict[str, dict[str, str]]:
    """Return step -> what became of the events that differ from those of the step before."""
    return {
        step.what: {
            name: became(before.get(name), after.get(name), step.at.date())
            for name in before.keys() | after.keys()
            if before.get(name) != after.get(name)
        }
        for step, before, after in zip(STEPS, [{}, *shown], shown, strict=False)
    }


def became(before: Lines | None, after: Lines | None, today: date) -> str:
    """Return in words what became of an event."""
    if before is None and after is not None:
        return f"came {sequence(after)}"
    assert before is not None
    if after is None:
        is_old = date.fromisoformat(before["DTEND"][1][:8]) + timedelta(days=DAYS_BACK) < today
        return "left the window" if is_old else "went"
    other = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    return f"rose to {sequence(after)}: {' '.join(sorted(other - STAMPS))}"


def unordered(shown: list[dict[str, Lines]]) -> list[tuple[str, str]]:
    """Return what changed or came back without a higher SEQUENCE and a later LAST-MODIFIED."""
    last: dict[str, Lines] = {}
    found = []
    for step, now in zip(STEPS, shown, strict=True):
        for name, event in now.items():
            known = last.get(name, event)
            later = sequence(event) > sequence(known) and event["LAST-MODIFIED"] > known["LAST-MODIFIED"]
            if event != known and not later:
                found.append((step.what, name))
        last |= now
    return found


Life = tuple[int | str, ...]  # SEQUENCE, CREATED, LAST-MODIFIED, DTSTAMP


def lives(shown: list[dict[str, Lines]]) -> list[dict[str, Life]]:
    """Return for each step the lives of all events."""
    stamps = ("CREATED", "LAST-MODIFIED", "DTSTAMP")
    return [
        {name: (sequence(event), *(event[stamp][1] for stamp in stamps)) for name, event in now.items()}
        for now in shown
    ]


def wanted_lives(scope: str) -> list[dict[str, Life]]:
    """An event is as old as its last change by hand; what time alone brings is as old as its flag."""
    shown: dict[str, Life] = {}
    created: dict[str, str] = {}
    found = []
    for step in STEPS:
        moment = f"{STEPS[0].at if step.by_time else step.at:%Y%m%dT%H%M%SZ}"
        for name, became in step.of(scope).items():
            shown.pop(name, None)
            if number := re.match(r"(?:came|rose to) (\d+)", became):
                shown[name] = (int(number[1]), created.setdefault(name, moment), moment, moment)
        found.append(dict(shown))
    return found


def modified(week: Week, scope: str) -> list[datetime]:
    """Return for each step what Last-Modified says."""
    return [parsedate_to_datetime(seen.validators(scope)[1]) for seen in week.seen]


def wanted_modified(scope: str) -> list[datetime]:
    """The moment of the last change; of one that time alone made, the beginning of its day."""
    found: list[datetime] = []
    for step in STEPS:
        moment = datetime.combine(step.at, time(), UTC) if step.by_time else step.at
        found.append(moment if step.of(scope) else found[-1])
    return found


def edges(week: Week, scope: str) -> list[str]:
    """Return the days that the tags name, in order; each tag has a revision that is never less than the last one's."""
    tags = [TAG.fullmatch(seen.validators(scope)[0]) for seen in week.seen]
    told = [(int(tag["revision"]), tag["edge"]) for tag in tags if tag]
    assert len(told) == len(STEPS)
    assert told == sorted(told)
    return [edge for edge, _ in groupby(edge for _, edge in told)]


def sequence(event: Lines) -> int:
    return int(event["SEQUENCE"][1])
