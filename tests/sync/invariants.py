"""What holds whatever happens between phones and server (docs/sync.md, invariants), read off the log and the rows."""

from typing import Any

from sqlalchemy import select

from server.core.db import db
from server.sync.models import Mutation
from tests.sync.fold import check_log, lines
from tests.sync.phone import Phone
from tests.sync.world import World, everything_of

APPLIED = {"applied", "merged"}


def check_always(world: World, others: dict[str, Any]) -> None:
    """I6, I7, I9 and I13, which hold after every step; `others` are the second student's rows of the beginning."""
    check_log(world.user_id)
    assert everything_of(world.other_id) == others
    for phone in world.phones:
        check_cursor(world.user_id, phone)


def check_cursor(user_id: str, phone: Phone) -> None:
    """I9: a cursor that proves a shared past, as the server asks for it, names no rev whose rows the phone lacks.

    The past is shared where both the cursor and the farthest place the phone has heard of are: between the pages of
    one pull a row may have moved on to a later rev, which a server restored to a time in between does not have.
    """
    rev = phone.since[0]
    if not all(_head_at(user_id, known) == told for known, told in (phone.since, phone.top) if known):
        return  # the server was restored; the phone will hear of it
    lacking = {
        row: one["rev"]
        for row, one in everything_of(user_id).items()
        if one["rev"] <= rev and phone.rows.get(row, {}).get("rev") != one["rev"]
    }
    assert lacking == {}


def _head_at(user_id: str, rev: int) -> str | None:
    return db.session.scalar(select(Mutation.head).where(Mutation.user_id == user_id, Mutation.rev == rev))


def heal(world: World) -> None:
    """Let every living phone sync until all is quiet; I14: that takes a bounded number of rounds."""
    for _ in range(3):
        for phone in world.phones:
            for _ in range(8):
                phone.sync()
                if not (phone.outbox or phone.answer.get("more") or phone.answer.get("reset")):
                    break
            else:
                raise AssertionError("the phone never comes to rest")


def check_healed(world: World, made: dict[str, str]) -> None:
    """I1 to I5 and I12, once all phones have come to rest; `made` names the device of each mutation ever made."""
    rows = everything_of(world.user_id)
    for phone in world.phones:
        assert phone.rows == rows  # I1
    logged = [line.id for line in lines(world.user_id)]
    assert len(logged) == len(set(logged))  # I2, twice never
    gone = {one for one, device in made.items() if device in world.dead} | purged_from_archives(world, made, logged)
    assert set(made) - set(logged) - gone == set()  # I2, and I12: what is behind a held one came too
    told = lines(world.user_id)
    for row_id, one in rows.items():
        mine = [line for line in told if line.row == row_id and line.result in APPLIED and line.payload]
        if row_id not in world.purged:
            check_words(one, mine)
            check_values(one, mine, [line for line in told if line.row == row_id])
        check_deletion(one, [line for line in told if line.row == row_id])


def purged_from_archives(world: World, made: dict[str, str], logged: list[str]) -> set[str]:
    """Return what phones dropped because its row was purged, so that no restore can bring it back."""
    held_by_phones = {one["id"] for phone in world.phones for one in [*phone.archive, *phone.outbox]}
    return set(made) - held_by_phones - set(logged) if world.purged else set()


def check_words(row: dict[str, Any], mine: list[Mutation]) -> None:
    """I3: each typed word that nobody removed is in the row."""
    changes = [line.payload["set"]["bullets"] for line in mine if "bullets" in line.payload.get("set", {})]
    typed = {word for one in changes for word in _words(one["to"]) - _words(one["from"])}
    removed = {word for one in changes for word in _words(one["from"]) - _words(one["to"])}
    assert typed - removed <= _words(row["body"].get("bullets"))


def _words(text: str | None) -> set[str]:
    return set((text or "").split())  # a program that replaces a record takes a text away by null


def check_values(row: dict[str, Any], mine: list[Mutation], told: list[Mutation]) -> None:
    """I4: each value that was set is current, among the others, or was replaced or settled by who had seen it."""
    for line in mine:
        value = line.payload.get("set", {}).get("ask")
        kept = [row["body"].get("ask"), *(alt["value"] for alt in row["alts"] if alt["field"] == "ask")]
        if value is None or value in kept:
            continue
        assert any(saw(later, line) for later in told if later.rev > line.rev), (value, kept)


def saw(later: Mutation, line: Mutation) -> bool:
    """Tell whether a later line speaks of the same field and its maker had seen the earlier one."""
    if later.payload is None or later.result not in APPLIED:
        return False
    if line.rev in later.payload.get("settle", {}).get("ask", ()):
        return True
    known = later.payload["base"] >= line.rev or later.device == line.device
    return known and "ask" in later.payload.get("set", {})


def check_deletion(row: dict[str, Any], told: list[Mutation]) -> None:
    """I5: a deleted row holds only what its deleters had seen."""
    last = next((line for line in reversed(told) if line.result == "deleted"), None)
    if not row["deleted"] or last is None or last.payload is None:
        return
    unseen = [
        line.rev
        for line in told
        if line.rev < last.rev
        and line.result in APPLIED
        and line.payload
        and line.device != last.device
        and line.rev > last.payload["base"]
    ]
    assert unseen == []
