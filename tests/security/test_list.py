"""docs/security-cases.md names a test, or a reason, for every case of the list."""

import re

import pytest

from server.config import ROOT

CASES = 68
ROW = re.compile(r"^\| ([0-9]+) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
LISTED = {int(number): told for number, told in ROW.findall((ROOT / "docs" / "security-cases.md").read_text())}


def test_every_case_is_listed() -> None:
    assert list(LISTED) == list(range(1, CASES + 1))


@pytest.mark.parametrize("case", LISTED)
def test_what_is_listed_exists(case: int) -> None:
    told = LISTED[case]
    if told.startswith("not yet: "):
        written = [
            path.name
            for path in (ROOT / "tests" / "security").glob("*.py")
            if f"def test_case_{case}_" in path.read_text()
        ]
        assert written == []
        return
    for place in told.split(", "):
        file, name = place.split("::")
        assert f"\ndef {name}(" in (ROOT / file).read_text()
