"""Items of tables, pages and pasted text to a programme: times for the whole file, people, kinds, parents.

Pure. Source of the rules: the import contract, sections 2, 4 and 5.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePath

from server.agenda.importers import table_times, zones
from server.agenda.importers.collect import Collector
from server.agenda.importers.dates import DayText, Known
from server.agenda.importers.kinds import Clues
from server.agenda.importers.places import place_in
from server.agenda.importers.programme import (
    Conference,
    Hints,
    MappedTable,
    Participation,
    Programme,
    Question,
    Role,
    Session,
    SessionStatus,
    TimeMark,
    Warned,
)
from server.agenda.importers.table_parents import Item
from server.agenda.importers.table_people import people_of
from server.agenda.importers.table_rows import Record
from server.agenda.importers.table_times import Decisions, When
from server.agenda.importers.text import plain, slug
from server.agenda.people import in_prose

_DROPPED = frozenset({"rejected", "draft", "pending", "deleted", "n", "no", "false", "declined", "reject", "inactive"})
_CANCELLED = frozenset({"withdrawn", "cancelled", "canceled", "withdraw"})
_WITHDRAWN_TITLE = re.compile(r"^\W*(?:withdrawn|cancelled|canceled)\b", re.IGNORECASE)
_TIMED = ("day", "start", "end", "end_day", "duration")


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a file as a whole before its items become sessions; only the hints must be given."""

    hints: Hints
    known: Known = field(default_factory=Known)
    name: str = ""  # of the meeting, as the file tells it
    source_url: str | None = None
    habits: Mapping[str, bool | None] = field(default_factory=dict)
    sheet_days: Mapping[str, DayText | None] = field(default_factory=dict)
    prose: bool = False  # people may stand in the abstracts only
    bare_posters: bool = True  # where no item has a time, every item is a poster
    noticed: tuple[Warned, ...] = ()
    mapping: tuple[MappedTable, ...] = ()


@dataclass(slots=True)
class _Work:
    setting: Setting
    zone: zones.Zone
    collector: Collector
    posters_only: bool
    dropped: int = 0


def programme_of_items(items: Sequence[Item], setting: Setting, name: str) -> Programme:
    """Return the programme that the items make; `name` is the format's."""
    zone = zones.zone_of(setting.hints, None)
    work = _Work(setting, zone, Collector(), setting.bare_posters and not any(map(_is_timed, items)))
    for warning in setting.noticed:
        work.collector.warn(warning.where, warning.message)
    decisions = _add_items(work, items)
    if work.dropped:
        work.collector.warn("", f"{work.dropped} items that are not accepted were left out.")
    if decisions.afternoons:
        work.collector.warn("", "No am or pm is written; early times below later ones were read as afternoon.")
    found = work.collector.programme(name, conference(setting))
    keys = {session.key for session in found.sessions}
    sessions = tuple(s if s.parent is None or s.parent in keys else replace(s, parent=None) for s in found.sessions)
    return replace(found, sessions=sessions, mapping=setting.mapping, questions=_questions(work, decisions, sessions))


def conference(setting: Setting) -> Conference:
    """Return the meeting: named by the person importing, by the file, or by the name of the file."""
    hints, zone = setting.hints, zones.zone_of(setting.hints, None)
    stem = plain(re.sub(r"[_\-]+", " ", PurePath(hints.file_name.replace("\\", "/")).stem))
    name = hints.name or setting.name or stem or "Conference"
    return Conference(slug(name), name, zone.name, zone.source, hints.first_day, hints.last_day, setting.source_url)


def _is_timed(item: Item) -> bool:
    return item.record is not None and not item.describes and any(map(item.record.text, _TIMED))


def _add_items(work: _Work, items: Sequence[Item]) -> Decisions:
    known, sheet_days = work.setting.known, work.setting.sheet_days
    rows = [
        table_times.written(item.record, sheet_days.get(item.record.sheet)) if item.record else table_times.Written()
        for item in items
    ]
    known = table_times.with_year(known, rows)
    rows, decisions = table_times.decide(rows, known)
    rooms = [place_in(item.record.text("room")) if item.record else place_in("") for item in items]
    whens = [table_times.placed(row, decisions, known) for row in rows]
    whens = table_times.guessed_ends([(when, place.room) for when, place in zip(whens, rooms, strict=True)])
    whens = _marked(items, whens)
    for item, when, place in zip(items, whens, rooms, strict=True):
        if when.fault and item.record:
            work.collector.warn(item.record.where, when.fault)
        if (made := _session(work, item, when)) is not None:
            work.collector.add(made[0], made[1], place)
    return decisions


