"""MECARD, its older MEMORY form, and BIZCARD to a draft. Pure."""

import re

from server.badges.draft import MOBILE, OTHER, WORK, Draft, add
from server.badges.reading import FIELDS, prefixed, squeeze, trim
from server.badges.vcard_lines import split_unescaped, unescape

_BIZCARD_PHONES = {"M": MOBILE, "B": WORK, "F": OTHER}
_MEMORY_FIELD = re.compile("(?:(?:NAME|TEL|MAIL)[0-9]|ADD):", re.IGNORECASE | re.ASCII)
_MEMORY_REACH = re.compile("(TEL|MAIL|URL)[0-9]*")


def mecard(text: str) -> Draft | None:
    """The fields of a `MECARD:` or `MEMORY:` code, or `None` if the text is neither."""
    body = prefixed(trim(text), "mecard:")
    if body is not None:
        return mecard_body(body)
    return _memory(trim(text)) if _is_memory(trim(text)) else None


def mecard_body(text: str) -> Draft:
    """What the fields behind `MECARD:` say; a missing last `;` is accepted, SOUND and BDAY are dropped."""
    draft = Draft()
    for key, value in fields(text):
        match key:
            case "N":
                _take_name(draft, value)
            case "NICKNAME":
                draft.name = draft.name or squeeze(unescape(value))
            case "ADR":
                add(draft.addresses, _listed(value))
            case _:
                _take(draft, key, unescape(value))
    return draft


def bizcard(text: str) -> Draft | None:
    """The fields of a `BIZCARD:` code, or `None`: N given, X family, T title, C company, B, F and M phones."""
    body = prefixed(trim(text), "bizcard:")
    if body is None:
        return None
    draft = Draft()
    for key, escaped in fields(body):
        value = squeeze(unescape(escaped))
        match key:
            case "N":
                draft.given_name = draft.given_name or value
            case "X":
                draft.family_name = draft.family_name or value
            case "A":
                add(draft.addresses, value)
            case "B" | "F" | "M":
                draft.add_phone(value, _BIZCARD_PHONES[key])
            case _:
                _take(draft, {"C": "ORG", "T": "TITLE", "E": "EMAIL"}.get(key, ""), value)
    draft.name = squeeze(f"{draft.given_name or ''} {draft.family_name or ''}")
    return draft


def fields(text: str) -> list[tuple[str, str]]:
    """Key (upper case) and escaped value of each field that is not empty; at most 200."""
    found = []
    for part in split_unescaped(text, ";")[:FIELDS]:
        key, colon, value = part.partition(":")
        if colon and trim(value):
            found.append((trim(key).upper(), value))
    return found


def _take(draft: Draft, key: str, value: str) -> None:
    match key:
        case "TEL" | "TEL-AV":
            draft.add_phone(value)
        case "EMAIL":
            draft.add_email(value)
        case "URL":
            draft.add_link(value)
        case "ORG":
            add(draft.organizations, squeeze(value))
        case "TITLE":
            add(draft.titles, squeeze(value))
        case "NOTE" | "MEMO":
            draft.add_note(value)
        case "UID":
            draft.id = draft.id or squeeze(value)


def _take_name(draft: Draft, value: str) -> None:
    family, *given = [squeeze(unescape(part)) for part in split_unescaped(value, ",")]
    if any(given) and family:
        draft.family_name, draft.given_name = family, squeeze(" ".join(given))
        draft.name = f"{draft.given_name} {family}"
    else:
        draft.name = family or squeeze(" ".join(given)) or draft.name


def _listed(value: str) -> str:
    parts = [squeeze(unescape(part)) for part in split_unescaped(value, ",")]
    return ", ".join(part for part in parts if part)


def _is_memory(text: str) -> bool:
    """Whether the text begins with `MEMORY:`, or with another field of that form and has `MEMORY:` on a later line."""
    if prefixed(text, "memory:") is not None:
        return True
    later = text.split("\n")[1:FIELDS]
    return _MEMORY_FIELD.match(text) is not None and any(prefixed(line, "memory:") is not None for line in later)


def _memory(text: str) -> Draft:
    draft = Draft()
    for line in (text if "\n" in text else text.replace(";", "\n")).split("\n")[:FIELDS]:
        key, _, value = line.partition(":")
        key, value = trim(key).upper(), squeeze(value)
        reach = _MEMORY_REACH.fullmatch(key)
        if key == "NAME1":
            draft.name = draft.name or value
        elif key == "MEMORY":
            draft.add_note(value)
        elif key in ("ADD", "ADR"):
            add(draft.addresses, value)
        elif value and reach:
            _take(draft, reach[1].replace("MAIL", "EMAIL"), value)
    return draft
