"""What was typed or tapped a moment before the page ends is there when it opens again."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Phones

pytestmark = pytest.mark.e2e

TIMES = 20
# the last thing a person does and the end of the page, with no turn of the page's own work between them
AND_RELOAD = "(one) => {{ {act}; location.reload() }}"


def end_with(page: Page, act: str, selector: str) -> None:
    """Do the act on the element and reload at once; return when the page is open again."""
    with page.expect_navigation():
        page.locator(selector).first.evaluate(AND_RELOAD.format(act=act))


@pytest.mark.parametrize(("what", "act"), [("left", "one.blur()"), ("still open", "")])
def test_a_field_outlives_a_reload_in_the_same_moment(phones: Phones, what: str, act: str) -> None:
    page = phones.open().new_page()
    page.goto("/badge")
    lost: list[str] = []
    for turn in range(TIMES):
        phone = f"+1 303 555 {turn:04}"
        page.get_by_label("Phone").fill(phone)
        end_with(page, act, "input[name=Phone]")
        expect(page.get_by_label("Phone")).to_be_visible()
        if page.get_by_label("Phone").input_value() != phone:
            lost.append(phone)
    assert lost == [], f"a field that was {what}"


def test_a_tap_outlives_a_reload_in_the_same_moment(phones: Phones) -> None:
    page = phones.open().new_page()
    page.goto("/")
    page.locator(".virtual .stop-row a").first.click()
    flags = page.get_by_role("group", name="Flag")
    lost: list[str] = []
    for turn in range(TIMES):
        tier = ("Must", "Should", "If time")[turn % 3]
        expect(flags).to_be_visible()
        with page.expect_navigation():
            flags.get_by_role("button", name=tier).evaluate(AND_RELOAD.format(act="one.click()"))
        expect(flags).to_be_visible()
        if flags.get_by_role("button", name=tier).get_attribute("aria-pressed") != "true":
            lost.append(f"{turn}: {tier}")
    assert lost == []


# what a sync that stores a long answer does, or another tab: the store is busy when the tap comes
BUSY = """() => new Promise((begun) => {
    const asked = indexedDB.open('hallway-' + localStorage.getItem('hallway-guest'))
    asked.onsuccess = () => {
        const store = asked.result.transaction('outbox', 'readwrite').objectStore('outbox')
        const again = () => { store.count().onsuccess = again; begun() }
        again()
    }
})"""


def test_a_tap_outlives_a_reload_while_the_store_is_busy(phones: Phones) -> None:
    page = phones.open().new_page()
    page.goto("/")
    page.locator(".virtual .stop-row a").first.click()
    flags = page.get_by_role("group", name="Flag")
    expect(flags).to_be_visible()

    page.evaluate(BUSY)
    with page.expect_navigation():
        flags.get_by_role("button", name="Must").evaluate(AND_RELOAD.format(act="one.click()"))

    expect(flags.get_by_role("button", name="Must")).to_have_attribute("aria-pressed", "true")
