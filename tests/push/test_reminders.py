"""Reminders from the switch to the browser: when, to whom, what they say, and how they end."""

import json
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from server.accounts.models import Session, User
from server.agenda.addresses import BadAddress
from server.core import ids
from server.core.db import db, write
from server.leaving import deletion
from server.push import sending, service
from server.push.models import PushSubscription
from server.push.service import Sent
from tests import factories
from tests.accounts.taking_along import exported
from tests.factories import Browser
from tests.push.push_service import Phone, Service, serving

MORNING = datetime(2026, 12, 1, 7, 30, tzinfo=UTC)  # half past eight in Vienna
PHONE = Phone()


@pytest.fixture
def post(app: Flask, tmp_path: Path) -> Iterator[Service]:
    usual = app.extensions["hallway_push"]
    with serving(tmp_path) as made:
        app.extensions["hallway_push"] = made.policy()
        yield made
    app.extensions["hallway_push"] = usual


def asked(post: Service, path: str = "/one", **changes: Any) -> dict[str, Any]:
    return {"endpoint": post.url(path), "keys": PHONE.keys, "zone": "Europe/Vienna"} | changes


def owing(browser: Browser, count: int) -> None:
    for number in range(count):
        body = {"name": f"Person {number}", "met_on": "2026-11-20"}
        assert browser.put(f"/api/contacts/{ids.fresh()}", body).status_code == 201


def send(app: Flask, post: Service, at: datetime = MORNING) -> Sent:
    db.session.rollback()
    return service.send_due(app.config["HALLWAY"], post.policy(), at)


def kept() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(PushSubscription.endpoint).order_by(PushSubscription.created_at)))


def test_a_morning_tells_a_count_and_nothing_else_once_a_day(app: Flask, post: Service) -> None:
    ada = factories.browser(app, factories.user("ada"))
    assert ada.get("/api/push").json["on"] is False
    owing(ada, 3)
    assert ada.put("/api/push", asked(post)).json["on"] is True
    assert send(app, post, datetime(2026, 12, 1, 6, 59, tzinfo=UTC)) == Sent()
    assert send(app, post) == Sent(sent=1)
    assert send(app, post, datetime(2026, 12, 1, 9, tzinfo=UTC)) == Sent()
    assert send(app, post, datetime(2026, 12, 2, 7, 30, tzinfo=UTC)) == Sent(sent=1)
    path, headers, body = post.came[0]
    assert (path, json.loads(PHONE.read(body))) == ("/one", {"due": 3})
    assert {name: headers[name] for name in ("content-encoding", "ttl", "topic", "urgency")} == {
        "content-encoding": "aes128gcm", "ttl": "43200", "topic": "followups", "urgency": "normal",
    }  # fmt: skip
    assert headers["authorization"].endswith(f"k={ada.get('/api/push').json['key']}")
    assert not {"cookie", "referer"} & headers.keys()


@pytest.mark.parametrize(
    ("chosen", "at", "sent"),
    [
        ({}, "2026-12-01T07:00:00+00:00", 1),  # eight where the phone is
        ({}, "2026-12-01T11:00:00+00:00", 0),  # noon: too late for a morning
        ({"zone": "America/Chicago"}, "2026-12-01T07:00:00+00:00", 0),
        ({"zone": "America/Chicago"}, "2026-12-01T14:00:00+00:00", 1),
        ({"morning_hour": 5}, "2026-12-01T04:10:00+00:00", 1),
        ({"morning_hour": 5}, "2026-12-01T03:50:00+00:00", 0),
    ],
)
def test_it_comes_at_the_students_own_morning(
    app: Flask, post: Service, chosen: dict[str, Any], at: str, sent: int
) -> None:
    ada = factories.browser(app, factories.user("ada"))
    owing(ada, 1)
    ada.put("/api/push", asked(post))
    ada.put(f"/api/settings/{ids.natural('settings:self')}", chosen)
    assert send(app, post, datetime.fromisoformat(at)) == Sent(sent=sent)


def test_nothing_due_is_no_message(app: Flask, post: Service) -> None:
    ada = factories.browser(app, factories.user("ada"))
    ada.put("/api/push", asked(post))
    assert (send(app, post), post.came) == (Sent(), [])


@pytest.mark.parametrize(
    ("status", "outcome", "left"),
    [(410, Sent(gone=1), 0), (404, Sent(gone=1), 0), (500, Sent(failed=1), 1), (302, Sent(failed=1), 1)],
)
def test_a_browser_that_is_gone_is_forgotten_and_a_fault_is_tried_again(
    app: Flask, post: Service, status: int, outcome: Sent, left: int
) -> None:
    ada = factories.browser(app, factories.user("ada"))
    owing(ada, 1)
    ada.put("/api/push", asked(post))
    post.statuses["/one"] = status
    assert send(app, post) == outcome
    assert (len(kept()), len(post.came)) == (left, 1)
    post.statuses.clear()
    assert send(app, post) == Sent(sent=left)


