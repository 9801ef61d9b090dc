"""Two devices of one student, offline both: what each wrote is merged, shown, undone, deleted and forgotten."""

from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import BrowserContext, Page, Response, expect

from tests.e2e.conftest import Hallway, Phones
from tests.e2e.steps import add_person, sign_in

pytestmark = pytest.mark.e2e

PERSON = "Maren Oduya"
FORGOTTEN = """async (words) => {
    const [{ name }] = (await indexedDB.databases()).filter((one) => /^hallway-[0-9a-f]/.test(one.name))
    const opened = await new Promise((done) => {
        const asked = indexedDB.open(name)
        asked.onsuccess = () => done(asked.result)
    })
    const all = (store) => new Promise((done) => {
        const asked = opened.transaction(store).objectStore(store).getAll()
        asked.onsuccess = () => done(asked.result)
    })
    const found = JSON.stringify(await Promise.all(['rows', 'outbox', 'archive', 'held', 'shelf'].map(all)))
    opened.close()
    return words.every((word) => !found.includes(word))
}"""


def open_person(page: Page) -> None:
    """Show the person, from whichever place."""
    page.goto("/people")
    page.get_by_role("link", name=PERSON).click()
    expect(page.get_by_role("heading", name=PERSON, exact=True)).to_be_visible()


def write_role(page: Page, role: str) -> None:
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_label("Role").fill(role)
    page.locator(".in-place").get_by_role("button", name="Done").click()


def write_note(page: Page, words: str) -> None:
    page.get_by_role("article").filter(has_text="met at noon").get_by_role("button", name="Edit this note").click()
    page.get_by_label("What to remember, one a line").fill(words)
    page.locator(".in-place").get_by_role("button", name="Done").click()


def send(page: Page, context: BrowserContext) -> None:
    """Give the phone its network back and wait until all is sent."""
    context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("All sent")).to_be_visible()


def sending(page: Page, words: str) -> AbstractContextManager[object]:
    """Wait for the answer to what is sent with these words: "All sent" may still be said of what was before."""

    def carries(answer: Response) -> bool:
        return answer.url.endswith("/api/sync") and words in (answer.request.post_data or "")

    return page.expect_response(carries)


def meet(one: Page, two: Page) -> None:
    """Write the person down on one device and see them on the other."""
    add_person(one, PERSON)
    open_person(one)
    one.get_by_role("button", name="Add a note").click()
    one.get_by_label("What to remember, one a line").fill("met at noon")
    with sending(one, "met at noon"):
        one.locator(".in-place").get_by_role("button", name="Done").click()
    open_person(two)
    expect(two.get_by_text("met at noon")).to_be_visible()


def settle_what_differs(page: Page) -> None:
    """Choose among the values of the two devices, with a tap for each."""
    expect(page.get_by_text("two devices differ")).to_be_visible()
    page.get_by_role("button", name="Take “Fellow”").click()
    expect(page.get_by_text("two devices differ")).to_have_count(0)
    expect(page.get_by_text("two devices changed the same words")).to_be_visible()
    page.get_by_role("button", name="Keep “one” only").click()
    expect(page.locator(".bullets")).to_have_text("met at one")
    expect(page.get_by_text("All sent")).to_be_visible()


def put_back_a_line_of_what_happened(page: Page) -> None:
    page.get_by_role("link", name="What happened to this contact").click()
    changed = page.locator(".history", has_text="Attending").first
    expect(changed).to_be_visible()
    taken = page.locator(".history", has_text="Role: Attending").first
    expect(taken).to_contain_text("Fellow")
    expect(taken).to_contain_text("another device")
    taken.get_by_role("button", name="Put back role").click()
    expect(page.get_by_text("Put back as it was")).to_be_visible()
    open_person(page)
    expect(page.locator(".about")).to_contain_text("Attending")


def delete_here_and_forget_there(here: Page, there: Page) -> None:
    """Delete the person on one device, bring them back on the other, and forget them there for good."""
    with sending(here, '"delete":true'):
        here.get_by_role("button", name=f"Delete {PERSON}").click()
    there.goto("/deleted")
    there.get_by_role("button", name=f"Bring back {PERSON}").click()
    expect(there.get_by_text("Nothing is deleted.")).to_be_visible()
    open_person(there)
    there.get_by_role("button", name="Forget this person now").click()
    there.get_by_role("button", name="Forget for good").click()
    expect(there.get_by_text(f"{PERSON} is forgotten")).to_be_visible()
    here.goto("/people")
    expect(here.get_by_role("link", name=PERSON)).to_have_count(0)


def test_two_devices_that_wrote_offline_keep_both_and_say_so(phones: Phones, hallway: Hallway) -> None:
    phone, laptop = phones.open(), phones.open()
    one, two = phone.new_page(), laptop.new_page()
    for page in (one, two):
        sign_in(page, hallway)
    meet(one, two)

    for page, context, role, words in (
        (one, phone, "Fellow", "met at lunch"),
        (two, laptop, "Attending", "met at one"),
    ):
        context.set_offline(True)
        write_role(page, role)
        write_note(page, words)
        expect(page.get_by_text("not sent")).to_be_visible()
    send(one, phone)
    send(two, laptop)

    settle_what_differs(two)
    put_back_a_line_of_what_happened(one)
    delete_here_and_forget_there(one, two)
    for page in (one, two):
        # a deleted person is out of sight before they are forgotten here, too
        page.wait_for_function(FORGOTTEN, arg=[PERSON, "met at"], polling=200)
