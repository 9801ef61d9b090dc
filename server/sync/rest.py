"""Plain REST over every registered kind: one set of routes each, one write door behind them (docs/api.md)."""

from typing import Any

from flask import Response, request
from marshmallow import RAISE

from server.accounts import who
from server.core import ids
from server.core.access import signed_in
from server.core.api import Blueprint, reply
from server.core.db import snapshot, write
from server.core.problems import Invalid
from server.sync import records, rows
from server.sync.merge import Row
from server.sync.records import Asked
from server.sync.registry import Kind
from server.sync.schemas import query_schema, row_schema, rows_schema

CONDITIONS = [
    {"in": "header", "name": "If-Match", "schema": {"type": "string"}, "description": "the ETag it was read with"},
    {"in": "header", "name": "If-None-Match", "schema": {"type": "string"}, "description": "* makes a new one only"},
    {"in": "header", "name": "Idempotency-Key", "schema": {"type": "string", "format": "uuid"}},
]


def blueprint_of(kind: Kind) -> Blueprint:
    """Return the routes of one kind."""
    blueprint = Blueprint(kind.plural, __name__, url_prefix=f"/api/{kind.plural}", description=kind.schema.__doc__)
    _add_reading(blueprint, kind)
    _add_writing(blueprint, kind)
    return blueprint


def _add_reading(blueprint: Blueprint, kind: Kind) -> None:
    @blueprint.get("")
    @signed_in
    @blueprint.arguments(query_schema(kind.schema), location="query", unknown=RAISE)
    @blueprint.response(200, rows_schema(kind.schema))
    def list_records(query: dict[str, Any]) -> Response:
        """Records in the order of their ids; `after` takes the last id of the page before."""
        with snapshot():
            found, more = records.page(who.current_user_id(), kind, query)
            return reply({"rows": [rows.as_wire(kind, row) for row in found], "more": more})

    @blueprint.get("/<row_id>")
    @signed_in
    @blueprint.response(200, row_schema(kind.schema))
    def get_record(row_id: str) -> Response:
        """One record, also from the bin; its ETag is its revision."""
        with snapshot():
            response = _answer(kind, records.get(who.current_user_id(), kind, row_id))
        response.make_conditional(request)
        return response


def _add_writing(blueprint: Blueprint, kind: Kind) -> None:
    @blueprint.put("/<row_id>", parameters=CONDITIONS)
    @signed_in
    @blueprint.arguments(kind.schema)
    @blueprint.response(200, row_schema(kind.schema))
    def put_record(body: dict[str, Any], row_id: str) -> Response:
        """Make a record under an id of your making, or replace one; absent fields become null."""
        with write():
            written = records.put(_asked(kind, row_id), body)
        return _answer(kind, written.row, 201 if written.made else 200)

    @blueprint.patch("/<row_id>", parameters=CONDITIONS)
    @signed_in
    @blueprint.arguments(kind.schema)
    @blueprint.response(200, row_schema(kind.schema))
    def patch_record(body: dict[str, Any], row_id: str) -> Response:
        """Change the fields given; a record in the bin comes back."""
        with write():
            written = records.patch(_asked(kind, row_id), body)
        return _answer(kind, written.row)

    @blueprint.delete("/<row_id>", parameters=CONDITIONS)
    @signed_in
    @blueprint.response(204)
    def delete_record(row_id: str) -> Response:
        """Put a record into the bin, from where it can come back for 30 days."""
        with write():
            row = records.remove(_asked(kind, row_id))
        return Response(status=204, headers={"ETag": f'"{row.rev}"'})


def _asked(kind: Kind, row_id: str) -> Asked:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not ids.is_id(key):
        raise Invalid("Idempotency-Key takes a UUID in lower case.")
    return Asked(
        user_id=who.current_user_id(),
        kind=kind,
        row_id=row_id,
        key=key or ids.fresh(),
        match=request.if_match if "If-Match" in request.headers else None,
        only_new=request.if_none_match.star_tag,
    )


def _answer(kind: Kind, row: Row, status: int = 200) -> Response:
    response = reply(rows.as_wire(kind, row), status)
    response.set_etag(str(row.rev))
    return response
