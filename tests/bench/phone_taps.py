"""The tap on an item and the tap back, in CPU of the page's thread: `python -m tests.bench.phone_taps`.

Nothing is slowed down and no clock on the wall is read, so it tells something on a busy machine too; four times a
figure is about what a phone of P15 sees. Each round is a fresh profile, whose code runs for the first time. With
`--other FOLDER`, another checkout with its own `web/dist`, both builds are open at once and take turns: A B B A.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Locator, Page, sync_playwright

from server.config import ROOT
from tests.bench.first_visit import FLAGS, NOON, PHONE, WATCH, ZONE, browser_path
from tests.bench.measure import Row, table

ROUNDS = 4
BEFORE_MS, AFTER_MS = 3_500, 900  # until what is done in idle time is done; until a tap has had all its effects
TRACED = ["devtools.timeline", "disabled-by-default-devtools.timeline", "blink.user_timing"]
SERVE = """
import sys
from tests.bench.first_visit import served
with served() as found:
    print(*found, flush=True)
    sys.stdin.read()
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of CPU: the tasks from the touch to the first frame, and the longest task of all."""

    to_paint: float
    longest: float


Build = tuple[str, str]
Visit = dict[str, Cost]


def rows(rounds: int, other: Path | None) -> list[Row]:
    """Return the figures of this build, and those of the other one as their floor."""
    with ExitStack() as open_now:
        builds = [open_now.enter_context(_served(folder)) for folder in (ROOT, other) if folder]
        driver = open_now.enter_context(sync_playwright())
        browser = driver.chromium.launch(executable_path=browser_path(), args=list(FLAGS))
        taken: dict[Build, list[Visit]] = {build: [] for build in builds}
        for number in range(rounds):
            for build in builds if number % 2 == 0 else builds[::-1]:
                taken[build].append(_visit(browser, build))
        browser.close()
    mine, *others = taken.values()
    return [row for tap in mine[0] for row in _told(tap, mine, others[0] if others else None)]


def _told(tap: str, mine: list[Visit], other: list[Visit] | None) -> Iterator[Row]:
    for part, words in (("to_paint", "to the first frame"), ("longest", "longest task")):
        value, floor = (_median(of, tap, part) for of in (mine, other or mine))
        more: dict[str, Any] = (
            {"floor": floor, "ratio": value / floor, "note": "floor: the other build"} if other else {}
        )
        yield Row(f"tap {tap}, {words}", value, "ms CPU", n=len(mine), **more)


def _median(visits: list[Visit], tap: str, part: str) -> float:
    return statistics.median(getattr(one[tap], part) for one in visits)


def _visit(browser: Browser, build: Build) -> Visit:
    url, day = build
    context = browser.new_context(viewport=PHONE, base_url=url, has_touch=True, is_mobile=True, timezone_id=ZONE)
    page = context.new_page()
    page.add_init_script(WATCH % (day + NOON))
    protocol = context.new_cdp_session(page)
    page.goto("/", wait_until="commit")
    page.wait_for_selector(".virtual .stop-row", timeout=60_000)
    page.wait_for_timeout(BEFORE_MS)
    found = {}
    for name in ("on an item", "back", "on an item again", "back again"):
        target = page.locator("a.tab").first if name.startswith("back") else page.locator(".stop-row a").nth(1)
        found[name] = _tapped(browser, page, protocol, target)
    context.close()
    return found


def _tapped(browser: Browser, page: Page, protocol: CDPSession, target: Locator) -> Cost:
    box = target.bounding_box()
    if box is None:
        raise RuntimeError("what is to be tapped is not on the screen")
    point = {"x": box["x"] + min(box["width"] / 2, 60), "y": box["y"] + box["height"] / 2}
    page.wait_for_timeout(200)
    browser.start_tracing(page=page, categories=TRACED)
    page.evaluate("performance.mark('begins')")
    page.wait_for_timeout(50)
    # not Playwright's own tap, which asks the page this and that in between
    protocol.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    protocol.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(AFTER_MS)
    return _cost(json.loads(browser.stop_tracing())["traceEvents"])


def _cost(events: list[dict[str, Any]]) -> Cost:
    mark = next(one for one in events if one["name"] == "begins")
    thread = (mark["pid"], mark["tid"])
    mine = [one for one in events if (one["pid"], one["tid"]) == thread and one.get("ph") == "X"]
    touched, clicked = (_begun(mine, kind) for kind in ("touchstart", "click"))
    # a touch is found within a task that began a little before it
    tasks = [one for one in mine if one["name"] == "RunTask" and one["ts"] + one["dur"] >= touched]
    painted = min(one["ts"] for one in mine if one["name"] == "Commit" and one["ts"] > clicked)
    return Cost(
        sum(one.get("tdur", 0) for one in tasks if one["ts"] < painted) / 1000,
        max(one.get("tdur", 0) for one in tasks) / 1000,
    )


def _begun(events: list[dict[str, Any]], kind: str) -> float:
    found = (one["ts"] for one in events if one["name"] == "EventDispatch" and one["args"]["data"]["type"] == kind)
    return float(min(found))


@contextmanager
def _served(folder: Path) -> Iterator[Build]:
    """Run the server of a checkout, with this one's Python; yields its address and the meeting's first day."""
    environment = os.environ | {"PYTHONPATH": str(folder)}
    with subprocess.Popen(
        [sys.executable, "-c", SERVE],
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout
        url, day = server.stdout.readline().split()
        yield url, day  # afterwards its input is closed, and it ends


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.phone_taps", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--other", type=Path, help="another checkout whose web app is built")
    asked = parser.parse_args()
    if browser_path() is None:
        raise SystemExit("No Chromium is installed; on Debian: apt-get install chromium")
    print(json.dumps({"cores": os.cpu_count(), "load": os.getloadavg()[0]}), flush=True)
    found = rows(asked.rounds, asked.other)
    print("\n".join(row.line() for row in found))
    print(f"\n{table(found)}")


if __name__ == "__main__":
    main()
