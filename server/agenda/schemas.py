"""What the agenda's routes take and give."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

MOST_CELL = 200  # characters of a header cell or a field name
MOST_TABLES = 20  # whose columns are answered at once


class StrictSchema(Schema):
    """A body with no key beyond those declared."""

    class Meta:
        """Unknown keys are faults."""

        unknown = RAISE


class ConferenceSchema(Schema):
    """A conference that the caller may read. `manifest` is the SHA-256 of its current manifest."""

    id = fields.UUID(required=True)
    slug = fields.String(required=True)
    name = fields.String(required=True)
    zone = fields.String(required=True, allow_none=True, metadata={"description": "IANA name, null while open"})
    first_day = fields.Date(required=True, allow_none=True)
    last_day = fields.Date(required=True, allow_none=True)
    public = fields.Boolean(required=True)
    mine = fields.Boolean(required=True)
    manifest = fields.String(required=True)


class ConferencesSchema(Schema):
    """All conferences that the caller may read."""

    conferences = fields.List(fields.Nested(ConferenceSchema), required=True)


class AddressSchema(StrictSchema):
    """A link to a page or file that anyone can open: https, http or webcal."""

    url = fields.String(required=True, validate=validate.Length(1, 2_000))


class SourceSchema(Schema):
    """The address that a conference of one's own came from, and what came of the last look at it.

    `part`: what came looked like a part of the conference, so nothing was cancelled. `message` says why a look failed.
    """

    conference = fields.UUID(required=True)
    url = fields.String(required=True)
    checked_at = fields.DateTime(required=True)
    result = fields.String(required=True, validate=validate.OneOf(["changed", "unchanged", "part", "failed"]))
    added = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    moved = fields.Integer(required=True)
    cancelled = fields.Integer(required=True)
    message = fields.String(required=True)


class SourcesSchema(Schema):
    """The addresses of all conferences of one's own that came from one."""

    sources = fields.List(fields.Nested(SourceSchema), required=True)


class WarningSchema(Schema):
    """Something in the file that was not understood."""

    where = fields.String(required=True)
    message = fields.String(required=True)


class ReportSchema(Schema):
    """The report of an import."""

    conference = fields.String(required=True)
    format = fields.String(required=True)
    sessions = fields.Integer(required=True)
    posters = fields.Integer(required=True)
    people = fields.Integer(required=True)
    rooms = fields.Integer(required=True)
    tracks = fields.Integer(required=True)
    added = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    moved = fields.Integer(required=True)
    cancelled = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    warnings = fields.List(fields.Nested(WarningSchema), required=True)
    seconds = fields.Float(required=True)


class ColumnSchema(Schema):
    """What a column of a table is taken for; `field` is "" where it is left out.

    Answers call it by `column`: its header, or "column 3" where that is blank or stands there twice. `proposed` is its
    field without the answers, `chosen` says that it was answered; under a `score` of 95 a person should look.
    """

    column = fields.String(required=True)
    header = fields.String(required=True)
    field = fields.String(required=True)
    proposed = fields.String(required=True)
    score = fields.Integer(required=True)
    chosen = fields.Boolean(required=True)
    samples = fields.List(fields.String(), required=True)


class CheckSchema(Schema):
    """What the cells taken for a field lack: rows whose text cannot be read, rows without any, the first of them."""

    field = fields.String(required=True)
    unreadable = fields.Integer(required=True)
    empty = fields.Integer(required=True)
    places = fields.List(fields.Nested(WarningSchema), required=True, metadata={"description": "message: the text"})


class MappingSchema(Schema):
    """The columns of one header, in all `sheets` that have it; a grid has none, and nothing to choose.

    `remembered`: the columns are taken as they were set for an earlier file with this header.
    """

    table = fields.String(required=True, metadata={"description": "what answers call it"})
    sheets = fields.List(fields.String(), required=True)
    grid = fields.Boolean(required=True)
    rows = fields.Integer(required=True)
    remembered = fields.Boolean(required=True)
    columns = fields.List(fields.Nested(ColumnSchema), required=True)
    checks = fields.List(fields.Nested(CheckSchema), required=True)


class SampleSchema(Schema):
    """One of the first items, to see whether the columns were understood."""

    title = fields.String(required=True)
    kind = fields.String(required=True)
    when = fields.String(required=True, allow_none=True)
    room = fields.String(required=True)
    track = fields.String(required=True)
    board = fields.String(required=True)
    people = fields.List(fields.String(), required=True)


class QuestionSchema(Schema):
    """Something that only a person can answer; `kind` is the field of the answer."""

    kind = fields.String(required=True, validate=validate.OneOf(["zone", "date_order", "part"]))
    message = fields.String(required=True)
    choices = fields.List(fields.String(), required=True)


class PreviewSchema(Schema):
    """What an import would do. `diff` lists items and changes, at most 300 of each.

    `blocked` is the sentence that says why the file cannot be imported before its columns are answered, else null.
    """

    id = fields.UUID(required=True)
    format = fields.String(required=True)
    conference = fields.Dict(required=True, metadata={"description": "slug, name, zone, first_day, last_day, known"})
    blocked = fields.String(required=True, allow_none=True)
    mapping = fields.List(fields.Nested(MappingSchema), required=True)
    samples = fields.List(fields.Nested(SampleSchema), required=True)
    questions = fields.List(fields.Nested(QuestionSchema), required=True)
    report = fields.Nested(ReportSchema, required=True)
    diff = fields.Dict(required=True)


class AnswersSchema(StrictSchema):
    """The answers to a preview's questions; absent ones stay as they are, null takes one back."""

    zone = fields.String(allow_none=True, validate=validate.Length(1, 64))
    date_order = fields.String(allow_none=True, validate=validate.OneOf(["dmy", "mdy"]))
    conference = fields.String(allow_none=True, validate=validate.Length(1, 60))
    name = fields.String(allow_none=True, validate=validate.Length(1, 200))
    format = fields.String(allow_none=True, validate=validate.Length(1, 20))
    part = fields.String(allow_none=True, validate=validate.OneOf(["add", "replace"]))
    mapping: Any = fields.Dict(
        keys=fields.String(validate=validate.Length(1, MOST_CELL)),
        values=fields.Dict(
            keys=fields.String(validate=validate.Length(1, MOST_CELL)),
            values=fields.String(validate=validate.Length(0, MOST_CELL)),
            validate=validate.Length(0, 2_000),
        ),
        allow_none=True,
        validate=validate.Length(0, MOST_TABLES),
        metadata={"description": "table -> column -> field; a table's columns replace those answered before"},
    )
