"""What holds for every merge, whatever is typed and in whatever order it arrives."""

import os
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from server.sync.merge import Edit, Row, Rule, merge
from server.sync.merge_text import merge_text, tokens

EXAMPLES = settings(max_examples=int(os.environ.get("HALLWAY_EXAMPLES", "300")))
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
RULES = {"name": Rule("value"), "email": Rule("value"), "bullets": Rule("text", most=900), "tags": Rule("set", most=64)}

words = st.sampled_from(["a", "b", "c", "dé", "-", "東京", "e."])
gaps = st.sampled_from([" ", "\n", "  ", "\n- ", "\t"])
texts = st.lists(st.tuples(words, gaps), max_size=12).map(lambda parts: "".join(w + g for w, g in parts))
typed = st.tuples(texts, st.booleans()).map(lambda made: made[0].strip() if made[1] else made[0])


def typed_words(base: str, changed: str) -> Counter[str]:
    return Counter(changed.split()) - Counter(base.split())


@EXAMPLES
@given(typed, typed, typed)
def test_every_word_typed_by_either_survives(base: str, ours: str, theirs: str) -> None:
    merged, _ = merge_text(base, ours, theirs)

    left = Counter(merged.split())
    assert typed_words(base, ours) <= left
    assert typed_words(base, theirs) <= left


@EXAMPLES
@given(st.lists(st.text(max_size=6), max_size=8), st.lists(st.text(max_size=6), max_size=8), st.text(max_size=20))
def test_any_unicode_survives(ours: list[str], theirs: list[str], base: str) -> None:
    one, two = " ".join(ours), " ".join(theirs)
    merged, _ = merge_text(base, one, two)

    assert set(typed_words(base, one)) | set(typed_words(base, two)) <= set(merged.split())


@EXAMPLES
@given(typed, typed, typed)
def test_both_orders_keep_the_same_words(base: str, ours: str, theirs: str) -> None:
    one, _ = merge_text(base, ours, theirs)
    two, _ = merge_text(base, theirs, ours)

    assert set(one.split()) == set(two.split())


@EXAMPLES
@given(typed, typed)
def test_what_one_side_alone_changed_is_taken_as_it_is(base: str, changed: str) -> None:
    assert merge_text(base, base, changed) == (changed, False)
    assert merge_text(base, changed, base) == (changed, False)
    assert merge_text(base, changed, changed) == (changed, False)


@EXAMPLES
@given(st.text(max_size=40))
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(token.word + token.gap for token in tokens(text)) == text


elements = st.lists(st.sampled_from(["CT", "MR", "US", "IR"]), max_size=3, unique=True)
changes: Any = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["Ada", "Eva", None]),
        "email": st.sampled_from(["a@example.org", "b@example.org"]),
        "tags": st.fixed_dictionaries({"add": elements, "remove": elements}),
    },
)


def apply(row: Row | None, edits: list[Edit], first: int) -> Row:
    for rev, edit in enumerate(edits, start=first):
        row, _ = merge(row, "row", edit, rev, RULES)
    assert row is not None
    return row


@EXAMPLES
@given(changes, changes, changes)
def test_two_devices_end_alike_in_either_order(first: Any, one: Any, two: Any) -> None:
    made = apply(None, [Edit("set", "A", 0, NOW, set=first)], 1)
    a, b = Edit("set", "A", 1, NOW, set=one), Edit("set", "B", 1, NOW, set=two)
    ab, ba = apply(made, [a, b], 2), apply(made, [b, a], 2)

    assert set(ab.values.get("tags") or ()) == set(ba.values.get("tags") or ())
    assert all(kept(ab, name) == kept(ba, name) for name in ("name", "email"))


def kept(row: Row, name: str) -> set[Any]:
    return {row.values.get(name)} | {alt["value"] for alt in row.alts if alt["field"] == name}


@EXAMPLES
@given(changes, changes)
def test_delete_and_edit_end_alike_in_either_order(first: Any, one: Any) -> None:
    made = apply(None, [Edit("set", "A", 0, NOW, set=first)], 1)
    edit, delete = Edit("set", "A", 1, NOW, set=one), Edit("delete", "B", 1, NOW)
    kept_alive, revived = apply(made, [edit, delete], 2), apply(made, [delete, edit], 2)

    assert (kept_alive.deleted, revived.deleted) == (False, False)
    assert kept_alive.values == revived.values


@EXAMPLES
@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 8), elements, elements), max_size=8))
def test_an_element_added_is_there_unless_somebody_who_saw_it_removed_it(steps: list[Any]) -> None:
    row: Row | None = None
    added: dict[str, tuple[int, str]] = {}
    for rev, (device, base, add, remove) in enumerate(steps, start=1):
        change = {"tags": {"add": add, "remove": remove}}
        row, _ = merge(row, "row", Edit("set", device, min(base, rev - 1), NOW, set=change), rev, RULES)
        for element in remove:
            seen, by = added.get(element, (0, ""))
            if seen <= min(base, rev - 1) or by == device:
                added.pop(element, None)
        added |= dict.fromkeys(add, (rev, device))

    assert set((row.values.get("tags") if row else None) or ()) == set(added)


@EXAMPLES
@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 8), st.sampled_from("uvwxyz")), max_size=10))
def test_every_value_is_current_kept_or_was_replaced_by_someone_who_saw_it(steps: list[Any]) -> None:
    row, unseen = None, set()
    for rev, (device, base, value) in enumerate(steps, start=1):
        base = min(base, rev - 1)
        current = (row.values["name"], *row.clock["name"]) if row else None
        if current and current[0] != value and not (current[1] <= base or current[2] == device):
            unseen.add(current[0])
        row, _ = merge(row, "row", Edit("set", device, base, NOW, set={"name": value}), rev, RULES)

    assert {alt["value"] for alt in (row.alts if row else ())} == unseen
