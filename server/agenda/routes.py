"""The agenda over HTTP (docs/contracts.md, sections 2 and 3)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from flask import Response, current_app, request
from flask.globals import app_ctx
from marshmallow import Schema, ValidationError

from server.accounts import who
from server.agenda import fetching, previews, refreshing, shelf, sources
from server.agenda.previews import Waiting
from server.agenda.reports import Report
from server.agenda.schemas import AddressSchema, AnswersSchema, ConferencesSchema, PreviewSchema
from server.agenda.service import Outcome, Progress
from server.agenda.working import Work
from server.config import Settings
from server.core import clock, strict_json
from server.core.access import public, signed_in
from server.core.api import Blueprint, reply
from server.core.db import db, write
from server.core.guard import takes
from server.core.limits import limiter
from server.core.problems import FileRefused, Invalid, NotFound, Problem, pointer_errors
from server.core.strict_json import dumps

MOST_FILE = 50_000_000  # bytes
MOST_FILE_NAME = 200
IMPORTS = "imports"  # the folder of files that wait, in the instance's
BINARY = "application/octet-stream"
FOREVER = "max-age=31536000, immutable"
HEX = frozenset("0123456789abcdef")

blueprint = Blueprint("agenda", __name__, description="Conferences, their agendas and imports.")


@blueprint.get("/api/conferences")
@blueprint.response(200, ConferencesSchema)
@public
def list_conferences() -> Response:
    """List the public conferences and one's own, each with its current manifest."""
    session = who.current_session()
    return reply({"conferences": shelf.conferences(session.user_id if session else None)})


@blueprint.get("/agenda/<string(length=64):sha256>.json")
@limiter.exempt  # not counted anyway; this spares the looking
@public
def show_file(sha256: str) -> Response:
    """Return a manifest, shard or patch whose uncompressed bytes have this SHA-256."""
    if not HEX.issuperset(sha256):
        raise NotFound
    encodings = shelf.encodings(request.accept_encodings)
    found = shelf.public_file(sha256, encodings)
    if found is None:
        session = who.current_session()
        if session is None:
            raise NotFound
        found = shelf.own_file(sha256, encodings, session.user_id)
    answer = Response(found.data, content_type="application/json")
    if found.encoding:
        answer.headers["Content-Encoding"] = found.encoding
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = f"{'public' if found.public else 'private'}, {FOREVER}"
    return answer


def _is_file() -> bool:
    return request.mimetype == BINARY


@blueprint.post("/api/imports")
@blueprint.response(201, PreviewSchema)
@limiter.limit("30 per hour")
@limiter.limit("20 per hour", exempt_when=_is_file)
@signed_in
@takes(BINARY, "application/json")
def upload_file() -> Response:
    """Keep a file for one hour and return what importing it would do.

    The body is the file, its name in `X-File-Name`, or JSON with the `url` of a file or page that anyone can open.
    """
    user_id = who.current_user_id()
    if not _is_file():
        return _upload_from(user_id, _body(AddressSchema())["url"])
    request.max_content_length = MOST_FILE
    waiting = previews.keep(user_id, _file_name(), request.get_data(cache=False), _folder(), clock.now())
    return reply(previews.shown(waiting, _looked(waiting)), 201)


def _upload_from(user_id: str, url: str) -> Response:
    db.session.rollback()  # nobody waits for this connection to the database while a slow server is asked
    fetched = fetching.fetch(url, policy())
    waiting = previews.keep(user_id, fetched.file_name, fetched.data or b"", _folder(), clock.now())
    slug = sources.slug_of(user_id, fetched.url)
    if slug is not None:
        waiting = previews.answered(waiting, {"conference": slug})
    with write():
        sources.keep_with_preview(waiting.id, fetched)
        previews.store_answers(waiting)
    try:
        return reply(previews.shown(waiting, _looked(waiting)), 201)
    except FileRefused as fault:
        raise refreshing.placed(fault) from None


def _looked(waiting: Waiting) -> Outcome:
    try:
        return previews.look(waiting, _folder(), clock.now())
    except Problem:
        previews.forget(waiting, _folder())
        raise


@blueprint.patch("/api/imports/<uuid:preview_id>")
@blueprint.arguments(AnswersSchema)
@blueprint.response(200, PreviewSchema)
@signed_in
def answer_questions(answers: dict[str, Any], preview_id: object) -> Response:
    """Answer a preview's questions and return the new preview; an answer that cannot be taken is not kept."""
    waiting = previews.find(who.current_user_id(), str(preview_id), clock.now())
    tried = previews.answered(waiting, answers)
    outcome = previews.look(tried, _folder(), clock.now())
    with write():
        previews.store_answers(tried)
    return reply(previews.shown(tried, outcome))


@blueprint.post("/api/imports/<uuid:preview_id>/run")
@blueprint.response(200, description="Lines of JSON: stage, done, total; the last is the report, or a problem")
@signed_in
def run_import(preview_id: object) -> Response:
    """Import the waiting file; tell how far it is in lines of JSON, the report or a problem last."""
    waiting = previews.find(who.current_user_id(), str(preview_id), clock.now())
    folder = _folder()

    def task(tell: Progress) -> Report:
        at = clock.now()
        report = previews.run(waiting, folder, at, tell)
        came = sources.of_preview(waiting.id)
        if came is not None:
            with write():
                sources.remember(waiting.user_id, report, came, at, waiting.answers.get("format", "auto"))
        previews.forget(waiting, folder)
        return report

    return streamed(Work(app_ctx.app, task))


def streamed(work: Work[Report]) -> Response:
    """Answer with lines of JSON: how far the work is, its report or its problem last."""
    return Response(_lines(work), content_type="application/x-ndjson", headers={"X-Accel-Buffering": "no"})


def policy() -> fetching.Policy:
    """Return what may be fetched: the contract's own policy, but in tests."""
    found: fetching.Policy = current_app.extensions["hallway_fetching"]
    return found


def _lines(work: Work[Report]) -> Iterator[bytes]:
    for stage, done, total in work.events():
        yield dumps({"stage": stage, "done": done, "total": total}) + b"\n"
    try:
        report = work.result
    except Problem as problem:  # the answer has begun, so its status cannot say it any more
        yield dumps(problem.as_dict()) + b"\n"
    else:
        yield dumps(report.as_dict() | {"diff": report.diff.as_dict()}) + b"\n"


def _body(schema: Schema) -> dict[str, Any]:
    try:
        taken: dict[str, Any] = schema.load(strict_json.loads(request.get_data()))
    except ValidationError as fault:
        raise Invalid(errors=pointer_errors(fault.messages)) from None
    return taken


def _folder() -> Path:
    settings: Settings = current_app.config["HALLWAY"]
    return settings.instance / IMPORTS


def _file_name() -> str:
    name = unquote(request.headers.get("X-File-Name", ""), errors="replace")
    return "".join(letter for letter in name if letter.isprintable())[-MOST_FILE_NAME:]
