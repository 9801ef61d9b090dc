"""Keeps the events of a student in step with their records, in the transaction of the change. Inside `write()`.

Nothing is rendered here: a scan never waits for a calendar.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, or_, select, update

from server.calendar import plan as plans
from server.calendar.events import Options, Stamp, flagged, follow_up
from server.calendar.life import Content, Told, after, content_of, settled
from server.calendar.models import CalendarEvent, CalendarFeed
from server.calendar.options import options
from server.calendar.watching import watch, watchers
from server.core.db import db
from server.core.prepared import Prepared, PreparedIn
from server.followups import service as followups
from server.followups.cadence import steps
from server.sync import log

FOLLOWUPS, PLAN, ALL = "followups", "plan", "all"
EVENTS, FEEDS = cast(Table, CalendarEvent.__table__), cast(Table, CalendarFeed.__table__)

_KNOWN = select(
    *(EVENTS.c[name] for name in ("uid", "about", "sequence", "created_at", "changed_at", "content"))
).where(EVENTS.c.user_id == bindparam("user"), EVENTS.c.scope == bindparam("scope"))
_EVERY_EVENT = Prepared(_KNOWN)
_EVENTS = PreparedIn(lambda ids: _KNOWN.where(or_(EVENTS.c.about.in_(ids), EVENTS.c.uid.in_(ids))))

Wanted = dict[str, tuple[str, Content]]


@dataclass(frozen=True, slots=True)
class Moment:
    """When it is, and the origin of the links."""

    at: datetime
    url: str

    @property
    def stamp(self) -> Stamp:
        """A life for events of which only the content counts."""
        return Stamp(0, self.at, self.at)


def refresh_contacts(user_id: str, contact_ids: Collection[str] | None, moment: Moment) -> None:
    """Bring the follow-ups of these contacts up to date, of all contacts for None."""
    if contact_ids is not None and not contact_ids:
        return
    chosen = _options(user_id, moment)
    wanted: Wanted = {}
    contact_ids = None if contact_ids is None else followups.affected(user_id, contact_ids)
    told = followups.tell(user_id, contact_ids)
    for story in told.stories:
        for step in steps(story, moment.at.date()):
            event = follow_up(step, moment.stamp, chosen)
            if event is not None:
                wanted[event.uid] = (story.contact.id, content_of(event))
    abouts = None if contact_ids is None else frozenset([*contact_ids, *(one.contact.id for one in told.stories)])
    _settle(user_id, FOLLOWUPS, wanted, abouts, moment.at)
    watch(user_id, FOLLOWUPS, told.places, only_more=contact_ids is not None)


def refresh_plan(user_id: str, moment: Moment) -> None:
    """Bring all events of the plan up to date."""
    chosen = _options(user_id, moment)
    plan = plans.plan(user_id)
    wanted: Wanted = {}
    for item_id, item in plan.items.items():
        event = flagged(item, moment.stamp, chosen)
        if event is not None:
            wanted[item_id] = (item_id, content_of(event))
    _settle(user_id, PLAN, wanted, None, moment.at)
    watch(user_id, PLAN, plan.watched)


def refresh_items(changed: Collection[str], moment: Moment) -> None:
    """Bring everyone's events up to date after an import changed these items, people or conferences."""
    for user_id, scope in watchers(changed):
        log.lock(user_id)  # in the order of their ids: a phone may be sending at the same time
        if scope == PLAN:
            refresh_plan(user_id, moment)
        else:
            refresh_contacts(user_id, None, moment)


def _options(user_id: str, moment: Moment) -> Options:
    row = followups.chosen(user_id)
    return options(moment.url, row.alarms if row else None)


def _settle(user_id: str, scope: str, wanted: Wanted, abouts: frozenset[str] | None, at: datetime) -> None:
    known = _known(user_id, scope, wanted, abouts)
    changed = settled(known, wanted, abouts, at)
    if not changed:
        return
    _store(user_id, scope, changed, known.keys())
    mine = (FEEDS.c.user_id == user_id, FEEDS.c.scope.in_((scope, ALL)))
    for feed in db.session.execute(select(FEEDS.c.id, FEEDS.c.changed_at).where(*mine)).all():
        values: dict[str, Any] = {"revision": FEEDS.c.revision + 1, "changed_at": after(feed.changed_at, at)}
        db.session.execute(update(FEEDS).where(*mine, FEEDS.c.id == feed.id).values(values))


def _known(user_id: str, scope: str, wanted: Wanted, abouts: frozenset[str] | None) -> dict[str, Told]:
    if abouts is None:
        rows = _EVERY_EVENT.all(user=user_id, scope=scope)
    else:
        batches = followups.batches(abouts | wanted.keys())
        rows = [row for batch in batches for row in _EVENTS.all(batch, user=user_id, scope=scope)]
    return {uid: Told(about, Stamp(*stamp), content) for uid, about, *stamp, content in rows}


def _store(user_id: str, scope: str, changed: Mapping[str, Told], known: Collection[str]) -> None:
    rows = [(uid in known, _columns(user_id, scope, uid, told)) for uid, told in sorted(changed.items())]
    made = [row for old, row in rows if not old]
    kept = [
        {f"old_{name}": row.pop(name) for name in ("user_id", "scope", "uid", "created_at")} | row
        for old, row in rows
        if old
    ]
    if made:
        db.session.execute(insert(EVENTS), made)
    if kept:
        keys = [EVENTS.c[name] == bindparam(f"old_{name}") for name in ("user_id", "scope", "uid")]
        values: dict[str, Any] = {name: bindparam(name) for name in kept[0] if not name.startswith("old_")}
        db.session.connection().execute(update(EVENTS).where(*keys).values(values), kept)


def _columns(user_id: str, scope: str, uid: str, told: Told) -> dict[str, Any]:
    return {
        "user_id": user_id,
        "scope": scope,
        "uid": uid,
        "about": told.about,
        "sequence": told.stamp.sequence,
        "created_at": told.stamp.created_at,
        "changed_at": told.stamp.changed_at,
        "gone": told.content is None,
        "content": told.content,
        "piece": None,
        "layout": None,
    }
