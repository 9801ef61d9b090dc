"""Everything that the server keeps of a student, read back from the ZIP."""

import csv
import hashlib
import io

import icalendar
import pytest
import vobject
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select

from server.badges.vcard import vcard as read_card
from server.core import ids
from server.core.db import db
from server.leaving import export, tables, vcard
from server.sync.models import Mutation
from tests import factories
from tests.accounts.taking_along import WANDA, exported, fill, photo, told
from tests.factories import Browser


@pytest.fixture
def ada(app: Flask) -> Browser:
    return factories.browser(app, factories.user("ada"))


def rows(members: dict[str, bytes], plural: str) -> list[list[str]]:
    text = members[f"tables/{plural}.csv"].decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_it_holds_every_kind_the_log_what_is_held_photos_and_a_calendar(ada: Browser) -> None:
    person = fill(ada)
    members = exported(ada)

    assert told(members, "account.json")["user"]["name"] == "ada"
    assert [one["scope"] for one in told(members, "account.json")["calendar_addresses"]] == ["followups"]
    (contact,) = told(members, "rows/contacts.json")
    assert (contact["id"], contact["body"]["emails"], contact["alts"]) == (person, WANDA["emails"], [])
    assert told(members, "rows/notes.json")[0]["body"]["bullets"] == "works on nodules"
    assert [one["result"] for one in told(members, "held.json")] == ["held"]
    kept = list(db.session.scalars(select(Mutation.id).order_by(Mutation.rev)))
    assert [one["id"] for one in told(members, "log.json")] == kept
    name = hashlib.sha256(photo()).hexdigest()
    assert Image.open(io.BytesIO(members[f"photos/{name}.jpg"])).size == (12, 9)
    events = icalendar.Calendar.from_ical(members["calendar.ics"]).walk("VEVENT")
    assert [str(one["SUMMARY"]) for one in events] == ["Thank Wanda Quill"]
    assert b"log.json" in members["README.txt"]


def test_other_values_and_what_is_in_the_bin_are_in_the_rows_and_not_in_the_tables(ada: Browser) -> None:
    person, gone = fill(ada), ids.fresh()
    for device, role in ((ids.fresh(), "Fellow"), (ids.fresh(), "Chair")):
        change = {"id": ids.fresh(), "n": 1, "kind": "contact", "row": person, "base": 0, "set": {"role": role}}
        ada.post("/api/sync", {"schema": 1, "device": device, "since": [0, ""], "mutations": [change]})
    ada.put(f"/api/contacts/{gone}", {"name": "Somebody Else"})
    ada.delete(f"/api/contacts/{gone}")
    members = exported(ada)
    contacts = {one["id"]: one for one in told(members, "rows/contacts.json")}
    assert [alt["value"] for alt in contacts[person]["alts"]] == ["Fellow"]
    assert contacts[gone]["deleted"] is True
    assert [row[0] for row in rows(members, "contacts")[1:]] == [person]
    assert b"Somebody Else" not in members["contacts.vcf"]


def test_a_note_names_its_person_in_the_table(ada: Browser) -> None:
    fill(ada)
    header, row = rows(exported(ada), "notes")
    assert dict(zip(header, row, strict=True))["contact_name"] == "Wanda Quill"


def test_nobody_elses_are_in_it(ada: Browser, app: Flask) -> None:
    bea = factories.browser(app, factories.user("bea"))
    fill(bea, name="Belongs to Bea")
    members = exported(ada)
    assert [name for name, data in members.items() if b"Belongs to Bea" in data or name.startswith("photos/")] == []
    assert told(members, "log.json") == []


def test_it_holds_no_secret(ada: Browser) -> None:
    fill(ada)
    everything = b"".join(exported(ada).values())
    assert (ada.token or "").encode() not in everything
    assert b"token" not in everything
    assert b"password" not in everything


def test_it_is_a_download_that_nothing_keeps(ada: Browser) -> None:
    answer = ada.get("/api/export")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="hallway-2')
    assert (answer.headers["Cache-Control"], int(answer.headers["Content-Length"])) == ("no-store", len(answer.data))


def test_six_an_hour(ada: Browser) -> None:
    assert [ada.get("/api/export").status_code for _ in range(7)] == [200] * 6 + [429]


def test_a_full_disk_is_said_and_nothing_is_left_open(ada: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export.zipfile.ZipFile, "open", full)
    answer = ada.get("/api/export")
    assert (answer.status_code, answer.json["type"]) == (503, "/problems/busy")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40))
def test_every_text_comes_back_from_a_table(text: str) -> None:
    (_header, line) = csv.reader(io.StringIO("".join(tables.lines(["a"], [[text]])), newline=""))
    assert tables.plain(line[0]) == text
    assert line[0][:1] not in {*"=+-@\t\r\n＝＋－＠"} or line[0] == ""


SEPARATORS = st.sampled_from([";", ",", ":", "\\", "\n", "\\n", "\U0001f9ad", "é", "BEGIN:VCARD", " "])
WORDS = st.lists(st.one_of(SEPARATORS, st.text("abcXYZ", min_size=1, max_size=30)), min_size=1, max_size=12)


@given(WORDS)
def test_two_readers_of_cards_read_what_was_written(parts: list[str]) -> None:
    text = "x" + "".join(parts) + "x"
    written = vcard.card("01940000-0000-7000-8000-000000000001", {"name": text, "role": text}, None)

    assert max(map(len, written.split(b"\r\n"))) <= vcard.FOLD
    (card,) = vobject.readComponents(written.decode())
    assert card.title.value == text
    ours = read_card(written.decode().replace("\r\n", "\n"))
    assert ours is not None
    assert "".join(ours.titles[0].split()) == "".join(", ".join(text.split("\n")).split()) or "\n" in text


def test_a_contact_without_any_name_still_has_a_card() -> None:
    (card,) = vobject.readComponents(vcard.card("01940000-0000-7000-8000-000000000001", {}, None).decode())
    assert card.fn.value == vcard.UNNAMED
