"""The machine: phones, a program and a server do everything in any order, and nothing is ever lost.

`HALLWAY_EXAMPLES` says how many lives are tried; each has up to fifty steps.
"""

import os
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from server.core import ids
from tests.sync import invariants
from tests.sync.phone import Phone, at_door
from tests.sync.world import NOTE, World, everything_of

WANTED = os.environ.get("HALLWAY_EXAMPLES")
SETTINGS = settings(
    max_examples=max(1, int(WANTED or "300") // 20),
    # making a failing life shorter takes minutes: only for whoever asks for lives
    phases=set(Phase) if WANTED else set(Phase) - {Phase.shrink, Phase.explain},
    stateful_step_count=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
phones = st.integers(0, 2)
places = st.integers(0, 9)
rows = st.integers(0, 3)
clocks = st.sampled_from(["1970-01-01T00:00:00Z", "2026-11-30T09:12:03Z", "2126-11-30T09:12:03Z"])


class Machine(RuleBasedStateMachine):
    """Every rule is something that happens to a student's phones or to the server."""

    lives = 0  # that went to their end with everything found again

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.others = everything_of(self.world.other_id)
        self.late: list[tuple[Phone, dict[str, Any]]] = []
        self.made: dict[str, str] = {}

    def phone(self, number: int) -> Phone:
        return self.world.phones[number]

    def wrote(self, phone: Phone) -> None:
        made = phone.outbox[-1]
        self.made[made["id"]] = phone.device

    @rule(number=phones, row=rows, place=places, instead=st.booleans())
    def type(self, number: int, row: int, place: int, instead: bool) -> None:
        self.world.type(self.phone(number), self.world.rows[row], place, instead=instead)
        self.wrote(self.phone(number))

    @rule(number=phones, row=rows)
    def set(self, number: int, row: int) -> None:
        self.phone(number).write(NOTE, self.world.rows[row], set={"ask": self.world.word()})
        self.wrote(self.phone(number))

    @rule(number=phones, row=rows, at=clocks)
    def set_by_a_wrong_clock(self, number: int, row: int, at: str) -> None:
        self.phone(number).write(NOTE, self.world.rows[row], set={"place": self.world.word()})
        self.phone(number).outbox[-1]["at"] = at
        self.wrote(self.phone(number))

    @rule(number=phones, row=rows, name=st.sampled_from(["a", "b", "c"]), adds=st.booleans())
    def tag(self, number: int, row: int, name: str, adds: bool) -> None:
        contact = ids.natural(f"contact of {self.world.rows[row]}")
        self.phone(number).write("contact", contact, set={"tags": {"add" if adds else "remove": [name]}})
        self.wrote(self.phone(number))

    @rule(number=phones, row=rows)
    def delete(self, number: int, row: int) -> None:
        self.phone(number).write(NOTE, self.world.rows[row], delete=True)
        self.wrote(self.phone(number))

    @rule(number=phones, row=rows)
    def settle(self, number: int, row: int) -> None:
        phone, row_id = self.phone(number), self.world.rows[row]
        alts = [alt["rev"] for alt in phone.rows.get(row_id, {}).get("alts", []) if alt["field"] == "ask"]
        if alts:
            phone.write(NOTE, row_id, settle={"ask": alts[:1]})
            self.wrote(phone)

    @rule(number=phones, row=rows)
    def poison(self, number: int, row: int) -> None:
        self.phone(number).write(NOTE, self.world.rows[row], set={"no_such_field": "x"})
        self.wrote(self.phone(number))

    @rule(number=phones, limit=st.sampled_from([1, 2, 500]))
    def send(self, number: int, limit: int) -> None:
        self.phone(number).sync(limit)

    @rule(number=phones)
    def send_and_lose_the_answer(self, number: int) -> None:
        phone = self.phone(number)
        phone.send(phone.request())

    @rule(number=phones)
    def send_in_two_tabs(self, number: int) -> None:
        phone = self.phone(number)
        asked = phone.request()
        first, second = phone.send(asked), phone.send(asked)
        phone.take(asked, second)
        phone.take(asked, first)

    @rule(number=phones)
    def hold_back(self, number: int) -> None:
        self.late.append((self.phone(number), self.phone(number).request()))

    @rule()
    def deliver_late(self) -> None:
        if self.late:
            phone, asked = self.late.pop(0)
            phone.take(asked, phone.send(asked))

    @rule(number=phones)
    def crash_before_commit(self, number: int) -> None:
        self.world.request_dies(self.phone(number))

    @rule(number=phones)
    def lose_a_phone(self, number: int) -> None:
        self.world.dead.add(self.phone(number).device)
        self.world.phones[number] = Phone(at_door(self.world.user_id))

    @rule(row=rows)
    def write_by_rest(self, row: int) -> None:
        self.world.rest(self.world.rows[row], "ask", self.world.word())

    @rule(row=rows)
    def purge(self, row: int) -> None:
        self.world.purge(self.world.rows[row])

    @rule()
    def back_up(self) -> None:
        self.world.take_backup()

    @rule()
    def restore(self) -> None:
        self.world.restore()

    @invariant()
    def always(self) -> None:
        invariants.check_always(self.world, self.others)

    def teardown(self) -> None:
        invariants.heal(self.world)
        invariants.check_always(self.world, self.others)
        invariants.check_healed(self.world, self.made)
        Machine.lives += 1


def test_nothing_is_ever_lost(app: Flask) -> None:
    before = Machine.lives

    run_state_machine_as_test(Machine, settings=SETTINGS)

    assert Machine.lives - before >= SETTINGS.max_examples
