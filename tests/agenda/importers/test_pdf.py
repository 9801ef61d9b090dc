"""Printed programmes: what is refused and in which words, how rows become text again, in which order they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.agenda.importers import pdf
from server.agenda.importers.blocks import Heading, Line, Spread
from server.agenda.importers.pdf_lines import Placed, Style, blocks_of, runs_on
from server.agenda.importers.pdf_runs import Row, Run, Word, rows_of
from server.agenda.importers.programme import RefusedFile
from tests.agenda.importers.made_pdf import made

INSTEAD = "copy the programme's text, or ask the organiser for a spreadsheet or a calendar file (.ics)"
LOCK = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%b> /U <%b> /P -4 >> /ID [<00> <00>] " % (b"6b" * 32, b"6b" * 32)
NAMELESS = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /Drawn /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype"
    " /CIDFontType2 /BaseFont /Drawn /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>"
)
TALK = {"texts": [[60, 60, "Monday, 5 October 2026"], [60, 80, "9:00 On hands"]]}


def word(text: str, x: float, y: float, size: float = 10, *, bold: bool = False) -> Word:
    """Return a word whose letters are all half as wide as high."""
    return Word(text, x, y, x + len(text) * size / 2, y + size, size, bold)


def set_in(paragraphs: list[str], letters: int) -> list[Row]:
    """Return the paragraphs as a program sets them: each word on the line if there is room, a gap between them."""
    words, y = list[Word](), 0.0
    for paragraph in paragraphs:
        column = 0
        for text in paragraph.split():
            if column and column + 1 + len(text) > letters:
                y, column = y + 12, 0
            words.append(word(text, 50 + 5 * (column + bool(column)), y))
            column += bool(column) + len(text)
        y += 30
    return rows_of(words)


def texts_of(rows: list[Row]) -> list[str]:
    """Return the texts of the blocks that the rows are read as."""
    found = blocks_of([Placed(row, "here") for row in rows], Style(rows))
    return [block.text for block in found if isinstance(block, Heading | Line)]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (made([{}]), "This PDF holds pictures of text only; ask the organiser for a spreadsheet or a calendar file"
         " (.ics), or copy the web programme."),
        (b"%PDF-1.4\nnothing of it", f"This PDF is broken and cannot be opened; download it again, or {INSTEAD}."),
        (made([TALK], extra=LOCK), "This PDF is locked with a password; save it without one and choose that file."),
        (made([TALK] * 401), "This PDF has more than 400 pages; save only those of the programme."),
        (made([TALK], font=NAMELESS),
         f"The fonts of this PDF do not say which letters they draw, so that its text is lost; {INSTEAD}."),
    ],
    ids=["pictures", "broken", "locked", "long", "nameless letters"],
)  # fmt: skip
def test_a_pdf_without_words_is_refused_in_one_sentence(data: bytes, sentence: str):
    with pytest.raises(RefusedFile) as refusal:
        pdf.document_of(data)

    assert str(refusal.value) == sentence


def test_a_page_over_its_bounds_is_refused():
    crowded = {"texts": [[x, y, "On hands and on feet"] for x in range(0, 600, 30) for y in range(0, 810, 10)]}

    with pytest.raises(RefusedFile) as refusal:
        pdf.document_of(made([crowded]))

    assert str(refusal.value) == f"This PDF holds far more than a programme, or is broken; {INSTEAD}."


@pytest.mark.parametrize(
    ("off", "size", "text"),
    [(0.4, 10, "Bookkeeping for all"), (0, 12, "Billing"), (0.4, 5, "All ill hills")],
)
def test_letters_printed_twice_to_look_bold_are_read_once(off: float, size: int, text: str):
    page = {"texts": [[60, 60, text, size], [60 + off, 60, text, size]]}

    assert [block.text for block in pdf.document_of(made([page])).blocks] == [text]


@pytest.mark.parametrize("size", [4, 6, 10])
def test_double_letters_stay_however_small(size: int):
    assert [block.text for block in pdf.document_of(made([{"texts": [[60, 60, "All ill", size]]}])).blocks] == [
        "All ill"
    ]


def test_what_every_page_repeats_in_its_head_is_left_out_but_never_an_item():
    body = [[60, 20, "Book of the meeting"], [60, 40, "9:00 Welcome"], [60, 400, "Lunch for all"]]
    pages = [{"texts": [*body, [290, 820, f"Page {number}"]]} for number in range(1, 5)]

    blocks = pdf.document_of(made(pages)).blocks

    assert [block.text for block in blocks] == ["9:00 Welcome", "Lunch for all"] * 4


def test_many_pages_have_more_time_than_one():
    assert len(pdf.document_of(made([TALK] * 300)).blocks) == 600


def test_the_place_of_a_line_and_of_a_row_is_told():
    page = {
        "texts": [[60, 40, "Hands"]],
        "tables": [{"x": 50, "y": 100, "widths": [90, 200], "rows": [["9:00", "On hands"], ["9:30", "On feet"]]}],
    }

    blocks = pdf.document_of(made([page, page])).blocks

    wheres = [one for block in blocks for one in (block.wheres if isinstance(block, Spread) else [block.where])]
    assert wheres == [
        *("page 1 line 1", "page 1 table 1 row 1", "page 1 table 1 row 2"),
        *("page 2 line 1", "page 2 table 1 row 1", "page 2 table 1 row 2"),
    ]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Harbour Meeting 2026", "Harbour Meeting 2026"),
        ("Microsoft Word - final_v7.docx", ""),
        ("programme.indd", ""),
        ("", ""),
    ],
)
def test_a_title_that_names_a_file_is_no_title(title: str, shown: str):
    assert pdf.document_of(made([TALK], title=title)).title == shown


@pytest.mark.parametrize(
    ("above", "below", "together"),
    [
        ("On small", "hands", "On small hands"),
        ("On hand\u00ad", "books", "On handbooks"),
        ("A well-", "known hand", "A well-known hand"),
        ("On CT-", "guided hands", "On CT- guided hands"),
        ("Between 9-", "Hands", "Between 9- Hands"),
    ],
)
def test_a_word_broken_at_the_edge_is_whole_again(above: str, below: str, together: str):
    assert Style([]).joined(above, below) == together


def test_words_lose_their_hyphen_where_the_document_breaks_words():
    broken = [Row((Run((word(text, 50, 12 * number),)),)) for number, text in enumerate(["ra-", "on-", "me-", "pa-"])]
    spelled = Row((Run((word("image-guided", 50, 60),)),))

    style = Style([*broken, spelled])

    assert [style.joined("radio-", "logy"), style.joined("image-", "guided")] == ["radiology", "image-guided"]


@pytest.mark.parametrize(
    ("above", "below", "goes_on"),
    [
        ("On hands", "and feet", True),
        ("On hands.", "and feet", False),
        ("On hands", "And feet", False),
        ("", "and", True),
    ],
)
def test_lower_case_goes_on(above: str, below: str, goes_on: bool):
    assert runs_on(above, below) == goes_on


#: Words with digits and capitals read neither as names nor as the rest of a sentence: only their places tell.
WORDS = st.sampled_from(["Dose3", "A1b", "Of2", "Contour7s", "Against5", "It4"])
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=20).map(" ".join), min_size=1, max_size=6)


@given(PARAGRAPHS, st.integers(20, 60))
def test_paragraphs_broken_at_any_width_come_back_whole(paragraphs: list[str], letters: int):
    assert texts_of(set_in(paragraphs, letters)) == paragraphs


@given(PARAGRAPHS, PARAGRAPHS)
def test_no_word_is_lost_or_doubled_whatever_stands_beside_it(left: list[str], right: list[str]):
    rows = rows_of(
        [
            *(one for row in set_in(left, 30) for one in row.words),
            *(word(one.text, one.x0 + 260, one.top) for row in set_in(right, 30) for one in row.words),
        ]
    )

    read = sorted(" ".join(texts_of(rows)).replace(" | ", " ").split())
    assert read == sorted(" ".join(left + right).split())
