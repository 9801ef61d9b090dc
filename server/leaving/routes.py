"""Exporting everything and deleting the account, over HTTP."""

import os

from flask import Response
from marshmallow import RAISE, Schema, fields, validate
from werkzeug.wrappers import Response as AnyResponse

from server.accounts.entering import FRESH, farewell, settings
from server.accounts.schemas import SessionAnswer
from server.accounts.who import ask_again_after, current_user_id
from server.agenda.routes import IMPORTS
from server.calendar.installation import layout
from server.core import clock
from server.core.access import signed_in
from server.core.api import Blueprint
from server.core.db import write
from server.core.limits import limiter
from server.core.logs import security_event
from server.leaving import deletion, export

blueprint = Blueprint("leaving", __name__, url_prefix="/api", description="Taking everything along; leaving.")

MOST_SENT = 2_000  # characters


class DeletionRequest(Schema):
    """The name of the account, typed, so that nobody deletes by a slip."""

    class Meta:
        """Unknown keys are refused."""

        unknown = RAISE

    name = fields.String(required=True, validate=validate.Length(max=MOST_SENT))


@blueprint.get("/export")
@signed_in
@limiter.limit("6 per hour")
@blueprint.response(200, content_type="application/zip")
def export_everything() -> Response:
    """Everything that the server keeps of you, as a ZIP; takes a sign-in of the last 10 minutes."""
    ask_again_after(FRESH)
    at = clock.now()
    made = export.make(current_user_id(), at, layout())
    size = os.fstat(made.fileno()).st_size
    security_event("exported")
    response = Response(export.chunks(made), content_type="application/zip")
    response.call_on_close(made.close)
    response.content_length = size
    response.headers["Content-Disposition"] = f'attachment; filename="hallway-{at:%Y-%m-%d}.zip"'
    return response


@blueprint.post("/account/delete")
@signed_in
@blueprint.arguments(DeletionRequest)
@blueprint.response(200, SessionAnswer)
def delete_account(body: dict[str, str]) -> AnyResponse:
    """Delete your account and everything of it, for good; takes a sign-in of the last 10 minutes."""
    ask_again_after(FRESH)
    user_id = current_user_id()
    with write():
        waiting = deletion.waiting_files(user_id)
        deletion.delete_own(user_id, body["name"])
    for name in waiting:
        (settings().instance / IMPORTS / name).unlink(missing_ok=True)
    security_event("account-deleted", user=user_id)
    return farewell()
