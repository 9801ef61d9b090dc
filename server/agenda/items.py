"""One item of a file as a row of the agenda. Pure."""

from dataclasses import fields, replace

from server.agenda import zones
from server.agenda.importers.programme import Session
from server.agenda.states import ItemState

WHEN = ("starts", "ends", "local_start", "local_end", "day_on", "day_label", "marks")
KEPT_APART = frozenset({*WHEN, "id", "kind", "absent", "status"})


def item_of(session: Session, item_id: str, people: tuple[tuple[str, str], ...], parent: str | None) -> ItemState:
    """Return the row that the file's item makes."""
    return ItemState(
        id=item_id,
        kind=session.kind,
        title=session.title,
        subtitle=session.subtitle,
        abstract=session.abstract,
        starts=session.starts,
        ends=session.ends,
        local_start=session.local_start,
        local_end=session.local_end,
        day_on=session.day_on or zones.conference_day(session.local_start),
        day_label=session.day_label,
        room=session.room,
        track=session.track,
        parent=parent,
        people=people,
        credit=session.credit,
        external_id=session.external_id,
        id_kind=session.id_kind,
        board=session.board,
        number=session.number,
        status=session.status,
        marks=tuple(session.marks),
        links=session.links,
        language=session.language,
    )


def completed(old: ItemState, new: ItemState) -> ItemState:
    """Return the new row with what the file leaves empty taken from the stored one; times are taken as a whole."""
    empty = {
        field.name: getattr(old, field.name)
        for field in fields(ItemState)
        if field.name not in KEPT_APART and not getattr(new, field.name)
    }
    if not (new.starts or new.local_start or new.day_on or new.day_label):
        empty |= {name: getattr(old, name) for name in WHEN}
    if new.kind == "talk":  # what a file says that does not know the kind
        empty["kind"] = old.kind
    return replace(new, **empty)
