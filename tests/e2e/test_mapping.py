"""The columns of a file at import, on a phone: changed, checked at once, remembered for the next file."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Hallway, Phones
from tests.e2e.steps import fits, sign_in

pytestmark = pytest.mark.e2e

# two headers stand over each other's columns, and one is in nobody's words
SWAPPED = """Title,Date,Start,End,Hall,Gathering,Speaker
Bones of the young,2026-11-29,Hall 1,10:00,09:00,Morning block,Ada Brook
Bones of the old,2026-11-29,Hall 1,11:00,10:00,Morning block,Bo Sato
Bones of nobody,2026-11-29,Hall 2,12:00,11:00,Noon block,Maren Oduya
"""
LATER = SWAPPED.replace("Bones of nobody", "Bones of everybody")


def choose_file(page: Page, text: str) -> None:
    page.goto("/import")
    file = {"name": "Glow 2026.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("File", exact=True).set_input_files(file)
    expect(page.get_by_text("What was understood")).to_be_visible()


def state(page: Page, header: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_label(header, exact=True)).locator(".state")


def test_a_column_is_changed_checked_at_once_and_remembered(phones: Phones, hallway: Hallway) -> None:
    page = phones.open().new_page()
    sign_in(page, hallway)
    choose_file(page, SWAPPED)
    columns = page.locator("details.columns")
    expect(columns).to_have_attribute("open", "")
    expect(columns.locator("summary")).to_contain_text("Columns: 7")
    expect(state(page, "Gathering")).to_have_text("Please check")
    expect(state(page, "Title")).to_have_text("Sure")
    fits(page)

    page.get_by_label("Start", exact=True).select_option(label="Starts")
    expect(columns.locator(".lacks")).to_contain_text("3 rows have no readable time.row 2: “Hall 1”")
    expect(state(page, "Start")).to_have_text("Set by you")
    page.get_by_label("Hall", exact=True).select_option(label="Starts")
    expect(page.get_by_role("alert").first).to_have_text("“Hall” is taken for the start too. Change one of the two.")
    page.get_by_label("Start", exact=True).select_option(label="Room")
    expect(columns.locator(".lacks")).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(columns.get_by_role("status")).to_contain_text("3 sessions, 0 posters and 3 people with these columns.")
    page.get_by_label("Gathering", exact=True).select_option(label="Session it belongs to")
    page.get_by_role("button", name="Undo for Gathering: Not used").click()
    page.get_by_label("Gathering", exact=True).select_option(label="Track")
    expect(columns.get_by_role("status")).to_contain_text("All dates, times and titles can be read.")
    fits(page)

    page.get_by_role("button", name=re.compile("^Import")).last.click()
    expect(page.get_by_text("Imported", exact=True)).to_be_visible()
    expect(page.get_by_text("3 new", exact=True)).to_be_visible()

    choose_file(page, LATER)
    expect(columns).not_to_have_attribute("open", "")
    columns.locator("summary").click()
    expect(page.get_by_text("These columns are as you set them last time.")).to_be_visible()
    expect(page.get_by_label("Hall", exact=True)).to_have_value("start")
    expect(state(page, "Hall")).to_have_text("As you set it last time")
    expect(page.get_by_text("1 new, 1 cancelled, 2 as before")).to_be_visible()


def test_a_file_whose_title_nobody_knows_waits_for_its_columns(phones: Phones, hallway: Hallway) -> None:
    page = phones.open().new_page()
    sign_in(page, hallway)
    choose_file(page, "Hue,Weight\nred,3\nblue,4\n")

    expect(page.get_by_role("alert")).to_contain_text("No title column was found; choose one.")
    take = page.get_by_role("button", name=re.compile("^Import")).last
    expect(take).to_be_disabled()
    page.get_by_label("Hue", exact=True).press("T")  # the keyboard alone is enough
    expect(take).to_be_enabled()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator("details.columns").get_by_role("status")).to_contain_text("0 sessions, 2 posters")
    fits(page)

    page.get_by_role("button", name="Use a link instead").click()
    expect(page.get_by_label("File", exact=True)).to_be_focused()
    expect(page.get_by_label("File", exact=True)).to_have_value("")
    expect(page.get_by_label("Link")).to_be_visible()


def test_what_was_typed_last_counts_though_import_is_tapped_at_once(phones: Phones, hallway: Hallway) -> None:
    page = phones.open().new_page()
    sign_in(page, hallway)
    page.goto("/import")
    page.get_by_label("File", exact=True).set_input_files("tests/samples/agenda/pasted_day.txt")
    expect(page.get_by_text("What was understood")).to_be_visible()
    page.get_by_label("Name of the meeting").fill("Glow Days")
    page.get_by_label("Time zone of the venue").fill("America/Chicago")

    page.get_by_role("button", name=re.compile("^Import")).last.tap()

    expect(page.get_by_text("Imported", exact=True)).to_be_visible()
    expect(page.get_by_text("Glow Days", exact=True)).to_be_visible()
    told = page.request.get("/api/conferences", headers={"X-Hallway": "1"}).json()["conferences"]
    assert [one["zone"] for one in told if one["name"] == "Glow Days"] == ["America/Chicago"]
