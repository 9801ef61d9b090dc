"""What travels between phone and server, as the documented contract (docs/sync.md, the wire)."""

from functools import cache
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from server.core import ids
from server.sync.fields import MARK, Id, Instant, SyncedSchema
from server.sync.log import Place
from server.sync.mutations import MOST_INTEGER

MOST_MUTATIONS = 200
MOST_LISTED = 200
MOST_SCHEMA = 2**31 - 1


class Cursor(fields.List[Any]):
    """How far the phone has come: `[rev, head]`; `[0, ""]` is the beginning."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(fields.Raw(), **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not (isinstance(value, list) and len(value) == 2):
            raise ValidationError("It takes a rev and a head.")
        rev, head = value
        if not isinstance(rev, int) or isinstance(rev, bool) or not 0 <= rev <= MOST_INTEGER:
            raise ValidationError({0: ["It takes a whole number from 0 on."]})
        if not isinstance(head, str) or len(head) > 16:
            raise ValidationError({1: ["It takes 16 hex digits."]})
        return Place(rev, head)


class Mutations(fields.List[Any]):
    """Mutations as they came: each is checked alone, when it is its turn."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(fields.Dict(keys=fields.String()), **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if type(value) is list and all(type(one) is dict for one in value):  # JSON has no keys but strings
            return value
        return super()._deserialize(value, attr, data, **kwargs)


def _check_ids(mutations: list[dict[str, Any]]) -> None:
    bare = {
        place: {"id": ["A mutation takes a UUID in lower case."]}
        for place, raw in enumerate(mutations)
        if not ids.is_id(raw.get("id"))
    }
    if bare:
        raise ValidationError(bare)


class SyncRequest(Schema):
    """The phone's waiting mutations, and the cursor of what it has."""

    class Meta:
        """A newer phone may say more; what a mutation holds is checked for each alone."""

        unknown = EXCLUDE

    schema = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=MOST_SCHEMA))
    user = Id(
        metadata={"description": "whose records the phone holds; another one signed in here is answered with 401"}
    )
    device = Id(required=True)
    since = Cursor(required=True)
    top = Cursor(metadata={"description": "of the last answer; a server restored to before it answers `reset`"})
    limit = fields.Integer(load_default=500, strict=True, metadata={"description": "rows; 0 asks for none"})
    mutations = Mutations(load_default=list, validate=[validate.Length(max=MOST_MUTATIONS), _check_ids])


class OtherValue(Schema):
    """A value that lost; `settle` names it by field and rev."""

    field = fields.String(required=True)
    value = fields.Raw(required=True, allow_none=True)
    rev = fields.Integer(required=True)
    device = fields.String(required=True)
    at = Instant(required=True, allow_none=True)


class SyncedRow(Schema):
    """A record of any kind."""

    kind = fields.String(required=True)
    id = Id(required=True)
    rev = fields.Integer(required=True)
    deleted = fields.Boolean(required=True)
    body = fields.Dict(keys=fields.String(), required=True)
    alts = fields.List(fields.Nested(OtherValue), required=True)
    created_at = Instant(required=True)
    changed_at = Instant(required=True)
    at = Instant(required=True, allow_none=True, metadata={"description": "device time of the last edit"})


class SyncReply(Schema):
    """What became of the mutations, and a page of rows; or `reset` alone: the cursor is unknown here."""

    reset = fields.Boolean()
    acked = fields.List(fields.List(fields.Raw()), metadata={"description": "[id, result] or [id, result, problem]"})
    rows = fields.List(fields.Nested(SyncedRow))
    cursor = Cursor()
    top = Cursor(metadata={"description": "how far this server's log goes; it comes back in the next request"})
    more = fields.Boolean()
    schema = fields.Integer()
    time = Instant()
    held = fields.Integer(metadata={"description": "mutations that need the person's attention"})
    agenda = fields.Dict(keys=fields.String(), metadata={"description": "current manifest by conference"})
    device = fields.String(metadata={"description": "renew: this device's store was cloned"})


class HeldLine(Schema):
    """A mutation that was not applied, with its problem."""

    id = Id(required=True)
    rev = fields.Integer(required=True)
    received_at = Instant(required=True)
    mutation = fields.Dict(keys=fields.String(), required=True, allow_none=True)
    problem = fields.Dict(keys=fields.String(), required=True, allow_none=True)


class HeldQuery(Schema):
    """Which held mutations."""

    after = fields.Integer(load_default=0, validate=validate.Range(min=0, max=MOST_INTEGER))
    limit = fields.Integer(load_default=MOST_LISTED, validate=validate.Range(min=1, max=MOST_LISTED))


class HeldLines(Schema):
    """Held mutations in the order in which they came."""

    held = fields.List(fields.Nested(HeldLine), required=True)
    more = fields.Boolean(required=True)


@cache
def row_schema(schema: type[SyncedSchema]) -> type[Schema]:
    """Return the schema of a record of one kind: ContactSchema gives ContactRow."""
    name = schema.__name__.removesuffix("Schema")
    return type(f"{name}Row", (SyncedRow,), {"body": fields.Nested(schema, required=True)})


@cache
def rows_schema(schema: type[SyncedSchema]) -> type[Schema]:
    """Return the schema of a list of records of one kind."""
    name = schema.__name__.removesuffix("Schema")
    parts: dict[str, fields.Field[Any]] = {
        "rows": fields.List(fields.Nested(row_schema(schema)), required=True),
        "more": fields.Boolean(required=True),
    }
    return Schema.from_dict(parts, name=f"{name}Rows")


@cache
def query_schema(schema: type[SyncedSchema]) -> type[Schema]:
    """Return what a list of one kind can be asked for: equality on its Value fields, and where to go on."""
    name = schema.__name__.removesuffix("Schema")
    equal: dict[str, fields.Field[Any]] = {
        key: fields.Integer() if isinstance(field, fields.Integer) else field
        for key, field in schema().fields.items()
        if field.metadata[MARK].merge == "value" and not isinstance(field, fields.Dict)
    }
    parts: dict[str, fields.Field[Any]] = {
        "deleted": fields.Boolean(load_default=False),
        "changed_since_rev": fields.Integer(validate=validate.Range(min=0, max=MOST_INTEGER)),
        "limit": fields.Integer(load_default=MOST_LISTED, validate=validate.Range(min=1, max=MOST_LISTED)),
        "after": Id(),
    }
    return Schema.from_dict(equal | parts, name=f"{name}Query")
