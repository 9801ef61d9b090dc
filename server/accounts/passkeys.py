"""A user's passkeys: kept, used, removed. What is removed stays so after a restore."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from server.accounts import relying_party
from server.accounts.challenges import Taken
from server.accounts.models import Passkey, User
from server.accounts.relying_party import NewKey, NotGenuine, RelyingParty
from server.core import ids, revoked
from server.core.db import db
from server.core.problems import Forbidden, Invalid, NotFound, SignInNeeded

PASSKEY = "passkey"  # in the log of what ended
MOST = 20  # of one user
NOT_MADE = "The passkey could not be checked. Please try once more."
NOT_KNOWN = "This passkey does not open an account here, or it took too long. Please try once more."


@dataclass(frozen=True, slots=True)
class Use:
    """A passkey that was used just now, and by whom."""

    passkey_id: str
    user_id: str
    seen_count: int
    new_count: int


def check_made(party: RelyingParty, taken: Taken | None, sent: dict[str, Any]) -> NewKey:
    """Return the passkey made for the challenge that was taken; raise Invalid."""
    try:
        if taken is None:
            raise NotGenuine
        return relying_party.check_new(party, taken.value, sent)
    except NotGenuine:
        raise refused(NOT_MADE) from None


def check_used(party: RelyingParty, taken: Taken | None, sent: dict[str, Any]) -> Use:
    """Return whose passkey it is; raise SignInNeeded, Forbidden where the account is closed."""
    statement = (
        select(Passkey, User.handle, User.disabled_at)
        .join(User, User.id == Passkey.user_id)
        .where(Passkey.credential_id == relying_party.raw(sent["id"]))
    )
    row = db.session.execute(statement).one_or_none()
    if taken is None or row is None or relying_party.raw(sent["user_handle"]) != row.handle:
        raise SignInNeeded(NOT_KNOWN)
    key: Passkey = row.Passkey
    try:
        count = relying_party.check_use(party, taken.value, sent, key.public_key, key.sign_count)
    except NotGenuine:
        raise SignInNeeded(NOT_KNOWN) from None
    if row.disabled_at is not None:
        raise Forbidden("This account has been closed by the operator of this server.")
    return Use(key.id, key.user_id, key.sign_count, count)


def note_use(use: Use, at: datetime) -> None:
    """Keep the new count; raise SignInNeeded where the passkey went or was used elsewhere meanwhile; flushes."""
    unchanged = (Passkey.id == use.passkey_id) & (Passkey.sign_count == use.seen_count)
    kept = update(Passkey).where(unchanged).values(sign_count=use.new_count, last_used_at=at)
    if db.session.connection().execute(kept).rowcount != 1:
        raise SignInNeeded(NOT_KNOWN)


def keep(user: User, key: NewKey, at: datetime) -> Passkey:
    """Give the user a passkey more; raise Invalid; flushes."""
    held = db.session.scalar(select(func.count()).select_from(Passkey).where(Passkey.user_id == user.id))
    if (held or 0) >= MOST:
        raise refused(f"An account has {MOST} passkeys at most. Remove one first.")
    row = Passkey(
        id=ids.fresh(),
        user_id=user.id,
        credential_id=key.credential_id,
        public_key=key.public_key,
        sign_count=key.sign_count,
        name=key.name,
        created_at=at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise refused("This passkey is already in use.") from None
    return row


def of(user_id: str) -> list[Passkey]:
    """Return the user's passkeys, the oldest first."""
    return list(
        db.session.scalars(select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.created_at, Passkey.id))
    )


def remove(user_id: str, passkey_id: str) -> None:
    """Remove one of the user's passkeys; raise NotFound."""
    if not ids.is_id(passkey_id):
        raise NotFound
    gone = delete(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == user_id)
    if db.session.connection().execute(gone).rowcount != 1:
        raise NotFound
    revoked.note(PASSKEY, passkey_id)


def remove_all(user_id: str) -> None:
    """Remove every passkey of the user."""
    for one in of(user_id):
        remove(user_id, one.id)


def remove_again(passkey_ids: Sequence[str]) -> int:
    """Remove those that a backup brought back; return how many there were."""
    return db.session.connection().execute(delete(Passkey).where(Passkey.id.in_(passkey_ids))).rowcount


def refused(sentence: str) -> Invalid:
    """Return the problem with a passkey."""
    return Invalid(errors=[{"pointer": "/passkey", "detail": sentence}])
