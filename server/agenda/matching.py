"""Finds the items of a file among those stored, so that each keeps its id. Pure; rules: import contract, section 7."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from server.agenda.importers.programme import Warned
from server.agenda.pairing import Face, Pair, by_key, pair_group

LEAST_UNIQUE = 0.9  # of a file's ids
LEAST_FOUND, MANY_TITLES = 0.2, 0.5  # of the stored ids and titles
SURELY_RETITLED = 92
QUITE_UNLIKE = 60
MOST_COMPARED = 2_000_000  # pairs of titles looked at for likeness
MANY_PAIRS = 3
FaceKey = tuple[str, str, str]


@dataclass(slots=True)
class Matches:
    """Which file item is which stored one. `sound` are the file items whose own id may become their key."""

    pairs: dict[int, int] = field(default_factory=dict)
    sound: set[int] = field(default_factory=set)
    retitled: list[Pair] = field(default_factory=list)
    suggested: list[Pair] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)


def match(new: Sequence[Face], old: Sequence[Face]) -> Matches:
    """Return each file item's stored twin: by sound id, by title with first person and kind, by title, by likeness."""
    matches = Matches()
    _take(matches, _by_id(new, old, matches))
    _match_left(matches, new, old)
    return matches


def match_rest(new: Sequence[Face], old: Sequence[Face]) -> Matches | None:
    """Return the twins of a few items where all others have theirs by ids of the same sound series.

    None where an id may have been given anew, which only the whole file can tell.
    """
    stored = by_key(old, range(len(old)), lambda face: face.id)
    matches = Matches(sound=set(range(len(new))))
    for index, face in enumerate(new):
        twins = stored.get(face.id, ())
        if len(twins) == 1:
            if _unlike(face, old[twins[0]]):
                return None
            matches.pairs[index] = twins[0]
    _match_left(matches, new, old)
    return matches


def _match_left(matches: Matches, new: Sequence[Face], old: Sequence[Face]) -> None:
    _take(matches, _grouped(new, old, matches, lambda face: face.key))
    _take(matches, _by_title(new, old, matches))
    _by_likeness(new, old, matches)


def _take(matches: Matches, pairs: Iterable[Pair]) -> None:
    matches.pairs.update(pairs)


def _left(new: Sequence[Face], old: Sequence[Face], matches: Matches) -> tuple[list[int], list[int]]:
    taken = set(matches.pairs.values())
    return (
        [index for index in range(len(new)) if index not in matches.pairs],
        [index for index in range(len(old)) if index not in taken],
    )


def _by_id(new: Sequence[Face], old: Sequence[Face], matches: Matches) -> list[Pair]:
    found: list[Pair] = []
    for kind in sorted({face.id[0] for face in new if face.id}):
        of_kind = [index for index, face in enumerate(new) if face.id and face.id[0] == kind]
        times = Counter(new[index].id for index in of_kind)
        if len(times) < LEAST_UNIQUE * len(of_kind):
            matches.warnings.append(Warned("", f"The ids ({kind}) of this file repeat; items were matched by title."))
            continue
        once = [index for index in of_kind if times[new[index].id] == 1]
        pairs = _stable(once, new, old, kind)
        if pairs is None:
            matches.warnings.append(
                Warned("", f"The ids ({kind}) of this file are not those of last time; items were matched by title.")
            )
            continue
        matches.sound.update(once)
        found += pairs
    return found


def _stable(once: list[int], new: Sequence[Face], old: Sequence[Face], kind: str) -> list[Pair] | None:
    """Return the pairs of one series of ids; None when the series as a whole does not name what it named before."""
    stored = by_key(old, range(len(old)), lambda face: face.id if face.id and face.id[0] == kind else None)
    if not stored:
        return []
    pairs = [(index, stored[new[index].id][0]) for index in once if len(stored.get(new[index].id, ())) == 1]
    titles = {face.title for face in new}
    old_titles = [old[index].title for group in stored.values() for index in group]
    known = sum(title in titles for title in old_titles)
    if len(pairs) < LEAST_FOUND * len(stored) and known > MANY_TITLES * len(old_titles):
        return None
    unlike = {pair for pair in pairs if _unlike(new[pair[0]], old[pair[1]])}
    if len(pairs) >= MANY_PAIRS and len(unlike) > len(pairs) / 2:
        return None
    keys = {face.key for face in new}, {face.key for face in old}
    return [pair for pair in pairs if pair not in unlike or not _anew(new[pair[0]], old[pair[1]], *keys)]


def _unlike(one: Face, other: Face) -> bool:
    if one.title == other.title or (one.person and one.person == other.person):
        return False
    if one.when is not None and (one.when, one.room) == (other.when, other.room):
        return False
    return fuzz.ratio(one.title, other.title, score_cutoff=QUITE_UNLIKE) == 0


def _anew(one: Face, other: Face, new_keys: set[FaceKey], old_keys: set[FaceKey]) -> bool:
    """Tell whether ids were given anew: one of two unlike items stands elsewhere, or a poster took a session's id."""
    return one.is_poster != other.is_poster or one.key in old_keys or other.key in new_keys


def _grouped(new: Sequence[Face], old: Sequence[Face], matches: Matches, key: Callable[[Face], Hashable]) -> list[Pair]:
    left_new, left_old = _left(new, old, matches)
    stored = by_key(old, left_old, key)
    found: list[Pair] = []
    for value, group in by_key(new, left_new, key).items():
        if value in stored:
            found += pair_group(group, stored[value], new, old)
    return found


def _by_title(new: Sequence[Face], old: Sequence[Face], matches: Matches) -> list[Pair]:
    """Pair left-overs whose title is the only one of its kind on both sides: the first person was named or replaced."""
    left_new, left_old = _left(new, old, matches)
    stored = by_key(old, left_old, lambda face: (face.title, face.kind))
    groups = by_key(new, left_new, lambda face: (face.title, face.kind))
    lone = [(group[0], stored[key][0]) for key, group in groups.items() if len(group) == len(stored.get(key, ())) == 1]
    return [(one, other) for one, other in lone if _same_spot(new[one], old[other])]


def _same_spot(one: Face, other: Face) -> bool:
    if not one.person or not other.person:
        return True
    at_once = one.when is not None and (one.when, one.room) == (other.when, other.room)
    return at_once or any(mine and mine == theirs for mine, theirs in zip(one.place, other.place, strict=True))


def _by_likeness(new: Sequence[Face], old: Sequence[Face], matches: Matches) -> None:
    """Find retitled items: alike titles under one first person; applied where neither side has a second candidate."""
    left_new, left_old = _left(new, old, matches)
    stored = by_key(old, (index for index in left_old if not old[index].absent), lambda face: face.person)
    candidates: list[Pair] = []
    budget = MOST_COMPARED
    for person, group in by_key(new, left_new, lambda face: face.person).items():
        others = stored.get(person, [])
        budget -= len(group) * len(others)
        if budget < 0:
            matches.warnings.append(Warned("", "Too many new titles to look for retitled items; they count as new."))
            break
        candidates += [(one, other) for one in group for other in others if _alike(new[one], old[other])]
    of_new = Counter(one for one, _other in candidates)
    of_old = Counter(other for _one, other in candidates)
    for one, other in candidates:
        if of_new[one] == of_old[other] == 1:
            matches.pairs[one] = other
            matches.retitled.append((one, other))
        else:
            matches.suggested.append((one, other))


def _alike(one: Face, other: Face) -> bool:
    # a talk and a poster of one title by one person are two items
    return one.is_poster == other.is_poster and fuzz.ratio(one.title, other.title, score_cutoff=SURELY_RETITLED) > 0