def _marked(items: Sequence[Item], whens: Sequence[When]) -> list[When]:
    """Return the times with children marked whose time is only their session's."""
    children = Counter(item.parent for item in items if item.parent)
    of_key = {item.key: when for item, when in zip(items, whens, strict=True)}
    mark: tuple[TimeMark, ...] = ("time_of_session",)
    marked: list[When] = []
    for item, when in zip(items, whens, strict=True):
        parent = of_key.get(item.parent or "")
        same = parent is not None and when.start is not None and (parent.start, parent.end) == (when.start, when.end)
        among = children[item.parent or ""] > 1
        marked.append(replace(when, marks=(*when.marks, *mark)) if same and among else when)
    return marked


def _session(work: _Work, item: Item, when: When) -> tuple[Session, Clues] | None:
    """Return the session of an item and the clues to its kind, None when its state leaves it out."""
    record = item.record or Record("", "", {})
    status = _status(record, item.title)
    if status is None:
        work.dropped += 1
        return None
    where = record.where or item.key
    people, credit = _people(work, record)
    start, end = _moments(work, when)
    code, number = item.external_id or record.code("id"), record.code("number")
    session = Session(
        title=plain(work.collector.bounded(item.title, where)),
        subtitle=plain(work.collector.bounded(record.text("subtitle"), where)),
        abstract=work.collector.abstract(record.text("abstract"), where),
        starts=start.instant,
        ends=end.instant,
        local_start=start.local,
        local_end=end.local,
        day_on=zones.day_of(start.local, all_day="all_day" in when.marks) or when.day_on,
        day_label=plain(when.label),
        track=plain(record.text("track")),
        people=people,
        credit=credit,
        external_id=code or number or None,
        id_kind=("id" if code else "number") if code or number else None,
        key=item.key,
        parent=item.parent,
        board=record.code("board"),
        number=number,
        status=status,
        marks=when.marks,
        links=_links(record),
        language=plain(record.text("language"))[:35],
        source_where=record.where,
    )
    return session, _clues(work, item, record)


def _clues(work: _Work, item: Item, record: Record) -> Clues:
    """Return what tells the kind; in a list without any times every item is a poster unless its own kind says more."""
    track = plain(record.text("track"))
    bare_list = work.posters_only and item.record is not None and not item.describes
    kind = plain(record.text("kind")) or ("poster" if bare_list else track)
    return Clues(item.title, kind, track, item.parent_title, record.text("abstract"))


def _moments(work: _Work, when: When) -> tuple[zones.Moment, zones.Moment]:
    def moment(local: datetime | None) -> zones.Moment:
        if local is None:
            return zones.Moment()
        if when.offset is not None:
            return zones.fixed(table_times.zoned(local, when.offset), work.zone)
        return zones.floating(local, work.zone)

    return moment(when.start), moment(when.end)


def _status(record: Record, title: str) -> SessionStatus | None:
    said = record.text("status").casefold()
    if said in _DROPPED:
        return None
    return "cancelled" if said in _CANCELLED or _WITHDRAWN_TITLE.match(title) else "confirmed"


def _links(record: Record) -> tuple[str, ...]:
    words = record.text("link").replace(";", " ").split()
    return tuple(dict.fromkeys(word for word in words if word.startswith(("https://", "http://"))))[:10]


def _people(work: _Work, record: Record) -> tuple[tuple[Participation, ...], str]:
    """Return the people of a row, each once for a role; a presenter who is listed as author too presents."""
    found, credit = people_of(record, work.setting.habits)
    if not found and work.setting.prose:
        found = [(named, None) for named in in_prose(record.text("abstract"))]
    roles: dict[str, list[Role]] = {}
    for named, person_id in found:
        key = work.collector.roster.add(named, person_id)
        roles.setdefault(key, []).append(named.role)
    told = [
        Participation(key, role)
        for key, mine in roles.items()
        for role in dict.fromkeys(mine)
        if not (role == "author" and "presenter" in mine)
    ]
    return tuple(told), credit


def _questions(work: _Work, decisions: Decisions, sessions: tuple[Session, ...]) -> tuple[Question, ...]:
    if not decisions.must_ask:
        return zones.question(work.zone, sessions)
    sample = next((session.day_label for session in sessions if session.day_label), "")
    message = f"Is the day or the month first in dates such as {sample.split(' ')[0]}?"
    timed = (Session("", local_start=datetime.min),)  # noqa: DTZ901 -- stands for the times that wait for the order
    return (Question("date_order", message, ("dmy", "mdy")), *zones.question(work.zone, timed))
