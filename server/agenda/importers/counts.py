"""How many of what a programme holds (import contract, section 8)."""

from dataclasses import dataclass

from server.agenda.importers.programme import Programme, Session


@dataclass(frozen=True, slots=True)
class Counts:
    """Distinct things of one file: `sessions` is what is neither a poster or exhibit nor a pure break."""

    sessions: int
    posters: int  # posters and exhibits
    people: int  # attached to a kept item; all of them in a file of people only
    rooms: int
    tracks: int


def count(programme: Programme) -> Counts:
    """The counts that the report and the command line show."""
    parents = {session.parent for session in programme.sessions}
    kinds = [one.kind for one in programme.sessions if not (one.key in parents and is_heading(one))]
    posters = sum(kind in ("poster", "exhibit") for kind in kinds)
    attached = {one.person for session in programme.sessions for one in session.people}
    people = attached if programme.sessions else {person.key for person in programme.people}
    return Counts(
        sessions=len(kinds) - posters - kinds.count("break"),
        posters=posters,
        people=len(people),
        rooms=len({folded(room.name) for room in programme.rooms}),
        tracks=len({folded(track.name) for track in programme.tracks}),
    )


def is_heading(session: Session) -> bool:
    """Whether a parent is only a heading: it has neither a time nor an id of its own, so it is not counted."""
    return not (session.starts or session.local_start or session.external_id or session.day_on or session.day_label)


def folded(name: str) -> str:
    """Return what a room or a track is counted by."""
    return " ".join(name.casefold().split())
