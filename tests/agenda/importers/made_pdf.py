"""Makes a PDF with text from pages in JSON, as little of the format as a reader needs (ISO 32000-1, 7.3 to 7.5 and 9).

A page is {"texts": [[x, y, text, size, "bold"], ...], "tables": [table, ...]}; x and y are points from the upper left
corner, size and "bold" may be left out. A table is {"x": left, "y": top, "widths": [...], "rows": [[cell, ...], ...]};
a cell is a text, whose lines end where its line ends stand, and {"across": text} is the only cell of its row.
"""

from collections.abc import Iterator, Sequence
from typing import Any

PAGE = (595, 842)  # points, A4
SIZE, LEADING = 10, 12
PADDING = 4


def made(pages: Sequence[dict[str, Any]], title: str = "", extra: bytes = b"", font: str = "") -> bytes:
    """Return the file; `extra` goes into its trailer, `font` is one in place of Helvetica."""
    contents = ["\n".join([*_texts(page), *_tables(page)]).encode("cp1252", "replace") for page in pages]
    first = 6  # objects before the pages
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        font.encode() or _font("Helvetica"),
        _font("Helvetica-Bold"),
        f"<< /Title ({_escaped(title)}) >>".encode("cp1252"),
    ]
    for number, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE[0]} {PAGE[1]}] /Contents {first + 2 * number + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content))
    return _file(objects, extra)


def _file(objects: Sequence[bytes], extra: bytes) -> bytes:
    data, places = b"%PDF-1.4\n", list[int]()
    for number, held in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, held)
    start = len(data)
    lines = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R %b>>\nstartxref\n%d\n%%%%EOF\n" % (size, extra, start)
    return data + b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, lines) + trailer


def _font(name: str) -> bytes:
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()


def _texts(page: dict[str, Any]) -> Iterator[str]:
    for x, y, text, *style in page.get("texts", ()):
        yield _shown(x, y, text, style[0] if style else SIZE, bold="bold" in style)


def _tables(page: dict[str, Any]) -> Iterator[str]:
    for table in page.get("tables", ()):
        top = table["y"]
        for row in table["rows"]:
            cells = [row["across"]] if isinstance(row, dict) else row
            widths = [sum(table["widths"])] if isinstance(row, dict) else table["widths"]
            height = 2 * PADDING + LEADING * max(len(cell.split("\n")) for cell in cells)
            left = table["x"]
            for cell, width in zip(cells, widths, strict=True):
                yield f"{left} {PAGE[1] - top - height} {width} {height} re S"
                for number, line in enumerate(cell.split("\n")):
                    yield _shown(left + PADDING, top + PADDING + LEADING * number, line, SIZE, bold=False)
                left += width
            top += height


def _shown(x: float, y: float, text: str, size: float, *, bold: bool) -> str:
    return f"BT /F{2 if bold else 1} {size} Tf {x} {PAGE[1] - y - size} Td ({_escaped(text)}) Tj ET"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
