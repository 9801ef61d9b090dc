"""P6 and P7: a feed of 100 events, unchanged, and after few changes; beside bare Flask and bare icalendar."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from urllib.parse import urlsplit

import icalendar
from sqlalchemy import select

from server.calendar import copies, ical
from server.calendar.ical import Event, Layout
from server.calendar.life import event_of
from server.calendar.models import CalendarEvent, CalendarFeed
from server.calendar.refreshing import FOLLOWUPS
from server.calendar.service import digest
from server.core.db import db, write
from tests.bench import captures
from tests.bench.measure import Row, alternate, compared, tree_cpu_ms
from tests.bench.phones import Installation
from tests.bench.servers import Server, serving
from tests.bench.sync_cost import running
from tests.bench.words import Words

EVENTS, CHANGED = 100, 3
PAIRS, ANSWERS, RENDERS = 6, 400, 40  # a feed is rendered 60 times an hour at most
GOAL_200, GOAL_304, GOAL_COLD_MS, GOAL_RENDER = 2, 1.3, 6, 1
WORKERS, POLLS = 2, 60


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of 100 events at its server; its address, and the tag of its answer."""

    server: Server
    path: str
    etag: str


def rows() -> list[Row]:
    """Return CPU per answer beside bare Flask, of an answer after few changes, and of a first render."""
    with running("wsgi:app") as (installation, server), running("tests.bench.bare:app") as (bare, floor_server):
        path = _make(installation)
        data, etag = _fetch(HTTPConnection("127.0.0.1", server.port), path)
        (bare.settings.instance / "feed.ics").write_bytes(data)
        ours, floor = Feed(server, path, etag), Feed(floor_server, "/feed.ics", '"feed"')
        found = [_compared(ours, floor, asks=False), _compared(ours, floor, asks=True)]
        found.append(_cold(installation, server))
        events = _events(installation)
    return [*found, _unchanged_everywhere(), _first_render(events)]


def _compared(ours: Feed, floor: Feed, *, asks: bool) -> Row:
    for one in (ours, floor):
        _cpu_per_answer(one, asks=asks)  # warm
    rounds = alternate(partial(_cpu_per_answer, ours, asks=asks), partial(_cpu_per_answer, floor, asks=asks), PAIRS)
    goal = GOAL_304 if asks else GOAL_200
    name = f"P6 feed of {EVENTS} events, {'304' if asks else '200'}, CPU per answer"
    return compared(name, rounds, goal, "bare Flask", f"one worker; {ANSWERS} answers a round")


def _cpu_per_answer(feed: Feed, *, asks: bool) -> float:
    connection = HTTPConnection("127.0.0.1", feed.server.port)
    before = tree_cpu_ms(feed.server.pid)
    for _ in range(ANSWERS):
        _fetch(connection, feed.path, **({"If-None-Match": feed.etag} if asks else {}))
    taken = tree_cpu_ms(feed.server.pid) - before
    connection.close()
    return taken / ANSWERS


def _cold(installation: Installation, server: Server) -> Row:
    """Few events have changed since the last answer, so their pieces are gone and the feed's revision is another."""
    taken = []
    for _ in range(PAIRS):
        path = _make(installation)
        connection = HTTPConnection("127.0.0.1", server.port)
        _fetch(connection, path)
        spent = 0.0
        for number in range(RENDERS):
            _forget(installation, path, number)
            before = tree_cpu_ms(server.pid)
            _fetch(connection, path)
            spent += tree_cpu_ms(server.pid) - before
        taken.append(spent / RENDERS)
        connection.close()
    return Row(
        f"P7 feed of {EVENTS} events, {CHANGED} of them changed, CPU per answer",
        median(taken),
        "ms",
        spread=(max(taken) - min(taken)) / median(taken),
        n=PAIRS,
        goal=f"<= {GOAL_COLD_MS} ms",
        met=median(taken) <= GOAL_COLD_MS,
        note=f"one worker; {RENDERS} answers a round, with keeping what was made",
    )


