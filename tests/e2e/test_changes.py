"""What changed of the things one flagged: put in front of the student, offline too, until it was seen."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Hallway, Phones, wait_until_offline_ready
from tests.e2e.steps import ZONE, fits, sign_in
from tests.e2e.test_accessibility import AXE, FINDINGS, RULES, SMALL_TARGETS, TOO_WIDE

pytestmark = pytest.mark.e2e

HEADER = "Title,Date,Start,End,Room,Speaker"
BEFORE = (
    "Opening of the lantern week,2026-11-30,08:00,09:00,Hall A,Ada Brook",
    "A quiet scanner,2026-11-30,09:00,10:00,Room 104,Bo Sato",
    "Tiny catheters,2026-11-30,10:00,11:00,Room 104,Chidi Lund",
    "Dose at night,2026-11-30,11:00,12:00,Room 105,Ada Brook",
    "Closing of the lantern week,2026-12-01,16:00,17:00,Hall A,Ada Brook",
)
AFTER = (
    "Opening of the lantern week,2026-11-30,08:00,09:00,Hall C,Ada Brook",
    "A quiet scanner,2026-11-30,11:30,12:30,Hall B,Bo Sato",
    "Dose at night,2026-11-30,11:00,12:00,Room 105,Ada Brook",
    "Closing of the lantern week,2026-12-01,16:00,17:00,Hall A,Ada Brook",
)


def load(hallway: Hallway, rows: tuple[str, ...]) -> None:
    file = hallway.folder / "lantern.csv"
    file.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    own = ("--owner", "demo", "--conference", "lantern", "--name", "Lantern", "--timezone", ZONE)
    hallway.run("agenda", "import", str(file), *own)


def flag(page: Page, title: str) -> None:
    page.locator(".virtual .stop-row a", has_text=title).click()
    page.get_by_role("button", name="Must").click()
    expect(page.get_by_role("button", name="Must")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Agenda").first.click()


def card(page: Page) -> Locator:
    return page.get_by_role("region", name="2 things you flagged changed")


def says_what_changed(page: Page) -> None:
    links = card(page).locator("li a")
    expect(links).to_have_count(2)
    expect(links.nth(0)).to_contain_text("Tiny catheters")
    expect(links.nth(0)).to_contain_text("Cancelled")
    expect(links.nth(1)).to_contain_text("Moved")
    expect(links.nth(1)).to_contain_text("Mon 09:00 → Mon 11:30")
    expect(links.nth(1)).to_contain_text("Room 104 → Hall B")
    fits(page)
    links.nth(1).click()
    expect(page.get_by_text("Moved from 09:00.")).to_be_visible()
    expect(page.get_by_text("Was in Room 104.")).to_be_visible()


def says_it_in_the_plan(page: Page) -> None:
    page.get_by_role("link", name="Plan", exact=True).click()
    expect(card(page)).to_be_visible()
    target = page.get_by_role("list", name="Must").locator(".stop-row", has_text="Tiny catheters")
    expect(target).to_contain_text("Mon 30, 10:00")
    expect(target).to_contain_text("Cancelled")


def lists_all_changes(page: Page) -> None:
    card(page).get_by_role("link", name="All changes").click()
    rows = page.get_by_role("list", name="What changed").locator(".stop-row")
    expect(page.get_by_role("button", name="Flagged 2")).to_have_attribute("aria-pressed", "true")
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="All 3").click()
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text="Opening")).to_contain_text("Hall A → Hall C")
    fits(page)
    page.reload()
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()


def test_what_changed_is_shown_until_it_was_seen(phones: Phones, hallway: Hallway) -> None:
    phone = phones.open(timezone_id="Europe/Zurich")
    page = phone.new_page()
    load(hallway, BEFORE)
    sign_in(page, hallway)
    page.goto("/")
    page.get_by_label("Conference").select_option(label="Lantern")
    flag(page, "A quiet scanner")
    flag(page, "Tiny catheters")
    expect(page.get_by_text("All sent")).to_be_visible()
    wait_until_offline_ready(page)
    expect(card(page)).to_have_count(0)

    load(hallway, AFTER)
    page.reload()
    expect(card(page)).to_be_visible()
    phone.set_offline(True)
    page.reload()
    says_what_changed(page)
    says_it_in_the_plan(page)
    lists_all_changes(page)

    page.get_by_role("link", name="Agenda", exact=True).first.click()
    card(page).get_by_role("button", name="Got it").click()
    expect(page.get_by_role("status")).to_contain_text("Seen on this phone")
    page.get_by_role("button", name="Undo").click()
    card(page).get_by_role("button", name="Got it").click()
    expect(card(page)).to_have_count(0)
    phone.set_offline(False)
    page.reload()
    expect(page.get_by_role("link", name="Programme changed today")).to_be_visible()
    expect(card(page)).to_have_count(0)


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed; run make setup")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_card_and_the_page_are_for_everyone(phones: Phones, hallway: Hallway, theme: str) -> None:
    page = phones.open(reduced_motion="reduce", color_scheme=theme).new_page()
    load(hallway, BEFORE)
    sign_in(page, hallway)
    page.goto("/")
    page.get_by_label("Conference").select_option(label="Lantern")
    flag(page, "A quiet scanner")
    flag(page, "Tiny catheters")
    page.get_by_role("button", name="Hide these steps").click()
    load(hallway, AFTER)

    for path in ("/", "/plan", "/changes"):
        page.goto(path)
        expect(page.get_by_text("Mon 09:00 → Mon 11:30")).to_be_visible()
        page.evaluate(AXE.read_text())
        assert page.evaluate(FINDINGS, RULES["light"]) == []
        assert page.evaluate(SMALL_TARGETS) == []
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        page.wait_for_timeout(100)
        assert page.evaluate(TOO_WIDE) == {"beyond": 0, "overlaps": 0}

    page.goto("/")
    page.get_by_role("button", name="Got it").focus()
    page.keyboard.press("Enter")
    expect(card(page)).to_have_count(0)
    expect(page.locator(".changed-place")).to_be_focused()
