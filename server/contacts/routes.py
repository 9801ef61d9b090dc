"""What may be done to a contact beyond reading and writing it."""

from flask import Response

from server.accounts import who
from server.contacts import forgetting
from server.core.access import signed_in
from server.core.api import Blueprint
from server.core.db import write
from server.core.logs import security_event

blueprint = Blueprint("contacts-more", __name__, url_prefix="/api/contacts", description="People met.")


@blueprint.post("/<row_id>/forget")
@signed_in
@blueprint.response(204)
def forget_contact(row_id: str) -> Response:
    """Forget a person at once: the contact, its notes, scans, messages and follow-ups, in the log as well."""
    with write():
        forgetting.forget(who.current_user_id(), row_id)
    security_event("forgot-a-person")
    return Response(status=204)
