"""JSON as we take it and give it: strict on the way in, fast on the way out.

Python's parser takes duplicate keys, NaN and lone surrogates in silence; each of them would be stored differently by
the two databases or could not be sent back, so they are refused with the place of the fault.
"""

import json
import re
from collections import Counter
from typing import Any

import orjson
from flask.json.provider import JSONProvider

from server.core.problems import Malformed

MOST_DEPTH = 20
LEAST_INTEGER, MOST_INTEGER = -(2**63), 2**63 - 1
MOST_DIGITS = 400  # of one number, so that no conversion is slow

# An unclosed string is read once. No possessive group: Python before 3.11.5 matches those wrongly.
_STRUCTURE = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[\]{}]', re.DOTALL)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def loads(data: bytes | str) -> Any:
    """Return the value; raise Malformed with the place of the first fault."""
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        if text.count("[") + text.count("{") > MOST_DEPTH:
            _check_depth(text)
        value = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_int=_integer, parse_float=_number
        )
    except UnicodeDecodeError as fault:
        raise Malformed(f"Byte {fault.start} is not UTF-8.") from None
    except (json.JSONDecodeError, RecursionError) as fault:
        place = f" at line {fault.lineno}, column {fault.colno}" if isinstance(fault, json.JSONDecodeError) else ""
        raise Malformed(f"The body is not JSON{place}.") from None
    if "\\u" in text or isinstance(data, str):  # UTF-8 has no halves of characters, JSON no bare NUL: only escapes do
        check_text(value)
    return value


def dumps(value: Any) -> bytes:
    """Return compact UTF-8; mappings keep their order."""
    return orjson.dumps(value)


def text(value: Any) -> str:
    """Return compact JSON text."""
    return orjson.dumps(value).decode()


def canonical(value: Any) -> bytes:
    """Return the one spelling of a value: UTF-8, sorted keys, no spaces. Hashes are taken over it."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _check_depth(text: str) -> None:
    # The parser itself recurses, so depth is counted before it runs; strings are stepped over whole.
    depth = 0
    for token in _STRUCTURE.finditer(text):
        if token[0] in "[{":
            depth += 1
            if depth > MOST_DEPTH:
                raise Malformed(f"The body is nested deeper than {MOST_DEPTH}.")
        elif token[0] in "]}":
            depth -= 1


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise Malformed(f"The key {twice[:60]!r} stands twice in one object.")
    return result


def _no_constant(name: str) -> Any:
    raise Malformed(f"{name} is no JSON number.")


def _integer(digits: str) -> int:
    if len(digits) > MOST_DIGITS or not LEAST_INTEGER <= int(digits) <= MOST_INTEGER:
        raise Malformed("A whole number is beyond 64 bits.")
    return int(digits)


def _number(digits: str) -> float:
    value = float(digits) if len(digits) <= MOST_DIGITS else float("inf")
    if value in {float("inf"), float("-inf")}:
        raise Malformed("A number is too large.")
    return value


def check_text(value: Any, pointer: str = "") -> None:
    """Raise Malformed where a text, anywhere inside, holds NUL or a lone surrogate."""
    if isinstance(value, str):
        if _UNSTORABLE.search(value):
            raise Malformed(f"The text at {pointer or '/'} holds NUL or half a character.")
    elif isinstance(value, dict):
        for key, inner in value.items():
            check_text(key, pointer)
            check_text(inner, f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            check_text(inner, f"{pointer}/{index}")


class StrictJSON(JSONProvider):
    """Flask's JSON door, both ways."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Return JSON text."""
        return text(obj)

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Return the value; raise Malformed."""
        return loads(s)
