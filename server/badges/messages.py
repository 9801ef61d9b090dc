"""Codes that open a letter, a call or a text message. Pure."""

import re

from server.badges.draft import Draft, digits, email_address
from server.badges.encoding import unquote_percent
from server.badges.mecard import fields
from server.badges.reading import VALUES, prefixed, squeeze, trim
from server.badges.vcard_lines import unescape

_BARE_NUMBER = re.compile("\\+[0-9 ().\\-/]+")
_TEXT_SCHEMES = ("sms:", "smsto:", "mms:", "mmsto:")


def email(text: str) -> Draft | None:
    """`mailto:` (RFC 6068), `MATMSG:`, `SMTP:` or one bare address; subject and body are in the note."""
    text = trim(text)
    target = prefixed(text, "mailto:")
    if target is not None:
        return _mailto(target)
    body = prefixed(text, "matmsg:")
    if body is not None:
        return _matmsg(body)
    letter = prefixed(text, "smtp:")
    if letter is not None:
        address, _, rest = letter.partition(":")
        return _letter([address], rest.split(":", 1))
    return _letter([text], []) if email_address(text) and " " not in squeeze(text) and "<" not in text else None


def tel(text: str) -> Draft | None:
    """`tel:` (RFC 3966), `sms:`, `smsto:`, `mms:`, `mmsto:`, or a bare number with a leading `+`."""
    text = trim(text)
    draft = Draft()
    if prefixed(text, "tel:") is not None or (_BARE_NUMBER.fullmatch(text) and 7 <= len(digits(text)) <= 15):
        draft.add_phone(text)
        return draft
    message = prefixed(text, *_TEXT_SCHEMES)
    if message is None:
        return None
    numbers, _, body = message.partition(":")
    query = ""
    if "?" in numbers:
        numbers, _, query = message.partition("?")
        body = ""
    for number in numbers.split(",")[:VALUES]:
        draft.add_phone(unquote_percent(number))
    for said in [body, *(value for key, value in _pairs(query) if key in ("subject", "body"))]:
        draft.add_note(said)
    return draft


def _mailto(text: str) -> Draft:
    target, _, query = text.partition("?")
    pairs = _pairs(query)
    addresses = [unquote_percent(address) for address in target.split(",")]
    for wanted in ("to", "cc"):
        addresses += [address for key, value in pairs if key == wanted for address in value.split(",")]
    return _letter(addresses, [value for wanted in ("subject", "body") for key, value in pairs if key == wanted])


def _matmsg(text: str) -> Draft:
    found = [(key, unescape(value)) for key, value in fields(text)]
    addresses = [address for key, value in found if key == "TO" for address in value.split(",")]
    return _letter(addresses, [value for wanted in ("SUB", "BODY") for key, value in found if key == wanted])


def _letter(addresses: list[str], said: list[str]) -> Draft:
    draft = Draft()
    for address in addresses[:VALUES]:
        draft.add_email(address)
    for text in said:
        draft.add_note(text)
    return draft


def _pairs(query: str) -> list[tuple[str, str]]:
    pairs = [part.partition("=") for part in query.split("&")[:VALUES]]
    return [(key.lower(), unquote_percent(value).replace("\r\n", "\n").replace("\r", "\n")) for key, _, value in pairs]
