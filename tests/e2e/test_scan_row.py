"""A row of badges without a network: badge after badge, the app closed in between, then everything on the server."""

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Hallway, Phones, camera, wait_until_offline_ready
from tests.e2e.fake_camera import write_row_video
from tests.e2e.row_of_badges import BADGES, HOSTILE_NAME
from tests.e2e.steps import sign_in

pytestmark = pytest.mark.e2e

ALL = len(BADGES)
NAMELESS = "SB4711902233"
PICTURES = os.environ.get("HALLWAY_PICTURES")  # a folder: each step is kept there as a picture
PEOPLE = "select name from contact where not deleted"
SCANS = "select raw from scan where not deleted"


def look(page: Page, name: str) -> None:
    if not PICTURES:
        return
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(250)
        page.screenshot(path=Path(PICTURES) / f"{name}-{scheme}.png")


def scan_row(page: Page) -> Locator:
    """Scan until all badges of the film are in the list; return the list."""
    begun = time.monotonic()
    page.get_by_role("link", name="Scan a badge").click()
    page.get_by_role("switch", name="Several in a row").click()
    row = page.get_by_role("region", name="Scanned in this row")
    expect(row.get_by_role("listitem").first).to_be_visible()
    look(page, "row-first")
    expect(row.get_by_role("listitem")).to_have_count(ALL)
    took = time.monotonic() - begun
    print(f"\nrow: {ALL} badges, 2 taps in all (Scan, Several in a row), {took:.1f} s, {took / ALL:.2f} s a badge")
    return row


def on_server(hallway: Hallway, query: str) -> list[str | None]:
    with closing(sqlite3.connect(hallway.folder / "hallway.sqlite")) as database:
        return [value for (value,) in database.execute(query)]


def undo_and_name(page: Page, row: Locator) -> None:
    """Take a badge back, bring it back and name it, while the camera goes on."""
    row.get_by_role("button", name=f"Undo {NAMELESS}").click()
    row.get_by_role("button", name="Bring back").click()
    row.get_by_role("button", name=f"Name {NAMELESS}").click()
    sheet = page.get_by_role("dialog", name="Capture")
    sheet.get_by_label("Name").fill("Noor Haddad")
    sheet.get_by_role("button", name="Keep the name").click()
    sheet.get_by_role("button", name="Done").click()
    expect(row.get_by_text("Noor Haddad")).to_be_visible()


def each_is_felt_and_listed_once(page: Page, row: Locator) -> None:
    buzzes = page.evaluate("window.buzzes")  # the film begins anew: a badge seen again is felt again, and kept once
    assert (len(buzzes) >= ALL, [30, 60, 30] in buzzes) == (True, True), "each is felt; the Wi-Fi code is no person"
    for name in filter(None, (badge.name for badge in BADGES)):
        expect(row.get_by_text(name, exact=True)).to_have_count(1)


def test_twenty_badges_in_a_row_are_kept_and_sent_once(phones: Phones, hallway: Hallway, tmp_path: Path) -> None:
    film = tmp_path / "row.y4m"
    write_row_video(film, [(badge.payload, badge.symbology) for badge in BADGES])
    context = phones.open(*camera(film))
    context.add_init_script("window.buzzes = []; navigator.vibrate = (pattern) => window.buzzes.push(pattern)")
    page = context.new_page()
    sign_in(page, hallway)
    wait_until_offline_ready(page)
    page.goto("/")
    hallway.stop()

    row = scan_row(page)
    look(page, "row-all")
    each_is_felt_and_listed_once(page, row)
    assert (page.title().startswith("Scan"), len(context.pages)) == (True, 1), "nothing is opened or run by scanning"

    undo_and_name(page, row)
    page.get_by_role("button", name="End the row").click()
    ended = page.get_by_role("dialog", name="The row has ended")
    expect(ended.get_by_role("heading", name=f"{ALL} badges scanned")).to_be_visible()
    bare = sum(badge.name is None for badge in BADGES) - 3  # a profile and an address are people; one has a name now
    look(page, "row-end")
    ended.get_by_role("link", name=f"Name the {bare} badges").click()
    expect(page).to_have_url(f"{hallway.url}/unnamed")

    # the app is closed and opened: all of it is there
    page.close()
    page = context.new_page()
    page.goto("/people")
    expect(page.get_by_text(f"{bare} badges without a name")).to_be_visible()
    expect(page.get_by_text(HOSTILE_NAME)).to_be_visible()

    hallway.start()
    page.goto("/unsent")
    expect(page.get_by_text("All sent")).to_be_visible()
    assert sorted(on_server(hallway, SCANS)) == sorted(badge.payload for badge in BADGES)
    named = [badge.name for badge in BADGES if badge.name]
    assert sorted(filter(None, on_server(hallway, PEOPLE))) == sorted([*named, "Noor Haddad"])
