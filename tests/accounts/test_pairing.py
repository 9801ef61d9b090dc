"""A signed-in laptop brings a phone in: each step of both, and everything that must not work."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from server.accounts import pairing
from server.accounts.browsers import named
from server.accounts.models import PairingTicket, User
from server.core import revoked
from server.core.db import db, write
from tests import factories
from tests.factories import Browser

SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.2 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def laptop(app: Flask) -> Browser:
    return factories.browser(app, factories.user("ada"))


@pytest.fixture
def phone(app: Flask) -> Browser:
    return factories.browser(app)


def invite(laptop: Browser) -> tuple[str, str, str]:
    """Return id, secret and code of a new invitation."""
    made = laptop.post("/api/pairing")
    assert made.status_code == 201
    return made.json["id"], urlsplit(made.json["url"]).fragment, made.json["code"]


def claim(phone: Browser, **with_what: str):
    return phone.post("/api/pairing/claim", with_what, headers={"User-Agent": SAFARI})


def finish(phone: Browser) -> str:
    """Ask as the phone does, go in where it was agreed to, and return how far that came."""
    state: str = phone.get("/api/pairing/claim").json["state"]
    status = phone.post("/api/pairing/finish").status_code
    assert status == (200 if state == "agreed" else 404)
    return state


def confirm(laptop: Browser, ticket: str, number: str):
    return laptop.post(f"/api/pairing/{ticket}/confirm", {"number": number})


def other_than(number: str) -> str:
    return "11" if number != "11" else "12"


def grow_old(seconds: int) -> None:
    """Let the ticket be that much older."""
    with write():
        for ticket in db.session.scalars(select(PairingTicket)):
            ticket.expires_at -= timedelta(seconds=seconds)


def test_a_phone_is_signed_in_once_its_number_was_typed(laptop: Browser, phone: Browser) -> None:
    ticket, secret, _code = invite(laptop)
    assert laptop.get(f"/api/pairing/{ticket}").json == {
        "id": ticket,
        "state": "waiting",
        "browser": None,
        "tries_left": 5,
    }
    number = claim(phone, secret=secret).json["number"]
    assert (len(number), finish(phone), phone.token) == (2, "claimed", None)
    assert laptop.get(f"/api/pairing/{ticket}").json["browser"] == "Safari on iPhone"

    assert confirm(laptop, ticket, number).json["state"] == "agreed"
    assert finish(phone) == "agreed"

    assert phone.get("/api/session").json["user"]["name"] == "ada"
    assert phone.token != laptop.token
    assert laptop.get(f"/api/pairing/{ticket}").json["state"] == "paired"
    assert finish(phone) == "ended"  # once only


@pytest.mark.parametrize("written", [str, str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_the_typed_code_does_as_well(laptop: Browser, phone: Browser, written) -> None:
    ticket, _secret, code = invite(laptop)
    number = claim(phone, code=written(code)).json["number"]
    confirm(laptop, ticket, number)
    assert finish(phone) == "agreed"


def test_only_hashes_are_kept(laptop: Browser, phone: Browser) -> None:
    _ticket, secret, code = invite(laptop)
    claim(phone, secret=secret)
    row = str(db.session.execute(select(PairingTicket.__table__)).one())
    visit = next(value.value for key, value in phone.client._cookies.items() if "visit" in key[2])
    assert [word for word in (secret, code, code.replace("-", ""), visit) if word in row] == []


def test_four_wrong_numbers_are_forgiven_and_the_fifth_is_not(laptop: Browser, phone: Browser) -> None:
    ticket, secret, _code = invite(laptop)
    number = claim(phone, secret=secret).json["number"]
    for left in (4, 3, 2, 1):
        wrong = confirm(laptop, ticket, other_than(number))
        assert (wrong.status_code, wrong.json["errors"][0]["pointer"]) == (422, "/number")
        assert laptop.get(f"/api/pairing/{ticket}").json["tries_left"] == left
    confirm(laptop, ticket, other_than(number))

    assert confirm(laptop, ticket, number).status_code == 422
    assert (finish(phone), phone.token) == ("ended", None)


def test_a_refused_phone_gets_nothing(laptop: Browser, phone: Browser) -> None:
    ticket, secret, _code = invite(laptop)
    number = claim(phone, secret=secret).json["number"]
    assert laptop.delete(f"/api/pairing/{ticket}").status_code == 204
    assert confirm(laptop, ticket, number).status_code == 422
    assert finish(phone) == "ended"


@pytest.mark.parametrize("step", ["claim", "confirm", "finish"])
def test_each_step_has_two_minutes(laptop: Browser, phone: Browser, step: str) -> None:
    ticket, secret, _code = invite(laptop)
    if step == "claim":
        grow_old(121)
        assert claim(phone, secret=secret).status_code == 404
        return
    grow_old(110)
    number = claim(phone, secret=secret).json["number"]  # which begins two more
    if step == "confirm":
        grow_old(121)
        assert confirm(laptop, ticket, number).status_code == 422
        return
    grow_old(110)
    confirm(laptop, ticket, number)
    grow_old(121)
    assert (finish(phone), phone.token) == ("ended", None)


def test_a_new_invitation_ends_the_one_before(laptop: Browser, phone: Browser) -> None:
    _ticket, secret, _code = invite(laptop)
    invite(laptop)
    assert claim(phone, secret=secret).status_code == 404


def test_the_fifth_stranger_with_the_same_code_ends_the_invitation(laptop: Browser, phone: Browser, app: Flask) -> None:
    ticket, secret, _code = invite(laptop)
    number = claim(phone, secret=secret).json["number"]
    strangers = [claim(factories.browser(app), secret=secret).status_code for _ in range(5)]
    assert strangers == [404] * 5
    assert confirm(laptop, ticket, number).status_code == 422


def test_signing_out_on_the_laptop_ends_its_invitation(laptop: Browser, phone: Browser) -> None:
    _ticket, secret, _code = invite(laptop)
    laptop.delete("/api/session")
    assert claim(phone, secret=secret).status_code == 404


def test_another_browser_of_the_same_person_can_not_agree(laptop: Browser, phone: Browser, app: Flask) -> None:
    ticket, secret, _code = invite(laptop)
    number = claim(phone, secret=secret).json["number"]
    other = factories.browser(app, db.session.scalars(select(User)).one())
    assert confirm(other, ticket, number).status_code == 404
    assert other.get(f"/api/pairing/{ticket}").status_code == 404
    assert (finish(phone), confirm(laptop, ticket, number).status_code) == ("claimed", 200)


def test_both_or_neither_way_is_refused(phone: Browser) -> None:
    assert claim(phone).status_code == 422
    assert claim(phone, secret="a", code="b").status_code == 422


def test_a_browser_that_never_came_with_a_code_is_told_so(phone: Browser) -> None:
    assert phone.get("/api/pairing/claim").json == {"state": "ended"}
    assert phone.post("/api/pairing/finish").status_code == 422


def test_claiming_is_limited_to_thirty_a_minute(phone: Browser) -> None:
    tried = [claim(phone, code="ABCDEFGH").status_code for _ in range(31)]
    assert tried == [404] * 30 + [429]


def test_a_restore_clears_all_tickets(laptop: Browser, phone: Browser, app: Flask) -> None:
    _ticket, secret, _code = invite(laptop)
    with write():
        revoked.replay(app.config["HALLWAY"].backups / "none.log", pairing_began())
    assert claim(phone, secret=secret).status_code == 404


def pairing_began():
    found = db.session.scalars(select(PairingTicket.expires_at)).one()
    return found - pairing.LIFE


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (SAFARI, "Safari on iPhone"),
        (SAFARI.replace("Version/18.2 Mobile/15E148 Safari/604.1", "Mobile/15E148"), "Hallway on iPhone"),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/143.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/143.0 Safari/537.36 Edg/143.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Linux"),
        ("curl/8.5.0", None),
        ("", None),
        ("\u202eSafari/" + "x" * 10_000, "Safari"),
    ],
)
def test_what_a_browser_calls_itself(user_agent: str, name: str | None) -> None:
    assert named(user_agent) == name
