"""Cells of tables: typed values from sheets, texts from delimited files, and their plain text."""

import re
from datetime import date, datetime, time, timedelta

from server.agenda.importers.text import plain

Cell = str | int | float | bool | datetime | date | time | timedelta | None

# A cell that begins like a formula is guarded by an apostrophe in exports, ours too; only that one comes off again.
_GUARDED = re.compile("'[=+\\-@\t\r＝＋－＠]")
_LONGEST_CODE = 200
_NOTHING = frozenset({"na", "n/a", "null", "#n/a", "nan", "-", "--", "–", "—"})
_LONGEST_NOTHING = max(map(len, _NOTHING))


def text_of(cell: Cell) -> str:
    """Return the cell as text: "28931.0" is "28931", leading zeros of texts stay, "NA" and "null" are nothing."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _text(cell.strip())
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    return str(cell)


def _text(text: str) -> str:
    if len(text) <= _LONGEST_NOTHING and text.casefold() in _NOTHING:
        return ""
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text


def code_of(cell: Cell) -> str:
    """Return a number, board or id as one line of text; a text "28931.0" loses its empty fraction."""
    text = plain(text_of(cell)[: 2 * _LONGEST_CODE])[:_LONGEST_CODE]
    whole, dot, fraction = text.partition(".")
    return whole if dot and whole.isdigit() and fraction and not fraction.strip("0") else text


def is_blank(row: list[Cell]) -> bool:
    """Say whether no cell of the row holds anything."""
    return not any(text_of(cell) for cell in row)
