"""Fifty badges without a network, the browser killed at the last: all are there, and on the server once."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Playwright, expect

from tests.e2e.conftest import FLAGS, LONGEST, PHONE, Hallway, camera, wait_until_offline_ready
from tests.e2e.fake_camera import write_row_video
from tests.e2e.steps import sign_in
from tests.e2e.test_scan_row import PEOPLE, SCANS, on_server

pytestmark = [pytest.mark.e2e, pytest.mark.thorough]

NAMES = [f"Barbara Moore-{number}" for number in range(25)]
NUMBERS = [f"SB47119022{number}" for number in range(33, 58)]
CARDS = [f"MECARD:N:{name};ORG:Harbor Institute;;" for name in NAMES]
BADGES = [badge for both in zip(CARDS, NUMBERS, strict=True) for badge in both]
FILM_RATE = 10  # pictures a second: each badge is held for a fifth of a second


@contextmanager
def phone(driver: Playwright, chromium: str, hallway: Hallway, profile: Path, *flags: str) -> Iterator[Page]:
    """Open the browser over a folder that outlives it."""
    opened = driver.chromium.launch_persistent_context(
        profile, executable_path=chromium, args=[*FLAGS, *flags],
        viewport=PHONE, has_touch=True, is_mobile=True, base_url=hallway.url,
    )  # fmt: skip
    opened.set_default_timeout(LONGEST)
    try:
        yield opened.pages[0]
    finally:
        with suppress(Error):  # it may have been killed
            opened.close()


def kill(profile: Path) -> None:
    """End every process of the browser over that folder, as a phone that needs memory does: without a word to it."""
    found = subprocess.run(["pgrep", "-f", "--", f"--user-data-dir={profile}"], capture_output=True, text=True)
    for number in found.stdout.split():
        with suppress(ProcessLookupError):  # it went with its parent
            os.kill(int(number), signal.SIGKILL)


def test_fifty_badges_outlive_the_browser_and_are_sent_once(
    driver: Playwright, chromium: str, hallway: Hallway, tmp_path: Path
) -> None:
    film, profile = tmp_path / "row.y4m", tmp_path / "profile"
    write_row_video(film, [(badge, "QR") for badge in BADGES], rate=FILM_RATE)
    with phone(driver, chromium, hallway, profile) as page:
        sign_in(page, hallway)
        wait_until_offline_ready(page)
    hallway.stop()

    with phone(driver, chromium, hallway, profile, *camera(film)) as page:
        page.goto("/")
        begun = time.monotonic()
        page.get_by_role("link", name="Scan a badge").click()
        page.get_by_role("switch", name="Several in a row").evaluate("(one) => one.click()")  # before the first badge
        row = page.get_by_role("region", name="Scanned in this row")
        expect(row.get_by_text(f"{len(BADGES)} badges scanned")).to_be_visible(timeout=2 * LONGEST)
        print(f"\n{len(BADGES)} badges in {time.monotonic() - begun:.1f} s, then killed")
        kill(profile)

    with phone(driver, chromium, hallway, profile) as page:
        page.goto("/people")
        expect(page.get_by_text(f"{len(NUMBERS)} badges without a name")).to_be_visible()
        hallway.start()
        page.goto("/unsent")
        expect(page.get_by_text("All sent")).to_be_visible()
        page.reload()
        expect(page.get_by_text("All sent")).to_be_visible()

    assert sorted(map(str, on_server(hallway, SCANS))) == sorted(BADGES)
    assert sorted(filter(None, on_server(hallway, PEOPLE))) == sorted(NAMES)
