"""Codes other than QR in a moving hand are read (badges.md 6.3); how soon is printed."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Phones, camera
from tests.e2e.fake_camera import vcard_295, write_badge_video

pytestmark = pytest.mark.e2e

CODES = (
    ("Aztec", vcard_295().decode(), "Irène Brémond-Vale"),
    ("DataMatrix", vcard_295().decode(), "Irène Brémond-Vale"),
    ("Code128", "SB-00012345", "Saved code, name?"),
)
TIMES = "['tapped', 'read'].map((name) => performance.getEntriesByName(`hallway:${name}`)[0].startTime)"


@pytest.mark.parametrize(("symbology", "payload", "said"), CODES)
def test_other_codes_are_read_from_a_moving_hand(
    phones: Phones, tmp_path: Path, symbology: str, payload: str, said: str
) -> None:
    film = tmp_path / "badge.y4m"
    write_badge_video(film, payload, symbology)
    page = phones.open(*camera(film)).new_page()
    page.goto("/")
    page.locator(".stop-row").first.wait_for()
    page.evaluate("performance.mark('hallway:tapped')")

    page.get_by_role("link", name="Scan a badge").click()

    sheet = page.get_by_role("dialog", name="Capture")
    expect(sheet.get_by_text("Saved on this phone")).to_be_visible()
    expect(sheet.locator("h2")).to_contain_text(said)
    tapped, read = page.evaluate(TIMES)
    print(f"\n{symbology}: scan tab opened, decoder cold -> text {read - tapped:.0f} ms")
