"""Correcting one's own conference on a phone: the hand's words stand over the next file, and two people stay one."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Hallway, Phones
from tests.e2e.steps import fits, sign_in

pytestmark = pytest.mark.e2e

HEAD = "Id,Title,Date,Time Start,Time End,Room,Speaker,Affiliation\n"
FIRST = f"""{HEAD}1,Opening,2026-11-29,09:00,10:00,Hall 1,Ada Brook,Glow Hospital
2,A quiet scaner,2026-11-29,10:00,11:00,Hall 1,Ada Brook,Glow Hospital
3,Tiny catheters,2026-11-29,11:00,12:00,Hall 2,Ada Brook,Fairwater Clinic
4,Closing,2026-11-29,16:00,17:00,Hall 1,Bo Sato,Northmere
"""
LATER = FIRST.replace("10:00,11:00,Hall 1", "10:30,11:00,Hall 3").replace("Closing", "Closing words")


def bring(hallway: Hallway, words: str) -> str:
    """Import the file into the demo student's own conference and return what the command says."""
    file = hallway.folder / "programme.csv"
    Path(file).write_text(words)
    whose = ("--owner", "demo", "--conference", "mine", "--name", "Mine 2026", "--timezone", "America/Chicago")
    return hallway.run("agenda", "import", str(file), *whose)


def open_mine(page: Page) -> None:
    """Show the student's own conference."""
    page.goto("/")
    page.get_by_label("Conference").select_option(label="Mine 2026")
    expect(page.get_by_text("Opening").first).to_be_visible()


