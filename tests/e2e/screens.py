"""Every screen of the app: its name, its address, and what must be in sight before one looks at it."""

import io
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.e2e.fake_camera import draw_code
from tests.e2e.filled import Places
from tests.samples.overfull import LONG_NAME, LONG_TITLE


@dataclass(frozen=True)
class Screen:
    """One screen; `open` shows it."""

    name: str
    path: str
    act: Callable[[Page], None] | None = None
    own: bool = False  # there only for who imported the conference

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
    found = _always(places)
    if places.contact:
        found += _with_a_contact(places)
    if places.own:
        found += _with_a_conference_of_ones_own(places)
    return found


def _always(places: Places) -> list[Screen]:
    return [
        Screen("agenda", "/"),
        Screen("agenda-posters", "/", _posters),
        Screen("agenda-search", "/", _search),
        Screen("agenda-search-people", "/", _search_people),
        Screen("agenda-filter", "/", _filter),
        Screen("item", f"/agenda/{places.item}"),
        Screen("poster", f"/agenda/{places.poster}"),
        Screen("person", f"/persons/{places.person}"),
        Screen("plan", "/plan"),
        Screen("scan", "/scan"),
        Screen("capture-name", "/scan", _type_a_name),
        Screen("people", "/people"),
        Screen("people-same", "/same"),
        Screen("people-unnamed", "/unnamed"),
        Screen("tracker", "/people/tracker"),
        Screen("followups", "/followups"),
        Screen("letters", "/followups/letters", _tap("Plan a letter")),
        Screen("milestones", "/followups/milestones", _tap("Add a milestone")),
        Screen("badge", "/badge"),
        Screen("import", "/import"),
        Screen("settings", "/settings"),
        Screen("unsent", "/unsent"),
        Screen("changes", "/changes"),
        Screen("deleted", "/deleted"),
        Screen("account", "/account"),
        Screen("pair", "/pair"),
        Screen("no-such-page", f"/followups/{places.item}"),
    ]


def _with_a_contact(places: Places) -> list[Screen]:
    return [
        Screen("contact", f"/people/{places.contact}"),
        Screen("contact-edit", f"/people/{places.contact}", _edit),
        Screen("followup", f"/followups/{places.followup}"),
        Screen("draft", f"/followups/draft/{places.contact}?purpose=approach"),
        Screen("plan-days", "/plan", _tap("Days")),
        Screen("plan-walk", "/plan", _tap("Poster walk")),
        Screen("followups-waiting", "/followups", _tap("Waiting")),
        Screen("followups-coming", "/followups", _tap("Coming", "Add a follow-up")),
        Screen("followups-together", "/followups", _tap("Do them together", "Later")),
        Screen("people-unnamed-naming", "/unnamed", _tap("Name the badge")),
        Screen("contact-history", f"/people/{places.contact}/history"),
        Screen("scan-row", "/scan", _scan_a_row),
        Screen("scan-row-end", "/scan", _end_the_row),
        Screen("scan-not-saved", "/scan", _fill_the_phone),
        Screen("capture", "/scan", _capture),
        Screen("import-columns", "/import", _columns),
        Screen("import-link", "/import", _wrong_link),
    ]


def _with_a_conference_of_ones_own(places: Places) -> list[Screen]:
    return [
        Screen("changes-all", "/changes", _tap("All "), own=True),
        Screen("item-edit", f"/agenda/{places.item}", _correct("Correct this item"), own=True),
        Screen("person-edit", f"/persons/{places.person}", _correct("Correct this person"), own=True),
        Screen("contact-reason", f"/people/{places.contact}", _ask_why, own=True),
        Screen("settings-calendar", "/settings", _tap("Make an address"), own=True),
        Screen("person-same", f"/persons/{places.person}", _tap("Same person as somebody else"), own=True),
    ]


def _tap(*words: str) -> Callable[[Page], None]:
    """Return what taps the first button of each name, one after the other."""

    def tap(page: Page) -> None:
        for one in words:
            page.get_by_role("button", name=one).first.click()

    return tap


