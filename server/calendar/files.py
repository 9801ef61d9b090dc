"""Calendar files made on request: one event to download, or a whole feed without its address."""

from datetime import UTC, datetime

from sqlalchemy import select

from server.agenda.models import Conference
from server.agenda.models import Item as ItemRow
from server.calendar import copies, ical
from server.calendar import plan as plans
from server.calendar.events import Stamp, flagged, left_out
from server.calendar.ical import Event, Layout
from server.calendar.life import event_of
from server.calendar.models import CalendarEvent
from server.calendar.options import options
from server.calendar.refreshing import ALL, FOLLOWUPS, PLAN, Moment
from server.calendar.service import NAMES
from server.calendar.window import window
from server.core import ids
from server.core.db import db
from server.core.problems import NotFound
from server.followups import service as followups

CANCELLED = "It does not take place."


def whole(user_id: str, scope: str, at: datetime, layout: Layout) -> bytes:
    """Return the exact bytes that the student's feed of the scope has now."""
    rows = copies.event_rows(user_id, scope)
    events = (event_of(uid, copies.stamp_of(row), row.content) for uid, row in rows.items())
    return ical.render(window(events, at.astimezone(UTC).date()).kept, NAMES[scope], layout)


def of_followup(user_id: str, step_id: str, layout: Layout) -> bytes:
    """Return the file of one open follow-up, as it stands in the feed; raise NotFound."""
    row = _row(user_id, FOLLOWUPS, step_id)
    if row is None or row.content is None:
        raise NotFound
    return _file(event_of(row.uid, copies.stamp_of(row), row.content), layout)


def of_item(user_id: str, item_id: str, moment: Moment, layout: Layout) -> bytes:
    """Return the file of one item, flagged or not, as it stands in the feed; raise NotFound, saying why it has none."""
    row = _row(user_id, PLAN, item_id)
    if row is not None and row.content is not None:
        return _file(event_of(row.uid, copies.stamp_of(row), row.content), layout)
    item = plans.single(user_id, item_id) if ids.is_id(item_id) else None
    if item is None:
        raise NotFound
    settings = followups.settings_row(user_id)
    chosen = options(moment.url, settings.alarms if settings else None)
    event = flagged(item, copies.stamp_of(row) if row else _stamp(item_id), chosen)
    if event is None:
        raise NotFound(left_out(item) or CANCELLED)
    return _file(event, layout)


def _file(event: Event, layout: Layout) -> bytes:
    return ical.render([event], NAMES[ALL], layout)


def _row(user_id: str, scope: str, uid: str) -> CalendarEvent | None:
    mine = (CalendarEvent.user_id == user_id, CalendarEvent.scope == scope, CalendarEvent.uid == uid)
    return db.session.scalar(select(CalendarEvent).where(*mine)) if ids.is_id(uid) else None


def _stamp(item_id: str) -> Stamp:
    """The life of an event that no feed has shown: it is as old as the agenda."""
    query = select(Conference.changed_at).join(ItemRow, ItemRow.conference_id == Conference.id)
    at = db.session.execute(query.where(ItemRow.id == item_id)).scalar_one()
    return Stamp(0, at, at)
