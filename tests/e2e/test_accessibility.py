"""For everyone: screen readers, a keyboard alone, text of twice the size, thumbs, no motion (WCAG 2.2 AA)."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from server.config import ROOT
from tests.e2e import filled
from tests.e2e.conftest import Hallway, Phones
from tests.e2e.filled import Places
from tests.e2e.screens import Screen, screens
from tests.e2e.steps import add_person

pytestmark = pytest.mark.e2e

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "dark": ["color-contrast", "link-in-text-block"],  # a theme changes colours, so only what looks at them can differ
}
WIDE = {"viewport": {"width": 1280, "height": 800}, "is_mobile": False, "has_touch": False}

FINDINGS = """async (rules) => {
    const { violations } = await axe.run(document, { resultTypes: ['violations'], runOnly: rules })
    const outline = ['heading-order', 'page-has-heading-one']  // of no great impact for axe, of much for who listens
    const grave = violations.filter(({ id, impact }) => /serious|critical/.test(impact) || outline.includes(id))
    const names = [...document.querySelectorAll('h1')].filter((one) => one.checkVisibility())
    if (names.length !== 1) return [`h1: ${names.map((one) => one.innerText).join(' | ')}`]
    return grave.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)}`))
}"""

# A target is as large as what can be touched: a label around a box, a link around a heading. Smaller may be links
# within a sentence, which have the height of its line (WCAG 2.2, 2.5.8), and fields that only a label opens.
SMALL_TARGETS = """() => {
    const shown = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    const isInline = (one) => getComputedStyle(one).display === 'inline'
    const inSentence = (one) => one.matches('p a, p button, .prose a, dd a') && isInline(one)
    const topmost = document.querySelector('dialog[open]') ?? document
    return [...topmost.querySelectorAll('a[href], button, input, select, textarea, summary')]
        .filter((one) => shown(one) && !inSentence(one))
        .map((one) => {
            const boxes = [one, one.closest('label') ?? one].map((each) => each.getBoundingClientRect())
            return [one, Math.max(...boxes.map((box) => box.width)), Math.max(...boxes.map((box) => box.height))]
        })
        .filter(([, width, height]) => width < 43.5 || height < 43.5)
        .map(([one, width, height]) => `${width} x ${height}: ${one.outerHTML.slice(0, 99)}`)
}"""

TOO_WIDE = """() => {
    const boxes = [...document.querySelectorAll('.tabs .tab')].map((tab) => {
        const words = document.createRange()
        words.selectNodeContents(tab)
        return words.getBoundingClientRect()
    })
    const overlaps = boxes.filter((one, place) => place > 0 && boxes[place - 1].right > one.left + 0.5)
    const { scrollWidth, clientWidth } = document.documentElement  // innerWidth grows with what does not fit
    return { beyond: Math.max(0, scrollWidth - clientWidth), overlaps: overlaps.length }
}"""

# Scrolled to its end, a page shows its last target above the bar of tabs and the scan button.
HIDDEN = """async () => {
    const bar = document.querySelector('.tabs')
    const page = document.querySelector('.pane[role=main]')
    if (!bar || !page) return null
    // rows take their own height only when they come near, so the end moves on a few times
    for (let [frame, still, height] = [0, 0, 0]; frame < 60 && still < 3; frame++) {
        still = height === document.documentElement.scrollHeight ? still + 1 : 0
        height = document.documentElement.scrollHeight
        scrollTo(0, height)
        await new Promise(requestAnimationFrame)
    }
    const last = [...page.querySelectorAll('a[href], button, input, select, textarea, summary')]
        .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('dialog'))
        .at(-1)
    const top = Math.min(...[...bar.children].map((one) => one.getBoundingClientRect().top))
    return last && last.getBoundingClientRect().bottom > top ? last.outerHTML.slice(0, 99) : null
}"""

FOCUS = """() => {
    const one = document.activeElement
    const bar = document.querySelector('.tabs')
    const end = bar && !bar.contains(one) && bar.clientWidth > bar.clientHeight ? bar.offsetTop : innerHeight
    const ringed = (element) => {
        const { outlineStyle, outlineWidth } = element ? getComputedStyle(element) : {}
        return outlineStyle && outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
    }
    const { top, bottom, left, right } = one.getBoundingClientRect()
    return {
        tag: one.tagName,
        name: (one.getAttribute('aria-label') ?? one.innerText ?? one.name ?? '').trim(),
        seen: Boolean(ringed(one) || ringed(one.closest('label, .bullet-field, .card'))),
        inSight: bottom > 0 && right > 0 && top < end && left < innerWidth,
    }
}"""


@pytest.fixture(scope="module")
def axe() -> str:
    """Return the script of axe-core as npm installed it."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed; run make setup")
    return Path(AXE).read_text()


def account(kind: str, page: Page, hallway: Hallway) -> Places:
    if kind == "empty":
        return filled.empty(page)
    return filled.usual(page, hallway) if kind == "usual" else filled.overfull(page, hallway)


@pytest.mark.parametrize(
    "kind",
    ["usual", *(pytest.param(kind, marks=pytest.mark.thorough) for kind in ("empty", "overfull"))],
)
def test_every_screen_is_for_screen_readers_for_thumbs_and_for_text_of_twice_the_size(
    phones: Phones, hallway: Hallway, axe: str, kind: str
) -> None:
    page = phones.open(reduced_motion="reduce").new_page()
    found: dict[str, Any] = {}
    for screen in screens(account(kind, page, hallway)):
        screen.open(page)
        found[f"{screen.name}, small"] = page.evaluate(SMALL_TARGETS)
        if kind != "overfull" or screen.own:  # the others say the same in longer words
            found |= findings(page, axe, screen.name)
        found[f"{screen.name}, wide"] = at_twice_the_size(page)
        found[f"{screen.name}, hidden"] = page.evaluate(HIDDEN)
    if kind == "usual":
        Screen("styleguide", "/styleguide").open(page)
        found |= findings(page, axe, "styleguide")
    assert {name: faults for name, faults in found.items() if faults} == {}


def findings(page: Page, axe: str, name: str) -> dict[str, list[str]]:
    """Return what axe finds on the screen that is shown, in both themes."""
    found: dict[str, list[str]] = {}
    page.evaluate(axe)
    for theme, rules in RULES.items():
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        found[f"{name}, {theme}"] = page.evaluate(FINDINGS, rules)
    return found


def at_twice_the_size(page: Page) -> dict[str, int]:
    """Return by how much the screen that is shown does not fit, text being twice as large; {} where all does."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.wait_for_timeout(100)
    beyond: dict[str, int] = page.evaluate(TOO_WIDE)
    return {name: much for name, much in beyond.items() if much}


@pytest.mark.thorough
def test_on_a_wide_screen_axe_finds_nothing_serious_either(phones: Phones, hallway: Hallway, axe: str) -> None:
    page = phones.open(reduced_motion="reduce", **WIDE).new_page()
    found: dict[str, list[str]] = {}
    for screen in screens(filled.usual(page, hallway)):
        screen.open(page)
        page.evaluate(axe)
        found[screen.name] = page.evaluate(FINDINGS, RULES["light"])
    assert {name: faults for name, faults in found.items() if faults} == {}


def tab_to(page: Page, target: Locator, most: int = 60) -> list[str]:
    """Press Tab until the target has the focus; on the way every stop must be in sight and ringed."""
    passed: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["tag"] == "BODY":
            continue
        assert (focus["seen"], focus["inSight"]) == (True, True), focus
        passed.append(focus["name"])
        if target.evaluate("(one) => one === document.activeElement"):
            return passed
    raise AssertionError(f"Tab never came to it: {passed}")


def flag_by_keyboard(page: Page) -> None:
    tab_to(page, page.locator(".virtual .stop-row a").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    must = page.get_by_role("group", name="Flag").get_by_role("button", name="Must")
    tab_to(page, must)
    page.keyboard.press("Space")
    expect(must).to_have_attribute("aria-pressed", "true")
    expect(must).to_be_focused()


def capture_by_keyboard(page: Page, name: str) -> None:
    tab_to(page, page.get_by_role("link", name="Scan a badge"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("main", name="Scan a badge")).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Type a name"))
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="Capture")
    expect(sheet.get_by_label("Name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(sheet.get_by_role("heading", name=name)).to_be_focused()
    tab_to(page, sheet.get_by_label("What to remember"))
    page.keyboard.type("Takes students for the spring\nTrained two from abroad")
    tab_to(page, sheet.get_by_role("button", name="Offered research"))
    page.keyboard.press("Space")
    tab_to(page, sheet.get_by_role("button", name="Done"))
    page.keyboard.press("Enter")
    expect(sheet).to_have_count(0)


def leave_a_sheet_by_escape(page: Page) -> None:
    """The focus is then back where the sheet was opened, which the next walk with Tab begins from."""
    sheet = page.get_by_role("dialog", name="Capture")
    tab_to(page, page.get_by_role("button", name="Type a name"))
    page.keyboard.press("Enter")
    expect(sheet.get_by_label("Name")).to_be_focused()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)


def finish_a_step_by_keyboard(page: Page, title: str) -> None:
    tab_to(page, page.get_by_role("link", name="Close the scanner"))
    page.keyboard.press("Enter")
    expect(page.locator(".pane[role=main]:focus-within")).to_have_count(1)  # then on the row one had left for its page
    tab_to(page, page.get_by_role("link", name="Follow-ups"), most=120)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Follow-ups", level=1)).to_be_visible()
    expect(page.get_by_role("main")).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Coming"))
    page.keyboard.press("Enter")
    row = page.locator(".stop-row", has_text=title)
    tab_to(page, row.get_by_role("button", name="Done"))
    page.keyboard.press("Enter")
    expect(row).to_have_count(0)
    expect(page.get_by_role("status").get_by_text("Done")).to_be_visible()


def test_the_main_job_with_a_keyboard_alone(phones: Phones) -> None:
    page = phones.open().new_page()
    page.goto("/")
    expect(page.locator(".stop-row").first).to_be_visible()

    flag_by_keyboard(page)
    capture_by_keyboard(page, "Maren Oduya")
    leave_a_sheet_by_escape(page)
    finish_a_step_by_keyboard(page, "Thank Maren Oduya")

    assert page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count() == 0


def test_the_page_that_opens_beside_its_list_takes_the_focus(phones: Phones) -> None:
    page = phones.open(**WIDE).new_page()
    page.goto("/")
    page.locator(".virtual .stop-row a").first.click()
    opened = page.get_by_role("main")
    expect(opened).to_be_focused()
    expect(opened.get_by_role("group", name="Flag")).to_be_visible()
    page.get_by_role("link", name="Plan", exact=True).click()
    expect(page.get_by_role("main")).to_be_focused()


def test_one_page_is_shown_while_the_code_of_the_next_is_on_its_way(phones: Phones) -> None:
    page = phones.open(**WIDE).new_page()
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    slow: list[Route] = []
    page.route("**/assets/Plan-*.js", lambda route: slow.append(route))
    page.goto("/")
    expect(page.locator(".stop-row").first).to_be_visible()
    page.get_by_role("link", name="Plan", exact=True).click()
    expect(page.get_by_role("main")).to_be_focused()
    assert (page.locator(".stop-row").count(), len(slow)) == (0, 1)
    slow[0].continue_()
    expect(page.get_by_role("heading", name="Plan", level=1)).to_be_visible()
    expect(page.get_by_role("main")).to_be_focused()


def test_what_opens_in_place_takes_the_focus_and_gives_it_back(phones: Phones) -> None:
    page = phones.open().new_page()
    add_person(page, "Maren Oduya")
    page.goto("/people")
    page.get_by_role("link", name="Maren Oduya").click()
    expect(page.get_by_role("heading", name="Maren Oduya", level=1)).to_be_visible()

    def button(name: str) -> Locator:
        return page.get_by_role("button", name=name, exact=True)

    for opener, inside, closer, back in (
        (button("Edit"), page.get_by_label("Name", exact=True), page.locator(".in-place .button"), button("Edit")),
        (button("Later").first, button("3 days"), button("Back"), button("Sent")),
        (button("Add a follow-up"), page.get_by_label("What", exact=True), button("Cancel"), button("Add a follow-up")),
        (button("Add a note"), page.get_by_label("What to remember"), page.locator(".in-place .button"), None),
    ):
        opener.press("Enter")
        expect(inside).to_be_focused()
        closer.press("Enter")
        expect(inside).to_have_count(0)
        if back:
            expect(back).to_be_focused()


def test_nothing_moves_where_motion_is_not_wanted(phones: Phones) -> None:
    page = phones.open(reduced_motion="reduce").new_page()
    page.goto("/scan")
    page.get_by_role("button", name="Type a name").click()
    expect(page.get_by_role("dialog", name="Capture")).to_be_visible()
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].map((one) => getComputedStyle(one))
            .filter((style) => /[1-9]/.test(style.animationDuration + style.transitionDuration)).length"""
    )
    assert moving == 0
