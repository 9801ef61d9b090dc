"""One device: two tabs, a reload in mid-capture, leaving with unsent work, a cleared store, a restored server."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Hallway, Phones, wait_until_offline_ready
from tests.e2e.steps import add_person, all_sent, sign_in

pytestmark = pytest.mark.e2e


def names(page: Page) -> list[str]:
    """Return the names of the people that the server holds, asked with the page's own session."""
    rows = page.evaluate("async () => (await (await fetch('/api/contacts?limit=200')).json()).rows")
    return sorted(row["body"]["name"] for row in rows)


def end_the_page_in_mid_word(page: Page, name: str, words: str) -> None:
    """Write a person down and reload while the sheet is open."""
    page.goto("/scan")
    page.get_by_role("button", name="Type a name").click()
    sheet = page.get_by_role("dialog", name="Capture")
    sheet.get_by_label("Name").fill(name)
    sheet.get_by_role("button", name="Keep the name").click()
    sheet.get_by_label("What to remember").fill(words)
    page.reload()


def leave_with_three_unsent(page: Page) -> None:
    """Sign out without a network; what waits stays on the phone, and nobody sees it."""
    for _ in range(3):
        page.get_by_role("button", name="They replied").click()
    expect(page.get_by_text("3 not sent")).to_be_visible()
    page.goto("/account")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_text("3 changes are only here, not on the server.")).to_be_visible()
    page.get_by_role("button", name="Sign out and keep them here").click()
    out = page.get_by_role("button", name="Make the account").or_(page.get_by_text("New account"))
    expect(out.first).to_be_visible()
    page.goto("/people")
    expect(page.get_by_role("link", name="Maren Oduya")).to_have_count(0)


def test_two_tabs_a_reload_in_mid_capture_and_leaving_with_three_unsent(phones: Phones, hallway: Hallway) -> None:
    context = phones.open()
    page, other = context.new_page(), context.new_page()
    sign_in(page, hallway)
    other.goto("/people")

    # what one tab keeps, the other shows by itself
    add_person(page, "Maren Oduya")
    expect(other.get_by_role("link", name="Maren Oduya")).to_be_visible()
    all_sent(other)

    end_the_page_in_mid_word(page, "Teo Lindqvist", "Trains two from abroad")
    expect(other.get_by_role("link", name="Teo Lindqvist")).to_be_visible()
    other.get_by_role("link", name="Teo Lindqvist").click()
    expect(other.get_by_text("Trains two from abroad")).to_be_visible()
    page.close()
    all_sent(other)

    # what waited goes once, when one is back
    wait_until_offline_ready(other)
    hallway.stop()
    leave_with_three_unsent(other)
    hallway.start()
    sign_in(other, hallway)
    all_sent(other)
    sent = other.evaluate("async () => (await (await fetch('/api/outreach?limit=200')).json()).rows.length")
    assert (sent, names(other)) == (3, ["Maren Oduya", "Teo Lindqvist"])


def test_a_guest_who_signs_in_keeps_all_and_a_cleared_store_comes_back(phones: Phones, hallway: Hallway) -> None:
    context = phones.open()
    page = context.new_page()
    page.goto("/")
    page.locator(".stop-row a").first.click()
    page.get_by_role("button", name="Must").click()
    add_person(page, "Ilse Tanaka")
    page.goto("/account")
    page.get_by_role("button", name="Sign in", exact=True).first.click()
    expect(page.get_by_role("checkbox", name="Add the ")).to_be_checked()
    sign_in(page, hallway)
    all_sent(page)
    page.goto("/people")
    expect(page.get_by_role("link", name="Ilse Tanaka")).to_be_visible()
    page.goto("/plan")
    expect(page.locator(".stop-row")).to_have_count(1)
    assert names(page) == ["Ilse Tanaka"]

    # the browser throws the store away: only the marker cookie is left, and the session
    page.goto("/healthz")  # of our origin, but not the app, which would write while all is thrown away
    page.evaluate(
        """async () => {
            localStorage.clear()
            for (const { name } of await indexedDB.databases()) {
                await new Promise((done) => { indexedDB.deleteDatabase(name).onsuccess = done })
            }
        }"""
    )
    page.goto("/unsent")
    expect(page.get_by_text("The browser cleared what was stored here.")).to_be_visible()
    all_sent(page)
    page.goto("/people")
    expect(page.get_by_role("link", name="Ilse Tanaka")).to_be_visible()


def test_a_server_restored_from_a_backup_gets_back_what_the_phone_holds(phones: Phones, hallway: Hallway) -> None:
    page = phones.open().new_page()
    sign_in(page, hallway)
    add_person(page, "Maren Oduya")
    page.goto("/people")
    all_sent(page)
    folder = hallway.folder / "kept"
    hallway.run("backup", str(folder))
    add_person(page, "Teo Lindqvist")
    page.goto("/people")
    all_sent(page)

    hallway.stop()
    for name in ("hallway.sqlite-wal", "hallway.sqlite-shm"):
        assert not (hallway.folder / name).exists()
    hallway.run("restore", str(folder))
    hallway.start()
    page.reload()

    for _ in range(240):  # a limit for a busy machine: until the phone has heard and sent again
        if len(names(page)) > 1:
            break
        page.wait_for_timeout(250)
    assert names(page) == ["Maren Oduya", "Teo Lindqvist"]
    expect(page.get_by_role("link", name="Teo Lindqvist")).to_be_visible()
