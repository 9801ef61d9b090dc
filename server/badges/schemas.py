"""What a scan and the own card hold, and how each field merges."""

from marshmallow.fields import String
from marshmallow.validate import Length, Regexp

from server.sync.fields import Id, Instant, Set, SyncedSchema, Text, Value


class ScanSchema(SyncedSchema):
    """One badge as it was read; only `contact` changes once it is made."""

    captured_at = Value(Instant(metadata={"description": "by the phone's clock"}))
    symbology = Value(String(validate=Length(max=40)))
    raw = Value(String(validate=Length(max=8_192)))
    raw_b64 = Value(String(validate=Length(max=11_000)))
    conference = Value(Id())
    item = Value(Id(metadata={"description": "in the agenda"}))
    contact = Value(Id())
    photo = Value(String(validate=Regexp(r"[0-9a-f]{64}\Z", error="It takes the SHA-256 of a photo.")))


class ProfileSchema(SyncedSchema):
    """The student's own card."""

    name = Value(String(validate=Length(max=200)))
    degrees = Value(String(validate=Length(max=200)))
    role = Value(String(validate=Length(max=200)))
    school = Value(String(validate=Length(max=200)))
    specialty = Value(String(validate=Length(max=200)))
    email = Value(String(validate=Length(max=320)))
    phone = Value(String(validate=Length(max=60)))
    urls = Set(String(validate=Length(max=2_000)))
    pitch = Text(max=5_000)
    share_level = Value(String(validate=Length(max=20)))
