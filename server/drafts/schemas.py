"""What an own wording holds, and how each field merges."""

from marshmallow.fields import String
from marshmallow.validate import Length, OneOf

from server.sync.fields import SyncedSchema, Text, Value

PURPOSES = ("thank_you", "nudge", "check_in", "approach", "research", "letter", "referral", "update")


class TemplateSchema(SyncedSchema):
    """One's own wording for a purpose."""

    purpose = Value(String(validate=OneOf(PURPOSES)))
    name = Value(String(validate=Length(max=80)))
    subject = Value(String(validate=Length(max=300)))
    text = Text(max=10_000)
