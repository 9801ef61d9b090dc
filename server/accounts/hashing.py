"""Password hashes: argon2id with the library's parameters (64 MiB, 3 passes, 4 lanes; RFC 9106 section 4).

A hash takes 64 MiB, so at most two run at once in a process; who waits longer than 5 s is told to come again.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from server.core.problems import Busy

MOST_AT_ONCE, MOST_WAIT = 2, 5.0  # hashes; seconds

# Of 32 random bytes that were thrown away: verified for unknown names, so that they take as long as known ones.
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$obBF+GeWC59+jrvpA7gm6Q$XaYLjBFsai2efN9LuYiL8pKH5X2BjcjMNADzZGb7g/E"

_hasher = PasswordHasher()
_free = threading.BoundedSemaphore(MOST_AT_ONCE)


def make(password: str) -> str:
    """Return the hash of a password; raise Busy."""
    with _turn():
        return _hasher.hash(password)


def verify(password_hash: str | None, password: str) -> bool:
    """Tell whether the password is the one; runs exactly one verification, for None as well; raise Busy."""
    with _turn():
        try:
            return _hasher.verify(password_hash or NOBODY, password) and password_hash is not None
        except (VerifyMismatchError, InvalidHashError):
            return False


def is_outdated(password_hash: str) -> bool:
    """Tell whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


@contextmanager
def _turn() -> Iterator[None]:
    if not _free.acquire(timeout=MOST_WAIT):
        raise Busy("Too many people are signing in at this moment. Please try again.")
    try:
        yield
    finally:
        _free.release()
