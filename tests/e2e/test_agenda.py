"""The agenda in a real browser: now and next, search, filter, pages and the way back, on phone and wide screen."""

import re
from datetime import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import published
from tests.e2e.conftest import Hallway, Phones
from tests.e2e.steps import ZONE, fits, make_it, sign_in, today
from tests.samples.overfull import overfull_csv

pytestmark = pytest.mark.e2e

QUARTER_TO_ELEVEN = time(10, 42)  # the blocks of the demo conference begin at 10:30
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
BELOW_THE_BAR = "[...document.querySelectorAll('.virtual a')].find((a) => a.getBoundingClientRect().top > 200)"


def rows(page: Page, label: str) -> Locator:
    return page.get_by_role("list", name=label).locator(".stop-row")


def speaker(page: Page) -> str:
    """Return somebody of two plain names who speaks at the demo conference."""
    agenda = published.agenda(page)
    spoken = {who for one in agenda["items"] if one["kind"] == "talk" for who in one["people"]}
    names = [str(one["name"]) for one in agenda["people"] if one["id"] in spoken]
    return min(name for name in names if re.fullmatch("[A-Z][a-z]+ [A-Z][a-z]+", name) and names.count(name) == 1)


def test_today_shows_what_is_on_what_comes_next_and_where_two_flags_overlap(phones: Phones) -> None:
    page = phones.open(timezone_id="Europe/Zurich").new_page()
    make_it(page, QUARTER_TO_ELEVEN)
    page.goto("/")

    expect(page.locator("h1")).to_have_text("Today")
    expect(page.get_by_role("heading", name=re.compile("Now · 10:42"))).to_contain_text("Chicago time")
    first = rows(page, "Now").first
    expect(first.locator(".when")).to_have_text(re.compile(r"10:30\d+ min left"))
    size = int(first.get_attribute("aria-setsize") or 0)
    assert (first.get_attribute("aria-posinset"), size >= 6) == ("1", True)
    expect(rows(page, "Next").first.locator(".when")).to_have_text(re.compile(r"1[01]:\d\din \d+ min"))
    expect(rows(page, "Later").first).to_be_attached()

    for place in (0, 2):
        rows(page, "Now").nth(place).locator("a").click()
        page.get_by_role("button", name="Must").click()
        page.get_by_role("link", name="Agenda").first.click()
    page.get_by_role("button", name="Flagged 2").click()
    expect(rows(page, "Flagged").locator(".overlaps")).to_have_text(["overlaps", "overlaps"])
    rows(page, "Flagged").first.locator("a").click()
    expect(page.get_by_text("Overlaps with")).to_be_visible()
    expect(page.get_by_text(re.compile(r"10:30 to 1\d:\d\d, Chicago time"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"17:30 to 1\d:\d\d where you are"))).to_be_visible()
    fits(page)


def test_search_marks_what_was_typed_and_sees_into_abstracts_once_they_are_here(phones: Phones) -> None:
    page = phones.open().new_page()
    page.goto("/")
    field = page.get_by_label("Search the agenda")
    field.press_sequentially("microwáve")
    expect(rows(page, "Found").first.locator("mark").first).to_have_text("Microwave")

    field.fill("fellowship director")
    expect(rows(page, "Found").first.locator(".reason").first.locator("mark")).to_have_text(["Fellowship", "Director"])

    field.fill("matched controls")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    page.get_by_role("button", name="Get all abstracts").click()
    expect(rows(page, "Found").first.locator(".reason")).to_contain_text("matched controls")
    expect(page.get_by_role("button", name="Get all abstracts")).to_have_count(0)
    fits(page)

    field.fill("")
    expect(page.get_by_role("group", name="Day")).to_be_visible()


def test_who_is_searched_for_by_name_stands_first_and_is_flagged_there(phones: Phones) -> None:
    page = phones.open().new_page()
    make_it(page, QUARTER_TO_ELEVEN)
    page.goto("/")
    name = speaker(page)
    given, family = name.lower().split()
    field = page.get_by_label("Search the agenda")
    field.fill(f"{family} {given}")
    people = page.get_by_role("list", name="People").get_by_role("link")
    expect(people).to_have_count(1)
    expect(people.locator("mark")).to_have_text(name.split())
    expect(page.get_by_role("status").first).to_have_text(re.compile(r"^1 person\. \d+ items? found$"))
    assert page.locator(".agenda :is(.rows, .stop-row) a").first.get_attribute("href") == people.get_attribute("href")

    field.focus()
    page.keyboard.press("Tab")  # the filter stands between
    page.keyboard.press("Tab")
    expect(people).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(name)
    page.get_by_role("button", name="Must").click()
    page.get_by_role("link", name="Agenda").first.click()
    expect(field).to_have_value(f"{family} {given}")
    expect(people).to_be_focused()
    expect(people).to_contain_text("must meet")
    fits(page)


