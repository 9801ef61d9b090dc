"""Plan, people, follow-ups, settings, unsent, import and the first steps, as a student meets them on a phone."""

import json
import re
from datetime import time, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import published
from tests.e2e.conftest import Hallway, Phones, wait_until_offline_ready
from tests.e2e.steps import add_person, make_it, sign_in, today
from tests.samples.meeting import meeting_csv

pytestmark = pytest.mark.e2e


def flag(page: Page, tier: str) -> None:
    page.get_by_role("button", name=tier).click()
    expect(page.get_by_text("saved on this phone")).to_be_visible()


def open_contact(page: Page, name: str) -> None:
    page.goto("/people")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def row(page: Page, words: str) -> Locator:
    return page.locator(".stop-row", has_text=words)


def test_the_first_steps_tick_themselves_off(phones: Phones) -> None:
    page = phones.open().new_page()
    page.goto("/")
    steps = page.get_by_label("First steps")
    done = steps.locator(".stop.done")
    expect(done).to_have_count(1)

    page.locator(".stop-row a").first.click()
    flag(page, "Must")
    page.goto("/")
    expect(done).to_have_count(2)

    add_person(page, "Maren Oduya")
    page.goto("/")
    expect(page.locator("h1")).to_be_visible()
    expect(steps).to_have_count(0)


def test_the_first_steps_stay_away_once_hidden(phones: Phones) -> None:
    page = phones.open().new_page()
    page.goto("/")
    page.get_by_role("button", name="Hide these steps").click()
    page.reload()
    expect(page.locator(".stop-row").first).to_be_visible()
    expect(page.get_by_label("First steps")).to_have_count(0)


def test_a_target_keeps_its_why_and_is_ticked_off(phones: Phones) -> None:
    page = phones.open().new_page()
    page.goto("/")
    page.locator(".stop-row a").first.click()
    flag(page, "Must")
    page.goto("/plan")
    expect(page.get_by_text("0 of 1 must seen")).to_be_visible()

    page.get_by_role("button", name="Why and what to ask").click()
    page.get_by_label("Why").first.fill("Runs the spring dose study")
    page.get_by_label("The one question to ask").fill("Who reads the films at night?")
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_text("Who reads the films at night?")).to_be_visible()

    page.get_by_role("button", name="Seen: ").click()
    expect(page.get_by_text("1 of 1 must seen")).to_be_visible()
    page.reload()
    expect(page.get_by_text("1 of 1 must seen")).to_be_visible()
    expect(page.get_by_text("Runs the spring dose study")).to_be_visible()


def test_the_day_shows_what_overlaps_and_the_walk_what_was_seen(phones: Phones) -> None:
    page = phones.open().new_page()
    page.goto("/")
    expect(page.locator(".stop-row").first).to_be_visible()
    for item, tier in zip(two_that_overlap(page), ("Must", "Should"), strict=True):
        page.goto(f"/agenda/{item}")
        flag(page, tier)
    page.goto("/")
    page.get_by_role("button", name="Posters").click()
    page.get_by_role("list", name="Posters").locator("a").first.click()
    flag(page, "Should")

    page.goto("/plan")
    page.get_by_role("button", name="Days", exact=True).click()
    clashing = page.locator(".stop-row", has_text="overlaps")
    expect(clashing).to_have_count(2)
    expect(page.locator(".stop-row.on-siding .stop.should")).to_have_count(1)

    page.get_by_role("button", name="Poster walk").click()
    expect(page.get_by_text("0 of 1 poster seen")).to_be_visible()
    page.get_by_role("button", name="Seen: ").click()
    expect(page.get_by_text("1 of 1 poster seen")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("0 of 1 poster seen")).to_be_visible()


def two_that_overlap(page: Page) -> list[str]:
    """Return the ids of the first two sessions of the agenda that begin at the same instant."""
    begun: dict[str, str] = {}
    for one in published.agenda(page)["items"]:
        if one["starts"] and one["ends"] and not one["parent"] and one["kind"] not in {"poster", "exhibit", "break"}:
            if one["starts"] in begun:
                return [begun[one["starts"]], one["id"]]
            begun[one["starts"]] = one["id"]
    return []


