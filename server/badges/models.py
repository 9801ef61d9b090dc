"""Badges that were read, and the student's own card."""

from datetime import datetime

from sqlalchemy import JSON, Text, Uuid
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
