"""Pairs items that bear one key, such as a workshop held three times, by the nearest start. Pure."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from server.agenda.keys import fold_place, fold_title

MOST_COMPARED = 250_000  # pairs of one key looked at one by one; beyond, both sides are paired in order of time
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Face:
    """What an item is told apart by. `when` is seconds of the wall clock, else of the instant; None when unknown."""

    title: str  # folded
    person: str  # folded name of the first person
    kind: str
    when: float | None = None
    room: str = ""  # folded
    place: tuple[str, str] = ("", "")  # board and number
    id: tuple[str, str] | None = None  # kind of id and the id itself
    absent: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """The fallback key: title, first person, kind."""
        return self.title, self.person, self.kind

    @property
    def is_poster(self) -> bool:
        """Whether it hangs in the hall rather than taking place in a room."""
        return self.kind in ("poster", "exhibit")


def seconds(local: datetime | None, instant: datetime | None) -> float | None:
    """Return comparable seconds; the wall clock first, since a corrected zone leaves it as it is."""
    if local is not None:
        return local.replace(tzinfo=UTC).timestamp()
    return instant.timestamp() if instant is not None else None


def face(
    title: str,
    person: str,
    kind: str,
    when: float | None,
    place: tuple[str, str, str],
    external: tuple[str, str] | None,
) -> Face:
    """Return the face of a present item; `place` is room, board and number."""
    room, board, number = place
    return Face(fold_title(title), person, kind, when, fold_place(room), (board, number), external)


def by_key(faces: Sequence[Face], of: Iterable[int], key: Callable[[Face], Hashable]) -> dict[Hashable, list[int]]:
    """Return the indexes grouped by a key; those whose key is None are left out."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for index in of:
        value = key(faces[index])
        if value is not None:
            groups[value].append(index)
    return groups


def pair_group(new: list[int], old: list[int], new_faces: Sequence[Face], old_faces: Sequence[Face]) -> Iterator[Pair]:
    """Yield pairs of one group: same start and room, then same start, then nearest start; present before absent."""
    if len(new) == len(old) == 1:
        yield new[0], old[0]
        return
    left_new, left_old = dict.fromkeys(new), dict.fromkeys(sorted(old, key=lambda index: old_faces[index].absent))
    for key in (lambda face: (face.when, face.room), lambda face: face.when):
        for pair in _equal(left_new, left_old, new_faces, old_faces, key):
            del left_new[pair[0]], left_old[pair[1]]
            yield pair
    yield from _nearest(list(left_new), list(left_old), new_faces, old_faces)


def _equal(
    new: Iterable[int],
    old: Iterable[int],
    new_faces: Sequence[Face],
    old_faces: Sequence[Face],
    key: Callable[[Face], Hashable],
) -> list[Pair]:
    waiting = by_key(old_faces, old, key)
    for group in waiting.values():
        group.reverse()
    found = []
    for index in new:
        group = waiting.get(key(new_faces[index]), [])
        if group:
            found.append((index, group.pop()))
    return found


def _nearest(new: list[int], old: list[int], new_faces: Sequence[Face], old_faces: Sequence[Face]) -> Iterator[Pair]:
    if len(new) * len(old) > MOST_COMPARED:
        by_time = (sorted(new, key=lambda i: new_faces[i].when or 0), sorted(old, key=lambda i: old_faces[i].when or 0))
        yield from zip(*by_time, strict=False)
        return
    distances = sorted(
        (_distance(new_faces[one], old_faces[other]), old_faces[other].absent, one, other)
        for one in new
        for other in old
    )
    used_new: set[int] = set()
    used_old: set[int] = set()
    for _far, _absent, one, other in distances:
        if one not in used_new and other not in used_old:
            used_new.add(one)
            used_old.add(other)
            yield one, other


def _distance(one: Face, other: Face) -> float:
    if one.when is None or other.when is None:
        return float("inf")
    return abs(one.when - other.when)
