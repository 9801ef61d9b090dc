"""Acceptance cases, by number: exactly once, nothing lost. Black box, over HTTP.

Case 2, the server killed at random, is tests/sync/test_crash.py; `HALLWAY_PUSHES=200` is its long run.
"""

import gzip
import itertools
import json
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from server.accounts.cookies import session_name
from server.accounts.models import User
from server.app import create_app
from server.core import clock, ids
from server.core.db import db, write
from server.core.limits import limiter
from server.sync import purging
from tests import conftest, factories
from tests.security.sync_steps import Student, exported, sound, still_syncs, student, typed
from tests.sync.fold import check_log, lines
from tests.sync.phone import Phone
from tests.sync.test_crash import Server
from tests.sync.test_exactly_once import EIGHT, at_once

pytestmark = pytest.mark.waits

ROW, OTHER = ids.fresh(), ids.fresh()


@pytest.fixture
def ada(app: Flask) -> Student:
    return student(app, "ada")


@pytest.fixture
def bea(app: Flask) -> Student:
    return student(app, "bea")


@pytest.fixture
def unlimited() -> Iterator[None]:
    """Let one phone ask as often as many would."""
    limiter.enabled = False
    yield
    limiter.enabled = True


@pytest.mark.parametrize("times", [2, 10])
def test_case_1_the_same_body_again_has_one_effect(ada: Student, bea: Student, times: int) -> None:
    phone = ada.phone()
    sent = [phone.write("contact", ids.fresh(), set={"name": f"person {n}"}) for n in range(5)]
    sent.append(phone.write("contact", ROW, set={"name": 7}))
    body = phone.request()

    first = ada.send(body)
    once = exported(ada, bea)
    answers = [ada.send(body) for _ in range(times - 1)]

    assert [ack[:2] for ack in first["acked"]] == [*([one, "applied"] for one in sent[:5]), [sent[5], "held"]]
    assert [answer["acked"] for answer in answers] == [first["acked"]] * (times - 1)
    assert (first["cursor"][0], exported(ada, bea)) == (6, once)
    still_syncs(ada, bea)


def test_case_1_the_same_body_by_eight_connections_has_one_effect(app: Flask, ada: Student) -> None:
    clients = [factories.browser(app, db.session.get(User, ada.id)) for _ in range(EIGHT)]
    phone = ada.phone()
    for number in range(10):
        phone.write("contact", ROW, set={"tags": {"add": [f"tag {number}"]}})
    body = phone.request()

    answers = at_once(app, lambda number: clients[number].post("/api/sync", json=body))

    assert [sound(answer).status_code for answer in answers] == [200] * EIGHT
    assert [answer.json["acked"] for answer in answers] == [[[one["id"], "applied"] for one in body["mutations"]]] * 8
    assert [answer.json["cursor"][0] for answer in answers] == [10] * EIGHT
    assert [line.rev for line in lines(ada.id)] == list(range(1, 11))
    still_syncs(ada)


def test_case_3_a_lost_answer_and_another_edit_count_once_each_in_order(ada: Student) -> None:
    phone = ada.phone()
    first = phone.write("note", ROW, set=typed("", "one"))
    ada.send(phone.request())  # the answer never arrives
    second = phone.write("note", ROW, set=typed("one", "one two"))

    assert phone.sync() == ["applied", "applied"]

    assert [line.id for line in lines(ada.id)] == [first, second]
    assert phone.body(ROW, "bullets") == "one two"
    still_syncs(ada)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"set": {"name": 7}}, "/set/name"),
        ({"set": {}, "kind": "elephant"}, "/kind"),
        ({"set": {"name": "x" * 2_000_000}}, "/set/name"),
    ],
    ids=["type", "kind", "2 MB"],
)
def test_case_4_one_wrong_of_three_is_held_as_sent(ada: Student, wrong: dict[str, Any], pointer: str) -> None:
    phone = ada.phone()
    phone.write("contact", ROW, set={"name": "Maren Oduya"})
    held = phone.write("contact", OTHER)
    phone.outbox[-1] |= wrong
    phone.write("contact", ROW, set={"role": "chair"})
    body = gzip.compress(json.dumps(phone.request()).encode())
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}

    answer = sound(ada.browser.call("POST", "/api/sync", data=body, headers=headers))
    before = exported(ada)
    again = sound(ada.browser.call("POST", "/api/sync", data=body, headers=headers))

    assert (answer.status_code, [ack[1] for ack in answer.json["acked"]]) == (200, ["applied", "held", "applied"])
    (waiting,) = ada.held()
    assert (waiting["id"], waiting["mutation"]) == (held, phone.outbox[1])
    assert [error["pointer"] for error in waiting["problem"]["errors"]] == [pointer]
    assert [(row["body"]["name"], row["body"]["role"]) for row in answer.json["rows"]] == [("Maren Oduya", "chair")]
    assert (again.json["acked"], exported(ada)) == (answer.json["acked"], before)
    still_syncs(ada)


