"""Badges that were read, the student's own card, and the page that shows it."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Model, UTCDateTime
from server.sync.models import Synced


class Scan(Synced, Model):
    """One badge as it was read, kept before anything is made of it."""

    __tablename__ = "scan"

    captured_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    symbology: Mapped[str | None] = mapped_column(Text)
    raw: Mapped[str | None] = mapped_column(Text)
    raw_b64: Mapped[str | None] = mapped_column(Text)
    conference: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    item: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    contact: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    photo: Mapped[str | None] = mapped_column(Text)


class Profile(Synced, Model):
    """The student's own card; one for each person."""

    __tablename__ = "profile"

    name: Mapped[str | None] = mapped_column(Text)
    degrees: Mapped[str | None] = mapped_column(Text)
    role: Mapped[str | None] = mapped_column(Text)
    school: Mapped[str | None] = mapped_column(Text)
    specialty: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    urls: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    pitch: Mapped[str | None] = mapped_column(Text)
    share_level: Mapped[str | None] = mapped_column(Text)


class PublicCard(Model):
    """The page that shows a student's card to whoever has its code, at a level of its own."""

    __tablename__ = "card"

    user_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[str] = mapped_column(String(22), unique=True)
    level: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
