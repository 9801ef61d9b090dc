"""Recovery codes: eight, one use each, for whoever has lost every other way in.

A code has 120 random bits, so its plain SHA-256 is enough to keep (ASVS 5.0 V6.5.2). A set is shown once and replaced
as a whole; what was used or replaced stays void after a restore.
"""

import hashlib
import secrets
from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from server.accounts import hashing, service
from server.accounts.models import RecoveryCode
from server.core import revoked
from server.core.db import db
from server.core.problems import Forbidden, SignInNeeded

CODE = "recovery code"  # in the log of what ended
COUNT, CODE_BYTES, GROUP = 8, 15, 4
NO_MATCH = "The name and the recovery code do not match."
READ_AS = str.maketrans({"0": "O", "1": "I", "8": "B"})  # digits that no code has, as a hand may have copied them


def replace(user_id: str, at: datetime) -> list[str]:
    """Return a new set of codes in groups of four; the old ones are void. Inside `write()`."""
    drop_all(user_id)
    codes = [b32encode(secrets.token_bytes(CODE_BYTES)).decode() for _ in range(COUNT)]
    db.session.add_all(RecoveryCode(code_sha256=_digest(code), user_id=user_id, made_at=at) for code in codes)
    db.session.flush()
    return ["-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP)) for code in codes]


def prove(name: str, code: str) -> str:
    """Return the id of the user whose unused code it is.

    Raises SignInNeeded, Forbidden where the account is closed, Busy. Takes the time of one password check for every
    name and code, so that nothing can be told from it. Call `attempts.begin` before, in a transaction of its own.
    """
    db.session.rollback()
    hashing.verify(None, code[:100])
    user = service.find(name)
    if user is None or not _is_of(user.id, code):
        raise SignInNeeded(NO_MATCH)
    if user.disabled_at is not None:
        raise Forbidden("This account has been closed by the operator of this server.")
    return user.id


def use(user_id: str, code: str) -> None:
    """Use the code up; raise SignInNeeded where somebody was faster. Inside `write()`."""
    digest = _digest(code)
    gone = delete(RecoveryCode).where(RecoveryCode.code_sha256 == digest, RecoveryCode.user_id == user_id)
    if db.session.connection().execute(gone).rowcount != 1:
        raise SignInNeeded(NO_MATCH)
    revoked.note(CODE, digest.hex())


def left(user_id: str) -> int:
    """Return how many codes are unused."""
    held = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.user_id == user_id)
    return db.session.scalar(held) or 0


def drop_all(user_id: str) -> None:
    """Make every code of the user void."""
    gone = delete(RecoveryCode).where(RecoveryCode.user_id == user_id).returning(RecoveryCode.code_sha256)
    digests = list(db.session.scalars(gone))
    if digests:
        revoked.note(CODE, *(one.hex() for one in digests))


def void_again(digests: Sequence[str]) -> int:
    """Make codes void that a backup brought back; return how many there were."""
    held = RecoveryCode.code_sha256.in_([bytes.fromhex(one) for one in digests])
    return db.session.connection().execute(delete(RecoveryCode).where(held)).rowcount


def _is_of(user_id: str, code: str) -> bool:
    held = RecoveryCode.code_sha256 == _digest(code)
    return db.session.scalar(select(RecoveryCode.user_id).where(held)) == user_id


def _digest(code: str) -> bytes:
    plain = "".join(code.split()).replace("-", "").upper().translate(READ_AS)
    return hashlib.sha256(plain.encode("utf-8", "replace")).digest()
