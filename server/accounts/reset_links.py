"""Links by which the operator lets somebody in again who has lost every way: one use, 30 minutes, ten tries.

The secret stands in the part of the address that browsers keep to themselves; only its hash is stored. Opening the
link does nothing: what is posted with it does.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from server.accounts import sessions
from server.accounts.models import ResetLink, User
from server.core.db import db
from server.core.problems import Forbidden, NotFound

LIFE, MOST_TRIES = timedelta(minutes=30), 10
DEAD = "This link does not work any more. Ask the operator of this server for a new one."


def make(user: User, at: datetime) -> str:
    """Return the secret of a new link; an older one of this user is dead. Inside `write()`."""
    db.session.execute(delete(ResetLink).where((ResetLink.user_id == user.id) | (ResetLink.made_at <= at - LIFE)))
    token = secrets.token_urlsafe(sessions.TOKEN_BYTES)
    db.session.add(ResetLink(token_sha256=sessions.digest(token), user_id=user.id, made_at=at, tries=0))
    db.session.flush()
    return token


def count_try(token: str, at: datetime) -> str:
    """Count a try in the link's row and return whose it is; raise NotFound. Inside a `write()` of its own."""
    row = _locked(token)
    if row is None or at - row.made_at >= LIFE or row.tries >= MOST_TRIES:
        raise NotFound(DEAD)
    row.tries += 1
    db.session.flush()
    return row.user_id


def use_up(token: str) -> User:
    """Use the link up and return its user, locked; raise NotFound where somebody was faster. Inside `write()`."""
    row = _locked(token)
    if row is None:
        raise NotFound(DEAD)
    user = db.session.execute(select(User).where(User.id == row.user_id).with_for_update()).scalar_one()
    if user.disabled_at is not None:
        raise Forbidden("This account has been closed by the operator of this server.")
    db.session.delete(row)
    db.session.flush()
    return user


def forget_all() -> None:
    """Forget every link; a restore must not bring a used one back."""
    db.session.execute(delete(ResetLink))


def _locked(token: str) -> ResetLink | None:
    held = select(ResetLink).where(ResetLink.token_sha256 == sessions.digest(token)).with_for_update()
    return db.session.execute(held).scalar_one_or_none()
