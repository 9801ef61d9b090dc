"""What every synced record carries, the log of mutations, and the devices they came from."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    Uuid,
    event,
)
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column
from sqlalchemy.orm.unitofwork import UOWTransaction

from server.core.db import Model, UTCDateTime, db

SERVER, API = "server", "api"  # who writes when no phone does; a phone cannot take these names


class Synced:
    """A student's own record. Every content column is nullable, nothing in it is unique: two phones create offline."""

    user_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, sort_order=-10
    )
    id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True, sort_order=-9)
    rev: Mapped[int] = mapped_column(BigInteger, sort_order=-8)
    deleted: Mapped[bool] = mapped_column(Boolean, sort_order=-7)
    clock: Mapped[dict[str, Any]] = mapped_column(JSON, sort_order=-6)
    alts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, sort_order=-5)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, sort_order=-4)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime, sort_order=-3)
    edited_at: Mapped[datetime | None] = mapped_column(
        UTCDateTime, sort_order=-2
    )  # by the device's clock: display only

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:  # noqa: N805 - SQLAlchemy hands in the class
        """Paging walks the revs of one user."""
        return (Index(None, "user_id", "rev"),)


class Mutation(Model):
    """One change to one row, logged for ever under the id its maker gave it; only a purge blanks its payload."""

    __tablename__ = "mutation"
    __table_args__ = (
        UniqueConstraint("user_id", "rev"),
        Index(None, "user_id", "row"),
        Index(None, "user_id", "device", "n"),
    )

    user_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    device: Mapped[str] = mapped_column(String(36))
    n: Mapped[int | None] = mapped_column(BigInteger)
    schema: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str | None] = mapped_column(String(32))
    row: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    rev: Mapped[int] = mapped_column(BigInteger)
    head: Mapped[str] = mapped_column(String(16))
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    result: Mapped[str] = mapped_column(String(8))
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    dismissed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


# The held lines nobody has looked at yet are counted at every sync; they are few, the log is long.
Index(
    "ix_mutation_waiting",
    Mutation.user_id,
    Mutation.rev,
    sqlite_where=(Mutation.result == "held") & Mutation.dismissed_at.is_(None),
    postgresql_where=(Mutation.result == "held") & Mutation.dismissed_at.is_(None),
)


class Device(Model):
    """A phone or laptop that has sent something."""

    __tablename__ = "device"

    user_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    name: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Blob(Model):
    """A photo a record names: found by the hash of the bytes as sent, kept as the picture drawn anew from them."""

    __tablename__ = "blob"

    user_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content_sha256: Mapped[str] = mapped_column(String(64))
    mime: Mapped[str] = mapped_column(String(16))
    size: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class OutsideTheDoor(RuntimeError):
    """Code of ours tried to write a synced row past `server/sync/service.py`."""


@event.listens_for(db.session, "before_flush")
def refuse_synced(session: "Session", _context: UOWTransaction, _instances: object) -> None:
    """Raise OutsideTheDoor when a synced row is about to be written; the door writes whole batches, not objects."""
    changed = [*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    names = sorted({type(row).__name__ for row in changed if isinstance(row, Synced)})
    if names:
        raise OutsideTheDoor(f"{', '.join(names)} can only be written through the sync door")
