"""A table taken in: what is new, filled in, left; twice adds nothing; out, in and out again is equal."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from server.contacts.models import Contact, Note
from server.core import ids
from server.core.db import db, write
from server.followups.models import Followup, Outreach
from server.sync import service as door
from server.sync.models import Mutation
from server.tracker import service, sheets
from tests import factories

AT = datetime(2026, 12, 1, 9, tzinfo=UTC)
TABLE = """\
Name,Role,Institution,E-mail,How found,Date contacted,Response,Next step,Shoe size
Wanda Quill,Fellow,Larch Hospital,wanda@example.org,a poster,2026-11-20,2026-11-22: Come at four,2026-12-05: Bring CV,
Otto Brahe,Chair,Fjord Clinic,otto@example.org,,not a day,no reply,call him,
,,,,,2026-11-20,,,
"""
NEW = ("Name", "Role", "Institution", "E-mail")


def put(user_id: str, kind: str, row: str, **values: Any) -> str:
    with write():
        (ack,) = door.apply(user_id, "api", [door.mutation(kind, row, set=values)])
    assert ack.problem is None, ack.problem
    return row


def all_of(model: Any) -> list[Any]:
    db.session.rollback()
    return list(db.session.scalars(select(model).where(model.deleted.is_(False)).order_by(model.id)))


def outcome(report: service.Report) -> dict[str, Any]:
    told = report.as_dict()
    return {
        "new": [(one["row"], one["name"], *one["columns"]) for one in told["new"]],
        "filled": [(one["row"], one["name"], *one["columns"]) for one in told["filled"]],
        "different": [(one["row"], one["column"], one["here"], one["file"]) for one in told["different"]],
        "faults": [(one["row"], one["column"], one["value"], one["why"]) for one in told["faults"]],
        "deleted": [(one["row"], one["name"]) for one in told["deleted"]],
        "same": told["same"],
    }


def test_a_first_table_makes_people_messages_replies_and_steps(app: Flask) -> None:
    ada = factories.user().id
    report = service.run(ada, TABLE.encode(), AT)
    assert outcome(report) == {
        "new": [
            (2, "Wanda Quill", *NEW[:3], "How found", "E-mail", "Date contacted", "Response", "Next step"),
            (3, "Otto Brahe", *NEW),
        ],
        "filled": [],
        "different": [],
        "faults": [
            (3, "Date contacted", "not a day", "This is no day; write it like 2026-12-03."),
            (3, "Next step", "call him", "This step has no day; write it like 2026-12-03: Send my CV."),
            (4, "Name", "", "This row has neither a name nor an e-mail address."),
        ],
        "deleted": [],
        "same": 0,
    }
    assert report.as_dict()["unknown_columns"] == ["Shoe size"]
    assert {(one.name, one.role, *one.emails) for one in all_of(Contact)} == {
        ("Wanda Quill", "Fellow", "wanda@example.org"),
        ("Otto Brahe", "Chair", "otto@example.org"),
    }
    assert {(one.direction, one.purpose, one.sent_at, one.text) for one in all_of(Outreach)} == {
        ("out", "approach", datetime(2026, 11, 20, 12, tzinfo=UTC), None),
        ("in", "other", datetime(2026, 11, 22, 12, tzinfo=UTC), "Come at four"),
    }
    assert [(one.step, one.due_on, one.title, one.state) for one in all_of(Followup)] == [
        ("own", date(2026, 12, 5), "Bring CV", "open")
    ]


def test_the_same_file_twice_adds_nothing_and_what_was_deleted_stays_so(app: Flask) -> None:
    ada = factories.user().id
    service.run(ada, TABLE.encode(), AT)
    (step,) = all_of(Followup)
    otto = next(one.id for one in all_of(Contact) if one.name == "Otto Brahe")
    with write():
        door.apply(
            ada, "api", [door.mutation("followup", step.id, delete=True), door.mutation("contact", otto, delete=True)]
        )
    before = list(db.session.scalars(select(Mutation.id).order_by(Mutation.rev)))
    again = service.run(ada, TABLE.encode(), AT)
    assert (again.plan.new, outcome(again)["deleted"]) == ([], [(3, "Otto Brahe")])
    assert list(db.session.scalars(select(Mutation.id).order_by(Mutation.rev))) == before


def test_nothing_is_overwritten(app: Flask) -> None:
    ada = factories.user().id
    wanda = put(
        ada, "contact", ids.fresh(), name="Wanda Quill", role="Chair", emails={"add": ["w@example.org"], "remove": []}
    )
    put(ada, "note", ids.fresh(), contact=wanda, bullets={"from": "", "to": "works on nodules"}, place="Hall B")
    file = (
        "Name,Role,Institution,E-mail,Tags,Met on,Where met,Notes\n"
        "WANDA QUILL,Fellow,Larch Hospital,W@example.org; wq@example.org,mentor,2026-11-19,Hall C,likes tea\n"
    )
    assert outcome(service.run(ada, file.encode(), AT)) == {
        "new": [],
        "filled": [(2, "Wanda Quill", "Institution", "E-mail", "Tags", "Met on")],
        "different": [
            (2, "Role", "Chair", "Fellow"), (2, "Where met", "Hall B", "Hall C"),
            (2, "Notes", "works on nodules", "likes tea"),
        ],
        "faults": [], "deleted": [], "same": 0,
    }  # fmt: skip
    (contact,) = all_of(Contact)
    assert (contact.id, contact.name, contact.role, contact.institution) == (
        wanda,
        "Wanda Quill",
        "Chair",
        "Larch Hospital",
    )
    assert (contact.emails, contact.tags, contact.met_on) == (
        ["w@example.org", "wq@example.org"], ["mentor"], date(2026, 11, 19),
    )  # fmt: skip
    assert [(one.place, one.bullets) for one in all_of(Note)] == [("Hall B", "works on nodules")]
    assert outcome(service.run(ada, file.encode(), AT))["filled"] == []


@pytest.mark.parametrize(
    ("row", "is_found"),
    [
        ("{id},Somebody,,", True),
        (",Somebody,,W@Example.org", True),
        (",wanda  quíll,larch hospital,other@example.org", True),
        (",Wanda Quill,,", False),
        (",Wanda Quill,Fjord Clinic,", False),
    ],
)
def test_a_row_is_matched_by_id_then_e_mail_then_name_and_institution(app: Flask, row: str, is_found: bool) -> None:
    ada = factories.user().id
    emails = {"add": ["w@example.org"], "remove": []}
    wanda = put(ada, "contact", ids.fresh(), name="Wanda Quill", institution="Larch Hospital", emails=emails)
    report = service.preview(ada, f"Hallway id,Name,Institution,E-mail\n{row.format(id=wanda)}\n".encode(), AT)
    assert (len(report.plan.new) == 0) is is_found
    assert len(all_of(Contact)) == 1


def test_two_rows_about_one_person_make_one_person(app: Flask) -> None:
    ada = factories.user().id
    first, second = "Wanda,w@example.org,,2026-11-20", "Wanda Quill,w@example.org,Fellow,2026-11-25"
    file = f"Name,E-mail,Role,Date contacted\n{first}\n{second}\n"
    service.run(ada, file.encode(), AT)
    (contact,) = all_of(Contact)
    assert (contact.name, contact.role) == ("Wanda", "Fellow")
    assert sorted((one.sent_at.day, one.purpose) for one in all_of(Outreach)) == [(20, "approach"), (25, "other")]


@pytest.mark.parametrize(
    ("known", "rows", "people"),
    [
        ([], ["{a},Wanda Quill", "{b},Wanda Quill"], 2),
        (["Wanda Quill"], ["{a},Wanda Quill", "{b},Wanda Quill"], 2),
        (["Wanda Quill"], ["{a},Wanda Quill", "{a},Wanda Quill"], 1),
        ([], [",Wanda Quill", ",Wanda Quill"], 1),
        ([], ["{a},Wanda Quill", ",Wanda Quill"], 1),
    ],
)
def test_rows_with_two_ids_of_hallway_are_two_people(
    app: Flask, known: list[str], rows: list[str], people: int
) -> None:
    ada = factories.user().id
    for name in known:
        put(ada, "contact", ids.fresh(), name=name)
    a, b = ids.fresh(), ids.fresh()
    file = "\n".join(["Hallway id,Name", *(row.format(a=a, b=b) for row in rows)]).encode()
    for _ in range(2):
        service.run(ada, file, AT)
        assert len(all_of(Contact)) == people


def test_days_that_can_be_read_two_ways_are_asked(app: Flask) -> None:
    ada = factories.user().id
    file = b"Name,Met on\nWanda,3/4/2026\nOtto,5/4/2026\n"
    report = service.preview(ada, file, AT)
    assert (report.read.days_open, len(report.read.faults)) == (True, 2)
    service.run(ada, file, AT, "mdy")
    assert sorted(one.met_on for one in all_of(Contact)) == [date(2026, 3, 4), date(2026, 5, 4)]


words = st.sampled_from(["=1+1", "'=x", 'Ada "the" B', "two\nlines", "; , \t x", "工 Ärzte 🎈", "@home", "-", "plain"])
days = st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(date.isoformat)
people = st.fixed_dictionaries(
    {"name": words, "role": words, "institution": words, "how_found": words, "met_on": days},
    optional={"tags": st.lists(words, max_size=3, unique=True), "urls": st.lists(words, max_size=2, unique=True)},
)
messages = st.tuples(days, st.sampled_from(["in", "out"]), words)


NAMESAKES = {"name": "=1+1", "role": "-", "institution": "-", "how_found": "-", "met_on": "2020-01-01"}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([(NAMESAKES, [], "plain", None), (NAMESAKES, [], "'=x", None)])
@given(st.lists(st.tuples(people, st.lists(messages, max_size=3), words, st.none() | words), min_size=1, max_size=3))
def test_out_in_and_out_again_is_equal(app: Flask, drawn: list[Any]) -> None:
    ada, bea = (factories.user(ids.fresh()).id for _ in range(2))
    for values, sent, bullets, step in drawn:
        sets = {name: {"add": one, "remove": []} for name, one in values.items() if isinstance(one, list)}
        who = put(ada, "contact", ids.fresh(), **(values | sets))
        put(ada, "note", ids.fresh(), contact=who, bullets={"from": "", "to": bullets}, place="Hall B")
        for day, direction, text in sent:
            said = {"direction": direction, "sent_at": f"{day}T12:00:00Z", "text": {"from": "", "to": text}}
            put(ada, "outreach", ids.fresh(), contact=who, **said)
        if step:
            put(ada, "followup", ids.fresh(), contact=who, step="own", title=step, due_on="2019-06-01", state="open")
    out = service.table(ada, AT)
    for file in (sheets.as_csv(out),):
        report = service.run(bea, file, AT)
        assert (report.as_dict()["faults"], report.as_dict()["different"]) == ([], [])
        assert without_steps_of_hallway(service.table(bea, AT)) == without_steps_of_hallway(out)
        assert service.run(ada, file, AT).plan.writes == []


def without_steps_of_hallway(table: list[list[str]]) -> list[list[str]]:
    """Steps that Hallway works out are worked out anew: what a message was for does not stand in the table."""
    return [[*row[:7], row[7] if row[14] == "me" else "", *row[8:14], *row[15:]] for row in table]
