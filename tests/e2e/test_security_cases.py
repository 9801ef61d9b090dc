"""Cases of the acceptance list that only a browser shows (docs/security-cases.md)."""

import base64
import hashlib
import re

import pytest
from playwright.sync_api import Page, expect

from server.config import ROOT
from tests.e2e.between import Answer, Asked, Between, Change
from tests.e2e.conftest import Hallway, Phones, wait_until_offline_ready
from tests.e2e.screens import photo
from tests.e2e.steps import add_person, sign_in
from tests.e2e.test_scan import expect_code
from tests.e2e.test_scan_row import PEOPLE, on_server

pytestmark = pytest.mark.e2e

PORTAL = b"<!doctype html><title>Sign in</title><h1>Welcome to the hotel's network</h1>"
# where the store fails in the way that `window.fault` names; it is read again on each new page
FAULTS = """
    window.fault = location.protocol === 'http:' ? sessionStorage.getItem('fault') : null
    const breaks = (made, name, faults, kind, words) => {
        const real = made.prototype[name]
        made.prototype[name] = function (...given) {
            if (faults.includes(window.fault) && this.name !== 'shards') throw new DOMException(words, kind)
            return real.apply(this, given)
        }
    }
    breaks(IDBFactory, 'open', ['closed'], 'UnknownError', 'Internal error opening backing store for indexedDB.open.')
    breaks(IDBDatabase, 'transaction', ['closed', 'lost'], 'UnknownError',
        'Connection to Indexed Database server lost. Refresh the page to try again')
    breaks(IDBObjectStore, 'add', ['full'], 'QuotaExceededError', 'The disk is full.')
    const add = IDBObjectStore.prototype.add
    IDBObjectStore.prototype.add = function (...given) {
        const asked = add.apply(this, given)
        if (window.fault === 'torn') this.transaction.abort()
        return asked
    }
"""


def test_case_67_wrong_bytes_are_fetched_again_and_never_kept(phones: Phones, hallway: Hallway) -> None:
    wrong: set[str] = set()
    with Between(hallway.port).running() as network:
        network.change = wrong_at_first(wrong)
        phones.url = network.url
        page = phones.open(base_url=network.url).new_page()
        page.goto("/")
        expect(page.locator(".stop-row").first).to_be_visible()
        expect(page.get_by_text("Forged")).to_have_count(0)
        for _ in range(240):  # a limit for a busy machine: until the worker has begun
            if kinds_of(wrong) >= {"js", "json"}:
                break
            page.wait_for_timeout(250)
        assert kinds_of(wrong) >= {"js", "json"}

        # what the worker could not keep whole is fetched again at the next visit, and then works without a network
        page.goto("/people")
        wait_until_offline_ready(page)
        network.change = lambda _asked, answer: answer.like(PORTAL, "text/html")
        for path in ("/people", "/followups", "/plan", "/badge", "/scan", "/"):
            page.goto(path)
            expect(page.locator("h1")).not_to_be_empty()
        expect(page.locator(".stop-row").first).to_be_visible()
        assert page.locator("text=hotel").count() == 0


def kinds_of(names: set[str]) -> set[str]:
    return {name.rsplit(".", 1)[1] for name in names}


def wrong_at_first(wrong: set[str]) -> Change:
    """Return a network that once puts a page in the place of each script and file that no element asks for."""

    def change(asked: Asked, answer: Answer) -> Answer:
        is_shard = re.fullmatch(r"/agenda/[0-9a-f]{64}\.json", asked.path) is not None
        is_script = asked.by == "empty" and asked.path.startswith("/assets/") and asked.path.endswith(".js")
        if asked.path in wrong or not (is_shard or is_script):
            return answer
        wrong.add(asked.path)
        return answer.like(answer.body.replace(b'"', b'"Forged', 9)) if is_shard else answer.like(PORTAL, "text/html")

    return change


