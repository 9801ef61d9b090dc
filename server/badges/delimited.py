"""Fields that a badge printer joined with a separator. Pure."""

import re

from server.badges.draft import Draft, add, digits, email_address
from server.badges.links import web_link
from server.badges.names import is_name, is_name_word, is_organization, take_degrees
from server.badges.reading import FIELDS, squeeze, trim

_SEPARATORS = "^|;$\t"
_PHONE = re.compile("[+(][0-9 ().\\-/]+|(?:1[-. ])?[0-9]{3}[-. ][0-9]{3}[-. ][0-9]{4}")
_ID = re.compile("[A-Za-z0-9_.:/+=#-]+")


def delimited(text: str) -> Draft | None:
    """What the parts say if they yield a name or an e-mail address, else `None`."""
    parts = [squeeze(part) for part in text.split("::")]
    if len(parts) == 5:
        return _devoxx(parts)
    for separator in _SEPARATORS:
        parts = [squeeze(part) for part in trim(text).split(separator)[:FIELDS]]
        draft = _read(parts, last_id=separator == "^") if len(parts) > 1 else Draft()
        if draft.name or draft.emails:
            return draft
    return None


def _devoxx(parts: list[str]) -> Draft:
    number, family, given, company, address = parts
    draft = Draft(id=number, given_name=given, family_name=family, name=squeeze(f"{given} {family}"))
    add(draft.organizations, company)
    draft.add_email(address)
    return draft


def _read(parts: list[str], *, last_id: bool) -> Draft:
    """Addresses, numbers and links by their look; the id is the last one in the caret form, else the first."""
    draft = Draft()
    words: list[str] = []
    ids: list[str] = []
    for part in parts:
        if email_address(part):
            draft.add_email(part)
        elif _PHONE.fullmatch(part) and len(digits(part)) >= 7:
            draft.add_phone(part)
        elif web_link(part):
            draft.add_link(part)
        elif _ID.fullmatch(part) and digits(part):
            ids.append(part)
        elif part:
            words += [squeeze(word) for word in part.split("_", 1)] if last_id else [part]
    draft.id = (ids.pop() if last_id else ids.pop(0)) if ids else None
    _take_words(draft, words)
    for number in ids:
        add(draft.notes, number)
    return draft


def _take_words(draft: Draft, words: list[str]) -> None:
    """The first name among the words, degrees, the place of work; what is left over is the note."""
    left: list[str] = []
    for word in words:
        bare, degrees = take_degrees(word)
        family, comma, given = (squeeze(part) for part in word.partition(","))
        if degrees and (not bare or (draft.name is None and is_name(bare))):
            draft.name = draft.name or bare or None
            for degree in degrees:
                add(draft.degrees, degree)
        elif draft.name is None and is_name(word):
            draft.name = word
        elif draft.name is None and comma and is_name(f"{given} {family}"):
            draft.name, draft.given_name, draft.family_name = f"{given} {family}", given, family
        else:
            left.append(word)
    if draft.name is None and len(left) > 1 and all(map(_is_single_name, left[:2])):
        draft.name, left = " ".join(left[:2]), left[2:]
    place = next(filter(is_organization, left), left[0] if len(left) == 1 else None)
    for word in left:
        add(draft.organizations if word == place else draft.notes, word)


def _is_single_name(word: str) -> bool:
    return is_name_word(word) and not is_organization(word)
