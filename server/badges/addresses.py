"""Codes that hold a web address: any page, a profile, or a Hallway card. Pure."""

import re

from server.badges.draft import Draft, add
from server.badges.encoding import unquote_percent
from server.badges.links import web_link
from server.badges.mecard import fields, mecard_body
from server.badges.reading import clean, prefixed, squeeze, trim
from server.badges.vcard_lines import unescape

_HALLWAY = re.compile("([Hh][Tt][Tt][Pp][Ss]://[^/?# ]+/b/([A-Za-z0-9_-]{10,22}))/?(?:\\?[^#]*)?(?:#(.*))?", re.DOTALL)


def hallway(text: str) -> Draft | None:
    """The card of a `https://HOST/b/CODE` link: the code as `id`, and what the fragment says (a MECARD body)."""
    found = _HALLWAY.fullmatch(trim(text))
    link = web_link(found[1]) if found else None
    if not found or link is None:
        return None
    body = clean(unquote_percent(found[3] or ""))
    marked = prefixed(body, "mecard:")
    draft = mecard_body(body if marked is None else marked)
    draft.urls = [link, *(url for url in draft.urls if url != link)]
    draft.id = found[2]
    return draft


def url(text: str) -> Draft | None:
    """A page: http, https, `www.`, a bare profile address, `URL:`, `URLTO:` or `MEBKM:`."""
    text = trim(text)
    draft = Draft()
    named = prefixed(text, "urlto:")
    body = prefixed(text, "mebkm:")
    plain = prefixed(text, "url:")
    if named is not None:
        return _urlto(draft, named)
    if body is not None:
        for key, value in fields(body):
            if key == "URL":
                draft.add_link(unescape(value))
            elif key == "TITLE":
                draft.add_note(unescape(value))
        return draft
    if plain is not None:
        draft.add_link(plain)
        return draft
    return _page(draft, text)


def _urlto(draft: Draft, text: str) -> Draft:
    title, colon, link = text.partition(":")
    if web_link(text) is not None or not colon:
        title, link = "", text
    draft.add_link(link)
    draft.add_note(title)
    return draft


def _page(draft: Draft, text: str) -> Draft | None:
    """The first word is a link; the rest is the note."""
    first = squeeze(text).split(" ")[0]
    link = web_link(first)
    if link is None:
        return None
    add(draft.urls, link, exact=True)
    draft.add_note(text[len(first) :])
    return draft
