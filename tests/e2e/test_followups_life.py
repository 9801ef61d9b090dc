"""The life of a follow-up: met without a network, thanked in the evening, answered, and gone from one's calendar."""

import re
from datetime import date, time, timedelta
from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.conftest import Hallway, Phones, wait_until_offline_ready
from tests.e2e.fake_camera import vcard_295
from tests.e2e.screens import photo
from tests.e2e.steps import ZONE, all_sent, fits, make_it, today
from tests.e2e.test_accessibility import SMALL_TARGETS
from tests.e2e.test_calendar import in_public
from tests.e2e.test_passkeys import sign_up, with_keys
from tests.e2e.test_scan_row import on_server
from tests.e2e.test_thread import feed

pytestmark = pytest.mark.e2e

# three moments of one day; each is a tab of its own, since a page's clock begins anew when it is opened again
IN_THE_HALL, IN_THE_EVENING, AT_NIGHT = time(16, 40), time(20, 30), time(22, 15)
IRENE, MAREN, TEO = "Dr. Irène Brémond-Vale", "Maren Oduya", "Teo Lindqvist"
MESSAGES = "select direction || ' ' || purpose from outreach where not deleted order by direction, purpose"
LETTER = (
    "Dear Dr. Irène Brémond-Vale,",
    "Thank you for talking with me in the hallway today. You gave me your time on a full day, and I left with a "
    "clearer idea of what to do next. What stays with me: Takes students for the spring.",
    "I have not forgotten what I promised: my CV.",
    "I hope the rest of Lakefront Meeting for Image-Guided Therapy (demo) was good to you.",
    "Kind regards,\r\nZoë Brémond",
)
OUTLOOKS = ("Outlook.com", "Microsoft 365")
WAYS = (
    "Google Calendar",
    "Apple Calendar",
    "Outlook.com",
    "Outlook at work or school",
    "Thunderbird",
    "Another program",
)


def at(phone: BrowserContext, clock: time, path: str) -> Page:
    """Open the app at that time of today, in place of what was open."""
    for open_page in phone.pages:
        open_page.close()
    page = phone.new_page()
    make_it(page, clock)
    page.goto(path)
    return page


def events(url: str) -> dict[str, tuple[str, date]]:
    """Return what a calendar program shows of the address: by UID the words and the day."""
    found = icalendar.Calendar.from_ical(feed(url)).walk("VEVENT")
    return {str(one["UID"]): (str(one["SUMMARY"]), one.decoded("DTSTART")) for one in found}


def subscribe(page: Page, hallway: Hallway) -> str:
    """Make the address of the follow-ups, see every way into a calendar on this small screen, and return it."""
    page.goto("/settings")
    box = page.locator(".feed", has_text="Follow-ups")
    box.get_by_role("button", name="Make an address").click()
    expect(box.get_by_label("Calendar address")).to_be_visible()
    in_public(page)
    box.get_by_role("button", name="New address").click()
    box.get_by_role("button", name="Make a new address").click()
    address = box.get_by_label("Calendar address")
    expect(address).to_have_value(re.compile(r"^https://hallway\.example/calendar/[\w-]{43}\.ics$"))
    every_way_is_seen(page, box)
    box.get_by_role("button", name="Copy").click()
    expect(box.get_by_role("button", name="Copied")).to_be_visible()
    copied: str = page.evaluate("navigator.clipboard.readText()")
    assert copied == address.input_value()
    box.get_by_role("button", name="I have added it").click()
    return copied.replace("https://hallway.example", hallway.url)


def every_way_is_seen(page: Page, box: Locator) -> None:
    """Open each way: its words and its button are in sight, nothing is too wide, nothing too small for a thumb."""
    assert page.viewport_size == {"width": 360, "height": 740}
    assert tuple(box.locator("summary").all_inner_texts()) == WAYS
    for way in box.locator("details").all():
        way.locator("summary").click()
        for one in (way.locator("summary"), *way.get_by_role("link").all(), *way.get_by_role("listitem").all()):
            one.scroll_into_view_if_needed()
            expect(one).to_be_in_viewport(ratio=1)
    opened = box.locator("details").get_by_role("link").all_inner_texts()
    assert opened == [f"Open {name}" for name in ("Google Calendar", "Apple Calendar", *OUTLOOKS, "Thunderbird")]
    fits(page)
    assert page.evaluate(SMALL_TARGETS) == []


def meet_three(page: Page) -> None:
    """Without a network: one by the photo of her code, two by hand; two of them are promised something."""
    page.goto("/scan")
    photo(page, vcard_295().decode())
    sheet = page.get_by_role("dialog", name="Capture")
    expect(sheet.get_by_role("heading", name=IRENE)).to_be_visible()
    sheet.get_by_label("What to remember").fill("Takes students for the spring")
    sheet.get_by_label("I promised").fill("my CV")
    sheet.get_by_role("button", name="Done").click()
    expect(sheet).to_have_count(0)
    for name, promise in ((MAREN, "the poster as PDF"), (TEO, "")):
        page.get_by_role("button", name="Type a name").click()
        sheet.get_by_label("Name").fill(name)
        sheet.get_by_role("button", name="Keep the name").click()
        sheet.get_by_label("I promised").fill(promise)
        if promise:
            sheet.get_by_role("button", name="Tomorrow").click()
        sheet.get_by_role("button", name="Done").click()
        expect(sheet).to_have_count(0)


