"""A real server process and a real browser on a phone's screen. Skips with a reason where there is no Chromium."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.e2e.forking import Forking, Running

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 360, "height": 740}
SLOWDOWN = float(os.environ.get("HALLWAY_TEST_SLOWDOWN", "1"))  # how many times slower each page works; finds races
LONGEST = 45_000 * SLOWDOWN  # milliseconds that a page may take to show what is asked for, on a busy machine
expect.set_options(timeout=LONGEST)


@dataclass
class Hallway:
    """The server as `hallway serve` runs it, over files of its own; it can be stopped and started again."""

    folder: Path
    port: int
    process: Running | None = field(default=None)
    forking: Forking | None = field(default=None)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("HALLWAY_")}
        return own | {
            "HALLWAY_DEVELOPMENT": "1",
            "HALLWAY_URL": self.url,
            "HALLWAY_DATABASE_URL": f"sqlite:///{self.folder / 'hallway.sqlite'}",
            "HALLWAY_INSTANCE": str(self.folder),
        }

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-c", "from server.cli import main; main()", *words]

    def run(self, *words: str) -> str:
        if self.forking:
            return self._forked(*words)
        done = subprocess.run(self.command(*words), env=self.environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _forked(self, *words: str) -> str:
        assert self.forking
        out, err = (self.folder / f"{time.monotonic_ns()}.{name}" for name in ("out", "err"))
        code = self.forking.start(list(words), self.environment, out, err).wait(120)
        assert code == 0, err.read_text()
        return out.read_text()

    def start(self) -> None:
        words, path = ["serve", "--port", str(self.port)], self.folder / "server.log"
        if self.forking:
            self.process = self.forking.start(words, self.environment, path, path)
        else:
            with path.open("ab") as log:
                self.process = subprocess.Popen(self.command(*words), env=self.environment, stdout=log, stderr=log)
        self._wait()

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(120)
            self.process = None

    def password(self) -> str:
        return (self.folder / "demo_password").read_text().strip()

    def _wait(self) -> None:
        until = time.monotonic() + 180  # a limit for a busy machine; a server that has ended is told at once
        while time.monotonic() < until and self.process and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise AssertionError((self.folder / "server.log").read_text()[-4000:])


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of an installed Chromium."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        reason = "no Chromium is installed; on Debian: apt-get install chromium"
        if os.environ.get("HALLWAY_NEEDS_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """Return the one Playwright of the run."""
    with sync_playwright() as playwright:
        yield playwright


@dataclass
class Browsers:
    """Launches Chromium; without flags it is one for all tests of the worker."""

    driver: Playwright
    chromium: str
    plain: Browser | None = field(default=None)

    def launch(self, *flags: str) -> Browser:
        if self.plain and not flags:
            return self.plain
        made = self.driver.chromium.launch(executable_path=self.chromium, args=[*FLAGS, *flags])
        self.plain = self.plain if flags else made
        return made

    def close(self) -> None:
        if self.plain:
            self.plain.close()


@pytest.fixture(scope="session")
def browsers(driver: Playwright, chromium: str) -> Iterator[Browsers]:
    """Return what launches Chromium, once where nothing speaks against it."""
    opened = Browsers(driver, chromium)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def forking() -> Iterator[Forking]:
    """Return what starts servers without loading the application each time."""
    made = Forking()
    yield made
    made.close()


@pytest.fixture
def hallway(tmp_path: Path, forking: Forking) -> Iterator[Hallway]:
    """Return a running server with the demo conference and the demo student."""
    server = Hallway(tmp_path, free_port(), forking=forking)
    try:
        server.start()
        yield server
    finally:
        server.stop()  # one that came up too late, too: its process would be the next test's fault


@dataclass
class Phones:
    """Opens phones, each with a store of its own. Every request that leaves the server is an error."""

    browsers: Browsers
    url: str
    contexts: list[BrowserContext] = field(default_factory=list)
    own: list[Browser] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def open(self, *flags: str, **context: object) -> BrowserContext:
        browser = self.browsers.launch(*flags)
        if flags:
            self.own.append(browser)
        opened = browser.new_context(
            **{"viewport": PHONE, "has_touch": True, "is_mobile": True, "base_url": self.url} | context
        )
        self.contexts.append(opened)
        opened.set_default_timeout(LONGEST)
        opened.on("request", self._watch)
        opened.on("weberror", lambda error: self.faults.append(str(error.error)))
        if SLOWDOWN > 1:
            opened.on("page", slow_down)
        return opened

    def _watch(self, request: object) -> None:
        address = str(getattr(request, "url", ""))
        if not address.startswith((self.url, "data:", "blob:")):
            self.strangers.append(address)

    def close(self) -> None:
        for opened in (*self.contexts, *self.own):
            opened.close()


def slow_down(page: Page) -> None:
    """Make the page's processor as many times slower as the run asks for."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})


@pytest.fixture
def phones(browsers: Browsers, hallway: Hallway) -> Iterator[Phones]:
    """Return a way to open phones; afterwards no request may have left the server and no script failed."""
    opened = Phones(browsers, hallway.url)
    yield opened
    opened.close()
    assert opened.strangers == []
    assert opened.faults == []


def camera(video: Path) -> tuple[str, ...]:
    """Return the flags that show Chromium a film instead of a camera."""
    return (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={video}",
        "--autoplay-policy=no-user-gesture-required",
    )


def wait_until_offline_ready(page: Page) -> None:
    """Wait until the service worker controls the page and has stored everything it needs offline."""
    page.wait_for_function(
        """async () => {
            const registration = await navigator.serviceWorker.ready
            if (!navigator.serviceWorker.controller || registration.installing) return false
            const names = (await caches.keys()).filter((name) => name.includes('precache'))
            if (names.length === 0) return false
            const keys = await (await caches.open(names[0])).keys()
            return keys.some((key) => key.url.endsWith('.wasm'))
        }""",
        timeout=2 * LONGEST,
    )
