"""Searching an agenda over HTTP, for what a phone does not hold: abstracts."""

from typing import Any

from flask import Response
from marshmallow import RAISE, fields, validate

from server.accounts import who
from server.agenda import search
from server.agenda.schemas import StrictSchema
from server.core.access import public
from server.core.api import Blueprint, reply

blueprint = Blueprint("agenda_search", __name__, description="Searching an agenda.")


class SearchQuery(StrictSchema):
    """What to look for; of a long text the first 200 characters and eight words count."""

    q = fields.String(load_default="")
    limit = fields.Integer(load_default=20, validate=validate.Range(1, search.MOST_FOUND))


class HitSchema(StrictSchema):
    """One item; `part` is the piece of its abstract that says it, null where title, people or place do."""

    id = fields.UUID(required=True)
    part = fields.String(required=True, allow_none=True)


class FoundSchema(StrictSchema):
    """What was found, the best first."""

    items = fields.List(fields.Nested(HitSchema), required=True)


@blueprint.get("/api/conferences/<uuid:conference_id>/search")
@blueprint.arguments(SearchQuery, location="query", unknown=RAISE)
@blueprint.response(200, FoundSchema)
@public
def search_agenda(asked: dict[str, Any], conference_id: object) -> Response:
    """Find items by words of titles, people, affiliations, rooms, tracks, boards and abstracts."""
    session = who.current_session()
    user_id = session.user_id if session else None
    found = search.search(str(conference_id), asked["q"], asked["limit"], user_id)
    return reply({"items": [{"id": one.id, "part": one.part} for one in found]})
