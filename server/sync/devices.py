"""The phones and laptops that have sent something."""

from datetime import datetime
from typing import cast

from sqlalchemy import Table, insert, update

from server.core.db import db
from server.sync.models import Device

DEVICES = cast(Table, Device.__table__)


def note_seen(user_id: str, device_id: str, at: datetime) -> None:
    """Note that the device sent something now; the first time makes it known."""
    mine = (DEVICES.c.user_id == user_id, DEVICES.c.id == device_id)
    if not db.session.connection().execute(update(DEVICES).where(*mine).values(last_seen_at=at)).rowcount:
        db.session.execute(insert(DEVICES).values(user_id=user_id, id=device_id, created_at=at, last_seen_at=at))
