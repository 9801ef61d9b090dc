"""What subscriptions take and give."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from server.calendar.refreshing import ALL, FOLLOWUPS, PLAN


class FeedRequest(Schema):
    """Which events a new address holds."""

    class Meta:
        """Unknown keys are refused."""

        unknown = RAISE

    scope = fields.String(required=True, validate=validate.OneOf((FOLLOWUPS, PLAN, ALL)))


class LeftOutEvent(Schema):
    """What a calendar does not show, and why."""

    id = fields.String(required=True, allow_none=True, metadata={"description": "agenda item"})
    title = fields.String(required=True)
    reason = fields.String(required=True)


class FeedAnswer(Schema):
    """One subscription; its address is told only when it is made or changed."""

    id = fields.String(required=True)
    scope = fields.String(required=True)
    name = fields.String(required=True)
    created_at = fields.String(required=True, metadata={"format": "date-time"})
    last_fetched_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    client = fields.String(required=True, allow_none=True, metadata={"description": "family of programs"})
    events = fields.Integer(required=True)
    left_out: Any = fields.List(fields.Nested(LeftOutEvent), required=True)


class NewFeed(FeedAnswer):
    """A subscription with its address, which is shown this once."""

    url = fields.String(required=True)


class FeedList(Schema):
    """A student's subscriptions."""

    feeds: Any = fields.List(fields.Nested(FeedAnswer), required=True)
