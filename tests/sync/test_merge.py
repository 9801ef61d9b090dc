"""The merge rules, one table each."""

from datetime import UTC, datetime
from typing import Any

import pytest

from server.core.problems import Invalid
from server.sync.merge import Edit, Row, Rule, merge
from server.sync.merge_text import MOST_PAIRS, matches, merge_text

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
RULES = {"name": Rule("value"), "email": Rule("value"), "bullets": Rule("text", most=20), "tags": Rule("set", most=2)}


def edit(device: str, base: int, action: str = "set", **change: Any) -> Edit:
    if action == "settle":
        return Edit("settle", device, base, NOW, settle=change)
    return Edit(action, device, base, NOW, set=change)


def story(*edits: Edit) -> tuple[Row, list[str]]:
    """Return the row after the edits, which get the revs 1, 2, ..., and their results."""
    row, results = None, []
    for rev, one in enumerate(edits, start=1):
        row, result = merge(row, "row", one, rev, RULES)
        results.append(result)
    assert row is not None
    return row, results


def text(was: str | None, becomes: str | None) -> dict[str, str | None]:
    return {"from_": was, "to": becomes}


def tags(add: str = "", remove: str = "") -> dict[str, list[str]]:
    return {"add": add.split(), "remove": remove.split()}


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged", "twice"),
    [
        ("a b", "a b", "a b c", "a b c", False),
        ("a b", "a b c", "a b", "a b c", False),
        ("a b", "a b c", "a b c", "a b c", False),
        ("one two three", "ONE two three", "one two THREE", "ONE two THREE", False),
        ("a b", "a b x", "a b y", "a b x\ny", True),
        ("", "lunch", "dinner", "lunch\ndinner", True),
        (
            "met at lunch today",
            "met at dinner today",
            "met at breakfast today",
            "met at dinner\nbreakfast\ntoday",
            True,
        ),
        ("- a\n- b", "- a\n- b\n- c", "- a\n- b\n- d", "- a\n- b\n- c\n- d", True),
        ("a b c", "a c", "a b c d", "a c d", False),
        ("a b", "a", "a b c", "a b c", True),
        ("a b c", "a X c", "a c", "a X c", True),
        ("a b c", "a c", "a X c", "a X c", True),
        ("  a b", "  a b c", "  x b", "  x b c", False),
        ("a b", "a\nb", "a b c", "a\nb c", False),
        ("a", "a ", "a b", "a b", False),
        ("a b", "", "a b", "", False),
        ("a b", "", "a b c", "a b c", True),
        ("Zürich 東京", "Zürich 東京 é", "Zürich x 東京", "Zürich x 東京 é", False),
    ],
)
def test_text_is_merged_on_words(base: str, ours: str, theirs: str, merged: str, twice: bool) -> None:
    assert merge_text(base, ours, theirs) == (merged, twice)


def test_texts_too_much_alike_to_compare_are_kept_whole() -> None:
    many = ["w"] * (int(MOST_PAIRS**0.5) + 1)
    base, ours, theirs = " ".join(many), " ".join(["x", *many]), " ".join([*many, "y"])

    merged, twice = merge_text(base, ours, theirs)

    assert matches(many, many) is None
    assert (merged.split(), twice) == (ours.split() + theirs.split(), True)


def test_many_small_matches_stop_early() -> None:
    base = ["w"] * 900
    changed = [word for step in range(900) for word in ("w", f"x{step}")]

    assert matches(base, changed) is None


def test_a_value_seen_is_replaced() -> None:
    row, results = story(edit("A", 0, name="Ada"), edit("B", 1, name="Ada L."))

    assert (row.values, row.alts, results) == ({"name": "Ada L."}, [], ["applied", "applied"])


def test_a_value_unseen_and_different_keeps_both() -> None:
    row, results = story(edit("A", 0, name="Ada"), edit("B", 0, name="Eva"))

    assert row.values == {"name": "Eva"}
    assert row.alts == [{"field": "name", "value": "Ada", "rev": 1, "device": "A", "at": None}]
    assert results == ["applied", "merged"]


def test_a_value_unseen_and_equal_is_applied() -> None:
    row, results = story(edit("A", 0, name="Ada"), edit("B", 0, name="Ada"))

    assert (row.values, row.alts, results) == ({"name": "Ada"}, [], ["applied", "applied"])


def test_the_own_earlier_value_counts_as_seen() -> None:
    row, results = story(edit("A", 0, name="Ada"), edit("A", 0, name="Eva"))

    assert (row.values, row.alts, results) == ({"name": "Eva"}, [], ["applied", "applied"])


def test_a_cloned_phone_has_seen_nothing_of_its_own() -> None:
    clone = Edit("set", "A", 0, NOW, set={"name": "Eva"}, own=False)

    row, results = story(edit("A", 0, name="Ada"), clone)

    assert ([alt["value"] for alt in row.alts], results) == (["Ada"], ["applied", "merged"])


