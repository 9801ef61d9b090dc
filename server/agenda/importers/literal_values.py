"""JavaScript and TypeScript literals as plain values: read, never evaluated.

Understands comments, bare keys, trailing commas, three kinds of quotes, texts joined with "+", numbers of all bases.
A name stands for its last part (`Kind.Poster` is "Poster"), a call for its first text (`new Date("...")`); functions
and everything else that would have to run are nothing. Every step goes forward, so the time is linear.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from server.agenda.importers import limits

MOST_STEPS: Final = 3_000_000
_JSON_TRIES: Final = 20  # each that fails counts the lines before it
# No possessive groups here: Python before 3.11.5 matches them wrongly.
_BLANK: Final = re.compile(r"(?:[\s\ufeff]+|//[^\n]*|/\*[^*]*(?:\*(?!/)[^*]*)*\*/)*")
_BARE: Final = {
    '"': re.compile(r'"[^"\\\n]*(?:\\.[^"\\\n]*)*', re.DOTALL),
    "'": re.compile(r"'[^'\\\n]*(?:\\.[^'\\\n]*)*", re.DOTALL),
    "`": re.compile(r"`[^`\\]*(?:\\.[^`\\]*)*", re.DOTALL),
}
_ESCAPE: Final = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(\r\n|.))", re.DOTALL)
_SLOT: Final = re.compile(r"\$\{[^{}`]*\}")
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "", "\n": "", "\r\n": ""}
_NUMBER: Final = re.compile(
    r"[+-]?(?:0[xX][0-9A-Fa-f_]{1,40}|0[oO][0-7_]{1,40}|0[bB][01_]{1,80}"
    r"|(?:\d[\d_]{0,40}\.?[\d_]{0,40}|\.\d[\d_]{0,40})(?:[eE][+-]?\d{1,4})?)n?(?![\w$])"
)
_NAME: Final = re.compile(r"[^\W\d][\w$]*|\$[\w$]*")
_DOTTED: Final = re.compile(r"(?:[^\W\d][\w$]*|\$[\w$]*)(?:\s*\??\.\s*[\w$]+)*")
_CLOSING: Final = {"{": "}", "[": "]", "(": ")"}
_CONSTANTS: Final[dict[str, object]] = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None}
_RUNS: Final = frozenset({"function", "async", "class", "await", "yield", "typeof", "void"})
_JSON: Final = json.JSONDecoder(parse_constant=lambda _name: None)


class Unreadable(Exception):
    """The text is no literal; `place` is the number of the character where it stops being one."""

    def __init__(self, place: int, reason: str) -> None:
        super().__init__(reason)
        self.place = place


@dataclass(slots=True)
class Literal:
    """Reads one value of a text after another."""

    text: str
    steps: int = 0  # taken so far, bounded
    tries: int = 0  # to read a value as JSON, which is faster
    left_out: list[int] = field(default_factory=list)  # places of what would have to run

    def read(self, place: int) -> tuple[object, int]:
        """Return the value that begins there and the place behind it; raises Unreadable."""
        self.tries += 1
        if self.tries <= _JSON_TRIES:
            try:
                value, end = _JSON.raw_decode(self.text, place)
            except (ValueError, RecursionError):
                return self._value(place, 0)
            if isinstance(value, dict | list) and _is_flat(value):
                return value, end
        return self._value(place, 0)

    def step(self) -> None:
        """Count one step; raises Unreadable after three million, and then ends at the end of the text."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise Unreadable(len(self.text), "far more stands here than a programme can be")

    def blank(self, place: int) -> int:
        """Return the place behind white space and comments."""
        mark = self.text[place : place + 1]
        if mark > " " and mark != "/" and mark < "\x7f":
            return place
        found = _BLANK.match(self.text, place)
        end = found.end() if found else place
        if self.text.startswith("/*", end):
            raise Unreadable(len(self.text), "a comment is not closed")
        return end

    def string(self, place: int) -> tuple[str, int]:
        """Return the text between quotes that begins there, escapes resolved, and the place behind it."""
        found = _BARE[self.text[place]].match(self.text, place)
        end = found.end() if found else place
        if self.text[end : end + 1] != self.text[place]:
            raise Unreadable(end, "a quote is not closed")
        inside = self.text[place + 1 : end]
        if self.text[place] == "`" and "${" in inside:
            self.left_out.append(place)
            inside = _SLOT.sub(" ", inside)
        return _unescaped(inside) if "\\" in inside else inside, end + 1

    def _value(self, place: int, depth: int) -> tuple[object, int]:
        """Return the whole of an element: a value, texts joined with "+", and what TypeScript writes behind it."""
        value, place = self._term(self.blank(place), depth)
        place = self.blank(place)
        while self.text.startswith("+", place) and isinstance(value, str):
            more, place = self._term(self.blank(place + 1), depth)
            value += more if isinstance(more, str) else ""
            place = self.blank(place)
        if self.text[place : place + 1] in (",", "]", "}", ")", ";", "") or depth == 0:
            return value, place
        return self._skipped(value, place, depth)

    def _skipped(self, value: object, place: int, depth: int) -> tuple[object, int]:
        """Return the value and the end of its element; anything but `as Type` behind it makes it nothing."""
        typed = _NAME.match(self.text, place)
        if typed and typed[0] in ("as", "satisfies"):
            return value, self._end(typed.end(), depth)
        self.left_out.append(place)
        return None, self._end(place, depth)

    def _term(self, place: int, depth: int) -> tuple[object, int]:
        self.step()
        if depth > limits.DEPTH:
            raise Unreadable(place, f"more than {limits.DEPTH} levels of nesting")
        mark = self.text[place : place + 1]
        if mark in _BARE:
            return self.string(place)
        if mark == "[":
            return self._list(place + 1, depth + 1)
        if mark == "{":
            return self._object(place + 1, depth + 1)
        if found := _NUMBER.match(self.text, place):
            return _number(found[0]), found.end()
        return self._named(place, depth)

    def _named(self, place: int, depth: int) -> tuple[object, int]:
        """Return the value of a name: a constant, the last part of `Kind.Poster`, the first text of a call."""
        found = _DOTTED.match(self.text, place)
        if found is None or found[0] in _RUNS:
            if depth == 0 or not self.text[place : place + 1]:
                raise Unreadable(place, "no value stands here")
            self.left_out.append(place)
            return None, self._end(place, depth)
        if found[0] == "new":
            return self._term(self.blank(found.end()), depth + 1)
        after = self.blank(found.end())
        if self.text.startswith("(", after):
            return self._call(after, depth)
        if found[0] in _CONSTANTS:
            return _CONSTANTS[found[0]], found.end()
        if "." not in found[0]:  # the value of a variable, which only running the program would tell
            self.left_out.append(place)
            return None, found.end()
        return re.split(r"[.\s?]+", found[0])[-1], found.end()

    def _call(self, place: int, depth: int) -> tuple[object, int]:
        inside = self.blank(place + 1)
        quoted = self.text[inside : inside + 1] in _BARE
        value = self.string(inside)[0] if quoted else None
        if not quoted:
            self.left_out.append(place)
        return value, self._closed(place, depth)

    def _list(self, place: int, depth: int) -> tuple[list[object], int]:
        found: list[object] = []

        def element(at: int) -> int:
            value, end = self._value(at, depth)
            found.append(value)
            return end

        return found, self._elements(place, "]", depth, element)

    def _object(self, place: int, depth: int) -> tuple[dict[str, object], int]:
        found: dict[str, object] = {}

        def element(at: int) -> int:
            key, end = self._key(at)
            return self._field(found, key, end, depth)

        return found, self._elements(place, "}", depth, element)

    def _elements(self, place: int, closing: str, depth: int, element: Callable[[int], int]) -> int:
        """Read element after element and return the place behind the closing bracket."""
        while True:
            place = self.blank(place)
            mark = self.text[place : place + 1]
            if mark == closing:
                return place + 1
            if mark == ",":
                place += 1
            elif mark == "." and self.text.startswith("...", place):
                place = self._spread(place, depth)
            else:
                place = element(place)
                if self.text[place : place + 1] not in (",", closing):
                    raise Unreadable(place, "a bracket is not closed")

    def _field(self, found: dict[str, object], key: str, place: int, depth: int) -> int:
        """Keep the value of a key and return the place behind it; a method or a bare `name` has none."""
        place = self.blank(place)
        if self.text.startswith(":", place):
            found[key], place = self._value(place + 1, depth)
            return place
        if self.text[place : place + 1] not in (",", "}"):
            self.left_out.append(place)
        return self._end(place, depth)

    def _key(self, place: int) -> tuple[str, int]:
        mark = self.text[place : place + 1]
        if mark in _BARE:
            return self.string(place)
        if mark == "[":
            end = self._closed(place, 0)
            return self.text[place + 1 : end - 1].strip(" '\"`"), end
        found = _NAME.match(self.text, place) or _NUMBER.match(self.text, place)
        if found is None:
            raise Unreadable(place, "a key is missing")
        return found[0], found.end()

    def _spread(self, place: int, depth: int) -> int:
        self.left_out.append(place)
        return self._end(place + 3, depth)

    def _end(self, place: int, depth: int) -> int:
        """Return the place of the comma or bracket that ends an element which is not understood."""
        while (mark := self.text[place : place + 1]) not in (",", "]", "}", ")", ""):
            if mark == ";":
                raise Unreadable(place, "a value is not finished")
            place = self._closed(place, depth) if mark in _CLOSING else self._over(place)
        return place

    def _closed(self, place: int, depth: int) -> int:
        """Return the place behind the bracket that closes the one there."""
        opened: list[str] = []
        while mark := self.text[place : place + 1]:
            if mark in _CLOSING:
                opened.append(_CLOSING[mark])
            if opened and mark == opened[-1]:
                opened.pop()
                if not opened:
                    return place + 1
            if len(opened) + depth > limits.DEPTH:
                raise Unreadable(place, f"more than {limits.DEPTH} levels of nesting")
            place = self._over(place)
        raise Unreadable(place, "a bracket is not closed")

    def _over(self, place: int) -> int:
        """Return the place behind a text, blanks or one other character."""
        self.step()
        if self.text[place] in _BARE:
            return self.string(place)[1]
        return max(self.blank(place), place + 1) if self.text[place] in "/ \t\r\n" else place + 1


def _number(written: str) -> object:
    bare = written.rstrip("n").replace("_", "")
    if bare.lstrip("+-")[:2].lower() in ("0x", "0o", "0b"):
        return int(bare, 0)
    value = float(bare)
    return int(bare) if bare.lstrip("+-").isdecimal() else value


def _is_flat(value: object) -> bool:
    """Say whether a value is nested 100 levels deep at most."""
    level = [value]
    for _ in range(limits.DEPTH):
        held = [one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list)]
        level = [inner for one in held for inner in one if isinstance(inner, dict | list)]
        if not level:
            return True
    return False


def _unescaped(inside: str) -> str:
    """Return the text with its escapes resolved; two halves of one character become that character."""
    told = _ESCAPE.sub(_resolved, inside)
    return told.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _resolved(found: re.Match[str]) -> str:
    digits = found[1] or found[2] or found[3]
    if not digits:
        return _ESCAPED.get(found[4], found[4])
    number = int(digits, 16)
    return chr(number) if number < 0x110000 else ""
