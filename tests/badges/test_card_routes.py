"""Reading codes over HTTP, one's own code as a picture, and the page behind a card's code: made, changed, ended."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from server.accounts.models import User
from server.badges import cards
from server.badges.card import card_of
from server.badges.code_image import svg_of
from server.badges.models import PublicCard
from server.badges.payload import read
from server.core import ids, revoked
from server.core.db import db, write
from tests import factories
from tests.factories import Browser

SELF = ids.natural("profile:self")
PROFILE = {
    "name": "Irène Vale, MD",
    "school": "Lakefront University",
    "email": "irene@lakefront.example",
    "phone": "+1 303 555 0199",
    "urls": ["https://lakefront.example/irene"],
    "share_level": "school",
}
UNKEPT = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


@pytest.fixture
def irene(app: Flask) -> Browser:
    """Return a student who has filled in a profile."""
    browser = factories.browser(app, factories.user("irene"))
    assert browser.put(f"/api/profiles/{SELF}", PROFILE).status_code == 201
    return browser


def make(browser: Browser, level: str = "school") -> str:
    """Return the path of the page, made or changed."""
    made = browser.put("/api/card", {"level": level})
    assert made.status_code in {200, 201}
    return made.json["url"].removeprefix("http://localhost:8000")


def stranger(browser: Browser, path: str, **headers: str) -> Any:
    """Return what somebody without any sign-in is answered."""
    return factories.browser(browser.app).get(path, headers=headers)


def test_a_text_is_read_as_on_the_command_line(irene: Browser) -> None:
    text = "MECARD:N:Vale,Irène;TEL:*#06#;;"

    answer = irene.post("/api/badges/read", {"text": text})

    assert (answer.status_code, list(answer.json.items())) == (200, list(read(text).as_dict().items()))


def test_a_secret_is_read_and_not_echoed(irene: Browser) -> None:
    answer = irene.post("/api/badges/read", {"text": "otpauth://totp/x?secret=ABCD"})

    assert (answer.status_code, answer.json["raw"], "ABCD" in answer.text) == (200, None, False)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"text": ""}, "/text"),
        ({"text": "é" * 4097}, "/text"),
        ({"text": 7}, "/text"),
        ({}, "/text"),
        ({"text": "x", "also": 1}, "/also"),
    ],
)
def test_what_is_no_text_of_a_code_is_refused_with_its_place(irene: Browser, body: Any, pointer: str) -> None:
    answer = irene.post("/api/badges/read", body)

    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)


@pytest.mark.parametrize(
    ("query", "level", "form"),
    [("", "school", "auto"), ("?level=all", "all", "auto"), ("?level=name&form=mecard", "name", "mecard")],
)
def test_the_picture_says_what_the_phone_would(irene: Browser, query: str, level: Any, form: Any) -> None:
    answer = irene.get(f"/api/badge.svg{query}")

    with irene.app.app_context():
        said = cards.said(db.session.scalar(select(User.id)), level)
    assert said
    assert (answer.status_code, answer.content_type) == (200, "image/svg+xml; charset=utf-8")
    assert answer.data == svg_of(card_of(said, form).text)
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_picture_of_a_link_needs_the_page(irene: Browser) -> None:
    without = irene.get("/api/badge.svg?form=link")
    make(irene)

    assert (without.status_code, without.json["errors"][0]["pointer"]) == (422, "/form")
    assert irene.get("/api/badge.svg?form=link").status_code == 200


@pytest.mark.parametrize(
    ("change", "query", "pointer"),
    [
        ({"name": None}, "", "/name"),
        ({"specialty": "x" * 200, "school": "y" * 200}, "?level=all", "/note"),
        ({}, "?level=everything", "/level"),
        ({}, "?form=png", "/form"),
    ],
)
def test_what_can_not_be_drawn_is_told_with_its_place(irene: Browser, change: Any, query: str, pointer: str) -> None:
    irene.patch(f"/api/profiles/{SELF}", change)

    answer = irene.get(f"/api/badge.svg{query}")

    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)


def test_a_page_is_made_once_and_then_changed(irene: Browser) -> None:
    before = irene.get("/api/card").json
    made = irene.put("/api/card", {"level": "school"})
    changed = irene.put("/api/card", {"level": "name"})

    assert before == {"card": None}
    assert (made.status_code, changed.status_code) == (201, 200)
    assert re.fullmatch(r"http://localhost:8000/b/[A-Za-z0-9_-]{22}", made.json["url"])
    assert changed.json == made.json | {"level": "name"}
    assert irene.get("/api/card").json == {"card": changed.json}


@pytest.mark.parametrize(
    ("level", "there", "away"),
    [
        ("name", ["Irène Vale"], ["MD", "Lakefront", "irene@", "303"]),
        ("school", ["Irène Vale", "MD", "Lakefront University", "mailto:irene@lakefront.example"], ["303", "/irene"]),
        ("all", ["Irène Vale", "tel:+13035550199", "https://lakefront.example/irene"], []),
    ],
)
def test_the_page_and_its_file_show_what_the_owner_chose(
    irene: Browser, level: str, there: list[str], away: list[str]
) -> None:
    path = make(irene, level)

    page, file = stranger(irene, path), stranger(irene, f"{path}/card.vcf")

    assert (page.status_code, page.content_type) == (200, "text/html; charset=utf-8")
    assert [text for text in there if text not in page.text] == []
    assert [text for text in away if text in page.text + file.text] == []
    assert (file.status_code, file.content_type) == (200, "text/vcard; charset=utf-8")
    assert "filename*=UTF-8''Ir%C3%A8ne-Vale.vcf" in file.headers["Content-Disposition"]
    assert read(file.text).name == "Irène Vale"
    for answer in (page, file):
        assert {name: answer.headers[name] for name in UNKEPT} == UNKEPT
        assert "Set-Cookie" not in answer.headers


def test_the_page_has_no_script_and_shows_markup_as_text(irene: Browser) -> None:
    bait = "<script>alert(1)</script>\"'><img onerror=x>\u202e"
    irene.patch(
        f"/api/profiles/{SELF}", {"name": bait, "school": bait, "specialty": bait, "urls": ["javascript:alert(1)"]}
    )

    page = stranger(irene, make(irene, "all")).text

    assert re.findall("<script|<img|javascript:", page) == []
    assert page.count("&lt;script&gt;") >= 3
    assert "<bdi>" in page


def test_a_name_with_line_breaks_makes_no_header_and_no_property(irene: Browser) -> None:
    irene.patch(f"/api/profiles/{SELF}", {"name": "Irène\r\nX-Evil: 1\r\nEND:VCARD\r\nBEGIN:VEVENT"})

    file = stranger(irene, f"{make(irene)}/card.vcf")

    assert "X-Evil" not in file.headers
    assert [line.split(":")[0] for line in file.text.split("\r\n")][:4] == ["BEGIN", "VERSION", "N", "FN"]
    assert file.text.count("\r\nEND:VCARD\r\n") == 1


def test_rotated_revoked_disabled_nameless_and_unknown_are_the_same_nothing(irene: Browser) -> None:
    old = make(irene)
    new = irene.post("/api/card/rotate").json["url"].removeprefix("http://localhost:8000")
    assert (stranger(irene, old).status_code, stranger(irene, new).status_code) == (404, 200)
    irene.patch(f"/api/profiles/{SELF}", {"name": None})
    nameless = stranger(irene, new)
    irene.patch(f"/api/profiles/{SELF}", {"name": "Irène"})
    assert stranger(irene, new).status_code == 200
    assert irene.delete("/api/card").status_code == 204

    answers = [nameless, *(stranger(irene, path) for path in (old, new, "/b/" + "0" * 22, "/b/short", "/b/é"))]
    files = [stranger(irene, f"{path}/card.vcf") for path in (old, new)]

    told = [{key: value for key, value in one.json.items() if key != "instance"} for one in answers + files]
    assert told == [told[0]] * len(told)
    assert {one.status_code for one in answers + files} == {404}
    assert {one.headers["X-Robots-Tag"] for one in answers + files} == {"noindex, nofollow"}
    assert irene.get("/api/card").json == {"card": None}
    assert [irene.post("/api/card/rotate").status_code, irene.delete("/api/card").status_code] == [404, 404]


def test_a_disabled_student_shows_nothing(irene: Browser) -> None:
    path = make(irene)
    with write():
        db.session.execute(update(User).values(disabled_at=User.created_at))

    assert stranger(irene, path).status_code == 404


def test_a_browser_is_told_in_words_that_there_is_nothing(irene: Browser) -> None:
    answer = stranger(irene, "/b/" + "0" * 22, Accept="text/html,application/xhtml+xml,*/*;q=0.8")

    assert (answer.status_code, answer.content_type) == (404, "text/html; charset=utf-8")
    assert "Ask the person for their new one." in answer.text


def test_everyone_has_a_page_of_their_own(irene: Browser) -> None:
    bea = factories.browser(irene.app, factories.user("bea"))
    path = make(irene)

    assert bea.get("/api/card").json == {"card": None}
    assert [bea.post("/api/card/rotate").status_code, bea.delete("/api/card").status_code] == [404, 404]
    assert make(bea) != path
    assert stranger(irene, path).status_code == 200


def test_what_ended_stays_ended_after_a_restore(irene: Browser) -> None:
    code = make(irene).removeprefix("/b/")
    irene.delete("/api/card")
    line = revoked.log_path().read_text().splitlines()[-1]
    assert (cards.digest(code) in line, code in line) == (True, False)

    made = make(irene)  # as a backup would bring a page back
    with write():
        db.session.execute(update(PublicCard).values(code=code))
        ended = cards.revoke_again([cards.digest(code), "0" * 64])

    assert (ended, stranger(irene, f"/b/{code}").status_code, stranger(irene, made).status_code) == (1, 404, 404)


def test_what_an_app_shares_never_reaches_the_server(irene: Browser) -> None:
    shared = {"cards": (b"BEGIN:VCARD\r\nFN:Maren\r\nEND:VCARD", "maren.vcf")}
    from_outside = {"Sec-Fetch-Site": "none", "X-Hallway": None}

    answer = irene.post("/share", data=shared, content_type="multipart/form-data", headers=from_outside)

    assert (answer.status_code, answer.json["type"]) == (403, "/problems/cross-site")


def test_the_look_of_the_page_is_a_file_of_its_own(irene: Browser) -> None:
    answer = stranger(irene, "/b/card.css")

    assert (answer.status_code, answer.content_type) == (200, "text/css; charset=utf-8")
