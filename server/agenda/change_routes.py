"""What changed in an agenda, over HTTP (docs/api.md)."""

import gzip
from typing import Any
from uuid import UUID

from flask import Response, request
from marshmallow import RAISE, fields, validate

from server.accounts import who
from server.agenda import change_store
from server.agenda.schemas import StrictSchema
from server.core.access import public
from server.core.api import Blueprint
from server.core.db import snapshot
from server.core.strict_json import dumps

HIGHEST = 2**31 - 1
WORTH_PACKING = 1_000  # bytes
GZIP = 5
WHATS = ["new", "changed", "moved", "cancelled", "restored", "retitled"]

blueprint = Blueprint("changes", __name__, description="What the last publications of an agenda changed.")


class AfterSchema(StrictSchema):
    """From which publication on."""

    after = fields.Integer(load_default=0, validate=validate.Range(0, HIGHEST))


class ChangeSchema(StrictSchema):
    """One field of one item. Times are the venue's wall clock, or an instant in UTC with `Z`."""

    version = fields.Integer(required=True)
    at = fields.String(required=True, metadata={"description": "when it was published"})
    item = fields.UUID(required=True)
    title = fields.String(required=True)
    what = fields.String(required=True, validate=validate.OneOf(WHATS))
    field = fields.String(required=True, metadata={"description": "status is empty, confirmed or cancelled"})
    old = fields.String(required=True)
    new = fields.String(required=True)


class ChangesSchema(StrictSchema):
    """The changes that lead from the publication `since` to `version`, the newest first; `more` are not told."""

    conference = fields.UUID(required=True)
    version = fields.Integer(required=True)
    since = fields.Integer(required=True)
    changes = fields.List(fields.Nested(ChangeSchema), required=True)
    more = fields.Integer(required=True)


@blueprint.get("/api/conferences/<uuid:conference_id>/changes")
@public
@blueprint.arguments(AfterSchema, location="query", unknown=RAISE)
@blueprint.response(200, ChangesSchema)
def list_changes(query: dict[str, Any], conference_id: UUID) -> Response:
    """List what changed after a publication, several changes of one field as one; the ETag is the manifest's name."""
    session = who.current_session()
    with snapshot():
        now = change_store.current(str(conference_id), session.user_id if session else None)
        if now.manifest in request.if_none_match:
            return _tagged(Response(status=304), now.manifest)
        body = dumps(change_store.told_after(now, query["after"]))
    answer = Response(body, content_type="application/json")
    if len(body) > WORTH_PACKING and request.accept_encodings["gzip"] > 0:
        answer.set_data(gzip.compress(body, GZIP, mtime=0))
        answer.content_encoding = "gzip"
    return _tagged(answer, now.manifest)


def _tagged(answer: Response, manifest: str) -> Response:
    answer.set_etag(manifest)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Vary"] = "Accept-Encoding"
    return answer
