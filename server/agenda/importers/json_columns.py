"""Keys of nested objects that mean one field become one column: a session's "event" and a talk's "title". Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from server.agenda.importers import column_names
from server.agenda.importers.cells import Cell, text_of
from server.agenda.importers.column_keys import fold_header
from server.agenda.importers.dates import read_moment

_LONGEST_KEY: Final = 100
_RANKS: Final = {name: rank for rank, name in enumerate(column_names.PLAIN_NAMES)}
_LAST: Final = len(_RANKS)
_LOOKED_AT: Final = 200  # rows whose dates are compared

#: A key, the number of a person (0 for none) and the part of the name it holds.
Header = tuple[str, int, str]
Cells = dict[Header, Cell]


def field_of(key: str) -> str:
    """Return the field or the role that a key is a known name of, "" for none.

    Similar names are found later, when the columns are recognised: that takes too long for every key of a file.
    """
    return _known(key[:_LONGEST_KEY])[0]


def order(header: Header) -> tuple[int, str, int, str]:
    """Return what headers are sorted by: what they mean, then their words, then the number of the person."""
    key, number, part = header
    fld, rank = _known(key[:_LONGEST_KEY])
    if fld == "level":
        rank = -1
    elif number and key in column_names.ROLES:
        rank = _LAST + 1 + column_names.ROLES.index(key)
    return rank, key, number, part


@lru_cache(maxsize=8192)
def _known(key: str) -> tuple[str, int]:
    """Return the field that a key is a known name of, and the rank of that name."""
    folded = fold_header(key)
    if folded in _RANKS:
        return column_names.PLAIN_NAMES[folded], _RANKS[folded]
    head, _, last = folded.rpartition(" ")
    role = column_names.ROLE_WORDS.get(head if head and column_names.PARTS.get(last) == "" else folded)
    return role or "", _LAST


def joined(rows: Sequence[Cells]) -> list[Cells]:
    """Return the rows with columns of one field joined where no row fills two; a full date beats a day's name."""
    found = list(rows)
    for fld, headers in sorted(_by_field(header for row in rows for header in row).items()):
        best = _best(fld, headers, rows)
        for other in headers:
            if other != best and (fld == "day" or not _meet(best, other, found)):
                found = [_moved(row, other, best) for row in found]
    return found


def _by_field(headers: Iterable[Header]) -> dict[str, list[Header]]:
    """Return the headers of each field that several keys mean, best known words first."""
    fields: dict[str, list[Header]] = defaultdict(list)
    for header in sorted(set(headers), key=order):
        key, number, _ = header
        fld = field_of(key)
        shared = fld in column_names.SHARED or fld in column_names.ROLES
        if fld and not number and not shared and fold_header(key) not in column_names.OPEN:
            fields[fld].append(header)
    return {fld: found for fld, found in fields.items() if len(found) > 1}


def _best(fld: str, headers: Sequence[Header], rows: Sequence[Cells]) -> Header:
    if fld != "day":
        return headers[0]
    dates = {header: sum(_is_date(row.get(header)) for row in rows[:_LOOKED_AT]) for header in headers}
    return max(headers, key=lambda header: (dates[header], -headers.index(header)))


def _is_date(cell: Cell) -> bool:
    moment = read_moment(cell)
    return moment is not None and moment.day is not None and (moment.day.month > 0 or moment.day.first > 0)


def _meet(one: Header, other: Header, rows: Sequence[Cells]) -> bool:
    return any(text_of(row.get(one)) and text_of(row.get(other)) for row in rows)


def _moved(row: Cells, source: Header, target: Header) -> Cells:
    """Return the row with a cell moved to where nothing stands yet."""
    if source not in row:
        return row
    moved = {header: cell for header, cell in row.items() if header != source}
    return moved if text_of(row.get(target)) else {**moved, target: row[source]}
