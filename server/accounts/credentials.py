"""What somebody signs in with: a password, passkeys, or both; at least one of them stays."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from server.accounts import passkeys, recovery, relying_party
from server.accounts.models import User
from server.accounts.relying_party import NewKey
from server.core.db import db
from server.core.problems import Invalid

LAST_ONE = "This is your only way to sign in. Add another one first."


@dataclass(frozen=True, slots=True)
class NewCredential:
    """A password that was checked and hashed, or a passkey that was checked."""

    password_hash: str | None = None
    key: NewKey | None = None


def locked(user_id: str) -> User:
    """Return the user, held until the transaction ends, so that two removals do not pass each other."""
    return db.session.execute(select(User).where(User.id == user_id).with_for_update()).scalar_one()


def handle_of(user: User) -> bytes:
    """Return by what authenticators know the user, made on first need; flushes."""
    user.handle = user.handle or relying_party.fresh_handle()
    db.session.flush()
    return user.handle


def give(user: User, credential: NewCredential, at: datetime) -> None:
    """Let the user sign in by this as well; a new password takes the place of the old one; raise Invalid; flushes."""
    if credential.password_hash is not None:
        user.password_hash = credential.password_hash
    if credential.key is not None:
        passkeys.keep(user, credential.key, at)
    db.session.flush()


def give_alone(user: User, credential: NewCredential, at: datetime) -> None:
    """Let the user sign in by this and by nothing that was there before, recovery codes included; flushes."""
    passkeys.remove_all(user.id)
    recovery.drop_all(user.id)
    user.password_hash = None
    give(user, credential, at)
    user.reset_at = at
    db.session.flush()


def remove_passkey(user_id: str, passkey_id: str) -> None:
    """Remove a passkey; raise NotFound, and Invalid where it is the only way in."""
    user = locked(user_id)
    passkeys.remove(user_id, passkey_id)
    _check_way_in(user)


def remove_password(user_id: str) -> None:
    """Remove the password; raise Invalid where it is the only way in; having none is no fault."""
    user = locked(user_id)
    user.password_hash = None
    _check_way_in(user)
    db.session.flush()


def _check_way_in(user: User) -> None:
    if user.password_hash is None and not passkeys.of(user.id):
        raise Invalid(LAST_ONE)
