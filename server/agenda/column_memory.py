"""Columns as a person set them for earlier files of the same owner."""

from sqlalchemy import select

from server.agenda.answers import Mappings
from server.agenda.models import Conference
from server.core.db import db, snapshot

MOST_LOOKED_AT = 50  # conferences, which is as many as a user may have


def earlier(owner_id: str | None, slug: str) -> list[Mappings]:
    """Return the mappings of the owner's conference of that slug first, then of the others, the latest first."""
    query = select(Conference.slug, Conference.mappings).where(Conference.owner_id == owner_id)
    with snapshot():
        rows = db.session.execute(query.order_by(Conference.changed_at.desc()).limit(MOST_LOOKED_AT)).all()
    return [mappings for _, mappings in sorted(rows, key=lambda row: row[0] != slug) if mappings]
