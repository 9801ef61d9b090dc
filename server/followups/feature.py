"""Says what of follow-ups is synced."""

from flask import Flask

from server.core import ids
from server.core.api import Api
from server.followups.models import Followup, Letter, Milestone, Outreach, Settings
from server.followups.schemas import (
    FollowupSchema,
    LetterSchema,
    MilestoneSchema,
    OutreachSchema,
    SettingsSchema,
)
from server.followups.sending import check_sent
from server.sync import registry
from server.sync.registry import Kind, Limits

OUTREACH = Kind(
    "outreach",
    Outreach,
    OutreachSchema,
    plural="outreach",
    limits=Limits(rows=50_000),
    needs=(("contact",), ("direction",)),
    check=check_sent,
)
FOLLOWUP = Kind(
    "followup", Followup, FollowupSchema, plural="followups", limits=Limits(rows=50_000), needs=(("contact",),)
)
MILESTONE = Kind(
    "milestone", Milestone, MilestoneSchema, plural="milestones", limits=Limits(rows=1_000), needs=(("name",),)
)
LETTER = Kind("letter", Letter, LetterSchema, plural="letters", limits=Limits(rows=1_000), needs=(("contact",),))
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
    registry.register(MILESTONE)
    registry.register(LETTER)
    registry.register(SETTINGS)
