"""Columns packed and unpacked; phones do the same (web/src/store/agenda_columns.ts), held to the same vectors."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.agenda import columns, wire
from server.agenda.columns import Pack
from server.core.strict_json import canonical

VECTORS = json.loads((Path(__file__).parents[1] / "samples" / "columns.json").read_text(encoding="utf-8"))
IDS = st.uuids().map(str)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
NUMBERS = st.one_of(st.integers(0, 70), st.integers(0, 300_000))
CELLS: list[tuple[Pack, st.SearchStrategy[Any]]] = [
    (columns.cells, st.one_of(st.none(), TEXTS)),
    (columns.ids, IDS),
    (columns.ids, st.one_of(IDS, st.sampled_from(["", "a-id", "0198C1F0-0000-7000-8000-000000000001"]))),
    (columns.words, st.one_of(st.none(), TEXTS, st.integers(-2_000, 2_000))),
    (columns.words, st.sampled_from([None, 0, "0"])),
    (columns.numbers, NUMBERS),
    (columns.lists, st.lists(NUMBERS, max_size=3)),
]


@given(st.lists(IDS, max_size=150), st.data())
def test_every_column_comes_back(ids: list[str], data: st.DataObject) -> None:
    made = [ids, *(data.draw(st.lists(one, min_size=len(ids), max_size=len(ids))) for _pack, one in CELLS)]
    packed = [columns.ids(ids), *(pack(column) for (pack, _one), column in zip(CELLS, made[1:], strict=True))]

    assert columns.unpacked(json.loads(canonical(packed))) == made


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one["name"])
def test_shards_are_those_of_the_vectors(vector: Any) -> None:
    shard = json.loads(vector["shard"])

    assert canonical(wire.shard(vector["kind"], vector["rows"])).decode() == vector["shard"]
    assert list(wire.read(shard)) == vector["told"]


def test_shards_of_earlier_formats_are_read() -> None:
    row = ["2026-11-30T15:00:00Z", None, "2026-11-30T09:00", "2026-11-30"]
    names = ["starts", "ends", "local", "day_on"]

    assert list(wire.read({"format": 2, "columns": names, "rows": [row]})) == [dict(zip(names, row, strict=True))]
