"""Phones of one student, a program that uses REST, a second student, and everything that goes wrong between them."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert, select

from server.accounts.models import User
from server.core import ids
from server.core.db import db, snapshot, write
from server.sync import records, registry, service
from server.sync.log import Place
from server.sync.models import Device, Mutation
from server.sync.records import Asked
from tests.factories import user
from tests.sync.phone import Phone, at_door

NOTE = "note"
ROWS = 4  # few, so that phones meet
TABLES = (Mutation.__table__, Device.__table__)


class Crash(Exception):
    """The server dies before it commits."""


@dataclass
class World:
    """What a test may do; words and values are numbered, so that each can be told from all others."""

    user_id: str = field(default_factory=lambda: user(f"ada{ids.fresh()[-12:]}").id)
    other_id: str = field(default_factory=lambda: user(f"bea{ids.fresh()[-12:]}").id)
    phones: list[Phone] = field(default_factory=list)
    dead: set[str] = field(default_factory=set)
    purged: set[str] = field(default_factory=set)
    rows: list[str] = field(default_factory=lambda: [ids.fresh() for _ in range(ROWS)])
    backup: dict[str, list[dict[str, Any]]] | None = None
    count: int = 0

    def __post_init__(self) -> None:
        self.phones = [Phone(at_door(self.user_id)) for _ in range(3)]
        stranger = Phone(at_door(self.other_id))
        stranger.write(NOTE, self.rows[0], set={"ask": "of the other student"})  # under the very same id
        stranger.sync()

    def word(self) -> str:
        """Return a word that nobody has typed yet."""
        self.count += 1
        return f"w{self.count}"

    def text_of(self, phone: Phone, row: str) -> str:
        """Return the text as this phone shows it: the row and what waits on top of it."""
        shown = str((phone.rows.get(row, {}).get("body") or {}).get("bullets") or "")
        for made in phone.outbox:
            if made["row"] == row and "bullets" in made.get("set", {}):
                shown = made["set"]["bullets"]["to"]
        return shown

    def type(self, phone: Phone, row: str, place: int, *, instead: bool) -> None:
        """Put a new word somewhere into the text, or in the place of the word there."""
        before = self.text_of(phone, row)
        words = before.split()
        at = place % (len(words) + 1)
        words[at : at + instead] = [self.word()]
        phone.write(NOTE, row, set={"bullets": {"from": before, "to": " ".join(words)}})

    def request_dies(self, phone: Phone) -> None:
        """The server crashes after its work and before the commit; the phone hears nothing."""
        asked: Any = {**phone.request(), "since": Place(*phone.since), "top": Place(*phone.top)}
        try:
            with write():
                service.round(self.user_id, asked)
                raise Crash
        except Crash:
            return

    def rest(self, row: str, name: str, value: Any) -> None:
        """A program sets a plain value."""
        kind = registry.find(NOTE)
        assert kind is not None
        with write():
            records.put(Asked(self.user_id, kind, row, ids.fresh()), {"contact": self.rows[0], name: value})

    def purge(self, row: str) -> None:
        """The student wants a record gone for good."""
        self.purged.add(row)
        with write():
            service.purge(self.user_id, [(NOTE, row)])

    def take_backup(self) -> None:
        """Keep everything of the student as it is."""
        with snapshot():
            self.backup = {
                table.name: [dict(one) for one in db.session.execute(select(table).where(mine)).mappings()]
                for table, mine in self._tables()
            }

    def restore(self) -> None:
        """Put the backup in the place of what is there."""
        if self.backup is None:
            return
        with write():
            for table, mine in reversed(self._tables()):
                if table.name == "user":
                    (was,) = self.backup["user"]
                    db.session.execute(table.update().where(mine).values(rev=was["rev"], head=was["head"]))
                    continue
                db.session.execute(delete(table).where(mine))
                if self.backup[table.name]:
                    db.session.execute(insert(table), self.backup[table.name])

    def _tables(self) -> list[tuple[Any, Any]]:
        tables = [*TABLES, *(kind.table for kind in registry.kinds())]
        users: Any = User.__table__
        return [(users, users.c.id == self.user_id), *((one, one.c.user_id == self.user_id) for one in tables)]


def everything_of(user_id: str) -> dict[str, dict[str, Any]]:
    """Return the student's rows as a new phone gets them."""
    phone = Phone(at_door(user_id))
    phone.pull()
    return phone.rows
