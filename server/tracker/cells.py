"""What one cell of the tracker says: plain text, several values, a day, words with a day. Pure.

A cell never holds what no spreadsheet could give back: line ends are line feeds, other control characters are gone, and
nothing is longer than a cell of Excel. So a table that was read gives the same table when it is written again.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from server.agenda.importers.dates import DayText, Known, decide_order, read_moment, resolve
from server.agenda.importers.programme import DateOrder

MOST_CELL: Final = 32_000  # characters; Excel takes 32,767 and cuts what is behind

_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNFIT: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_OURS: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:: (.*))?", re.DOTALL)
_PARTED: Final = re.compile(r"\s*[:–—]\s*|\s+-\s+|,\s+")
_LONGEST_DAY: Final = 40  # characters, such as "Wednesday, 23rd of September 2026"
_BEHIND: Final = re.compile(r"(.*\S)\s*(?:\(|\s(?:by|on|until|before)\s+)([^()]{3,40}?)\)?", re.DOTALL | re.IGNORECASE)
_SOMEWHERE: Final = re.compile(r"[;\n]")


@dataclass(frozen=True, slots=True)
class Said:
    """Words with their day, either of which may be missing. `day` is as it was written."""

    day: DayText | None
    words: str


class Unclear(ValueError):
    """A day cannot be told; `str()` is one sentence for the student."""


def tidy(text: str) -> str:
    """Return the text as a cell holds it."""
    return _UNFIT.sub("", _LINE_ENDS.sub("\n", text))[:MOST_CELL].strip()


def joined(values: Iterable[str]) -> str:
    """Return several values as one cell, each on a line of its own."""
    return tidy("\n".join(line for value in values if (line := " ".join(tidy(value).split()))))


def several(cell: str, *, ours: bool, commas: bool) -> list[str]:
    """Return the values of a cell: lines, and in files that Hallway did not write also what `;` (and `,`) parts."""
    parts = cell.split("\n") if ours else _SOMEWHERE.split(cell.replace(",", ";") if commas else cell)
    return list(dict.fromkeys(part for one in parts if (part := " ".join(one.split()))))


def dated(day: date | None, words: str) -> str:
    """Return `2026-12-03: words`, the day alone where there are no words, the words where there is no day."""
    words = tidy(words)
    if day is None:
        return words
    return f"{day.isoformat()}: {words}" if words else day.isoformat()


def said(cell: str) -> Said:
    """Return what a cell says and when: the day may stand in front, behind in brackets, or behind "by" and "on"."""
    ours = _OURS.fullmatch(cell)
    if ours and (day := day_text(ours[1])):
        return Said(day, (ours[2] or "").strip())
    if day := day_text(cell):
        return Said(day, "")
    for mark in reversed(list(_PARTED.finditer(cell, 0, _LONGEST_DAY))):  # a day may have a comma in it
        if day := day_text(cell[: mark.start()]):
            return Said(day, cell[mark.end() :].strip())
    behind = _BEHIND.fullmatch(cell)
    if behind and (day := day_text(behind[2])):
        return Said(day, behind[1].strip())
    return Said(None, cell)


def day_text(cell: str) -> DayText | None:
    """Return the day that the whole cell names, as it is written; None for anything else."""
    moment = read_moment(cell) if cell else None
    day = moment.day if moment else None
    return day if day and (day.first or day.month) else None


def of_day(value: date) -> str:
    """Return a spreadsheet's own date as text."""
    return (value.date() if isinstance(value, datetime) else value).isoformat()


def order_of(days: Sequence[DayText], chosen: DateOrder | None) -> DateOrder | None:
    """Return whether the days of the whole file are day first or month first; None where both would fit."""
    return decide_order(days, Known(order=chosen))


def day_of(day: DayText, order: DateOrder | None) -> date:
    """Return the calendar day; raise Unclear where the file does not say which."""
    if not day.year:
        raise Unclear("The year is missing.")
    found = resolve(day, order, Known())
    if found is None:
        raise Unclear("It can be day first or month first; say which below.")
    return found
