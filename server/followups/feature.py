"""Says what of follow-ups is synced."""

from flask import Flask

from server.core import ids
from server.core.api import Api
from server.followups.models import Followup, Outreach, Settings
from server.followups.schemas import FollowupSchema, OutreachSchema, SettingsSchema
from server.sync import registry
from server.sync.registry import Kind, Limits

OUTREACH = Kind(
    "outreach",
    Outreach,
    OutreachSchema,
    plural="outreach",
    limits=Limits(rows=50_000),
    needs=(("contact",), ("direction",)),
)
FOLLOWUP = Kind(
    "followup", Followup, FollowupSchema, plural="followups", limits=Limits(rows=50_000), needs=(("contact",),)
)
SETTINGS = Kind(
    "settings",
    Settings,
    SettingsSchema,
    plural="settings",
    limits=Limits(rows=1),
    only_id=ids.natural("settings:self"),
)


def register(app: Flask, api: Api) -> None:
    """Register the kinds."""
    registry.register(OUTREACH)
    registry.register(FOLLOWUP)
    registry.register(SETTINGS)
