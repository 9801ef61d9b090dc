"""Shards that are made of the stored ones have the bytes of those that are made of all rows."""

import gzip
from dataclasses import replace
from typing import Any

import orjson
from hypothesis import event, given, settings
from hypothesis import strategies as st

from server.agenda import wire
from server.agenda.importers.programme import Participation, Programme, Session
from server.agenda.snapshots import KINDS, NOTHING, Earlier, publish
from tests.agenda.programmes import person, programme, session
from tests.agenda.test_revision import steps

PEOPLE = tuple(person(name, external_id=name) for name in ("Ada Brook", "Bo Sato", "Chidi Lund", "Eve Ström"))
ROLES = st.sampled_from(["presenter", "chair"])


@st.composite
def sessions(draw: st.DrawFn, number: int) -> Session:
    """Return the item of that number; one drawn again differs in some of what it says."""
    people = draw(st.lists(st.builds(Participation, st.sampled_from([one.key for one in PEOPLE]), ROLES), max_size=2))
    item = session(
        draw(st.sampled_from([f"Tides {number}", f"Tides {number} (revised)", "Salt"])),
        at=draw(st.sampled_from([None, 1, 2, 2.0001])),
        kind=draw(st.sampled_from(["talk", "poster"])),
        room=draw(st.sampled_from(["", "Attic", "Cellar; Attic"])),
        track=draw(st.sampled_from(["", "Sea"])),
        abstract=draw(st.sampled_from(["", "<p>One.</p>", "<p>Zwölf.</p>"])),
        subtitle=draw(st.sampled_from(["", "A start"])),
        board=draw(st.sampled_from(["", "7"])),
        number=draw(st.sampled_from(["", "P-7"])),
        status=draw(st.sampled_from(["confirmed", "cancelled"])),
        links=draw(st.sampled_from([(), ("https://a.example",)])),
        external_id=str(number),
        id_kind="id",
    )
    return replace(item, people=tuple(dict.fromkeys(people)))


@st.composite
def series(draw: st.DrawFn) -> list[Programme]:
    """Return a file and those that come after it: most items as they were, others changed, new or none any more."""
    many = {number: draw(sessions(number)) for number in range(draw(st.integers(1, 8)))}
    people, files = PEOPLE, list[Programme]()
    for _ in range(draw(st.integers(2, 4))):
        files.append(programme(*many.values(), people=people))
        for number in draw(st.lists(st.integers(0, 9), max_size=3, unique=True)):
            many = {key: one for key, one in many.items() if key != number or len(many) == 1}
            if draw(st.booleans()):
                many[number] = draw(sessions(number))
        places = draw(st.sampled_from([{}, {"affiliation": "Northmere"}, {"degrees": ("MD",)}]))
        at = draw(st.integers(0, len(people) - 1))
        people = (*people[:at], replace(people[at], **places), *people[at + 1 :])
    return files


@settings(max_examples=150)
@given(series(), st.integers(1, 3))
def test_a_shard_made_of_the_stored_one_is_the_one_made_of_all_rows(files: list[Programme], count: int) -> None:
    earlier, held = replace(NOTHING, shard_counts=dict.fromkeys(KINDS, count)), dict[str, Any]()
    shards, versions = dict[tuple[str, int], str](), {kind: dict[str, int]() for kind in KINDS}
    for revision in steps(*files):
        made = publish(revision.before, revision.after, replace(earlier, stored=held.get))
        assert made == publish(revision.before, revision.after, earlier)
        if made is None:
            continue
        event(f"shards made of stored ones: {sum((one.kind, one.number) in shards for one in made.packed)}")
        for one in made.packed:
            held[one.sha256] = orjson.loads(gzip.decompress(one.gzip))
        for kind, ids in made.touched.items():
            versions[kind] |= dict.fromkeys(ids, made.version)
        named = held[made.manifest]["shards"]
        shards = {(kind, number): sha256 for kind in KINDS for number, sha256 in enumerate(named[kind])}
        manifests = {**earlier.manifests, made.version: made.manifest}
        earlier = Earlier(made.version, made.shard_counts, shards, manifests, versions, made.numbers)


def test_shards_of_other_formats_are_made_of_all_rows() -> None:
    shard = wire.shard("abstracts", [["a", "<p>One.</p>"]])

    assert wire.amended("abstracts", shard, {}, set()) == shard
    assert wire.amended("abstracts", wire.shard("abstracts", []), {}, set()) is None
    assert wire.amended("abstracts", shard | {"format": 2}, {}, set()) is None
    assert wire.amended("abstracts", shard | {"columns": ["id"]}, {}, set()) is None
