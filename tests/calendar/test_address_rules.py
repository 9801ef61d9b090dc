"""An address is a password: what is kept, logged and told of it, and of wrong ones, each beside a broken twin."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, select, update

from server.accounts.models import User
from server.calendar.models import CalendarEvent, CalendarFeed
from server.core.db import db, write
from tests.calendar.address_rules import Address, Trace, address_faults, guess_faults, trace_faults
from tests.calendar.http_rules import Exchange, exchange
from tests.calendar.test_feed import WRONG
from tests.calendar.world import NOW, fetch, make_feed, met, path_of, thank_you
from tests.factories import Browser

UNKNOWN = f"/calendar/{'B' * 43}.ics"
CONDITIONS: tuple[dict[str, str], ...] = ({}, {"If-None-Match": "*"}, {"Accept-Encoding": "gzip"}, {"Accept": "a/b"})


def stored() -> tuple[bytes, ...]:
    """Every cell of every table."""
    db.session.rollback()
    rows = (row for table in db.metadata.sorted_tables for row in db.session.execute(select(table)))
    return tuple(cell if isinstance(cell, bytes) else str(cell).encode() for row in rows for cell in row)


def only_feed(browser: Browser) -> str:
    told: Any = browser.get("/api/calendar").json
    (one,) = told["feeds"]
    return str(one["id"])


@pytest.fixture
def address(ada: Browser) -> Address:
    """A new address, what is kept and told once it was shown, and what else its token opens."""
    contact = met(ada)
    path = make_feed(ada)
    cells = stored()
    feed_id = only_feed(ada)
    later = [ada.get("/api/calendar"), fetch(ada, path), ada.post("/api/calendar", {"scope": "plan"})]
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    key = {"Authorization": f"Bearer {token}", "Cookie": f"hallway-session={token}"}
    others = (f"/api/followups/{thank_you(contact)}.ics", "/api/calendar/all.ics", "/api/calendar", "/api/contacts")
    opened = {other: fetch(ada, f"{other}?token={token}", **key).status_code for other in others}
    rotated = [path_of(ada.post(f"/api/calendar/{feed_id}/rotate", {})) for _ in range(2)]
    told = (*later, ada.get("/api/calendar"))
    return Address(path, tuple(rotated), "\n".join(f"{one.headers}{one.text}" for one in told), cells, opened)


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """What the database is asked with, as text."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        given = parameters.values() if isinstance(parameters, dict) else parameters
        seen.append(f"{statement} {[as_text(one) for one in given]}")

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def as_text(value: Any) -> str:
    """The value as it would be read off the wire; the drivers wrap bytes each in their own way."""
    bare = getattr(value, "obj", value)
    return f"{bare.hex()} {bare!r}" if isinstance(bare, bytes) else repr(bare)


@pytest.fixture
def trace(ada: Browser, feed: str, asked: list[str], caplog: Any, capfd: Any) -> Trace:
    """All kinds of answers to one token: the file, nothing new, at the door, a failure, a wrong method, a dead end."""
    caplog.set_level("DEBUG")
    first = fetch(ada, feed)
    for _ in range(3):
        fetch(ada, feed, If_None_Match=first.headers["ETag"])
    with write():
        db.session.execute(update(CalendarEvent).values(piece=b"junk"))
        db.session.execute(update(CalendarFeed).values(revision=9))
    fetch(ada, feed)
    ada.call("POST", feed)
    fetch(ada, f"{feed}/")
    ada.post(f"/api/calendar/{only_feed(ada)}/revoke", {})
    fetch(ada, feed)
    lines = (*capfd.readouterr(), caplog.text, *(repr(vars(record)) for record in ours(caplog.records)))
    return Trace(feed.removeprefix("/calendar/").removesuffix(".ics"), lines, tuple(asked))


def ours(records: list[Any]) -> list[Any]:
    """The records without their exceptions, of which the log writes places only."""
    return [record for record in records if not record.exc_info]


