"""The time grammar: clocks, ranges and durations as programmes write them.

Strict and linear: what is not wholly understood is no time. Source of the rules: the import contract, section 4.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Literal

Half = Literal["am", "pm"]

DAY = 24 * 60
MAX_TEXT = 200
LONGEST = timedelta(days=14)
GUESS = timedelta(minutes=60)
NEXT_DAY = timedelta(hours=12)

_SIGNS: dict[int, int] = str.maketrans("：．，\u00a0\u202f\u2009０１２３４５６７８９", ":.,   0123456789")
_SIGNS |= dict.fromkeys(map(ord, "～~〜–—‒−‐‑→"), ord("-"))
_BETWEEN = re.compile(r"\s(?:to|until|till|bis|a|à|al|tot)\s")
_FROM = re.compile(r"^(?:from|von|de|ab|at|um)\s")
_HALF = r"(?:\s?([ap])\.?\s?(?:m\.?)?)?"
_CLOCK = re.compile(
    rf"^(\d{{1,2}})(?:\s?[:.h]\s?(\d{{2}}))?(?::(\d{{2}})(?:\.0+)?)?\s?h?{_HALF}(?:\s?(?:uhr|hrs?|h))?$"
)
_PACKED = re.compile(rf"^(\d{{1,2}})(\d{{2}})\s?h?(?:rs?)?{_HALF}$")
_NAMED = {"noon": 720, "12 noon": 720, "12:00 noon": 720, "midday": 720, "mittag": 720, "midnight": DAY,
          "12 midnight": DAY, "12:00 midnight": DAY, "mitternacht": DAY}  # fmt: skip
_ALL_DAY = re.compile(r"^(?:all[ -]?day|ganztagig|ganztägig|24[ -]?hours?|48[ -]?hours?|24/7|whole day)$")
_UNITS = re.compile(
    r"(\d{1,4}(?:[.,]\d{1,2})?)\s?(days?|d|tage?|hours?|hrs?|h|stunden?|std|minutes?|minuten|mins?|min|m|')\.?(?=[\s\d,]|$)"
)
_COLONS = re.compile(r"^(\d{1,3}):([0-5]\d)(?::([0-5]\d))?$")
_ISO_DURATION = re.compile(r"^pt?(?:(\d{1,3})d)?t?(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:\d{1,5}s)?$")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in minutes after midnight (0 to 1440); `half` is what the text said, None for nothing."""

    minutes: int
    half: Half | None = None

    @property
    def is_open(self) -> bool:
        """Whether am or pm could still change it: no mark, 1 to 12 o'clock."""
        return self.half is None and 60 <= self.minutes < 13 * 60


@dataclass(frozen=True, slots=True)
class Span:
    """A start and, where it is written, an end."""

    start: Clock
    end: Clock | None = None
    all_day: bool = False

    @property
    def says_half(self) -> bool:
        """Whether am or pm stands anywhere in it."""
        return self.start.half is not None or (self.end is not None and self.end.half is not None)


ALL_DAY = Span(Clock(0, "am"), Clock(DAY), all_day=True)


def plain(text: str) -> str:
    """Return the text in lower case with plain digits, colons and hyphens, lines joined, spaces single."""
    return " ".join(text[:MAX_TEXT].translate(_SIGNS).lower().split())


def parse_clock(text: str) -> Clock | None:
    """Return one time of day: "8:30", "8.30", "0930", "830", "8h30", "2p", "10:00 am", "noon"; else None."""
    clean = plain(text).strip(" ,;.") if not text.rstrip().endswith("m.") else plain(text).strip(" ,;")
    if clean in _NAMED:
        return Clock(_NAMED[clean], "pm")
    found = _PACKED.match(clean) or _CLOCK.match(clean)
    if found is None or (clean.isdecimal() and len(clean) < 3):
        return None
    return _clock(int(found.group(1)), int(found.group(2) or 0), found.group(found.re.groups))


def _clock(hours: int, minutes: int, mark: str | None) -> Clock | None:
    if minutes > 59 or hours > 24 or (hours == 24 and minutes):
        return None
    if mark is None:
        return Clock(hours * 60 + minutes)
    if hours > 12:
        return Clock(hours * 60 + minutes, "pm") if mark == "p" and hours < 24 else None
    return _in_half(Clock(hours * 60 + minutes), "am" if mark == "a" else "pm")


def _in_half(clock: Clock, half: Half) -> Clock:
    """Return an open clock read as morning or as afternoon."""
    base = clock.minutes % 720
    return Clock(base if half == "am" else base + 720, half)


def parse_span(text: str) -> Span | None:
    """Return a range or a single time; None when anything is left over.

    am or pm on one end counts for both unless the start would then be later than the end.
    """
    clean = _FROM.sub("", plain(text)).strip(" ,;")
    if not clean:
        return None
    if _ALL_DAY.match(clean):
        return ALL_DAY
    pieces = [piece.strip() for piece in _BETWEEN.sub("-", f" {clean} ").split("-")]
    if len(pieces) == 1:
        only = parse_clock(pieces[0])
        return Span(only) if only else None
    if len(pieces) != 2 or not pieces[0]:
        return None
    start, end = _lenient(pieces[0]), _lenient(pieces[1])
    if start is None or (end is None and pieces[1]):
        return None
    if not any(letter in clean for letter in ":.hap") and not _packed_range(pieces):
        return None
    return _with_half(Span(start, end))


