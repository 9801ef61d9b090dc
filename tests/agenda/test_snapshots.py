"""What a phone gets: shards, patches and the manifest (docs/contracts.md, section 3)."""

import gzip
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import brotli
import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from server.agenda import columns, shelf, snapshots, wire
from server.agenda.importers.programme import Participation, Programme
from server.agenda.models import Shard
from server.agenda.snapshots import shard_number
from server.core.db import db
from tests.agenda.programmes import imported, person, programme, session

ADA, BO = person("Ada Brook", "Glow Hospital", degrees=("MD",), sort_name="brook, ada"), person("Bo Sato")
KINDS = ("list", "details", "people", "abstracts")


def big(count: int = 60) -> Programme:
    """Return a programme with enough items for a patch to be worth it."""
    return programme(
        *(
            session(f"Talk {one}", ADA, BO, at=one, abstract=f"<p>{one}</p>", external_id=str(one), id_kind="id")
            for one in range(count)
        ),
        people=(ADA, BO),
    )


def changed(file: Programme, number: int, **change: Any) -> Programme:
    """Return the programme with one item changed."""
    items = [replace(one, **change) if place == number else one for place, one in enumerate(file.sessions)]
    return replace(file, sessions=tuple(items))


def fetch(sha256: str) -> Any:
    """Return what a guest's phone reads under a hash, checked."""
    found = shelf.public_file(sha256, frozenset({"br"}))
    assert found is not None
    data = brotli.decompress(found.data)
    assert hashlib.sha256(data).hexdigest() == sha256
    return json.loads(data)


def whole(manifest: dict[str, Any]) -> dict[str, dict[str, list[Any]]]:
    """Return kind -> id -> row of all shards, as patches hold them."""
    return {
        kind: {row[0]: list(row) for sha256 in manifest["shards"][kind] for row in cells(fetch(sha256))}
        for kind in KINDS
    }


