"""Who has to hear of a change in an agenda: the items, people and conferences that events rest on."""

from collections.abc import Collection
from typing import cast

from sqlalchemy import Table, bindparam, delete, insert, select

from server.agenda.models import Item, Participation
from server.calendar.models import CalendarWatch
from server.core.db import db
from server.core.prepared import Prepared
from server.followups.service import batches

WATCH = cast(Table, CalendarWatch.__table__)

_WATCHED = Prepared(select(WATCH.c.id).where(WATCH.c.user_id == bindparam("user"), WATCH.c.scope == bindparam("scope")))


def watch(user_id: str, scope: str, wanted: Collection[str], *, only_more: bool = False) -> None:
    """Let the student's events of the scope rest on these ids, and on no others unless `only_more`."""
    mine = (WATCH.c.user_id == user_id, WATCH.c.scope == scope)
    known = {row[0] for row in _WATCHED.all(user=user_id, scope=scope)}
    if not only_more:
        for batch in batches(known - set(wanted)):
            db.session.execute(delete(WATCH).where(*mine, WATCH.c.id.in_(batch)))
    new = [{"user_id": user_id, "scope": scope, "id": one} for one in sorted(set(wanted) - known)]
    if new:
        db.session.execute(insert(WATCH), new)


def watchers(changed: Collection[str]) -> list[tuple[str, str]]:
    """Return (user, scope) of everyone whose events rest on what changed, or on who stands there, in order."""
    found: set[tuple[str, str]] = set()
    for batch in batches(set(changed) | _beside(changed)):
        rows = db.session.execute(select(WATCH.c.user_id, WATCH.c.scope).where(WATCH.c.id.in_(batch)).distinct())
        found |= {(row.user_id, row.scope) for row in rows}
    return sorted(found)


def _beside(changed: Collection[str]) -> set[str]:
    """Return the people on the items, and the posters that take their times from them."""
    found: set[str] = set()
    for batch in batches(set(changed)):
        people = select(Participation.person_id).where(Participation.item_id.in_(batch)).distinct()
        found |= set(db.session.scalars(people))
        found |= set(db.session.scalars(select(Item.id).where(Item.parent_id.in_(batch))))
    return found
