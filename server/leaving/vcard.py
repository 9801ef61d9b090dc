"""Contacts as vCard 3.0 (RFC 2426), which every address book reads. Pure; one `escape`, folded between characters."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from server.calendar.ical import clean, one_line

FOLD = 75  # octets of a line, without its CRLF (RFC 2426 section 2.6)
UNNAMED = "Unnamed"


def card(contact_id: str, body: Mapping[str, Any], changed_at: str | None) -> bytes:
    """Return one contact's card with CRLF lines. `body` holds its fields as they travel."""
    return b"".join(fold(line) for line in _lines(contact_id, body, changed_at))


def escape(text: str | None) -> str:
    """Return a text as it stands in a value: the backslash first, then what has a meaning there."""
    cleaned = clean(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return cleaned.replace("\n", "\\n")


def fold(line: str) -> bytes:
    """Return a content line with CRLF, folded so that no line is over 75 octets and no character is cut."""
    folded = bytearray()
    width = 0
    for character in line:
        octets = character.encode()
        if width + len(octets) > FOLD:
            folded += b"\r\n "
            width = 1
        folded += octets
        width += len(octets)
    return bytes(folded + b"\r\n")


def _lines(contact_id: str, body: Mapping[str, Any], changed_at: str | None) -> Iterator[str]:
    yield from ("BEGIN:VCARD", "VERSION:3.0", f"UID:urn:uuid:{contact_id}")
    yield f"FN:{escape(_name(body))}"
    yield f"N:{_parts(body)}"
    for name, value in (("TITLE", body.get("role")), ("ORG", body.get("institution"))):
        if value:
            yield f"{name}:{escape(value)}"
    for name, values in (("EMAIL", body.get("emails")), ("TEL", body.get("phones")), ("URL", body.get("urls"))):
        yield from (f"{name}:{escape(one)}" for one in values or ())
    if body.get("tags"):
        yield f"CATEGORIES:{_list(body['tags'])}"
    if body.get("met_on"):
        yield f"NOTE:Met on {body['met_on']}"
    if changed_at:
        yield f"REV:{changed_at}"
    yield "END:VCARD"


def _name(body: Mapping[str, Any]) -> str:
    parts = (body.get("given_name"), body.get("family_name"))
    composed = " ".join(part for part in parts if part)
    named = (body.get("name"), composed, body.get("institution"), *(body.get("emails") or ())[:1])
    return next((told for one in named if (told := one_line(one))), UNNAMED)


def _parts(body: Mapping[str, Any]) -> str:
    """Family name, given name, others, before, behind; a name that was never taken apart stands in the first."""
    family, given = body.get("family_name"), body.get("given_name")
    if not (family or given):
        family = _name(body)
    return f"{escape(family)};{escape(given)};;;{_list(body.get('degrees') or ())}"


def _list(values: Sequence[str]) -> str:
    return ",".join(escape(one) for one in values)
