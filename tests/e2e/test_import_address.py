"""An agenda from a link in a real browser: fetched, imported, checked for changes, with and without network."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.agenda.web_of_tests import CALENDAR, Web, marked, plain, serving
from tests.e2e.conftest import Hallway, Phones, free_port, wait_until_offline_ready
from tests.e2e.steps import fits, sign_in

pytestmark = pytest.mark.e2e

LATER = CALENDAR.replace(b"T110000\r\nDTEND;TZID=America/Chicago:20261129T120000", b"T140000")
SHORT = CALENDAR[: CALENDAR.index(b"BEGIN:VEVENT\r\nUID:two")] + b"END:VCALENDAR\r\n"


@dataclass
class HallwayWithWeb(Hallway):
    """A server that may ask one web server of this machine."""

    web_port: int = field(default=0)

    def command(self, *words: str) -> list[str]:
        assert words[0] == "serve"
        return [sys.executable, "-m", "tests.e2e.serving_locally", str(self.port), str(self.web_port)]


@pytest.fixture
def web() -> Iterator[Web]:
    """Return the web that the server may ask."""
    with serving() as made:
        made.pages["/agenda.ics"] = marked(CALENDAR, '"v1"')
        yield made


@pytest.fixture
def hallway(tmp_path: Path, web: Web) -> Iterator[Hallway]:
    """Return a running server that may ask the web."""
    server = HallwayWithWeb(tmp_path, free_port(), web_port=web.port)
    server.start()
    yield server
    server.stop()


def paste(page: Page, link: str) -> None:
    page.get_by_label("Link").fill(link)
    page.get_by_role("button", name="Get the programme").click()


def look(page: Page) -> None:
    page.get_by_role("button", name="Check for changes").click()


def test_a_link_is_imported_and_checked_for_changes(phones: Phones, hallway: Hallway, web: Web) -> None:
    page = phones.open().new_page()
    sign_in(page, hallway)
    page.goto("/import")

    web.pages["/members"] = plain(b"", 403)
    paste(page, web.url("/members"))
    expect(page.get_by_role("alert")).to_contain_text("it may want a sign-in")
    expect(page.get_by_label("Link")).to_have_value(web.url("/members"))
    fits(page)

    paste(page, web.url("/agenda.ics"))
    expect(page.get_by_text("Tiny catheters")).to_be_visible()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="Imported")).to_be_visible()
    page.get_by_role("button", name="Import another").click()

    row = page.get_by_role("listitem").filter(has_text="Glow 2026")
    expect(row).to_contain_text("3 new.")
    look(page)
    expect(row).to_contain_text("nothing had changed.")
    web.pages["/agenda.ics"] = marked(LATER, '"v2"')
    look(page)
    expect(row).to_contain_text("1 moved.")
    web.pages["/agenda.ics"] = marked(SHORT, '"v3"')
    look(page)
    expect(row).to_contain_text("nothing was cancelled")
    row.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("button", name="Replace what is there")).to_be_visible()
    fits(page)


def test_without_network_the_link_stays_and_the_list_says_so(phones: Phones, hallway: Hallway, web: Web) -> None:
    context = phones.open()
    page = context.new_page()
    sign_in(page, hallway)
    wait_until_offline_ready(page)
    page.goto("/import")
    expect(page.get_by_label("Link")).to_be_visible()
    context.set_offline(True)
    paste(page, web.url("/agenda.ics"))
    expect(page.get_by_role("alert")).to_contain_text("Your link stays here")
    page.get_by_role("link", name="Agenda").first.click()
    page.go_back()
    expect(page.get_by_label("Link")).to_have_value(web.url("/agenda.ics"))

    context.set_offline(False)
    page.get_by_role("button", name="Get the programme").click()
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_role("button", name="Import another").click()
    expect(page.get_by_role("button", name="Check for changes")).to_be_visible()
    context.set_offline(True)
    look(page)
    expect(page.get_by_role("alert")).to_contain_text("What is on this phone stays as it is")
    assert [path for path, _headers in web.seen] == ["/agenda.ics"]
