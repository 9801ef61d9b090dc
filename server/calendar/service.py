"""Subscriptions of a student: at most one live feed for each scope, known by a secret address."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Select, delete, select

from server.calendar import copies
from server.calendar import plan as plans
from server.calendar.events import left_out
from server.calendar.life import event_of
from server.calendar.models import CalendarCopy, CalendarFeed
from server.calendar.refreshing import ALL, FOLLOWUPS, PLAN, Moment, refresh_contacts, refresh_items, refresh_plan
from server.calendar.window import window
from server.core import ids, revoked
from server.core.db import db
from server.core.problems import Invalid, NotFound
from server.sync import log

__all__ = ["NAMES", "digest", "make", "refresh_items", "revoke", "rotate", "shown", "shown_all"]

NAMES = {FOLLOWUPS: "Hallway follow-ups", PLAN: "Hallway plan", ALL: "Hallway"}
FEED = "feed"  # in the log of what ended
TOKEN_BYTES = 32
ONE_ALREADY = "You have an address for that already; give it a new one, or remove it first."
FAR_AWAY = "A calendar holds 1,000 events and one megabyte; those farthest from today are left out."


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a calendar does not show, and why; `id` is an agenda item's, None for a number of events."""

    id: str | None
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A subscription as its student sees it."""

    feed: CalendarFeed
    events: int
    left_out: list[LeftOut]


def make(user_id: str, scope: str, moment: Moment) -> tuple[CalendarFeed, str]:
    """Make the feed of a scope and return it with its token, which is never shown again; raise Invalid; flushes."""
    log.lock(user_id)
    if db.session.scalar(_mine(user_id).where(CalendarFeed.scope == scope)) is not None:
        raise Invalid(ONE_ALREADY, errors=[{"pointer": "/scope", "detail": ONE_ALREADY}])
    _refresh(user_id, scope, moment)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = CalendarFeed(
        user_id=user_id,
        id=ids.fresh(),
        scope=scope,
        name=NAMES[scope],
        token_sha256=digest(token),
        revision=1,
        created_at=moment.at,
        changed_at=moment.at,
    )
    db.session.add(feed)
    db.session.flush()
    return feed, token


def rotate(user_id: str, feed_id: str) -> tuple[CalendarFeed, str]:
    """Give the feed another token and return it; the old one is dead; raise NotFound; flushes."""
    feed = _get(user_id, feed_id)
    revoked.note(FEED, feed.token_sha256.hex())
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed.token_sha256 = digest(token)
    db.session.flush()
    return feed, token


def revoke(user_id: str, feed_id: str) -> None:
    """End the feed and forget its bytes; raise NotFound; flushes."""
    feed = _get(user_id, feed_id)
    revoked.note(FEED, feed.token_sha256.hex())
    copy = (CalendarCopy.user_id == user_id, CalendarCopy.feed_id == feed.id)
    db.session.execute(delete(CalendarCopy).where(*copy))
    db.session.delete(feed)
    db.session.flush()


def revoke_again(hashes: Sequence[str]) -> int:
    """End the feeds whose tokens have these hashes (hex), which a backup brought back; return how many there were."""
    which = CalendarFeed.token_sha256.in_([bytes.fromhex(one) for one in hashes])
    return db.session.connection().execute(delete(CalendarFeed).where(which)).rowcount


def shown_all(user_id: str, at: datetime) -> list[Shown]:
    """Return the student's feeds in the order they were made."""
    feeds = db.session.scalars(_mine(user_id).order_by(CalendarFeed.created_at, CalendarFeed.id))
    return [shown(feed, at) for feed in list(feeds)]


def shown(feed: CalendarFeed, at: datetime) -> Shown:
    """Return the feed with the number of its events and what it cannot show."""
    rows = copies.event_rows(feed.user_id, feed.scope)
    events = (event_of(uid, copies.stamp_of(row), row.content) for uid, row in rows.items())
    seen = window(events, _day(at))
    missing = _without_time(feed.user_id) if feed.scope != FOLLOWUPS else []
    if seen.left_out:
        missing.append(LeftOut(None, f"{seen.left_out} events", FAR_AWAY))
    return Shown(feed, len(seen.kept), missing)


def digest(token: str) -> bytes:
    """Return the SHA-256 by which a feed is found; enough for a secret of 256 random bits."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _without_time(user_id: str) -> list[LeftOut]:
    items = sorted(plans.plan(user_id).items.values(), key=lambda item: (item.title, item.id))
    told = ((item, left_out(item)) for item in items if not item.cancelled)
    return [LeftOut(item.id, item.title, reason) for item, reason in told if reason]


def _refresh(user_id: str, scope: str, moment: Moment) -> None:
    """Make sure of the events: they may be from before a restore, or from before there were calendars."""
    if scope != PLAN:
        refresh_contacts(user_id, None, moment)
    if scope != FOLLOWUPS:
        refresh_plan(user_id, moment)


def _get(user_id: str, feed_id: str) -> CalendarFeed:
    found: CalendarFeed | None = None
    if ids.is_id(feed_id):
        found = db.session.scalar(_mine(user_id).where(CalendarFeed.id == feed_id))
    if found is None:
        raise NotFound
    return found


def _mine(user_id: str) -> Select[Any]:
    return select(CalendarFeed).where(CalendarFeed.user_id == user_id)


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()
