"""Cells of tables: typed values from sheets, texts from delimited files, and their plain text."""

from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | datetime | date | time | timedelta | None

_NOTHING = frozenset({"na", "n/a", "null", "#n/a", "nan", "-", "--", "–", "—"})


def text_of(cell: Cell) -> str:
    """Return the cell as text: "28931.0" is "28931", leading zeros of texts stay, "NA" and "null" are nothing."""
    if cell is None:
        return ""
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
    text = cell.strip() if isinstance(cell, str) else str(cell)
    return "" if text.casefold() in _NOTHING else text


def code_of(cell: Cell) -> str:
    """Return a number, board or id as one line of text; a text "28931.0" loses its empty fraction."""
    text = " ".join(text_of(cell).split())
    whole, dot, fraction = text.partition(".")
    return whole if dot and whole.isdigit() and fraction and not fraction.strip("0") else text


def is_blank(row: list[Cell]) -> bool:
    """Say whether no cell of the row holds anything."""
    return not any(text_of(cell) for cell in row)
