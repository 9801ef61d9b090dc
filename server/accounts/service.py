"""What happens to accounts. Hashing takes 50 ms and more, so it runs before the transactions that use it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from server.accounts import attempts, demo, hashing, names, passkeys, passwords
from server.accounts.models import User
from server.accounts.relying_party import NewKey
from server.config import LOOPBACK, BadSetting, Settings
from server.core import clock, ids
from server.core.db import db, write
from server.core.problems import Forbidden, Invalid, NotFound, SignInNeeded

NO_MATCH = "The name and the password do not match."


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A name and a password (hashed) or a passkey, checked; `handle` is what the passkey knows its user by."""

    name: str
    password_hash: str | None
    key: NewKey | None = None
    handle: bytes | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """Someone who has shown a password: who they are, and their hash if it has to be renewed."""

    user_id: str
    new_hash: str | None


def check(name: str, password: str) -> NewAccount:
    """Return a checked account, hashed outside any transaction; raise Invalid, Busy."""
    cleaned = names.clean(name)
    return NewAccount(cleaned, hash_new(password, cleaned))


def hash_new(password: str, name: str) -> str:
    """Return the hash of a new password; raise Invalid at `/password`, Busy."""
    fault = passwords.fault(password, name)
    if fault:
        raise Invalid(errors=[{"pointer": "/password", "detail": fault}])
    return hashing.make(password)


def sign_up(account: NewAccount, at: datetime) -> str:
    """Make the user and return their id; raise Invalid where the name is taken; flushes."""
    folded = names.folded(account.name)
    user = User(
        id=ids.fresh(),
        name=account.name,
        folded_name=folded,
        password_hash=account.password_hash,
        handle=account.handle,
        created_at=at,
    )
    taken = names.refused("This name is taken.")
    if find(account.name) is not None:
        raise taken
    db.session.add(user)
    try:
        db.session.flush()
    except IntegrityError:  # PostgreSQL: somebody else took it in this moment
        raise taken from None
    if account.key is not None:
        passkeys.keep(user, account.key, at)
    return user.id


def find(name: str) -> User | None:
    """Return the user of that name, however it is written."""
    return db.session.scalar(select(User).where(User.folded_name == names.folded(name)))


def prove(name: str, password: str) -> Proof:
    """Return who this is; raise SignInNeeded, Forbidden where disabled, Busy. Takes one verification for any name.

    Call `attempts.begin` before, in a transaction of its own, so that guesses made at the same time are all counted.
    """
    user = find(name)
    known_hash = user.password_hash if user else None
    user_id, disabled = (user.id, user.disabled_at is not None) if user else ("", False)
    db.session.rollback()  # no read transaction stays open while the hash is computed
    if not hashing.verify(known_hash, password) or known_hash is None:
        raise SignInNeeded(NO_MATCH)
    if disabled:
        raise Forbidden("This account has been closed by the operator of this server.")
    return Proof(user_id, hashing.make(password) if hashing.is_outdated(known_hash) else None)


def finish_sign_in(proof: Proof, attempt: bytes) -> None:
    """Forget the failures and keep a hash that had to be renewed; flushes."""
    attempts.forget(attempt)
    if proof.new_hash is not None:
        get(proof.user_id).password_hash = proof.new_hash
        db.session.flush()


def set_password(name: str, password_hash: str) -> None:
    """Give the user another password; raise NotFound; flushes."""
    named(name).password_hash = password_hash
    db.session.flush()


def demo_student(settings: Settings) -> tuple[str, str]:
    """Return name and password of the demo student, who exists afterwards; raise BadSetting beyond this machine.

    Called by `hallway serve` outside any transaction; hashes, so it opens its own ones.
    """
    if not settings.development or settings.host.rsplit(":", 1)[0] not in LOOPBACK:
        raise BadSetting("The demo student exists in development on this machine only.")
    password = demo.kept_password(settings.instance / demo.FILE)
    user = find(demo.NAME)
    if user is None:
        account = check(demo.NAME, password)
        with write():
            sign_up(account, clock.now())
    elif not hashing.verify(user.password_hash, password):  # the file was lost, or the database is another one
        password_hash = hash_new(password, demo.NAME)
        with write():
            set_password(demo.NAME, password_hash)
    return demo.NAME, password


def disable(name: str, at: datetime) -> str:
    """Keep the user out until enabled again and return their id; nothing of theirs is lost; raise NotFound."""
    user = named(name)
    user.disabled_at = user.disabled_at or at
    db.session.flush()
    return user.id


def enable(name: str) -> str:
    """Let the user in again and return their id; raise NotFound."""
    user = named(name)
    user.disabled_at = None
    db.session.flush()
    return user.id


def named(name: str) -> User:
    """Return the user of that name; raise NotFound."""
    user = find(name)
    if user is None:
        raise NotFound(f"There is no user {name!r}.")
    return user


def get(user_id: str) -> User:
    """Return a user who is known to exist."""
    return db.session.execute(select(User).where(User.id == user_id)).scalar_one()
