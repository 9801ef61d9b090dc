"""An account without a password: made, left, found again, lost and recovered, on a phone with an authenticator."""

import re
import sqlite3
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.e2e.conftest import Hallway, Phones
from tests.e2e.steps import add_person, fits

pytestmark = pytest.mark.e2e

CODE = re.compile(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){5}")
SPOKEN = "wombat teapot lantern"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Keys:
    """The authenticator that Chromium pretends to have."""

    session: CDPSession
    id: str

    def list(self) -> list[Any]:
        found: list[Any] = self.session.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]
        return found

    def lose(self) -> None:
        self.session.send("WebAuthn.clearCredentials", {"authenticatorId": self.id})

    def refuse(self) -> None:
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": False})


def with_keys(page: Page) -> Keys:
    """Give the page's browser an authenticator that opens by a finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return Keys(session, made["authenticatorId"])


def sign_up(page: Page, name: str = "Ada") -> list[str]:
    """Make an account by a passkey and return its recovery codes, which are kept."""
    page.goto("/account")
    page.get_by_label("User name").fill(name)
    page.get_by_role("button", name="Make the account with a passkey").click()
    codes = page.get_by_role("region", name="Your recovery codes").locator("code")
    expect(codes).to_have_count(8)
    shown = codes.all_inner_texts()
    fits(page)
    page.get_by_role("button", name="I have kept them").click()
    expect(page).to_have_url(re.compile(r"/$"))
    return shown


def sign_out(page: Page) -> None:
    page.goto("/account")
    expect(page.get_by_text("All sent")).to_be_visible()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("button", name="New account")).to_be_visible()


def to_sign_in(page: Page) -> None:
    page.goto("/account")
    page.get_by_role("group", name="Way").get_by_role("button", name="Sign in").click()


def test_a_guest_signs_up_by_a_passkey_and_comes_back_with_all_records(phones: Phones) -> None:
    page = phones.open().new_page()
    keys = with_keys(page)
    page.goto("/")
    add_person(page, "Maren Oduya")
    page.goto("/account")
    expect(page.get_by_role("checkbox", name=re.compile("of this phone to"))).to_be_checked()
    codes = sign_up(page)
    assert all(CODE.fullmatch(code) for code in codes)
    (key,) = keys.list()
    assert (key["isResidentCredential"], key["rpId"]) == (True, "localhost")

    page.goto("/people")
    expect(page.get_by_text("Maren Oduya")).to_be_visible()
    sign_out(page)
    page.goto("/people")
    expect(page.get_by_text("Maren Oduya")).to_have_count(0)

    to_sign_in(page)
    fits(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile(r"/$"))
    page.goto("/people")
    expect(page.get_by_text("Maren Oduya")).to_be_visible()


def test_a_finger_that_is_not_taken_changes_nothing(phones: Phones) -> None:
    page = phones.open().new_page()
    keys = with_keys(page)
    sign_up(page)
    sign_out(page)
    keys.refuse()
    to_sign_in(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("No passkey was used. Nothing has changed"))
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_enabled()


def test_a_recovery_code_lets_one_in_when_the_passkey_is_lost(phones: Phones) -> None:
    page = phones.open().new_page()
    keys = with_keys(page)
    codes = sign_up(page)
    sign_out(page)
    keys.lose()
    to_sign_in(page)
    page.get_by_role("button", name="Use a recovery code").click()
    page.get_by_label("User name").fill("Ada")
    page.get_by_label("Recovery code").fill(codes[2].lower())
    fits(page)
    page.get_by_role("button", name="Go on with a passkey").click()
    expect(page).to_have_url(re.compile(r"/$"))
    assert len(keys.list()) == 1
    page.goto("/account")
    expect(page.get_by_text("7 of 8 left")).to_be_visible()
    sign_out(page)
    to_sign_in(page)
    page.get_by_role("button", name="Use a recovery code").click()
    page.get_by_label("User name").fill("Ada")
    page.get_by_label("Recovery code").fill(codes[2])
    page.get_by_role("button", name="Use a password instead").click()
    page.get_by_label("Password").fill(SPOKEN)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("The name and the recovery code do not match"))


def test_a_link_of_the_operator_sets_a_new_sign_in_and_the_next_login_tells_of_it(
    phones: Phones, hallway: Hallway
) -> None:
    mine = phones.open().new_page()
    with_keys(mine)
    sign_up(mine)
    link = hallway.run("user", "reset-link", "ada").strip()
    page = phones.open().new_page()
    page.goto(link)
    expect(page.get_by_role("heading", name="A new way to sign in")).to_be_visible()
    assert page.url == f"{hallway.url}/reset"
    fits(page)
    page.get_by_role("button", name="Use a password instead").click()
    page.get_by_label("Password").fill(SPOKEN)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("region", name="Your recovery codes").locator("code")).to_have_count(8)
    page.get_by_role("button", name="I have kept them").click()
    mine.goto("/account")
    expect(mine.get_by_role("heading", name="Sign in again")).to_be_visible()

    sign_out(page)
    to_sign_in(page)
    page.get_by_label("User name").fill("ada")
    page.get_by_label("Password").fill(SPOKEN)
    page.locator("form button[type=submit]").click()
    told = page.get_by_role("alert").filter(has_text="Your sign-in was reset on")
    expect(told).to_be_visible()
    told.get_by_role("button", name="I have read this").click()
    expect(page).to_have_url(re.compile(r"/$"))


def test_what_is_sensitive_asks_who_is_here_and_goes_on(phones: Phones, hallway: Hallway) -> None:
    page = phones.open().new_page()
    with_keys(page)
    sign_up(page)
    hallway.stop()
    make_sessions_old(hallway)
    hallway.start()
    page.goto("/account")
    page.get_by_role("button", name="Make new codes").click()
    dialog = page.get_by_role("dialog", name="Is it you?")
    expect(dialog.get_by_role("button", name="Confirm with a passkey")).to_be_visible()
    fits(page)
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Set a password").click()
    page.get_by_label("New password").fill(SPOKEN)
    page.get_by_role("button", name="Keep the password").click()
    dialog.get_by_role("button", name="Confirm with a passkey").click()
    expect(page.get_by_role("button", name="Change the password")).to_be_visible()
    page.get_by_role("button", name="Remove the passkey").first.click()
    page.get_by_role("button", name="Remove the passkey", exact=True).last.click()
    expect(page.get_by_text("Passkey, added")).to_have_count(0)
    expect(page.get_by_role("button", name="Remove the password")).to_have_count(0)  # the last way in stays


def make_sessions_old(hallway: Hallway) -> None:
    """Let every session be an hour ago confirmed."""
    with sqlite3.connect(hallway.folder / "hallway.sqlite") as database:
        database.execute("UPDATE session SET authenticated_at = datetime(authenticated_at, '-1 hour')")


def test_a_page_open_at_a_number_says_where_passkeys_are(phones: Phones, hallway: Hallway) -> None:
    page = phones.open().new_page()
    phones.url = hallway.url.replace("localhost", "127.0.0.1")
    page.goto(f"{phones.url}/account")
    expect(page.get_by_role("link", name="Open this page at localhost")).to_have_attribute(
        "href", f"{hallway.url}/account"
    )
    expect(page.get_by_role("button", name="passkey")).to_have_count(0)
