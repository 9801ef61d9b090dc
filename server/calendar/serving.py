"""Answers a calendar program. Never 401, 403 or 429, no redirect, no cookie: programs switch a feed off on them.

Rules: calendar contract, section 2. A wrong address is always the same 404, whatever else the request says.
"""

import re
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from flask import Response, current_app, request
from flask.globals import app_ctx
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import Headers
from werkzeug.http import http_date

from server.calendar import clients, copies
from server.calendar.copies import Copy, Known
from server.calendar.ical import Layout
from server.calendar.service import digest
from server.core import strict_json
from server.core.api import PROBLEM_JSON
from server.core.db import write
from server.core.limits import by_address, limiter
from server.core.problems import Busy, NotFound

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
MISSES, RENDERINGS = RateLimitItemPerMinute(60), RateLimitItemPerHour(60)  # by address; of one feed
MOST_REMEMBERED = 10_000  # feeds that were found once; a flood of guesses from their address does not shut them out
CONTENT_TYPE = "text/calendar; charset=utf-8"
ALWAYS = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Encoding",
    "X-Robots-Tag": "noindex",
}

_remembered: OrderedDict[bytes, None] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a feed answers now: its validators, and the bytes if they had to be made."""

    etag: str
    last_modified: datetime
    made: Copy | None


class Unchanged(Response):
    """A 304 that repeats Last-Modified, which werkzeug would take away (calendar contract, rule 20)."""

    default_status = 304

    def get_wsgi_headers(self, environ: "WSGIEnvironment") -> Headers:
        """Return the headers as they are sent."""
        headers = super().get_wsgi_headers(environ)
        headers["Last-Modified"] = http_date(self.last_modified)
        return headers


def answer(token: str, at: datetime, layout: Layout) -> Response:
    """Return the feed of a token, or that it has not changed; a wrong token is always the same 404."""
    feed = _found(token)
    if feed is None:
        return _nothing()
    now = _answer(feed, at, layout)
    if _is_unchanged(now):
        response: Response = Unchanged()
    else:
        packed = _asks_for_gzip()
        body = (now.made.gzip if packed else now.made.plain) if now.made else copies.kept(feed, packed=packed)
        response = Response(body, content_type=CONTENT_TYPE)
        if packed:
            response.content_encoding = "gzip"
    response.headers.update(ALWAYS)
    response.set_etag(now.etag, weak=True)
    response.last_modified = now.last_modified
    _keep_after(response, feed, now.made, at.astimezone(UTC).date())
    return response


def was_found(token_sha256: bytes) -> bool:
    """Tell whether a feed answered to this hash of late; a guess is told apart from it without a look-up."""
    return token_sha256 in _remembered


def _found(token: str) -> Known | None:
    if not TOKEN.fullmatch(token):
        _hit(MISSES, by_address())
        return None
    token_sha256 = digest(token)
    if not was_found(token_sha256) and not _may(MISSES, by_address()):
        return None
    feed = copies.find(token_sha256)
    if feed is None:
        _remembered.pop(token_sha256, None)
        _hit(MISSES, by_address())
        return None
    _remembered[token_sha256] = None
    if len(_remembered) > MOST_REMEMBERED:
        _remembered.popitem(last=False)
    return feed


def _answer(feed: Known, at: datetime, layout: Layout) -> Answer:
    has_copy = feed.etag is not None and feed.last_modified is not None
    fresh = feed.has_copy_for(at.astimezone(UTC).date(), layout)
    if not (has_copy and (fresh or not _hit(RENDERINGS, feed.id))):
        try:
            made = copies.make(feed, at, layout)
            return Answer(made.etag, made.last_modified, made)
        except Exception:
            if not has_copy:
                raise
            current_app.logger.exception("a feed could not be rendered")
    assert feed.etag is not None
    assert feed.last_modified is not None
    return Answer(feed.etag, feed.last_modified, None)


def _is_unchanged(now: Answer) -> bool:
    """RFC 9110 section 13.2.2: If-None-Match wins, and is compared weakly."""
    if "If-None-Match" in request.headers:
        return request.if_none_match.contains_weak(now.etag)
    since = request.if_modified_since
    return since is not None and now.last_modified <= since


def _asks_for_gzip() -> bool:
    # A name, not `*`: an answer that was packed unasked broke Outlook.
    return any(name.lower() == "gzip" and quality > 0 for name, quality in request.accept_encodings)


def _nothing() -> Response:
    body = strict_json.dumps(NotFound().as_dict())
    return Response(body, NotFound.status, content_type=PROBLEM_JSON, headers=ALWAYS)


def _keep_after(response: Response, feed: Known, made: Copy | None, today: date) -> None:
    """Keep what was made, and once a day that the feed was fetched, when the answer is on its way."""
    fetched = feed.last_fetched_on != today
    if made is None and not fetched:
        return
    app = app_ctx.app
    client = clients.family(request.headers.get("User-Agent", ""))

    def keep() -> None:
        try:
            with app.app_context(), write():
                if made is not None:
                    copies.store(feed, made)
                if fetched:
                    copies.note_fetched(feed, today, client)
        except (SQLAlchemyError, Busy):  # busy, full, or the feed has just been removed: the next answer does without
            app.logger.info("a feed's bytes were not kept")

    response.call_on_close(keep)


def _may(limit: RateLimitItem, key: str) -> bool:
    try:
        return limiter.limiter.test(limit, "calendar", key)
    except limiter.limiter.storage.base_exceptions:  # the store of the limits is away: the calendar is not
        return True


def _hit(limit: RateLimitItem, key: str) -> bool:
    try:
        return limiter.limiter.hit(limit, "calendar", key)
    except limiter.limiter.storage.base_exceptions:  # the store of the limits is away: the calendar is not
        return True
