"""The main job from end to end: import, flag, lose the network, scan, write, reload, sync, see it in the calendar."""

import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Route, expect

from tests.e2e.conftest import FLAGS, LONGEST, PHONE, Hallway, Phones, camera, wait_until_offline_ready
from tests.e2e.fake_camera import vcard_295, write_badge_video
from tests.e2e.steps import ZONE, add_person, all_sent, sign_in, today
from tests.samples.meeting import meeting_csv

pytestmark = pytest.mark.e2e

OPAQUE = "SB4711902233"
BULLETS = "Takes students for the spring\nTrained two from abroad"


def import_file(page: Page) -> None:
    table = {"name": "meeting.csv", "mimeType": "text/csv", "buffer": meeting_csv(today())}
    page.locator("input[type=file]").set_input_files(table)
    page.get_by_label("Name of the meeting").fill("Meeting of the lines")
    page.get_by_label("Time zone of the venue").fill(ZONE)
    page.get_by_label("Time zone of the venue").blur()
    expect(page.get_by_label("Time zone of the venue")).to_be_hidden()
    page.get_by_role("button", name="Import", exact=True).click()


def import_meeting(page: Page) -> None:
    page.goto("/import")
    import_file(page)
    page.get_by_role("button", name="Open the agenda").click()
    expect(page.get_by_role("button", name="Posters")).to_be_visible()


def records(page: Page, plural: str) -> list[dict[str, object]]:
    """Return what the server holds, asked with the page's own session."""
    answer = page.evaluate("async (plural) => (await fetch('/api/' + plural + '?limit=200')).json()", plural)
    return [row["body"] for row in answer["rows"]]


