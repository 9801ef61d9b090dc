"""What pairing takes and gives."""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

MOST_SENT = 200  # characters
STATES = ("waiting", "claimed", "agreed", "paired", "ended")


class Ticket(Schema):
    """The secret that was scanned, or the code that was typed."""

    class Meta:
        """Unknown keys are refused."""

        unknown = RAISE

    secret = fields.String(validate=validate.Length(min=1, max=MOST_SENT))
    code = fields.String(validate=validate.Length(min=1, max=MOST_SENT))

    @validates_schema
    def has_one(self, data: dict[str, Any], **_more: Any) -> None:
        """Refuse none and both."""
        if len(data) != 1:
            raise ValidationError("It takes the secret that was scanned or the code that was typed.")


class PairingNumber(Schema):
    """The number that the phone shows, as typed at the laptop."""

    class Meta:
        """Unknown keys are refused."""

        unknown = RAISE

    number = fields.String(required=True, validate=validate.Length(min=1, max=MOST_SENT))


class InvitationAnswer(Schema):
    """A new invitation; the address and the code are shown once."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    url = fields.String(required=True, metadata={"description": "for the phone; the secret stands in its fragment"})
    code = fields.String(required=True, metadata={"description": "eight characters to type instead"})
    expires_at = fields.String(required=True, metadata={"format": "date-time"})


class PairingAnswer(Schema):
    """How far an invitation is."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    browser = fields.String(
        required=True, allow_none=True, metadata={"description": "what the phone that came calls itself"}
    )
    tries_left = fields.Integer(required=True)


class ClaimAnswer(Schema):
    """The number for the phone's screen."""

    number = fields.String(required=True)
    expires_at = fields.String(required=True, metadata={"format": "date-time"})


class ClaimState(Schema):
    """How far the phone's claim is: `claimed` until the number was typed, then `agreed`; else `ended`."""

    state = fields.String(required=True, validate=validate.OneOf(("claimed", "agreed", "ended")))
