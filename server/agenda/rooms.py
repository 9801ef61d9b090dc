"""The rooms and tracks that the items of an agenda name. Pure."""

from collections.abc import Iterable, Mapping

from server.agenda.keys import fold_place
from server.agenda.states import ItemState

Rooms = dict[str, tuple[str, str]]
Tracks = dict[str, str]


def rooms_and_tracks(items: Iterable[ItemState], known: Mapping[str, tuple[str, str]]) -> tuple[Rooms, Tracks]:
    """Return rooms (folded name -> name, note) and tracks (folded name -> name) of the items that are in the agenda.

    `known` gives rooms their spelling and their note.
    """
    rooms, tracks = Rooms(), Tracks()
    seen: set[tuple[str, str]] = set()
    for item in items:
        place = item.room, item.track
        if item.absent or place in seen:
            continue
        seen.add(place)
        for name in filter(None, item.room.split("; ")):
            folded = fold_place(name)
            rooms.setdefault(folded, known.get(folded) or (name, ""))
        if item.track:
            tracks.setdefault(fold_place(item.track), item.track)
    return rooms, tracks
