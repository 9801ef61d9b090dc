"""Codes that hold a JSON object: ids of check-in systems, and the few that name a person. Pure."""

import json
import re
from collections.abc import Iterator

from server.badges.draft import Draft, add, digits
from server.badges.reading import squeeze, tidy, trim

DEPTH = 20
_ID = re.compile("[A-Za-z0-9][A-Za-z0-9+/=_.:#-]{3,}")
_HOST = re.compile("(?:[a-z0-9-]+\\.)+[a-z]{2,}(?::[0-9]+)?")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?")
_NAMES = ("name", "fullname", "displayname")
_GIVEN = ("givenname", "firstname")
_FAMILY = ("familyname", "lastname", "surname")


def json_object(text: str) -> dict[str, object] | None:
    """The object the text holds, or `None`; at most 20 levels, no NaN."""
    text = trim(text)
    if text[:1] != "{" or _depth(text) > DEPTH:
        return None
    try:
        value: object = json.loads(text, parse_int=_number, parse_float=_number, parse_constant=_refuse)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def json_id(text: str) -> Draft | None:
    """The longest id-like string, those with a digit first, of an object without a name field (check-in systems)."""
    value = json_object(text)
    if value is None or _names_someone(value):
        return None
    strings = [found for found in _strings(value) if _is_id(found)]
    return Draft(id=min(strings, key=lambda found: (not digits(found), -len(found), found), default=None))


def json_person(text: str) -> Draft | None:
    """The person of an object with a name field at its top, or `None`."""
    value = json_object(text)
    if value is None or not _names_someone(value):
        return None
    known = _known(value)
    draft = Draft(given_name=_pick(known, *_GIVEN), family_name=_pick(known, *_FAMILY))
    draft.name = _pick(known, *_NAMES) or squeeze(f"{draft.given_name} {draft.family_name}")
    draft.id = _pick(known, "id", "uid", "uuid", "badgeid", "attendeeid")
    add(draft.organizations, _pick(known, "organization", "organisation", "company", "institution", "affiliation"))
    add(draft.titles, _pick(known, "title", "jobtitle", "role", "position"))
    draft.add_email(_pick(known, "email", "mail", "emailaddress"))
    draft.add_phone(_pick(known, "phone", "tel", "mobile"))
    return draft


def _names_someone(value: dict[str, object]) -> bool:
    return _pick(_known(value), *_NAMES, *_GIVEN, *_FAMILY) != ""


def _known(value: dict[str, object]) -> dict[str, str]:
    """The top level's strings and whole numbers by key, lower case, letters alone."""
    texts = {re.sub("[^a-z]", "", key.lower()): _as_text(found) for key, found in value.items()}
    return {key: text for key, text in texts.items() if text}


def _pick(known: dict[str, str], *keys: str) -> str:
    return next((known[key] for key in keys if key in known), "")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)
    else:
        yield _as_text(value)


def _as_text(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return squeeze(tidy(value)) if isinstance(value, str) else ""


def _is_id(text: str) -> bool:
    return bool(_ID.fullmatch(text)) and "://" not in text and not _HOST.fullmatch(text) and not _DAY.fullmatch(text)


def _number(text: str) -> float:
    return float(text)


def _refuse(text: str) -> None:
    raise ValueError(text)


def _depth(text: str) -> int:
    """How deep brackets nest at most, those within strings counted too."""
    depth = deepest = 0
    for char in text:
        depth += (char in "[{") - (char in "]}")
        deepest = max(deepest, depth)
    return deepest
