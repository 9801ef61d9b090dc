"""Case 54: scripts, reversing characters and piled-up marks in one's words are text on every page, and in print."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from server.core import ids
from tests.e2e import published
from tests.e2e.conftest import Hallway, Phones
from tests.e2e.filled import SEND, send
from tests.e2e.steps import ZONE, fits, sign_in, today

pytestmark = pytest.mark.e2e

SCRIPT = "<img src=x onerror='window.owned=1'><script>window.owned=1</script>{{7*7}}"
TURNED = "\u202e\u2066gpj.tnetser\u202d"  # shown backwards where it is let out of its place
PILED = f"Z{chr(0x301) * 180}"
HOSTILE = f"{TURNED} {SCRIPT} {PILED}"[:200]
ABOUT = {"role": HOSTILE, "institution": HOSTILE, "tags": [f"{TURNED}<b>"], "degrees": ["<b>"], "how_found": HOSTILE}
WAYS = {
    "emails": ["a'onclick=alert(1)@x.example"],
    "phones": ["+1<b>555"],
    "urls": ["javascript:window.owned=1", f"https://x.example/{SCRIPT}"],
}
SAID = {"place": HOSTILE, "bullets": f"{HOSTILE}\n{PILED * 20}", "promise": HOSTILE, "ask": HOSTILE}
PROFILE = {"name": HOSTILE, "school": HOSTILE, "pitch": SCRIPT, "role": HOSTILE}
# What broke out: a script that ran, an element or address made of words, text whose direction runs on into other text.
BROKEN = """() => {
    const broken = []
    if (window.owned) broken.push('a script ran')
    if (document.querySelector('img[src="x"], main script')) broken.push('words became an element')
    for (const link of document.querySelectorAll('a[href], form[action]')) {
        const { protocol } = new URL(link.href ?? link.action)
        if (!/^(https?|mailto|tel|webcal|blob):$/.test(protocol)) broken.push(link.outerHTML)
    }
    const isInline = (element) => getComputedStyle(element).display.startsWith('inline')
    const keepsIn = (element) => /isolate|plaintext/.test(getComputedStyle(element).unicodeBidi)
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
        const words = walk.currentNode
        if (!words.data.includes('\\u202e') || words.parentElement.closest('script, style, textarea, option')) continue
        let around = words.parentElement
        while (isInline(around) && !keepsIn(around)) around = around.parentElement
        const isAlone = around.textContent.trim() === words.data.trim()
        if (!keepsIn(around) && !isAlone) broken.push(`runs on: ${around.tagName}.${around.className}`)
    }
    return [...new Set(broken)]
}"""
SHOWN = "() => document.body.innerText.includes('onerror') || document.querySelector('main textarea, main input')"


PAGES = (
    *("/people", "/people/{contact}", "/people/{contact}/history", "/people/{again}", "/same", "/unnamed"),
    *("/followups", "/followups/{step}", "/followups/draft/{contact}?purpose=thank_you", "/followups/letters"),
    *("/followups/milestones", "/plan", "/agenda/{item}", "/people/tracker", "/badge", "/deleted"),
)


def made(kind: str, **fields: Any) -> tuple[str, str, dict[str, Any]]:
    return (kind, str(uuid4()), fields)


def records(agenda: dict[str, Any]) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Return one record of each kind that holds words, every word hostile."""
    day = today().isoformat()
    contact = made("contact", name=HOSTILE, met_on=day, conference=agenda["id"], **ABOUT, **WAYS)
    again = made("contact", name=HOSTILE, institution=HOSTILE, met_on=day, emails=WAYS["emails"])
    one, item = contact[1], agenda["items"][0]["id"]
    flag = {"item": item, "conference": agenda["id"], "tier": "must", "title_at_flagging": HOSTILE}
    step = {"contact": one, "step": "own", "due_on": day, "state": "open", "title": HOSTILE, "note": HOSTILE}
    at = f"{day}T15:00:00Z"
    return {
        "contact": contact,
        "again": again,
        "note": made("note", contact=one, item=item, at=at, **SAID),
        "scan": made("scan", captured_at=at, symbology="QRCode", raw=HOSTILE),
        "own scan": made("scan", captured_at=at, symbology="QRCode", raw=f"{HOSTILE}!", contact=one),
        "flag": ("target", ids.natural(f"target:item:{item}"), flag | {"why": HOSTILE, "question": HOSTILE}),
        "sent": made(
            "outreach", contact=one, direction="out", purpose="other", sent_at=at, subject=HOSTILE, text=HOSTILE
        ),
        "step": made("followup", cycle=str(uuid4()), **step),
        "news": made("milestone", name=HOSTILE[:120], reached_on=day, contacts=[one]),
        "letter": made("letter", contact=one, purpose=HOSTILE[:120], deadline_on=day),
        "wording": made(
            "template", purpose="thank_you", name=HOSTILE[:80], subject=HOSTILE, text=f"{HOSTILE} {{their name}}"
        ),
        "profile": ("profile", ids.natural("profile:self"), PROFILE),
    }


def differ(page: Page, contact: str) -> None:
    """Let another device say something else about the contact, so that both values are shown."""
    change = {"id": str(uuid4()), "n": 1, "kind": "contact", "row": contact, "base": 0, "at": "2026-12-01T10:00:00Z"}
    answer = page.evaluate(SEND, [change | {"set": {"role": f"{TURNED} {SCRIPT}", "institution": SCRIPT}}])
    assert [ack[1] for ack in answer["acked"]] == ["merged"]


def test_case_54_hostile_words_are_text_on_every_page(phones: Phones, hallway: Hallway) -> None:
    phone = phones.open(timezone_id=ZONE)
    page = phone.new_page()
    sign_in(page, hallway)
    page.on("dialog", lambda _dialog: pytest.fail("a page asked something"))
    agenda = published.agenda(page)
    known = records(agenda)
    gone = made("contact", name=HOSTILE)
    send(page, [*known.values(), gone, (gone[0], gone[1], None)])
    contact, step = known["contact"][1], known["step"][1]
    differ(page, contact)
    page.goto("/people")
    expect(page.get_by_text("window.owned").first).to_be_visible()

    seen = {}
    named = {"again": known["again"][1], "item": agenda["items"][0]["id"], "contact": contact, "step": step}
    for path in (one.format(**named) for one in PAGES):
        page.goto(path)
        page.wait_for_function(SHOWN)  # else the page shows none of it, and says nothing about this case
        page.wait_for_load_state("networkidle")
        fits(page)
        seen[path] = page.evaluate(BROKEN)
        page.emulate_media(media="print")
        seen[f"{path} in print"] = page.evaluate(BROKEN)
        page.emulate_media(media="screen")
    assert {path: broken for path, broken in seen.items() if broken} == {}
