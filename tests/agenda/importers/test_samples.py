"""Every sample against its expected result, which is data: `tests/samples/agenda/expected/NAME.json`.

A sample holds one oddity of the import contract (sections 3 to 6 and 11), named in "about". "*.sheets.json" are sheets
that become a workbook first, both XLSX and ODS where all their cells are texts; "*.pages.json" are pages that become
a PDF.
"""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from server.agenda.importers import read
from server.agenda.importers.programme import Hints, RefusedFile
from tests.agenda.importers.as_data import data_of
from tests.agenda.importers.made_files import ods, xlsx
from tests.agenda.importers.made_pdf import made

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "agenda"
EXPECTED = SAMPLES / "expected"
TEMPLATES = {"meeting.csv"}  # filled in by tests.samples.meeting
NAMES = sorted(path.name for path in SAMPLES.iterdir() if path.is_file() and path.name not in TEMPLATES)
SHEETS, PAGES = ".sheets.json", ".pages.json"


def hints_of(told: dict[str, Any]) -> Hints:
    """Return the hints that a sample is read with; days are written in ISO form."""
    days = {name: date.fromisoformat(told[name]) for name in ("first_day", "last_day") if name in told}
    return Hints(**{**told, **days})


def outcome(data: bytes, hints: Hints) -> dict[str, Any]:
    """Return the programme as data, or the sentence of the refusal."""
    try:
        return data_of(read(io.BytesIO(data), hints))
    except RefusedFile as refusal:
        return {"refused": str(refusal)}


def test_there_are_enough_samples_and_each_has_its_result():
    assert len(NAMES) >= 60
    assert sorted(path.name for path in EXPECTED.iterdir()) == [f"{name}.json" for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_gives_its_result(name: str):
    told = json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))
    hints, data = hints_of(told.pop("hints", {})), (SAMPLES / name).read_bytes()
    assert told.pop("about")

    if name.endswith(PAGES):
        data = made(**json.loads(data))
    if not name.endswith(SHEETS):
        assert outcome(data, hints) == told
        return
    sheets = json.loads(data)
    assert outcome(xlsx(sheets), hints) == told
    if "{" not in json.dumps([*sheets.values()]):
        assert outcome(ods(sheets), hints) == told
