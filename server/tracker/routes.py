"""The tracker over HTTP: as a file, and a file previewed and taken in (docs/api.md)."""

import io
from typing import Any

from flask import Response, request
from marshmallow import RAISE

from server.accounts.who import current_user_id
from server.core import clock
from server.core.access import signed_in
from server.core.api import Blueprint, reply
from server.core.db import db
from server.core.guard import takes
from server.core.limits import limiter
from server.core.logs import security_event
from server.tracker import service, sheets
from server.tracker.schemas import TrackerQuery, TrackerReport

BINARY = "application/octet-stream"

blueprint = Blueprint("tracker", __name__, url_prefix="/api", description="Everyone you write to, as one table.")


@blueprint.get("/tracker.csv")
@signed_in
@limiter.limit("30 per hour")
@blueprint.response(200, content_type="text/csv")
def get_csv() -> Response:
    """Your tracker as CSV for any spreadsheet: UTF-8 with its mark, no cell that is taken for a formula."""
    return _file(sheets.as_csv(service.table(current_user_id(), clock.now())), sheets.CSV_TYPE, "csv")


@blueprint.get("/tracker.xlsx")
@signed_in
@limiter.limit("30 per hour")
@blueprint.response(200, content_type=sheets.XLSX_TYPE)
def get_xlsx() -> Response:
    """Your tracker as a workbook with one sheet; every cell is text."""
    made = io.BytesIO()
    sheets.as_xlsx(service.table(current_user_id(), clock.now()), made)
    return _file(made.getvalue(), sheets.XLSX_TYPE, "xlsx")


@blueprint.post("/tracker/preview")
@signed_in
@limiter.limit("60 per hour")
@takes(BINARY)
@blueprint.arguments(TrackerQuery, location="query", unknown=RAISE)
@blueprint.response(200, TrackerReport)
def preview_file(query: dict[str, Any]) -> Response:
    """Say what a file would add, what it says about people you have, and what is not understood; nothing changes.

    The body is a CSV, XLSX, XLS or ODS file of 20 MB at most.
    """
    user_id, data = current_user_id(), _body()
    return reply(service.preview(user_id, data, clock.now(), query.get("days")).as_dict())


@blueprint.post("/tracker/import")
@signed_in
@limiter.limit("20 per hour")
@takes(BINARY)
@blueprint.arguments(TrackerQuery, location="query", unknown=RAISE)
@blueprint.response(200, TrackerReport)
def import_file(query: dict[str, Any]) -> Response:
    """Add what a file says and you do not have; nothing of yours is overwritten, and twice adds nothing."""
    user_id, data = current_user_id(), _body()
    return reply(service.run(user_id, data, clock.now(), query.get("days")).as_dict())


def _body() -> bytes:
    request.max_content_length = sheets.MOST_BYTES
    data = request.get_data(cache=False)
    db.session.rollback()  # nobody waits for this connection while a large file is read
    return data


def _file(body: bytes, content_type: str, ending: str) -> Response:
    security_event("tracker-exported")
    response = Response(body, content_type=content_type)
    name = f"hallway-tracker-{clock.now():%Y-%m-%d}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
