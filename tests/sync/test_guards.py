"""What keeps the door the only way in."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from marshmallow.fields import String

import server
from server.contacts.models import Contact
from server.core import clock, ids
from server.core.db import db, write
from server.sync import registry
from server.sync.fields import SyncedSchema, Value, rules_of
from server.sync.mine import mine
from server.sync.models import OutsideTheDoor, Synced
from server.sync.registry import Change, Effect, Kind, Limits
from tests.factories import user
from tests.sync.fold import check_log, lines
from tests.sync.phone import Phone, at_door

SERVER = Path(server.__file__).parent
ROW, OTHER = "0198a000-0000-7000-8000-000000000001", "0198a000-0000-7000-8000-000000000002"
KINDS = ["contact", "followup", "letter", "milestone", "note", "outreach", "profile", "scan", "settings", "target"]


@pytest.fixture
def ada(app: Flask) -> str:
    return user("ada").id


def contact(user_id: str) -> Contact:
    at = clock.now()
    return Contact(user_id=user_id, id=ROW, rev=1, deleted=False, clock={}, alts=[], created_at=at, changed_at=at)


@pytest.mark.parametrize("name", KINDS)
def test_columns_and_schema_of_a_kind_agree_and_every_field_merges(app: Flask, name: str) -> None:
    kind = registry.find(name)
    assert kind is not None
    carried = set(Synced.__annotations__)
    content = {column.name: column for column in kind.table.c if column.name not in carried}

    assert set(content) == set(rules_of(kind.schema))
    assert [name for name, column in content.items() if not column.nullable or column.unique] == []
    assert kind.limits.rows > 0
    assert kind.once | {field for group in kind.needs for field in group} <= set(content)


def test_exactly_the_kinds_of_the_contract_are_registered(app: Flask) -> None:
    assert [kind.name for kind in registry.kinds() if kind.name in KINDS] == KINDS


def test_a_field_without_a_merge_type_is_refused() -> None:
    class BareSchema(SyncedSchema):
        name = Value(String())
        bare = String()

    with pytest.raises(TypeError, match="bare"):
        rules_of(BareSchema)


def test_a_kind_is_registered_again_only_with_the_same_parts(app: Flask) -> None:
    known = registry.find("contact")
    assert known is not None
    registry.register(known)

    with pytest.raises(ValueError, match="twice"):
        registry.register(Kind("contact", known.model, known.schema, "people", Limits(rows=1)))


def test_a_synced_row_written_as_an_object_is_refused(ada: str) -> None:
    with pytest.raises(OutsideTheDoor, match="Contact"), write():
        db.session.add(contact(ada))


@pytest.mark.parametrize("how", ["change", "delete"])
def test_a_synced_row_changed_as_an_object_is_refused(ada: str, how: str) -> None:
    phone = Phone(at_door(ada))
    phone.write("contact", ROW, set={"name": "Ada"})
    phone.sync()

    def write_past_the_door() -> None:
        with write():
            found = db.session.scalars(mine(Contact, ada)).one()
            if how == "change":
                found.name = "Eva"
            else:
                db.session.delete(found)

    with pytest.raises(OutsideTheDoor, match="Contact"):
        write_past_the_door()


def test_reading_a_synced_row_as_an_object_is_no_write(ada: str) -> None:
    phone = Phone(at_door(ada))
    phone.write("contact", ROW, set={"name": "Ada"})
    phone.sync()

    with write():
        assert db.session.scalars(mine(Contact, ada)).one().name == "Ada"


def synced_models() -> str:
    return "|".join(sorted(kind.model.__name__ for kind in registry.kinds()))


def sources() -> list[Path]:
    return [path for path in SERVER.rglob("*.py") if path.parent != SERVER / "sync"]


def test_nobody_writes_a_synced_model_past_the_door(app: Flask) -> None:
    writing = re.compile(rf"\b(insert|update|delete)\(\s*({synced_models()})\b")
    found = [f"{path.name}: {match[0]}" for path in sources() for match in writing.finditer(path.read_text())]

    assert found == []
    assert writing.search("db.session.execute(update(Contact).values(name=None))")


def test_nobody_selects_a_synced_model_but_by_mine(app: Flask) -> None:
    selecting = re.compile(rf"(?<!\w)(select|get)\(\s*({synced_models()})\b")
    found = [f"{path.name}: {match[0]}" for path in sources() for match in selecting.finditer(path.read_text())]

    assert found == []
    assert selecting.search("select(Contact).where(Contact.name == name)")


@pytest.fixture
def listeners(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_reactions", "_derivations"):
        monkeypatch.setattr(registry, name, {})
    monkeypatch.setattr(registry, "_announced", dict(registry._announced))


def met(change: Change) -> list[Effect]:
    """Tick the target of the person a contact is."""
    return [Effect("target", OTHER, {"met_at": "2026-11-30T10:00:00Z", "title_at_flagging": "x"})]


@pytest.mark.usefixtures("listeners")
def test_a_reaction_is_a_mutation_of_the_server(ada: str) -> None:
    registry.react("contact", met)
    registry.react("contact", met)
    registry.react("target", lambda change: [Effect("target", ROW, {"tier": "must"})])
    phone = Phone(at_door(ada))
    cause = phone.write("contact", ROW, set={"name": "Ada"})
    request = phone.request()
    phone.sync()
    phone.send(request)

    assert [(line.device, line.kind, line.result) for line in lines(ada)] == [
        (phone.device, "contact", "applied"),
        ("server", "target", "applied"),
    ]
    assert lines(ada)[1].id == ids.natural(f"{cause}:0")
    assert phone.body(OTHER, "met_at") == "2026-11-30T10:00:00Z"
    check_log(ada)


@pytest.mark.usefixtures("listeners")
def test_a_reaction_never_overrules_a_person(ada: str) -> None:
    registry.react("contact", met)
    phone = Phone(at_door(ada))
    phone.write("target", OTHER, set={"met_at": None})
    phone.write("contact", ROW, set={"name": "Ada"})
    phone.sync()
    assert (phone.body(OTHER, "met_at"), phone.body(OTHER, "title_at_flagging")) == (None, "x")

    phone.write("target", OTHER, delete=True)
    phone.write("contact", ROW, set={"role": "chair"})
    phone.sync()

    assert phone.rows[OTHER]["deleted"] is True
    check_log(ada)


@pytest.mark.usefixtures("listeners")
def test_derived_tables_are_refreshed_once_a_batch_with_what_was_touched(ada: str) -> None:
    calls: list[tuple[str, set[str], list[Any]]] = []

    def refresh(user_id: str, row_ids: set[str]) -> None:
        calls.append((user_id, row_ids, sorted(row.name for row in db.session.scalars(mine(Contact, user_id)))))

    registry.derive("contact", refresh)
    registry.derive("contact", refresh)
    phone = Phone(at_door(ada))
    phone.write("contact", ROW, set={"name": "Ada"})
    phone.write("contact", ROW, set={"role": "chair"})
    phone.write("contact", OTHER, set={"name": "Eva"})
    phone.write("contact", OTHER, set={"name": 7})
    phone.write("note", ids.fresh(), set={})
    phone.sync()
    phone.pull()

    assert calls == [(ada, {ROW, OTHER}, ["Ada", "Eva"])]


@pytest.mark.usefixtures("listeners")
def test_a_feature_can_add_a_key_to_the_answer(ada: str) -> None:
    registry.announce("agenda", lambda user_id: {"meeting": user_id})
    phone = Phone(at_door(ada))
    phone.pull()

    assert phone.answer["agenda"] == {"meeting": ada}
