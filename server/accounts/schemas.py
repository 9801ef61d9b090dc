"""What signing in takes and gives."""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from server.accounts.challenges import ADD, CONFIRM, RECOVER, RESET, SIGN_IN, SIGN_UP

MOST_SENT = 2_000  # characters of any text here; the rules proper stand in names.py and passwords.py
MOST_KEY_NAME = 64  # characters
MOST_SIGNED = 20_000  # characters of anything an authenticator says; the largest known are a quarter of it


class Credentials(Schema):
    """A user name and a password, as typed."""

    class Meta:
        """Unknown keys are refused."""

        unknown = RAISE

    name = fields.String(required=True, validate=validate.Length(max=MOST_SENT))
    password = fields.String(required=True)


def _signed() -> fields.String:
    return fields.String(required=True, validate=validate.Length(max=MOST_SIGNED), metadata={"format": "base64url"})


class NewPasskey(Schema):
    """A passkey that an authenticator has just made for a challenge, and what its user calls it."""

    class Meta:
        """Unknown keys are refused."""

        unknown = RAISE

    id = _signed()
    client_data = _signed()
    attestation = _signed()
    name = fields.String(required=True, validate=validate.Length(min=1, max=MOST_KEY_NAME))


class UsedPasskey(Schema):
    """What an authenticator said to a challenge."""

    class Meta:
        """Unknown keys are refused."""

        unknown = RAISE

    id = _signed()
    client_data = _signed()
    authenticator_data = _signed()
    signature = _signed()
    user_handle = _signed()


class OneWay(Schema):
    """One of a password and a passkey."""

    class Meta:
        """Unknown keys are refused."""

        unknown = RAISE

    password = fields.String()

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def check_one(self, _data: Any, original: Any, **_more: Any) -> None:
        """Refuse none and both."""
        if isinstance(original, dict) and ("password" in original) == ("passkey" in original):
            raise ValidationError("One of password and passkey is needed.", "password")


class NewWay(OneWay):
    """A new password or a new passkey."""

    passkey: Any = fields.Nested(NewPasskey)


class NewUser(NewWay):
    """A user name, and what to sign in with."""

    name = fields.String(required=True, validate=validate.Length(max=MOST_SENT))


class Again(OneWay):
    """The password or a passkey once more."""

    passkey: Any = fields.Nested(UsedPasskey)


class WithPasskey(Schema):
    """Signing in by a passkey."""

    class Meta:
        """Unknown keys are refused."""

        unknown = RAISE

    passkey: Any = fields.Nested(UsedPasskey, required=True)


class AddedPasskey(Schema):
    """A passkey more."""

    class Meta:
        """Unknown keys are refused."""

        unknown = RAISE

    passkey: Any = fields.Nested(NewPasskey, required=True)


class NewPassword(Schema):
    """A password in place of the old one, if any."""

    class Meta:
        """Unknown keys are refused."""

        unknown = RAISE

    password = fields.String(required=True)


class Recovery(NewWay):
    """A user name, one of its recovery codes, and what to sign in with from now on."""

    name = fields.String(required=True, validate=validate.Length(max=MOST_SENT))
    code = fields.String(required=True, validate=validate.Length(max=MOST_SENT))


class Reset(NewWay):
    """The secret of a reset link, and what to sign in with from now on."""

    token = fields.String(required=True, validate=validate.Length(max=MOST_SENT))


class ChallengeRequest(Schema):
    """What a challenge is for; `sign-up` takes a name, `recover` a name and a code, `reset` the link's secret."""

    class Meta:
        """Unknown keys are refused."""

        unknown = RAISE

    purpose = fields.String(required=True, validate=validate.OneOf([SIGN_UP, SIGN_IN, RECOVER, RESET]))
    name = fields.String(load_default="", validate=validate.Length(max=MOST_SENT))
    code = fields.String(load_default="", validate=validate.Length(max=MOST_SENT))
    token = fields.String(load_default="", validate=validate.Length(max=MOST_SENT))


class OwnChallengeRequest(Schema):
    """What a challenge of somebody who is signed in is for."""

    class Meta:
        """Unknown keys are refused."""

        unknown = RAISE

    purpose = fields.String(required=True, validate=validate.OneOf([ADD, CONFIRM]))


class ChallengeAnswer(Schema):
    """What the browser hands to the authenticator."""

    options = fields.Dict(
        required=True, metadata={"description": "PublicKeyCredentialCreationOptionsJSON or ...RequestOptionsJSON"}
    )


class PasskeyShown(Schema):
    """One of one's passkeys."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    created_at = fields.String(required=True, metadata={"format": "date-time"})
    last_used_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})


class AccountAnswer(Schema):
    """What one can sign in with."""

    password = fields.Boolean(required=True)
    passkeys: Any = fields.List(fields.Nested(PasskeyShown), required=True)
    recovery_codes = fields.Integer(required=True, metadata={"description": "unused ones"})
    reset_at = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "format": "date-time",
            "description": "when a link of the operator was used; told to later sessions, until dismissed",
        },
    )


class RecoveryCodes(Schema):
    """A new set of codes; never shown again."""

    recovery_codes: Any = fields.List(fields.String(), required=True)


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