def test_settle_takes_exactly_what_it_names() -> None:
    row, results = story(
        edit("A", 0, name="1", email="x"),
        edit("B", 0, name="2", email="y"),
        edit("C", 0, name="3"),
        edit("A", 3, "settle", name=[1], email=[2]),
    )

    assert [(alt["field"], alt["value"]) for alt in row.alts] == [("email", "x"), ("name", "2")]
    assert results == ["applied", "merged", "merged", "applied"]


def test_more_than_64_other_values_hold_the_next() -> None:
    edits = [edit(f"device {number}", 0, name=str(number)) for number in range(65)]
    row, _ = story(*edits)

    with pytest.raises(Invalid):
        merge(row, "row", edit("one more", 0, name="x"), 66, RULES)

    assert len(row.alts) == 64


@pytest.mark.parametrize(
    ("edits", "left", "results"),
    [
        ([("A", 0, "x y", ""), ("B", 1, "", "x")], ["y"], ["applied", "applied"]),
        ([("A", 0, "x", ""), ("B", 0, "", "x")], ["x"], ["applied", "merged"]),
        ([("A", 0, "x", ""), ("B", 1, "x", ""), ("A", 1, "", "x")], ["x"], ["applied", "applied", "merged"]),
        ([("A", 0, "x", ""), ("A", 0, "", "x")], [], ["applied", "applied"]),
        ([("A", 0, "", "x")], [], ["applied"]),
        ([("A", 0, "x", ""), ("A", 0, "x", "x")], ["x"], ["applied", "applied"]),
    ],
)
def test_add_wins_over_a_remove_that_had_not_seen_it(edits: list[Any], left: list[str], results: list[str]) -> None:
    row, found = story(*(edit(device, base, tags=tags(add, remove)) for device, base, add, remove in edits))

    assert (row.values["tags"], found) == (left, results)


def test_a_set_grows_to_four_times_its_maximum() -> None:
    edits = [edit("A", 0, tags=tags(f"a{number} b{number}")) for number in range(4)]
    row, _ = story(*edits)

    with pytest.raises(Invalid):
        merge(row, "row", edit("A", 0, tags=tags("more")), 5, RULES)

    assert len(row.values["tags"]) == 8


@pytest.mark.parametrize(
    ("edits", "deleted", "result"),
    [
        ([edit("A", 0, name="x"), edit("B", 1, "delete")], True, "deleted"),
        ([edit("A", 0, name="x"), edit("B", 0, "delete")], False, "kept"),
        ([edit("B", 0, "delete"), edit("A", 0, name="x")], False, "applied"),
        ([edit("A", 0, name="x"), edit("A", 0, "delete")], True, "deleted"),
        # B wrote over what it never saw: judged by the last writer alone, its delete would take A's text along.
        ([edit("A", 0, name="x"), edit("B", 0, name="y"), edit("B", 0, "delete")], False, "kept"),
        ([edit("A", 0, name="x"), edit("B", 1, "settle", name=[9]), edit("A", 1, "delete")], False, "kept"),
        ([edit("A", 0, "delete")], True, "deleted"),
    ],
)
def test_a_delete_takes_only_what_its_maker_saw(edits: list[Edit], deleted: bool, result: str) -> None:
    row, results = story(*edits)

    assert (row.deleted, results[-1]) == (deleted, result)


@pytest.mark.parametrize("reviver", [edit("B", 2), edit("B", 2, name="y"), edit("B", 2, "settle", name=[1])])
def test_any_edit_brings_a_deleted_row_back(reviver: Edit) -> None:
    row, _ = story(edit("A", 0, name="x", bullets=text("", "kept")), edit("A", 1, "delete"), reviver)

    assert (row.deleted, row.values["bullets"]) == (False, "kept")


def test_a_purged_row_is_blank_and_revives_with_what_the_edit_holds() -> None:
    made = edit("A", 0, name="x", bullets=text("", "secret"))
    blank, _ = story(made, edit("server", 1, "purge"))
    row, _ = story(made, edit("server", 1, "purge"), edit("A", 1, bullets=text("secret", "secret plan")))

    assert blank == Row("row", rev=2, deleted=True, created_at=NOW, changed_at=NOW)
    assert (row.deleted, row.values) == (False, {"bullets": "secret plan"})


def test_an_edit_of_a_text_whose_beginning_is_elsewhere_is_taken_whole() -> None:
    row, results = story(edit("B", 0, bullets=text("old", "old new")))

    assert (row.values, results) == ({"bullets": "old new"}, ["applied"])


def test_a_merged_text_has_a_bound() -> None:
    long = [edit(f"d{number}", 0, bullets=text("", f"w{number} " * 20)) for number in range(6)]

    story(*long[:5])
    with pytest.raises(Invalid):
        story(*long)


def test_merging_changes_no_row_in_place() -> None:
    row, _ = story(edit("A", 0, name="x", tags=tags("a")))
    before = repr(row)

    merge(row, "row", edit("B", 0, name="y", tags=tags("b", "a"), bullets=text("", "z")), 2, RULES)

    assert repr(row) == before
