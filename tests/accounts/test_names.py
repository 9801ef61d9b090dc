"""User names: cleaned, and unique however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.accounts.names import clean, folded
from server.core.problems import Invalid

LENGTH = "A name has 1 to 64 characters."
INVISIBLE = "A name has no control characters or other invisible ones."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ada", "ada"),
        ("  Ada Quill ", "Ada Quill"),
        ("e\u0301mile", "\u00e9mile"),
        ("\u674e\u6797", "\u674e\u6797"),
        ("x" * 64, "x" * 64),
    ],
)
def test_names_are_kept_trimmed_and_composed(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", LENGTH),
        ("   ", LENGTH),
        ("x" * 65, LENGTH),
        ("\ufdfa" * 8, LENGTH),  # one sign that folds to 18
        ("a\nb", INVISIBLE),
        ("a\x1b[31mb", INVISIBLE),
        ("a\u202eb", INVISIBLE),
        ("a\u200bb", INVISIBLE),
        ("a\u2028b", INVISIBLE),
    ],
)
def test_names_that_are_refused(typed: str, sentence: str) -> None:
    with pytest.raises(Invalid) as caught:
        clean(typed)
    assert caught.value.errors == [{"pointer": "/name", "detail": sentence}]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada", "aDA"),
        ("stra\u00dfe", "STRASSE"),
        ("\uff41\uff44\uff41", "ada"),
        ("\u00e9mile", "E\u0301MILE"),
        ("ada  quill", "Ada Quill"),
        ("\u212bngstr\u00f6m", "\u00e5ngstr\u00f6m"),
    ],
)
def test_two_ways_to_write_one_name(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing_and_a_clean_name_stays(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    try:
        name = clean(text)
    except Invalid:
        return
    assert clean(name) == name
    assert 1 <= len(folded(name)) <= 128
