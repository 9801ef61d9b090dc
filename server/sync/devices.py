"""The phones, laptops and browsers of a student: what they are called, when they were seen, how one is shut out.

A session is one browser that is signed in; a device is a store of records, known from the first sync of a session. They
end together: ending a session of a device marks the device, ending a device ends its sessions.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, insert, select, update

from server.accounts import sessions
from server.accounts.models import Session
from server.core import ids
from server.core.db import db
from server.core.problems import NotFound
from server.sync.models import Device

DEVICES = cast(Table, Device.__table__)
MOST_SHOWN = 200
_SEEN = (
    update(DEVICES)
    .where(DEVICES.c.user_id == bindparam("of_user"), DEVICES.c.id == bindparam("of_device"))
    .values(last_seen_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class SignedInAt:
    """One browser that is signed in; `handle` names it without giving its secret or the secret's hash away."""

    handle: str
    token_sha256: bytes
    device_id: str | None
    name: str | None
    browser: str | None
    made_at: datetime
    seen_at: datetime


def note_seen(user_id: str, device_id: str, at: datetime) -> None:
    """Note that the device sent something now; the first time makes it known."""
    seen = {"of_user": user_id, "of_device": device_id, "at": at}
    if not db.session.connection().execute(_SEEN, seen).rowcount:
        db.session.execute(insert(DEVICES).values(user_id=user_id, id=device_id, created_at=at, last_seen_at=at))


def welcome_back(user_id: str, device_id: str) -> None:
    """Take back that the device was shut out: its person has signed in on it again."""
    mine = (DEVICES.c.user_id == user_id, DEVICES.c.id == device_id)
    db.session.execute(update(DEVICES).where(*mine).values(revoked_at=None))


def places(user_id: str, at: datetime) -> list[SignedInAt]:
    """Return where the student is signed in, the latest seen first; sessions that ended by themselves are left out."""
    query = (
        select(Session, Device.name, Device.last_seen_at)
        .outerjoin(Device, (Device.user_id == Session.user_id) & (Device.id == Session.device_id))
        .where(Session.user_id == user_id)
        .order_by(Session.last_seen_at.desc(), Session.token_sha256)
        .limit(MOST_SHOWN)
    )
    found = [
        SignedInAt(
            handle_of(session.token_sha256),
            session.token_sha256,
            session.device_id,
            name,
            session.browser,
            session.created_at,
            max(session.last_seen_at, synced_at or session.last_seen_at),
        )
        for session, name, synced_at in db.session.execute(query)
        if sessions.expires_at(session.created_at, session.last_seen_at) > at
    ]
    return sorted(found, key=lambda one: one.seen_at, reverse=True)


def handle_of(token_sha256: bytes) -> str:
    """Return the public name of a session, from which its hash cannot be told."""
    return hashlib.sha256(b"session handle\n" + token_sha256).hexdigest()[:32]


def end(user_id: str, handle: str, at: datetime) -> None:
    """End one session; where it has a device, all of that device's. Inside `write()`; raises NotFound."""
    place = next((one for one in places(user_id, at) if one.handle == handle), None)
    if place is None:
        raise NotFound
    if place.device_id is not None:
        shut_out(user_id, place.device_id, at)
    sessions.close_these(user_id, [place.token_sha256])


def shut_out(user_id: str, device_id: str, at: datetime) -> None:
    """End every session of a device and mark it. Inside `write()`; raises NotFound."""
    _get(user_id, device_id).revoked_at = at
    db.session.flush()
    its = select(Session.token_sha256).where(Session.user_id == user_id, Session.device_id == device_id)
    sessions.close_these(user_id, list(db.session.scalars(its)))


def rename(user_id: str, device_id: str, name: str | None) -> None:
    """Call a device by a name of its person's; None forgets it. Inside `write()`; raises NotFound; flushes."""
    _get(user_id, device_id).name = name
    db.session.flush()


def _get(user_id: str, device_id: str) -> Device:
    found = None
    if ids.is_id(device_id):
        found = db.session.scalar(select(Device).where(Device.user_id == user_id, Device.id == device_id))
    if found is None:
        raise NotFound
    return found
