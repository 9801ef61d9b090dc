"""Conferences and their published files, as those who may read them see them."""

import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import Select, select

from server.agenda.models import Conference, Shard
from server.agenda.reading import readable
from server.core.db import db
from server.core.problems import NotFound

MOST_LISTED = 500
KEPT_SECONDS, KEPT_BYTES = 60, 8_000_000  # of public files in the memory of one process


@dataclass(frozen=True, slots=True)
class File:
    """Published bytes in one encoding: "br", "gzip" or "" for none."""

    data: bytes
    encoding: str
    public: bool


class _Recent:
    """Public files asked for lately: when a version comes out every phone in the hall asks for the same few."""

    def __init__(self) -> None:
        self._files: dict[tuple[str, frozenset[str]], tuple[float, File]] = {}
        self._lock = Lock()
        self._bytes = 0

    def get(self, key: tuple[str, frozenset[str]], find: Callable[[], File | None]) -> File | None:
        """Return the file of that name and those encodings, found anew after a minute."""
        now = time.monotonic()
        known = self._files.get(key)
        if known is not None and now - known[0] < KEPT_SECONDS:
            return known[1]
        found = find()
        with self._lock:
            if (old := self._files.pop(key, None)) is not None:
                self._bytes -= len(old[1].data)
            if found is not None:
                self._files[key] = now, found
                self._bytes += len(found.data)
            while self._bytes > KEPT_BYTES:
                self._bytes -= len(self._files.pop(next(iter(self._files)))[1].data)
        return found


_recent = _Recent()


def conferences(user_id: str | None) -> list[dict[str, Any]]:
    """Return what a user, or a guest, may read, the latest meeting first."""
    query = select(Conference).where(readable(user_id))
    found = db.session.scalars(query.order_by(Conference.first_day.desc(), Conference.slug).limit(MOST_LISTED))
    return [
        {
            "id": one.id,
            "slug": one.slug,
            "name": one.name,
            "zone": one.zone,
            "first_day": one.first_day.isoformat() if one.first_day else None,
            "last_day": one.last_day.isoformat() if one.last_day else None,
            "public": one.public,
            "mine": user_id is not None and one.owner_id == user_id,
            "manifest": one.manifest,
        }
        for one in found
    ]


def manifests(user_id: str) -> dict[str, str]:
    """Return conference id -> manifest sha for a sync answer."""
    query = select(Conference.id, Conference.manifest).where(readable(user_id)).limit(MOST_LISTED)
    return {row[0]: row[1] for row in db.session.execute(query)}


def public_file(sha256: str, encodings: frozenset[str]) -> File | None:
    """Return the file if a public conference lists it, or listed it within the last minute."""
    return _recent.get((sha256, encodings), lambda: _public_file(sha256, encodings))


def _public_file(sha256: str, encodings: frozenset[str]) -> File | None:
    return _file(_query(sha256, encodings).where(Conference.public.is_(True)), encodings, public=True)


def own_file(sha256: str, encodings: frozenset[str], user_id: str) -> File:
    """Return the file if a conference of the user lists it; raise NotFound."""
    found = _file(_query(sha256, encodings).where(Conference.owner_id == user_id), encodings, public=False)
    if found is None:
        raise NotFound
    return found


def all_conferences(owner_id: str | None = None) -> list[Conference]:
    """Return every conference of the installation by slug, or those of one owner."""
    query = select(Conference).order_by(Conference.slug).limit(MOST_LISTED)
    return list(db.session.scalars(query if owner_id is None else query.where(Conference.owner_id == owner_id)))


def _query(sha256: str, encodings: frozenset[str]) -> Select[Any]:
    data = Shard.brotli if "br" in encodings else Shard.gzip
    query = select(data).join(Conference, Conference.id == Shard.conference_id)
    return query.where(Shard.sha256 == sha256).limit(1)


def _file(query: Select[Any], encodings: frozenset[str], *, public: bool) -> File | None:
    data: bytes | None = db.session.scalar(query)
    if data is None:
        return None
    if "br" in encodings:
        return File(data, "br", public)
    if "gzip" in encodings:
        return File(data, "gzip", public)
    return File(gzip.decompress(data), "", public)
