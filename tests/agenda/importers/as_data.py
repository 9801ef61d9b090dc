"""A programme as the plain data that expected results are written in: only what is said, in the file's order."""

from datetime import datetime
from typing import Any

from server.agenda.importers.programme import Person, Programme, Session

#: Fields of an item that are told as they are; "talk" and "confirmed" go without saying.
_TEXTS = ("subtitle", "abstract", "room", "track", "board", "number", "credit", "day_label")
_UNSAID = {"kind": "talk", "status": "confirmed"}


def data_of(programme: Programme) -> dict[str, Any]:
    """Return format, name and zone, items, warnings and questions; the people too where no item names them."""
    titles = {one.key: one.title for one in programme.sessions}
    people = {one.key: one for one in programme.people}
    told: dict[str, Any] = {
        "format": programme.format,
        "zone": programme.conference.zone,
        "items": [_item(one, titles, people) for one in programme.sessions],
        "people": [] if programme.sessions else [_name(one) for one in programme.people],
        "warnings": [[one.where, one.message] for one in programme.warnings],
        "questions": [one.kind for one in programme.questions],
    }
    return {name: value for name, value in told.items() if value}


def _item(one: Session, titles: dict[str, str], people: dict[str, Person]) -> dict[str, Any]:
    told: dict[str, Any] = {"title": one.title}
    told |= {name: said for name, unsaid in _UNSAID.items() if (said := getattr(one, name)) != unsaid}
    told |= {"start": _moment(one.local_start, one.starts), "end": _moment(one.local_end, one.ends)}
    if one.day_on and (one.local_start is None or one.day_on != one.local_start.date()):
        told["day"] = one.day_on.isoformat()
    told |= {name: getattr(one, name) for name in _TEXTS}
    told["people"] = [
        ("" if each.role == "presenter" else f"{each.role}: ") + _name(people[each.person]) for each in one.people
    ]
    told["parent"] = titles[one.parent] if one.parent else ""
    told["marks"] = list(one.marks)
    return {name: value for name, value in told.items() if value}


def _moment(local: datetime | None, instant: datetime | None) -> str:
    """Return the wall clock, or the instant with a Z where no zone tells the clock."""
    if local is not None:
        return f"{local:%Y-%m-%d %H:%M}"
    return f"{instant:%Y-%m-%d %H:%M}Z" if instant is not None else ""


def _name(one: Person) -> str:
    """Return "Ana Lima [MD, PhD] (Glow Clinic)"."""
    degrees = f" [{', '.join(one.degrees)}]" if one.degrees else ""
    return one.display_name + degrees + (f" ({one.affiliation})" if one.affiliation else "")
