"""Two contacts made one and two again, badges named later, a photo of the card, who is on the programme."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from server.core import ids
from tests.e2e import published
from tests.e2e.conftest import Hallway, Phones
from tests.e2e.filled import SEND
from tests.e2e.steps import add_person, fits, sign_in
from tests.e2e.test_scan_row import PEOPLE, SCANS, on_server

pytestmark = pytest.mark.e2e

LINES = """(element) => {
    const words = document.createRange()
    words.selectNodeContents(element)
    return words.getClientRects().length
}"""
BADGE, POSTCARD = "SB4711902233", "SB0000000001"


def send_scans(page: Page, *raws: str) -> None:
    """What another phone of the student kept without a name."""
    made = [
        {
            "id": ids.fresh(),
            "n": at + 1,
            "kind": "scan",
            "row": ids.fresh(),
            "base": 0,
            "at": "2026-12-01T10:00:00Z",
            "set": {"raw": raw, "symbology": "QRCode", "captured_at": f"2026-12-01T1{at}:00:00Z"},
        }
        for at, raw in enumerate(raws)
    ]
    answer = page.evaluate(SEND, made)
    assert [result for _id, result, *_ in answer["acked"]] == ["applied"] * len(made)


def card() -> bytes:
    """A photo of a business card, larger than is kept."""
    made = io.BytesIO()
    Image.new("RGB", (3000, 1800), (120, 160, 140)).save(made, "JPEG")
    return made.getvalue()


def count(page: Page, words: str) -> None:
    page.goto("/people")
    expect(page.get_by_role("heading", name=words)).to_be_visible()


def two_are_one_and_two_again(page: Page) -> None:
    add_person(page, "Maren Oduya")
    add_person(page, "Dr. Maren Oduya")
    page.goto("/people")
    page.get_by_role("link", name="Dr. Maren Oduya").click()
    page.get_by_role("button", name="Add a note").click()
    page.get_by_label("What to remember").fill("Takes students for the spring")
    page.get_by_role("button", name="Done").last.click()
    page.goto("/people")
    page.get_by_role("link", name="2 people may be the same person").click()
    expect(page.get_by_role("columnheader", name="Dr. Maren Oduya")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Keep apart").click()
    expect(page.get_by_text("Nobody here looks like somebody else.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Same person").click()

    count(page, "1 person")
    page.get_by_role("link", name="Maren Oduya").click()
    expect(page.get_by_text("Takes students for the spring")).to_be_visible()
    page.get_by_role("button", name="Use Name: Dr. Maren Oduya").click()
    expect(page.get_by_role("heading", name="Dr. Maren Oduya", exact=True)).to_be_visible()
    page.get_by_role("button", name="Two people after all").click()
    expect(page.get_by_text("Takes students for the spring")).to_have_count(0)
    count(page, "2 people")


def badges_get_their_names(page: Page) -> None:
    send_scans(page, BADGE, BADGE, POSTCARD)
    page.goto("/people")
    page.get_by_role("link", name="2 badges without a name").click()
    expect(page.get_by_text("read twice")).to_be_visible()
    page.get_by_role("button", name=f"Not a person: {POSTCARD}").click()
    expect(page.get_by_text("Set aside · 1")).to_be_visible()
    page.get_by_role("button", name=f"Name the badge {BADGE}").click()
    page.get_by_label("Name").fill("Ilse Tanaka-Brandt")
    page.get_by_role("button", name="Keep the name").click()
    expect(page.get_by_text("Every badge has its name.")).to_be_visible()
    page.goto("/people")
    page.get_by_role("link", name="Ilse Tanaka-Brandt").click()
    expect(page.get_by_text("2 codes")).to_be_visible()


def a_photo_is_kept(page: Page, hallway: Hallway) -> None:
    page.get_by_label("Add a photo").set_input_files({"name": "card.jpg", "mimeType": "image/jpeg", "buffer": card()})
    picture = page.get_by_role("img", name="Photo 1 of Ilse Tanaka-Brandt")
    expect(picture).to_be_visible()
    assert picture.evaluate("(image) => image.naturalWidth") == 1600
    name = page.evaluate(PHOTO)
    assert page.evaluate("async (name) => (await fetch(`/api/blobs/${name}`)).status", name) == 200
    hallway.stop()
    page.reload()
    expect(picture).to_be_visible()
    page.get_by_role("button", name="Remove photo 1").click()
    expect(picture).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(picture).to_be_visible()


def somebody_is_on_the_programme(page: Page, name: str) -> None:
    add_person(page, name)
    page.goto("/people")
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name=f"Not them: {name}").click()
    expect(page.get_by_role("link", name="On the programme")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name="Same person as somebody else")).to_be_visible()
    page.wait_for_timeout(500)  # it would be asked again by now
    expect(page.get_by_role("button", name="Yes, link")).to_have_count(0)


def test_people_are_tidied_up(phones: Phones, hallway: Hallway) -> None:
    page = phones.open().new_page()
    sign_in(page, hallway)
    page.goto("/")
    agenda = published.agenda(page)
    speaker = next(one["name"] for one in agenda["people"] if one["id"] == agenda["items"][0]["people"][0])

    two_are_one_and_two_again(page)
    badges_get_their_names(page)
    somebody_is_on_the_programme(page, speaker)
    page.goto("/people")
    page.get_by_role("link", name="Ilse Tanaka-Brandt").click()
    a_photo_is_kept(page, hallway)

    # the name that was chosen while two were one is the person's own word, and stays
    everyone = ["Dr. Maren Oduya", "Dr. Maren Oduya", "Ilse Tanaka-Brandt", speaker]
    assert sorted(on_server(hallway, PEOPLE), key=str) == sorted(everyone)
    photo = None  # which is a scan without a code; the postcard was set aside
    assert sorted(on_server(hallway, SCANS), key=str) == sorted([photo, BADGE, BADGE], key=str)


PHOTO = """async () => {
    for (let tries = 0; tries < 40; tries += 1) {
        const { rows } = await (await fetch('/api/scans')).json()
        const sent = rows.find(({ body }) => body.photo)
        if (sent) return sent.body.photo
        await new Promise((done) => setTimeout(done, 250))
    }
}"""


def test_what_is_ticked_off_on_a_persons_page_hands_the_focus_on(phones: Phones) -> None:
    page = phones.open().new_page()
    add_person(page, "Maren Oduya")
    page.goto("/people")
    page.get_by_role("link", name="Maren Oduya").click()
    owed = page.locator(".at-followups .stop-row")
    expect(owed).to_contain_text("Thank Maren Oduya")

    owed.get_by_role("button", name="Sent", exact=True).click()
    expect(owed).to_have_text([re.compile("Nudge Maren Oduya")])  # what was done fills, then leaves
    expect(owed.get_by_role("button", name="Sent", exact=True)).to_be_focused()

    owed.get_by_role("button", name="Later").click()
    owed.get_by_role("button", name="3 days").click()
    undo = page.locator(".toast").get_by_role("button", name="Undo")
    expect(page.locator(".toast")).to_contain_text("Put off to")
    assert undo.evaluate(LINES) == 1
