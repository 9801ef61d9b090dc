"""P4: what a phone fetches before its first list, in bytes on the wire, beside one file of the same columns."""

import json
import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import brotli

from server.agenda import snapshots, wire
from server.agenda.importers.programme import Conference, Participation, Person, Programme, Room, Session, Track
from server.agenda.revision import folded_names, revise
from server.agenda.snapshots import NOTHING, Publication
from server.agenda.states import Agenda, ConferenceState
from tests.bench.envelope import SESSIONS, ZONE, Envelope, Event
from tests.bench.measure import Row

GOAL_KB = 256.0
LIST = ("manifest", "list")
WITH_PEOPLE = ("manifest", "list", "people")


def rows(envelope: Envelope) -> list[Row]:
    """Return the bytes of the first list, of the names beside it, and of the whole envelope's."""
    sessions = _published(envelope.sessions_only())
    whole = _published(envelope)
    goal = f"<= {GOAL_KB:.0f} kB at 8,000 sessions"
    count, is_full = f"{len(sessions[0].items):,} sessions", len(sessions[0].items) >= SESSIONS
    listed = _size(sessions[1], LIST)
    return [
        _row(f"P4 list of {count}", sessions, LIST, goal=goal, met=listed <= GOAL_KB if is_full else None),
        *_parts(*sessions),
        _row(f"P4 list and people of {count}", sessions, WITH_PEOPLE),
        _row(f"P4 list and people of {len(whole[0].items):,} items", whole, WITH_PEOPLE),
    ]


def _row(name: str, published: tuple[Agenda, Publication], kinds: tuple[str, ...], **more: Any) -> Row:
    agenda, publication = published
    value, floor = _size(publication, kinds), _floor(agenda, publication, kinds[1:])
    count = sum(one.kind in kinds for one in publication.packed)
    note = f"{count} files, brotli {snapshots.QUALITY['list']} and {snapshots.BROTLI}; floor: one file, brotli 11"
    return Row(name, value, "kB", floor=floor, ratio=value / floor, note=note, **more)


def _parts(agenda: Agenda, publication: Publication) -> list[Row]:
    """What the list would weigh in one file, brotli 11, without the ids and without the titles: no designs of ours."""
    [listed] = _one_shard_each(agenda, publication, ["list"])
    without = {"ids": {"id"}, "ids and titles": {"id", "title"}}
    count = f"{len(agenda.items):,} sessions"
    note = "one file, brotli 11; no design of ours, only what the rest costs"
    return [
        Row(f"P4 the same without {name}, {count}", _one_file([_but(listed, columns)]), "kB", note=note)
        for name, columns in without.items()
    ]


def _but(shard: dict[str, Any], columns: set[str]) -> dict[str, Any]:
    kept = [place for place, name in enumerate(shard["columns"]) if name not in columns]
    return {name: [shard[name][place] for place in kept] for name in ("columns", "values")}


def _size(publication: Publication, kinds: Iterable[str]) -> float:
    return sum(len(one.brotli) for one in publication.packed if one.kind in kinds) / 1000


def _floor(agenda: Agenda, publication: Publication, kinds: Iterable[str]) -> float:
    return _one_file(_one_shard_each(agenda, publication, kinds))


def _one_shard_each(agenda: Agenda, publication: Publication, kinds: Iterable[str]) -> list[dict[str, Any]]:
    of = {"list": (wire.list_row, agenda.items), "people": (wire.people_row, agenda.people)}
    shards = []
    for kind in kinds:
        row, states = of[kind]
        shards.append(wire.shard(kind, [row(state, publication.numbers) for _id, state in sorted(states.items())]))
    return shards


def _one_file(parts: list[dict[str, Any]]) -> float:
    data = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
    return len(brotli.compress(data, quality=11)) / 1000


def _published(envelope: Envelope) -> tuple[Agenda, Publication]:
    conference_id = str(uuid.uuid5(uuid.NAMESPACE_URL, "https://envelope.example"))
    conference = ConferenceState(conference_id, None, "envelope", "Envelope", ZONE, "file", public=True)
    programme = _programme(envelope)
    revision = revise(programme, Agenda(conference), conference, folded_names(programme))
    publication = snapshots.publish(revision.before, revision.after, NOTHING)
    if publication is None:
        raise RuntimeError("Nothing was published.")
    return revision.after, publication


def _programme(envelope: Envelope) -> Programme:
    """The envelope as an importer returns it, so that the wire is measured without the reading."""
    used = sorted({number for event in envelope.events for number in event.people})
    return Programme(
        format="frab",
        conference=Conference("envelope", "Envelope", ZONE, "file"),
        sessions=tuple(_session(event) for event in envelope.events),
        people=tuple(_person(number, envelope.people[number]) for number in used),
        rooms=tuple(Room(name) for name in sorted({event.room for event in envelope.events})),
        tracks=tuple(Track(name) for name in sorted({event.track for event in envelope.events})),
    )


def _session(event: Event) -> Session:
    length = timedelta(minutes=event.minutes)
    return Session(
        title=event.title,
        kind="poster" if event.kind == "poster" else "talk",
        starts=event.utc,
        ends=event.utc + length,
        local_start=event.starts,
        local_end=event.starts + length,
        day_on=event.day,
        room=event.room,
        track=event.track,
        people=tuple(Participation(str(number)) for number in event.people),
        external_id=event.guid,
        id_kind="guid",
        key=event.guid,
    )


def _person(number: int, name: str) -> Person:
    given, family = name.lower().split()
    return Person(str(number), name, f"{family}, {given}", external_id=str(number))