def test_on_a_wide_screen_the_person_that_is_open_is_marked_among_those_found(phones: Phones) -> None:
    page = phones.open(viewport={"width": 1280, "height": 800}, is_mobile=False, has_touch=False).new_page()
    page.goto("/")
    page.get_by_label("Search the agenda").fill("ma")
    people = page.get_by_role("list", name="People").get_by_role("link")
    expect(people).to_have_count(3)
    expect(page.get_by_text(re.compile(r"^\d+ more; type more of the name\.$"))).to_be_visible()
    people.nth(1).click()
    expect(page.get_by_role("heading", name="How much you want to meet them")).to_be_visible()
    expect(people.nth(1)).to_have_attribute("aria-current", "page")
    assert people.and_(page.locator("[aria-current]")).count() == 1
    fits(page)


def test_a_filter_says_what_is_on_and_is_taken_off_again(phones: Phones) -> None:
    page = phones.open().new_page()
    page.goto("/")
    page.get_by_role("button", name="Filter", exact=True).click()
    sheet = page.get_by_role("dialog", name="Filter")
    sheet.get_by_role("button", name="For students and residents").click()
    sheet.get_by_role("button", name="Learning Studio").click()
    sheet.get_by_role("button", name=re.compile("Show \\d+")).click()
    expect(sheet).to_have_count(0)
    expect(page.get_by_role("button", name="Filter, 2 on")).to_be_focused()
    page.get_by_role("group", name="Day").get_by_role("button").nth(1).click()
    words = ["Residents' hour", "Meet the program directors: interventional radiology"]
    expect(page.locator(".stop-row h3")).to_have_text(words)

    page.get_by_role("button", name="Take off: Learning Studio").click()
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(page.get_by_role("group", name="Filter that is on")).to_have_count(0)


def test_back_from_a_page_one_stands_where_one_was(phones: Phones) -> None:
    page = phones.open().new_page()
    page.goto("/")
    page.get_by_role("button", name="Posters").click()
    expect(rows(page, "Posters by board").first).to_be_visible()
    page.evaluate("scrollTo(0, 20000)")
    page.wait_for_function("() => document.querySelector('.virtual .stop-row').getAttribute('aria-posinset') > 50")
    page.wait_for_timeout(300)
    links = page.locator(".virtual .stop-row a")
    seen = page.evaluate(f"{BELOW_THE_BAR}.pathname")
    link = page.locator(f'a[href="{seen}"]')
    link.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    link.click()
    expect(page.locator("h1")).to_contain_text("Poster")
    page.get_by_role("link", name="Agenda").first.click()

    expect(link).to_be_focused()
    assert abs(page.evaluate("scrollY") - before) < 4
    assert links.count() < 40


def test_on_a_wide_screen_the_list_stays_beside_its_pages(phones: Phones) -> None:
    page = phones.open(viewport={"width": 1280, "height": 800}, is_mobile=False, has_touch=False).new_page()
    page.goto("/")
    page.get_by_role("button", name="Posters").click()
    expect(rows(page, "Posters by board").first).to_be_visible()
    pane = page.locator(".pane").first
    pane.evaluate("(pane) => pane.scrollTo(0, 3000)")
    page.wait_for_function("() => document.querySelector('.virtual .stop-row').getAttribute('aria-posinset') > 8")
    page.wait_for_timeout(300)
    before = pane.evaluate("(pane) => pane.scrollTop")
    page.evaluate(f"{BELOW_THE_BAR}.click()")
    expect(page.locator(".virtual a[aria-current=page]")).to_be_in_viewport()
    page.locator(".rows a").first.click()
    expect(page.get_by_role("heading", name="How much you want to meet them")).to_be_visible()
    assert pane.evaluate("(pane) => pane.scrollTop") == before > 2000
    fits(page)


def test_too_much_and_nothing_at_all_both_fit_a_phone(phones: Phones, hallway: Hallway) -> None:
    page = phones.open().new_page()
    sign_in(page, hallway)
    file = hallway.folder / "overfull.csv"
    file.write_bytes(overfull_csv(today()))
    hallway.run("agenda", "import", str(file), "--owner", "demo", "--name", "Overfull", "--timezone", ZONE)
    page.goto("/")
    page.get_by_label("Conference").select_option(label="Overfull")

    views = page.get_by_role("group", name="Day").get_by_role("button")
    expect(page.get_by_role("button", name="No day yet")).to_be_visible()
    found = {}
    for place in range(views.count()):
        views.nth(place).click()
        page.evaluate(PAINTED)  # until then the rows of the view before are still there
        expect(page.locator(".virtual .stop-row, .agenda .empty").first).to_be_visible()
        fits(page)
        for height in ("0", "document.body.scrollHeight"):  # a long title leaves no room for the rows below it
            page.evaluate(f"scrollTo(0, {height})")
            page.evaluate(PAINTED)
            page.evaluate(PAINTED)
            for link in page.locator(".virtual .stop-row a").all():
                found[link.locator("h3").inner_text()[:12]] = link.get_attribute("href")
    assert len(found) == 5
    for href in found.values():
        page.goto(str(href))
        expect(page.locator("h1")).to_be_visible()
        fits(page)
        people = page.locator(".rows a[href^='/persons/']")
        if people.count():
            people.last.click()
            expect(page.get_by_text("How much you want to meet them")).to_be_visible()
            fits(page)
