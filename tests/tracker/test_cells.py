"""What one cell of the tracker says, as rules."""

from datetime import date

import pytest

from server.tracker import cells
from server.tracker.columns import HEADER, recognise


@pytest.mark.parametrize(
    ("cell", "day", "words"),
    [
        ("2026-12-03: Send my CV", date(2026, 12, 3), "Send my CV"),
        ("2026-12-03", date(2026, 12, 3), ""),
        ("2026-12-03: two\nlines: of it", date(2026, 12, 3), "two\nlines: of it"),
        ("Dec 3, 2026 - send the poster", date(2026, 12, 3), "send the poster"),
        ("3 December 2026: call", date(2026, 12, 3), "call"),
        ("12/23/2026", date(2026, 12, 23), ""),
        ("Send my CV by 3 Dec 2026", date(2026, 12, 3), "Send my CV"),
        ("Send my CV (2026-12-03)", date(2026, 12, 3), "Send my CV"),
        ("Send my CV", None, "Send my CV"),
        ("yes: come by", None, "yes: come by"),
    ],
)
def test_words_and_their_day_are_told_apart(cell: str, day: date | None, words: str) -> None:
    found = cells.said(cell)
    assert (found.day and cells.day_of(found.day, "mdy"), found.words) == (day, words)


@pytest.mark.parametrize(
    ("cell", "order", "why"),
    [
        ("3/4/2026", None, "It can be day first or month first; say which below."),
        ("December 3", "dmy", "The year is missing."),
    ],
)
def test_a_day_that_can_not_be_told_is_said(cell: str, order: None, why: str) -> None:
    day = cells.day_text(cell)
    assert day is not None
    with pytest.raises(cells.Unclear, match=why):
        cells.day_of(day, order)


@pytest.mark.parametrize(
    ("cell", "ours", "commas", "values"),
    [
        ("a@b.org; c@d.org", False, True, ["a@b.org", "c@d.org"]),
        ("a@b.org, c@d.org", False, True, ["a@b.org", "c@d.org"]),
        ("https://a.org/?b=1,2", False, False, ["https://a.org/?b=1,2"]),
        ("one; two\nthree, four", True, True, ["one; two", "three, four"]),
        ("", False, True, []),
    ],
)
def test_several_values_stand_in_one_cell(cell: str, ours: bool, commas: bool, values: list[str]) -> None:
    assert cells.several(cell, ours=ours, commas=commas) == values


def test_columns_are_known_by_our_names_and_by_those_of_others() -> None:
    ours = recognise(HEADER)
    assert list(ours.values()) == list(range(len(HEADER)))
    assert HEADER[:8] == (
        "Name", "Role", "Institution", "E-mail", "How found", "Date contacted", "Response", "Next step",
    )  # fmt: skip
    assert recognise(["FULL NAME ", "e-mail address", "Organisation", "Shoe size", "Follow-up"]) == {
        "name": 0, "emails": 1, "institution": 2, "next_step": 4,
    }  # fmt: skip
