"""The times of an item as they travel: each said once. Pure; twin: `Times` in web/src/store/agenda_columns.ts."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from server.agenda.zones import NIGHT_ENDS, conference_day
from server.core.clock import wire

FOLLOWS = 0  # stands for the day that the wall clock tells, or none where there is none
_MINUTES_OF_DAY, _ONE_DAY = 1440, timedelta(days=1)
_ZERO = datetime(2000, 1, 1, tzinfo=UTC)
_WALL_ZERO = _ZERO.replace(tzinfo=None)  # to subtract it is faster than to change the zone of each time
Short = tuple[int | str | None, int | str | None, int | str | None]


def short(
    starts: datetime | None,
    ends: datetime | None,
    local_start: datetime | None,
    local_end: datetime | None,
    day_on: date | None,
) -> Short:
    """Return `ends` as minutes after `starts`, `local` as minutes ahead of UTC, and `day_on` as 0 where it follows.

    Each is its text where it does not follow to the second, None where there is none. `told` is the way back.
    """
    if day_on == (None if local_start is None else _day(local_start)):
        day: int | str | None = FOLLOWS
    else:
        day = None if day_on is None else day_on.isoformat()
    if starts is None:
        return wire(ends), _wall_clock(local_start, local_end), day
    span = None if ends is None else ends - starts
    length = None if span is None else _minutes(span)
    offset = None
    if local_start is not None and span == (None if local_end is None else local_end - local_start):
        offset = _minutes((local_start - _WALL_ZERO) - (starts - _ZERO))
    return (
        wire(ends) if length is None else length,
        _wall_clock(local_start, local_end) if offset is None else offset,
        day,
    )


def told(row: Mapping[str, Any]) -> dict[str, str | None]:
    """Return the texts of `ends`, `local` (ISO 8601, an interval or an instant) and `day_on` of a row of any format."""
    starts, ends, local, day_on = (row[name] for name in ("starts", "ends", "local", "day_on"))
    if isinstance(ends, int):
        ends = wire(_instant(starts) + timedelta(minutes=ends))
    if isinstance(local, int):
        ahead = timedelta(minutes=local)
        local = _wall_clock(_instant(starts) + ahead, _instant(ends) + ahead if ends else None)
    if day_on == FOLLOWS:
        day = conference_day(datetime.fromisoformat(local.split("/")[0])) if local else None
        day_on = day and day.isoformat()
    return {"ends": ends, "local": local, "day_on": day_on}


def _day(local: datetime) -> date:
    """Return what `conference_day` does, without reckoning where no night is near."""
    return local.date() if local.hour >= NIGHT_ENDS else local.date() - _ONE_DAY


def _minutes(span: timedelta) -> int | None:
    if span.microseconds or span.seconds % 60:
        return None
    return span.days * _MINUTES_OF_DAY + span.seconds // 60


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _wall_clock(start: datetime | None, end: datetime | None) -> str | None:
    if start is None:
        return None
    return _clock(start) if end is None else f"{_clock(start)}/{_clock(end)}"


def _clock(local: datetime) -> str:
    return local.replace(tzinfo=None).isoformat(timespec="minutes" if local.second == 0 else "seconds")
