"""What a page or a text is made of before it is understood: headings, lines and tables, in the order they are read.

Pure. Saved pages, Markdown and pasted text all become these, so that one reader understands the three.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from server.agenda.importers import limits
from server.agenda.importers.cells import Cell, text_of

MOST_PLACES = 1_000_000  # cells of one table after merged ones are spread


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` is 1 to 6, `marks` are the names that links inside the page point to."""

    level: int
    text: str
    where: str
    marks: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `apart` says that a blank line or a new element stands before it."""

    text: str
    where: str
    apart: bool = False
    links: tuple[str, ...] = ()
    listed: bool = False  # an entry of a list


@dataclass(frozen=True, slots=True)
class Box:
    """One cell; `text` keeps its lines, the spans are how many columns and rows it covers."""

    text: Cell
    across: int = 1
    down: int = 1
    links: tuple[str, ...] = ()
    kind: str = ""  # "head" for a header cell, else the page's own names for the cell


@dataclass(frozen=True, slots=True)
class Place:
    """One position of a table: its cell, and the row and column where that cell begins."""

    box: Box
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Spread:
    """A table with merged cells spread: `rows[r][c]` is None where nothing stands."""

    rows: list[list[Place | None]]
    wheres: list[str]
    kinds: list[str] = field(default_factory=list)  # of each row, the page's own names
    name: str = ""  # of the sheet
    merged: bool = False  # merged cells are known, so that an empty place is empty

    @property
    def width(self) -> int:
        """Return how many columns the widest row has."""
        return max(map(len, self.rows), default=0)


Block = Heading | Line | Spread


@dataclass(frozen=True, slots=True)
class Document:
    """A whole page or text."""

    blocks: tuple[Block, ...]
    title: str = ""
    source_url: str | None = None


def spread(rows: Sequence[Sequence[Box]], wheres: Sequence[str], kinds: Sequence[str] = (), name: str = "") -> Spread:
    """Return a table with every cell at each place it covers; spans end where the table ends, at most 1,000,000."""
    places: list[list[Place | None]] = [[] for _ in rows]
    total = 0
    for number, boxes in enumerate(rows):
        column = 0
        for box in boxes:
            while column < len(places[number]) and places[number][column] is not None:
                column += 1
            across = max(1, min(box.across, limits.COLUMNS - column))
            down = max(1, min(box.down, len(rows) - number))
            if column >= limits.COLUMNS or (total := total + across * down) > MOST_PLACES:
                break
            _cover(places, Place(box, number, column), across, down)
            column += across
    width = 1 + max((place.column for row in places for place in row if place), default=-1)  # no cell begins behind it
    places = [row[:width] for row in places]
    merged = any(box.across > 1 or box.down > 1 for boxes in rows for box in boxes)
    return Spread(places, list(wheres), list(kinds), name, merged)


def _cover(places: list[list[Place | None]], place: Place, across: int, down: int) -> None:
    end = place.column + across
    for row in places[place.row : place.row + down]:
        row.extend([None] * (end - len(row)))
        row[place.column : end] = [place] * across


def origin_text(place: Place | None, row: int, column: int) -> str:
    """Return the text of a place where its cell begins, "" where the cell only reaches to."""
    return text_of(place.box.text) if place and (place.row, place.column) == (row, column) else ""


def spread_of(
    rows: Sequence[Sequence[Cell]], merges: Sequence[tuple[int, int, int, int]], where: Callable[[int], str]
) -> Spread:
    """Return a sheet or a delimited table; `merges` are first row and column, last row and column of merged cells."""
    spans = {(top, left): (right - left + 1, bottom - top + 1) for top, left, bottom, right in merges}
    hidden: dict[int, set[int]] = {}
    for top, left, bottom, right in merges:
        for number in range(top, min(bottom + 1, len(rows))):
            hidden.setdefault(number, set()).update(range(left, min(right + 1, limits.COLUMNS)))
    boxes: list[list[Box]] = []
    for number, row in enumerate(rows):
        away = hidden.get(number, set())
        kept = [(column, cell) for column, cell in enumerate(row) if column not in away or (number, column) in spans]
        boxes.append([Box(cell, *spans.get((number, column), (1, 1))) for column, cell in kept])
    return spread(boxes, [where(number) for number in range(len(rows))])
