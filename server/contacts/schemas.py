"""What a contact and a note hold, and how each field merges."""

from marshmallow.fields import String
from marshmallow.validate import Length

from server.sync.fields import Day, Id, Instant, Set, SyncedSchema, Text, Value


class ContactSchema(SyncedSchema):
    """Someone a student met or wrote to."""

    name = Value(String(validate=Length(max=200)))
    given_name = Value(String(validate=Length(max=100)))
    family_name = Value(String(validate=Length(max=100)))
    degrees = Set(String(validate=Length(max=40)))
    role = Value(String(validate=Length(max=200)))
    institution = Value(String(validate=Length(max=200)))
    emails = Set(String(validate=Length(max=320)))
    phones = Set(String(validate=Length(max=60)))
    urls = Set(String(validate=Length(max=2_000)))
    how_found = Value(String(validate=Length(max=500)))
    met_on = Value(Day())
    conference = Value(Id())
    person = Value(Id(metadata={"description": "in the agenda"}))
    referred_by = Value(Id(metadata={"description": "another contact"}))
    tags = Set(String(validate=Length(max=60)))
    mentor_kind = Value(String(validate=Length(max=40)))
    program = Value(String(validate=Length(max=200)))


class NoteSchema(SyncedSchema):
    """One encounter with a contact."""

    contact = Value(Id())
    conference = Value(Id())
    item = Value(Id(metadata={"description": "in the agenda"}))
    place = Value(String(validate=Length(max=200)))
    at = Value(Instant(metadata={"description": "when they met"}))
    bullets = Text(max=5_000)
    promise = Value(String(validate=Length(max=500)))
    promise_due_on = Value(Day())
    ask = Value(String(validate=Length(max=500)))
