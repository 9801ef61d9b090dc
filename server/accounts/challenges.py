"""Challenges for authenticators: 32 random bytes, for one browser, one purpose and one use in five minutes."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from server.accounts.models import Challenge
from server.accounts.relying_party import CHALLENGE_BYTES
from server.core.db import db

LIFE = timedelta(minutes=5)
SIGN_UP, SIGN_IN, ADD, CONFIRM, RECOVER, RESET = "sign-up", "sign-in", "add", "confirm", "recover", "reset"


@dataclass(frozen=True, slots=True)
class Taken:
    """A challenge that was asked for here and is used up now."""

    value: bytes
    user_id: str | None
    handle: bytes | None


def make(purpose: str, browser: str, at: datetime, *, user_id: str | None = None, handle: bytes | None = None) -> bytes:
    """Return a new challenge for this browser, and forget those nobody answered in time; inside `write()`."""
    db.session.execute(delete(Challenge).where(Challenge.made_at <= at - LIFE))
    value = secrets.token_bytes(CHALLENGE_BYTES)
    db.session.add(
        Challenge(
            value=value, browser_sha256=_digest(browser), purpose=purpose, user_id=user_id, handle=handle, made_at=at
        )
    )
    db.session.flush()
    return value


def take(value: bytes, browser: str | None, purpose: str, at: datetime) -> Taken | None:
    """Use the challenge up, whatever comes of it; None unless it was made for this browser and purpose just now.

    Inside a `write()` of its own, so that a wrong answer uses it up as well.
    """
    given = Challenge.user_id, Challenge.handle, Challenge.browser_sha256, Challenge.purpose, Challenge.made_at
    row = db.session.execute(delete(Challenge).where(Challenge.value == value).returning(*given)).one_or_none()
    if row is None or browser is None:
        return None
    ours = row.browser_sha256 == _digest(browser) and row.purpose == purpose and at - row.made_at < LIFE
    return Taken(value, row.user_id, row.handle) if ours else None


def forget_all() -> None:
    """Forget every challenge; after a restore none of them is anybody's."""
    db.session.execute(delete(Challenge))


def _digest(browser: str) -> bytes:
    return hashlib.sha256(browser.encode("utf-8", "replace")).digest()