def cells(shard: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a shard."""
    return list(zip(*columns.unpacked(shard["values"]), strict=True))


def test_the_manifest_names_the_meeting_and_its_shards(app: Flask) -> None:
    outcome = imported(programme(session("Opening", ADA, room="Hall 1", track="Dose"), people=(ADA,)))

    manifest = fetch(outcome.conference.manifest)

    conference = manifest.pop("conference")
    assert conference == {
        "id": outcome.conference.id,
        "slug": "glow",
        "name": "Glow 2026",
        "zone": "America/Chicago",
        "first_day": "2026-11-29",
        "last_day": "2026-11-29",
    }
    assert {kind: len(shas) for kind, shas in manifest.pop("shards").items()} == dict.fromkeys(KINDS, 1)
    assert manifest == {
        "format": 3,
        "version": 1,
        "rooms": [{"name": "Hall 1", "note": None}],
        "tracks": [{"name": "Dose"}],
        "patches": {},
    }


POSTER = {
    "kind": "poster",
    "title": "Tiny catheters",
    "track": None,
    "room": None,
    "starts": "2026-11-29T15:00:00Z",
    "ends": "2026-11-29T16:00:00Z",
    "local": "2026-11-29T09:00/2026-11-29T10:00",
    "day_on": "2026-11-29",
    "board": "0112",
    "number": "P-7",
    "parent": None,
    "people": [1, 2],
    "status": "confirmed",
}


def test_the_rows_of_each_shard(app: Flask) -> None:
    chair = Participation(BO.key, "chair")
    poster = session(
        "Tiny catheters", ADA, kind="poster", board="0112", number="P-7", subtitle="A start", abstract="<p>Yes.</p>"
    )
    outcome = imported(
        programme(replace(poster, people=(*poster.people, chair), links=("https://example.org",)), people=(ADA, BO))
    )
    shards = {kind: fetch(shas[0]) for kind, shas in fetch(outcome.conference.manifest)["shards"].items()}
    [listed], [details] = wire.read(shards["list"]), wire.read(shards["details"])
    item = listed["id"]

    assert listed == POSTER | {"id": item}
    assert details == {
        "id": item,
        "subtitle": "A start",
        "day_label": None,
        "credit": None,
        "roles": ["presenter", "chair"],
        "marks": [],
        "links": ["https://example.org"],
        "language": None,
    }
    assert shards["abstracts"] == wire.shard("abstracts", [[item, "<p>Yes.</p>"]])
    assert shards["people"]["columns"] == [*("id", "name", "degrees", "affiliation", "merged_into", "number")]
    assert sorted(row[1:] for row in cells(shards["people"])) == [
        ("Ada Brook", ["MD"], "Glow Hospital", None, 1),
        ("Bo Sato", [], None, None, 2),
    ]


@pytest.mark.parametrize("items", [3, 10])
def test_a_patch_leads_from_each_of_the_last_eight_versions_to_this_one(app: Flask, items: int) -> None:
    file = big()
    states = [imported(file)]
    wholes = [whole(fetch(states[0].conference.manifest))]
    for number in range(10):
        file = changed(file, number % items, title=f"Title {number}", abstract=f"<p>new {number}</p>")
        states.append(imported(file))
        wholes.append(whole(fetch(states[-1].conference.manifest)))

    manifest = fetch(states[-1].conference.manifest)

    assert manifest["version"] == 11
    assert list(manifest["patches"]) == sorted(one.conference.manifest for one in states[2:10])
    for old, before in zip(states[2:10], wholes[2:10], strict=True):
        patch = fetch(manifest["patches"][old.conference.manifest])
        for kind, rows in patch["put"].items():
            before[kind] |= {row[0]: row for row in rows}
        assert before == wholes[-1]
        assert patch["gone"] == []


def test_files_of_versions_further_back_than_eight_are_forgotten(app: Flask) -> None:
    file = big(3)
    manifests = []
    for number in range(11):
        manifests.append(imported(changed(file, 0, title=f"Title {number}")).conference.manifest)

    readable = [shelf.public_file(one, frozenset()) is not None for one in manifests]

    assert readable == [False, False, *[True] * 9]


@pytest.fixture
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few hundred items fill several shards."""
    monkeypatch.setitem(snapshots.SHARD_BYTES, "list", 10_000)


@pytest.mark.usefixtures("small_shards")
def test_a_change_makes_only_the_touched_shards_anew(app: Flask) -> None:
    file = big(600)
    first = fetch(imported(file).conference.manifest)
    second = fetch(imported(changed(file, 5, title="Another title")).conference.manifest)

    differing = {
        kind: sum(one != other for one, other in zip(first["shards"][kind], second["shards"][kind], strict=True))
        for kind in KINDS
    }

    assert len(first["shards"]["list"]) > 1
    assert differing == {"list": 1, "details": 0, "people": 0, "abstracts": 0}


@pytest.mark.usefixtures("small_shards")
def test_a_shard_is_made_anew_of_the_stored_one(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    file = big(600)
    imported(file)
    monkeypatch.setattr(wire, "shard", lambda *_told: pytest.fail("the shard was made of all rows"))

    manifest = fetch(imported(changed(file, 5, title="Another title", abstract="")).conference.manifest)

    titles = [row[2] for row in whole(manifest)["list"].values()]
    assert sorted(titles) == sorted(["Another title", *(one.title for one in file.sessions if one.title != "Talk 5")])
    assert len(whole(manifest)["abstracts"]) == 599


def with_another_word(data: bytes) -> bytes:
    """Return a stored shard that can be read, but is not what its name says."""
    return brotli.compress(brotli.decompress(data).replace(b"Talk 7", b"Talk X"))


@pytest.mark.parametrize("damaged", [with_another_word, lambda _data: b"", lambda _data: b"no brotli", None])
def test_without_the_stored_shard_all_rows_are_told(app: Flask, damaged: Callable[[bytes], bytes] | None) -> None:
    file = big(20)
    imported(file)
    mine = Shard.kind == "list"
    if damaged is None:
        db.session.execute(delete(Shard).where(mine))
    else:
        data = db.session.scalars(select(Shard.brotli).where(mine)).one()
        db.session.execute(update(Shard).where(mine).values(brotli=damaged(data)))
    db.session.commit()

    manifest = fetch(imported(changed(file, 5, title="Another title")).conference.manifest)

    titles = [row[2] for row in whole(manifest)["list"].values()]
    assert sorted(titles) == sorted(["Another title", *(one.title for one in file.sessions if one.title != "Talk 5")])


def test_a_shard_that_is_gone_is_there_again_though_none_of_its_rows_changed(app: Flask) -> None:
    file = big(20)
    imported(file)
    db.session.execute(delete(Shard).where(Shard.kind == "abstracts"))
    db.session.commit()

    manifest = fetch(imported(changed(file, 5, title="Another title")).conference.manifest)

    assert len(whole(manifest)["abstracts"]) == 20


def test_shards_that_were_empty_together_are_told_apart(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots._Rows, "shard_count", lambda _rows, _kind: 8)
    file = programme(*(session(f"Talk {one}", external_id=str(one), id_kind="id") for one in range(24)))
    imported(file)
    for number in range(24):
        file = changed(file, number, abstract=f"<p>{number}</p>")
        imported(file)

        manifest = fetch(imported(changed(file, 0, title=f"Title {number}")).conference.manifest)

        told = sorted(row[1] for row in whole(manifest)["abstracts"].values())
        assert told == sorted(f"<p>{one}</p>" for one in range(number + 1))


@pytest.mark.usefixtures("small_shards")
def test_rows_lie_in_the_shard_that_their_id_names(app: Flask) -> None:
    shas = fetch(imported(big(600)).conference.manifest)["shards"]["list"]

    assert len(shas) > 1
    for number, sha256 in enumerate(shas):
        ids = [row[0] for row in cells(fetch(sha256))]
        assert ({shard_number(one, len(shas)) for one in ids}, ids) == ({number}, sorted(ids))


def test_bytes_are_canonical_and_equal_in_all_encodings(app: Flask) -> None:
    imported(big(3))

    for sha256, brotlied, gzipped in db.session.execute(select(Shard.sha256, Shard.brotli, Shard.gzip)):
        plain = gzip.decompress(gzipped)
        assert brotli.decompress(brotlied) == plain
        assert hashlib.sha256(plain).hexdigest() == sha256
        value = json.loads(plain)
        assert plain == json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
