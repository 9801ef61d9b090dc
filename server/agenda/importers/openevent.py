"""Open Event and eventyay: lists of sessions or speakers, a whole event, a JSON:API answer, a zip of such files.

Keys are written with "-" or "_"; the files of an archive have no extension. Only what was accepted takes place.
"""

from typing import Final

from server.agenda.importers import entries, json_values
from server.agenda.importers.entries import Entry, Head, Told
from server.agenda.importers.entry_people import Who
from server.agenda.importers.json_values import Record, code, first, items, name_of, pointer, record, records, words
from server.agenda.importers.openevent_files import contents, members_of, plain_keys, unfolded
from server.agenda.importers.programme import Hints, Programme, RefusedFile, Warned
from server.agenda.importers.sniff import Sample
from server.agenda.importers.times import parse_duration

NAME: Final = "openevent"
PRIORITY: Final = 26
_SESSION_MARKS: Final = frozenset({"microlocation", "short_abstract", "long_abstract", "signup_url", "is_mail_sent"})
_SPEAKER_MARKS: Final = frozenset(
    {"short_biography", "long_biography", "speaking_experience", "heard_from", "thumbnail_image_url"}
)
_NAMED: Final = ("speakers", "tracks", "microlocations", "session_types")


def matches(sample: Sample) -> bool:
    """Say whether the value, or an archive's file called "sessions" or "speakers", is one of Open Event."""
    if sample.shape == "zip":
        return any(name in members_of(sample.members) for name in ("sessions", "speakers"))
    return sample.shape == "json" and holds(sample.json)


def read(sample: Sample, hints: Hints) -> Programme:
    """Return the programme, or the people of a file of speakers."""
    if sample.shape != "zip":
        return programme_of(sample.json, hints, sample.warnings)
    whole, noticed = _unpacked(sample)
    return programme_of(whole, hints, noticed)


def holds(value: object) -> bool:
    """Say whether a JSON value is one of Open Event: sessions or speakers with fields that only they have."""
    if isinstance(value, dict) and not isinstance(value.get("sessions"), list) and "data" not in value:
        return False
    whole = _whole(value)
    if sessions := records(whole.get("sessions")):
        return json_values.have(sessions, ("title",), _SESSION_MARKS)
    return json_values.have(records(whole.get("speakers")), ("name",), _SPEAKER_MARKS)


def programme_of(value: object, hints: Hints, noticed: tuple[Warned, ...] = ()) -> Programme:
    """Return the programme that a JSON value of Open Event tells."""
    whole = _whole(value)
    known = {name: json_values.by_code(whole.get(name), "id") for name in _NAMED}
    base = "" if isinstance(value, list) else pointer("sessions")
    found = [_entry(record(one), f"{base}/{n}", known) for n, one in enumerate(items(whole.get("sessions")))]
    people = [] if found else [_speaker(one) for one in records(whole.get("speakers"))]
    return entries.programme_of(Told(NAME, _head(record(whole.get("event"))), found, people, noticed), hints)


def _whole(value: object) -> dict[str, object]:
    """Return sessions, speakers, tracks, rooms and the event under their names, all keys written with "_"."""
    if isinstance(value, list):
        plain = [plain_keys(one) for one in value]
        name = "sessions" if any("title" in one for one in plain) else "speakers"
        return {name: plain}
    root = plain_keys(value)
    if "data" in root:
        return unfolded(root)
    lists = {name: [plain_keys(one) for one in items(root.get(name))] for name in _NAMED}
    sessions = root.get("sessions")
    event = plain_keys(root.get("event")) or {name: root.get(name) for name in root if name not in _NAMED}
    if not isinstance(sessions, list):
        return {**lists, "event": event}
    return {**lists, "event": event, "sessions": [plain_keys(one) for one in sessions]}


def _unpacked(sample: Sample) -> tuple[dict[str, object], tuple[Warned, ...]]:
    """Return the files of an archive under their names; a broken one is left out with a warning."""
    names = members_of(sample.members)
    texts = contents(sample.data, list(names.values()))
    whole: dict[str, object] = {}
    noticed: list[Warned] = []
    for name, member in names.items():
        file = Sample(texts[member])
        if file.json is None:
            noticed.append(Warned(member, "This file of the archive holds no sound JSON and was left out."))
        else:
            whole[name] = file.json
    if not isinstance(whole.get("sessions"), list) and not isinstance(whole.get("speakers"), list):
        raise RefusedFile("The list of sessions in this archive is broken; export the event again.")
    return whole, tuple(noticed)


def _head(event: Record) -> Head:
    return Head(
        name=first(event, "name", "title"),
        short=first(event, "identifier"),
        zone=first(event, "timezone").replace(" / ", "/"),
        first_day=json_values.day(event.get("starts_at")) or json_values.day(event.get("start_time")),
        last_day=json_values.day(event.get("ends_at")) or json_values.day(event.get("end_time")),
        address=next(iter(json_values.links(event.get("event_url"), event.get("external_event_url"))), ""),
    )


def _entry(one: Record, where: str, known: dict[str, dict[str, dict[str, object]]]) -> Entry:
    kind = _of(one.get("session_type"), known["session_types"])
    start = one.get("starts_at") or one.get("start_time")
    end = one.get("ends_at") or one.get("end_time")
    return Entry(
        key=where,
        title=words(one.get("title")),
        where=where,
        subtitle=words(one.get("subtitle")),
        text=json_values.joined(first(one, "short_abstract"), first(one, "long_abstract", "description")),
        start=json_values.moment(start),
        end=json_values.moment(end),
        length=parse_duration(words(kind.get("length"))),
        day=json_values.day(start),
        room=name_of(_of(one.get("microlocation"), known["microlocations"])),
        track=name_of(_of(one.get("track"), known["tracks"])),
        type=name_of(kind),
        state="deleted" if words(one.get("deleted_at")) else words(one.get("state")),
        persons=tuple(_speaker(_of(who, known["speakers"])) for who in items(one.get("speakers"))),
        external_id=code(one.get("id")),
        links=json_values.links(*(one.get(f"{name}_url") for name in ("video", "slides", "audio", "signup"))),
        language=words(one.get("language")),
    )


def _of(value: object, known: dict[str, dict[str, object]]) -> dict[str, object]:
    """Return an object with what the file says elsewhere of its id; a bare id stands for it, a text is its name."""
    told = plain_keys(value)
    identity = json_values.first_code(told, "id") or code(value)
    described = known.get(identity, {})
    said = {name: text for name, text in told.items() if text not in (None, "")}
    named = {"name": value} if isinstance(value, str) and not described else {}
    return {**described, **said, **named} if described or said or named else {"id": identity}


def _speaker(one: Record) -> Who:
    return Who(
        id=code(one.get("id")),
        name=first(one, "name"),
        affiliation=first(one, "organisation", "organization", "company"),
    )
