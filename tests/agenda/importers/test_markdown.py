"""Markdown: pipe tables with date rows, headings and lists."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.agenda.importers import read
from server.agenda.importers.markdown import cells_of, inline
from server.agenda.importers.programme import Hints, Programme, RefusedFile
from tests.agenda.importers.test_html import parents, read_or_refused, rows

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "agenda"


def programme(text: str, **hints) -> Programme:
    return read(io.BytesIO(text.encode()), Hints(**hints))


def test_date_rows_and_am_pm_on_the_end_only():
    found = programme((SAMPLES / "date_rows.md").read_text())

    assert rows(found) == [
        ("05 10:00", "11:00", "First steps (easy)", "", ""),
        ("05 11:00", "12:30", "Second | steps", "", ""),
        ("06 14:30", "15:30", "Third steps", "", ""),
        ("06 16:00", "17:00", "Last steps", "", ""),
    ]
    assert (found.format, found.conference.name) == ("markdown", "Summer School 2026")
    assert found.sessions[1].links == ("https://example.org/a", "https://example.org/b")
    assert found.sessions[0].source_where == "line 8"


TEXTS = {
    "headings and lists": (
        "# School\n\n## Monday, 5 October 2026\n\n- **9:00-9:30** On bones – Ana Lima\n"
        "- 9:30-10:00 _On hands_ (Bo Sato)\n\n"
        "## Tuesday, 6 October 2026\n\n* 9:00 [On feet](https://example.org) by Cy Dee\n",
        [
            ("05 09:00", "09:30", "On bones", "Ana Lima", ""),
            ("05 09:30", "10:00", "On hands", "Bo Sato", ""),
            ("06 09:00", "10:00", "On feet", "Cy Dee", ""),
        ],
    ),
    "a table under each day": (
        "## 5 Oct 2026\n\n|Time|Title|Speaker|\n|-|-|-|\n|9:00-9:30|On bones|Ana Lima|\n\n## 6 Oct 2026\n\n"
        "Time | Title | Speaker\n--- | --- | ---\n9:00-9:30 | On feet | Bo Sato\n",
        [("05 09:00", "09:30", "On bones", "Ana Lima", ""), ("06 09:00", "09:30", "On feet", "Bo Sato", "")],
    ),
    "a grid": (
        "## 5 Oct 2026\n\n| | Hall A | Hall B |\n|---|---|---|\n| 9:00-9:30 | On bones | On hands |\n"
        "| 9:30-10:00 | On feet | |\n",
        [
            ("05 09:00", "09:30", "On bones", "", "Hall A"),
            ("05 09:00", "09:30", "On hands", "", "Hall B"),
            ("05 09:30", "10:00", "On feet", "", "Hall A"),
        ],
    ),
    "code is no programme": (
        "Monday 5 Oct 2026\n=================\n\n## Talks\n\n```\n9:00 No talk\n```\n\n9:30-10:00 On bones\n",
        [("05 09:30", "10:00", "On bones", "", "")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS)
def test_texts(text, expected):
    assert rows(programme(text)) == expected


def test_headings_that_are_no_days_head_sessions():
    chest = "### Chest\n\n9:00-9:30 Nodules\n9:30-10:00 Airways\n\n"
    heart = "### Heart\n\n10:00-10:30 Valves\n"

    assert parents(programme(f"# School\n\n## Mon 5 Oct 2026\n\n{chest}{heart}")) == {
        "Nodules": "Chest",
        "Airways": "Chest",
        "Valves": "Heart",
    }


def test_a_text_without_items_is_refused():
    with pytest.raises(RefusedFile, match=r"^This Markdown text holds no programme that Hallway can find; "):
        programme("# About\n\n## Us\n\nWe look at bones.\n")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**Bold** and _thin_", "Bold and thin"), ("snake_case_name", "snake_case_name"), ("2 * 3 * 4", "2 * 3 * 4"),
        ("[A](https://example.org) ![x](y.png)b", "A b"), ("`code` \\* &amp;", "code * &"), ("[B][1]", "B"),
    ],
)  # fmt: skip
def test_marks_go(written, shown):
    assert inline(written)[0] == shown


def test_cells_keep_escaped_bars():
    assert cells_of("| a \\| b | c |") == ["a | b", "c"]


@settings(max_examples=100)
@given(st.text(alphabet="|-:#*_[]()`> \n9:0aA5.Oct", max_size=120))
def test_any_text_is_read_or_refused(text):
    found, sentence = read_or_refused(f"## 5 Oct 2026\n\n## x\n{text}")

    assert bool(sentence) == (found is None)
