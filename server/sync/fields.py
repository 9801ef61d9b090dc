"""How a synced field merges, said where the field is declared; from one declaration come two schemas.

`Value(field)`, `Text(max=)` and `Set(field, max=)` return ordinary marshmallow fields with a mark in their metadata.
The declared schema holds plain values (REST); `change_schema` derives what travels in a mutation's `set`:
`{"from", "to"}` for a Text, `{"add", "remove"}` for a Set.
"""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from server.core import ids
from server.core.clock import wire
from server.sync.merge import GROWTH, GROWTH_OF_TEXT, Rule

MARK = "merge"
FIRST_INSTANT, LAST_INSTANT = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9:.]{5,24}(?:[Zz]|[+-][0-9]{2}:[0-9]{2})")
_PHONES = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{3})?Z")

AnyField = TypeVar("AnyField", bound="fields.Field[Any]")


class SyncedSchema(Schema):
    """A kind's fields; every one is optional, unknown ones are refused."""

    class Meta:
        """Nothing is taken that is not declared."""

        unknown = RAISE


class Day(fields.Date):
    """A day, `YYYY-MM-DD`."""

    default_error_messages = {"invalid": "This is no day; it takes YYYY-MM-DD."}  # noqa: RUF012 - marshmallow's way

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        return super()._deserialize(value, attr, data, **kwargs)


class Instant(fields.AwareDateTime):
    """An instant, RFC 3339 with an offset; kept in UTC and whole milliseconds, between the years 1900 and 2200."""

    default_error_messages = {  # noqa: RUF012 - marshmallow's way
        "invalid": "This is no time; it takes YYYY-MM-DDThh:mm:ssZ between the years 1900 and 2200."
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not _INSTANT.fullmatch(value):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        found = super()._deserialize(value, attr, data, **kwargs)
        if not FIRST_INSTANT + timedelta(days=1) < found < LAST_INSTANT - timedelta(days=1):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        utc = found.astimezone(UTC)
        return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


def instant_of(value: Any) -> datetime | None:
    """Return the instant of a text as our phones write it; None for any other, which `Instant` reads or refuses."""
    if not isinstance(value, str) or not _PHONES.fullmatch(value):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if FIRST_INSTANT + timedelta(days=1) < found < LAST_INSTANT - timedelta(days=1) else None


class Id(fields.String):
    """An RFC 9562 UUID in lower case."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=_check_id, **kwargs)


def _check_id(value: str) -> None:
    if not ids.is_id(value):
        raise ValidationError("This is no id; it takes a UUID in lower case.")


def Value(field: AnyField) -> AnyField:  # noqa: N802 - reads as the field's type
    """The later of two unseen values is current, the earlier is kept beside it."""
    field.metadata = {**field.metadata, MARK: Rule("value", wire=_wire_of(field))}
    field.allow_none = True
    return field


def Text(max: int) -> fields.String:  # noqa: N802 - reads as the field's type
    """A free text, merged word by word; forms stop at `max` characters, the door at four times that."""
    return fields.String(
        allow_none=True, validate=validate.Length(max=max * GROWTH), metadata={MARK: Rule("text", most=max)}
    )


def Set(field: "fields.Field[Any]", max: int = 64) -> "fields.List[Any]":  # noqa: N802 - reads as the field's type
    """A set of short texts in the order they were added; at most `max` at once, four times that after merging."""
    field.validators.append(validate.Length(min=1))
    return fields.List(
        field, allow_none=True, validate=validate.Length(max=max * GROWTH), metadata={MARK: Rule("set", most=max)}
    )


def rules_of(schema: type[SyncedSchema]) -> dict[str, Rule]:
    """Return how each field merges; raise TypeError where one does not say."""
    declared = schema().fields
    bare = [name for name, field in declared.items() if MARK not in field.metadata]
    if bare:
        raise TypeError(f"{schema.__name__} does not say how these merge: {', '.join(bare)}")
    return {name: field.metadata[MARK] for name, field in declared.items()}


@cache
def change_schema(schema: type[SyncedSchema]) -> type[Schema]:
    """Return the schema of a mutation's `set`, named after the declared one: ContactSchema gives ContactChange."""
    name = schema.__name__.removesuffix("Schema")
    changes: dict[str, Any] = {
        key: _change_of(field, f"{name}{key.title().replace('_', '')}") for key, field in schema().fields.items()
    }
    return Schema.from_dict(changes, name=f"{name}Change")


def _change_of(field: "fields.Field[Any]", name: str) -> "fields.Field[Any]":
    rule: Rule = field.metadata[MARK]
    parts: dict[str, fields.Field[Any]]
    if rule.merge == "text":
        parts = {"from_": _text(rule.most * GROWTH_OF_TEXT, "from"), "to": _text(rule.most * GROWTH, "to")}
        return fields.Nested(Schema.from_dict(parts, name=f"{name}TextChange"))
    if isinstance(field, fields.List) and rule.merge == "set":
        parts = {"add": _elements(field.inner, rule.most), "remove": _elements(field.inner, rule.most * GROWTH)}
        return fields.Nested(Schema.from_dict(parts, name=f"{name}SetChange"))
    return field


def _text(most: int, key: str) -> fields.String:
    return fields.String(required=True, allow_none=True, data_key=key, validate=validate.Length(max=most))


def _elements(inner: "fields.Field[Any]", most: int) -> "fields.List[Any]":
    return fields.List(inner, load_default=list, validate=validate.Length(max=most))


def _wire_of(field: "fields.Field[Any]") -> Any:
    if isinstance(field, fields.DateTime):
        return wire
    return date.isoformat if isinstance(field, fields.Date) else _same


def _same(value: Any) -> Any:
    return value
