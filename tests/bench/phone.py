"""The whole envelope on a phone four times slower than this machine: `python -m tests.bench.phone`.

Prints one JSON line a row and a table: time to the first list, search as one types (P11), scrolling. Chromium slows
the page's own thread only, so the Worker's share of an answer is told as it is and not multiplied.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, sync_playwright

from server.config import ROOT
from tests.bench import envelope as envelopes
from tests.bench import writings
from tests.bench.envelope import Envelope
from tests.bench.measure import Row, table
from tests.bench.servers import free_port, serving

SLOWER = 4
PHONE = {"width": 360, "height": 740}
FLAGS = ("--no-sandbox", "--disable-gpu")
NAMES = ("chromium", "chromium-browser", "google-chrome")
KEY_MS, LONG_TASK_MS = 50.0, 50.0
PAUSE = 350  # milliseconds from key to key: a quick typist, and time for both parts of an answer
SCROLLS, SCROLL_BY = 80, 900
NOON = "2027-11-28T11:00:00Z"  # during the first day of the envelope

# the page's day becomes the first day of the envelope; its other clocks run as they are
SHIFT = f"""
    const Real = Date
    const offset = Real.parse('{NOON}') - Real.now()
    globalThis.Date = class extends Real {{
        constructor(...given) {{ if (given.length) super(...given); else super(Real.now() + offset) }}
        static now() {{ return Real.now() + offset }}
    }}