def open_item(page: Page, title: str) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile(title)).first.click()
    expect(page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()


@pytest.fixture
def page(phones: Phones, hallway: Hallway) -> Page:
    """Return a phone that shows the student's own conference."""
    bring(hallway, FIRST)
    opened = phones.open().new_page()
    sign_in(opened, hallway)
    open_mine(opened)
    return opened


def test_a_title_and_a_room_set_by_hand_stand_over_the_next_file(page: Page, hallway: Hallway) -> None:
    open_item(page, "A quiet scaner")
    page.get_by_role("button", name="Edit").click()
    sheet = page.get_by_role("dialog", name="Correct this item")
    expect(sheet.get_by_role("button", name="Save")).to_be_disabled()
    sheet.get_by_label("Title", exact=True).fill("A quiet scanner")
    sheet.get_by_label("Room", exact=True).fill("Hall 9")
    expect(sheet.get_by_text("The file says: A quiet scaner")).to_be_visible()
    fits(page)
    sheet.get_by_role("button", name="Save").click()
    expect(sheet).to_have_count(0)
    expect(page.get_by_role("button", name="Edit")).to_be_focused()
    expect(page.get_by_role("heading", level=1, name="A quiet scanner", exact=True)).to_be_visible()
    expect(page.get_by_text("Hall 9")).to_be_visible()

    told = bring(hallway, LATER)
    assert "the file now says “Hall 3” for the room; your correction “Hall 9” stays." in told
    open_item(page, "A quiet scanner")
    expect(page.get_by_text("Hall 9")).to_be_visible()
    expect(page.get_by_text(re.compile("10:30"))).not_to_have_count(0)

    page.get_by_role("button", name="Edit").click()
    expect(sheet.get_by_text("The file says: Hall 3")).to_be_visible()
    sheet.get_by_role("button", name="Use what the file says for room: Hall 3").click()
    expect(sheet.get_by_label("Room", exact=True)).to_have_value("Hall 3")
    sheet.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Hall 3")).to_be_visible()
    expect(page.get_by_role("heading", level=1, name="A quiet scanner", exact=True)).to_be_visible()


def test_what_one_corrects_is_no_news_to_oneself(page: Page) -> None:
    open_item(page, "Closing")
    page.get_by_role("button", name="Must").click()
    expect(page.get_by_text("All sent")).to_be_visible()
    page.get_by_role("button", name="Edit").click()
    sheet = page.get_by_role("dialog", name="Correct this item")
    sheet.get_by_label("Room", exact=True).fill("Hall 9")
    sheet.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Was in Hall 1.")).to_be_visible()
    page.get_by_role("link", name="Agenda", exact=True).first.click()
    expect(page.get_by_role("link", name="Programme changed today")).to_be_visible()
    expect(page.get_by_text("you flagged changed")).to_have_count(0)


def test_what_is_typed_without_a_network_is_kept_until_there_is_one(page: Page) -> None:
    open_item(page, "Opening")
    page.context.set_offline(True)
    page.get_by_role("button", name="Edit").click()
    sheet = page.get_by_role("dialog", name="Correct this item")
    sheet.get_by_label("Board", exact=True).fill("0042")
    expect(sheet.get_by_text("Saving needs a connection. What you typed stays on this phone.")).to_be_visible()
    expect(sheet.get_by_role("button", name="Save")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Something you typed is not saved yet.")).to_be_visible()

    page.context.set_offline(False)
    page.get_by_role("button", name="Edit").click()
    expect(sheet.get_by_label("Board", exact=True)).to_have_value("0042")
    sheet.get_by_role("button", name="Save").click()
    expect(sheet).to_have_count(0)
    expect(page.get_by_text("Something you typed is not saved yet.")).to_have_count(0)


def test_the_people_of_an_item_are_set_by_hand(page: Page) -> None:
    open_item(page, "Closing")
    page.get_by_role("button", name="Edit").click()
    sheet = page.get_by_role("dialog", name="Correct this item")
    sheet.get_by_label("Add a person").fill("Cleo Wren")
    sheet.get_by_role("button", name="New: Cleo Wren").click()
    sheet.get_by_label("Role of Cleo Wren").select_option("chair")
    sheet.get_by_role("button", name="Move Cleo Wren up").click()
    sheet.get_by_role("button", name="Save").click()
    expect(sheet).to_have_count(0)
    expect(page.get_by_role("main").locator(".rows .name")).to_have_text(["Cleo Wren", "Bo Sato"])
    expect(page.get_by_text("chair", exact=True)).to_be_visible()


def test_two_of_one_name_become_one_person_for_good(page: Page, hallway: Hallway) -> None:
    open_item(page, "Tiny catheters")
    page.locator("a.row", has_text="Ada Brook").click()
    expect(page.get_by_text("Fairwater Clinic").first).to_be_visible()
    page.get_by_role("button", name="Must").click()
    open_item(page, "Opening")
    page.locator("a.row", has_text="Ada Brook").click()
    expect(page.get_by_role("button", name="Must")).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Same person: Fairwater Clinic").click()
    expect(page.get_by_text("Also listed as Ada Brook, Fairwater Clinic.")).to_be_visible()
    expect(page.get_by_role("button", name="Must")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("main").locator(".stop-row h3")).to_have_text(
        ["Opening", "A quiet scaner", "Tiny catheters"]
    )
    fits(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Same person: Fairwater Clinic")).to_be_visible()
    expect(page.get_by_role("main").locator(".stop-row h3")).to_have_text(["Opening", "A quiet scaner"])
    page.get_by_role("button", name="Same person: Fairwater Clinic").click()
    expect(page.get_by_text("Also listed as")).to_be_visible()

    bring(hallway, LATER)
    open_item(page, "Tiny catheters")
    page.locator("a.row", has_text="Ada Brook").click()
    expect(page.get_by_text("Glow Hospital").first).to_be_visible()
    expect(page.get_by_role("main").locator(".stop-row h3")).to_have_text(
        ["Opening", "A quiet scaner", "Tiny catheters"]
    )
    expect(page.get_by_text("Also listed as Ada Brook, Fairwater Clinic.")).to_be_visible()

    page.get_by_role("button", name=re.compile("^Keep apart")).click()
    expect(page.get_by_text("Also listed as")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("^Same person:"))).to_have_count(0)
    page.reload()
    expect(page.get_by_role("main").locator(".stop-row h3")).to_have_text(["Opening", "A quiet scaner"])
