"""The tracker: a table without network, out as a file, and in from one, in a real browser."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Hallway, Phones, wait_until_offline_ready
from tests.e2e.steps import add_person, fits, sign_in

pytestmark = pytest.mark.e2e

TABLE = (
    "Name,Role,Institution,E-mail,How found,Date contacted,Response,Next step,Shoe size\r\n"
    "Maren Oduya,Program Director,Lakefront University,maren@lakefront.example,Poster hall,3 Dec 2026,"
    "2026-12-05: Come by on Monday,2026-12-09: Send my CV,39\r\n"
    "Wanda Quill,Fellow,Larch Hospital,,'=HYPERLINK,someday,,,\r\n"
)


def column(page: Page, name: str) -> list[str]:
    """Return the cells of a column of the table, from the top."""
    heads = page.locator(".tracker-box thead th").all_inner_texts()
    at = next(number for number, head in enumerate(heads, start=1) if head.startswith(name))
    return page.locator(f".tracker-box tbody tr > :nth-child({at})").all_inner_texts()


def downloaded(page: Page) -> list[list[str]]:
    """Return the rows of the CSV file that the phone makes."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as CSV").click()
    text = Path(waiting.value.path()).read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_table_is_seen_offline_taken_along_and_brought(hallway: Hallway, phones: Phones, tmp_path: Path) -> None:
    context = phones.open()
    page = context.new_page()
    sign_in(page, hallway)
    wait_until_offline_ready(page)
    add_person(page, "Wanda Quill")
    page.goto("/people")
    page.get_by_role("link", name="Tracker").click()
    expect(page.get_by_role("rowheader", name="Wanda Quill")).to_be_visible()

    (file := tmp_path / "tracker.csv").write_bytes(TABLE.encode())
    page.get_by_label("File").set_input_files(file)
    expect(page.get_by_text("Columns not read: Shoe size")).to_be_visible()
    expect(page.get_by_text('Row 3, Date contacted "someday": This is no day')).to_be_visible()
    page.get_by_role("button", name="Add 2 people").click()
    expect(page.get_by_text("2 people added, 0 filled in.")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Maren Oduya")).to_be_visible()
    fits(page)

    context.set_offline(True)
    page.reload()
    expect(page.get_by_role("rowheader", name="Maren Oduya")).to_be_visible()
    assert column(page, "Response")[0] == "2026-12-05: Come by on Monday"
    page.get_by_role("button", name="Institution").click()
    expect(page.get_by_role("columnheader", name="Institution")).to_have_attribute("aria-sort", "ascending")
    assert column(page, "Institution") == ["Lakefront University", "Larch Hospital", ""]
    assert page.locator(".tracker-box thead th").first.bounding_box()["x"] < 20
    rows = downloaded(page)
    assert rows[0][:8] == TABLE.split("\r\n")[0].split(",")[:8]
    assert {row[4] for row in rows[1:]} == {"Poster hall", "'=HYPERLINK", "Typed"}
