"""What a target holds, and how each field merges."""

from marshmallow.fields import String
from marshmallow.validate import Length, OneOf

from server.sync.fields import Id, Instant, SyncedSchema, Text, Value

TIERS = ("must", "should", "nice")


class TargetSchema(SyncedSchema):
    """A flag on an item or a person of an agenda."""

    item = Value(Id())
    person = Value(Id())
    conference = Value(Id())
    tier = Value(String(validate=OneOf(TIERS)))
    why = Text(max=2_000)
    question = Text(max=2_000)
    met_at = Value(Instant())
    title_at_flagging = Value(String(validate=Length(max=1_000)))
