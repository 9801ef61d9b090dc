"""Reads a mutation's `set` without marshmallow's machinery where it is plainly right, and with it everywhere else.

From each schema comes one check a field. A check only ever says yes, with the very value that marshmallow would give;
whatever it does not know, it leaves to the schema, which alone words a fault. A property test holds both to one answer.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from marshmallow import Schema, fields, missing, validate

from server.core import ids
from server.sync.fields import Day, Id, Instant, instant_of

Check = Callable[[Any], Any]
UNSURE: Final = object()  # ask the schema
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def reader(schema: Schema) -> Callable[[Any], Mapping[str, Any]]:
    """Return what loads a value as `schema.load` does; raises marshmallow's ValidationError."""
    check = _object(schema)

    def read(value: Any) -> Mapping[str, Any]:
        found = check(value)
        loaded: Mapping[str, Any] = schema.load(value) if found is UNSURE else found
        return loaded

    return read


def _object(schema: Schema) -> Check:
    """Return the check of an object: nothing unknown, nothing required missing, each value plainly right.

    Fields come in the order in which the schema names them, as marshmallow gives them.
    """
    checks = [(name, field.data_key or name, _check_of(field), field) for name, field in schema.fields.items()]
    if any(field.load_default is not missing and not callable(field.load_default) for *_names, field in checks):
        return _unsure

    def check(value: Any) -> Any:
        if type(value) is not dict:
            return UNSURE
        found, known = {}, 0
        for name, key, known_as, field in checks:
            if key in value:
                made, known = known_as(value[key]), known + 1
                if made is UNSURE:
                    return UNSURE
                found[name] = made
            elif field.required:
                return UNSURE
            elif field.load_default is not missing:
                found[name] = field.load_default()
        return found if known == len(value) else UNSURE

    return check


def _check_of(field: "fields.Field[Any]") -> Check:
    check = _bare_check_of(field)
    return _or_none(check) if field.allow_none else check


def _bare_check_of(field: "fields.Field[Any]") -> Check:
    kind, bounds = type(field), _lengths(field)
    if kind is Id:
        return _id
    if isinstance(field, fields.Nested) and not field.many and not field.validators:
        return _object(field.schema)
    if bounds is None:
        return _unsure
    if kind is fields.String:
        return _text(*bounds)
    if kind is fields.List and isinstance(field, fields.List):
        return _list(_check_of(field.inner), *bounds)
    if field.validators:
        return _unsure
    return _day if kind is Day else _instant if kind is Instant else _unsure


def _lengths(field: "fields.Field[Any]") -> tuple[int, int] | None:
    """Return the least and the most that a field's validators take; None where one is no length."""
    least, most = 0, 2**63
    for one in field.validators:
        if type(one) is not validate.Length or one.equal is not None:
            return None
        least, most = max(least, one.min or 0), min(most, most if one.max is None else one.max)
    return least, most


def _text(least: int, most: int) -> Check:
    return lambda value: value if type(value) is str and least <= len(value) <= most else UNSURE


def _list(inner: Check, least: int, most: int) -> Check:
    def check(value: Any) -> Any:
        if type(value) is not list or not least <= len(value) <= most:
            return UNSURE
        found = [inner(one) for one in value]
        return UNSURE if UNSURE in found else found

    return check


def _or_none(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def _id(value: Any) -> Any:
    return value if ids.is_id(value) else UNSURE


def _day(value: Any) -> Any:
    if type(value) is not str or not _DAY.fullmatch(value):
        return UNSURE
    try:
        return date.fromisoformat(value)
    except ValueError:
        return UNSURE


def _instant(value: Any) -> Any:
    found = instant_of(value)
    return UNSURE if found is None else found


def _unsure(_value: Any) -> Any:
    return UNSURE
