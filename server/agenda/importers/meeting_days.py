"""The days of a meeting as the text of a page tells them: "August 17 - 20, 2020" in a banner, a year in a title.

Pure. Source of the rules: the import contract, section 4: a missing year comes from the conference, the text or the
weekday.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from server.agenda.importers import dates
from server.agenda.importers.dates import DayText, Known
from server.agenda.importers.programme import Hints

_LONGEST: Final = timedelta(days=31)  # of a meeting
_DASH: Final = r"\s{0,2}(?:-|–|—|to|until|bis|au|al|through|and|&)\s{0,2}"
_MONTH: Final = r"([^\W\d_]{3,10})\.?"
_DAY: Final = r"(\d{1,2})(?:st|nd|rd|th|\.)?"
_WEEKDAY: Final = r"(?:[^\W\d_]{2,10}\.?,?\s)?"
_YEAR: Final = r"((?:19|20)\d{2})"
_RANGES: Final = (
    (re.compile(rf"\b{_MONTH}\s{_WEEKDAY}{_DAY}{_DASH}{_WEEKDAY}{_DAY},?\s{{1,3}}{_YEAR}\b"), (0, 1, 0, 2, 3)),
    (re.compile(rf"\b{_DAY}{_DASH}{_WEEKDAY}{_DAY}\s(?:of\s|de\s)?{_MONTH}\s?,?\s?{_YEAR}\b"), (2, 0, 2, 1, 3)),
    (re.compile(rf"\b{_MONTH}\s{_DAY}{_DASH}{_WEEKDAY}{_MONTH}\s{_DAY},?\s{{1,3}}{_YEAR}\b"), (0, 1, 2, 3, 4)),
    (
        re.compile(
            rf"\b{_DAY}\s(?:of\s|de\s)?{_MONTH}{_DASH}{_WEEKDAY}{_DAY}\s(?:of\s|de\s)?{_MONTH}\s?,?\s?{_YEAR}\b"
        ),
        (1, 0, 3, 2, 4),
    ),
)
_YEAR_ALONE: Final = re.compile(r"(?<![\w/.-])(?:19[89]\d|20[0-6]\d)(?![\w-])")
_MOST_RANGES: Final = 20


def known(hints: Hints, texts: Sequence[str], days: Iterable[str]) -> Known:
    """Return what is known of the meeting's days; `days` are the texts of the programme's own days.

    What the person importing says comes first, then a range in the text that holds those days, then a year.
    """
    if hints.first_day is not None:
        return Known(hints.first_day, hints.last_day, hints.date_order)
    written = [moment.day for text in dict.fromkeys(days) if (moment := dates.read_moment(text)) and moment.day]
    stated = {day.year for day in written if day.year}
    open_days = [day for day in written if not day.year]
    if stated or not open_days:
        whole = [at for day in written if day.year and (at := dates.resolve(day, hints.date_order, Known()))]
        first, last = min(whole, default=None), max(whole, default=None)
        if first and last and last - first <= _LONGEST and len(whole) == len(written) - len(open_days):
            return Known(first, last, hints.date_order)
        return Known(order=hints.date_order, year=min(stated, default=0))
    for first, last in _ranges(texts):
        found = Known(first, last, hints.date_order)
        if all(_is_inside(day, found) for day in open_days):
            return found
    return Known(order=hints.date_order, year=_year([*texts, hints.name or "", hints.file_name], open_days))


def _ranges(texts: Sequence[str]) -> Iterator[tuple[date, date]]:
    count = 0
    for text in texts:
        for pattern, order in _RANGES:
            for found in pattern.finditer(text[:300].lower()):
                count += 1
                if count > _MOST_RANGES:
                    return
                if days := _range([found.groups()[place] for place in order]):
                    yield days


def _range(parts: Sequence[str]) -> tuple[date, date] | None:
    year = int(parts[4])
    first = _date(year, parts[0], parts[1])
    last = _date(year, parts[2], parts[3])
    if first is None or last is None or not timedelta() <= last - first <= _LONGEST:
        return None
    return first, last


def _date(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, dates.month_number(month), int(day))
    except ValueError:
        return None


def _is_inside(day: DayText, days: Known) -> bool:
    """Say whether a day without a year is one of the meeting's days."""
    found = dates.resolve(day, days.order, days) if not day.is_open else days.first_day
    if found is None or days.first_day is None or days.last_day is None:
        return False
    fits = day.weekday is None or found.weekday() == day.weekday
    return fits and days.first_day <= found <= days.last_day


def _year(texts: Sequence[str], open_days: Sequence[DayText]) -> int:
    """Return the first year of the text in which every weekday fits its date, 0 when there is none."""
    years = list(dict.fromkeys(int(year) for text in texts for year in _YEAR_ALONE.findall(text)))[:50]
    fitting = [year for year in years if all(_fits(day, year) for day in open_days)]
    return next(iter(fitting), 0)


def _fits(day: DayText, year: int) -> bool:
    if day.weekday is None or not day.month:
        return True
    found = dates.resolve(DayText(year, day.month, day.day), "dmy", Known())
    return found is not None and found.weekday() == day.weekday
