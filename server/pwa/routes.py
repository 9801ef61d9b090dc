"""The shell, the assets, the problem pages and the health checks."""

import gzip
import logging
from functools import lru_cache

import brotli
from flask import Blueprint, Response, abort, current_app, request
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from server.config import Settings
from server.core import clock
from server.core.access import public
from server.core.api import reply
from server.core.db import db
from server.pwa import opening, problem_pages, shell

blueprint = Blueprint("pwa", __name__)

FOR_EVER = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "public, no-cache"
COMPRESSIBLE = ("text/", "application/json", "application/manifest", "application/wasm", "image/svg")
LEAST_COMPRESSED = 600  # bytes
BEEN_HERE = "hallway-store"  # the cookie that web/src/store/eviction.ts sets
log = logging.getLogger(__name__)


def add_pages() -> None:
    """Answer every page of the client's router with the shell."""
    for number, page in enumerate(shell.PAGES):
        blueprint.add_url_rule(page, f"page_{number}", show_shell, methods=["GET"])
    for number, page in enumerate(shell.DEVELOPMENT_PAGES):
        blueprint.add_url_rule(page, f"development_page_{number}", show_development_page, methods=["GET"])


@public
def show_shell(id: str | None = None) -> Response:
    """Answer with the shell; the client's router takes it from there."""
    response = (
        _first_page() or _send("index.html") or Response(shell.NOT_BUILT, 200, content_type="text/html; charset=utf-8")
    )
    if request.path in shell.SECRET_PAGES:
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


@public
def show_development_page() -> Response:
    """Answer with the shell on a development machine, elsewhere that there is no such page."""
    settings: Settings = current_app.config["HALLWAY"]
    if not settings.development:
        abort(404)
    return show_shell()


@blueprint.get("/<any('sw.js','manifest.webmanifest','icon.svg','robots.txt','favicon.ico'):name>")
@blueprint.get("/<any('assets','icons'):folder>/<path:name>")
@public
def show_file(name: str, folder: str = "") -> Response:
    """Answer with a built file."""
    return _send(f"{folder}/{name}" if folder else name) or abort(404)


@blueprint.get("/problems/<slug>")
@public
def show_problem(slug: str) -> Response:
    """Answer with the page of a problem type."""
    page = problem_pages.page(slug)
    if page is None:
        abort(404)
    return Response(page, content_type="text/html; charset=utf-8", headers={"Cache-Control": "public, max-age=3600"})


@blueprint.get("/healthz")
@public
def show_health() -> Response:
    """Answer that the process is alive."""
    return reply({"status": "ok"})


@blueprint.get("/readyz")
@public
def show_readiness() -> Response:
    """Answer that the database can be read."""
    db.session.execute(text("SELECT 1"))
    return reply({"status": "ready"})


def _first_page() -> Response | None:
    """The shell with what a first visit draws at once; None for whoever was here before, and for the service worker.

    What the worker keeps is asked for without `Sec-Fetch-Dest: document`, so it stays the bare shell.
    """
    if request.path != "/" or request.headers.get("Sec-Fetch-Dest") != "document" or BEEN_HERE in request.cookies:
        return None
    files: dict[str, shell.File] = current_app.extensions["hallway-shell"]
    now = clock.now()
    try:
        found = opening.text(now.replace(second=0, microsecond=0))
    except SQLAlchemyError:  # the app itself needs no database to start
        log.warning("no opening: the database cannot be read")
        return None
    if found is None or "index.html" not in files:
        return None
    encoding = request.accept_encodings.best_match(["br", "gzip"])
    response = Response(_with_opening(files["index.html"].body, found, encoding), content_type=shell.HTML)
    if encoding:
        response.content_encoding = encoding
    response.vary.update(["Accept-Encoding", "Sec-Fetch-Dest", "Cookie"])
    response.headers["Cache-Control"] = ASK_EACH_TIME
    return response


@lru_cache(maxsize=8)
def _with_opening(page: bytes, found: str, encoding: str | None) -> bytes:
    body = shell.with_opening(page, found)
    if encoding is None:
        return body
    return brotli.compress(body, quality=5) if encoding == "br" else gzip.compress(body, 6, mtime=0)


def _send(name: str) -> Response | None:
    files: dict[str, shell.File] = current_app.extensions["hallway-shell"]
    file = files.get(name)
    if file is None:
        return None
    response = Response(file.body, content_type=file.content_type)
    if file.content_type.startswith(COMPRESSIBLE) and len(file.body) >= LEAST_COMPRESSED:
        response.vary.add("Accept-Encoding")
        encoding = request.accept_encodings.best_match(["br", "gzip"])
        if encoding:
            response.set_data(_compressed(file.body, encoding))
            response.content_encoding = encoding
    response.headers["Cache-Control"] = FOR_EVER if file.fingerprinted else ASK_EACH_TIME
    response.add_etag()
    response.make_conditional(request)
    return response


@lru_cache(maxsize=256)
def _compressed(body: bytes, encoding: str) -> bytes:
    # Once for each file and encoding; 9 of 11 keeps the first answer of a 1 MB decoder under a second.
    return brotli.compress(body, quality=9) if encoding == "br" else gzip.compress(body, 9, mtime=0)
