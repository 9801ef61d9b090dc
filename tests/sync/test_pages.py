"""Cursors and pages: nothing is missed, nothing foreign is shown, and an unknown past is said to be unknown."""

from typing import Any

import pytest
from flask import Flask

from server.contacts.feature import CONTACT
from server.core import ids
from server.sync import log, pages
from tests.factories import browser, user
from tests.sync.fold import check_log
from tests.sync.phone import Phone, at_door
from tests.sync.world import World, everything_of


@pytest.fixture
def ada(app: Flask) -> str:
    return user("ada").id


def filled(ada: str, count: int) -> Phone:
    """Return a phone that has made contacts."""
    phone = Phone(at_door(ada))
    for number in range(count):
        phone.write("contact", ids.fresh(), set={"name": f"person {number}"})
    phone.sync()
    return phone


def test_one_row_at_a_time_over_moving_rows_misses_none_and_ends(ada: str) -> None:
    phone, reader = filled(ada, 60), Phone(at_door(ada))
    moving = list(phone.rows)
    reader.sync(limit=1)
    while reader.answer["more"]:
        if reader.answer["cursor"][0] < 60:
            phone.write("contact", moving[reader.answer["cursor"][0] % 60], set={"role": str(len(reader.rows))})
            phone.sync()
        assert len(reader.answer["rows"]) == 1
        reader.sync(limit=1)

    phone.pull()
    assert reader.rows == phone.rows
    assert reader.since == phone.since


def test_kinds_come_in_the_one_order_of_revs(ada: str) -> None:
    phone = Phone(at_door(ada))
    made = [phone.write(kind, ids.fresh(), set={}) for kind in ("note", "contact", "scan", "contact", "target", "note")]
    phone.sync(limit=0)
    assert (phone.answer["rows"], phone.answer["more"], phone.since) == ([], True, [0, ""])

    phone.sync(limit=4)
    first = [(row["kind"], row["rev"]) for row in phone.answer["rows"]]
    assert (first, phone.answer["more"]) == ([("note", 1), ("contact", 2), ("scan", 3), ("contact", 4)], True)
    phone.sync(limit=4)

    assert [(row["kind"], row["rev"]) for row in phone.answer["rows"]] == [("target", 5), ("note", 6)]
    assert (len(made), phone.answer["more"], phone.since[0]) == (6, False, 6)


@pytest.mark.parametrize(("limit", "rows"), [(-5, 1), (1, 1), (3, 3), (10_000, 5)])
def test_the_limit_is_clamped(ada: str, limit: int, rows: int) -> None:
    filled(ada, 5)
    reader = Phone(at_door(ada))
    reader.sync(limit=limit)

    assert len(reader.answer["rows"]) == rows


