"""Tells whether a file written anew says what it said last time, without reading it as a programme.

What a reader is told by the file goes into one running digest; marks along the way let a file that says something else
be known as such after its first few hundred items. Pure.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

EVERY: Final = 250  # parts between two marks; a part is an item or the head of the meeting
_LENGTH: Final = 16  # hexadecimal digits of a mark within; the last one is whole


class Marks:
    """Takes the parts of a file in order."""

    def __init__(self) -> None:
        self._digest, self._count, self._found = hashlib.sha256(), 0, list[str]()

    def add(self, part: bytes) -> bool:
        """Take a part; True where a mark was set behind it."""
        self._digest.update(b"%d:" % len(part) + part)
        self._count += 1
        if self._count % EVERY:
            return False
        self._found.append(self._digest.hexdigest()[:_LENGTH])
        return True

    @property
    def so_far(self) -> tuple[str, ...]:
        """The marks set until now."""
        return tuple(self._found)

    @property
    def whole(self) -> tuple[str, ...]:
        """The marks of all parts; the last one stands for everything."""
        return (*self._found, self._digest.hexdigest())


def is_same(parts: Iterable[bytes], known: Sequence[str]) -> bool:
    """Tell whether the parts give the known marks; stops at the first that differs."""
    return bool(known) and _marks(parts, known) == tuple(known)


def _marks(parts: Iterable[bytes], known: Sequence[str]) -> tuple[str, ...]:
    marks = Marks()
    for _set in filter(marks.add, parts):
        if marks.so_far[-1:] != tuple(known[len(marks.so_far) - 1 : len(marks.so_far)]):
            return ()
    return marks.whole
