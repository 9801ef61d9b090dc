"""Badges over HTTP: reading a code's text, and the student's own card as a picture, a page and a file."""

from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Response, current_app, request

from server.accounts.who import current_user_id
from server.badges import card, card_page, cards
from server.badges.code_image import svg_of
from server.badges.models import PublicCard
from server.badges.payload import read
from server.badges.schemas import BadgeText, CardAnswer, CardCode, CardLevel, NewCard, ReadingAnswer
from server.config import Settings
from server.core import clock
from server.core.access import public, signed_in
from server.core.api import PROBLEM_JSON, Blueprint, answer, reply
from server.core.db import write
from server.core.logs import security_event
from server.core.problems import CrossSite, Invalid, NotFound

blueprint = Blueprint("badges", __name__, description="Reading badge codes, and one's own card.")

NO_NAME = "Write your name on your badge first."
TOO_LARGE = "The card is larger than a code that can be read: leave something out, or show less of it."
NO_LINK = "Make the page of your card first."
# Whoever has the address may read the page, and nobody keeps a copy of it or says where they came from.
UNKEPT = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
STYLE = Path(__file__).with_name("card.css")


@blueprint.post("/api/badges/read")
@signed_in
@blueprint.arguments(BadgeText)
@blueprint.response(200, ReadingAnswer)
def read_badge(body: dict[str, Any]) -> Response:
    """Say what the text of a code holds, as `hallway badge read` does; nothing is kept."""
    return reply(read(body["text"]).as_dict())


@blueprint.post("/share")
@signed_in
@blueprint.response(403)
def refuse_shared() -> Response:
    """Refuse what an app shares with Hallway: the phone's own service worker takes it, and it never comes here."""
    raise CrossSite("Open Hallway on this phone once, then share again.")


@blueprint.get("/api/badge.svg")
@signed_in
@blueprint.arguments(CardCode, location="query")
@blueprint.response(200, content_type="image/svg+xml")
def show_code(query: dict[str, Any]) -> Response:
    """Your own code for download and print, with the payload that your phone draws."""
    user_id = current_user_id()
    said = cards.said(user_id, query.get("level"))
    if said is None:
        raise Invalid(NO_NAME, errors=[{"pointer": "/name", "detail": NO_NAME}])
    page = cards.shown(user_id) if query["form"] == "link" else None
    if page is None and query["form"] == "link":
        raise Invalid(NO_LINK, errors=[{"pointer": "/form", "detail": NO_LINK}])
    drawn = card.card_of(said, query["form"], _address(page) if page else None)
    if drawn.drop:
        raise Invalid(TOO_LARGE, errors=[{"pointer": f"/{drawn.drop}", "detail": "Leave this out first."}])
    name = "inline; filename=hallway-badge.svg"
    return Response(
        svg_of(drawn.text), content_type="image/svg+xml; charset=utf-8", headers={"Content-Disposition": name}
    )


@blueprint.get("/api/card")
@signed_in
@blueprint.response(200, CardAnswer)
def show_own_card() -> Response:
    """The page of your card, if you have one."""
    page = cards.shown(current_user_id())
    return reply({"card": page and _as_wire(page)})


@blueprint.put("/api/card")
@signed_in
@blueprint.arguments(CardLevel)
@blueprint.response(200, NewCard)
def keep_own_card(body: dict[str, Any]) -> Response:
    """Make the page of your card, or change what it shows."""
    user_id = current_user_id()
    with write():
        page, is_new = cards.keep(user_id, body["level"], clock.now())
        made = _as_wire(page)
    if is_new:
        security_event("card-made")
    return reply(made, 201 if is_new else 200)


@blueprint.post("/api/card/rotate")
@signed_in
@blueprint.response(200, NewCard)
def rotate_own_card() -> Response:
    """Give the page another address; the old one is dead."""
    user_id = current_user_id()
    with write():
        made = _as_wire(cards.rotate(user_id, clock.now()))
    security_event("card-rotated")
    return reply(made)


@blueprint.delete("/api/card")
@signed_in
@blueprint.response(204)
def revoke_own_card() -> Response:
    """Take the page away; copies that people saved stay theirs."""
    user_id = current_user_id()
    with write():
        cards.revoke(user_id)
    security_event("card-revoked")
    return Response(status=204)


@blueprint.get("/b/<code>")
@public
@blueprint.response(200, content_type="text/html")
def show_card(code: str) -> Response:
    """The card as a page for whoever has its address; what is shown is the owner's choice."""
    try:
        said = cards.behind(code)
    except NotFound as nothing:
        return _nothing(nothing)
    return Response(card_page.page(said, code), content_type="text/html; charset=utf-8", headers=UNKEPT)


@blueprint.get("/b/<code>/card.vcf")
@public
@blueprint.response(200, content_type="text/vcard")
def download_card(code: str) -> Response:
    """The card as a file for an address book."""
    try:
        said = cards.behind(code)
    except NotFound as nothing:
        return _nothing(nothing)
    named = f"attachment; filename=card.vcf; filename*=UTF-8''{quote(card_page.file_name(said))}"
    headers = UNKEPT | {"Content-Disposition": named}
    return Response(card.vcard_file(said), content_type="text/vcard; charset=utf-8", headers=headers)


@blueprint.get("/b/card.css")
@public
@blueprint.response(200, content_type="text/css")
def show_style() -> Response:
    """How the page of a card looks."""
    return Response(_style(), content_type="text/css; charset=utf-8", headers={"Cache-Control": "public, max-age=3600"})


def _nothing(problem: NotFound) -> Response:
    """The same for unknown and for revoked: a page for a browser, a problem for everyone else."""
    if request.accept_mimetypes.best_match([PROBLEM_JSON, "text/html"]) == "text/html":
        found = Response(card_page.missing_page(), problem.status, content_type="text/html; charset=utf-8")
    else:
        found = answer(problem)
    found.headers.update(UNKEPT)
    found.vary.add("Accept")
    return found


def _as_wire(page: PublicCard) -> dict[str, Any]:
    return {"url": _address(page), "level": page.level, "created_at": clock.wire(page.created_at)}


def _address(page: PublicCard) -> str:
    settings: Settings = current_app.config["HALLWAY"]
    return f"{settings.url}/b/{page.code}"


@lru_cache(maxsize=1)
def _style() -> bytes:
    return STYLE.read_bytes()