def feed(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return str(answer.read().decode()).replace("\r\n ", "")


class Phone:
    """One student's phone: its store outlives the browser, which may show another badge to the camera each time."""

    def __init__(self, driver: Playwright, chromium: str, url: str, folder: Path) -> None:
        self.driver, self.chromium, self.url, self.folder = driver, chromium, url, folder
        self.context: BrowserContext | None = None
        self.faults: list[str] = []

    def open(self, video: Path) -> Page:
        self.close()
        self.context = self.driver.chromium.launch_persistent_context(
            self.folder,
            executable_path=self.chromium,
            args=[*FLAGS, *camera(video)],
            viewport=PHONE,
            base_url=self.url,
            permissions=["camera"],
        )
        self.context.set_default_timeout(LONGEST)
        self.context.on("weberror", lambda error: self.faults.append(str(error.error)))
        return self.context.pages[0]

    def close(self) -> None:
        if self.context:
            self.context.close()
            self.context = None


def flag_a_poster_and_its_author(page: Page) -> str:
    """Flag poster 0112 and the first person on it; return that person's name."""
    page.get_by_role("button", name="Posters").click()
    poster = page.get_by_role("list", name="Posters by board").get_by_role("listitem").first
    expect(poster.locator(".when")).to_contain_text("0112")
    poster.locator("a").click()
    page.get_by_role("button", name="Should").click()
    row = page.locator(".rows a[href^='/persons/']").first
    person = row.locator(".name").inner_text().split(",")[0]
    row.click()
    expect(page.locator("h1")).to_contain_text(person)  # the poster's page has the same buttons
    page.get_by_role("button", name="Must").click()
    all_sent(page)
    return person


def capture_a_badge_with_a_name(page: Page) -> str:
    """Scan a badge without a network, write down what was said, reload; return the name without its degrees."""
    page.goto("/scan")
    sheet = page.get_by_role("dialog", name="Capture")
    expect(sheet.get_by_text("Saved on this phone")).to_be_visible()
    name = sheet.locator("h2").inner_text().split(",")[0]
    sheet.get_by_label("What to remember").fill(BULLETS)
    sheet.get_by_label("I promised").fill("my CV")
    sheet.get_by_label("I asked").fill("May I write to you?")
    sheet.get_by_role("button", name="Done").click()
    page.goto("/people")
    page.reload()
    page.get_by_role("link", name=name).click()
    expect(page.get_by_text("Trained two from abroad")).to_be_visible()
    expect(page.get_by_text("I promised: my CV")).to_be_visible()
    return name


def capture_a_badge_with_a_number(page: Page, name: str) -> None:
    page.goto("/scan")
    sheet = page.get_by_role("dialog", name="Capture")
    expect(sheet.get_by_role("heading", name="Saved code, name?")).to_be_visible()
    sheet.get_by_label("Name").fill(name)
    sheet.get_by_role("button", name="Keep the name").click()
    sheet.get_by_role("button", name="Done").click()
    page.goto("/people")
    expect(page.get_by_role("link", name=name)).to_be_visible()
    expect(page.get_by_text("not sent")).to_be_visible()


def everything_is_on_the_server_once(page: Page, names: list[str]) -> None:
    contacts, scans, notes = (records(page, plural) for plural in ("contacts", "scans", "notes"))
    assert sorted(str(row["name"]) for row in contacts) == sorted(names)
    assert sorted(str(row["raw"]) for row in scans) == sorted([vcard_295().decode(), OPAQUE])
    assert len({row["contact"] for row in scans}) == len(contacts)
    assert BULLETS in [row["bullets"] for row in notes]


def the_calendar_shows_what_is_owed_and_no_more(page: Page, owed: list[str], flagged: str) -> None:
    page.goto("/settings")
    page.locator(".feed", has_text="Everything").get_by_role("button", name="Make an address").click()
    url = page.get_by_label("Calendar address").input_value()
    done, open_still = (f"SUMMARY:Thank {name}" for name in owed)
    calendar = feed(url)
    assert [words in calendar for words in (done, open_still, "SUMMARY:Poster 0112", flagged)] == [True] * 4

    page.goto("/followups")
    page.get_by_role("button", name="Coming").click()
    row = page.locator(".stop-row", has_text=f"Thank {owed[0]}")
    row.get_by_role("button", name="Done").click()
    expect(row).to_have_count(0)
    all_sent(page)
    calendar = feed(url)
    assert (done in calendar, open_still in calendar) == (False, True)


def test_from_the_agenda_file_to_the_calendar(
    driver: Playwright, chromium: str, hallway: Hallway, tmp_path: Path
) -> None:
    with_name, without_name = tmp_path / "vcard.y4m", tmp_path / "opaque.y4m"
    write_badge_video(with_name, vcard_295())
    write_badge_video(without_name, OPAQUE)
    phone = Phone(driver, chromium, hallway.url, tmp_path / "profile")

    page = phone.open(with_name)
    sign_in(page, hallway)
    import_meeting(page)
    wait_until_offline_ready(page)
    flagged = flag_a_poster_and_its_author(page)

    hallway.stop()
    name = capture_a_badge_with_a_name(page)
    page = phone.open(without_name)  # the app is killed and opened again
    capture_a_badge_with_a_number(page, "Ilse Tanaka-Brandt")

    hallway.start()
    page.goto("/people")
    all_sent(page)
    everything_is_on_the_server_once(page, [name, "Ilse Tanaka-Brandt"])
    the_calendar_shows_what_is_owed_and_no_more(page, [name, "Ilse Tanaka-Brandt"], flagged)

    phone.close()
    assert phone.faults == []


def test_the_agenda_that_was_imported_opens_before_the_list_of_all_has_come(phones: Phones, hallway: Hallway) -> None:
    page = phones.open().new_page()
    sign_in(page, hallway)
    waiting: list[Route] | None = []

    def hold_back(route: Route) -> None:
        if waiting is None:
            route.continue_()
        else:
            waiting.append(route)

    page.goto("/import")
    expect(page.locator("input[type=file]")).to_be_attached()
    page.route("**/api/conferences", hold_back)

    import_file(page)
    page.get_by_role("button", name="Open the agenda").click()
    waiting, held = None, waiting
    for one in held:
        one.continue_()

    expect(page).to_have_url(f"{hallway.url}/")
    expect(page.get_by_label("Conference").locator("option:checked")).to_have_text("Meeting of the lines")


def test_two_phones_of_one_student_see_each_other(phones: Phones, hallway: Hallway) -> None:
    one, two = phones.open().new_page(), phones.open().new_page()
    for page in (one, two):
        sign_in(page, hallway)

    add_person(one, "Maren Oduya")
    one.goto("/people")
    all_sent(one)
    two.goto("/people")

    expect(two.get_by_role("link", name="Maren Oduya")).to_be_visible()


def test_a_guest_keeps_everything_on_the_phone(phones: Phones, hallway: Hallway) -> None:
    context = phones.open()
    page = context.new_page()
    page.goto("/")
    wait_until_offline_ready(page)
    page.locator(".stop-row a").first.click()
    page.get_by_role("button", name="Must").click()

    hallway.stop()
    add_person(page, "Teo Lindqvist")
    page.goto("/people")
    page.reload()

    expect(page.get_by_role("link", name="Teo Lindqvist")).to_be_visible()
    expect(page.get_by_text("On this phone")).to_be_visible()
    page.goto("/plan")
    expect(page.locator(".stop-row")).to_have_count(1)
