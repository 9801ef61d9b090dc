"""Every screen of the app: its name, its address, and what must be in sight before one looks at it."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.e2e.filled import Places


@dataclass(frozen=True)
class Screen:
    """One screen; `open` shows it."""

    name: str
    path: str
    act: Callable[[Page], None] | None = None

    def open(self, page: Page) -> None:
        """Show the screen and wait until it stands still."""
        page.goto(self.path)
        expect(page.locator("#app")).not_to_be_empty()
        page.wait_for_load_state("networkidle")
        if self.act:
            self.act(page)
        page.wait_for_timeout(250)  # a sheet has risen, a list has taken its measures


def screens(places: Places) -> list[Screen]:
    """Return the screens that there are with these records."""
    found = [
        Screen("agenda", "/"),
        Screen("agenda-posters", "/", _posters),
        Screen("agenda-search", "/", _search),
        Screen("agenda-filter", "/", _filter),
        Screen("item", f"/agenda/{places.item}"),
        Screen("poster", f"/agenda/{places.poster}"),
        Screen("person", f"/persons/{places.person}"),
        Screen("plan", "/plan"),
        Screen("scan", "/scan"),
        Screen("capture-name", "/scan", _type_a_name),
        Screen("people", "/people"),
        Screen("followups", "/followups"),
        Screen("badge", "/badge"),
        Screen("import", "/import"),
        Screen("settings", "/settings"),
        Screen("unsent", "/unsent"),
        Screen("changes", "/changes"),
        Screen("account", "/account"),
        Screen("no-such-page", f"/followups/{places.item}"),
    ]
    if places.contact:
        found += [
            Screen("contact", f"/people/{places.contact}"),
            Screen("contact-edit", f"/people/{places.contact}", _edit),
            Screen("followup", f"/followups/{places.followup}"),
            Screen("plan-days", "/plan", _tap("Day by day")),
            Screen("plan-walk", "/plan", _tap("Poster walk")),
            Screen("followups-waiting", "/followups", _tap("Waiting")),
            Screen("followups-coming", "/followups", _tap("Coming")),
            Screen("capture", "/scan", _capture),
        ]
    return found


def _tap(words: str) -> Callable[[Page], None]:
    def tap(page: Page) -> None:
        page.get_by_role("button", name=words).first.click()

    return tap


def _posters(page: Page) -> None:
    posters = page.get_by_role("button", name="Posters")
    if posters.count():
        posters.click()


def _search(page: Page) -> None:
    page.get_by_label("Search the agenda").fill("radio")
    expect(page.get_by_role("list", name="Found")).to_be_visible()


def _filter(page: Page) -> None:
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.get_by_role("dialog", name="Filter")).to_be_visible()


def _type_a_name(page: Page) -> None:
    page.get_by_role("button", name="Type a name").click()
    expect(page.get_by_role("dialog", name="Capture").get_by_label("Name")).to_be_visible()


def _edit(page: Page) -> None:
    page.get_by_role("button", name="Edit", exact=True).click()
    expect(page.locator(".in-place")).to_be_visible()


def _capture(page: Page) -> None:
    """Show the sheet of someone who has just got a name."""
    _type_a_name(page)
    sheet = page.get_by_role("dialog", name="Capture")
    sheet.get_by_label("Name").fill("Odile Marchetaine")
    sheet.get_by_role("button", name="Keep the name").click()
    expect(sheet.get_by_label("What to remember")).to_be_visible()
