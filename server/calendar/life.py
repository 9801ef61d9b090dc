"""The life of an event: what a change of rows makes of its sequence and its time; pure.

`content` is an event without its life, as JSON keeps it: equal content means equal bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from server.calendar.events import Stamp
from server.calendar.ical import Event

Content = dict[str, Any]
_TEXTS = ("summary", "location", "description", "url", "category")


@dataclass(frozen=True, slots=True)
class Told:
    """One event as the table keeps it; without content it is gone."""

    about: str
    stamp: Stamp
    content: Content | None


def content_of(event: Event) -> Content:
    """Return what is rendered of an event."""
    content: Content = {name: getattr(event, name) for name in _TEXTS}
    content |= {name: _iso(getattr(event, name)) for name in ("starts", "ends", "on")}
    if event.zone:
        content["zone"] = event.zone
    return content | {"alarm": None if event.alarm is None else event.alarm.total_seconds()}


def event_of(uid: str, stamp: Stamp, content: Content) -> Event:
    """Return the event of a content and its life."""
    starts, ends, on, alarm = (content[name] for name in ("starts", "ends", "on", "alarm"))
    return Event(
        uid=uid,
        sequence=stamp.sequence,
        created_at=stamp.created_at,
        changed_at=stamp.changed_at,
        starts=datetime.fromisoformat(starts) if starts else None,
        ends=datetime.fromisoformat(ends) if ends else None,
        on=date.fromisoformat(on) if on else None,
        alarm=None if alarm is None else timedelta(seconds=alarm),
        zone=content.get("zone"),
        **{name: content[name] for name in _TEXTS},
    )


def settled(
    known: Mapping[str, Told], wanted: Mapping[str, tuple[str, Content]], abouts: frozenset[str] | None, at: datetime
) -> dict[str, Told]:
    """Return the rows that change; `wanted` is uid -> (about, content) of all that `abouts` show, of all for None.

    A change, a return and a going move the time on by a second at least, which is all the format holds (calendar
    rule 4); a change and a return raise the sequence.
    """
    changed = {
        uid: _next(known.get(uid), about, content, at)
        for uid, (about, content) in wanted.items()
        if (old := known.get(uid)) is None or (old.about, old.content) != (about, content)
    }
    for uid, old in known.items():
        if uid not in wanted and old.content is not None and (abouts is None or old.about in abouts):
            changed[uid] = Told(old.about, _moved(old.stamp, at, raised=0), None)
    return changed


def after(earlier: datetime, at: datetime) -> datetime:
    """Return `at` in whole seconds, at least one second after `earlier`."""
    return max(at.replace(microsecond=0), earlier.replace(microsecond=0) + timedelta(seconds=1))


def _next(old: Told | None, about: str, content: Content, at: datetime) -> Told:
    if old is None:
        second = at.replace(microsecond=0)
        return Told(about, Stamp(0, second, second), content)
    return Told(about, old.stamp if old.content == content else _moved(old.stamp, at, raised=1), content)


def _moved(stamp: Stamp, at: datetime, *, raised: int) -> Stamp:
    return Stamp(stamp.sequence + raised, stamp.created_at, after(stamp.changed_at, at))


def _iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value is not None else None
