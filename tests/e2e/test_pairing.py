"""A laptop brings a phone in, names it and signs it out; everything is taken along; the account is deleted."""

import io
import json
import subprocess
import zipfile

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Hallway, Phones
from tests.e2e.steps import add_person, all_sent, fits

pytestmark = pytest.mark.e2e

LAPTOP = {"viewport": {"width": 1280, "height": 800}, "has_touch": False, "is_mobile": False}
NAME, SPOKEN = "maren", "wombat teapot lantern"


@pytest.fixture
def laptop(phones: Phones) -> Page:
    """Return a laptop that has just made an account."""
    page = phones.open(**LAPTOP).new_page()
    page.goto("/account")
    made = page.evaluate(
        """async ([name, password]) => (await fetch('/api/users', {
            method: 'POST',
            headers: { 'X-Hallway': '1', 'Content-Type': 'application/json' },
            body: JSON.stringify({ name, password }),
        })).status""",
        [NAME, SPOKEN],
    )
    assert made == 201
    page.reload()
    expect(page.get_by_role("heading", name="Phones and browsers")).to_be_visible()  # a busy machine
    return page


def invite(laptop: Page) -> tuple[str, str]:
    """Return the address and the typed code of a new invitation."""
    with laptop.expect_response("**/api/pairing") as answered:
        laptop.get_by_role("button", name="Bring a phone in").click()
    made = answered.value.json()
    expect(laptop.get_by_role("img", name="Code for the phone's camera")).to_be_visible()
    return made["url"], made["code"]


def type_number(laptop: Page, phone: Page) -> None:
    number = phone.locator(".pair-number").inner_text()
    expect(laptop.get_by_text("wants to sign in as you")).to_be_visible()
    laptop.get_by_label("Number on the phone").fill(number)
    laptop.get_by_role("button", name="Sign the phone in").click()


def bring_in(laptop: Page, opened: BrowserContext) -> Page:
    """Return the phone's page once it is signed in."""
    url, _code = invite(laptop)
    phone = opened.new_page()
    phone.goto(url)
    expect(phone.locator(".pair-number")).to_be_visible()
    type_number(laptop, phone)
    expect(phone.get_by_text("Signed in as")).to_be_visible()
    return phone


def test_a_phone_comes_in_by_the_code_and_is_signed_out_from_the_laptop(laptop: Page, phones: Phones) -> None:
    phone = bring_in(laptop, phones.open())
    assert "#" not in phone.url
    add_person(phone, "Odile Marchetaine")
    phone.goto("/people")
    expect(phone.get_by_text("All sent")).to_be_visible()

    laptop.reload()
    rows = laptop.locator("section[aria-labelledby=places] li")
    expect(rows).to_have_count(2)
    theirs = rows.filter(has_not_text="This one")
    theirs.get_by_role("button", name="Rename").click()
    laptop.get_by_label("What you call it").fill("The phone in my coat")
    laptop.get_by_role("button", name="Save the name").click()
    expect(theirs.get_by_text("The phone in my coat")).to_be_visible()
    fits(laptop)

    theirs.get_by_role("button", name="Sign out The phone in my coat").click()
    laptop.get_by_role("button", name="Sign it out now").click()
    expect(rows).to_have_count(1)

    phone.reload()
    expect(phone.get_by_role("link", name="Sign in").first).to_be_visible()
    phone.goto("/people")
    expect(phone.get_by_text("Odile Marchetaine")).to_be_visible()  # nothing is wiped


def test_the_typed_code_brings_a_guest_in_with_what_they_wrote(laptop: Page, phones: Phones) -> None:
    phone = phones.open().new_page()
    add_person(phone, "Odile Marchetaine")
    _url, code = invite(laptop)
    phone.goto("/pair")
    phone.get_by_label("Type the code").fill(code.lower())
    phone.get_by_role("button", name="Go on").click()
    expect(phone.get_by_text("of this phone to this account")).to_be_visible()
    fits(phone)
    type_number(laptop, phone)
    expect(phone.get_by_text("Signed in as")).to_be_visible()
    phone.goto("/people")
    all_sent(phone)
    laptop.goto("/people")
    expect(laptop.get_by_text("Odile Marchetaine")).to_be_visible()


def test_a_wrong_number_is_said_and_a_refused_phone_is_told(laptop: Page, phones: Phones) -> None:
    phone = phones.open().new_page()
    url, _code = invite(laptop)
    phone.goto(url)
    expect(phone.locator(".pair-number")).to_be_visible()
    number = phone.locator(".pair-number").inner_text()
    laptop.get_by_label("Number on the phone").fill("11" if number != "11" else "12")
    laptop.get_by_role("button", name="Sign the phone in").click()
    expect(laptop.get_by_text("This is not the number on the phone.")).to_be_visible()
    laptop.get_by_role("button", name="This is not my phone").click()
    expect(phone.get_by_text("This code is over")).to_be_visible()
    expect(phone.get_by_label("Type the code")).to_be_visible()


def test_everything_is_taken_along_and_the_account_deleted(laptop: Page, phones: Phones, hallway: Hallway) -> None:
    add_person(laptop, "Odile Marchetaine")
    laptop.goto("/account")
    expect(laptop.get_by_text("All sent").first).to_be_visible()
    with laptop.expect_download() as handed:
        laptop.get_by_role("button", name="Get the file").click()
    with zipfile.ZipFile(io.BytesIO(handed.value.path().read_bytes())) as packed:
        (contact,) = json.loads(packed.read("rows/contacts.json"))
    assert contact["body"]["name"] == "Odile Marchetaine"

    laptop.get_by_role("button", name="Delete the account").click()
    gone = laptop.get_by_role("button", name="Delete for good")
    expect(gone).to_be_disabled()
    laptop.get_by_label(f"Type {NAME} to delete the account").fill(NAME)
    gone.click()

    expect(laptop.get_by_text("The account is deleted")).to_be_visible()
    laptop.goto("/people")
    expect(laptop.get_by_text("Odile Marchetaine")).to_have_count(0)
    assert f"There is no user '{NAME}'" in refused(hallway, "user", "delete", NAME, "--yes")


def refused(hallway: Hallway, *words: str) -> str:
    """Return what the command says on refusing."""
    done = subprocess.run(hallway.command(*words), env=hallway.environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    return done.stderr