"""
WATCH = """() => {
    const seen = window.seen = { tasks: [], answers: [], at: null }
    new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map((one) => one.duration)))
        .observe({ type: 'longtask' })
    addEventListener('input', () => { seen.at = performance.now() }, true)
    new MutationObserver((changes) => {
        const isList = changes.some(({ target }) =>
            (target.nodeType === 1 ? target : target.parentElement)?.closest('.line, [role="status"]'))
        if (isList && seen.at !== null) { seen.answers.push(performance.now() - seen.at); seen.at = null }
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
}"""


@dataclass(frozen=True, slots=True)
class Phone:
    """A slow phone with its page."""

    context: BrowserContext
    page: Page
    protocol: CDPSession

    def busy_ms(self) -> float:
        """Return the CPU that the page's thread has used, slowed as it is; what else runs here does not count."""
        metrics = self.protocol.send("Performance.getMetrics")["metrics"]
        return next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration") * 1000


def rows(envelope: Envelope) -> Iterator[Row]:
    """Yield the figures of one phone that opens the meeting for the first time."""
    size = f"{len(envelope.events):,} items, {len(envelope.people):,} people, CPU / {SLOWER}"
    with _served(envelope) as url, _phone(url) as phone:
        yield _row("first list, first visit", _opened(phone, "/"), "ms", note=f"{size}, all shards fetched")
        phone.page.wait_for_timeout(3_000)  # what was fetched is being kept
        times = [_opened(phone, "/") for _ in range(3)]
        yield _row("first list, from the phone", statistics.median(times), "ms", n=3, note=size)
        phone.page.evaluate(WATCH)
        yield from _searched(phone, _queries(envelope), size)
        yield from _scrolled(phone, size)


def _opened(phone: Phone, path: str) -> float:
    began = time.monotonic()
    phone.page.goto(path, wait_until="commit")
    phone.page.wait_for_selector(".virtual .stop-row", timeout=180_000)
    return (time.monotonic() - began) * 1000


def _queries(envelope: Envelope) -> list[str]:
    """Whole words, two words, a family name, a room, and a letter that stands almost everywhere."""
    titles = [envelope.events[place * 701 % len(envelope.events)].title.lower().split() for place in range(1, 6)]
    names = [envelope.people[place * 397 % len(envelope.people)].split()[-1].lower() for place in (1, 2)]
    return [*(words[0] for words in titles), " ".join(titles[0][:2]), *names, "room 12", "a"]


def _searched(phone: Phone, queries: list[str], size: str) -> Iterator[Row]:
    field = phone.page.get_by_label("Search the agenda")
    field.click()
    phone.page.keyboard.type("zz")
    phone.page.get_by_text("Nothing found").wait_for(timeout=180_000)
    phone.page.evaluate("seen.answers.length = 0; seen.tasks.length = 0")
    busy = []
    for query in queries:
        field.fill("")
        phone.page.wait_for_timeout(PAUSE)
        phone.page.evaluate("seen.at = null")
        busy += _typed(phone, query)
    answers = phone.page.evaluate("seen.answers")
    longest = max([0.0, *phone.page.evaluate("seen.tasks")])
    value = _p95(busy)
    goal = f"p95 <= {KEY_MS:.0f} ms"
    note = f"{size}; median {statistics.median(busy):.0f} ms, longest task {longest:.0f} ms"
    floor = _p95(_bare(phone))
    measured = {"n": len(busy), "floor": floor, "ratio": value / floor, "goal": goal, "met": value <= KEY_MS}
    yield _row("P11 work of the page a key", value, "ms", **measured, note=note)
    note = f"median {statistics.median(answers):.0f} ms; the Worker is not slowed"
    yield _row("key to first change of the list, p95", _p95(answers), "ms", n=len(answers), note=note)


def _typed(phone: Phone, query: str) -> list[float]:
    """Return the work of the page for each letter."""
    busy = []
    for letter in query:
        before = phone.busy_ms()
        phone.page.keyboard.press(letter if letter != " " else "Space")
        phone.page.wait_for_timeout(PAUSE)
        busy.append(phone.busy_ms() - before)
    return busy


def _bare(phone: Phone) -> list[float]:
    """Return the same for a page that holds a field and nothing else: what the browser takes by itself."""
    page = phone.context.new_page()
    page.set_content("<input autofocus>")
    page.locator("input").click()
    busy = _typed(Phone(phone.context, page, _slowed(phone.context, page)), "floor of the browser")
    page.close()
    return busy


def _scrolled(phone: Phone, size: str) -> Iterator[Row]:
    phone.page.get_by_label("Search the agenda").fill("")
    for view in (None, "Posters"):
        if view:
            phone.page.get_by_role("button", name=view).click()
            phone.page.wait_for_timeout(1_000)
            opened = max([0.0, *phone.page.evaluate("seen.tasks")])
            yield _row(f"longest task while opening {view}", opened, "ms", note=size)
        phone.page.evaluate("scrollTo(0, 0); seen.tasks.length = 0")
        phone.page.mouse.move(180, 500)
        before = phone.busy_ms()
        for _ in range(SCROLLS):
            phone.page.mouse.wheel(0, SCROLL_BY)
            phone.page.wait_for_timeout(16)
        phone.page.wait_for_timeout(500)
        tasks = phone.page.evaluate("seen.tasks")
        name = f"long tasks in {SCROLLS} scrolls of {SCROLL_BY} px, {view or 'today'}"
        note = f"longest {max([0.0, *tasks]):.0f} ms; {(phone.busy_ms() - before) / SCROLLS:.0f} ms of work a scroll"
        yield _row(
            name, len(tasks), "tasks", n=SCROLLS, goal=f"none over {LONG_TASK_MS:.0f} ms", met=not tasks, note=note
        )


@contextmanager
def _served(envelope: Envelope) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        file = folder / "envelope.json"
        file.write_bytes(writings.frab_json(envelope))
        subprocess.run(
            [sys.executable, "-m", "tests.bench.import_once", str(file), str(folder)],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        with serving("wsgi:app", folder, port):
            yield f"http://127.0.0.1:{port}"


@contextmanager
def _phone(url: str) -> Iterator[Phone]:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        raise SystemExit("No Chromium is installed; on Debian: apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        context = browser.new_context(viewport=PHONE, base_url=url, has_touch=True, timezone_id=envelopes.ZONE)
        context.set_default_timeout(60_000)
        page = context.new_page()
        page.add_init_script(SHIFT)
        yield Phone(context, page, _slowed(context, page))
        browser.close()


def _slowed(context: BrowserContext, page: Page) -> CDPSession:
    protocol = context.new_cdp_session(page)
    protocol.send("Performance.enable", {"timeDomain": "threadTicks"})
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return protocol


def _p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def _row(name: str, value: float, unit: str, **more: Any) -> Row:
    return Row(f"phone: {name}", value, unit, **more)


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.phone", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="share of the envelope (default: 1)")
    envelope = envelopes.make(parser.parse_args().scale)
    print(json.dumps({"cores": os.cpu_count(), "load": os.getloadavg()[0], "items": len(envelope.events)}), flush=True)
    found = []
    for row in rows(envelope):
        found.append(row)
        print(row.line(), flush=True)
    print(f"\n{table(found)}")


if __name__ == "__main__":
    main()
