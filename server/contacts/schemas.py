"""What a contact and a note hold, and how each field merges."""

from marshmallow.fields import Dict, List, String
from marshmallow.validate import Length

from server.sync.fields import Day, Id, Instant, Set, SyncedSchema, Text, Value

MOST_GIVEN = 20  # fields of a contact
MOST_VALUES = 256  # of one field


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
    merged_into = Value(Id(metadata={"description": "the contact that stands for this one: the same person"}))
    merged_gave = Value(
        Dict(
            keys=String(validate=Length(max=40)),
            values=List(String(validate=Length(max=2_000)), validate=Length(max=MOST_VALUES)),
            validate=Length(max=MOST_GIVEN),
            metadata={"description": "what that contact got from this one, by field; taken back when they are parted"},
        )
    )
    apart = Set(Id(metadata={"description": "contacts and people of the agenda that this contact is not"}))


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
