"""Makes backups and brings them back, with everything dead that ended in between (security, section 11)."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, text

from server.accounts import sessions
from server.accounts.models import User
from server.backups import archive, dumping
from server.backups.archive import BadBackup, Label
from server.core import clock, revoked
from server.core.command import knows_layout, migrate
from server.core.db import db, snapshot, write
from server.sync.models import Mutation

KEPT = timedelta(days=30)  # not longer than phones keep what they sent


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought back, and what it ended again."""

    label: Label
    ended: dict[str, int]
    sessions_ended: int
    set_aside: Path | None


def make(url: str, folder: Path, at: datetime) -> Path:
    """Write a backup into the folder, forget those over 30 days old, and return its place; raise BadBackup."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kind = dumping.kind_of(url)
    dump = folder / archive.name_for(at, kind)
    with _partial(dump) as partial:
        with snapshot():
            layout = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
            users = db.session.scalar(select(func.count()).select_from(User)) or 0
            mutations = db.session.scalar(select(func.count()).select_from(Mutation)) or 0
        dumping.dump(url, partial)
        label = Label(archive.stamp(at), kind, str(layout), archive.sha256(partial), users, mutations)
        archive.finish(dump, partial, label)
    archive.drop_older(folder, at - KEPT)
    return dump


def restore(url: str, dump: Path, log: Path, *, end_sessions: bool) -> Restored:
    """Put a backup in the place of the database; raise BadBackup with the database as it was.

    What ended since the backup was made, by the log, ends again; so does what is too short-lived to come back.
    """
    label = archive.read_label(dump)
    if label.database != dumping.kind_of(url):
        raise BadBackup(f"{dump.name} is of {label.database}, but HALLWAY_DATABASE_URL names {dumping.kind_of(url)}.")
    if not knows_layout(label.layout):
        raise BadBackup(f"{dump.name} was made by a newer version of Hallway; install that one first.")
    db.session.remove()
    db.engine.dispose()
    set_aside = _set_aside(url, dump.parent)
    dumping.load(dump, url)
    db.engine.dispose()
    migrate()
    with write():
        ended = revoked.replay(log, archive.since(label))
        closed = sessions.close_everyones() if end_sessions else 0
    return Restored(label, ended, closed, set_aside)


def _set_aside(url: str, folder: Path) -> Path | None:
    """Keep the database of now beside the backups: a restore may have been a mistake."""
    place = folder / f"before-restore-{clock.now():%Y%m%dT%H%M%SZ}{archive.ENDINGS[dumping.kind_of(url)]}"
    with contextlib.suppress(BadBackup), _partial(place) as partial:  # it may be damaged, which is why one restores
        dumping.dump(url, partial)
        partial.replace(place)
        return place
    return None


@contextlib.contextmanager
def _partial(dump: Path) -> Iterator[Path]:
    partial = dump.with_name(f".{dump.name}.partial")
    try:
        yield partial
    finally:
        partial.unlink(missing_ok=True)
