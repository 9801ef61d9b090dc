"""Rules 26 to 28 of the calendar contract: what an address is made of, who gets to see it, what a guess is told."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.calendar.http_rules import Exchange

PATH = re.compile(r"/calendar/([A-Za-z0-9_-]{43})\.ics")
ENOUGH = 12  # letters in a row that give a token away


@dataclass(frozen=True)
class Address:
    """The path of a feed with what became of it: `opened` is the status of other paths, asked with the token as key."""

    path: str
    next_paths: tuple[str, ...]  # of the same feed, after rotating, and again
    told_later: str
    stored: tuple[bytes, ...]
    opened: Mapping[str, int]

    @property
    def token(self) -> str:
        return self.path.removeprefix("/calendar/").removesuffix(".ics")


@dataclass(frozen=True)
class Trace:
    """What a server leaves behind that was asked for a feed: its lines, and all it asked its database with."""

    token: str
    lines: tuple[str, ...]
    asked: tuple[str, ...]


def address_faults(one: Address) -> Iterator[tuple[int, str]]:
    """Rule 26."""
    if not all(PATH.fullmatch(path) for path in (one.path, *one.next_paths)):
        yield 26, "no path of 43 letters that ends in .ics"
    raw = _decoded(one.token)
    if len(raw) != 32:
        yield 26, "not 32 bytes"
    if len({one.path, *one.next_paths}) != 3:
        yield 26, "a token comes again, so it is made of something that stays"
    if not any(hashlib.sha256(one.token.encode()).digest() in cell for cell in one.stored):
        yield 26, "no hash is stored"
    if any(one.token.encode() in cell or raw in cell for cell in one.stored):
        yield 26, "the token itself is stored"
    if one.token in one.told_later:
        yield 26, "shown twice"
    if any(status < 400 for status in one.opened.values()):
        yield 26, "it opens something else"


def trace_faults(one: Trace) -> Iterator[tuple[int, str]]:
    """Rule 27."""
    parts = [one.token[at : at + ENOUGH] for at in range(len(one.token) - ENOUGH + 1)]
    if any(part in line for line in one.lines for part in parts):
        yield 27, "the token is in a line of the log"
    if any(part in value for value in one.asked for part in parts):
        yield 27, "looked up by the token and not by its hash"


def guess_faults(answers: Sequence[Exchange]) -> Iterator[tuple[int, str]]:
    """Rule 28."""
    if any(one.status != 404 for one in answers):
        yield 28, "not 404"
    if len({(one.status, one.body, tuple(sorted(one.headers.items()))) for one in answers}) > 1:
        yield 28, "two wrong addresses can be told apart"


def _decoded(token: str) -> bytes:
    try:
        return base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True) or b"\0"
    except binascii.Error:
        return b"\0"
