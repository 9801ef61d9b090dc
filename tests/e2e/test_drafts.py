"""A message from one's notes to the mail program: checked, kept through a reload, logged as sent, taken back."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Hallway, Phones
from tests.e2e.filled import usual
from tests.e2e.steps import fits

pytestmark = pytest.mark.e2e


def write(page: Page, contact: str, purpose: str) -> None:
    page.goto(f"/followups/draft/{contact}?purpose={purpose}")
    expect(page.get_by_label("Text", exact=True)).to_have_value(re.compile("Zoë Brémond"))


def test_a_thank_you_is_written_kept_sent_and_taken_back(phones: Phones, hallway: Hallway) -> None:
    context = phones.open()
    page = context.new_page()
    contact = usual(page, hallway).contact
    assert contact is not None

    # made from the notes; the checker names what was typed
    write(page, contact, "thank_you")
    text = page.get_by_label("Text", exact=True)
    expect(text).to_have_value(re.compile("Dear Dr. Maren Oduya,\n\nThank you for talking with me at “"))
    expect(text).to_have_value(re.compile("I have not forgotten what I promised: my CV."))
    fits(page)
    text.fill("Dear Dr. Oduya,\n\nDo you have any opportunities & 100 %?\n\nKind regards,\nZoë")
    expect(page.get_by_role("button", name="any opportunities")).to_contain_text("Line 3")
    expect(page.get_by_text("6 words · 1 line · 1 sentence")).to_be_visible()
    page.get_by_role("button", name="any opportunities").click()
    assert page.evaluate("String(getSelection())") == "any opportunities"

    # what was typed outlives the page, and goes whole to the mail program
    page.reload()
    expect(text).to_have_value(re.compile("any opportunities & 100 %"))
    mail = urlsplit(page.get_by_role("link", name="Open in mail").get_attribute("href") or "")
    assert (mail.scheme, mail.path, parse_qs(mail.query)["body"]) == (
        "mailto",
        "oduya@lakefront.example",
        ["Dear Dr. Oduya,\r\n\r\nDo you have any opportunities & 100 %?\r\n\r\nKind regards,\r\nZoë"],
    )

    # sent: the follow-up is done; taken back: it is a draft again
    page.get_by_role("button", name="I sent it").click()
    expect(page).to_have_url(f"/people/{contact}")
    thank = page.get_by_role("heading", name="Thank Maren Oduya")
    expect(page.get_by_text("You thanked them")).to_be_visible()
    expect(thank).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(thank).to_be_visible()
    write_again(page, contact)
    third_one_needs_a_reason(page, contact)


def write_again(page: Page, contact: str) -> None:
    """Begin anew with ours, then with a wording of one's own."""
    page.goto(f"/followups/draft/{contact}?purpose=thank_you")
    text = page.get_by_label("Text", exact=True)
    expect(text).to_have_value(re.compile("any opportunities"))
    page.get_by_role("button", name="Use ours again").click()
    expect(text).to_have_value(re.compile("^Dear Dr. Maren Oduya,\n\nThank you for talking"))
    page.get_by_role("button", name="Write my own wording").click()
    page.get_by_label("Text with fields").fill("Hi {their name},\n\n[You said: {what we talked about}.]\n\n{my name}")
    page.get_by_role("button", name="Use it").click()
    expect(text).to_have_value(re.compile("^Hi Dr. Maren Oduya,\n\nYou said: Takes students"))
    expect(page.get_by_role("button", name="Mine")).to_have_attribute("aria-pressed", "true")


def third_one_needs_a_reason(page: Page, contact: str) -> None:
    """Send two messages; the third is refused until one says why."""
    for purpose in ("approach", "nudge"):
        page.goto(f"/followups/draft/{contact}?purpose={purpose}")
        page.get_by_role("button", name="I sent it").click()
        expect(page).to_have_url(f"/people/{contact}")
    page.goto(f"/followups/draft/{contact}?purpose=update")
    expect(page.get_by_text("2 messages to them stand unanswered")).to_be_visible()
    page.get_by_role("button", name="I sent it").click()
    reason = page.get_by_label("Why write all the same")
    expect(page.get_by_role("alert")).to_have_text("Say why before you log a third message.")
    reason.fill("They asked for the slides")
    page.get_by_label("Subject", exact=True).fill("The slides")
    page.get_by_label("Subject", exact=True).blur()
    other = page.context.new_page()
    other.goto(f"/followups/draft/{contact}?purpose=update")
    expect(other.get_by_label("Subject", exact=True)).to_have_value("The slides")

    page.get_by_role("button", name="I sent it").click()

    expect(page.get_by_text("You sent an update")).to_be_visible()
    page.get_by_text("What you wrote").last.click()
    expect(page.get_by_text("The slides", exact=True)).to_be_visible()
    expect(other.get_by_text("This message was logged as sent")).to_be_visible()
    expect(other.get_by_label("Subject", exact=True)).to_have_count(0)
    other.close()
