"""A student brings their follow-ups into the calendar they use: addresses, the ways in, what is said of each."""

import re

from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.conftest import Hallway, Phones
from tests.e2e.steps import add_person, fits, sign_in


def in_public(page: Page) -> None:
    """Let addresses look as if the installation had a public name."""

    def told(route: Route) -> None:
        answer = route.fetch()
        body = re.sub(r"http://localhost:\d+", "https://hallway.example", answer.text())
        route.fulfill(response=answer, body=body)

    page.route("**/api/calendar/*/rotate", told)


GOOGLE, OUTLOOK = "https://calendar.google.com/calendar/render", "https://outlook.{}.com/calendar/0/addfromweb"
PROGRAMS = ("Google Calendar", "Outlook.com", "Outlook at work or school", "Thunderbird", "Another program")


def test_an_address_comes_with_the_way_into_each_calendar(phones: Phones, hallway: Hallway) -> None:
    page = phones.open().new_page()
    sign_in(page, hallway)
    add_person(page, "Maren Oduya")
    page.goto("/settings")
    feed, whole = page.locator(".feed", has_text="Follow-ups"), page.locator(".feed", has_text="Everything")

    # a private installation says what cannot work, and offers a copy
    feed.get_by_role("button", name="Make an address").click()
    address = feed.get_by_label("Calendar address")
    expect(address).to_have_value(re.compile(r"^http://localhost:\d+/calendar/[\w-]{43}\.ics$"))
    expect(feed.get_by_text("This installation has a private address")).to_be_visible()
    feed.get_by_text("Google Calendar: not from here").click()
    expect(feed.get_by_role("link", name="Open Google Calendar")).to_have_count(0)
    feed.get_by_text("Apple Calendar", exact=True).click()
    expect(feed.get_by_role("link", name="Open Apple Calendar")).to_have_attribute("href", re.compile("^webcal://"))
    feed.get_by_role("button", name="I have added it").click()
    with page.expect_download() as copy:
        feed.get_by_role("link", name="Download a copy").click()
    assert "SUMMARY:Thank Maren Oduya" in copy.value.path().read_text()
    assert copy.value.suggested_filename == "hallway-followups.ics"

    # the same events twice is said before it happens
    whole.get_by_role("button", name="Make an address").click()
    expect(whole.get_by_text("would show twice")).to_be_visible()
    whole.get_by_role("button", name="Cancel").click()

    # a public one leads into each program
    in_public(page)
    feed.get_by_role("button", name="New address").click()
    feed.get_by_role("button", name="Make a new address").click()
    for program in PROGRAMS:
        feed.get_by_text(program, exact=True).click()
    links = [link.get_attribute("href").split("?")[0] for link in feed.locator("details a").all()]
    own = webcal(address)
    assert links == [GOOGLE, own, OUTLOOK.format("live"), OUTLOOK.format("office"), own]
    fits(page)


def webcal(address: Locator) -> str:
    return address.input_value().replace("https:", "webcal:")
