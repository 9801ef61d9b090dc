"""Calendar subscriptions and downloads over HTTP (calendar contract, sections 2 and 7)."""

from typing import Any

from flask import Response

from server.accounts.who import ask_again_after, current_user_id
from server.calendar import files, service, serving
from server.calendar.installation import address, layout, moment
from server.calendar.schemas import FeedList, FeedRequest, NewFeed
from server.calendar.service import Shown
from server.core import clock
from server.core.access import public, signed_in
from server.core.api import Blueprint, reply
from server.core.db import write
from server.core.limits import limiter
from server.core.logs import security_event
from server.core.problems import NotFound

blueprint = Blueprint("calendar", __name__, description="Calendar subscriptions and downloads.")

FRESH = 10  # minutes for which signing in counts for making an address


@public
@limiter.exempt
def show_feed(token: str) -> Response:
    """Events as a calendar program reads them; the address is the key."""
    return serving.answer(token, clock.now(), layout())


# Flask would answer OPTIONS by itself; calendar programs ask for nothing but the file.
vars(show_feed)["provide_automatic_options"] = False
blueprint.get("/calendar/<token>.ics")(show_feed)


@blueprint.get("/api/calendar")
@signed_in
@blueprint.response(200, FeedList)
def list_feeds() -> Response:
    """Your subscriptions, without their addresses."""
    found = service.shown_all(current_user_id(), clock.now())
    return reply({"feeds": [_as_wire(one) for one in found]})


@blueprint.post("/api/calendar")
@signed_in
@blueprint.arguments(FeedRequest)
@blueprint.response(201, NewFeed)
def make_feed(body: dict[str, Any]) -> Response:
    """Make an address for a scope; takes a sign-in of the last 10 minutes."""
    ask_again_after(FRESH)
    user_id = current_user_id()
    with write():
        feed, token = service.make(user_id, body["scope"], moment())
        answer = _as_wire(service.shown(feed, clock.now())) | {"url": address(token)}
    security_event("feed-made")
    return reply(answer, 201)


@blueprint.post("/api/calendar/<feed_id>/rotate")
@signed_in
@blueprint.response(200, NewFeed)
def rotate_feed(feed_id: str) -> Response:
    """Give the feed a new address; the old one is dead. Takes a sign-in of the last 10 minutes."""
    ask_again_after(FRESH)
    user_id = current_user_id()
    with write():
        feed, token = service.rotate(user_id, feed_id)
        answer = _as_wire(service.shown(feed, clock.now())) | {"url": address(token)}
    security_event("feed-rotated")
    return reply(answer)


@blueprint.post("/api/calendar/<feed_id>/revoke")
@signed_in
@blueprint.response(204)
def revoke_feed(feed_id: str) -> Response:
    """End the subscription."""
    user_id = current_user_id()
    with write():
        service.revoke(user_id, feed_id)
    security_event("feed-revoked")
    return Response(status=204)


@blueprint.get("/api/followups/<step_id>.ics")
@signed_in
@blueprint.response(200, content_type="text/calendar")
def download_followup(step_id: str) -> Response:
    """One open follow-up as a file: a copy, it does not follow changes."""
    return _file(files.of_followup(current_user_id(), step_id, layout()), "follow-up")


@blueprint.get("/api/items/<item_id>.ics")
@signed_in
@blueprint.response(200, content_type="text/calendar")
def download_item(item_id: str) -> Response:
    """One session or poster as a file: a copy, it does not follow changes."""
    return _file(files.of_item(current_user_id(), item_id, moment(), layout()), "session")


@blueprint.get("/api/calendar/<scope>.ics")
@signed_in
@blueprint.response(200, content_type="text/calendar")
def download_scope(scope: str) -> Response:
    """All events of a scope as one file: a copy, it does not follow changes."""
    if scope not in service.NAMES:
        raise NotFound
    return _file(files.whole(current_user_id(), scope, clock.now(), layout()), scope)


def _as_wire(shown: Shown) -> dict[str, Any]:
    feed = shown.feed
    return {
        "id": feed.id,
        "scope": feed.scope,
        "name": feed.name,
        "created_at": clock.wire(feed.created_at),
        "last_fetched_on": feed.last_fetched_on.isoformat() if feed.last_fetched_on else None,
        "client": feed.client,
        "events": shown.events,
        "left_out": [{"id": one.id, "title": one.title, "reason": one.reason} for one in shown.left_out],
    }


def _file(data: bytes, name: str) -> Response:
    return Response(
        data,
        content_type=serving.CONTENT_TYPE,
        headers={
            "Content-Disposition": f"attachment; filename=\"hallway-{name}.ics\"; filename*=UTF-8''hallway-{name}.ics",
            "Cache-Control": "private, no-store",
            "Vary": "Cookie",
        },
    )
