"""The columns of a shard in the forms that compress best: like beside like, and each value said once. Pure.

Twins: `web/src/store/agenda_columns.ts` reads them, `agenda_patch.ts` writes them where a phone applies a patch; shared
vectors: `tests/samples/columns.json`; what it gains: `docs/decisions/0009`. The forms:

- a list: the cells as they are
- a text: ids, the 16 bytes of each as 22 digits; all first digits, then all second ones, and so on.
  Rows stand in the order of their ids, so that the first of these planes weigh nearly nothing
- `{"at", "of"}`: cells of few kinds; `of` has each once in the order of their coming, `at` the place of each cell there
- `{"at", "count"}`: lists of numbers; how long each is, and all their numbers in a row
- `{"at"}`: numbers

`at` and `count` are numbers in digits to the base of 64: all highest digits first, as many planes as the largest
number needs, none where all are 0. The digits are the characters from "0" on, without the backslash.
"""

import re
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, Final

DIGITS: Final = bytes(one for one in range(ord("0"), ord("q")) if one != ord("\\"))  # none is escaped in JSON
BITS: Final = 6  # of a digit
OF_ID: Final = 22  # digits of 16 bytes
_BASE64: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_TO_DIGIT: Final = DIGITS.ljust(256)
_FROM_DIGIT: Final = bytes(max(0, DIGITS.find(one)) for one in range(256))
_TO_OURS: Final = bytes.maketrans(_BASE64, DIGITS)
_FROM_OURS: Final = bytes.maketrans(DIGITS, _BASE64)
_FILLING: Final = "0000"  # two bytes after each id: base64 says three at a time, and each id begins anew
_OF_FILLED: Final = 24
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Packed = list[Any] | str | dict[str, Any]
Pack = Callable[[Sequence[Any]], Packed]


def cells(column: Sequence[Any]) -> Packed:
    """Return the cells as they are."""
    return list(column)


def ids(column: Sequence[str]) -> Packed:
    """Return ids as planes; as they are where one of them is no UUID in lower case."""
    if not all(map(_UUID.fullmatch, column)):
        return list(column)
    data = bytes.fromhex(f"{_FILLING.join(column)}{_FILLING if column else ''}".replace("-", ""))
    digits = b2a_base64(data, newline=False).translate(_TO_OURS)
    return b"".join(digits[place::_OF_FILLED] for place in range(OF_ID)).decode()


def words(column: Sequence[str | int | None]) -> Packed:
    """Return cells of few kinds."""
    known: dict[str | int | None, int] = {}
    at = [known.setdefault(one, len(known)) for one in column]
    return {"at": _planes(at), "of": list(known)}


def numbers(column: Sequence[int]) -> Packed:
    """Return numbers from 0 on."""
    return {"at": _planes(column)}


def lists(column: Sequence[Sequence[int]]) -> Packed:
    """Return lists of numbers from 0 on."""
    return {"at": _planes([one for many in column for one in many]), "count": _planes([len(many) for many in column])}


def unpacked(columns: Sequence[Packed]) -> list[list[Any]]:
    """Return the cells of all columns; the first one, of ids, tells how many there are."""
    if not columns:
        return []
    first = cells_of(columns[0])
    return [first, *(cells_of(one, len(first)) for one in columns[1:])]


def cells_of(packed: Packed, count: int = 0) -> list[Any]:
    """Return the cells of one column of so many rows, which a column of ids tells by itself."""
    if isinstance(packed, list):
        return packed
    if isinstance(packed, str):
        return _ids(packed)
    if "count" in packed:
        lengths = _numbers(packed["count"], count)
        every = iter(_numbers(packed["at"], sum(lengths)))
        return [list(islice(every, length)) for length in lengths]
    at = _numbers(packed["at"], count)
    return [packed["of"][one] for one in at] if "of" in packed else at


def _ids(planes: str) -> list[str]:
    digits = planes.encode().translate(_FROM_OURS)
    count = len(digits) // OF_ID
    filled = bytearray(_BASE64[:1] * (count * _OF_FILLED))
    for place in range(OF_ID):
        filled[place::_OF_FILLED] = digits[place * count : (place + 1) * count]
    text = a2b_base64(filled).hex()
    return [
        f"{text[at : at + 8]}-{text[at + 8 : at + 12]}-{text[at + 12 : at + 16]}-{text[at + 16 : at + 20]}-"
        f"{text[at + 20 : at + 32]}"
        for at in range(0, len(text), 32 + len(_FILLING))
    ]


def _planes(column: Sequence[int]) -> str:
    width = -(-max(column, default=0).bit_length() // BITS)
    shifts = range(BITS * (width - 1), -1, -BITS)
    return b"".join(bytes([one >> shift & 63 for one in column]).translate(_TO_DIGIT) for shift in shifts).decode()


def _numbers(planes: str, count: int) -> list[int]:
    digits = planes.encode().translate(_FROM_DIGIT)
    found = [0] * count
    for start in range(0, len(digits), count or 1):
        found = [one << BITS | digit for one, digit in zip(found, digits[start : start + count], strict=True)]
    return found
