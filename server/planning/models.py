"""What and whom a student wants to see."""

from datetime import datetime

from sqlalchemy import Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Model, UTCDateTime
from server.sync.models import Synced


class Target(Synced, Model):
    """A flag on an item or a person of an agenda."""

    __tablename__ = "target"

    item: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    person: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    conference: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    tier: Mapped[str | None] = mapped_column(Text)
    why: Mapped[str | None] = mapped_column(Text)
    question: Mapped[str | None] = mapped_column(Text)
    met_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    title_at_flagging: Mapped[str | None] = mapped_column(Text)
