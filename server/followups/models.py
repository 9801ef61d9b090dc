"""Messages, what a person did to a follow-up, news, letters, and the settings the rules of follow-ups read."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, Integer, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Model, UTCDateTime
from server.sync.models import Synced

VALUES = JSON(none_as_null=True)


class Outreach(Synced, Model):
    """One message or reply; without `sent_at` it is a draft."""

    __tablename__ = "outreach"

    contact: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    direction: Mapped[str | None] = mapped_column(Text)
    purpose: Mapped[str | None] = mapped_column(Text)
    channel: Mapped[str | None] = mapped_column(Text)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    subject: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)


class Followup(Synced, Model):
    """What a person did to a step, or a step made by hand; open steps are derived, not stored."""

    __tablename__ = "followup"

    contact: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    step: Mapped[str | None] = mapped_column(Text)
    cycle: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


class Milestone(Synced, Model):
    """News of the student, such as a passed exam, and the contacts who are to hear of it."""

    __tablename__ = "milestone"

    name: Mapped[str | None] = mapped_column(Text)
    reached_on: Mapped[date | None] = mapped_column(Date)
    contacts: Mapped[list[str] | None] = mapped_column(VALUES)


class Letter(Synced, Model):
    """One letter of recommendation: who writes it, by when, and how far it is."""

    __tablename__ = "letter"

    contact: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    purpose: Mapped[str | None] = mapped_column(Text)
    deadline_on: Mapped[date | None] = mapped_column(Date)
    asked_on: Mapped[date | None] = mapped_column(Date)
    agreed_on: Mapped[date | None] = mapped_column(Date)
    declined_on: Mapped[date | None] = mapped_column(Date)
    packet_on: Mapped[date | None] = mapped_column(Date)
    uploaded_on: Mapped[date | None] = mapped_column(Date)
    thanked_on: Mapped[date | None] = mapped_column(Date)


class Settings(Synced, Model):
    """How one person wants to be reminded; one for each."""

    __tablename__ = "settings"

    zone: Mapped[str | None] = mapped_column(Text)
    morning_hour: Mapped[int | None] = mapped_column(Integer)
    intervals: Mapped[dict[str, int] | None] = mapped_column(VALUES)
    quiet_days: Mapped[list[str] | None] = mapped_column(VALUES)
    alarms: Mapped[dict[str, Any] | None] = mapped_column(VALUES)
    theme: Mapped[str | None] = mapped_column(Text)
