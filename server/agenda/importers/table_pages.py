"""Sheets and delimited tables that are laid out like a page: grids, rows that name a day or a session, no header.

Pure. Source of the rules: the import contract, sections 6 and 11.6.
"""

from collections.abc import Mapping, Sequence

from server.agenda.importers import grid, outline_rows
from server.agenda.importers.blocks import Spread, spread_of
from server.agenda.importers.cells import text_of
from server.agenda.importers.drafts import Draft
from server.agenda.importers.leading import day_in, day_text
from server.agenda.importers.line_parts import is_bare_time
from server.agenda.importers.table_rows import Listing, Sheet, Table

_LOOKED_AT = 400  # rows
_FEW = 40  # rows of a sheet that names the days of others, or rows in which a grid has its first times
_FEWEST_TIMES = 2
_LARGEST_GRID = 3_000  # rows


def grid_of(table: Table, day: str) -> list[Draft] | None:
    """Return the items of a grid, None for a table that is none."""
    firsts = [" ".join(text_of(row[0]).split()) for row in table.rows[:_FEW] if row]
    if len(table.rows) > _LARGEST_GRID or sum(map(is_bare_time, firsts)) < _FEWEST_TIMES:
        return None
    return grid.read(_spread(table), day)


def page_of(table: Table, day: str, mapping: Mapping[str, Mapping[str, str]] | None) -> outline_rows.Found:
    """Return the items of a table whose rows have times and titles but whose header names no title; none for others."""
    found = outline_rows.read(_spread(table), day, None, mapping)
    return found if any(draft.is_timed for draft in found.drafts) else outline_rows.Found()


def names_days_in_rows(listing: Listing) -> bool:
    """Say whether rows of a list only name the day of the rows below them."""
    if not listing.layout.has("start") or listing.layout.has("day"):
        return False
    for row in listing.table.rows[:_LOOKED_AT]:
        filled = [text for text in map(text_of, row) if text]
        if len(filled) == 1 and len(row) > 1 and day_text(filled[0]):
            return True
    return False


def sheet_days(tables: Sequence[Table]) -> dict[str, str]:
    """Return the day of each sheet that has one: in its own name, or beside its name on another sheet."""
    names = {table.name.strip().casefold(): table.name for table in tables if table.name.strip()}
    found: dict[str, str] = {}
    for table in tables:
        if told := day_in(table.name):
            found[table.name] = told[0]
    for table in tables if len(tables) > 1 else ():
        for row in table.rows[:_FEW]:
            texts = [text_of(cell) for cell in row[:20]]
            day = next((text for text in texts if day_text(text)), "")
            for text in texts:
                if day and text.casefold() in names:
                    found.setdefault(names[text.casefold()], day)
    return found


def _spread(table: Table) -> Spread:
    return spread_of(table.rows, table.merges if isinstance(table, Sheet) else (), table.where)
