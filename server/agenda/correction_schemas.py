"""What the routes of corrections take and give."""

from datetime import datetime
from typing import Any, Final, get_args

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from server.agenda.importers.programme import Role, SessionKind, SessionStatus
from server.agenda.schemas import StrictSchema

MOST_PEOPLE: Final = 500  # of one item
MOST_DEGREES: Final = 20
CLOCK: Final = "Write the day and the time of the venue as 2026-11-29T14:00."
FIRST_YEAR, LAST_YEAR = 1990, 2100


def _text(longest: int, shortest: int = 0) -> Any:
    return fields.String(allow_none=True, validate=validate.Length(shortest, longest))


def _clock(value: str) -> None:
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        raise ValidationError(CLOCK) from None
    if not FIRST_YEAR <= read.year <= LAST_YEAR or read.strftime("%Y-%m-%dT%H:%M") != value:
        raise ValidationError(CLOCK)


class OnItemSchema(StrictSchema):
    """Someone on an item: a person of the agenda by id, or a name."""

    person = fields.UUID()
    name = fields.String(validate=validate.Length(1, 200))
    affiliation = fields.String(validate=validate.Length(0, 500))
    role = fields.String(load_default="presenter", validate=validate.OneOf(get_args(Role)))

    @validates_schema
    def one_way_or_the_other(self, data: dict[str, Any], **_more: Any) -> None:
        """Refuse an entry that names nobody, or a person twice."""
        if ("person" in data) == ("name" in data):
            raise ValidationError("Say who it is: a person of the agenda, or a name.")


class CorrectItemSchema(StrictSchema):
    """Fields of an item to set; null takes a correction back, what is absent stays. Times are the venue's clock."""

    title = _text(2_000, 1)
    subtitle = _text(2_000)
    kind = fields.String(allow_none=True, validate=validate.OneOf(get_args(SessionKind)))
    starts = fields.String(allow_none=True, validate=_clock)
    ends = fields.String(allow_none=True, validate=_clock)
    room = _text(300)
    track = _text(300)
    board = _text(60)
    number = _text(60)
    status = fields.String(allow_none=True, validate=validate.OneOf(get_args(SessionStatus)))
    people: Any = fields.List(fields.Nested(OnItemSchema), allow_none=True, validate=validate.Length(0, MOST_PEOPLE))


class CorrectPersonSchema(StrictSchema):
    """Fields of a person to set; null takes a correction back, what is absent stays."""

    name = _text(200, 1)
    affiliation = _text(500)
    degrees: Any = fields.List(
        fields.String(validate=validate.Length(1, 40)), allow_none=True, validate=validate.Length(0, MOST_DEGREES)
    )


class MergeSchema(StrictSchema):
    """Who this person is as well; null makes them two again."""

    into = fields.UUID(required=True, allow_none=True)


class KeepApartSchema(StrictSchema):
    """Who this person is not; `apart` false forgets that."""

    other = fields.UUID(required=True, data_key="from")
    apart = fields.Boolean(load_default=True, truthy={True}, falsy={False})


class CorrectionsQuerySchema(StrictSchema):
    """Whose corrections; all of them without `subject`."""

    subject = fields.UUID()


class CorrectionSchema(Schema):
    """One field of one item or person set by hand. `told` is what the file says in its place."""

    kind = fields.String(required=True, validate=validate.OneOf(["item", "person"]))
    subject = fields.UUID(required=True)
    title = fields.String(
        required=True, metadata={"description": "the item's title or the person's name as it is shown"}
    )
    affiliation = fields.String(required=True, allow_none=True)
    field = fields.String(required=True)
    value: Any = fields.Raw(required=True)
    told: Any = fields.Raw(required=True, allow_none=True)
    at = fields.DateTime(required=True)


class CorrectionsSchema(Schema):
    """Corrections, the newest first."""

    corrections = fields.List(fields.Nested(CorrectionSchema), required=True)


class CorrectedSchema(CorrectionsSchema):
    """The agenda's manifest after a change, and what stands corrected of the item or person."""

    manifest = fields.String(required=True)
