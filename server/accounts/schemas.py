"""What signing in takes and gives."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

MOST_SENT = 2_000  # characters of any text here; the rules proper stand in names.py and passwords.py


class Credentials(Schema):
    """A user name and a password, as typed."""

    class Meta:
        """Unknown keys are refused."""

        unknown = RAISE

    name = fields.String(required=True, validate=validate.Length(max=MOST_SENT))
    password = fields.String(required=True)


class UserOfSession(Schema):
    """Who is signed in."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class SessionAnswer(Schema):
    """Who is asking, and what this server is."""

    user: Any = fields.Nested(UserOfSession, required=True, allow_none=True)
    authenticated_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    development = fields.Boolean(required=True)
    schema = fields.Integer(required=True, metadata={"description": "newest shape of records this server takes"})
