"""A student's own wordings of messages."""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Model
from server.sync.models import Synced


class Template(Synced, Model):
    """A wording with fields in braces, such as `{their name}`; the phone fills them (web/src/views/draft_fields.ts)."""

    __tablename__ = "template"

    purpose: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    subject: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
