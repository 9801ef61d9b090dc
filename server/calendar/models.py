"""Subscriptions, and the events that every student's calendar shows. All but the feeds can be made again from rows."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Model, UTCDateTime


class CalendarFeed(Model):
    """A secret address that a calendar program reads. `revision` grows with every event that changes or goes."""

    __tablename__ = "calendar_feed"
    __table_args__ = (UniqueConstraint("user_id", "scope"), UniqueConstraint("token_sha256"))

    user_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    scope: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(64))
    token_sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    revision: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_fetched_on: Mapped[date | None] = mapped_column(Date)
    client: Mapped[str | None] = mapped_column(String(16))


class CalendarCopy(Model):
    """The last good bytes of a feed, as of a revision; from `until_on` on time alone changes what it shows."""

    __tablename__ = "calendar_copy"
    __table_args__ = (
        ForeignKeyConstraint(["user_id", "feed_id"], ["calendar_feed.user_id", "calendar_feed.id"], ondelete="CASCADE"),
    )

    user_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    feed_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger)
    layout: Mapped[int] = mapped_column(Integer)
    etag: Mapped[str] = mapped_column(String(64))
    last_modified: Mapped[datetime] = mapped_column(UTCDateTime)
    until_on: Mapped[date | None] = mapped_column(Date)
    plain: Mapped[bytes] = mapped_column(LargeBinary)
    gzip: Mapped[bytes] = mapped_column(LargeBinary)


class CalendarEvent(Model):
    """The life of one event: `content` is what is rendered, `piece` its bytes once they were asked for.

    `about` is the contact or the agenda item it tells of. An event that is gone keeps its row, so that it comes back
    under its uid with a higher sequence.
    """

    __tablename__ = "calendar_event"
    __table_args__ = (Index(None, "user_id", "scope", "about"),)

    user_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    scope: Mapped[str] = mapped_column(String(16), primary_key=True)
    uid: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    about: Mapped[str] = mapped_column(Uuid(as_uuid=False))
    sequence: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    gone: Mapped[bool]
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    piece: Mapped[bytes | None] = mapped_column(LargeBinary)
    layout: Mapped[int | None] = mapped_column(Integer)


class CalendarWatch(Model):
    """An item, person or conference of an agenda that a student's events rest on."""

    __tablename__ = "calendar_watch"
    __table_args__ = (Index(None, "id"),)

    user_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    scope: Mapped[str] = mapped_column(String(16), primary_key=True)
    id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
