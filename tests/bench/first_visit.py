"""The first visit on slow 4G with a phone four times slower: `python -m tests.bench.first_visit` (P15).

Each round is a fresh profile: nothing stored, nothing cached, no service worker. The network is Chromium's own
emulation: 150 ms before each answer begins, 1.6 Mbit/s down for all of them together; it does not count the handshake
of a connection. The page's clock stands in the middle of the meeting's first day.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from server.config import ROOT
from tests.bench.measure import Row, table
from tests.bench.servers import free_port, serving

SLOWER = 4
ROUNDS = 5
LATENCY_MS, DOWN, UP = 150, 1_600_000 / 8, 750_000 / 8  # bytes a second
PHONE = {"width": 360, "height": 740}
FLAGS = ("--no-sandbox", "--disable-gpu")
NAMES = ("chromium", "chromium-browser", "google-chrome")
ZONE, NOON = "America/Chicago", "T17:30:00Z"
LCP_MS, INP_MS, JS_BYTES = 1250.0, 100.0, 30_000
SETTLED_MS = 2_500  # after the list is there: the other screens come in this time
BETWEEN_MS = 700

WATCH = """
    const Real = Date
    const offset = Real.parse('%s') - Real.now()
    globalThis.Date = class extends Real {
        constructor(...given) { if (given.length) super(...given); else super(Real.now() + offset) }
        static now() { return Real.now() + offset }
    }
    const seen = globalThis.seen = { lcp: 0, what: '', shift: 0, list: 0, taps: {} }
    const follow = (type, take, more) =>
        new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more })
    follow('largest-contentful-paint', (one) => {
        seen.lcp = one.startTime
        seen.what = one.element?.tagName + ' ' + one.element?.textContent.slice(0, 60)
    })
    follow('layout-shift', (one) => { if (!one.hadRecentInput) seen.shift += one.value })
    follow('event', (one) => {
        if (one.interactionId) seen.taps[one.interactionId] = Math.max(seen.taps[one.interactionId] ?? 0, one.duration)
    }, { durationThreshold: 16 })
    new MutationObserver(() => {
        if (!seen.list && document.querySelector('.virtual .stop-row')) seen.list = performance.now()
    }).observe(document, { childList: true, subtree: true })
"""
SCRIPTS = """(before) => performance.getEntriesByType('resource')
    .filter((one) => one.name.endsWith('.js') && one.responseEnd <= before)
    .reduce((sum, one) => sum + one.encodedBodySize, 0)"""
CHAIN = """() => performance.getEntriesByType('resource').map((one) =>
    [Math.round(one.startTime), Math.round(one.responseEnd), one.encodedBodySize, one.initiatorType, one.name])"""


@dataclass(frozen=True, slots=True)
class Visit:
    """One first visit: milliseconds from the start of the navigation, bytes as they came over the network."""

    lcp: float
    largest: str
    list_ms: float
    shift: float
    script_bytes: float
    taps: tuple[float, ...]
    chain: list[list[Any]]


def rows(rounds: int = ROUNDS) -> list[Row]:
    """Return the figures of the demo conference; one row that says why where there is no browser."""
    path = browser_path()
    if path is None:
        return [Row("P15 first visit", 0, "ms", n=0, note="skipped: no Chromium is installed")]
    with served() as (url, day), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        visits = [_visit(browser, url, day) for _ in range(rounds)]
        browser.close()
    return _told(visits)


def browser_path() -> str | None:
    """Return where Chromium is, None where it is not installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def _told(visits: list[Visit]) -> list[Row]:
    load = f"load {os.getloadavg()[0]:.1f}"
    where = f"slow 4G, CPU / {SLOWER}, 700 items"
    lcps, taps = [one.lcp for one in visits], [max(one.taps, default=0.0) for one in visits]
    lcp, tap, first = (statistics.median(of) for of in (lcps, taps, [one.list_ms for one in visits]))
    shift = statistics.median(one.shift for one in visits)
    code = statistics.median(one.script_bytes for one in visits)
    note = f"{where}, {load}; the list stands at {first:,.0f} ms; layout shift {shift:.3f}"
    count = {"n": len(visits)}
    return [
        Row(
            "P15 LCP of a first visit",
            lcp,
            "ms",
            **count,
            spread=_spread(lcps),
            goal="<= 1,250 ms",
            met=lcp <= LCP_MS,
            note=note,
        ),
        Row(
            "P15 longest of five taps (INP)",
            tap,
            "ms",
            **count,
            spread=_spread(taps),
            goal="<= 100 ms",
            met=tap <= INP_MS,
            note=where,
        ),
        Row(
            "P15 JavaScript before the list, as sent (brotli)",
            code / 1000,
            "kB",
            **count,
            goal="<= 30 kB gzip",
            met=code <= JS_BYTES,
            note="web/budgets.json holds its gzip size",
        ),
    ]


def _visit(browser: Browser, url: str, day: str) -> Visit:
    context = browser.new_context(viewport=PHONE, base_url=url, has_touch=True, is_mobile=True, timezone_id=ZONE)
    page = context.new_page()
    page.add_init_script(WATCH % (day + NOON))
    protocol = context.new_cdp_session(page)
    protocol.send("Network.enable")
    protocol.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY_MS, "downloadThroughput": DOWN, "uploadThroughput": UP},
    )
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto("/", wait_until="commit")
    page.wait_for_selector(".virtual .stop-row", timeout=60_000)
    page.wait_for_timeout(SETTLED_MS)
    seen = page.evaluate("({ ...seen })")
    script_bytes, chain = page.evaluate(SCRIPTS, seen["list"]), page.evaluate(CHAIN)
    taps = _tapped(page)
    context.close()
    return Visit(seen["lcp"], seen["what"], seen["list"], seen["shift"], script_bytes, taps, chain)


def _tapped(page: Page) -> tuple[float, ...]:
    """Five taps of a first minute: two days, the posters, an item, back to the list."""
    chips = page.locator(".day-bar .chip")
    for target in (chips.nth(1), chips.nth(0), chips.filter(has_text="Posters"), page.locator(".stop-row a").nth(1)):
        target.tap()
        page.wait_for_timeout(BETWEEN_MS)
    page.locator("a.tab").first.tap()
    page.wait_for_timeout(BETWEEN_MS)
    return tuple(page.evaluate("Object.values(seen.taps)"))


@contextmanager
def served() -> Iterator[tuple[str, str]]:
    """Run a server with the demo conference; yields its address and the meeting's first day."""
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        command = [sys.executable, "-m", "tests.bench.first_visit", "--install", str(folder)]
        day = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()[-1]
        with serving("wsgi:app", folder, port):
            yield f"http://127.0.0.1:{port}", day


def _install(folder: Path) -> None:
    from server.agenda import demo
    from server.app import create_app
    from server.core import clock
    from server.core.db import db
    from tests.bench.servers import settings_for

    app = create_app(settings_for(folder, port=0))
    with app.app_context():
        db.create_all()
        day = clock.now().date()
        demo.install(day)
    print(day.isoformat())


def _spread(values: list[float]) -> float:
    return (max(values) - min(values)) / max(1.0, statistics.median(values))


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.first_visit", description=__doc__)
    parser.add_argument("--install", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    if asked.install:
        _install(asked.install)
        return
    found = rows(asked.rounds)
    print("\n".join(row.line() for row in found))
    print(f"\n{table(found)}")


if __name__ == "__main__":
    main()
