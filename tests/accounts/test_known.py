"""The mark of a browser that has signed in before."""

import pytest

from server.accounts import known

KEY = "a-secret-that-is-only-for-tests-0123"


def test_a_mark_is_taken_for_its_own_name_however_written() -> None:
    mark = known.mark("Ada", KEY)
    assert known.number_of(mark, "aDA", KEY) == mark.split(".")[0]


@pytest.mark.parametrize("value", [None, "", ".", "7f", "7f.00", "\ud800.\ud800", "a" * 5000])
def test_anything_else_is_nobody(value: str | None) -> None:
    assert known.number_of(value, "ada", KEY) is None


def test_a_mark_is_worth_nothing_for_another_name_or_server() -> None:
    mark = known.mark("ada", KEY)
    assert known.number_of(mark, "bea", KEY) is None
    assert known.number_of(mark, "ada", KEY + "4") is None