def test_a_page_stays_small_but_has_at_least_one_row(ada: str, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(ada, 3)
    monkeypatch.setattr(pages, "MOST_BYTES", 10)
    reader = Phone(at_door(ada))
    reader.sync()
    assert (len(reader.answer["rows"]), reader.answer["more"], reader.since[0]) == (1, True, 1)

    reader.pull()

    assert len(reader.rows) == 3


def test_held_lines_move_the_cursor_too(ada: str) -> None:
    phone = Phone(at_door(ada))
    phone.write("contact", ids.fresh(), set={"name": 7})
    phone.sync()

    assert (phone.since[0], phone.answer["rows"], phone.answer["more"]) == (1, [], False)


@pytest.mark.parametrize(
    "since",
    [[99, "0123456789abcdef"], [2, "0123456789abcdef"], [3, ""], [1, "0123456789abcdef"], [2**63 - 1, ""]],
)
def test_a_cursor_from_another_past_is_reset_and_nothing_is_applied(ada: str, since: list[Any]) -> None:
    filled(ada, 3)
    lost = Phone(at_door(ada), since=since)
    lost.write("contact", ids.fresh(), set={"name": "waits"})

    assert lost.sync() == ["reset"]
    assert lost.answer == {"reset": True}
    assert (len(lost.outbox), log.read_place(ada).rev) == (1, 3)


def test_a_server_restored_to_between_two_pages_is_noticed(ada: str) -> None:
    writer = filled(ada, 3)
    early, late = list(writer.rows)[:2], Phone(at_door(ada))
    before = World(user_id=ada)
    before.take_backup()
    writer.write("contact", early[0], set={"role": "Fellow"})  # moves to rev 4, so the first page has it no more
    writer.sync()
    late.sync(limit=1)
    before.restore()

    late.sync()
    assert (late.answer, late.since) == ({"reset": True}, [0, ""])
    late.pull()
    assert set(late.rows) == set(writer.rows)


def test_a_base_from_a_past_that_was_lost_hides_nothing(ada: str) -> None:
    phone, laptop, row = Phone(at_door(ada)), Phone(at_door(ada)), ids.fresh()
    phone.write("contact", row, set={"name": "Maren Oduya"})
    phone.sync()
    before = World(user_id=ada)
    before.take_backup()
    tablet = Phone(at_door(ada))
    tablet.pull()
    for tag in ("CT", "MR"):  # the row moves on; the tablet that moved it is never seen again
        tablet.write("contact", row, set={"tags": {"add": [tag], "remove": []}})
        tablet.sync()
    phone.pull()
    phone.write("contact", row, set={"role": "Fellow"})
    before.restore()
    laptop.pull()
    laptop.write("contact", row, set={"role": "Attending"})
    laptop.sync()

    phone.heal()

    assert (phone.body(row, "role"), [alt["value"] for alt in phone.rows[row]["alts"]]) == ("Fellow", ["Attending"])
    check_log(ada)


def test_the_same_changes_sent_again_after_a_restore_are_another_past(ada: str) -> None:
    laptop, phone, row = Phone(at_door(ada)), Phone(at_door(ada)), ids.fresh()
    laptop.write("contact", row, set={"name": "Maren Oduya"})
    laptop.heal()
    phone.heal()
    before = World(user_id=ada)
    before.take_backup()
    phone.write("contact", row, delete=True)
    assert phone.sync() == ["deleted"]
    laptop.heal()
    before.restore()

    assert [phone.sync(), phone.sync()] == [["reset"], ["kept"]]  # its copy of the row may be from what was lost
    laptop.heal()

    assert [one.rows[row]["deleted"] for one in (phone, laptop)] == [False, False]
    assert laptop.rows == phone.rows == everything_of(ada)


def test_anothers_cursor_is_reset(ada: str) -> None:
    eve = user("eve").id
    theirs = filled(eve, 2)
    filled(ada, 2)

    assert Phone(at_door(ada), since=theirs.since).sync() == ["reset"]


@pytest.mark.parametrize(
    "since",
    [[-1, ""], ["1e9", ""], [2**63 - 1, 7], None, [1], [1, "", ""], {}, [1.5, ""], [True, ""], [1, "x" * 17], "x", 7],
)
def test_a_cursor_of_the_wrong_shape_is_refused(app: Flask, since: Any) -> None:
    answer = browser(app, user("ada")).post(
        "/api/sync", json={"schema": 1, "device": ids.fresh(), "since": since, "mutations": []}
    )

    assert (answer.status_code, answer.json["type"]) == (422, "/problems/invalid")
    assert answer.json["errors"][0]["pointer"].startswith("/since")


def test_after_a_reset_the_phone_sends_all_again_and_loses_nothing(ada: str) -> None:
    phone = Phone(at_door(ada), since=[7, "0123456789abcdef"])
    row = ids.fresh()
    phone.write("note", row, base=5, set={"bullets": {"from": "old", "to": "old new"}})
    assert phone.sync() == ["reset"]
    phone.since = [0, ""]

    assert phone.sync() == ["applied"]
    assert phone.body(row, "bullets") == "old new"
    check_log(ada)


def test_a_kind_has_no_more_rows_than_its_limit(ada: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(CONTACT.limits), "rows", property(lambda _self: 2), raising=False)
    phone = Phone(at_door(ada))
    rows = [ids.fresh() for _ in range(3)]
    for row in rows:
        phone.write("contact", row, set={})
    phone.write("contact", rows[0], set={"name": "still"})

    assert phone.sync() == ["applied", "applied", "held", "applied"]
    assert phone.acked[list(phone.acked)[2]][1]["type"] == "/problems/quota"
