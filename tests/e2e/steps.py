"""What a student does in several tests, how a test sets the clock, and how it looks at a page."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Hallway

ZONE = "America/Chicago"


def today() -> date:
    """Return the day at the demo conference, which may be another one than here."""
    return datetime.now(UTC).astimezone(ZoneInfo(ZONE)).date()


def sign_in(page: Page, hallway: Hallway) -> None:
    page.goto("/account")
    page.get_by_role("button", name="Sign in", exact=True).first.click()
    page.get_by_label("User name").fill("demo")
    page.get_by_label("Password").fill(hallway.password())
    page.locator("form button[type=submit]").click()
    expect(page.locator("h1")).to_be_visible()
    all_sent(page)


def all_sent(page: Page) -> None:
    expect(page.get_by_text("All sent")).to_be_visible()


def add_person(page: Page, name: str) -> None:
    page.goto("/scan")
    page.get_by_role("button", name="Type a name").click()
    sheet = page.get_by_role("dialog", name="Capture")
    sheet.get_by_label("Name").fill(name)
    sheet.get_by_role("button", name="Keep the name").click()
    sheet.get_by_role("button", name="Done").click()
    expect(sheet).to_have_count(0)


def make_it(opened: Page | BrowserContext, clock: time) -> None:
    """Make it this time of today at the demo conference; every clock of the page runs on from there."""
    moment = datetime.combine(today(), clock, ZoneInfo(ZONE))
    opened.add_init_script(
        f"""const Real = Date
        const offset = {int(moment.timestamp() * 1000)} - Real.now()
        globalThis.Date = class extends Real {{
            constructor(...given) {{ if (given.length) super(...given); else super(Real.now() + offset) }}
            static now() {{ return Real.now() + offset }}
        }}"""
    )


def fits(page: Page) -> None:
    """Expect that nothing of the page stands beyond its right edge."""
    # not innerWidth: a phone's browser zooms out until all fits into that
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth") <= page.evaluate(f"{root}.clientWidth")
