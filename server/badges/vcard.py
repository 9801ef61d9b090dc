"""vCard 2.1, 3.0 and 4.0 to a draft. Pure. Traps and their rules: docs/badges.md, "Mapping and traps"."""

from server.badges.draft import HOME, MOBILE, OTHER, WORK, Draft, add
from server.badges.links import web_link
from server.badges.names import degrees_behind, take_degrees
from server.badges.reading import prefixed, squeeze, squeeze_lines, trim
from server.badges.vcard_lines import Property, properties

_RANKS = (({"cell", "mobile", "iphone"}, MOBILE), ({"work"}, WORK), ({"home"}, HOME))


def vcard(text: str) -> Draft | None:
    """The first card of the text, or `None` if the text does not begin with one."""
    if prefixed(trim(text), "begin:vcard") is None:
        return None
    found, begun = properties(trim(text))
    draft = Draft()
    for prop in found:
        _take(draft, prop)
    _take_names(draft, found)
    _take_titles(draft, found)
    if not draft.addresses:
        for prop in found:
            if prop.name == "LABEL":
                add(draft.addresses, _one_line(prop.text()))
    if begun > 1:
        add(draft.notes, f"The code holds {begun} cards; the first one was read.")
    return draft


def _take(draft: Draft, prop: Property) -> None:
    match prop.name:
        case "EMAIL":
            draft.add_email(prop.text())
        case "TEL":
            _take_phone(draft, prop)
        case "ADR":
            add(draft.addresses, _joined(prop))
        case "ORG":
            add(draft.organizations, _joined(prop))
        case "URL":
            draft.add_link(prop.text())
        case "X-SOCIALPROFILE" | "IMPP":
            _take_social(draft, prop.text())
        case "NOTE":
            draft.add_note(prop.text())
        case "UID":
            draft.id = draft.id or squeeze(prop.text())


def _take_phone(draft: Draft, prop: Property) -> None:
    if prop.types & {"fax", "pager"}:
        return
    draft.add_phone(prop.text(), next((rank for types, rank in _RANKS if prop.types & types), OTHER))


def _take_social(draft: Draft, text: str) -> None:
    url = web_link(text)
    add(draft.notes, squeeze(text)) if url is None else add(draft.urls, url, exact=True)


def _take_names(draft: Draft, found: list[Property]) -> None:
    full = _first(found, "FN")
    named = next((prop for prop in found if prop.name == "N" and trim(prop.text().replace(";", ""))), None)
    composed = _take_parts(draft, named) if named else ""
    draft.name = full or composed or _first(found, "NICKNAME")
    for degree in degrees_behind(full):
        add(draft.degrees, degree)


def _take_parts(draft: Draft, prop: Property) -> str:
    """Given and family name and degrees are in the draft; returns the name composed from the parts."""
    parts = [squeeze(" ".join(values)) for values in prop.parts()[:5]]
    family, given, additional, prefix, suffix = (parts + [""] * 5)[:5]
    prefix, before = take_degrees(prefix)
    suffix, behind = take_degrees(suffix)
    for degree in before + behind:
        add(draft.degrees, degree)
    filled = [part for part in parts if part]
    if len(filled) > 1 or " " not in "".join(filled):
        draft.family_name, draft.given_name = family, given
    return " ".join(part for part in (prefix, given, additional, family, suffix) if part)


def _take_titles(draft: Draft, found: list[Property]) -> None:
    for name in ("TITLE", "ROLE"):
        for prop in found:
            if prop.name == name:
                add(draft.titles, _one_line(prop.text()))


def _joined(prop: Property) -> str:
    values = [_one_line(value) for part in prop.parts() for value in part]
    return ", ".join(value for value in values if value)


def _one_line(text: str) -> str:
    """Line breaks become commas, but not behind a comma."""
    return ", ".join(line.removesuffix(",") for line in squeeze_lines(text).split("\n"))


def _first(found: list[Property], name: str) -> str:
    return next((text for text in (squeeze(prop.text()) for prop in found if prop.name == name) if text), "")
