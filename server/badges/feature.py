"""Says what of badges is synced; serves the reading of codes and the page of a card."""

from flask import Flask

from server.badges import cards
from server.badges.models import Profile, Scan
from server.badges.routes import blueprint
from server.badges.schemas import ProfileSchema, ScanSchema
from server.core import ids, revoked
from server.core.api import Api
from server.sync import registry
from server.sync.registry import Kind, Limits

SCAN = Kind(
    "scan",
    Scan,
    ScanSchema,
    plural="scans",
    limits=Limits(rows=50_000),
    needs=(("raw", "raw_b64"),),
    once=frozenset({"captured_at", "symbology", "raw", "raw_b64", "conference", "item", "photo"}),
    photos=("photo",),
)
PROFILE = Kind(
    "profile", Profile, ProfileSchema, plural="profiles", limits=Limits(rows=1), only_id=ids.natural("profile:self")
)


def register(app: Flask, api: Api) -> None:
    """Register the kinds, the calls, and what stays dead after a restore."""
    registry.register(SCAN)
    registry.register(PROFILE)
    revoked.on_restore(cards.CARD, cards.revoke_again)
    api.register_blueprint(blueprint)
