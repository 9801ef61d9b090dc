"""Conferences and their published files, as those who may read them see them."""

import gzip
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import Engine, Select, bindparam, select

from server.agenda.models import Conference, Shard
from server.agenda.reading import readable
from server.core.db import db
from server.core.prepared import Prepared
from server.core.problems import NotFound

MOST_LISTED = 500
ENCODINGS = frozenset({"br", "gzip"})
KEPT_SECONDS, KEPT_BYTES = 60, 8_000_000  # of the bytes of public files in the memory of one process


_LISTED = select(
    *(Conference.id, Conference.slug, Conference.name, Conference.zone, Conference.first_day, Conference.last_day),
    *(Conference.public, Conference.owner_id, Conference.manifest),
)
_LATEST_FIRST = (Conference.first_day.desc(), Conference.slug)
_USER: Any = bindparam("user")
_GUESTS = Prepared(_LISTED.where(readable(None)).order_by(*_LATEST_FIRST).limit(MOST_LISTED))
_READABLE = Prepared(_LISTED.where(readable(_USER)).order_by(*_LATEST_FIRST).limit(MOST_LISTED))
_MANIFESTS = Prepared(select(Conference.id, Conference.manifest).where(readable(_USER)).limit(MOST_LISTED))

_PUBLIC = Prepared(
    select(Shard.kind)
    .join(Conference, Conference.id == Shard.conference_id)
    .where(Shard.sha256 == bindparam("sha256"), Conference.public.is_(True))
    .limit(1)
)

Name = tuple[str, str]  # SHA-256 of the uncompressed bytes, encoding


@dataclass(frozen=True, slots=True)
class File:
    """Published bytes in one encoding: "br", "gzip" or "" for none."""

    data: bytes
    encoding: str
    public: bool


class _Recent:
    """Bytes asked for lately: when a version comes out every phone in the hall asks for the same few."""

    def __init__(self) -> None:
        self._files: dict[Name, tuple[float, File]] = {}
        self._lock = Lock()
        self._bytes = 0

    def known(self, key: Name) -> File | None:
        """Return the file of that hash in that encoding if it was found within the last minute."""
        known = self._files.get(key)
        return known[1] if known is not None and time.monotonic() - known[0] < KEPT_SECONDS else None

    def get(self, key: Name, find: Callable[[], File | None]) -> File | None:
        """Return the file of that hash in that encoding, found anew after a minute."""
        known = self.known(key)
        if known is not None:
            return known
        now, found = time.monotonic(), find()
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
    found = _GUESTS.newest() if user_id is None else _READABLE.newest(user=user_id)
    return [
        {
            "id": row_id,
            "slug": slug,
            "name": name,
            "zone": zone,
            "first_day": first_day.isoformat() if first_day else None,
            "last_day": last_day.isoformat() if last_day else None,
            "public": public,
            "mine": user_id is not None and owner_id == user_id,
            "manifest": manifest,
        }
        for row_id, slug, name, zone, first_day, last_day, public, owner_id, manifest in found
    ]


def manifests(user_id: str) -> dict[str, str]:
    """Return conference id -> manifest sha for a sync answer."""
    return dict(_MANIFESTS.all(user=user_id))


def public_file(sha256: str, encodings: frozenset[str]) -> File | None:
    """Return the file if a public conference lists it."""
    encoding = best(encodings)
    if not _PUBLIC.newest(sha256=sha256):
        return None
    listed = _query(sha256, encoding).where(Conference.public.is_(True))
    return _recent.get((sha256, encoding), lambda: _file(listed, encoding, public=True))


def lately(engine: Engine, sha256: str, encoding: str) -> File | None:
    """Return the file if `public_file` found it within the last minute and a public conference lists it now."""
    file = _recent.known((sha256, encoding))
    return file if file is not None and _PUBLIC.newest(engine, sha256=sha256) else None


def own_file(sha256: str, encodings: frozenset[str], user_id: str) -> File:
    """Return the file if a conference of the user lists it; raise NotFound."""
    encoding = best(encodings)
    found = _file(_query(sha256, encoding).where(Conference.owner_id == user_id), encoding, public=False)
    if found is None:
        raise NotFound
    return found


def all_conferences(owner_id: str | None = None) -> list[Conference]:
    """Return every conference of the installation by slug, or those of one owner."""
    query = select(Conference).order_by(Conference.slug).limit(MOST_LISTED)
    return list(db.session.scalars(query if owner_id is None else query.where(Conference.owner_id == owner_id)))


def encodings(accepted: Iterable[tuple[str, float]]) -> frozenset[str]:
    """Return those of our encodings that a caller takes, from all that it names and their qualities."""
    return ENCODINGS & {name for name, quality in accepted if quality > 0}


def best(encodings: frozenset[str]) -> str:
    """Return the encoding that is sent to whoever takes these, "" for none."""
    return next((one for one in ("br", "gzip") if one in encodings), "")


def _query(sha256: str, encoding: str) -> Select[Any]:
    data = Shard.brotli if encoding == "br" else Shard.gzip
    query = select(data).join(Conference, Conference.id == Shard.conference_id)
    return query.where(Shard.sha256 == sha256).limit(1)


def _file(query: Select[Any], encoding: str, *, public: bool) -> File | None:
    data: bytes | None = db.session.scalar(query)
    if data is None:
        return None
    return File(data if encoding else gzip.decompress(data), encoding, public)
