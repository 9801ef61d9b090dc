"""Hashes of passwords: argon2id, never more than two at once."""

import threading

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from server.accounts import hashing
from server.core.problems import Busy

pytestmark = pytest.mark.waits

SPOKEN = "wombat teapot lantern"


def test_a_hash_is_argon2id_with_the_stated_cost_and_fits_its_own_password_only() -> None:
    made = hashing.make(SPOKEN)
    told = extract_parameters(made)
    assert (told.type, told.memory_cost, told.time_cost, told.parallelism) == (Type.ID, 65536, 3, 4)
    assert hashing.verify(made, SPOKEN)
    assert not hashing.verify(made, SPOKEN + " ")


@pytest.mark.parametrize("kept", [None, "", "not a hash"])
def test_without_a_usable_hash_no_password_fits(kept: str | None) -> None:
    assert not hashing.verify(kept, SPOKEN)


def test_the_hash_of_nobody_costs_what_a_new_one_costs() -> None:
    assert not hashing.is_outdated(hashing.NOBODY)


def test_a_hash_with_other_parameters_is_outdated() -> None:
    assert hashing.is_outdated(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(SPOKEN))


def test_who_waits_too_long_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "MOST_WAIT", 0.05)
    held, release = threading.Barrier(3), threading.Event()

    def hold() -> None:
        with hashing._turn():
            held.wait()
            release.wait()

    holders = [threading.Thread(target=hold) for _ in range(2)]
    for holder in holders:
        holder.start()
    held.wait()
    with pytest.raises(Busy) as caught:
        hashing.make(SPOKEN)
    release.set()
    for holder in holders:
        holder.join()
    assert caught.value.headers == {"Retry-After": "2"}
    assert hashing.verify(hashing.make(SPOKEN), SPOKEN)