@pytest.mark.thorough
def test_case_67_a_deploy_in_mid_session_waits_for_a_reload_and_loses_nothing(phones: Phones, hallway: Hallway) -> None:
    with Between(hallway.port).running() as network:
        phones.url = network.url
        page = phones.open(base_url=network.url).new_page()
        sign_in(page, hallway)
        wait_until_offline_ready(page)
        network.change = deployed(takes_changes=False)
        add_person(page, "Ilse Tanaka")
        page.evaluate("navigator.serviceWorker.ready.then((found) => found.update())")

        # the old one works on, in every place, until somebody says so
        reload = page.get_by_role("button", name="reload now")
        for path in ("/", "/people", "/unsent"):
            page.goto(path)
            expect(page.locator("h1")).to_be_visible()
            assert page.locator("html[data-deployed]").count() == 0
        expect(reload).to_be_visible()
        with page.expect_navigation():
            reload.click()
        expect(page.locator("html[data-deployed]")).to_have_count(1)
        page.goto("/people")
        expect(page.get_by_text("Ilse Tanaka")).to_be_visible()

        network.change = deployed(takes_changes=True)
        page.goto("/unsent")
        expect(page.get_by_text("All sent")).to_be_visible()
    assert on_server(hallway, PEOPLE) == ["Ilse Tanaka"]


def deployed(*, takes_changes: bool) -> Change:
    """Return a network to a server with a later build, whose sync may be away for the moment."""
    shell = later((ROOT / "web" / "dist" / "index.html").read_bytes())
    sha256 = hashlib.sha256(shell)
    told = {b"revision": sha256.hexdigest()[:16].encode(), b"integrity": b"sha256-" + base64.b64encode(sha256.digest())}

    def change(asked: Asked, answer: Answer) -> Answer:
        if asked.path == "/api/sync" and not takes_changes:
            return Answer(503, (("Content-Type", "text/plain"), ("Retry-After", "1")), b"Away.")
        if asked.path == "/sw.js":
            listed = re.compile(rb"url:`/`,revision:`[^`]+`(,integrity:`[^`]+`)?")
            line = b"url:`/`," + b",".join(name + b":`" + value + b"`" for name, value in told.items())
            return answer.like(listed.sub(line, answer.body))
        return answer.like(later(answer.body)) if answer.body.startswith(b"<!doctype html>") else answer

    return change


def later(shell: bytes) -> bytes:
    return shell.replace(b"<html", b"<html data-deployed", 1)


def test_case_68_a_badge_that_is_not_kept_is_never_shown_as_saved(phones: Phones, hallway: Hallway) -> None:
    context = phones.open(permissions=["clipboard-read", "clipboard-write"])
    context.add_init_script(FAULTS)
    page = context.new_page()
    page.goto("/")
    wait_until_offline_ready(page)
    hallway.stop()
    for fault in ("closed", "lost", "torn", "full"):
        if fault == "closed":  # from the first moment of the page
            page.evaluate("sessionStorage.setItem('fault', 'closed')")
        page.goto("/scan")
        page.evaluate("(fault) => { window.fault = fault; sessionStorage.clear() }", fault)
        photo(page, f"SB-{fault}")
        expect_safe_elsewhere(page, f"SB-{fault}")

        page.evaluate("window.fault = null")
        page.get_by_role("dialog", name="Not saved").get_by_role("button", name="Try again").click()
        expect(page.get_by_role("dialog", name="Capture").get_by_text("Saved on this phone")).to_be_visible()
    page.goto("/people")
    expect(page.get_by_text("4 badges without a name")).to_be_visible()


def expect_safe_elsewhere(page: Page, code: str) -> None:
    """Expect the code in sight, said not to be saved, also after another try, and out of the phone by two ways."""
    lost = page.get_by_role("dialog", name="Not saved")
    expect(lost.get_by_role("alert")).to_contain_text("Not saved.")
    lost.get_by_role("button", name="Try again").click()
    expect(lost.get_by_role("alert")).to_contain_text("Not saved.")
    expect(lost.get_by_text(code)).to_be_visible()
    expect(page.get_by_text("Saved on this phone")).to_have_count(0)
    lost.get_by_role("button", name="Copy").click()
    expect(lost.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == code
    lost.get_by_role("button", name="Show as QR").click()
    expect_code(lost.get_by_role("img"), code)
