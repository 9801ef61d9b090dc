"""A phone as far as the door can tell: an outbox, a cursor, the rows it was sent."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

from server.core import ids
from server.core.db import snapshot, write
from server.sync import service
from server.sync.log import Place

Send = Callable[[dict[str, Any]], dict[str, Any]]


def at_door(user_id: str) -> Send:
    """Return a way to the door without HTTP in between."""

    def send(request: dict[str, Any]) -> dict[str, Any]:
        places = {name: Place(*request[name]) for name in ("since", "top")}
        asked: Any = {**request, **places}
        with write() if request["mutations"] else snapshot():
            return orjson.loads(orjson.dumps(service.round(user_id, asked)))

    return send


@dataclass
class Phone:
    """Edits wait in the outbox until `sync`; `acked` is what became of them, by id."""

    send: Send
    device: str = field(default_factory=ids.fresh)
    since: list[Any] = field(default_factory=lambda: [0, ""])
    top: list[Any] = field(default_factory=lambda: [0, ""])
    outbox: list[dict[str, Any]] = field(default_factory=list)
    archive: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    acked: dict[str, list[Any]] = field(default_factory=dict)
    answer: dict[str, Any] = field(default_factory=dict)
    n: int = 0

    def write(self, kind: str, row: str, base: int | None = None, **action: Any) -> str:
        """Put one mutation into the outbox and return its id; the base is the row's rev unless it is given."""
        self.n += 1
        rev = self.rows.get(row, {"rev": 0})["rev"] if base is None else base
        made = {"id": ids.fresh(), "n": self.n, "kind": kind, "row": row, "base": rev, "at": "2026-11-30T09:12:03Z"}
        self.outbox.append(made | action)
        return made["id"]

    def request(self, limit: int = 500) -> dict[str, Any]:
        """Return what the phone would send now."""
        mutations = list(self.outbox)
        places = {"since": self.since, "top": self.top}
        return {"schema": 1, "device": self.device, **places, "limit": limit, "mutations": mutations}

    def sync(self, limit: int = 500) -> list[str]:
        """Send the outbox, take the answer in, and return the results in order."""
        asked = self.request(limit)
        return self.take(asked, self.send(asked))

    def take(self, asked: dict[str, Any], answer: dict[str, Any]) -> list[str]:
        """Take an answer in, unless the phone has moved on since it asked; return the results in order."""
        if asked["since"] != self.since:
            return ["late"]
        self.answer = answer
        if answer.get("reset"):
            return self._begin_again()
        acked = {ack[0]: ack[1:] for ack in answer["acked"]}
        self.archive += [made for made in self.outbox if made["id"] in acked]
        self.outbox = [made for made in self.outbox if made["id"] not in acked]
        self.acked |= acked
        self.rows |= {row["id"]: row for row in answer["rows"]}
        purged = {row["id"] for row in answer["rows"] if is_blank(row)}
        self.archive = [made for made in self.archive if made["row"] not in purged]
        self.since, self.top = answer["cursor"], answer["top"]
        if answer.get("device") == "renew":
            self.device = ids.fresh()
        return [ack[1] for ack in answer["acked"]]

    def _begin_again(self) -> list[str]:
        """The server lost a part of the past: all of it is sent once more, as if nothing of it had been seen."""
        mutations = sorted([*self.archive, *self.outbox], key=lambda made: made["n"])
        self.outbox = [made | {"base": 0} for made in mutations]
        self.archive, self.rows, self.since, self.top = [], {}, [0, ""], [0, ""]
        return ["reset"]

    def heal(self) -> None:
        """Sync until nothing waits and nothing is left to take in."""
        self.sync()
        while self.outbox or self.answer.get("more") or self.answer.get("reset"):
            self.sync()

    def pull(self) -> None:
        """Take everything in."""
        self.sync()
        while self.answer["more"]:
            self.sync()

    def body(self, row: str, name: str) -> Any:
        """Return a field of a row as the phone has it."""
        return self.rows[row]["body"][name]


def is_blank(row: dict[str, Any]) -> bool:
    """Tell whether a row was purged: a tombstone with nothing left in it."""
    return row["deleted"] and row["at"] is None and not any(row["body"].values()) and not row["alts"]