def sign_out(browser: Browser, _user: str) -> None:
    assert browser.delete("/api/session").status_code == 200


def shut_out(browser: Browser, _user: str) -> None:
    (here,) = browser.get("/api/sessions").json["sessions"]
    assert browser.delete(f"/api/sessions/{here['id']}").status_code in {200, 204}


def delete_account(_browser: Browser, user: str) -> None:
    with write():
        deletion.delete_own(user, "ada")


def disable(_browser: Browser, user: str) -> None:
    with write():
        db.session.execute(update(User).where(User.id == user).values(disabled_at=User.created_at))


def forget_for_90_days(_browser: Browser, user: str) -> None:
    with write():
        db.session.execute(update(Session).values(last_seen_at=datetime(2026, 8, 1, tzinfo=UTC)))


def switch_off(browser: Browser, _user: str) -> None:
    assert browser.delete("/api/push").json["on"] is False


ENDINGS = [sign_out, shut_out, delete_account, disable, forget_for_90_days, switch_off]


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda one: one.__name__)
def test_reminders_end_with_the_sign_in(app: Flask, post: Service, ending: Any) -> None:
    user = factories.user("ada")
    ada = factories.browser(app, user)
    owing(ada, 1)
    ada.put("/api/push", asked(post))
    ending(ada, user.id)
    send(app, post)
    assert (post.came, kept()) == ([], [])


def test_signing_out_here_ends_nothing_elsewhere(app: Flask, post: Service) -> None:
    user = factories.user("ada")
    here, there = (factories.browser(app, user) for _ in range(2))
    owing(there, 1)
    here.put("/api/push", asked(post, "/here"))
    there.put("/api/push", asked(post, "/there"))
    sign_out(here, user.id)
    assert (send(app, post), [path for path, _, _ in post.came]) == (Sent(sent=1, gone=1), ["/there"])


def test_a_new_value_of_the_session_keeps_them(app: Flask, post: Service) -> None:
    user = factories.user("ada", "correct horse battery")
    ada = factories.browser(app, user)
    owing(ada, 1)
    ada.put("/api/push", asked(post))
    assert ada.post("/api/session/confirm", {"password": "correct horse battery"}).status_code == 200
    assert (ada.get("/api/push").json["on"], send(app, post)) == (True, Sent(sent=1))


def test_a_browser_is_one_persons_and_nobody_has_more_than_ten(app: Flask, post: Service) -> None:
    ada, bea = (factories.user(name) for name in ("ada", "bea"))
    factories.browser(app, ada).put("/api/push", asked(post))
    factories.browser(app, bea).put("/api/push", asked(post))
    assert [one.user_id for one in db.session.scalars(select(PushSubscription))] == [bea.id]
    for number in range(11):
        factories.browser(app, ada).put("/api/push", asked(post, f"/{number}"))
    assert kept()[1:] == [post.url(f"/{number}") for number in range(1, 11)]


@pytest.mark.parametrize(
    "changes",
    [
        {"endpoint": "http://push.example.org/one"},
        {"endpoint": "http://push.example.org:443/one"},
        {"endpoint": "https://127.0.0.1/one"},
        {"endpoint": "https://push.example.org:22/one"},
        {"endpoint": "https://[::1]/one"},
        {"endpoint": "https://me@push.example.org/one"},
        {"endpoint": "file:///etc/passwd"},
        {"keys": {"p256dh": "AAAA", "auth": "AAAA"}},
    ],
)
def test_what_is_no_push_service_is_refused(app: Flask, changes: dict[str, Any]) -> None:
    ada = factories.browser(app, factories.user("ada"))
    body = {"endpoint": "https://push.example.org/one", "keys": PHONE.keys} | changes
    answer = ada.put("/api/push", body)
    assert (answer.status_code, answer.json["errors"][0]["pointer"], kept()) == (422, "/endpoint", [])
    assert ada.put("/api/push", body | {"endpoint": "https://push.example.org/one", "keys": PHONE.keys}).json["on"]


def test_a_name_that_leads_inside_is_never_dialled(post: Service) -> None:
    inside = post.policy(resolve=lambda _name, _port: ["127.0.0.1", "10.0.0.1"])
    with pytest.raises(BadAddress):
        sending.send(sending.endpoint(post.url("/one"), inside), b"", "", inside)
    assert post.came == []


def test_the_key_is_made_once_and_no_answer_export_or_backup_holds_it(app: Flask, post: Service) -> None:
    ada = factories.browser(app, factories.user("ada"))
    public = ada.get("/api/push").json["key"]
    path = app.config["HALLWAY"].instance / service.KEY_FILE
    assert (stat.S_IMODE(path.stat().st_mode), ada.get("/api/push").json["key"]) == (0o600, public)
    ada.put("/api/push", asked(post))
    members = exported(ada)
    secrets = (PHONE.keys["auth"], post.url("/one"), path.read_text())
    assert [name for name, data in members.items() for one in secrets if one.encode() in data] == []