def test_a_contact_is_edited_found_deleted_and_brought_back(phones: Phones) -> None:
    page = phones.open().new_page()
    add_person(page, "Maren Oduya")
    add_person(page, "Teo Lindqvist")
    open_contact(page, "Maren Oduya")
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_label("Web addresses").fill("https://lakefront.example/oduya")
    page.get_by_label("Tags").fill("IMG friendly, dose")
    page.get_by_role("button", name="Done", exact=True).last.scroll_into_view_if_needed()
    page.locator(".in-place").get_by_role("button", name="Done").click()
    way = page.get_by_role("link", name="lakefront.example")
    expect(way).to_have_attribute("href", "https://lakefront.example/oduya")

    page.goto("/people")
    page.get_by_role("button", name="dose 1").click()
    people = page.get_by_role("list", name="People").get_by_role("link")
    expect(people).to_have_count(1)
    people.click()
    page.get_by_role("button", name="Delete Maren Oduya").click()
    expect(page.get_by_text("Maren Oduya is under Recently deleted")).to_be_visible()
    expect(page.get_by_role("link", name="Maren Oduya")).to_have_count(0)
    page.reload()
    page.get_by_text("Recently deleted").click()
    page.get_by_role("button", name="Restore Maren Oduya").click()
    expect(page.get_by_role("link", name="Maren Oduya")).to_be_visible()


def test_a_follow_up_by_hand_is_put_off_done_and_undone(phones: Phones) -> None:
    page = phones.open().new_page()
    add_person(page, "Maren Oduya")
    page.goto("/followups")
    page.get_by_role("button", name="Add a follow-up").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Say what you want to do.")).to_be_visible()
    page.get_by_label("What").fill("Send the phantom paper")
    page.get_by_label("For whom").select_option(label="Maren Oduya")
    page.get_by_label("On", exact=True).fill(today().isoformat())
    page.get_by_role("button", name="Save").click()
    mine = row(page, "Send the phantom paper")
    expect(mine.get_by_text("Due today")).to_be_visible()

    mine.get_by_role("button", name="Later").click()
    mine.get_by_label("Put off to a day").fill((today() + timedelta(days=5)).isoformat())
    mine.get_by_role("button", name="Put off", exact=True).click()
    expect(mine).to_have_count(0)
    page.get_by_role("button", name="Coming").click()
    mine.get_by_role("button", name="Done").click()
    expect(mine).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(mine).to_have_count(1)
    page.reload()
    page.get_by_role("button", name="Coming").click()
    expect(mine).to_have_count(1)


def test_a_message_waits_for_its_reply(phones: Phones) -> None:
    page = phones.open().new_page()
    add_person(page, "Maren Oduya")
    page.goto("/followups")
    page.get_by_role("button", name="Coming").click()
    row(page, "Thank Maren Oduya").get_by_role("button", name="Sent").click()
    page.get_by_role("button", name="Waiting 1").click()
    waits = row(page, "Nudge Maren Oduya")
    expect(waits).to_contain_text("One nudge, then leave it.")
    waits.get_by_role("button", name="Replied").click()
    expect(page.get_by_text("You wait for nobody.")).to_be_visible()


def test_the_settings_move_the_dates_and_stay_within_bounds(phones: Phones) -> None:
    page = phones.open().new_page()
    add_person(page, "Maren Oduya")
    page.goto("/settings")
    page.get_by_label("Thank: days").fill("99")
    page.get_by_label("Thank: days").blur()
    expect(page.get_by_label("Thank: days")).to_have_value("14")
    page.get_by_role("button", name="Thank: one day less").click()
    page.get_by_label("Your time zone").fill("zurich")
    page.get_by_role("button", name="Europe/Zurich").click()
    none = page.get_by_label("Reminder of follow-ups").get_by_role("button", name="None")
    none.click()
    expect(none).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.get_by_label("Thank: days")).to_have_value("13")
    expect(page.get_by_label("Your time zone")).to_have_value("Europe/Zurich")
    expect(none).to_have_attribute("aria-pressed", "true")

    page.goto("/followups")
    expect(page.get_by_text("by itself 13 days after you met someone")).to_be_visible()
    page.get_by_role("button", name="Coming").click()
    day = today() + timedelta(days=13)
    expect(row(page, "Thank Maren Oduya")).to_contain_text(f"Comes on {day.day} {day:%B}")


