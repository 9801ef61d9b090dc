"""The public page of a student's card: at most one, behind a code nobody can guess.

The code is kept as it is, unlike other secrets: the page says nothing that the row of the profile beside it does not,
and its student wants to see the link again on every device.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from server.accounts.models import User
from server.badges.card import CardFields, Level, card_fields, level_of
from server.badges.models import Profile, PublicCard
from server.core import ids, revoked
from server.core.db import db
from server.core.problems import NotFound
from server.sync.mine import mine

CARD = "card"  # in the log of what ended
CODE_BYTES = 16  # 128 random bits, 22 characters
SELF = ids.natural("profile:self")
_CODE = re.compile("[A-Za-z0-9_-]{22}")
_SHOWN = ("name", "degrees", "role", "school", "specialty", "email", "phone", "urls")


def profile_of(user_id: str) -> dict[str, Any]:
    """Return what the student wrote about themselves; {} where there is nothing."""
    found = db.session.scalar(mine(Profile, user_id).where(Profile.id == SELF, Profile.deleted.is_(False)))
    return {name: getattr(found, name) for name in ("share_level", *_SHOWN)} if found else {}


def said(user_id: str, level: Level | None = None) -> CardFields | None:
    """Return what the student's own card says at that level, else at the level last chosen; None without a name."""
    profile = profile_of(user_id)
    return card_fields(profile, level or level_of(profile.get("share_level")))


def shown(user_id: str) -> PublicCard | None:
    """Return the student's page, None where there is none."""
    return db.session.get(PublicCard, user_id)


def keep(user_id: str, level: Level, at: datetime) -> tuple[PublicCard, bool]:
    """Make the page, or let the one there is show that level; return it and whether it is new; flushes."""
    card = shown(user_id)
    is_new = card is None
    if card is None:
        card = PublicCard(user_id=user_id, code=_fresh_code(), created_at=at, changed_at=at)
        db.session.add(card)
    card.level, card.changed_at = level, at
    db.session.flush()
    return card, is_new


def rotate(user_id: str, at: datetime) -> PublicCard:
    """Give the page another code; the old one is dead. Raise NotFound; flushes."""
    card = _get(user_id)
    revoked.note(CARD, digest(card.code))
    card.code, card.changed_at = _fresh_code(), at
    db.session.flush()
    return card


def revoke(user_id: str) -> None:
    """End the page; raise NotFound; flushes."""
    card = _get(user_id)
    revoked.note(CARD, digest(card.code))
    db.session.delete(card)
    db.session.flush()


def revoke_again(hashes: Sequence[str]) -> int:
    """End the pages whose codes have these hashes (hex), which a backup brought back; return how many there were."""
    codes = [code for code in db.session.scalars(select(PublicCard.code)) if digest(code) in set(hashes)]
    return db.session.connection().execute(delete(PublicCard).where(PublicCard.code.in_(codes))).rowcount


def behind(code: str) -> CardFields:
    """Return what the page behind a code says; NotFound for an unknown, a dead and a nameless one alike."""
    found = None
    if _CODE.fullmatch(code):
        query = select(PublicCard).join(User, User.id == PublicCard.user_id)
        found = db.session.scalar(query.where(PublicCard.code == code, User.disabled_at.is_(None)))
    fields = said(found.user_id, level_of(found.level)) if found else None
    if fields is None:
        raise NotFound
    return fields


def digest(code: str) -> str:
    """Return the SHA-256 of a code in hex, as the log of what ended holds it."""
    return hashlib.sha256(code.encode()).hexdigest()


def _fresh_code() -> str:
    return secrets.token_urlsafe(CODE_BYTES)


def _get(user_id: str) -> PublicCard:
    card = shown(user_id)
    if card is None:
        raise NotFound
    return card
