"""The one way to select a synced model outside the door: every query starts from its user."""

from typing import Any

from sqlalchemy import Select, select

from server.accounts import who
from server.sync.models import Synced


def mine(model: type[Synced], user_id: str | None = None) -> Select[Any]:
    """Select the rows of the signed-in user, or of `user_id` where nobody asks (commands, derived tables)."""
    return select(model).where(model.user_id == (user_id or who.current_user_id()))
