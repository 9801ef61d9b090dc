"""Where a device is reached."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Model, UTCDateTime


class PushSubscription(Model):
    """One browser that wants reminders; it counts while the sign-in lasts that asked for it.

    `id` is the SHA-256 of the endpoint in hex. Whoever reads the row can send nothing: push services take messages
    that the server's own key has signed, and that key is in no database and no backup.
    """

    __tablename__ = "push_subscription"
    __table_args__ = (Index(None, "user_id"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"))
    session_made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    endpoint: Mapped[str] = mapped_column(Text)
    p256dh: Mapped[str] = mapped_column(String(100))
    auth: Mapped[str] = mapped_column(String(40))
    zone: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_on: Mapped[date | None] = mapped_column(Date)
