"""A newcomer without an account: the first steps lead on, and an account made on the way loses nothing."""

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.e2e.conftest import Hallway, Phones

pytestmark = pytest.mark.e2e

PASSWORD = "lantern quiet river stairs"
PROGRAMME = b"Title,Date,Start,End\nBones at night,2026-11-29,09:00,10:00\n"


def test_the_step_that_asks_for_a_flag_leads_into_the_search(phones: Phones) -> None:
    page = phones.open().new_page()
    page.goto("/")
    page.get_by_label("First steps").get_by_role("link", name="Search").click()

    expect(page.get_by_label("Search the agenda")).to_be_focused()


def test_a_chosen_file_outlives_the_account_made_for_it(phones: Phones) -> None:
    page = phones.open().new_page()
    page.goto("/import")
    file = {"name": "lantern week.csv", "mimeType": "text/csv", "buffer": PROGRAMME}
    page.get_by_label("File", exact=True).set_input_files(file)
    expect(page.get_by_text("Importing needs an account")).to_be_visible()

    page.get_by_role("button", name="Use a password instead").click()
    page.get_by_label("User name").fill("newcomer")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account", exact=True).click()

    expect(page.get_by_label("Name of the meeting")).to_have_value("lantern week")
    expect(page.get_by_text("lantern week.csv, 1 kB")).to_be_visible()
    assert page.get_by_label("File", exact=True).evaluate("(field) => field.files[0].name") == "lantern week.csv"

    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_role("main")).to_be_focused()
    page.get_by_role("button", name="Import with the time zone open").click()
    expect(page.get_by_role("heading", name="Imported")).to_be_focused()


def test_a_file_is_forgotten_with_the_page_that_it_was_chosen_on(phones: Phones) -> None:
    page = phones.open().new_page()
    sent = _posts(page, "/api/imports")
    held: list[Route] = []
    page.route("**/api/users", lambda route: held.append(route))
    page.goto("/import")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": PROGRAMME}
    )
    page.get_by_role("button", name="Use a password instead").click()
    page.get_by_label("User name").fill("newcomer")
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_request("**/api/users"):
        page.get_by_role("button", name="Make the account", exact=True).click()
    page.get_by_role("link", name="Agenda").first.click()
    page.get_by_role("link", name="Settings").click()
    expect(page.get_by_role("heading", name="Settings", level=1)).to_be_visible()

    held.pop().continue_()
    expect(page.get_by_text("Signed in as newcomer")).to_be_visible()
    page.get_by_role("link", name="Import an agenda").click()
    expect(page.get_by_label("File", exact=True)).to_be_visible()
    page.wait_for_timeout(500)

    assert sent == []
    expect(page.get_by_text("a.csv")).to_have_count(0)


def test_a_refused_sign_in_leaves_the_focus_where_it_was(phones: Phones, hallway: Hallway) -> None:
    page = phones.open().new_page()
    page.goto("/account")
    page.get_by_role("button", name="Sign in", exact=True).first.click()
    page.get_by_label("User name").fill("demo")
    page.get_by_label("Password").fill("not the password")
    button = page.locator("form button[type=submit]")
    tried = _posts(page, "/api/session")
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_be_visible()
    expect(button).to_be_focused()
    assert tried == ["POST"]


def _posts(page: Page, path: str) -> list[str]:
    """Return a list into which each POST to the path goes."""
    found: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith(path):
            found.append(request.method)

    page.on("request", note)
    return found
