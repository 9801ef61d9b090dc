"""A few hundred damaged files, the same ones each time; `tests.agenda.fuzz_importers` throws many more."""

import pytest

from tests.agenda import fuzz_importers


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_damaged_files_are_read_soundly_or_refused_in_one_sentence(seed: int):
    figures = fuzz_importers.run(600, seed, most=150)

    assert dict(figures.faults) == {}
    assert 0 < figures.refused.total() < figures.calls
