"""The rules of a feed's answers (calendar contract, section 2): which ones an exchange breaks, by number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.robotparser import RobotFileParser

from werkzeug.test import TestResponse

NEVER = (401, 403, 429, 500, 502, 503)
KEPT = ("ETag", "Last-Modified", "Cache-Control")
ALWAYS = {
    19: {"X-Content-Type-Options": "nosniff"},
    21: {"Cache-Control": "private, no-cache"},
    22: {"Vary": "Accept-Encoding"},
    25: {"X-Robots-Tag": "noindex"},
    27: {"Referrer-Policy": "no-referrer"},
}


@dataclass(frozen=True)
class Exchange:
    """What a program asked of a feed, and what it got."""

    method: str
    asked: Mapping[str, str]
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def exchange(answer: TestResponse, method: str = "GET", **asked: str) -> Exchange:
    return Exchange(method, asked, answer.status_code, dict(answer.headers), answer.data)


def broken(one: Exchange) -> set[int]:
    """The rules that one exchange about a live feed breaks."""
    found = {rule for rule, wanted in ALWAYS.items() if not wanted.items() <= one.headers.items()}
    return found | set(_of_method(one)) | set(_of_conditions(one)) | set(_of_state(one))


def _of_method(one: Exchange) -> Iterator[int]:
    if one.method not in ("GET", "HEAD") and (one.status, one.headers.get("Allow")) != (405, "GET, HEAD"):
        yield 23
    if one.method == "HEAD" and (one.body or one.headers.get("Content-Length") in (None, "0")) and one.status == 200:
        yield 23
    if {"Set-Cookie", "Location", "WWW-Authenticate"} & one.headers.keys() or 300 < one.status < 304:
        yield 23
    if one.status in NEVER:
        yield 24


def _of_conditions(one: Exchange) -> Iterator[int]:
    """Whether the answer is the one that its own validators ask for; the tag wins over the date."""
    tag, moved = one.headers.get("ETag", ""), one.headers.get("Last-Modified")
    tags, since = one.asked.get("If-None-Match"), one.asked.get("If-Modified-Since")
    if tags is not None:
        known = [told.strip().removeprefix("W/") for told in tags.split(",")]
        is_unchanged = tags.strip() == "*" or tag.removeprefix("W/") in known
    else:
        is_unchanged = bool(since and moved) and _time(moved or "") <= _time(since or "")
    if one.status in (200, 304) and (one.status == 304) is not is_unchanged:
        yield 20


def _time(text: str) -> datetime:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _of_state(one: Exchange) -> Iterator[int]:
    if one.status == 200:
        if one.headers.get("Content-Type") != "text/calendar; charset=utf-8" or "Content-Disposition" in one.headers:
            yield 19
        if not one.headers.get("ETag", "").startswith('W/"') or "Last-Modified" not in one.headers:
            yield 20
    if one.status == 304 and (one.body or any(name not in one.headers for name in KEPT)):
        yield 20
    if "Content-Encoding" in one.headers and "gzip" not in one.asked.get("Accept-Encoding", ""):
        yield 22


def robots_faults(text: str, path: str) -> set[int]:
    """Rule 25: what keeps a program away that obeys robots.txt, as Google's calendar does."""
    reader = RobotFileParser()
    reader.parse(text.splitlines())
    return {25 for agent in ("Googlebot", "Google-Calendar-Importer", "*") if not reader.can_fetch(agent, path)}
