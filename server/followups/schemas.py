"""What messages, follow-ups, milestones, letters and settings hold, and how each field merges."""

from marshmallow.fields import Dict, Integer, String
from marshmallow.validate import Length, OneOf, Range

from server.sync.fields import Day, Id, Instant, Set, SyncedSchema, Text, Value

DIRECTIONS = ("out", "in")
PURPOSES = ("approach", "thank_you", "nudge", "check_in", "letter", "referral", "update", "other")
STATES = ("done", "dismissed", "open")
MOST_NAMED = 20  # intervals or alarms
MOST_TOLD = 200  # people who hear of one milestone


class OutreachSchema(SyncedSchema):
    """One message or reply."""

    contact = Value(Id())
    direction = Value(String(validate=OneOf(DIRECTIONS)))
    purpose = Value(String(validate=OneOf(PURPOSES)))
    channel = Value(String(validate=Length(max=40)))
    sent_at = Value(Instant())
    subject = Value(String(validate=Length(max=300)))
    text = Text(max=10_000)
    reason = Value(
        String(
            validate=Length(max=300),
            metadata={"description": "why it was sent although two messages before it stand unanswered"},
        )
    )


class FollowupSchema(SyncedSchema):
    """What a person did to a step, or a step made by hand."""

    contact = Value(Id())
    step = Value(String(validate=Length(max=40)))
    cycle = Value(String(validate=Length(max=36), metadata={"description": "0, or the message that began it"}))
    due_on = Value(Day())
    state = Value(String(validate=OneOf(STATES)))
    title = Value(String(validate=Length(max=300)))
    note = Text(max=2_000)


class MilestoneSchema(SyncedSchema):
    """News of the student, such as a passed exam, and the contacts who are to hear of it."""

    name = Value(String(validate=Length(max=120)))
    reached_on = Value(Day())
    contacts = Set(Id(), max=MOST_TOLD)


class LetterSchema(SyncedSchema):
    """One letter of recommendation: who writes it, by when, and how far it is."""

    contact = Value(Id())
    purpose = Value(String(validate=Length(max=120), metadata={"description": "what it is for"}))
    deadline_on = Value(Day())
    asked_on = Value(Day())
    agreed_on = Value(Day())
    declined_on = Value(Day())
    packet_on = Value(Day())
    uploaded_on = Value(Day())
    thanked_on = Value(Day())


class SettingsSchema(SyncedSchema):
    """How one person wants to be reminded."""

    zone = Value(String(validate=Length(max=64), metadata={"description": "IANA name"}))
    morning_hour = Value(Integer(strict=True, validate=Range(min=0, max=23)))
    intervals = Value(
        Dict(
            keys=String(validate=Length(max=40)),
            values=Integer(strict=True, validate=Range(min=0, max=3_660)),
            validate=Length(max=MOST_NAMED),
            metadata={"description": "whole days by name"},
        )
    )
    quiet_days = Set(String(validate=Length(max=10), metadata={"description": "mon to sun, or YYYY-MM-DD"}))
    alarms = Value(
        Dict(
            keys=String(validate=Length(max=40)),
            values=String(validate=Length(max=20), allow_none=True),
            validate=Length(max=MOST_NAMED),
            metadata={"description": "duration before the start by name (RFC 5545 3.3.6), null for none"},
        )
    )
    theme = Value(String(validate=Length(max=20)))
