"""Texts made to be slow to merge: how much is compared has a bound, and what a batch cannot bear comes again."""

from difflib import SequenceMatcher
from typing import Any

import pytest
from flask import Flask

from server.core import ids
from server.core.db import write
from server.sync import batch, service
from server.sync.merge_text import MOST_PAIRS, MOST_WORK, Effort, merge_text
from tests.factories import user
from tests.sync.fold import check_log, lines
from tests.sync.phone import Phone, at_door

LONGEST = 80_000  # characters of a text after merging
RARE = [chr(0x4E00 + number) for number in range(1_900)]


def between(words: list[str], filler: str) -> str:
    """Return the words with a filler behind each."""
    return "".join(f"{word} {filler} " for word in words)


HOSTILE = {
    "one word again and again": ("w " * 990, "ours " + "w " * 990 + "ours", "theirs " + "w " * 990 + "theirs"),
    "few words in common, far apart from a long rest": (
        ("base " + between(RARE, "1") + "2 " * LONGEST)[:LONGEST],
        "ours " + between(RARE, "3"),
        "theirs " + between(RARE, "4"),
    ),
    "nothing in common": ("1 " * (LONGEST // 2), "2 " * (LONGEST // 2), "3 " * 10_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_compared_has_a_bound_and_is_owned_up_to(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    real = SequenceMatcher.find_longest_match

    def counted(matcher: Any, low: int, high: int, *rest: int) -> Any:
        looked_at.append(high - low + sum(len(matcher.b2j.get(word, ())) for word in matcher.a[low:high]))
        assert sum(looked_at) <= 2 * (MOST_WORK + MOST_PAIRS)
        return real(matcher, low, high, *rest)

    monkeypatch.setattr(SequenceMatcher, "find_longest_match", counted)
    effort = Effort()
    base, ours, theirs = HOSTILE[name]

    merged, twice = merge_text(base, ours, theirs, effort)

    assert twice
    assert set(ours.split()) | set(theirs.split()) <= set(merged.split())
    assert sum(looked_at) <= effort.words <= 2 * MOST_WORK + 16 * (len(base) + len(ours) + len(theirs))


def differing(ada: str) -> tuple[Phone, list[str]]:
    """Return a phone whose five notes all differ from what stands on the server."""
    laptop, phone = Phone(at_door(ada)), Phone(at_door(ada))
    notes = [ids.fresh() for _ in range(5)]
    for number, note in enumerate(notes):
        laptop.write("note", note, set={"bullets": {"from": "", "to": f"laptop {number}"}})
        phone.write("note", note, set={"bullets": {"from": "", "to": f"phone {number}"}})
    laptop.sync()
    return phone, notes


def test_a_batch_that_takes_too_much_ends_early_and_the_rest_comes_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = user("ada").id
    phone, notes = differing(ada)
    sent = [one["id"] for one in phone.outbox]
    monkeypatch.setattr(batch, "MOST_EFFORT", 50)  # two of these texts

    assert phone.sync() == ["merged", "merged"]
    assert [one["id"] for one in phone.outbox] == sent[2:]
    phone.heal()

    assert [line.id for line in lines(ada)][5:] == sent
    assert [phone.body(note, "bullets") for note in notes] == [f"laptop {n}\nphone {n}" for n in range(5)]
    check_log(ada)


def test_one_change_is_always_taken_and_our_own_are_never_left(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = user("ada").id
    phone, notes = differing(ada)
    monkeypatch.setattr(batch, "MOST_EFFORT", 1)
    ours = [service.mutation("note", note, set={"bullets": {"from": "", "to": "server"}}) for note in notes]

    assert phone.sync() == ["merged"]
    with write():
        acks = service.apply(ada, "server", ours)

    assert [ack.id for ack in acks] == [one["id"] for one in ours]
    phone.heal()
    check_log(ada)