def test_signing_out_loses_nothing_unsent(phones: Phones, hallway: Hallway) -> None:
    page = phones.open(accept_downloads=True).new_page()
    sign_in(page, hallway)
    wait_until_offline_ready(page)
    hallway.stop()
    add_person(page, "Maren Oduya")

    page.goto("/unsent")
    expect(page.get_by_text("No connection to the server")).to_be_visible()
    expect(row(page, "Person: Maren Oduya")).to_be_visible()
    page.goto("/account")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    with page.expect_download() as download:
        page.evaluate("() => Object.defineProperty(navigator, 'canShare', { value: undefined })")
        page.get_by_role("button", name="Export as a file first").click()
    exported = json.loads(download.value.path().read_text())
    assert exported["format"] == "hallway-outbox"
    assert "Maren Oduya" in [change.get("set", {}).get("name") for change in exported["mutations"]]

    page.get_by_role("button", name="discard").click()
    discard = page.get_by_role("button", name="Discard and sign out")
    expect(discard).to_be_disabled()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Sign out and keep").click()
    expect(page.get_by_role("button", name="Make the account")).to_be_visible()
    page.goto("/people")
    expect(page.get_by_text("Nobody yet.")).to_be_visible()

    hallway.start()
    sign_in(page, hallway)
    page.goto("/people")
    expect(page.get_by_role("link", name="Maren Oduya")).to_be_visible()
    expect(page.get_by_text("All sent")).to_be_visible()


def test_an_import_without_network_keeps_the_chosen_file(phones: Phones, hallway: Hallway) -> None:
    context = phones.open()
    make_it(context, time(9, 30))  # what is over is out of sight below
    page = context.new_page()
    sign_in(page, hallway)
    wait_until_offline_ready(page)
    page.goto("/import")
    expect(page.get_by_role("heading", name="Import an agenda")).to_be_visible()
    context.set_offline(True)
    file = {"name": "meeting.csv", "mimeType": "text/csv", "buffer": meeting_csv(today())}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("Your file stays chosen")).to_be_visible()
    context.set_offline(False)
    page.get_by_role("button", name="Try again").click()

    page.get_by_label("Time zone of the venue").fill("chicago")
    page.get_by_role("button", name="America/Chicago").click()
    expect(page.get_by_label("Time zone of the venue")).to_be_hidden()
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_role("button", name="Open the agenda").click()
    expect(page.get_by_text("Low-dose CT for the small hospital").first).to_be_visible()


def test_a_refused_file_is_one_sentence(phones: Phones, hallway: Hallway) -> None:
    page = phones.open().new_page()
    sign_in(page, hallway)
    page.goto("/import")
    picture = {"name": "cat.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(64)}
    page.locator("input[type=file]").set_input_files(picture)
    expect(page.get_by_role("alert")).to_contain_text("This is a picture")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)


def test_two_devices_that_differ_are_settled_by_one_tap(phones: Phones, hallway: Hallway) -> None:
    page = phones.open().new_page()
    sign_in(page, hallway)
    add_person(page, "Maren Oduya")
    page.goto("/people")
    expect(page.get_by_text("All sent")).to_be_visible()
    differ(page)
    open_contact(page, "Maren Oduya")
    expect(page.get_by_text("two devices differ")).to_be_visible()

    page.get_by_role("button", name="Take “Lakefront”").click()
    expect(page.get_by_text("two devices differ")).to_have_count(0)
    expect(page.get_by_text("Lakefront", exact=True)).to_be_visible()


def differ(page: Page) -> None:
    """Write two institutions from two other devices, neither knowing of the other."""
    page.evaluate(
        """async () => {
            const { rows } = await (await fetch('/api/contacts?limit=200')).json()
            const { id, rev } = rows.find((row) => row.body.name === 'Maren Oduya')
            for (const institution of ['Lakefront', 'Harbour General']) {
                const mutation = { id: crypto.randomUUID(), kind: 'contact', row: id, base: rev, n: 1,
                    at: new Date().toISOString().replace(/\\.\\d+Z$/, 'Z'), set: { institution } }
                const body = { schema: 1, device: crypto.randomUUID(), since: [0, ''], limit: 0, mutations: [mutation] }
                const headers = { 'Content-Type': 'application/json', 'X-Hallway': '1' }
                await fetch('/api/sync', { method: 'POST', headers, body: JSON.stringify(body) })
            }
        }"""
    )


def test_a_wide_screen_leaves_no_half_empty(phones: Phones) -> None:
    page = phones.open(viewport={"width": 1280, "height": 800}, is_mobile=False, has_touch=False).new_page()
    for path in ("/", "/plan", "/people", "/followups", "/settings", "/unsent", "/import", "/account"):
        page.goto(path)
        for side in (0, 1):
            expect(page.locator(".panes.two > .pane").nth(side)).to_contain_text(re.compile(r"\w+"))
