"""What a scan and the own card hold, and how each field merges; what the calls about codes take and give."""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError
from marshmallow.fields import Boolean, List, Nested, String
from marshmallow.validate import Length, OneOf, Regexp

from server.badges.card import FORMS, LEVELS
from server.badges.reading import TEXT_BYTES
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


def _short_enough(text: str) -> None:
    if len(text.encode()) > TEXT_BYTES:
        raise ValidationError("The text is longer than 8 kB; no badge code holds that much.")


class BadgeText(Schema):
    """The text of one code."""

    class Meta:
        """Unknown keys are refused."""

        unknown = RAISE

    text = String(
        required=True, validate=[Length(min=1, error="There is no text to read."), _short_enough],
        metadata={"description": "8 kB of UTF-8 at most"},
    )  # fmt: skip
    symbology = String(validate=Length(max=40), metadata={"description": "the kind of code, for the caller's own use"})


class ReadingAnswer(Schema):
    """What one code says. Absent values are null or []."""

    kind = String(required=True)
    name = String(required=True, allow_none=True)
    given_name = String(required=True, allow_none=True)
    family_name = String(required=True, allow_none=True)
    degrees: Any = List(String(), required=True)
    emails: Any = List(String(), required=True)
    phones: Any = List(String(), required=True)
    organization = String(required=True, allow_none=True)
    title = String(required=True, allow_none=True)
    address = String(required=True, allow_none=True)
    urls: Any = List(String(), required=True)
    note = String(required=True, allow_none=True)
    id = String(required=True, allow_none=True)
    is_contact = Boolean(required=True)
    raw = String(required=True, allow_none=True, metadata={"description": "null for a code that must not be kept"})


class CardCode(Schema):
    """What one's own code says, and how."""

    level = String(validate=OneOf(LEVELS), metadata={"description": "else the one last chosen"})
    form = String(validate=OneOf(FORMS), load_default="auto")


class CardLevel(Schema):
    """What the page of a card shows."""

    class Meta:
        """Unknown keys are refused."""

        unknown = RAISE

    level = String(required=True, validate=OneOf(LEVELS))


class NewCard(Schema):
    """The page of a card."""

    url = String(required=True)
    level = String(required=True, validate=OneOf(LEVELS))
    created_at = String(required=True, metadata={"format": "date-time"})


class CardAnswer(Schema):
    """The page of one's card, null where there is none."""

    card: Any = Nested(NewCard, required=True, allow_none=True)
