"""Lines by which a page says that it shows only a part of its results ("Showing 1-50 of 1,234"). Pure.

Source of the rules: the import contract, section 11.7.
"""

import re
from typing import Final

WHOLE: Final = "The page holds all results."
_PART: Final = re.compile(
    r"(?:(?:showing|displaying|results?|items?|sessions?|records?|abstracts?|viewing|zeige)\s){1,2}(?:results?\s|items?\s)?"
    r"(\d{1,7})\s?(?:-|–|to|through|bis)\s?(\d{1,7})\s(?:of|out of|von|/)\s(?:about\s|a total of\s)?(\d{1,7})",
    re.IGNORECASE,
)
_BARE_PART: Final = re.compile(r"^\W*(\d{1,7})\s?(?:-|–|to)\s?(\d{1,7})\s(?:of|von)\s(\d{1,7})\b", re.IGNORECASE)
_FIRST: Final = re.compile(
    r"\b(?:first|showing|displaying|viewing|loaded)\s(\d{1,7})\s(?:\w{1,20}\s)?(?:of|out of)\s(?:about\s)?(\d{1,7})\b",
    re.IGNORECASE,
)
_PAGE: Final = re.compile(r"^\W*(?:page|seite)\s(\d{1,5})\s(?:of|von|/)\s(\d{1,5})\W*$", re.IGNORECASE)
_THOUSANDS: Final = re.compile(r"(?<=\d)[,.](?=\d{3}\b)")


def part_of(text: str) -> str:
    """Return what a line says about a part of all results, `WHOLE` when it shows them all, "" for other lines."""
    text = _THOUSANDS.sub("", text)
    if found := _PART.search(text) or _BARE_PART.match(text):
        first, last, total = (int(number) for number in found.groups())
        return _shown(first, last, total)
    if found := _FIRST.search(text):
        return _shown(1, int(found[1]), int(found[2]))
    if found := _PAGE.match(text):
        several = int(found[2]) > 1
        return f"This is page {found[1]} of {found[2]}; the other pages are not in this file." if several else WHOLE
    return ""


def _shown(first: int, last: int, total: int) -> str:
    if not first <= last <= total:
        return ""
    if first <= 1 and last == total:
        return WHOLE
    shown = f"the first {last}" if first <= 1 else f"{first} to {last}"
    return f"The page holds {shown} of {total} results; the rest is not in this file."
