"""What a first visit draws before the agenda itself is fetched: the next items of the public meeting under way.

It is made of the published files alone, holds nothing of a person's own, and is small whatever the meeting's size: the
public conferences, the days, at most 24 items and who is on them. The client (web/src/store/arrival.ts) keeps none of
it and puts the whole agenda in its place. Bounds: a meeting of the full envelope is read once for each publication.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import brotli
from sqlalchemy import select

from server.agenda import shelf, wire
from server.agenda.models import Conference, Shard
from server.core import clock
from server.core.db import db

FORMAT = 1
MOST_ITEMS = 24  # three screens of a phone, one and a half of a wide one
MOST_CONFERENCES = 20
APART = frozenset({"poster", "exhibit"})  # they have a list of their own
Row = dict[str, Any]
People = dict[int | str, tuple[str, str]]  # id and name by number; by id where an old publication names them so


@dataclass(frozen=True, slots=True)
class Days:
    """The sessions of one day in the order of its list, who is on them by number, and all days that have sessions."""

    days: tuple[str, ...]
    rows: tuple[Row, ...]
    people: People


def text(now: datetime) -> str | None:
    """Return the opening as JSON that can stand in a page; None where there is no public meeting, or too many."""
    listed = shelf.conferences(None)
    found = likeliest(listed, now.date().isoformat())
    if found is None or len(listed) > MOST_CONFERENCES:
        return None
    zone = ZoneInfo(found["zone"]) if found["zone"] else now.tzinfo
    held = _read(found["id"], found["manifest"], now.astimezone(zone).date().isoformat())
    rows = upcoming(held.rows, str(clock.wire(now)))
    if not rows:
        return None
    opening = {"format": FORMAT, "conferences": listed, "days": held.days, **_shards(rows, held.people)}
    return json.dumps(opening, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def likeliest(listed: Sequence[dict[str, Any]], today: str) -> dict[str, Any] | None:
    """Return the conference under way, else the next, else the last. Twin of `likeliest` in agenda_rows.ts."""
    dated = sorted((one for one in listed), key=lambda one: one["first_day"] or "9999")
    ahead = (one for one in dated if (one["last_day"] or one["first_day"] or "9999") >= today)
    return next(ahead, dated[-1] if dated else None)


def upcoming(rows: Sequence[Row], now: str) -> list[Row]:
    """Return the first rows that are not over at `now` (RFC 3339, UTC), filled up with those that are."""
    past: list[Row] = []
    ahead: list[Row] = []
    for row in rows:
        last = row["ends"] or row["starts"]
        (past if last is not None and last <= now else ahead).append(row)
    return [*ahead, *past][:MOST_ITEMS]


def _shards(rows: Sequence[Row], people: People) -> dict[str, Any]:
    """The rows and their people in the form of shards, people by id."""
    named = {number: people[number] for row in rows for number in row["people"] if number in people}
    columns = list(rows[0])
    shown = [
        [
            [named[one][0] for one in row["people"] if one in named] if name == "people" else row[name]
            for name in columns
        ]
        for row in rows
    ]
    return {
        "list": {"format": FORMAT, "columns": columns, "rows": shown},
        "people": {"format": FORMAT, "columns": ["id", "name"], "rows": list(named.values())},
    }


@lru_cache(maxsize=4)
def _read(conference_id: str, manifest: str, today: str) -> Days:
    """Read the published files; the manifest is part of the key, so that a new publication is read anew."""
    sessions = [row for row in _rows(conference_id, "list") if row["day_on"] and row["kind"] not in APART]
    days = tuple(sorted({row["day_on"] for row in sessions}))
    day = today if today in days else next(iter(days), "")
    rows = tuple(sorted((row for row in sessions if row["day_on"] == day), key=_place))
    wanted = {number for row in rows for number in row["people"]}
    people: People = {}
    for person in _rows(conference_id, "people"):
        number = person["number"] if "number" in person else person["id"]
        if number in wanted:
            people[number] = (person["id"], person["name"])
    return Days(days, rows, people)


def _place(row: Row) -> tuple[str, str, bool, str]:
    """Where the row stands in its day. Twin of `byTime` in views/agenda.ts."""
    begins = row["starts"] or row["local"] or f"~{row['day_on']}"
    return begins, row["room"] or "", bool(row["parent"]), row["title"]


def _rows(conference_id: str, kind: str) -> Iterator[Row]:
    query = select(Shard.brotli).join(Conference, Conference.id == Shard.conference_id)
    query = query.where(Shard.conference_id == conference_id, Shard.kind == kind)
    for packed in db.session.scalars(query.where(Shard.last_version == Conference.version)):
        yield from wire.read(json.loads(brotli.decompress(packed)))
