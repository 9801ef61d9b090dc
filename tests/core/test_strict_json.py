"""JSON as it is taken: strict, bounded, with the place of the first fault."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.problems import Malformed
from server.core.strict_json import canonical, dumps, loads
from tests.cpu import cpu_seconds

STORABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | STORABLE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(STORABLE, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("sent", "detail"),
    [
        (b'{"a": 1, "a": 2}', "The key 'a' stands twice in one object."),
        (b'{"b": {"a": 1, "a": 1}}', "The key 'a' stands twice in one object."),
        (b"[NaN]", "NaN is no JSON number."),
        (b"[-Infinity]", "-Infinity is no JSON number."),
        (b"[9223372036854775808]", "A whole number is beyond 64 bits."),
        (b"[-9223372036854775809]", "A whole number is beyond 64 bits."),
        (b"[1e400]", "A number is too large."),
        (b'{"a": ["x\\u0000"]}', "The text at /a/0 holds NUL or half a character."),
        (b'{"a": "\\ud800"}', "The text at /a holds NUL or half a character."),
        (b'{"\\udfff": 1}', "The text at / holds NUL or half a character."),
        (b"{", "The body is not JSON at line 1, column 2."),
        (b"", "The body is not JSON at line 1, column 1."),
        (b"[1,\n x]", "The body is not JSON at line 2, column 2."),
        (b'"\xff"', "Byte 1 is not UTF-8."),
        (b"[" * 21 + b"]" * 21, "The body is nested deeper than 20."),
    ],
)
def test_what_is_refused_and_why(sent: bytes, detail: str) -> None:
    with pytest.raises(Malformed) as caught:
        loads(sent)
    assert caught.value.detail == detail


@pytest.mark.parametrize(
    "sent",
    [
        b"[" * 10_000 + b"]" * 10_000,
        b'{"a":' * 10_000,
        b"9" * 1_000_000,
        b"1." + b"9" * 1_000_000,
        b'"' + b'\\"' * 20_000,
        b"[" + b'"[{' * 300_000,
    ],
)
def test_bait_is_refused_at_once(sent: bytes) -> None:
    started = cpu_seconds()
    with pytest.raises(Malformed):
        loads(sent)
    assert cpu_seconds() - started < 3


def test_the_limits_themselves_are_taken() -> None:
    deep = b"[" * 20 + b"]" * 20
    assert loads(deep) == json.loads(deep)
    assert loads(b"[9223372036854775807, -9223372036854775808]") == [2**63 - 1, -(2**63)]
    assert loads('{"a": "[[[{{{ \\" ]"}') == {"a": '[[[{{{ " ]'}


@given(VALUES)
def test_what_goes_out_comes_in_equal(value: object) -> None:
    assert loads(dumps(value)) == value


def test_the_canonical_spelling_knows_no_order() -> None:
    assert canonical({"b": 1, "a": {"d": "é", "c": []}}) == '{"a":{"c":[],"d":"é"},"b":1}'.encode()
