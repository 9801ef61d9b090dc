"""Ids: natural keys equal the phone's on shared vectors; fresh ids are UUIDv7."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from server.core import ids

VECTORS = json.loads((Path(__file__).parents[1] / "samples" / "ids.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["key"][:30] for vector in VECTORS])
def test_natural_ids_are_those_of_the_vectors(vector: dict[str, str]) -> None:
    assert ids.natural(vector["key"]) == vector["id"]


def test_fresh_ids_are_uuid7_and_never_equal() -> None:
    made = [ids.fresh() for _ in range(1000)]

    assert {UUID(one).version for one in made} == {7}
    assert len(set(made)) == 1000


@pytest.mark.parametrize(
    ("value", "is_id"),
    [
        ("0198c1f0-0000-7000-8000-000000000001", True),
        ("0198C1F0-0000-7000-8000-000000000001", False),
        ("0198c1f0-0000-7000-8000-00000000000", False),
        ("0198c1f0-0000-0000-8000-000000000001", False),
        ("0198c1f0-0000-7000-c000-000000000001", False),
        ("0198c1f0-0000-7000-8000-000000000001\n", False),
        (7, False),
        (None, False),
    ],
)
def test_only_lower_case_rfc_9562_ids_are_ids(value: object, is_id: bool) -> None:
    assert ids.is_id(value) is is_id
