"""The rows that a story is told from, and how each kind is read; nothing but the columns that a rule reads."""

from collections import namedtuple
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import select

from server.agenda.models import Conference, Item
from server.agenda.reading import readable
from server.badges.models import Scan as ScanRow
from server.contacts.models import Contact as ContactRow
from server.contacts.models import Note as NoteRow
from server.core.prepared import Prepared, PreparedIn
from server.followups.models import Followup as FollowupRow
from server.followups.models import Letter as LetterRow
from server.followups.models import Milestone as MilestoneRow
from server.followups.models import Outreach as OutreachRow
from server.followups.models import Settings as SettingsRow
from server.followups.story import Letter
from server.sync.mine import USER, mine

_row_type: Any = namedtuple  # whose names stand in no source


@dataclass(frozen=True, slots=True)
class Reading:
    """How rows of a kind are read: all of a student's, or those that belong to some contacts."""

    every: Prepared
    some: PreparedIn
    row: Callable[[Any], Any]


def _reading(key: Any, *names: str) -> Reading:
    """Return how the named columns alone are read: texts that no rule reads stay in the database."""
    model: type[Any] = key.class_
    query = mine(model, USER).with_only_columns(*(getattr(model, name) for name in names))
    some = PreparedIn(lambda ids: query.where(key.in_(ids)))
    return Reading(Prepared(query.where(key.is_not(None))), some, _row_type("Row", names)._make)


CONTACT = _reading(
    ContactRow.id, *("id", "name", "given_name", "family_name", "met_on", "conference", "referred_by", "deleted")
)
NOTE = _reading(
    NoteRow.contact, *("id", "contact", "item", "place", "at", "promise", "promise_due_on", "ask", "deleted")
)
SCAN = _reading(ScanRow.contact, "id", "contact", "captured_at", "deleted")
OUTREACH = _reading(OutreachRow.contact, "id", "contact", "direction", "purpose", "sent_at", "deleted")
LETTER_DAYS = tuple(field.name for field in fields(Letter) if field.name.endswith("_on"))
LETTER = _reading(LetterRow.contact, "id", "contact", "purpose", *LETTER_DAYS, "deleted")
MILESTONE = _reading(MilestoneRow.id, "id", "name", "reached_on", "contacts", "deleted")
REFERRED = PreparedIn(
    lambda ids: mine(ContactRow, USER).with_only_columns(ContactRow.id).where(ContactRow.referred_by.in_(ids))
)
REFERRERS = PreparedIn(
    lambda ids: (
        mine(ContactRow, USER)
        .with_only_columns(ContactRow.referred_by)
        .where(ContactRow.id.in_(ids), ContactRow.referred_by.is_not(None))
    )
)
_READABLE: Any = readable(USER)
CONFERENCES = PreparedIn(
    lambda ids: select(Conference.id, Conference.name, Conference.zone).where(_READABLE, Conference.id.in_(ids))
)
ITEMS = PreparedIn(
    lambda ids: (
        select(Item.id, Item.title)
        .join(Conference, Conference.id == Item.conference_id)
        .where(_READABLE, Item.id.in_(ids))
    )
)
CHOSEN = _reading(SettingsRow.id, "intervals", "quiet_days", "zone", "alarms", "deleted")
FOLLOWUP = _reading(FollowupRow.contact, "id", "contact", "step", "cycle", "due_on", "state", "title", "deleted")
