"""Days as programmes write them, and the decision between day first and month first for a whole column.

Nothing is guessed: what stays open is asked. Source of the rules: the import contract, section 4.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time, timedelta

from server.agenda.importers.programme import DateOrder
from server.agenda.importers.times import Clock, Span, parse_span, plain

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar januari janvier janv enero ene gennaio gen janeiro jänner",
            "feb february februar februari fevrier février fevr févr febrero febbraio fevereiro fev",
            "mar march märz maerz mrz mars marzo marco março maart mär",
            "apr april avril avr abril abr aprile",
            "may mai mayo maggio mag maio mei maj",
            "jun june juni juin junio giugno giu junho",
            "jul july juli juillet juil julio luglio lug julho",
            "aug august août aout agosto ago augustus augusti",
            "sep sept september septembre septiembre settembre set setembro",
            "oct october oktober okt octobre octubre ottobre ott outubro out",
            "nov november novembre noviembre novembro",
            "dec december dezember dez décembre decembre déc diciembre dic dicembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "mon monday montag lundi lunes lunedi lunedì maandag måndag mandag",
            "tue tues tuesday dienstag mardi martes martedi martedì dinsdag tisdag tirsdag",
            "wed weds wednesday mittwoch mercredi miercoles miércoles mercoledi mercoledì woensdag onsdag",
            "thu thur thurs thursday donnerstag jeudi jueves giovedi giovedì donderdag torsdag",
            "fri friday freitag vendredi viernes venerdi venerdì vrijdag fredag",
            "sat saturday samstag sonnabend samedi sabado sábado sabato zaterdag lördag lørdag",
            "sun sunday sonntag dimanche domingo domenica zondag söndag søndag",
        )
    )
    for name in names.split()
}
_ISO = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:t(?=\d)|(?!\d))")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?:t(?=\d)|(?!\d))")
_SLASHED = re.compile(r"(?<![\d:])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d:])")
_SHORT = re.compile(r"(?<![\d:/.])(\d{1,2})/(\d{1,2})(?![\d:/])")
_DOTTED = re.compile(r"(?<![\d:/.])(\d{1,2})\.(\d{1,2})\.(?![\d])")
_WORD = r"([^\W\d_]{3,10})"
_YEAR = r"(?:\s?,?\s?((?:19|20)\d{2}|(?<=-)\d{2})(?![\d:]))?"
_DAY_MONTH = re.compile(
    rf"(?<![\d:])(\d{{1,2}})(?:st|nd|rd|th|\.|º)?[\s-](?:of\s|de\s)?{_WORD}\b\.?(?:\sde\s|-)?{_YEAR}"
)
_MONTH_DAY = re.compile(rf"\b{_WORD}\.?\s?(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.])\b{_YEAR}")
_ISO_TIME = re.compile(r"\dt\d|\d:\d{2}:\d{2}")  # what follows may be a distance to UTC, never the end of a range
_OFFSET = re.compile(r"(?<=[\d:])\s?(z|utc|gmt|[+-]\d{2}:?\d{2})$")


@dataclass(frozen=True, slots=True)
class DayText:
    """A day as written: `first`/`second` hold two numbers whose order is open, month and day are 0 then."""

    year: int = 0
    month: int = 0
    day: int = 0
    first: int = 0
    second: int = 0
    weekday: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether the order of day and month changes the date."""
        return self.first > 0 and self.first != self.second


@dataclass(frozen=True, slots=True)
class Moment:
    """What one cell says about when: a day, a span of clock times, a fixed offset."""

    day: DayText | None = None
    span: Span | None = None
    offset: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about the meeting's days; anything may be unknown."""

    first_day: date | None = None
    last_day: date | None = None
    order: DateOrder | None = None
    year: int = 0

    def days(self) -> list[date]:
        """Return the conference's days, at most 31, or none."""
        if not self.first_day or not self.last_day:
            return [self.first_day] if self.first_day else []
        count = min(max((self.last_day - self.first_day).days, 0), 30)
        return [self.first_day + timedelta(days=number) for number in range(count + 1)]


def read_moment(value: object) -> Moment | None:
    """Return what a cell says about when, or None when any word of it is neither day nor time."""
    if isinstance(value, datetime):
        clock = Clock(value.hour * 60 + value.minute)
        return Moment(_day_of(value), Span(clock), value.utcoffset())
    if isinstance(value, date):
        return Moment(_day_of(value))
    if isinstance(value, time):
        return Moment(span=Span(Clock(value.hour * 60 + value.minute)))
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return Moment(span=Span(Clock(minutes))) if 0 <= minutes <= 24 * 60 else None
    return _written(value) if isinstance(value, str) else None


def _day_of(value: date) -> DayText:
    return DayText(value.year, value.month, value.day)


def _written(value: str) -> Moment | None:
    text = plain(value)
    if not text or len(text) > 100:
        return None
    day, rest = _take_day(text)
    weekday, rest = _take_weekday(rest)
    offset, rest = _take_offset(rest, iso=_ISO_TIME.search(text) is not None) if day else (None, rest)
    rest = rest.strip(" ,;|@()-") if rest.strip(" ,;|@()").startswith("-") else rest.strip(" ,;|@()")
    if weekday is not None:
        day = DayText(day.year, day.month, day.day, day.first, day.second, weekday) if day else DayText(weekday=weekday)
    span = parse_span(rest) if rest else None
    if (rest and span is None) or (day is None and span is None):
        return None
    return Moment(day, span, offset)


def _take_day(text: str) -> tuple[DayText | None, str]:
    for pattern, build in _PATTERNS:
        for found in list(pattern.finditer(text))[:4]:
            day = build(found)
            if day is not None:
                return day, f"{text[: found.start()]} {text[found.end() :]}"
    return None, text


