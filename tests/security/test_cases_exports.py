"""Acceptance cases 55 and 56: tables and address books made of hostile words."""

import csv
import io
import unicodedata

import icalendar
import openpyxl
import pytest
import vobject
from flask import Flask

from server.badges.vcard import vcard as read_card
from server.leaving import tables, vcard
from tests import factories
from tests.accounts.taking_along import exported, fill
from tests.factories import Browser

HOSTILE_CELLS = (
    "=1+1",
    "+HYPERLINK(1)",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\N{FULLWIDTH EQUALS SIGN}1+1",
    "\N{FULLWIDTH COMMERCIAL AT}x",
    "'=1+1",
    "''=1+1",
    "'quoted'",
    'say "so", or\nnot; a;b',
    "plain",
)
HOSTILE_WORDS = (
    "x\r\nBEGIN:VEVENT\r\nSUMMARY:bad\r\nEND:VEVENT",
    "x\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Somebody",
    "one\u2028two\u2029three",
    ";,:\\ and \\n \\, \\;",
    "lone\rreturn",
    "a" * 74 + "\U0001f9ad" * 30,
    "é" * 100,
)


@pytest.fixture
def ada(app: Flask) -> Browser:
    return factories.browser(app, factories.user("ada"))


def lines_broken(text: str) -> str:
    """Return the text as it may stand in a card: every line break one newline."""
    for broken in ("\r\n", "\r", "\u2028", "\u2029"):
        text = text.replace(broken, "\n")
    return text


@pytest.mark.parametrize("text", HOSTILE_CELLS)
def test_case_55_a_cell_opens_as_text_and_comes_back_as_it_was(ada: Browser, text: str) -> None:
    fill(ada, role=text, tags=[text])
    table = exported(ada)["tables/contacts.csv"].decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(table, newline=""))
    cells = dict(zip(header, row, strict=True))
    assert {cells["role"][:1], cells["tags"][:1]} & set("=+-@\t\r\n＝＋－＠") == set()
    assert (tables.plain(cells["role"]), tables.plain(cells["tags"])) == (text, text)
    sheet = openpyxl.Workbook().active
    assert sheet is not None
    sheet.append([cells["role"]])
    assert sheet["A1"].data_type == "s"  # what a spreadsheet makes of it: text, no formula


@pytest.mark.parametrize("text", HOSTILE_WORDS)
def test_case_56_an_address_book_reads_one_card_for_each_person(ada: Browser, text: str) -> None:
    fill(ada, name=f"Wanda {text}", role=text, institution=text, tags=["a,b", "c;d"])
    written = exported(ada)["contacts.vcf"]

    assert max(map(len, written.split(b"\r\n"))) <= vcard.FOLD
    assert b"\r" not in written.replace(b"\r\n", b"")
    (card,) = vobject.readComponents(written.decode())
    assert card.title.value == lines_broken(text)
    assert card.categories.value == ["a,b", "c;d"]
    ours = read_card(written.decode().replace("\r\n", "\n"))
    assert ours is not None
    assert squeezed(ours.titles[0]) == squeezed(lines_broken(text))
    assert squeezed(ours.name) == squeezed("Wanda " + lines_broken(text))


def squeezed(text: str) -> str:
    """Return the letters and signs alone: our reader shows line breaks as commas, and one space for many."""
    return "".join(one for one in unicodedata.normalize("NFC", text) if not one.isspace() and one != ",")


@pytest.mark.parametrize("text", HOSTILE_WORDS)
def test_case_56_a_calendar_reads_one_event_for_each_follow_up(ada: Browser, text: str) -> None:
    fill(ada, name=f"Wanda {text}")
    written = exported(ada)["calendar.ics"]
    (event,) = icalendar.Calendar.from_ical(written).walk("VEVENT")
    (other,) = vobject.readOne(written.decode()).vevent_list
    expected = " ".join(f"Thank Wanda {lines_broken(text)}".split())
    assert (str(event["SUMMARY"]), other.summary.value) == (expected, expected)
