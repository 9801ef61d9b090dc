"""Reads that go to the driver itself see, say and turn what SQLAlchemy's own would."""

import gc
import weakref

import pytest
from sqlalchemy import bindparam, create_engine, event, select, text
from sqlalchemy.exc import OperationalError

from server.accounts.models import User
from server.core import ids
from server.core.db import db, write
from server.core.prepared import Prepared, PreparedIn
from tests import factories

COLUMNS = (User.id, User.name, User.created_at, User.disabled_at, User.disabled_at.is_(None))
QUERY = select(*COLUMNS).where(User.id == bindparam("id"), User.name != "nobody").limit(1)


@pytest.fixture
def ada(app) -> str:
    """The id of a user."""
    return factories.user("ada").id


def test_a_row_is_the_one_that_sqlalchemy_gives(ada):
    prepared = Prepared(QUERY)
    usual = tuple(db.session.execute(QUERY, {"id": ada}).one())

    assert (prepared.all(id=ada), prepared.one(id=ada), prepared.newest(id=ada)) == ([usual], usual, [usual])
    assert [type(one) for one in prepared.one(id=ada)] == [type(one) for one in usual]
    assert prepared.one(id="01990000-0000-7000-8000-000000000000") is None


def test_all_sees_the_sessions_transaction_and_newest_what_is_committed(ada):
    prepared = Prepared(select(User.name).where(User.id == bindparam("id")))

    with write():
        db.session.execute(text("UPDATE \"user\" SET name = 'bea'"))
        inside = prepared.all(id=ada), prepared.newest(id=ada)

    assert inside == ([("bea",)], [("ada",)])
    assert prepared.all(id=ada) == prepared.newest(id=ada) == [("bea",)]


@pytest.mark.parametrize("given", [{}, {"idd": "x"}, {"id": "x", "more": 1}, {"id": "x", "name_1": "ada"}], ids=str)
def test_values_other_than_those_of_the_statement_are_refused(ada, given):
    for ask in (Prepared(QUERY).all, Prepared(QUERY).newest, Prepared(QUERY).raw):
        with pytest.raises(TypeError, match=r"\['id'\] are wanted"):
            ask(**given)


def test_a_fault_of_the_driver_comes_up_as_sqlalchemys_and_names_no_value(ada):
    away = create_engine("sqlite:////nowhere/hallway.sqlite")
    empty = create_engine("sqlite://")

    for engine in (away, empty):
        with pytest.raises(OperationalError) as fault:
            Prepared(QUERY).newest(engine, id=ada)
        assert ada.replace("-", "") not in str(fault.value).replace("-", "")


def test_all_begins_the_sessions_transaction_and_newest_begins_none(ada):
    prepared, begun = Prepared(QUERY), []
    for ask in (prepared.newest, prepared.all):
        db.session.rollback()
        ask(id=ada)
        begun.append(db.session().in_transaction())

    assert begun == [False, True]


SIZES = {0: [], 1: [1], 2: [2], 3: [4], 255: [256], 256: [256], 257: [256, 1], 773: [256, 256, 256, 8]}


@pytest.mark.parametrize(("count", "sizes"), SIZES.items(), ids=map(str, SIZES))
def test_any_number_of_ids_is_found_and_no_statement_is_made_for_more_than_256(ada, count, sizes):
    some = PreparedIn(lambda ids: select(User.id).where(User.id.in_(ids), User.name == bindparam("name")))
    others = [ids.natural(f"user:{number}") for number in range(count)]
    asked = []

    def note(_connection, _cursor, _statement, parameters, *_more):
        asked.append(len(parameters) - 1)

    db.session.connection()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        found = some.all([*others[:-1], ada, ada][:count], name="ada")
    finally:
        event.remove(db.engine, "before_cursor_execute", note)

    assert (found, asked) == ([(ada,)] if count else [], sizes)


def test_what_was_made_for_an_engine_goes_with_it(ada):
    engine, prepared = create_engine("sqlite://"), Prepared(QUERY)
    with pytest.raises(OperationalError):
        prepared.newest(engine, id=ada)
    dialect = weakref.ref(engine.dialect)
    del engine
    gc.collect()

    assert dialect() is None


def test_two_dialects_of_one_name_turn_values_each_in_its_own_way():
    prepared, one, other = Prepared(QUERY), *(create_engine("sqlite://").dialect for _ in range(2))

    assert (prepared._for(one) is prepared._for(one), prepared._for(one) is prepared._for(other)) == (True, False)