def _ask_why(page: Page) -> None:
    """Log a third message without an answer, which asks for its reason."""
    page.get_by_role("button", name="I wrote to them").click()
    expect(page.get_by_label("Why you wrote again")).to_be_focused()


def _posters(page: Page) -> None:
    posters = page.get_by_role("button", name="Posters")
    if posters.count():
        posters.click()


def _search(page: Page) -> None:
    page.get_by_label("Search the agenda").fill("radio")
    expect(page.get_by_role("list", name="Found")).to_be_visible()


def _search_people(page: Page) -> None:
    page.get_by_label("Search the agenda").fill("ma")
    expect(page.get_by_role("list", name="People")).to_be_visible()


def _filter(page: Page) -> None:
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.get_by_role("dialog", name="Filter")).to_be_visible()


def _type_a_name(page: Page) -> None:
    page.get_by_role("button", name="Type a name").click()
    expect(page.get_by_role("dialog", name="Capture").get_by_label("Name")).to_be_visible()


def _edit(page: Page) -> None:
    page.get_by_role("button", name="Edit", exact=True).click()
    expect(page.locator(".in-place")).to_be_visible()


def _columns(page: Page) -> None:
    """Show a file whose columns are not all known, as a student with an odd table sees it."""
    long = f"{LONG_TITLE},2026-11-29,09:00,Morning,{LONG_NAME}"
    rows = f"Title,Date,Start,Gathering,Speaker\n{long}\nBones,2026-11-29,soon,,\n"
    file = {"name": "Lantern week.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    page.get_by_label("File", exact=True).set_input_files(file)
    # the server reads the file, and its first one takes longest
    expect(page.locator("details.columns")).to_have_attribute("open", "")
    page.locator("details.columns").evaluate("(columns) => columns.scrollIntoView()")


def _wrong_link(page: Page) -> None:
    page.get_by_label("Link").fill("lantern week")
    page.get_by_role("button", name="Get the programme").click()
    expect(page.get_by_role("alert")).to_be_visible()


def _correct(sheet: str) -> Callable[[Page], None]:
    def correct(page: Page) -> None:
        page.get_by_role("button", name="Edit", exact=True).click()
        expect(page.get_by_role("dialog", name=sheet)).to_be_visible()

    return correct


def _capture(page: Page) -> None:
    """Show the sheet of someone who has just got a name."""
    _type_a_name(page)
    sheet = page.get_by_role("dialog", name="Capture")
    sheet.get_by_label("Name").fill("Odile Marchetaine")
    sheet.get_by_role("button", name="Keep the name").click()
    expect(sheet.get_by_label("What to remember")).to_be_visible()


def photo(page: Page, code: str) -> None:
    """Give the scanner a photo of the code, since there is no camera."""
    picture = io.BytesIO()
    draw_code(code, "QR").save(picture, "png")
    photo = {"name": "badge.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    page.get_by_label("Photo").set_input_files(photo)


def _scan_a_row(page: Page) -> None:
    """Show the list of three badges of a row: two that name somebody, one of whom at length, and one that does not."""
    page.get_by_role("switch", name="Several in a row").click()
    listed = page.get_by_role("region", name="Scanned in this row").get_by_role("listitem")
    names = ("MECARD:N:Moore,Barbara;ORG:Harbor Institute;;", f"MECARD:N:{LONG_NAME};;", f"{'4711902233' * 6}")
    for count, code in enumerate(names, start=1):
        photo(page, code)
        expect(listed).to_have_count(count)


def _end_the_row(page: Page) -> None:
    _scan_a_row(page)
    page.get_by_role("button", name="End the row").click()
    expect(page.get_by_role("dialog", name="The row has ended")).to_be_visible()


def _fill_the_phone(page: Page) -> None:
    """Show what is said of a badge that could not be kept."""
    page.evaluate(
        """() => IDBObjectStore.prototype.add = () => {
            throw new DOMException('The disk is full.', 'QuotaExceededError')
        }"""
    )
    photo(page, "SB4711902233")
    expect(page.get_by_role("dialog", name="Not saved")).to_be_visible()
