"""The door: each mutation once, a bad one set aside, a delete that takes nothing unseen."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.badges.models import Scan
from server.contacts.models import Contact
from server.core import ids
from server.core.db import db, write
from server.sync import log, service
from server.sync.mine import mine
from server.sync.models import Device, Mutation
from server.sync.service import NotWriting
from tests.factories import user
from tests.sync.fold import check_log, lines
from tests.sync.phone import Phone, at_door

ROW, OTHER = "0198a000-0000-7000-8000-000000000001", "0198a000-0000-7000-8000-000000000002"


@pytest.fixture
def ada(app: Flask) -> str:
    return user("ada").id


@pytest.fixture
def phone(ada: str) -> Phone:
    return Phone(at_door(ada))


@pytest.fixture
def laptop(ada: str) -> Phone:
    return Phone(at_door(ada))


def text(was: str, becomes: str) -> dict[str, str]:
    return {"from": was, "to": becomes}


def test_a_contact_made_on_the_phone_reaches_the_laptop(ada: str, phone: Phone, laptop: Phone) -> None:
    phone.write("contact", ROW, set={"name": "Ada", "tags": {"add": ["CT"]}, "met_on": "2026-11-30"})

    assert phone.sync() == ["applied"]
    laptop.pull()

    row = laptop.rows[ROW]
    assert (row["kind"], row["id"], row["rev"], row["deleted"], row["alts"]) == ("contact", ROW, 1, False, [])
    assert {name: value for name, value in row["body"].items() if value} == {
        "name": "Ada",
        "tags": ["CT"],
        "met_on": "2026-11-30",
    }
    assert (row["body"]["emails"], row["body"]["role"], row["at"]) == ([], None, "2026-11-30T09:12:03Z")
    assert laptop.rows == phone.rows
    check_log(ada)


def test_the_same_body_again_changes_nothing_and_acks_alike(ada: str, phone: Phone) -> None:
    phone.write("contact", ROW, set={"name": "Ada"})
    phone.write("contact", ROW, set={"phones": {"add": [7]}})
    request = phone.request()

    first, second = phone.send(request), phone.send(request)

    assert second["acked"] == first["acked"]
    assert [ack[1] for ack in first["acked"]] == ["applied", "held"]
    assert len(lines(ada)) == 2
    check_log(ada)


def test_one_id_twice_in_a_batch_is_applied_once(ada: str, phone: Phone) -> None:
    phone.write("contact", ROW, set={"name": "Ada"})
    phone.outbox.append(dict(phone.outbox[0], set={"name": "Eva"}))

    assert phone.sync() == ["applied", "applied"]
    assert (phone.body(ROW, "name"), len(lines(ada))) == ("Ada", 1)


BAD: list[tuple[dict[str, Any], list[str]]] = [
    ({"set": {"name": 7}}, ["/set/name"]),
    ({"set": {"name": "x" * 2_000_000}}, ["/set/name"]),
    ({"set": {"nothing": 1}}, ["/set/nothing"]),
    ({"set": []}, ["/set"]),
    ({"set": {"tags": {"add": ["x"] * 65}}}, ["/set/tags/add"]),
    ({"set": {"tags": {"add": ["ok", ""]}}}, ["/set/tags/add/1"]),
    ({"set": {"tags": ["CT"]}}, ["/set/tags"]),
    ({"set": {"met_on": "30.11.2026"}}, ["/set/met_on"]),
    ({"set": {"met_on": "20261130"}}, ["/set/met_on"]),
    ({"set": {"person": "ADA"}}, ["/set/person"]),
    ({"set": {}, "delete": True}, [""]),
    ({}, [""]),
    ({"delete": "yes"}, ["/delete"]),
    ({"settle": {"name": "1"}}, ["/settle/name"]),
    ({"settle": {"nothing": [1]}}, ["/settle/nothing"]),
    ({"settle": {}}, ["/settle"]),
    ({"purge": True}, ["/purge", ""]),
    ({"set": {}, "kind": "elephant"}, ["/kind"]),
    ({"set": {}, "kind": None}, ["/kind"]),
    ({"set": {}, "row": "ABC"}, ["/row"]),
    ({"set": {}, "row": ROW.upper()}, ["/row"]),
    ({"set": {}, "base": -1}, ["/base"]),
    ({"set": {}, "base": True}, ["/base"]),
    ({"set": {}, "n": "1"}, ["/n"]),
    ({"set": {}, "at": "yesterday"}, ["/at"]),
    ({"set": {}, "user_id": OTHER}, ["/user_id"]),
    ({"set": {}, "rev": 9, "head": "x"}, ["/rev", "/head"]),
    ({"set": {}, "__proto__": {}}, ["/__proto__"]),
    ({"set": {"constructor": "x"}}, ["/set/constructor"]),
    ({"set": {"role": "x", "rev": 4}}, ["/set/rev"]),
    ({"set": {"user_id": OTHER}}, ["/set/user_id"]),
]


@pytest.mark.parametrize(("bad", "pointers"), BAD)
def test_a_bad_mutation_is_held_and_its_neighbours_are_not(
    ada: str, phone: Phone, bad: dict[str, Any], pointers: list[str]
) -> None:
    phone.write("contact", ROW, set={"name": "one"})
    held = phone.write("contact", OTHER)
    phone.outbox[-1] |= bad
    phone.write("contact", ROW, set={"role": "three"})
    sent = dict(phone.outbox[1])

    assert phone.sync() == ["applied", "held", "applied"]

    problem = phone.acked[held][1]
    assert (problem["type"], problem["status"]) == ("/problems/invalid", 422)
    assert [error["pointer"] for error in problem["errors"]] == pointers
    assert lines(ada)[1].payload == sent
    assert list(phone.rows) == [ROW]
    assert (phone.body(ROW, "name"), phone.body(ROW, "role"), phone.answer["held"]) == ("one", "three", 1)
    check_log(ada)


def test_an_id_of_another_kind_is_held(ada: str, phone: Phone) -> None:
    phone.write("contact", ROW, set={"name": "Ada"})
    phone.write("note", ROW, set={"place": "hall"})
    phone.sync()
    late = phone.write("target", ROW, set={"tier": "must"})
    phone.sync()

    assert [line.result for line in lines(ada)] == ["applied", "held", "held"]
    assert phone.acked[late][1]["type"] == "/problems/id-of-another-kind"
    check_log(ada)


def test_an_id_that_only_a_held_line_names_is_free(ada: str, phone: Phone) -> None:
    phone.write("note", ROW, set={"place": 7})
    phone.write("contact", ROW, set={"name": "Ada"})

    assert phone.sync() == ["held", "applied"]


def test_a_base_is_only_as_good_as_the_proven_cursor(phone: Phone, laptop: Phone) -> None:
    phone.write("contact", ROW, set={"name": "Ada"})
    phone.sync()
    laptop.write("contact", ROW, base=99, set={"name": "Eva"})

    assert laptop.sync() == ["merged"]
    assert [alt["value"] for alt in laptop.rows[ROW]["alts"]] == ["Ada"]


@pytest.mark.parametrize("edit_first", [True, False])
def test_a_word_added_offline_outlives_a_delete(ada: str, phone: Phone, laptop: Phone, edit_first: bool) -> None:
    phone.write("note", ROW, set={"bullets": text("", "one")})
    phone.sync()
    laptop.pull()
    phone.write("note", ROW, set={"bullets": text("one", "one two")})
    laptop.write("note", ROW, delete=True)

    results = [one.sync() for one in ((phone, laptop) if edit_first else (laptop, phone))]
    phone.pull()

    assert results == ([["applied"], ["kept"]] if edit_first else [["deleted"], ["applied"]])
    assert (phone.rows[ROW]["deleted"], phone.body(ROW, "bullets")) == (False, "one two")
    check_log(ada)


def test_typing_over_unpulled_text_then_deleting_loses_nothing(ada: str, phone: Phone, laptop: Phone) -> None:
    phone.write("note", ROW, set={"bullets": text("", "first")})
    phone.sync()
    laptop.write("note", ROW, set={"bullets": text("", "second")})
    laptop.write("note", ROW, delete=True)

    assert laptop.sync() == ["merged", "kept"]
    assert (laptop.rows[ROW]["deleted"], laptop.body(ROW, "bullets").split()) == (False, ["first", "second"])
    check_log(ada)


def test_two_values_are_both_kept_until_one_is_settled(ada: str, phone: Phone, laptop: Phone) -> None:
    phone.write("contact", ROW, set={"role": "chair"})
    phone.sync()
    laptop.write("contact", ROW, set={"role": "resident"})

    assert laptop.sync() == ["merged"]
    alt = {"field": "role", "value": "chair", "rev": 1, "device": phone.device, "at": "2026-11-30T09:12:03Z"}
    assert (laptop.body(ROW, "role"), laptop.rows[ROW]["alts"]) == ("resident", [alt])

    laptop.write("contact", ROW, settle={"role": [1]})
    assert laptop.sync() == ["applied"]
    phone.pull()
    assert (phone.body(ROW, "role"), phone.rows[ROW]["alts"]) == ("resident", [])
    check_log(ada)


def test_a_deleted_row_keeps_its_body_and_comes_back(ada: str, phone: Phone) -> None:
    phone.write("contact", ROW, set={"name": "Ada"})
    phone.sync()
    phone.write("contact", ROW, delete=True)
    phone.sync()
    assert (phone.rows[ROW]["deleted"], phone.body(ROW, "name")) == (True, "Ada")

    phone.write("contact", ROW, set={})
    phone.sync()

    assert (phone.rows[ROW]["deleted"], phone.body(ROW, "name")) == (False, "Ada")
    check_log(ada)


def test_an_old_batch_after_a_later_one_changes_nothing(ada: str, phone: Phone) -> None:
    phone.write("contact", ROW, set={"name": "old"})
    old = phone.request()
    phone.sync()
    phone.write("contact", ROW, set={"name": "new"})
    phone.sync()

    answer = phone.send(old)

    assert [ack[1] for ack in answer["acked"]] == ["applied"]
    assert [row["body"]["name"] for row in answer["rows"]] == ["new"]
    assert len(lines(ada)) == 2


def test_a_cloned_store_is_told_and_loses_its_exemption(ada: str, phone: Phone) -> None:
    clone = Phone(phone.send, device=phone.device)
    phone.write("contact", ROW, set={"name": "mine"})
    phone.sync()
    clone.write("contact", ROW, set={"name": "the clone's"})

    assert clone.sync() == ["merged"]
    assert clone.answer["device"] == "renew"
    assert "device" not in phone.answer
    check_log(ada)


def test_a_scan_is_written_once_and_then_only_its_contact_changes(ada: str, phone: Phone) -> None:
    phone.write("scan", ROW, set={"raw": "AB-1", "symbology": "]Q1", "captured_at": "2026-11-30T10:00:00.123Z"})
    phone.write("scan", ROW, set={"contact": OTHER})
    wrong = phone.write("scan", ROW, set={"contact": None, "raw": "AB-2"})

    assert phone.sync() == ["applied", "applied", "held"]
    assert phone.acked[wrong][1]["errors"][0]["pointer"] == "/set/raw"
    assert (phone.body(ROW, "raw"), phone.body(ROW, "contact")) == ("AB-1", OTHER)
    assert phone.body(ROW, "captured_at") == "2026-11-30T10:00:00.123Z"
    check_log(ada)


def test_a_scan_known_only_by_its_contact_still_takes_its_reading(phone: Phone, laptop: Phone) -> None:
    laptop.write("scan", ROW, set={"contact": OTHER})
    laptop.sync()
    phone.write("scan", ROW, set={"raw": "AB-1"})

    assert phone.sync() == ["applied"]
    assert db.session.scalars(select(Scan.raw)).all() == ["AB-1"]


def test_there_is_one_profile_under_its_one_id(phone: Phone) -> None:
    phone.write("profile", ROW, set={"name": "Ada"})
    phone.write("profile", ids.natural("profile:self"), set={"name": "Ada"})

    assert phone.sync() == ["held", "applied"]


def test_device_time_decides_nothing_and_is_kept(ada: str, phone: Phone, laptop: Phone) -> None:
    phone.write("contact", ROW, set={"name": "later"}, at="2099-01-01T00:00:00Z")
    phone.sync()
    laptop.pull()
    laptop.write("contact", ROW, set={"name": "now"}, at="1970-01-01T00:00:00Z")
    laptop.sync()

    assert (laptop.body(ROW, "name"), laptop.rows[ROW]["at"]) == ("now", "1970-01-01T00:00:00Z")
    first, second = lines(ada)
    assert timedelta(0) <= second.received_at - first.received_at < timedelta(minutes=1)


def test_anothers_row_id_is_like_a_fresh_one(phone: Phone) -> None:
    eve = user("eve").id
    phone.write("contact", ROW, set={"name": "Ada's"})
    phone.sync()
    other = Phone(at_door(eve))
    other.write("contact", ROW, set={"name": "Eve's"})

    assert other.sync() == ["applied"]
    phone.pull()
    assert (phone.body(ROW, "name"), other.body(ROW, "name")) == ("Ada's", "Eve's")


def test_the_device_is_noted(ada: str, phone: Phone) -> None:
    phone.write("contact", ROW, set={"name": "Ada"})
    phone.sync()
    phone.write("contact", ROW, set={"name": "Eva"})
    phone.sync()

    assert db.session.scalars(select(Device.id).where(Device.user_id == ada)).all() == [phone.device]


def test_the_server_writes_through_the_same_door(ada: str, phone: Phone) -> None:
    with write():
        acks = service.apply(ada, "server", [service.mutation("contact", ROW, set={"name": "Ada"})])
    phone.pull()

    assert ([ack.result for ack in acks], phone.body(ROW, "name")) == (["applied"], "Ada")
    assert db.session.scalars(mine(Contact, ada)).one().name == "Ada"
    check_log(ada)


def test_the_door_opens_only_inside_write(ada: str) -> None:
    with pytest.raises(NotWriting):
        service.apply(ada, "server", [])
    with write(), pytest.raises(ValueError, match="no device"):
        service.apply(ada, "laptop", [])


def test_a_purge_blanks_row_and_log_and_the_tombstone_still_syncs(ada: str, phone: Phone, laptop: Phone) -> None:
    phone.write("contact", ROW, set={"name": "Secret", "role": "x"})
    phone.write("contact", ROW, set={"name": 7})
    phone.write("contact", OTHER, set={"name": "Other"})
    phone.sync()
    with write():
        service.purge(ada, [("contact", ROW)])
    laptop.pull()
    phone.pull()

    assert (laptop.rows[ROW]["deleted"], {str(v) for v in laptop.rows[ROW]["body"].values()}) == (True, {"None", "[]"})
    assert [line.payload is None for line in lines(ada)] == [True, True, False, True]
    assert (laptop.answer["held"], laptop.rows) == (0, phone.rows)
    check_log(ada)
    phone.write("contact", ROW, set={"name": "Back"})
    phone.sync()
    assert (phone.rows[ROW]["deleted"], phone.body(ROW, "name"), phone.body(ROW, "role")) == (False, "Back", None)
    check_log(ada)


def test_a_failure_in_mid_batch_leaves_nothing(ada: str, phone: Phone) -> None:
    phone.write("contact", ROW, set={"name": "Ada"})
    request = phone.request() | {"since": log.BEGINNING, "top": log.BEGINNING}

    def fail_late() -> None:
        with write():
            service.round(ada, request)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_late()

    assert (db.session.scalars(select(Mutation)).all(), log.read_place(ada)) == ([], log.BEGINNING)
