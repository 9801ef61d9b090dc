"""What the door reads and sends in haste is what marshmallow reads and `rows.as_wire` sends."""

from typing import Any

import orjson
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError

from server.badges.schemas import ProfileSchema, ScanSchema
from server.contacts.schemas import ContactSchema, NoteSchema
from server.core import ids, strict_json
from server.core.db import db, write
from server.followups.schemas import FollowupSchema, LetterSchema, MilestoneSchema, OutreachSchema, SettingsSchema
from server.planning.schemas import TargetSchema
from server.sync import log, packing, registry, rows, service, swift
from server.sync.fields import change_schema
from server.sync.registry import Kind
from tests.factories import user

DAYS = st.sampled_from(["2027-12-02", "2027-02-29", "0000-01-01", "2027-1-2", "2027-12-02 ", "20271202"])
INSTANTS = st.sampled_from(
    [
        *("2027-11-29T09:12:03Z", "2027-11-29T09:12:03.250Z", "2027-11-29t09:12:03z", "2027-11-29T09:12:03+01:00"),
        *("2027-11-29T24:00:00Z", "1900-01-01T12:00:00Z", "2199-12-31T23:00:00Z", "2027-11-29T09:12:03.2504Z"),
        *("2027-11-29", "2027-11-29T09:12:60Z", "1900-01-02T00:00:00Z", "1900-01-02T00:00:00.001Z"),
    ]
)
PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 40), st.floats(allow_nan=False), st.text(max_size=8),
    st.just("x" * 20_001), st.builds(ids.fresh), DAYS, INSTANTS, st.sampled_from(["must", "out", "done", ""]),
)  # fmt: skip
ENTRIES = st.lists(st.one_of(st.text(max_size=4), PLAIN), max_size=3)
SETS = st.fixed_dictionaries({}, optional={"add": ENTRIES, "remove": ENTRIES, "more": ENTRIES})
TEXTS = st.fixed_dictionaries({}, optional={"from": PLAIN, "to": PLAIN, "from_": PLAIN})
VALUES = st.one_of(PLAIN, SETS, TEXTS, ENTRIES, st.just({"add": ["x"] * 65}), st.just({"add": ["", "y"]}))
DECLARED = (ContactSchema, NoteSchema, ScanSchema, ProfileSchema)
MORE = (TargetSchema, OutreachSchema, FollowupSchema, SettingsSchema, LetterSchema, MilestoneSchema)
CHANGES = [change_schema(one)(unknown="raise") for one in (*DECLARED, *MORE)]


def verdict(load: Any, value: Any) -> Any:
    try:
        found = load(value)
    except ValidationError as fault:
        return "refused", fault.messages
    return "read", found, list(found)


@pytest.mark.parametrize("schema", CHANGES, ids=lambda one: type(one).__name__)
@given(st.data())
def test_a_change_is_read_as_its_schema_reads_it(schema: Schema, data: st.DataObject):
    names = [*schema.fields, "user_id"]
    value = data.draw(st.one_of(VALUES, st.dictionaries(st.sampled_from(names), VALUES, max_size=5)))

    assert verdict(swift.reader(schema), value) == verdict(schema.load, value)


def test_an_ordinary_change_needs_no_schema(monkeypatch: pytest.MonkeyPatch):
    wanted = {
        "met_on": "2027-11-29",
        "name": "Ana Lima",
        "emails": {"add": ["ana@lima.example"]},
        "person": None,
        "degrees": {"add": ["MD"], "remove": []},
    }
    schema = CHANGES[0]
    expected, read = verdict(schema.load, wanted), swift.reader(schema)
    monkeypatch.setattr(type(schema), "load", lambda *_given: pytest.fail("the schema was asked"))

    assert verdict(read, wanted) == expected


def sent(kind: Kind, row_id: str, **action: Any) -> dict[str, Any]:
    return {"id": ids.fresh(), "kind": kind.name, "row": row_id, "base": 0, "at": "2027-11-29T09:12:03.250Z", **action}


def change_of(merge: str, value: Any) -> Any:
    return {"set": {"add": [value], "remove": []}, "text": {"from": "", "to": value}}.get(merge, value)


#: A value that each kind of field takes.
TAKEN = (
    *("Zoë “Z” \\ Lima\n", "2027-12-02", "2027-11-29T09:12:03.250Z", "must", "done", "out", "thank_you"),
    *("0198e3a0-0000-7000-8000-000000000000", 7, {"sunday": 1}, {"sunday": None}, "ab" * 32),
)


def values_of(kind: Kind, taken: tuple[Any, ...]) -> dict[str, Any]:
    """Return a change that gives each field the first value that it takes."""
    found = {}
    for name, rule in kind.rules.items():
        for value in taken:
            change = {name: change_of(rule.merge, value)}
            if not kind.changes.validate(change):
                found |= change
                break
    return found


def test_rows_travel_as_the_slow_way_sends_them(app: Flask):
    ada = user("ada").id
    made: dict[Kind, list[str]] = {}
    with write():
        for kind in registry.kinds():
            made[kind] = [kind.only_id] if kind.only_id else [ids.fresh() for _ in range(4)]
            for row_id, wanted in zip(made[kind], (values_of(kind, TAKEN), {}, {}, {}), strict=False):
                service.apply(ada, ids.fresh(), [sent(kind, row_id, set=wanted)])
            if not kind.once:  # another phone wrote at the same time, so values stand beside
                other = values_of(kind, TAKEN[::-1])
                service.apply(ada, ids.fresh(), [sent(kind, made[kind][0], set=other)])
            service.apply(ada, ids.fresh(), [sent(kind, made[kind][-1], delete=True)])

    last = log.read_place(ada).rev
    for kind, row_ids in made.items():
        slow = sorted(rows.load(kind, ada, row_ids).values(), key=lambda row: row.rev)
        swiftly = sorted(packing.pack(kind, ada, 1, last))

        assert [rev for rev, _data in swiftly] == [row.rev for row in slow]
        assert [data for _rev, data in swiftly] == [strict_json.dumps(rows.as_wire(kind, row)) for row in slow]
        assert set(orjson.loads(swiftly[-1][1])["body"]) == set(kind.rules)
    db.session.rollback()