def test_case_5_an_old_batch_after_a_later_one_changes_nothing(ada: Student, bea: Student) -> None:
    phone = ada.phone()
    old = [phone.write("contact", ROW, set={"role": word}) for word in ("resident", "fellow")]
    late = phone.request()
    phone.sync()
    phone.write("contact", ROW, set={"role": "chair"})
    phone.sync()
    before = exported(ada, bea)

    answer = ada.send(late)

    assert answer["acked"] == [[one, "applied"] for one in old]
    assert [row["body"]["role"] for row in answer["rows"]] == ["chair"]
    assert exported(ada, bea) == before
    still_syncs(ada, bea)


@pytest.mark.parametrize(
    ("one", "two", "words"),
    [
        ("met at lunch | sends the poster", "met at lunch her fellow is Ito", "| sends poster her fellow Ito"),
        ("met at dinner", "met at breakfast", "dinner breakfast"),
        ("met in hall E at lunch", "lunch", "hall E lunch"),
    ],
    ids=["insert and insert", "edit and edit", "edit and delete"],
)
def test_case_6_two_phones_edit_one_note_and_no_word_is_lost(ada: Student, one: str, two: str, words: str) -> None:
    phone, laptop = ada.phone(), ada.phone()
    phone.write("note", ROW, set=typed("", "met at lunch"))
    phone.sync()
    laptop.pull()
    phone.write("note", ROW, set=typed("met at lunch", one))
    laptop.write("note", ROW, set=typed("met at lunch", two))

    for each in (phone, laptop, phone):
        each.heal()

    assert set(words.split()) <= set(phone.body(ROW, "bullets").split())
    assert phone.rows == laptop.rows
    still_syncs(ada)


def test_case_7_two_values_set_offline_stand_beside_each_other_on_both(ada: Student) -> None:
    phone, laptop = ada.phone(), ada.phone()
    phone.write("contact", ROW, set={"institution": "Elm Hospital", "emails": {"add": ["a@example.org"]}})
    laptop.write("contact", ROW, set={"institution": "Oak Clinic", "emails": {"add": ["b@example.org"]}})

    assert [phone.sync(), laptop.sync()] == [["applied"], ["merged"]]
    phone.pull()

    assert phone.rows == laptop.rows
    alts = [(alt["field"], alt["value"], alt["device"]) for alt in phone.rows[ROW]["alts"]]
    assert (phone.body(ROW, "institution"), alts) == ("Oak Clinic", [("institution", "Elm Hospital", phone.device)])
    assert phone.body(ROW, "emails") == ["a@example.org", "b@example.org"]
    still_syncs(ada)


@pytest.mark.parametrize("edit_first", [True, False])
def test_case_8_a_word_added_offline_outlives_a_delete(ada: Student, edit_first: bool) -> None:
    phone, laptop = ada.phone(), ada.phone()
    phone.write("note", ROW, set=typed("", "one"))
    phone.sync()
    laptop.pull()
    phone.write("note", ROW, set=typed("one", "one two"))
    laptop.write("note", ROW, delete=True)

    told = {each.device: each.sync() for each in ((phone, laptop) if edit_first else (laptop, phone))}
    phone.pull()
    laptop.pull()

    assert told[laptop.device] == ["kept" if edit_first else "deleted"]
    assert (phone.rows[ROW]["deleted"], phone.body(ROW, "bullets")) == (False, "one two")
    assert phone.rows == laptop.rows
    still_syncs(ada)


def test_case_9_typing_over_unpulled_text_and_deleting_loses_nothing(ada: Student) -> None:
    phone, laptop = ada.phone(), ada.phone()
    phone.write("note", ROW, set=typed("", "asks for the slides"))
    phone.sync()
    laptop.write("note", ROW, set=typed("", "knows Ito"))
    laptop.write("note", ROW, delete=True)

    assert laptop.sync() == ["merged", "kept"]

    words = set(laptop.body(ROW, "bullets").split())
    assert (laptop.rows[ROW]["deleted"], words) == (False, {"asks", "for", "the", "slides", "knows", "Ito"})
    still_syncs(ada)


