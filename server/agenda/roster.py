"""The people of one file: who is the same person as whom.

Source of the rules: the import contract, section 5 (identity within one conference).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from server.agenda.importers.programme import Person, Role, Warned
from server.agenda.person_names import LONGEST_KEPT, MOST_KEPT, Named, fold

_EMPTY_WORDS = frozenset(
    {"of", "the", "and", "for", "at", "in", "de", "la", "du", "des", "der", "die", "das", "fur", "und", "et", "y"}
)


@dataclass(slots=True)
class _Entry:
    key: str
    named: Named
    external_id: str | None = None


def place_words(affiliation: str) -> frozenset[str]:
    """Return the words of an affiliation that tell places apart."""
    return _kept_words(affiliation) if len(affiliation) <= LONGEST_KEPT else _place_words(affiliation)


def _place_words(affiliation: str) -> frozenset[str]:
    words = frozenset(fold(affiliation).split())
    return words - _EMPTY_WORDS or words


_kept_words = lru_cache(MOST_KEPT)(_place_words)


def same_place(one: str, other: str) -> bool:
    """Say whether one side is empty or one affiliation's words are contained in the other's."""
    if one == other:
        return True
    first, second = place_words(one), place_words(other)
    return first <= second or second <= first


class Roster:
    """Collects people while a file is read and keeps each once.

    A file's own id decides when it always bears one name; otherwise the folded name with a compatible affiliation.
    """

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._by_id: dict[str, str] = {}
        self._by_name: dict[str, tuple[str, ...]] = {}
        self._unsound: set[str] = set()

    def add(self, named: Named, external_id: str | None = None) -> str:
        """Return the key of the person, a known one where the identity rules find it."""
        file_id = external_id or None
        entry = self._of_id(named, file_id) or self._of_name(named, file_id)
        if entry is not None and entry.external_id == file_id and _same(entry.named, named):
            return entry.key  # nothing new is said
        if entry is None:
            entry = self._open(named, file_id)
        else:
            entry.named = _merged(entry.named, named)
        if file_id and file_id not in self._unsound:
            entry.external_id = entry.external_id or file_id
            self._by_id.setdefault(file_id, entry.key)
        self._index(entry)
        return entry.key

    def people(self, used: Mapping[str, Collection[Role]]) -> tuple[Person, ...]:
        """Return the people whose keys are used, in the order first met, with their roles over all items."""
        alike: dict[tuple[Role, ...], tuple[Role, ...]] = {}  # one tuple for all who have the same roles
        return tuple(
            _person(entry, alike.setdefault(roles := tuple(sorted(used[key])), roles))
            for key, entry in self._entries.items()
            if key in used
        )

    @property
    def warnings(self) -> list[Warned]:
        """What a person has to decide: one name at places that do not fit together."""
        return [
            Warned("", _two_places(entries))
            for keys in self._by_name.values()
            if len(entries := [self._entries[key] for key in keys]) > 1
            and len({place_words(entry.named.affiliation) for entry in entries if entry.named.affiliation}) > 1
        ]

    def _of_id(self, named: Named, file_id: str | None) -> _Entry | None:
        """Return the entry of a file id; an id that bears two names is unsound and helps nobody."""
        if file_id is None or file_id not in self._by_id or file_id in self._unsound:
            return None
        entry = self._entries[self._by_id[file_id]]
        known = fold(entry.named.display_name)
        if not known or not named.display_name or known == fold(named.display_name):
            return entry
        self._unsound.add(file_id)
        entry.external_id = None
        return None

    def _of_name(self, named: Named, file_id: str | None) -> _Entry | None:
        """Return the first entry of that name at a compatible place and without a different sound id."""
        if not named.display_name:
            return None
        sound = file_id if file_id not in self._unsound else None
        candidates = [self._entries[key] for key in self._by_name.get(fold(named.display_name), ())]
        fitting = [entry for entry in candidates if same_place(entry.named.affiliation, named.affiliation)]
        fitting = [entry for entry in fitting if not (sound and entry.external_id and entry.external_id != sound)]
        mine = place_words(named.affiliation)
        return min(fitting, key=lambda entry: place_words(entry.named.affiliation) != mine, default=None)

    def _open(self, named: Named, file_id: str | None) -> _Entry:
        base = fold(named.display_name) or f"id {file_id or ''}".strip()
        key, count = base, 1
        while key in self._entries:
            count += 1
            key = f"{base} #{count}"
        self._entries[key] = _Entry(key, named, None)
        return self._entries[key]

    def _index(self, entry: _Entry) -> None:
        name = fold(entry.named.display_name)
        if name and entry.key not in (keys := self._by_name.get(name, ())):
            self._by_name[name] = (*keys, entry.key)


def _merged(known: Named, new: Named) -> Named:
    """Return one person out of two mentions; the choice does not depend on which came first."""
    if not known.display_name:
        return new
    if not new.display_name or _same(known, new):
        return known
    best = max(known, new, key=_completeness)
    degrees = tuple(sorted({*known.degrees, *new.degrees})) if known.degrees != new.degrees else known.degrees
    place = max(known.affiliation, new.affiliation, key=lambda text: (len(place_words(text)), len(text), text))
    sorted_as = max(known.sort_name, new.sort_name, key=lambda text: ("," in text, text))
    return Named(best.display_name, degrees, place, known.role, sorted_as)


def _same(known: Named, new: Named) -> bool:
    names = known.display_name == new.display_name and known.sort_name == new.sort_name
    return names and known.affiliation == new.affiliation and known.degrees == new.degrees


def _completeness(named: Named) -> tuple[bool, int, str]:
    name = named.display_name
    return (not name.isupper() and not name.islower(), len(name), name)


def _person(entry: _Entry, roles: tuple[Role, ...]) -> Person:
    named = entry.named
    return Person(
        key=entry.key,
        display_name=named.display_name,
        sort_name=named.sort_name,
        degrees=named.degrees,
        affiliation=named.affiliation,
        roles=roles,
        external_id=entry.external_id,
    )


def _two_places(entries: list[_Entry]) -> str:
    places = ", ".join(sorted({entry.named.affiliation or "no affiliation" for entry in entries}))
    name = min(entry.named.display_name for entry in entries)
    return f"{len(entries)} people are called {name} ({places}); merge them by hand if they are one person."
