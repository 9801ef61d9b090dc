"""The tracker's workbook opened and saved by other programs: what comes back is what went out, and text stays text."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from hypothesis import given, settings
from python_calamine import CalamineWorkbook

from server.core import ids
from server.leaving import tables
from server.tracker import service, sheets
from server.tracker.columns import HEADER
from tests import factories
from tests.tracker.test_import import put, without_steps_of_hallway
from tests.tracker.test_sheets import tables_of_texts, without_empty_ends, workbook

AT = datetime(2026, 12, 1, 9, tzinfo=UTC)
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SAVED_BY = {
    "openpyxl": None,
    "LibreOffice as .xlsx": "xlsx:Calc MS Excel 2007 XML",
    "LibreOffice as .ods": "ods:calc8",
    "LibreOffice as .csv": "csv:Text - txt - csv (StarCalc):44,34,76,1",
}
FORMULAS = ["=1+1", "+43 1 5550100", "-2", "@SUM(A1)", "＝1", "'=quoted", "''", '=HYPERLINK("http://a.example";"b")']
LOOKALIKES = ["007", "1E5", "TRUE", "3/4/2026", "12:30", "2026-12-03", "0.10", "#N/A", "1,5", "it's"]
WORDS = ['Ada "the" B', "two\nlines\n\nand a third", "; , |", "工 Ärzte 🎈", "שלום", "a" * 5_000, "<b>&amp;</b>"]

Save = Callable[[bytes], bytes]


@pytest.fixture(params=SAVED_BY)
def save(request: pytest.FixtureRequest, tmp_path: Path) -> Save:
    """What another program makes of a workbook that is opened in it and saved, without a change."""
    kind = SAVED_BY[request.param]
    if kind is None:
        return by_openpyxl
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed")
    return by_office(OFFICE, kind, tmp_path)


def by_openpyxl(data: bytes) -> bytes:
    made = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(made)
    return made.getvalue()


def by_office(program: str, kind: str, folder: Path) -> Save:
    """LibreOffice without a window, and with a profile of its own, so that one that is open does not answer for it."""

    def save(data: bytes) -> bytes:
        (file := folder / "tracker.xlsx").write_bytes(data)
        (out := folder / "saved").mkdir()
        profile = (folder / "profile").as_uri()
        words = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", str(out)]
        subprocess.run([*words, str(file)], check=True, capture_output=True, timeout=180)
        (made,) = out.iterdir()
        return made.read_bytes()

    return save


def met(user_id: str) -> None:
    """People whose every text could be taken for something else."""
    for number, text in enumerate([*FORMULAS, *LOOKALIKES, *WORDS]):
        short = " ".join(text[:100].split())
        lists = {
            "tags": {"add": [short[:60]], "remove": []},
            "phones": {"add": [f"+43 1 555010{number}"], "remove": []},
        }
        texts = {"name": f"{short} {number}", "role": short, "institution": short, "how_found": short}
        contact = put(user_id, "contact", ids.fresh(), **texts, **lists, met_on="2026-11-29")
        put(user_id, "note", ids.fresh(), contact=contact, bullets={"from": "", "to": text}, place=short)
        for direction, day in (("out", "2026-11-20"), ("in", "2026-11-22")):
            said = {"direction": direction, "sent_at": f"{day}T12:00:00Z", "text": {"from": "", "to": text}}
            put(user_id, "outreach", ids.fresh(), contact=contact, **said)
        step = {"contact": contact, "step": "own", "title": short, "due_on": "2019-06-01", "state": "open"}
        put(user_id, "followup", ids.fresh(), **step)


def test_a_workbook_saved_by_another_program_imports_as_it_was(app: Flask, save: Save) -> None:
    ada, bea = (factories.user(name).id for name in ("ada", "bea"))
    met(ada)
    out = service.table(ada, AT)
    assert sorted(row[HEADER.index("Notes")] for row in out) == sorted([*FORMULAS, *LOOKALIKES, *WORDS])

    file = save(workbook(out))

    assert without_empty_ends(sheets.read(file)) == without_empty_ends([list(HEADER), *out])
    assert service.run(ada, file, AT).plan.writes == []
    report = service.run(bea, file, AT).as_dict()
    assert (report["counts"], report["unknown_columns"]) == (
        {"new": len(out), "filled": 0, "different": 0, "deleted": 0, "faults": 0},
        [],
    )
    assert without_steps_of_hallway(service.table(bea, AT)) == without_steps_of_hallway(out)


TABLE = [[text, *LOOKALIKES[:7], text, *([""] * 5), "me", ids.natural(f"row of {text}")] for text in FORMULAS + WORDS]


@settings(max_examples=15)
@given(tables_of_texts)
def test_any_text_outlives_openpyxl(rows: list[list[str]]) -> None:
    # `_x0041_` is the format's own way to write a letter: we escape it, openpyxl saves it bare, and so it is a letter
    rows = [[cell.replace("_x", "-x") for cell in row] for row in rows]

    read = sheets.read(by_openpyxl(workbook(rows)))

    assert without_empty_ends(read) == without_empty_ends([list(HEADER), *rows])


def guarded(rows: list[list[str]]) -> list[list[str]]:
    return [list(HEADER), *([tables.guarded(cell) for cell in row] for row in rows)]


def test_another_reader_finds_every_cell_as_it_stands_in_the_table() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(TABLE)))

    assert book.sheet_names == [sheets.SHEET]
    assert book.get_sheet_by_name(sheets.SHEET).to_python() == guarded(TABLE)


def test_no_cell_becomes_a_formula_a_number_or_a_link_when_openpyxl_saves_it() -> None:
    file = by_openpyxl(workbook(TABLE))

    rows = list(openpyxl.load_workbook(io.BytesIO(file))[sheets.SHEET].iter_rows())
    assert [[cell.value or "" for cell in row] for row in rows] == guarded(TABLE)
    assert {cell.data_type for row in rows for cell in row if cell.value is not None} == {"s"}
    assert {cell.number_format for row in rows[1:] for cell in row if cell.value is not None} == {"@"}
    assert [name for name, text in members(file).items() if re.search(r"<f[ >]|hyperlink", text)] == []
    assert CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python() == guarded(TABLE)


def members(file: bytes) -> dict[str, str]:
    """The parts of a workbook that say what its cells are."""
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist() if name.startswith("xl/worksheets/")}
