"""What happened to one of the student's own records, from the log; putting something back is an ordinary change."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields, validate

from server.accounts import who
from server.core import ids
from server.core.access import signed_in
from server.core.api import Blueprint, reply
from server.core.db import snapshot
from server.core.limits import limiter
from server.core.problems import NotFound
from server.sync import history, registry
from server.sync.fields import Id, Instant
from server.sync.mutations import MOST_INTEGER

blueprint = Blueprint("history", __name__, url_prefix="/api/history", description="What happened to a record.")

WHAT = ("made", "changed", "settled", "deleted", "brought_back", "purged", "held")


class HistoryQuery(Schema):
    """Which lines."""

    before = fields.Integer(
        validate=validate.Range(min=1, max=MOST_INTEGER), metadata={"description": "a rev: lines older than it"}
    )
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=history.MOST_LISTED))


class HistoryDevice(Schema):
    """Where a change was made."""

    id = fields.String(required=True, metadata={"description": "of the device; api and server where it was none"})
    name = fields.String(required=True, allow_none=True)


class HistoryChange(Schema):
    """A field before and after a line."""

    field = fields.String(required=True)
    old = fields.Raw(required=True, allow_none=True)
    new = fields.Raw(required=True, allow_none=True)


class HistoryValue(Schema):
    """A value kept beside the current one, or settled."""

    field = fields.String(required=True)
    value = fields.Raw(required=True, allow_none=True)


class HistoryDoubled(Schema):
    """A place of a text that two devices changed: both versions stand, one below the other."""

    field = fields.String(required=True)
    first = fields.String(required=True)
    second = fields.String(required=True)


class HistoryLine(Schema):
    """One change; a purged one says only that it was."""

    id = Id(required=True)
    rev = fields.Integer(required=True)
    at = Instant(required=True, allow_none=True, metadata={"description": "the device's own time"})
    received_at = Instant(required=True)
    device = fields.Nested(HistoryDevice, required=True)
    result = fields.String(required=True)
    what = fields.String(required=True, validate=validate.OneOf(WHAT))
    changes = fields.List(fields.Nested(HistoryChange), required=True)
    settled = fields.List(fields.Nested(HistoryValue), required=True)
    beside = fields.List(fields.Nested(HistoryValue), required=True)
    doubled = fields.List(fields.Nested(HistoryDoubled), required=True)


class HistoryPage(Schema):
    """Lines, newest first."""

    lines = fields.List(fields.Nested(HistoryLine), required=True)
    more = fields.Boolean(required=True)


@blueprint.get("/<kind>/<row_id>")
@signed_in
@limiter.limit("120 per minute")
@blueprint.arguments(HistoryQuery, location="query")
@blueprint.response(200, HistoryPage)
def show_history(query: dict[str, Any], kind: str, row_id: str) -> Response:
    """What happened to a record, newest first; it is there for records in the bin too."""
    known = registry.find(kind)
    if known is None or not ids.is_id(row_id):
        raise NotFound
    with snapshot():
        page = history.read(who.current_user_id(), known, row_id, query.get("before"), query["limit"])
    if not page.lines and "before" not in query:
        raise NotFound
    return reply({"lines": page.lines, "more": page.more})
