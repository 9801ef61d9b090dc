"""Failed sign-ins: after the fifth the next try has to wait, 1 s at first and 60 s at most; nobody is ever locked out.

Rows are keyed by the hash of a name, not by a user, so that a name that exists behaves like one that does not, and so
that guessing never holds the row that the user's own devices write to. A browser that has signed in before (see
`known.py`) counts for itself: strangers cannot keep the owner waiting.
"""

import hashlib
import math
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from server.accounts.models import Attempt
from server.accounts.names import folded
from server.core.db import db
from server.core.problems import Busy, TooMany

FREE, MOST_DELAY = 5, timedelta(seconds=60)
KEPT = timedelta(days=1)


def key(name: str, known_browser: str | None = None) -> bytes:
    """Return under which key tries of this name are counted."""
    return hashlib.sha256(f"{known_browser or ''}\n{folded(name)}".encode("utf-8", "replace")).digest()


def begin(attempt: bytes, at: datetime) -> None:
    """Count a try as failed until it is forgotten; raise TooMany while the name has to wait; flushes."""
    db.session.execute(delete(Attempt).where(Attempt.last_at < at - KEPT))
    row = _locked(attempt) or _made(attempt, at)
    if row.next_try_at > at:
        wait = math.ceil((row.next_try_at - at).total_seconds())
        raise TooMany(f"Please wait {wait} s before the next try.", headers={"Retry-After": str(wait)})
    row.failures += 1
    row.next_try_at, row.last_at = at + delay(row.failures), at
    db.session.flush()


def _locked(attempt: bytes) -> Attempt | None:
    return db.session.execute(
        select(Attempt).where(Attempt.key_sha256 == attempt).with_for_update()
    ).scalar_one_or_none()


def _made(attempt: bytes, at: datetime) -> Attempt:
    try:
        with db.session.begin_nested():
            db.session.add(Attempt(key_sha256=attempt, failures=0, next_try_at=at, last_at=at))
    except IntegrityError:  # PostgreSQL: another try of the same name made it in this moment
        pass
    row = _locked(attempt)
    if row is None:  # and was right, so that it is gone again
        raise Busy
    return row


def forget(attempt: bytes) -> None:
    """Forget the failures: the try was right."""
    db.session.execute(delete(Attempt).where(Attempt.key_sha256 == attempt))


def delay(failures: int) -> timedelta:
    """Return how long the next try waits after that many failures: none up to 4, then 1, 2, 4 ... 60 s."""
    if failures < FREE:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(failures - FREE, 10)), MOST_DELAY)
