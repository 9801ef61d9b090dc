"""Acceptance cases, by number: cursors, restored servers, wrong clocks, ids and sessions. Black box, over HTTP.

Case 18, signing out with changes that were not sent, happens in a browser:

| what | where |
|---|---|
| says what waits; keep, export or discard; arrives once later | e2e `test_signing_out_loses_nothing_unsent` |
| another student's cookie is not taken for them | below, and web/src/store/session.test.ts |
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, update

from server.accounts.models import Session, User
from server.core import ids
from server.core.db import db, write
from server.sync import registry
from tests import factories
from tests.access import everything
from tests.security.sync_steps import Student, exported, sound, still_syncs, student, typed
from tests.sync.fold import lines
from tests.sync.phone import Phone
from tests.sync.world import World

ROW, OTHER = ids.fresh(), ids.fresh()
HEAD = "0123456789abcdef"


@pytest.fixture
def ada(app: Flask) -> Student:
    return student(app, "ada")


@pytest.fixture
def bea(app: Flask) -> Student:
    return student(app, "bea")


def filled(one: Student, count: int = 3) -> Phone:
    """Return a phone whose student has met some people."""
    phone = one.phone()
    for number in range(count):
        phone.write("contact", ids.fresh(), set={"name": f"person {number} of {one.id}"})
    phone.heal()
    return phone


@pytest.mark.parametrize(
    "since", [[99, HEAD], [3, HEAD], [3, ""], [1, HEAD], [2**63 - 1, HEAD]], ids=lambda since: str(since[0])
)
def test_case_13_a_cursor_of_another_past_starts_anew_and_loses_nothing(
    ada: Student, bea: Student, since: list[Any]
) -> None:
    filled(bea)
    phone = filled(ada)
    phone.since = since
    waiting = phone.write("note", ROW, base=2, set=typed("", "met at lunch"))
    before = exported(ada, bea)

    assert phone.sync() == ["reset"]
    assert (phone.answer, exported(ada, bea)) == ({"reset": True}, before)
    assert waiting in [one["id"] for one in phone.outbox]
    phone.heal()

    assert (phone.outbox, phone.body(ROW, "bullets")) == ([], "met at lunch")
    assert [line.id for line in lines(ada.id)].count(waiting) == 1
    still_syncs(ada, bea)


def test_case_13_the_cursor_of_another_student_shows_nothing_of_theirs(ada: Student, bea: Student) -> None:
    theirs = filled(bea)
    filled(ada)
    phone = ada.phone()
    phone.since, phone.top = theirs.since, theirs.top

    assert phone.sync() == ["reset"]
    phone.heal()

    assert not set(phone.rows) & set(theirs.rows)
    still_syncs(ada, bea)


@pytest.mark.parametrize("since", [-1, [-1, ""], "1e9", ["1e9", ""], [1e9, ""], 2**63, [2**63, ""], None, [None, ""]])
def test_case_13_a_cursor_that_is_none_is_refused(ada: Student, bea: Student, since: Any) -> None:
    phone = filled(ada)
    phone.write("contact", ROW, set={"name": "Maren Oduya"})
    before = exported(ada, bea)

    answer = ada.post(phone.request() | {"since": since})

    wanted = (400, "/problems/malformed") if "92233" in str(since) else (422, "/problems/invalid")
    assert (answer.status_code, answer.json["type"]) == wanted
    assert exported(ada, bea) == before
    assert phone.sync() == ["applied"]
    still_syncs(ada, bea)


def test_case_14_after_a_restore_of_yesterday_all_that_was_acknowledged_is_there_once(
    ada: Student, bea: Student
) -> None:
    phones, sent = [ada.phone(), ada.phone()], []
    world = World(user_id=ada.id, other_id=bea.id)

    def work(word: str) -> None:
        for number, phone in enumerate(phones):
            sent.append(phone.write("contact", ids.fresh(), set={"name": f"{word} {number}"}))
            before = world.text_of(phone, ROW)
            sent.append(phone.write("note", ROW, set=typed(before, f"{before} {word}{number}".strip())))
            phone.heal()

    work("before")
    world.take_backup()
    work("after")
    world.restore()
    for phone in [*phones, *phones]:
        phone.heal()

    logged = [line.id for line in lines(ada.id)]
    assert sorted(logged) == sorted(sent)
    assert phones[0].rows == phones[1].rows
    assert set(phones[0].body(ROW, "bullets").split()) == {"before0", "before1", "after0", "after1"}
    still_syncs(ada, bea)


def told_by(one: Student, times: list[str]) -> tuple[list[list[str]], dict[str, Any]]:
    """Return the results, and the record, of two phones that meet under these device times."""
    phone, laptop = one.phone(), one.phone()
    phone.write("contact", ROW, set={"name": "Maren", "role": "chair"}, at=times[0])
    laptop.write("contact", ROW, set={"role": "fellow"}, at=times[1])
    phone.write("contact", ROW, set={"role": "dean"}, at=times[2])
    held = laptop.write("contact", ROW, set={"name": 7}, at=times[1])
    told = [phone.sync(), laptop.sync()]
    phone.write("contact", ROW, delete=True, base=1, at=times[2])
    told += [phone.sync()]
    phone.pull()
    (waiting,) = one.held()
    now = datetime.now(UTC)
    for instant in (phone.answer["time"], waiting["received_at"], phone.rows[ROW]["changed_at"]):
        assert timedelta(0) <= now - datetime.fromisoformat(instant) < timedelta(minutes=1)
    assert (waiting["id"], waiting["mutation"]["at"]) == (held, times[1])
    return told, phone.rows[ROW]


@pytest.mark.parametrize(
    "times",
    [
        ["1970-01-01T00:00:00Z", "2099-12-31T23:59:59Z", "1970-01-01T00:00:01Z"],
        ["2099-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "2099-12-31T23:00:00Z"],
        ["2026-11-30T09:00:00Z", "2026-11-30T09:00:00Z", "2026-11-29T09:00:00Z"],
    ],
    ids=["1970", "2099", "stepped back"],
)
def test_case_15_a_wrong_clock_changes_no_merge(ada: Student, bea: Student, times: list[str]) -> None:
    right, usual = told_by(bea, ["2026-11-30T09:00:00Z", "2026-11-30T09:01:00Z", "2026-11-30T09:02:00Z"])

    told, row = told_by(ada, times)

    alts = [(alt["field"], alt["value"], alt["rev"]) for alt in row["alts"]]
    assert (told, row["body"], row["deleted"]) == (right, usual["body"], usual["deleted"])
    assert alts == [(alt["field"], alt["value"], alt["rev"]) for alt in usual["alts"]] == [("role", "dean", 2)]
    assert row["at"] == times[1]
    still_syncs(ada, bea)


@pytest.mark.parametrize(
    "bad",
    ["", "x", "1", "{" + ROW + "}", ROW.upper(), ROW.replace("-", ""), "../" + ROW, "x" * 900_000, 7, None],
    ids=["empty", "word", "number", "braces", "upper case", "no hyphens", "path", "1 MB", "7", "null"],
)
def test_case_16_what_is_no_id_is_held_or_refused(ada: Student, bea: Student, bad: Any) -> None:
    phone = filled(ada)
    before, kept = exported(bea), dict(phone.rows)
    phone.write("contact", ROW, set={"name": "x"})

    as_own_id = ada.post(phone.request() | {"mutations": [phone.outbox[0] | {"id": bad}]})
    as_device = ada.post(phone.request() | {"device": bad})
    phone.outbox[0]["row"] = bad
    assert phone.sync() == ["held"]

    assert [answer.status_code for answer in (as_own_id, as_device)] == [422, 422]
    assert [answer.json["errors"][0]["pointer"] for answer in (as_own_id, as_device)] == ["/mutations/0/id", "/device"]
    phone.pull()
    assert (phone.rows, exported(bea)) == (kept, before)
    still_syncs(ada, bea)


def test_case_16_an_id_of_another_kind_is_held(ada: Student) -> None:
    phone = ada.phone()
    phone.write("contact", ROW, set={"name": "Maren Oduya"})
    phone.sync()
    before = dict(phone.rows)
    held = phone.write("note", ROW, set={"ask": "slides"})

    assert phone.sync() == ["held"]
    assert phone.acked[held][1]["type"] == "/problems/id-of-another-kind"
    phone.pull()
    assert phone.rows == before
    still_syncs(ada)


def test_case_16_the_id_of_another_student_answers_like_a_fresh_one(ada: Student, bea: Student) -> None:
    theirs = filled(bea)
    before = exported(bea)
    taken, fresh = next(iter(theirs.rows)), ids.fresh()
    told = []
    for row in (taken, fresh):
        phone = ada.phone()
        phone.write("contact", row, set={"name": "Ito"})
        answer = ada.send(phone.request())
        (shown,) = [one for one in answer["rows"] if one["id"] == row]
        told.append((answer["acked"][0][1], shown["body"], shown["alts"], sorted(answer)))

    assert told[0] == told[1]
    logged = ada.phone()
    logged.write("contact", ids.fresh(), set={"name": "Ito"})
    logged.outbox[0]["id"] = lines(bea.id)[0].id  # a mutation of theirs
    assert logged.sync() == ["applied"]
    assert [row["body"]["name"] for row in logged.answer["rows"]][-1] == "Ito"
    assert logged.outbox == []
    assert lines(ada.id)[-1].id == lines(bea.id)[0].id  # taken as if nobody had used it
    assert exported(bea) == before
    still_syncs(ada, bea)


@pytest.mark.parametrize("how", ["ended", "run out"])
def test_case_17_a_session_that_dies_applies_nothing_and_the_same_body_counts_once(
    app: Flask, ada: Student, how: str
) -> None:
    phone = filled(ada)
    for number in range(3):
        phone.write("note", ROW, set={"ask": f"slides {number}"})
    body, before = phone.request(), exported(ada)
    with write():
        if how == "ended":
            db.session.execute(delete(Session).where(Session.user_id == ada.id))
        else:
            long_ago = datetime(2020, 1, 1, tzinfo=UTC)
            db.session.execute(update(Session).values(created_at=long_ago, last_seen_at=long_ago))

    refused = ada.post(body)

    assert (refused.status_code, refused.json["type"]) == (401, "/problems/auth")
    assert "Clear-Site-Data" not in refused.headers  # nothing on the phone goes
    ada.browser = factories.browser(app, db.session.get(User, ada.id))
    assert exported(ada) == before
    assert [ack[1] for ack in ada.send(body)["acked"]] == ["applied"] * 3
    assert ada.send(body)["acked"] == ada.send(body)["acked"]
    assert len(lines(ada.id)) == 6
    still_syncs(ada)


def test_case_18_changes_of_one_student_are_not_taken_from_another(ada: Student, bea: Student) -> None:
    phone = filled(ada)
    phone.write("note", ROW, set={"ask": "slides"})
    before = exported(ada, bea)

    refused = bea.post(phone.request() | {"user": ada.id})

    assert (refused.status_code, refused.json["type"], exported(ada, bea)) == (401, "/problems/auth", before)
    still_syncs(ada, bea)


FOREIGN: list[dict[str, Any]] = [
    {"user_id": ROW}, {"rev": 9}, {"head": HEAD}, {"role": "organiser"}, {"__proto__": {"rev": 9}},
    {"constructor": {"prototype": {}}}, {"deleted": True}, {"clock": {}},
]  # fmt: skip


@pytest.mark.parametrize("keys", FOREIGN, ids=lambda keys: next(iter(keys)))
@pytest.mark.parametrize("where", ["beside", "inside"])
def test_case_19_keys_of_the_server_are_held_and_never_become_columns(
    ada: Student, bea: Student, keys: dict[str, Any], where: str
) -> None:
    kind = "note" if "role" in keys else "contact"  # a contact has a role of its own
    phone, before = filled(ada), exported(bea)
    kept = dict(phone.rows)
    held = phone.write(kind, ROW, set=keys if where == "inside" else {})
    phone.outbox[0] |= keys if where == "beside" else {}
    sent = dict(phone.outbox[0])

    assert phone.sync() == ["held"]

    (waiting,) = ada.held()
    assert (waiting["id"], waiting["mutation"]) == (held, sent)
    assert waiting["problem"]["errors"][0]["pointer"].endswith(next(iter(keys)))
    phone.pull()
    assert (phone.rows, exported(bea)) == (kept, before)
    assert [line.user_id for line in lines(ada.id)] == [ada.id] * 4
    still_syncs(ada, bea)


def test_case_20_an_old_app_leaves_newer_fields_alone(ada: Student) -> None:
    newer, old = ada.phone(), ada.phone()
    newer.write("contact", ROW, set={"name": "Maren", "mentor_kind": "peer", "tags": {"add": ["CT"]}})
    newer.sync()
    old.pull()
    old.write("contact", ROW, set={"name": "Maren Oduya"})  # all it knows

    assert old.sync() == ["applied"]

    newer.pull()
    named = [newer.body(ROW, name) for name in ("name", "mentor_kind", "tags")]
    assert named == ["Maren Oduya", "peer", ["CT"]]
    still_syncs(ada)


def test_case_20_an_app_that_is_too_old_is_told_and_keeps_its_outbox(ada: Student, bea: Student) -> None:
    phone = filled(ada)
    phone.write("note", ROW, set={"ask": "slides"})
    before = everything()

    answer = sound(ada.browser.post("/api/sync", json=phone.request() | {"schema": registry.MIN_SCHEMA - 1}))

    assert (answer.status_code, answer.json["type"]) == (426, "/problems/upgrade")
    assert (everything(), len(phone.outbox)) == (before, 1)
    assert phone.sync() == ["applied"]
    still_syncs(ada, bea)
