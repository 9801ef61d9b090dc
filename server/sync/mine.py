"""The one way to select a synced model outside the door: every query starts from its user."""

from typing import Any

from sqlalchemy import Select, Uuid, bindparam, select

from server.accounts import who
from server.sync.models import Synced

USER: Any = bindparam("user", type_=Uuid(as_uuid=False))  # of a statement that is made once for all users


def mine(model: type[Synced], user_id: str | None = None) -> Select[Any]:
    """Select the rows of the signed-in user, or of `user_id` where nobody asks (commands, derived tables)."""
    return select(model).where(model.user_id == (who.current_user_id() if user_id is None else user_id))
