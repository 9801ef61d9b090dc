"""What a tap on an item and the way back paint first, and what is done beforehand so that they are quick."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Phones

pytestmark = pytest.mark.e2e

# each frame of the page: what stands in it when it is about to be painted
FRAMES = """
    const frames = globalThis.frames_seen = []
    const look = () => {
        const flag = document.querySelector('[aria-label=Flag]')
        frames.push({
            path: location.pathname,
            top: Math.round(scrollY),
            title: document.querySelector('h1')?.textContent ?? null,
            flag: flag && Math.round(flag.getBoundingClientRect().top),
            people: [...document.querySelectorAll('h2')].some((one) => one.textContent.startsWith('People')),
            rows: [...document.querySelectorAll('.virtual a')].filter((one) => {
                const { top, bottom } = one.getBoundingClientRect()
                return bottom > 0 && top < innerHeight
            }).length,
        })
        requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
"""
# whether somebody has drawn the page of an item, be it outside of the document
REHEARSED = """
    const set = Element.prototype.setAttribute
    Element.prototype.setAttribute = function (name, value) {
        if (value === 'When and where') globalThis.rehearsed = true
        return set.call(this, name, value)
    }
"""

# the files that only the page of an item asks for
ON_DEMAND = """async () => {
    const { conferences } = await (await fetch('/api/conferences')).json()
    const name = `/agenda/${conferences[0].manifest}.json`
    const { shards } = await (await fetch(name, { headers: { 'X-Hallway': '1' } })).json()
    return [...shards.details, ...shards.abstracts]
}"""
BELOW_THE_BAR = "[...document.querySelectorAll('.virtual a')].find((a) => a.getBoundingClientRect().top > 200)"
# whether rows are drawn above the screen and below it
NEAR = """(rows) => {
    const edges = rows.map((one) => one.getBoundingClientRect())
    return edges[0].top <= -60 && edges.at(-1).bottom >= innerHeight + 60
}"""


def opened(page: Page, script: str = REHEARSED) -> Page:
    """Open the agenda and wait until its idle work is done."""
    page.add_init_script(REHEARSED)
    if script is not REHEARSED:
        page.add_init_script(script)
    page.goto("/")
    page.wait_for_function("() => globalThis.rehearsed")
    return page


def frames_of(page: Page, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("frames_seen")
    return [one for one in found if one["path"] == path]


def test_the_page_of_an_item_is_rehearsed_and_nothing_is_left_of_it(phones: Phones) -> None:
    page = phones.open().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page)
    page.wait_for_timeout(500)

    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('hallway-last'))") == []
    shards = page.evaluate(ON_DEMAND)
    assert shards
    assert [url for url in asked if any(name in url for name in shards)] == []
    assert page.title() in {"Today - Hallway", "Agenda - Hallway"}
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.activeElement.getAttribute('role')") == "main"


def test_the_page_of_an_item_is_rehearsed_once(phones: Phones) -> None:
    page = opened(phones.open().new_page())
    page.get_by_role("link", name="Plan", exact=True).click()
    expect(page.locator("h1")).to_have_text("Plan")
    page.evaluate("rehearsed = false")
    page.get_by_role("link", name="Agenda", exact=True).click()
    expect(page.locator(".virtual .stop-row").first).to_be_visible()
    page.wait_for_timeout(4000)

    assert page.evaluate("rehearsed") is False


def test_an_item_shows_its_head_first_and_what_comes_after_moves_nothing(phones: Phones) -> None:
    page = opened(phones.open().new_page(), FRAMES)
    link = page.locator(".virtual a:has(.who)").first
    path, words = link.get_attribute("href") or "", link.locator("h3").inner_text()
    link.click()
    expect(page.get_by_role("heading", name=re.compile("^People"))).to_be_visible()
    expect(page.locator("[role=main]")).to_be_focused()

    first, *others = frames_of(page, path)
    assert (first["title"], first["people"], first["flag"] is not None) == (words, False, True)
    assert {one["flag"] for one in others} == {first["flag"]}
    order = page.locator("[role=main] :is(h1, h2)").all_inner_texts()
    assert order[:3] == [words, "How much it matters to you", order[2]]
    assert order[2].startswith("People")


def test_the_first_frame_of_the_list_stands_where_one_was(phones: Phones) -> None:
    page = opened(phones.open().new_page(), FRAMES)
    page.get_by_role("button", name="Posters").click()
    expect(page.get_by_role("list", name="Posters by board").locator(".stop-row").first).to_be_visible()
    page.evaluate("scrollTo(0, 20000)")
    page.wait_for_function("() => document.querySelector('.virtual .stop-row').getAttribute('aria-posinset') > 50")
    page.wait_for_timeout(300)
    before = page.evaluate("Math.round(scrollY)")
    page.evaluate(f"{BELOW_THE_BAR}.click()")
    expect(page.locator("h1")).to_contain_text("Poster")
    page.evaluate("frames_seen.length = 0")
    page.get_by_role("link", name="Agenda").first.click()
    expect(page.locator(".virtual a").first).to_be_attached()
    page.wait_for_timeout(500)

    frames = frames_of(page, "/")
    assert {abs(one["top"] - before) < 4 for one in frames} == {True}
    assert min(one["rows"] for one in frames) == max(one["rows"] for one in frames) >= 4
    assert page.locator(".virtual > .stop-row").evaluate_all(NEAR)


def test_a_page_that_was_scrolled_is_whole_at_once(phones: Phones) -> None:
    page = opened(phones.open(viewport={"width": 360, "height": 400}).new_page(), FRAMES)
    link = page.locator(".virtual a:has(.who)").first
    path = link.get_attribute("href") or ""
    link.click()
    expect(page.get_by_role("heading", name=re.compile("^People"))).to_be_visible()
    page.evaluate("scrollTo(0, 120)")
    page.wait_for_function("() => frames_seen.at(-1).top === 120")  # the page has heard of it then
    page.get_by_role("link", name="Plan", exact=True).click()
    expect(page.locator("h1")).to_have_text("Plan")
    page.evaluate("frames_seen.length = 0")
    page.go_back()
    expect(page.get_by_role("heading", name=re.compile("^People"))).to_be_visible()

    first, *_ = frames_of(page, path)
    assert (first["people"], first["top"]) == (True, 120)


def test_who_types_on_while_the_list_is_scrolled_sees_the_whole_field(phones: Phones) -> None:
    page = opened(phones.open(viewport={"width": 1280, "height": 800}, is_mobile=False, has_touch=False).new_page())
    field = page.get_by_label("Search the agenda")
    field.focus()
    page.evaluate("document.querySelector('.panes.two > .pane').scrollTo(0, 3000)")
    page.wait_for_function("() => document.querySelector('.search').getBoundingClientRect().top < -2000")
    page.wait_for_timeout(300)
    page.keyboard.type("micro", delay=60)
    expect(page.get_by_role("list", name="Found").locator("mark").first).to_be_visible()

    edges = page.locator("h1, .search").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().top)")
    assert [0 <= top < 300 for top in edges] == [True, True]


def test_a_pane_that_begins_at_its_top_is_full_in_its_first_frame(phones: Phones) -> None:
    context = phones.open(viewport={"width": 1280, "height": 800}, is_mobile=False, has_touch=False)
    page = opened(context.new_page(), FRAMES)
    page.get_by_role("button", name="Posters").click()
    expect(page.get_by_role("list", name="Posters by board").locator(".stop-row").first).to_be_visible()
    page.evaluate("document.querySelector('.panes.two > .pane').scrollTo(0, 20000)")
    page.wait_for_function("() => document.querySelector('.virtual .stop-row').getAttribute('aria-posinset') > 50")
    page.wait_for_timeout(300)
    page.get_by_role("link", name="Plan", exact=True).click()
    expect(page.get_by_role("heading", name="Plan", level=1)).to_be_visible()
    page.evaluate("frames_seen.length = 0")
    page.get_by_role("link", name="Agenda", exact=True).click()
    expect(page.locator(".virtual a").first).to_be_attached()
    page.wait_for_timeout(500)

    assert min(one["rows"] for one in frames_of(page, "/")) >= 3
