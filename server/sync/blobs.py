"""Photos that records name. They come before the change that names them; a reader passes over one that is missing."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, insert, select, union_all

from server.core.db import db
from server.core.problems import Invalid, NotFound, QuotaReached
from server.sync import log, pictures, registry
from server.sync.models import Blob

MOST_OF_ONE_USER = 200_000_000  # bytes as kept
UNNAMED_KEPT = timedelta(days=30)  # the change that names a photo may wait on a phone as long as that


def check(name: str, data: bytes) -> None:
    """Raise Invalid unless the name is the SHA-256 of the bytes."""
    if hashlib.sha256(data).hexdigest() != name:
        raise Invalid("The name of a photo is the SHA-256 of its bytes.")


def is_kept(user_id: str, name: str) -> bool:
    """Tell whether the user has this photo here already."""
    return db.session.scalar(select(Blob.size).where(*_named(user_id, name))) is not None


def keep(user_id: str, name: str, picture: bytes, at: datetime) -> None:
    """Keep a photo that was drawn anew; a second time changes nothing; raise QuotaReached. Inside `write()`."""
    log.lock(user_id)
    if is_kept(user_id, name):
        return
    used = db.session.scalar(select(func.coalesce(func.sum(Blob.size), 0)).where(Blob.user_id == user_id)) or 0
    if used + len(picture) > MOST_OF_ONE_USER:
        raise QuotaReached(f"Your photos take {MOST_OF_ONE_USER // 1_000_000} MB already.")
    values = {"content_sha256": hashlib.sha256(picture).hexdigest(), "mime": pictures.MIME, "size": len(picture)}
    db.session.execute(insert(Blob).values(user_id=user_id, sha256=name, created_at=at, data=picture, **values))


def get(user_id: str, name: str) -> bytes:
    """Return a photo as it is kept; raise NotFound, also where it is another user's."""
    found = db.session.scalar(select(Blob.data).where(*_named(user_id, name)))
    if found is None:
        raise NotFound
    return found


def drop_unnamed(user_id: str, names: Iterable[str]) -> int:
    """Remove those of these photos that no record names any more; return how many. Inside `write()`."""
    wanted = sorted(set(names) - _all_named(user_id))
    if not wanted:
        return 0
    mine = (Blob.user_id == user_id, Blob.sha256.in_(wanted))
    return db.session.connection().execute(delete(Blob).where(*mine)).rowcount


def drop_forgotten(user_id: str, at: datetime) -> int:
    """Remove photos that came over 30 days ago and that no record names; return how many. Inside `write()`."""
    old = select(Blob.sha256).where(Blob.user_id == user_id, Blob.created_at < at - UNNAMED_KEPT)
    return drop_unnamed(user_id, db.session.scalars(old))


def named_by(user_id: str, rows: Iterable[tuple[str, str]]) -> set[str]:
    """Return the photos that these rows, given as (kind, id), name."""
    found: set[str] = set()
    for name, row_id in rows:
        kind = registry.find(name)
        if kind is not None:
            mine = (kind.table.c.user_id == user_id, kind.table.c.id == row_id)
            for field in kind.photos:
                found |= {value for value in db.session.scalars(select(kind.table.c[field]).where(*mine)) if value}
    return found


def _all_named(user_id: str) -> set[str]:
    fields = [
        select(kind.table.c[field]).where(kind.table.c.user_id == user_id)
        for kind in registry.kinds()
        for field in kind.photos
    ]
    return {value for value in db.session.scalars(union_all(*fields)) if value} if fields else set()


def _named(user_id: str, name: str) -> tuple[ColumnElement[bool], ...]:
    return Blob.user_id == user_id, Blob.sha256 == name
