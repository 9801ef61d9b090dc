"""Users, their sessions and what they sign in with. Secrets are stored as hashes only."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Model, UTCDateTime


class User(Model):
    """Someone with an account. `rev` and `head` number the user's mutations; only the sync door moves them."""

    __tablename__ = "user"

    id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    folded_name: Mapped[str] = mapped_column(String(128), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    rev: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    head: Mapped[str] = mapped_column(String(16), default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    handle: Mapped[bytes | None] = mapped_column(LargeBinary(64), unique=True)  # names the user to authenticators
    reset_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # until the user has been told


class Session(Model):
    """A browser that is signed in; the cookie's value is kept as its SHA-256 only."""

    __tablename__ = "session"
    __table_args__ = (Index(None, "user_id"),)

    token_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"))
    device_id: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    browser: Mapped[str | None] = mapped_column(String(64))  # as it names itself, such as "Safari on iPhone"
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    authenticated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Attempt(Model):
    """Failed sign-ins under one name, whether or not such a user exists."""

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "last_at"),)

    key_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    next_try_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Passkey(Model):
    """A public key whose secret half stays in an authenticator; it was made for this installation alone."""

    __tablename__ = "passkey"
    __table_args__ = (Index(None, "user_id"),)

    id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    user_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(2048))
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Challenge(Model):
    """What an authenticator has to sign: for one browser, one purpose, once, and for five minutes."""

    __tablename__ = "challenge"
    __table_args__ = (Index(None, "made_at"),)

    value: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    browser_sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    purpose: Mapped[str] = mapped_column(String(16))
    user_id: Mapped[str | None] = mapped_column(Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"))
    handle: Mapped[bytes | None] = mapped_column(LargeBinary(64))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)


class RecoveryCode(Model):
    """One of a user's unused recovery codes."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index(None, "user_id"),)

    code_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ResetLink(Model):
    """A link of the operator that sets a new credential once; `tries` counts what was posted with it."""

    __tablename__ = "reset_link"

    token_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"), unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    tries: Mapped[int] = mapped_column(Integer, default=0, server_default="0")


class PairingTicket(Model):
    """An invitation of a signed-in browser to one phone (`pairing.py`). `state` as in `PairingAnswer`.

    `claims` counts who came with it, `tries` the wrong numbers. `code_hmac` is keyed: eight characters are too few for
    a bare hash.
    """

    __tablename__ = "pairing_ticket"
    __table_args__ = (Index(None, "session_sha256"),)

    id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    user_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"), unique=True)
    session_sha256: Mapped[bytes] = mapped_column(
        LargeBinary(32), ForeignKey("session.token_sha256", ondelete="CASCADE")
    )
    secret_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    code_hmac: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    state: Mapped[str] = mapped_column(String(8))
    claim_sha256: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    browser: Mapped[str | None] = mapped_column(String(64))
    number: Mapped[str | None] = mapped_column(String(2))
    claims: Mapped[int] = mapped_column(Integer)
    tries: Mapped[int] = mapped_column(Integer)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