def empty_bin() -> None:
    """Do what `hallway purge` does once a day."""
    for user_id in purging.users_with_old_rows(clock.now()):
        with write():
            purging.purge_some(user_id, clock.now())


def test_case_10_a_deleted_record_comes_back_until_it_is_purged(ada: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    phone, reader = ada.phone(), ada.phone()
    for row in (ROW, OTHER):
        phone.write("contact", row, set={"name": f"Maren {row}", "tags": {"add": ["CT"]}})
        phone.write("contact", row, delete=True)
    assert phone.sync() == ["applied", "deleted"] * 2
    real = clock.now

    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(days=29))
    empty_bin()
    phone.write("contact", ROW, set={})
    assert phone.sync() == ["applied"]
    assert (phone.rows[ROW]["deleted"], phone.body(ROW, "name")) == (False, f"Maren {ROW}")

    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(days=31))
    empty_bin()
    reader.pull()
    assert (reader.rows[OTHER]["deleted"], [*filter(None, reader.rows[OTHER]["body"].values())]) == (True, [])
    assert (reader.rows[ROW]["deleted"], reader.body(ROW, "tags")) == (False, ["CT"])
    kept = [line for line in lines(ada.id) if line.row == OTHER]
    assert [(line.payload, line.problem) for line in kept] == [(None, None)] * 3
    still_syncs(ada)


def phone(server: Server, cookie: str) -> Phone:
    """Return a phone that talks to that process."""
    return Phone(lambda body: server.send(body, cookie) or pytest.fail("no answer"))


def push(pusher: Phone) -> None:
    """Send ten times three new contacts and a change of the one note."""
    for number in range(10):
        for _ in range(3):
            pusher.write("contact", ids.fresh(), set={"name": f"push {number}"})
        pusher.write("note", ROW, base=0, set={"ask": f"push {number}"})
        assert len(pusher.sync(limit=0)) == 4


@pytest.mark.skipif(not conftest.POSTGRESQL, reason="needs HALLWAY_TEST_POSTGRESQL")
def test_case_11_forty_pushes_through_four_processes_reach_a_puller_whole(tmp_path: Path) -> None:
    with ExitStack() as stack:
        url = stack.enter_context(conftest.fresh_postgresql(f"hallway_case_11_{ids.fresh()[-12:]}"))
        app = create_app(conftest.settings_for(tmp_path, url))
        stack.enter_context(app.app_context())
        stack.callback(db.engine.dispose)
        db.create_all()
        made = factories.user("ada")
        ada, cookie = made.id, f"{session_name(app.config['HALLWAY'])}={factories.browser(app, made).token}"
        servers = [Server(tmp_path) for _ in range(4)]
        db.session.remove()
        for server in servers:
            server.database_url = url
            server.start()
            stack.callback(server.kill)

        turns = itertools.cycle(servers)
        puller = Phone(lambda body: phone(next(turns), cookie).send(body))
        with ThreadPoolExecutor(4) as pool:
            pushes = [pool.submit(push, phone(server, cookie)) for server in servers]
            for pause in [0.05] * 200 + [0.5] * 1_000:  # no phone asks more than twice a second for long
                puller.sync(limit=7)
                if all(one.done() for one in pushes):
                    break
                time.sleep(pause)
            for one in pushes:
                one.result()
        puller.pull()
        late = phone(servers[3], cookie)
        late.heal()

        assert len(puller.rows) == 121
        assert puller.rows == late.rows
        assert puller.since[0] == len(lines(ada)) == 160
        check_log(ada)
        db.session.remove()


@pytest.mark.usefixtures("unlimited")
def test_case_12_a_row_a_page_over_a_thousand_moving_rows_misses_none(ada: Student) -> None:
    writer, reader, chance = ada.phone(), ada.phone(), random.Random(12)
    for number in range(1_000):
        writer.write("contact", ids.fresh(), set={"name": f"person {number}"})
        if len(writer.outbox) == 200:
            writer.sync(limit=0)
    writer.pull()
    everyone, seen, requests = list(writer.rows), [], 0
    reader.sync(limit=1)
    while reader.answer["more"]:
        seen += [row["rev"] for row in reader.answer["rows"]]
        requests += 1
        if requests % 10 == 0 and requests < 500:
            writer.write("contact", chance.choice(everyone), set={"role": f"role {requests}"})
            writer.sync(limit=0)
        reader.sync(limit=1)
    seen += [row["rev"] for row in reader.answer["rows"]]
    writer.pull()

    assert reader.rows == writer.rows
    assert seen == sorted(set(seen))  # in order, and none twice
    assert len(seen) <= 1_000 + 49
    still_syncs(ada)