def _iso(found: re.Match[str]) -> DayText | None:
    return _checked(int(found.group(1)), int(found.group(3)), int(found.group(4)))


def _compact(found: re.Match[str]) -> DayText | None:
    return _checked(int(found.group(1)), int(found.group(2)), int(found.group(3)))


def _slashed(found: re.Match[str]) -> DayText | None:
    first, second, year = int(found.group(1)), int(found.group(3)), int(found.group(4))
    year += 2000 if year < 100 else 0
    if found.group(2) == ".":
        return _checked(year, second, first)
    return _two_numbers(first, second, year)


def _short(found: re.Match[str]) -> DayText | None:
    return _two_numbers(int(found.group(1)), int(found.group(2)), 0)


def _dotted(found: re.Match[str]) -> DayText | None:
    return _checked(0, int(found.group(2)), int(found.group(1)))


def _day_month(found: re.Match[str]) -> DayText | None:
    year = int(found.group(3) or 0)
    return _checked(year + 2000 if 0 < year < 100 else year, _MONTHS.get(found.group(2), 0), int(found.group(1)))


def _month_day(found: re.Match[str]) -> DayText | None:
    return _checked(int(found.group(3) or 0), _MONTHS.get(found.group(1), 0), int(found.group(2)))


_PATTERNS = (
    (_ISO, _iso),
    (_COMPACT, _compact),
    (_SLASHED, _slashed),
    (_MONTH_DAY, _month_day),
    (_DAY_MONTH, _day_month),
    (_SHORT, _short),
    (_DOTTED, _dotted),
)


def _checked(year: int, month: int, day: int) -> DayText | None:
    return DayText(year, month, day) if _date(year or 2024, month, day) else None


def _two_numbers(first: int, second: int, year: int) -> DayText | None:
    if not 1 <= first <= 31 or not 1 <= second <= 31 or min(first, second) > 12:
        return None
    return DayText(year, first=first, second=second)


def _take_weekday(text: str) -> tuple[int | None, str]:
    for found in re.finditer(r"[^\W\d_]{3,11}", text):
        if (number := _WEEKDAYS.get(found.group())) is not None:
            rest = f"{text[: found.start()]} {text[found.end() :].lstrip('.')}"
            return number, rest
    return None, text


def _take_offset(text: str, *, iso: bool) -> tuple[timedelta | None, str]:
    """Return the distance to UTC at the end; "9:30-10:00" is a range unless the time is written as ISO 8601 does."""
    found = _OFFSET.search(text.rstrip())
    if found is None or (found.group(1)[0] in "+-" and ":" not in text[: found.start()]):
        return None, text
    mark = found.group(1)
    if mark[0] == "-" and not iso:
        return None, text
    if mark[0] not in "+-":
        return timedelta(), text[: found.start()]
    length = timedelta(hours=int(mark[1:3]), minutes=int(mark[-2:]))
    return (length if mark[0] == "+" else -length), text[: found.start()]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year < MAXYEAR else None
    except ValueError:
        return None


def _ordered(day: DayText, order: DateOrder) -> tuple[int, int]:
    """Return month and day for an order."""
    return (day.second, day.first) if order == "dmy" else (day.first, day.second)


def decide_order(days: Iterable[DayText], known: Known) -> DateOrder | None:
    """Return the order that the whole column leaves possible; None when both stay possible (or neither).

    Looks at numbers over 12, weekdays written beside them, and the conference's days. A column without open dates
    counts as decided ("dmy").
    """
    column = [day for day in dict.fromkeys(days) if day.first]
    if known.order or not any(day.is_open for day in column):
        return known.order or "dmy"
    orders: tuple[DateOrder, ...] = ("dmy", "mdy")
    possible: list[DateOrder] = [order for order in orders if all(_fits(day, order, known) for day in column)]
    return possible[0] if len(possible) == 1 else None


def _fits(day: DayText, order: DateOrder, known: Known) -> bool:
    month, number = _ordered(day, order)
    year = day.year or known.year or (known.first_day.year if known.first_day else 0)
    whole = _date(year or 2024, month, number)
    if whole is None:
        return False
    if year and day.weekday is not None and whole.weekday() != day.weekday:
        return False
    return not (year and known.first_day and known.last_day) or known.first_day <= whole <= known.last_day


def resolve(day: DayText, order: DateOrder | None, known: Known) -> date | None:
    """Return the calendar day, or None while its order, its year or its week is unknown."""
    month, number = day.month, day.day
    if day.first:
        if order is None and day.is_open:
            return None
        month, number = _ordered(day, order or "dmy")
    if not month:
        fitting = [each for each in known.days() if each.weekday() == day.weekday]
        return fitting[0] if day.weekday is not None and len(fitting) == 1 else None
    years = _years(day, known)
    fitting = [found for year in years if (found := _date(year, month, number))]
    inside = [found for found in fitting if not known.days() or known.days()[0] <= found <= known.days()[-1]]
    if day.weekday is not None and not day.year:
        inside = [found for found in inside if found.weekday() == day.weekday] or inside
    return next(iter(inside or fitting), None)


def _years(day: DayText, known: Known) -> Sequence[int]:
    if day.year:
        return [day.year]
    days = known.days()
    if days:
        return list(dict.fromkeys([days[0].year, days[-1].year]))
    return [known.year] if known.year else []


def month_number(name: str) -> int:
    """Return 1 to 12 for the name of a month in lower case, 0 for any other word."""
    return _MONTHS.get(name.rstrip("."), 0)


def at(day: date, clock: Clock) -> datetime:
    """Return the wall-clock moment; 24:00 is midnight of the next day."""
    return datetime.combine(day, time()) + timedelta(minutes=clock.minutes)