def _lenient(text: str) -> Clock | None:
    """Return a clock; inside a range a bare hour ("2" in "2-4p") counts too."""
    return parse_clock(text) or (_clock(int(text), 0, None) if text.isdecimal() and len(text) < 3 else None)


def _packed_range(pieces: list[str]) -> bool:
    return all(piece.isdecimal() and len(piece) > 2 for piece in pieces if piece)


def parse_pair(start: Clock, end: Clock) -> Span:
    """Return the span of two clocks from two cells; am or pm on one counts for both where it can."""
    return _with_half(Span(start, end))


def _with_half(span: Span) -> Span:
    start, end = span.start, span.end
    if end is None:
        return span
    if end.half and start.is_open:
        same = _in_half(start, end.half)
        other = _in_half(start, "am" if end.half == "pm" else "pm")
        return replace(span, start=same if same.minutes <= end.minutes else other)
    if start.half and end.is_open:
        same = _in_half(end, start.half)
        return replace(span, end=same if same.minutes >= start.minutes else _in_half(end, "pm"))
    return span


def afternoons(spans: Sequence[Span | None], days: Sequence[object]) -> tuple[list[Span | None], bool]:
    """Return one column's spans with afternoons found, and whether any was.

    Where no am or pm and no hour above 12 stands in the column, a time before the previous row's of the same day and
    below 8 is afternoon; an end before its start as well.
    """
    known = [span for span in spans if span is not None and not span.all_day]
    clocks = [clock for span in known for clock in (span.start, span.end) if clock]
    if any(span.says_half for span in known) or any(not _twelve_hours(clock) for clock in clocks):
        return list(spans), False
    read: list[Span | None] = []
    changed = False
    last: tuple[object, int] | None = None
    for span, day in zip(spans, days, strict=True):
        if span is None or span.all_day:
            read.append(span)
            continue
        before = last[1] if last and last[0] == day else None
        moved = _afternoon(span, before)
        changed = changed or moved != span
        read.append(moved)
        last = (day, moved.start.minutes)
    return read, changed


def _twelve_hours(clock: Clock) -> bool:
    return clock.minutes < 13 * 60


def _afternoon(span: Span, before: int | None) -> Span:
    start, end = span.start, span.end
    if before is not None and start.minutes < 8 * 60 and start.minutes < before and start.is_open:
        start = Clock(start.minutes + 720)
    if end is not None and end.is_open and end.minutes < start.minutes and end.minutes < 8 * 60:
        end = Clock(end.minutes + 720)
    return Span(start, end)


def parse_duration(value: object) -> timedelta | None:
    """Return a length: minutes as a number, "90 min", "1 hour", "1h30", "0:45", "1:00:00", "2 days", "PT45M".

    None for anything else, for nothing or less, and for more than 14 days.
    """
    length = _duration(value)
    return length if length is not None and timedelta() < length <= LONGEST else None


def _duration(value: object) -> timedelta | None:
    if isinstance(value, timedelta):
        return value
    if isinstance(value, time):
        return timedelta(hours=value.hour, minutes=value.minute)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return timedelta(minutes=float(value)) if 0 < value < 1e6 else None
    return _written_duration(plain(str(value)))


def _written_duration(text: str) -> timedelta | None:
    if text.replace(".", "", 1).isdecimal() and len(text) < 8:
        return timedelta(minutes=float(text))
    if found := _COLONS.match(text):
        return timedelta(hours=int(found.group(1)), minutes=int(found.group(2)))
    if text.startswith("p") and (found := _ISO_DURATION.match(text)):
        return timedelta(days=_int(found.group(1)), hours=_int(found.group(2)), minutes=_int(found.group(3)))
    if found := re.match(r"^(\d{1,2})\s?h\s?(\d{2})$", text):
        return timedelta(hours=int(found.group(1)), minutes=int(found.group(2)))
    left = _UNITS.sub(" ", text).replace("and", " ").replace(",", " ").strip()
    return sum((_length(*found) for found in _UNITS.findall(text)), timedelta()) if not left else None


def _length(number: str, unit: str) -> timedelta:
    amount = float(number.replace(",", "."))
    if unit[0] in "dt":
        return timedelta(days=amount)
    return timedelta(hours=amount) if unit[0] in "hs" else timedelta(minutes=amount)


def _int(text: str | None) -> int:
    return int(text or 0)


def place_end(start: datetime, end: datetime) -> datetime | None:
    """Return the end; before the start it is on the next day if the span is then under 12 hours, else None."""
    if end >= start:
        return end
    moved = end + timedelta(days=1)
    return moved if start < moved and moved - start < NEXT_DAY else None


def guess_end(start: datetime, next_start: datetime | None) -> datetime:
    """Return the end of an item that has only a start: the next start in its room, at most 60 minutes later."""
    latest = start + GUESS
    return min(next_start, latest) if next_start is not None and next_start > start else latest
