"""Affiliation numbers behind names ("Ana Lima 1 , Bo Sato 1,2") and the numbered list that explains them.

Source of the rules: the import contract, section 5.
"""

import re

_RAISED = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890")
_RAISED_ANY = re.compile("[¹²³⁴⁵⁶⁷⁸⁹⁰]")
_ITEM = re.compile(r"(?:(?<=[\n;,.])|(?<=\d\s)|(?<=\s))\s?\(?(\d{1,2})[.)]?\s?(?=[^\W\d_])")
_LOOSE = re.compile(r"(?<=[^\W\d_])([*†]?\s+\d[\d, *†]*)(?=[,;\n]|$|(?<=[,\s])[^\W\d_])")
_GLUED = re.compile(r"(?<=[^\W\d_])([*†]?\s?\d[\d, *†]*)(?=[,;\n]|$|(?<=[,\s])[^\W\d_])")
#: Numbers 0 to 99 as private characters, so that no test for digits, commas or words sees them.
_FIRST = 0xE000
_MARK = re.compile("[\ue000-\ue063]")
_COUNTED = re.compile(r"^\s*\(?\d{1,2}[.)]\s+")


def resolve_list(text: str) -> tuple[str, dict[int, str]]:
    """Return the authors with their numbers marked, and the affiliation of each number.

    Without a numbered list the loose numbers are still marked, and the mapping is empty.
    """
    text = _MARK.sub("", text)
    raised = _RAISED_ANY.search(text) is not None
    text = re.sub("([¹²³⁴⁵⁶⁷⁸⁹⁰])", r" \1", text).translate(_RAISED) if raised else text
    if not any(letter.isdigit() for letter in text):
        return text, {}
    if _COUNTED.match(text):
        return "\n".join(_COUNTED.sub("", line) for line in text.split("\n")), {}
    authors, places = _cut_list(text)
    pattern = _GLUED if places else _LOOSE
    return pattern.sub(_mark, authors), places


def _cut_list(text: str) -> tuple[str, dict[int, str]]:
    starts: list[re.Match[str]] = []
    for found in _ITEM.finditer(text):
        if int(found.group(1)) == len(starts) + 1 and any(c.isalpha() for c in text[: found.start()]):
            starts.append(found)
    if not starts or not any(c.isdigit() for c in text[: starts[0].start()]):
        return text, {}
    ends = [found.start() for found in starts[1:]] + [len(text)]
    places = {
        number: text[found.end() : end].strip(" \n,;.")
        for number, (found, end) in enumerate(zip(starts, ends, strict=True), start=1)
    }
    return text[: starts[0].start()].rstrip(" \n;,"), places


def _mark(found: re.Match[str]) -> str:
    raw = found.group(1)
    numbers = re.findall(r"\d+", raw)
    if any(len(number) > 2 for number in numbers):
        return found.group(0)
    star = "*" if "*" in raw else ""
    return f"{star}{''.join(chr(_FIRST + int(number)) for number in numbers)}, "


def take_marks(name: str) -> tuple[str, list[int]]:
    """Return the name without its marked numbers, and the numbers."""
    numbers = [ord(letter) - _FIRST for letter in name if _MARK.match(letter)]
    return _MARK.sub("", name), numbers
