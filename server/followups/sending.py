"""What a program is asked before it logs a message that went out: the hard stop, at the door of REST."""

from collections.abc import Mapping
from typing import Any

from server.core.problems import Invalid
from server.followups import service
from server.followups.silence import refusal
from server.followups.story import Outreach

Values = Mapping[str, Any]


def check_sent(user_id: str, row_id: str, before: Values, after: Values) -> None:
    """Raise Invalid where the write logs a third message without an answer and names no reason.

    A draft is no message, and one that was sent before is only corrected.
    """
    message = _message(row_id, after)
    contact_id = after.get("contact")
    if not contact_id or _is_sent(_message(row_id, before)) or not _is_sent(message):
        return
    found = service.stories(user_id, {contact_id})
    refused = refusal(found[0], message) if found else None
    if refused:
        told = f"{refused.unanswered} messages to this person stand without an answer."
        detail = f"{told} Say in `reason` why there is one more."
        raise Invalid(errors=[{"pointer": "/reason", "detail": detail}])


def _is_sent(message: Outreach) -> bool:
    return message.direction == "out" and message.sent_at is not None


def _message(row_id: str, values: Values) -> Outreach:
    direction, purpose = values.get("direction"), values.get("purpose")
    return Outreach(row_id, direction, purpose, values.get("sent_at"), values.get("reason"))