@pytest.fixture
def guesses(ada: Browser, feed: str) -> list[Exchange]:
    """Every kind of wrong address: never made, malformed, of a closed account, revoked; with and without conditions."""
    wrong = [UNKNOWN, *(f"/calendar/{one}.ics" for one in WRONG)]
    found = [exchange(fetch(ada, one, **headers)) for one in wrong for headers in CONDITIONS]
    first = fetch(ada, feed)
    with write():
        db.session.execute(update(User).values(disabled_at=NOW))
    found.append(exchange(fetch(ada, feed)))
    with write():
        db.session.execute(update(User).values(disabled_at=None))
    ada.post(f"/api/calendar/{only_feed(ada)}/revoke", {})
    conditions = (*CONDITIONS, {"If-None-Match": first.headers["ETag"]})
    return found + [exchange(fetch(ada, feed, **headers)) for headers in conditions]


def test_an_address_is_random_kept_as_a_hash_shown_once_and_opens_one_feed(address: Address) -> None:
    assert list(address_faults(address)) == []
    assert (set(address.opened.values()), len(address.stored) > 20) == ({401}, True)


def test_a_token_is_in_no_line_and_in_no_query(trace: Trace) -> None:
    digest = hashlib.sha256(trace.token.encode()).hexdigest()

    assert list(trace_faults(trace)) == []
    assert "could not be rendered" in "".join(trace.lines)
    assert any(digest in value for value in trace.asked)


def test_every_wrong_address_is_answered_alike(guesses: list[Exchange]) -> None:
    assert (list(guess_faults(guesses)), len(guesses) > len(WRONG) * len(CONDITIONS)) == ([], True)


def short(one: Address) -> Address:
    """A token of 16 bytes, stored as it should be."""
    token = one.token[:22]
    kept = hashlib.sha256(token.encode()).digest()
    return replace(one, path=f"/calendar/{token}.ics", stored=(*one.stored, kept))


ADDRESSES: dict[str, Callable[[Address], Address]] = {
    "not .ics": lambda one: replace(one, path=one.path.removesuffix(".ics") + ".ical"),
    "too short": short,
    "an id": lambda one: replace(one, path="/calendar/01940000-0000-7000-8000-000000000001.ics"),
    "never renewed": lambda one: replace(one, next_paths=one.next_paths[:1] * 2),
    "no hash": lambda one: replace(one, stored=()),
    "stored as it is": lambda one: replace(one, stored=(*one.stored, f"/calendar/{one.token}.ics".encode())),
    "shown again": lambda one: replace(one, told_later=one.told_later + one.path),
    "opens the people": lambda one: replace(one, opened={**one.opened, "/api/contacts": 200}),
}


@pytest.mark.parametrize("twin", ADDRESSES.values(), ids=ADDRESSES)
def test_a_broken_address_is_seen(address: Address, twin: Callable[[Address], Address]) -> None:
    assert {rule for rule, _ in address_faults(twin(address))} == {26}


TRACES: dict[str, Callable[[Trace], Trace]] = {
    "the path in a line": lambda one: replace(one, lines=(*one.lines, f'"GET /calendar/{one.token}.ics" 200')),
    "half of it in a report": lambda one: replace(one, lines=(*one.lines, f"KeyError: {one.token[:20]}...")),
    "looked up as it is": lambda one: replace(one, asked=(*one.asked, f"WHERE token = ? ('{one.token}',)")),
}


@pytest.mark.parametrize("twin", TRACES.values(), ids=TRACES)
def test_a_token_that_leaks_is_seen(trace: Trace, twin: Callable[[Trace], Trace]) -> None:
    assert {rule for rule, _ in trace_faults(twin(trace))} == {27}


def but(**changes: Any) -> Callable[[Exchange], Exchange]:
    return lambda one: replace(one, **changes)


GUESSES: dict[str, Callable[[Exchange], Exchange]] = {
    "revoked is gone": but(status=410),
    "too long": but(status=414),
    "a malformed one": but(status=400),
    "not one's own": but(status=403),
    "nothing new": but(status=304, body=b""),
    "a reason": but(body=b'{"detail": "This address was removed."}'),
    "one header more": lambda one: replace(one, headers={**one.headers, "ETag": 'W/"x"'}),
    "one header less": lambda one: replace(one, headers={**one.headers} | {"Vary": ""}),
}


@pytest.mark.parametrize("twin", GUESSES.values(), ids=GUESSES)
def test_a_guess_that_is_told_something_is_seen(guesses: list[Exchange], twin: Callable[[Exchange], Exchange]) -> None:
    assert {rule for rule, _ in guess_faults([*guesses[:-1], twin(guesses[-1])])} == {28}
