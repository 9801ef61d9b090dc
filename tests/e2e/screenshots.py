"""Takes every screen: phone and wide, light and dark, empty, usual and overfull (`make screenshots`).

All go to instance/screenshots/; the chosen ones, in fewer colours, to docs/screenshots/.
"""

import argparse
import shutil
import tempfile
from collections.abc import Callable
from datetime import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from server.config import ROOT
from tests.e2e import filled
from tests.e2e.conftest import NAMES, PHONE, Browsers, Hallway, Phones, camera, free_port
from tests.e2e.fake_camera import vcard_295, write_badge_video
from tests.e2e.filled import Places
from tests.e2e.screens import Screen, screens
from tests.e2e.steps import ZONE, make_it

Fill = Callable[[Page, Hallway], Places]

ALL = ROOT / "instance" / "screenshots"
CHOSEN_TO = ROOT / "docs" / "screenshots"
NOW = time(10, 42)  # the demo conference has begun, the next block is near
WIDE = {"viewport": {"width": 1280, "height": 800}, "is_mobile": False, "has_touch": False}
SIZES: dict[str, dict[str, object]] = {"phone": {"viewport": PHONE, "device_scale_factor": 2}, "wide": WIDE}
KINDS: dict[str, Fill] = {
    "empty": lambda page, _hallway: filled.empty(page),
    "usual": filled.usual,
    "overfull": filled.overfull,
}
CHOSEN = {
    "usual-phone-light-agenda": "agenda",
    "usual-phone-light-hit": "capture",
    "usual-phone-light-contact": "contact",
    "usual-phone-light-followups": "followups",
    "usual-phone-dark-plan-days": "plan-dark",
    "usual-phone-dark-agenda": "agenda-dark",
    "usual-wide-light-item": "item-wide",
    "usual-wide-dark-contact": "contact-wide-dark",
}
MOST_BYTES = 150_000
COLOURS = (128, 96, 64, 48, 32)


def main() -> None:
    """Take the pictures that were asked for; with no argument all of them."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kinds", nargs="*", default=list(KINDS), choices=KINDS)
    asked.add_argument("--sizes", nargs="*", default=list(SIZES), choices=SIZES)
    asked.add_argument("--themes", nargs="*", default=["light", "dark"], choices=["light", "dark"])
    asked.add_argument("--only", nargs="*", default=[], help="names of screens")
    given = asked.parse_args()
    ALL.mkdir(parents=True, exist_ok=True)
    for kind in given.kinds:
        for size in given.sizes:
            take(kind, size, given.themes, set(given.only))
    choose()


def take(kind: str, size: str, themes: list[str], only: set[str]) -> None:
    """Take the screens of one account on a server of its own."""
    chromium = next(path for name in NAMES if (path := shutil.which(name)))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        hallway = Hallway(Path(folder), free_port())
        hallway.start()
        phones = Phones(Browsers(driver, chromium), hallway.url)
        film = Path(folder) / "badge.y4m"
        write_badge_video(film, vcard_295())
        device = SIZES[size] | {"reduced_motion": "reduce", "timezone_id": ZONE}
        try:
            context = phones.open(**device)
            make_it(context, NOW)
            page = context.new_page()
            shoot(page, KINDS[kind](page, hallway), f"{kind}-{size}", themes, only)
            if kind == "usual" and (not only or "hit" in only):
                seeing = phones.open(
                    *camera(film), **device, permissions=["camera"], storage_state=context.storage_state()
                )
                make_it(seeing, NOW)
                hit(seeing.new_page(), f"{kind}-{size}", themes)
        finally:
            phones.close()
            hallway.stop()


def shoot(page: Page, places: Places, name: str, themes: list[str], only: set[str]) -> None:
    """Take each screen in each theme."""
    for screen in [*screens(places), Screen("styleguide", "/styleguide")]:
        if only and screen.name not in only:
            continue
        screen.open(page)
        for theme in themes:
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            page.screenshot(path=ALL / f"{name}-{theme}-{screen.name}.png")


def hit(page: Page, name: str, themes: list[str]) -> None:
    """Take the sheet that rises when a badge is read, with what a student writes into it."""
    page.route("**/api/sync", lambda route: route.abort())  # no network, as in most halls
    page.goto("/scan")
    sheet = page.get_by_role("dialog", name="Capture")
    sheet.get_by_label("What to remember").fill("Takes students for the spring\nTrained two from abroad")
    sheet.get_by_label("I promised").fill("my CV")
    sheet.get_by_role("heading").first.focus()
    sheet.locator(".body").evaluate("(body) => body.scrollTo(0, 0)")
    page.wait_for_timeout(300)
    for theme in themes:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.screenshot(path=ALL / f"{name}-{theme}-hit.png")


def choose() -> None:
    """Put the chosen pictures into docs/screenshots/, small enough for a page that is opened on a train."""
    CHOSEN_TO.mkdir(parents=True, exist_ok=True)
    for source, name in CHOSEN.items():
        path = ALL / f"{source}.png"
        if path.exists():
            made = CHOSEN_TO / f"{name}.png"
            print(f"{reduce(path, made) / 1000:6.1f} kB  {made.relative_to(ROOT)}")


def reduce(path: Path, made: Path) -> int:
    """Write the picture with as many colours as its size allows; return its bytes."""
    picture = Image.open(path).convert("RGB")
    for colours in COLOURS:
        picture.quantize(colours, dither=Image.Dither.NONE).save(made, optimize=True)
        size = made.stat().st_size
        if size <= MOST_BYTES:
            return size
    raise SystemExit(f"{made.name} has {size} bytes; it may have {MOST_BYTES}.")


if __name__ == "__main__":
    main()