def _unchanged_everywhere() -> Row:
    """Polls of several workers, before and after a restart."""
    told: list[int] = []
    with TemporaryDirectory() as name:
        installation = Installation(Path(name))
        path, etag = "", ""
        for _ in range(2):
            with serving("wsgi:app", Path(name), installation.port, workers=WORKERS) as server:
                if not path:
                    path = _make(installation)
                    etag = _fetch(HTTPConnection("127.0.0.1", server.port), path)[1]
                told += [_status(HTTPConnection("127.0.0.1", server.port), path, etag) for _ in range(POLLS)]
        with installation.app.app_context():
            db.engine.dispose()
    return Row(
        "P6 unchanged polls answered with 304",
        told.count(304),
        "polls",
        n=len(told),
        goal="all",
        met=told.count(304) == len(told),
        note=f"{WORKERS} workers, a connection each; half after a restart",
    )


def _first_render(events: list[Event]) -> Row:
    layout = Layout("hallway.example")
    rounds = alternate(
        lambda: _cpu_ms(lambda: ical.render(events, "Hallway", layout)), lambda: _cpu_ms(lambda: _plain(events)), PAIRS
    )
    return Row(
        f"P7 first render of {EVENTS} events, CPU",
        median(rounds.ours),
        "ms",
        floor=median(rounds.floor),
        ratio=rounds.ratio,
        spread=rounds.spread,
        n=PAIRS,
        goal="no slower than icalendar itself",
        met=rounds.ratio <= GOAL_RENDER,
    )


def _plain(events: list[Event]) -> bytes:
    """The same events by the library alone, as its manual shows."""
    calendar = icalendar.Calendar.new(prodid="-//floor//", version="2.0")
    for event in events:
        made = icalendar.Event.new(
            uid=event.uid,
            sequence=event.sequence,
            created=event.created_at,
            stamp=event.changed_at,
            last_modified=event.changed_at,
            start=event.on,
            end=event.on + timedelta(days=1) if event.on else None,
            summary=event.summary,
            description=event.description,
            url=event.url,
            categories=[event.category],
            status="CONFIRMED",
            transparency="TRANSPARENT",
        )
        alarm = icalendar.Alarm.new(uid=event.uid, description=event.summary)
        alarm.add("ACTION", "DISPLAY")
        alarm.add("TRIGGER", event.alarm)
        made.add_component(alarm)
        calendar.add_component(made)
    data: bytes = calendar.to_ical()
    return data


def _make(installation: Installation) -> str:
    """Return the path of the feed of a new user who met 50 people and promised each something."""
    phone = installation.phone()
    phone.send(phone.outboxes(1, Words(captures.SEED))[0])
    phone.connection.request("POST", "/api/calendar", json.dumps({"scope": "followups"}), phone.headers)
    made = json.loads(phone.connection.getresponse().read())
    phone.connection.close()
    if made.get("events") != EVENTS:
        raise RuntimeError(f"The feed holds {made.get('events')} events: {made}")
    path: str = urlsplit(made["url"]).path
    return path


def _forget(installation: Installation, path: str, number: int) -> None:
    """What a change of few events does: their bytes are gone, the feed has another revision."""
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    with installation.app.app_context(), write():
        feed = db.session.scalars(select(CalendarFeed).where(CalendarFeed.token_sha256 == digest(token))).one()
        mine = select(CalendarEvent).where(CalendarEvent.user_id == feed.user_id).order_by(CalendarEvent.uid)
        for event in db.session.scalars(mine.offset(number * CHANGED % EVENTS).limit(CHANGED)):
            event.piece, event.layout = None, None
        feed.revision += 1


def _events(installation: Installation) -> list[Event]:
    with installation.app.app_context():
        user_id = db.session.scalars(select(CalendarFeed.user_id)).first()
        found = copies.event_rows(str(user_id), FOLLOWUPS)
        return [event_of(uid, copies.stamp_of(row), row.content) for uid, row in found.items()]


def _status(connection: HTTPConnection, path: str, etag: str) -> int:
    connection.request("GET", path, headers={"If-None-Match": etag})
    response = connection.getresponse()
    response.read()
    return response.status


def _fetch(connection: HTTPConnection, path: str, **headers: str) -> tuple[bytes, str]:
    """Return the body and the tag."""
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    data = response.read()
    if response.status not in (200, 304):
        raise RuntimeError(f"{response.status}: {data[:300]!r}")
    return data, response.headers["ETag"]


def _cpu_ms(call: Callable[[], object]) -> float:
    before = process_time()
    call()
    return (process_time() - before) * 1_000