def thank_all_but_one(page: Page) -> None:
    """On one card: all at once, all taken back at once, then all but her to whom one writes more than a line."""
    card = page.get_by_role("region", name="3 thank-yous")
    card.get_by_role("button", name="Do them together").click()
    expect(card.locator("label")).to_have_count(3)
    assert sorted(card.locator("label").all_text_contents()) == [IRENE, MAREN, TEO]
    fits(page)
    card.get_by_role("button", name="All sent").click()
    expect(page.get_by_text("3 logged as sent")).to_be_visible()
    expect(card).to_have_count(0)
    expect_listed(page, "Waiting", *(f"Nudge {name}" for name in (IRENE, MAREN, TEO)))

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Waiting", exact=True)).to_be_visible()
    page.get_by_role("button", name="Due", exact=True).click()
    card.get_by_role("button", name="Do them together").click()
    card.get_by_label(IRENE).uncheck()
    expect(card.get_by_text("2 chosen")).to_be_visible()
    card.get_by_role("button", name="All sent").click()
    expect(page.get_by_text("2 logged as sent")).to_be_visible()
    expect_listed(page, "Waiting", *(f"Nudge {name}" for name in (MAREN, TEO)))


def expect_listed(page: Page, group: str, *titles: str) -> None:
    """Open the group, whose button says how many follow-ups it has, and expect these and no others."""
    page.get_by_role("button", name=f"{group} {len(titles)}", exact=True).click()
    rows = page.locator(".stop-row h3")
    expect(rows).to_have_count(len(titles))
    for title in titles:  # those of one day stand in no told order
        expect(rows.filter(has_text=re.compile(f"^{re.escape(title)}$"))).to_have_count(1)


def write_to_the_third(page: Page) -> None:
    """Open the draft beside what is owed, read what the mail program would get, and say that it went out."""
    promises = (f"Keep your promise to {name}" for name in (IRENE, MAREN))
    expect_listed(page, "Coming", *promises, f"Thank {IRENE}")
    page.locator(".stop-row", has_text=f"Thank {IRENE}").get_by_role("link", name="Write").click()
    expect(page.get_by_role("button", name="Thank-you", exact=True)).to_have_attribute("aria-pressed", "true")
    mail = urlsplit(page.get_by_role("link", name="Open in mail").get_attribute("href") or "")
    assert (mail.scheme, mail.path) == ("mailto", "irene.bremond@hospital.example")
    assert parse_qs(mail.query) == {"subject": ["Thank you from Zoë Brémond"], "body": ["\r\n\r\n".join(LETTER)]}
    fits(page)
    page.get_by_role("button", name="I sent it").click()
    expect(page.get_by_role("heading", name=f"Nudge {IRENE}")).to_be_visible()
    expect(page.get_by_text("You thanked them")).to_be_visible()


def hear_from_her(page: Page) -> None:
    """Log her reply where one waits for it: the wait is over, the others are waited for still."""
    expect_listed(page, "Waiting", *(f"Nudge {name}" for name in (IRENE, MAREN, TEO)))
    page.locator(".stop-row", has_text=IRENE).get_by_role("button", name="Replied").click()
    expect(page.get_by_text("Reply logged")).to_be_visible()
    expect_listed(page, "Waiting", *(f"Nudge {name}" for name in (MAREN, TEO)))


def send(page: Page, hallway: Hallway) -> None:
    """Have the network again until everything is on the server."""
    hallway.start()
    page.goto("/people")
    all_sent(page)


def go_on_when_all_is_sent(page: Page) -> None:
    page.goto("/people")
    all_sent(page)
    wait_until_offline_ready(page)


def begin(page: Page) -> None:
    """Sign up and say who one is."""
    with_keys(page)
    sign_up(page)
    page.goto("/badge")
    page.get_by_label("Name", exact=True).fill("Zoë Brémond")
    page.get_by_label("Name", exact=True).blur()


def test_met_offline_thanked_in_the_evening_answered_and_gone_from_the_calendar(
    phones: Phones, hallway: Hallway
) -> None:
    phone, day = phones.open(timezone_id=ZONE, permissions=["clipboard-read", "clipboard-write"]), today()
    page = at(phone, IN_THE_HALL, "/account")
    begin(page)
    url = subscribe(page, hallway)
    go_on_when_all_is_sent(page)
    assert events(url) == {}

    # a day without a network
    hallway.stop()
    meet_three(page)
    page = at(phone, IN_THE_EVENING, "/followups")
    thank_all_but_one(page)
    write_to_the_third(page)
    expect(page.get_by_text("Saved on this phone", exact=True)).to_be_visible()
    assert on_server(hallway, MESSAGES) == []

    # the network: the calendar waits for three replies and knows two promises
    send(page, hallway)
    assert on_server(hallway, MESSAGES) == ["out thank_you"] * 3
    before = events(url)
    assert sorted(before.values()) == [
        (f"Keep your promise to {IRENE}", day + timedelta(days=3)),
        (f"Keep your promise to {MAREN}", day + timedelta(days=1)),
        *((f"Nudge {name} (last one)", day + timedelta(days=7)) for name in (IRENE, MAREN, TEO)),
    ]
    (waited,) = (uid for uid, (words, _day) in before.items() if words == f"Nudge {IRENE} (last one)")

    # she answers: her task leaves the calendar, all others stand as they stood
    hallway.stop()
    page = at(phone, AT_NIGHT, "/followups")
    hear_from_her(page)
    assert on_server(hallway, MESSAGES) == ["out thank_you"] * 3
    send(page, hallway)
    assert on_server(hallway, MESSAGES) == ["in other", *["out thank_you"] * 3]
    assert events(url) == {uid: told for uid, told in before.items() if uid != waited}
    page.goto(f"/followups/{waited.split('@')[0]}")
    expect(page.get_by_text("This follow-up is not here any more.")).to_be_visible()
