"""Rate limits: who is counted together, and what the refused are told."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Blueprint, Flask, g, request
from flask_limiter import ApplicationLimit

from server.app import create_app
from server.core.access import public
from server.core.db import db
from server.core.limits import PREFIX, READS, ProcessCounters, by_address, by_user, limiter
from tests import factories
from tests.conftest import settings_for


@pytest.fixture
def counted(tmp_path: Path) -> Iterator[Flask]:
    """Return an application with two views of its own, one of them limited, one without any limit."""
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'x.sqlite'}"))
    app.testing = True

    def limited() -> str:
        return "taken"

    def free() -> str:
        return "taken"

    app.add_url_rule("/api/limited", view_func=public(limiter.limit("2 per minute")(limited)), methods=["POST"])
    app.add_url_rule("/api/free", view_func=public(limiter.exempt(free)), methods=["GET", "POST"])
    with app.app_context():
        db.create_all()
        yield app
        limiter.reset()
        db.session.remove()
        db.engine.dispose()


def test_counters_run_out_and_no_thread_looks_after_them() -> None:
    counters, threads = ProcessCounters(), threading.active_count()

    assert [counters.incr("ada", 60), counters.incr("ada", 60), counters.incr("bea", 60)] == [1, 2, 1]
    assert [counters.incr("over", -1), counters.incr("over", -1)] == [1, 1]
    counters._swept = 0
    counters.incr("ada", 60)
    assert dict(counters.storage) == {"ada": 3, "bea": 1}
    assert threading.active_count() <= threads


def test_beyond_the_limit_a_problem_says_when_to_come_back(counted: Flask) -> None:
    ada = factories.browser(counted, factories.user())
    answers = [ada.post("/api/limited") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    refused = answers[-1]
    assert (refused.content_type, refused.json["type"]) == ("application/problem+json", "/problems/too-many")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60


def test_each_user_counts_alone_though_all_share_an_address(counted: Flask) -> None:
    for name in ("ada", "bea"):
        browser = factories.browser(counted, factories.user(name))
        assert [browser.post("/api/limited").status_code for _ in range(3)] == [200, 200, 429]


def test_all_writes_of_a_user_share_one_count_and_reads_another(counted: Flask) -> None:
    ada = factories.browser(counted, factories.user())
    writes = [ada.put("/api/nothing"), *(ada.delete("/api/sessions/x") for _ in range(3))]
    assert {answer.status_code for answer in writes} == {404}  # nothing there costs nothing
    told = [ada.get("/api/session").status_code for _ in range(601)]
    assert (told.count(200), told[-1]) == (600, 429)
    assert ada.post("/api/limited").status_code == 200


def test_a_view_without_a_limit_of_its_own_says_when_to_come_back_too(counted: Flask) -> None:
    users = [factories.user(name) for name in ("ada", "bea")]
    ada, bea = (factories.browser(counted, one) for one in users)
    limiter.limiter.hit(READS[True], PREFIX, users[0].id, "reads", cost=599)
    assert ada.get("/api/session").status_code == 200
    refused = [ada.get("/api/session"), ada.get("/api/session")]
    assert [(one.status_code, one.json["type"]) for one in refused] == [(429, "/problems/too-many")] * 2
    assert all(1 <= int(one.headers["Retry-After"]) <= 60 for one in refused)
    assert (bea.get("/api/session").status_code, ada.call("OPTIONS", "/api/session").status_code) == (200, 200)


def test_the_limit_of_a_blueprint_holds_for_its_views(counted: Flask) -> None:
    bounded = Blueprint("bounded", __name__)
    bounded.add_url_rule("/api/bounded", view_func=public(lambda: "taken"))
    limiter.limit("2 per minute")(bounded)
    counted.register_blueprint(bounded)
    guest = factories.browser(counted)

    assert [guest.get("/api/bounded").status_code for _ in range(3)] == [200, 200, 429]


def test_the_limit_of_the_application_holds_for_all_views(counted: Flask) -> None:
    guest, whole = factories.browser(counted), ApplicationLimit("2 per minute")
    whole.bind(limiter)
    limiter.limit_manager.set_application_limits([whole])
    try:
        told = [guest.get("/api/conferences").status_code for _ in range(3)]
    finally:
        limiter.limit_manager.set_application_limits([])

    assert told == [200, 200, 429]


def test_whom_a_filter_lets_by_is_not_counted(counted: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    guest = factories.browser(counted)
    limiter.limiter.hit(READS[False], PREFIX, "127.0.0.1", "reads", cost=5999)
    monkeypatch.setattr(limiter, "_request_filters", [lambda: request.headers.get("X-Own") == "yes"])

    asked = ({"X-Own": "yes"}, {}, {}, {"X-Own": "yes"})
    assert [guest.get("/api/conferences", headers=one).status_code for one in asked] == [200, 200, 429, 200]


def test_nothing_is_counted_while_the_limiter_is_switched_off(counted: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    guest = factories.browser(counted)
    limiter.limiter.hit(READS[False], PREFIX, "127.0.0.1", "reads", cost=5999)
    told = []
    for enabled in (False, True, True, False):
        monkeypatch.setattr(limiter, "enabled", enabled)
        told.append(guest.get("/api/conferences").status_code)

    assert told == [200, 200, 429, 200]


def test_what_is_beside_the_api_and_what_is_exempt_is_not_counted(counted: Flask) -> None:
    ada = factories.browser(counted, factories.user())
    for path in ("/healthz", "/api/free"):
        assert {ada.get(path).status_code for _ in range(610)} == {200}


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("unix:", "unix:"),
        ("", "127.0.0.1"),
    ],
)
def test_addresses_of_one_line_are_one(app: Flask, address: str, counted_as: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert (by_address(), by_user()) == (counted_as, counted_as)
        g.user_id = "0198"
        assert (by_address(), by_user()) == (counted_as, "0198")


def test_without_a_shared_store_start_up_says_so(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'x.sqlite'}"))
    assert "Rate limits are counted in memory, so each server process counts for itself" in capfd.readouterr().err
