"""What a file is, by its bytes and text (the import contract, sections 3.1 and 3.4)."""

import io
import struct
import zipfile

import pytest

from server.agenda.importers import archive, limits
from server.agenda.importers.programme import RefusedFile
from server.agenda.importers.sniff import Sample

ROWS = "Title,Room,Start\n" + "One,Hall A,9:00\n" * 4


def zipped(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in members.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), body)
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "shape"),
    [
        (b"", "empty"), (b"\xef\xbb\xbf \r\n", "empty"), (b"%PDF-1.4", "pdf"), (b"\x1f\x8b\x08", "gzip"),
        (b"\x89PNG\r\n\x1a\n", "picture"), (b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), "workbook"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "office"), (b"a\x00b\x00\x01", "binary"),
        (zipped(xl__workbook_xml=b"x"), "workbook"), (zipped(content_xml=b"x"), "workbook"),
        (zipped(word__document_xml=b"x"), "office"), (zipped(sessions=b"[]"), "zip"),
        (b"<!-- x\nBEGIN:VCALENDAR\r\nEND:VCALENDAR", "calendar"),
        (b'<?xml version="1.0"?>\n<!-- a -->\n<schedule><conference/></schedule>', "xml"),
        (b"<!DOCTYPE html>\n<html><body>x</body></html>", "html"), (b"  <table><tr><td>1</td></tr></table>", "html"),
        (b'{"sessions": []}', "json"), (b'\xef\xbb\xbf[{"a": 1}]', "json"), (b"[Poster] a list of things", "text"),
        (b"// comment\nexport const items = [{a: 1}]", "literal"), (b"var x = {", "literal"),
        (b"| a | b |\n|---|:--|\n| 1 | 2 |\n", "pipes"), (ROWS.encode(), "delimited"),
        (ROWS.replace(",", ";").encode(), "delimited"), (ROWS.replace(",", "\t").encode("utf-16"), "delimited"),
        (b"Monday\n9:00 Opening\n10:00 Lunch\n", "text"),
    ],
)  # fmt: skip
def test_a_file_is_known_by_what_it_holds(data: bytes, shape: str):
    assert Sample(data).shape == shape


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        (ROWS, ","),
        (ROWS.replace(",", "|"), "|"),
        ('A;B\n"x;\ny";2\n3;4\n', ";"),
        ("a,b\n\n\n1,2\n3,4,5\n6,7\n8,9\n10,11\n", ","),
        ("one\ntwo\n", ""),
        ("only, one line", ""),
    ],
)
def test_a_delimiter_gives_a_stable_number_of_cells(text: str, mark: str):
    assert Sample(text.encode()).delimiter == mark


def test_json_tells_where_it_breaks():
    assert (Sample(b'{"a": 1,}').json, Sample(b'{"a": 1,}').json_fault[:6]) == (None, "line 1")
    assert Sample(b"[" * 101 + b"]" * 101).json_fault == "more than 100 levels of nesting"
    assert Sample(b"[" * 100 + b"]" * 100).json is not None
    assert Sample(b"[" * 200_000).json is None


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (zipped(a=b"0" * 5_000_000), "This archive unpacks to far more than a programme can be, so it was not opened."),
        (zipped(**{"..__a": b"x"}), "This archive holds a path that leads outside of it, so it was not opened."),
        (zipped(**{"a.zip": b"x"}), "This archive holds another archive; unpack it and choose the file inside."),
        (zipped(a=b"x")[:-8], "This zip archive is broken or incomplete; download it again."),
        (zipped(**{f"f{n}": b"" for n in range(limits.ZIP_MEMBERS + 1)}), "This archive holds more than 2,000 files."),
    ],  # not by their bytes, which hold the time
    ids=["a bomb", "a path outside", "an archive within", "half a file", "too many files"],
)
def test_an_unsafe_archive_is_refused(data: bytes, sentence: str):
    with pytest.raises(RefusedFile) as refusal:
        archive.members(data)

    assert str(refusal.value) == sentence


def test_an_archive_that_lies_about_its_size_is_refused():
    honest = zipped(a=b"0" * 5_000_000)
    size = struct.pack("<I", 5_000_000)
    lying = honest.replace(size, struct.pack("<I", 10))

    with pytest.raises(RefusedFile, match="unpacks to far more"):
        archive.members(lying)
