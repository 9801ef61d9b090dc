"""People met, and notes of single encounters. Columns hold what the schemas declare; all are nullable."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Model, UTCDateTime
from server.sync.models import Synced

STRINGS = JSON(none_as_null=True)


class Contact(Synced, Model):
    """Someone a student met or wrote to."""

    __tablename__ = "contact"

    name: Mapped[str | None] = mapped_column(Text)
    given_name: Mapped[str | None] = mapped_column(Text)
    family_name: Mapped[str | None] = mapped_column(Text)
    degrees: Mapped[list[str] | None] = mapped_column(STRINGS)
    role: Mapped[str | None] = mapped_column(Text)
    institution: Mapped[str | None] = mapped_column(Text)
    emails: Mapped[list[str] | None] = mapped_column(STRINGS)
    phones: Mapped[list[str] | None] = mapped_column(STRINGS)
    urls: Mapped[list[str] | None] = mapped_column(STRINGS)
    how_found: Mapped[str | None] = mapped_column(Text)
    met_on: Mapped[date | None] = mapped_column(Date)
    conference: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    person: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    referred_by: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    tags: Mapped[list[str] | None] = mapped_column(STRINGS)
    mentor_kind: Mapped[str | None] = mapped_column(Text)
    program: Mapped[str | None] = mapped_column(Text)
    merged_into: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    merged_gave: Mapped[dict[str, Any] | None] = mapped_column(STRINGS)
    apart: Mapped[list[str] | None] = mapped_column(STRINGS)


# Merged contacts are few, and every change of a record asks for them.
Index("ix_contact_merged_into", Contact.user_id, Contact.merged_into)


class Note(Synced, Model):
    """One encounter with a contact: what was said, promised and asked."""

    __tablename__ = "note"

    contact: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    conference: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    item: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    place: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    bullets: Mapped[str | None] = mapped_column(Text)
    promise: Mapped[str | None] = mapped_column(Text)
    promise_due_on: Mapped[date | None] = mapped_column(Date)
    ask: Mapped[str | None] = mapped_column(Text)
