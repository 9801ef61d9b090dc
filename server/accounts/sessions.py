"""Sessions: a browser that is signed in, known by a secret of which only the SHA-256 is kept."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, delete, select, true, update

from server.accounts.models import Session, User
from server.core import revoked
from server.core.db import db, writing
from server.core.prepared import Prepared
from server.core.problems import SignInNeeded

SESSION = "session"  # in the log of what ended

SLIDING, ABSOLUTE = timedelta(days=90), timedelta(days=365)
TOUCH_EVERY = timedelta(days=1)  # how exact `last_seen_at` is; a write at every request would buy nothing
TOKEN_BYTES = 32


# Asked in every request of everyone who is signed in.
_BY_TOKEN = Prepared(
    select(
        Session.token_sha256,
        Session.user_id,
        User.name,
        Session.device_id,
        Session.created_at,
        Session.authenticated_at,
        Session.last_seen_at,
        User.disabled_at.is_not(None),
    )
    .join(User, User.id == Session.user_id)
    .where(Session.token_sha256 == bindparam("token"))
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live session and whose it is, as plain values that outlive the database transaction."""

    token_sha256: bytes
    user_id: str
    name: str
    device_id: str | None
    created_at: datetime
    authenticated_at: datetime
    last_seen_at: datetime
    disabled: bool


def open_session(user_id: str, at: datetime, browser: str | None = None) -> str:
    """Make a session and return its token, 256 random bits; flushes. `browser` is what it calls itself."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    db.session.add(
        Session(
            token_sha256=digest(token),
            user_id=user_id,
            device_id=None,
            browser=browser,
            created_at=at,
            authenticated_at=at,
            last_seen_at=at,
        )
    )
    db.session.flush()
    return token


def find(token: str, at: datetime) -> SignedIn | None:
    """Return the session of a token, None where it is unknown, unused for 90 days or a year old."""
    rows = (_BY_TOKEN.all if writing() else _BY_TOKEN.newest)(token=digest(token))
    row = rows[0] if rows else None
    found = SignedIn(*row) if row else None
    return found if found and expires_at(found.created_at, found.last_seen_at) > at else None


def expires_at(created_at: datetime, last_seen_at: datetime) -> datetime:
    """Return when a session ends by itself."""
    return min(last_seen_at + SLIDING, created_at + ABSOLUTE)


def touch(signed_in: SignedIn, at: datetime) -> None:
    """Note that the session was used now."""
    db.session.execute(update(Session).where(Session.token_sha256 == signed_in.token_sha256).values(last_seen_at=at))


def adopt_device(signed_in: SignedIn, device_id: str) -> None:
    """Tie the session to the device of its first sync; a later one changes nothing."""
    unbound = (Session.token_sha256 == signed_in.token_sha256) & Session.device_id.is_(None)
    db.session.execute(update(Session).where(unbound).values(device_id=device_id))


def renew(signed_in: SignedIn, at: datetime) -> str:
    """Return the new value of a session whose user has shown again who they are; the old value is dead.

    Raises SignInNeeded where the session was ended from elsewhere in this moment; flushes.
    """
    browser = db.session.scalar(select(Session.browser).where(Session.token_sha256 == signed_in.token_sha256))
    if not _end(Session.token_sha256 == signed_in.token_sha256):
        raise SignInNeeded
    token = secrets.token_urlsafe(TOKEN_BYTES)
    fresh = Session(
        token_sha256=digest(token),
        user_id=signed_in.user_id,
        device_id=signed_in.device_id,
        browser=browser,
        created_at=signed_in.created_at,
        authenticated_at=at,
        last_seen_at=at,
    )
    db.session.add(fresh)
    db.session.flush()
    return token


def close(token: str) -> None:
    """End the session of a token, if there is one."""
    _end(Session.token_sha256 == digest(token))


def close_these(user_id: str, hashes: Sequence[bytes]) -> int:
    """End those of a user's sessions whose tokens have these hashes; return how many there were."""
    return _end((Session.user_id == user_id) & Session.token_sha256.in_(hashes))


def close_all(user_id: str, *, besides: bytes | None = None) -> None:
    """End all sessions of a user, but the one with the given hash."""
    ending = Session.user_id == user_id
    if besides is not None:
        ending = ending & (Session.token_sha256 != besides)
    _end(ending)


def end_again(hashes: Sequence[str]) -> int:
    """End the sessions with these hashes (hex), which a backup brought back; return how many there were."""
    return _delete(Session.token_sha256.in_([bytes.fromhex(one) for one in hashes]))


def close_everyones() -> int:
    """End all sessions of all users and return how many there were."""
    return _delete(true())


def _end(which: ColumnElement[bool]) -> int:
    ended = list(db.session.scalars(select(Session.token_sha256).where(which)))
    if ended:
        revoked.note(SESSION, *(one.hex() for one in ended))
        _delete(Session.token_sha256.in_(ended))
    return len(ended)


def _delete(which: ColumnElement[bool]) -> int:
    return db.session.connection().execute(delete(Session).where(which)).rowcount


def digest(token: str) -> bytes:
    """Return the SHA-256 by which a token is found; enough for a secret of 256 random bits."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
