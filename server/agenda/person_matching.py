"""Finds the people of a file among those stored (ids contract, section 1). Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from server.agenda.importers.programme import Person
from server.agenda.matching import LEAST_FOUND, LEAST_UNIQUE, MANY_TITLES
from server.agenda.people import fold, same_place
from server.agenda.states import PersonState

MOST_NAMESAKES = 50  # of one stored name looked at for a compatible affiliation


def sound_ids(people: Sequence[Person], names: Mapping[str, str], stored: Iterable[PersonState]) -> set[str]:
    """Return the person ids of the file that are unique in it, none when the series is not that of last time.

    `names` are the folded names by file key.
    """
    times = Counter(person.external_id for person in people if person.external_id)
    if len(times) < LEAST_UNIQUE * sum(times.values()):
        return set()
    known = [person for person in stored if person.external_id]
    found = sum(person.external_id in times for person in known)
    if known and found < LEAST_FOUND * len(known):
        folded = set(names.values())
        named = sum(fold(person.name) in folded for person in known if person.name)
        if named > MANY_TITLES * len(known):
            return set()
    return {external for external, count in times.items() if external and count == 1}


def match_people(
    people: Sequence[Person],
    names: Mapping[str, str],
    stored: Mapping[str, PersonState],
    on_items: Mapping[str, Iterable[str]],
    sound: set[str],
    by_hand: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, str]:
    """Return file key -> stored id: by sound file id, by name and compatible affiliation, by name on a matched item.

    `names` are the folded names by file key; `on_items` the stored people of the items that each file person stands
    on; `sound` the file ids that may be trusted; `by_hand` are folded names that stored people go by as well. No stored
    person is taken twice.
    """
    if not stored or not people:
        return {}
    search = _Search(stored, names, by_hand)
    for person in people:
        if person.external_id in sound:
            search.take(person, search.by_id.get(person.external_id or ""))
    for person in people:
        search.take(person, search.there(person, sound))
    for person in people:
        search.take(person, search.nearby(person, sound))
    for person in people:
        search.take(person, search.on_item(person, on_items.get(person.key, ())))
    return search.found


class _Search:
    def __init__(self, stored: Mapping[str, PersonState], names: Mapping[str, str], by_hand: Mapping[str, str]) -> None:
        self.names = names
        self.stored, self.found, self.used = stored, dict[str, str](), set[str]()
        self.by_id = {person.external_id: person.id for person in stored.values() if person.external_id}
        self.folded = {person.id: fold(person.name) for person in stored.values() if person.name}
        self.by_name: dict[str, list[str]] = defaultdict(list)
        self.by_place: dict[tuple[str, str], list[str]] = defaultdict(list)
        for person_id, name in (*self.folded.items(), *by_hand.items()):
            self.by_name[name].append(person_id)
            self.by_place[name, stored[person_id].affiliation.casefold()].append(person_id)

    def take(self, person: Person, stored_id: str | None) -> None:
        """Keep the first stored person found for each."""
        if stored_id and person.key not in self.found and stored_id not in self.used:
            self.found[person.key] = stored_id
            self.used.add(stored_id)

    def there(self, person: Person, sound: set[str]) -> str | None:
        """Return the stored person of that name at exactly that affiliation."""
        if person.key in self.found or not person.display_name:
            return None
        found = self.by_place.get((self.names[person.key], person.affiliation.casefold()), [])
        return next((one for one in found[:MOST_NAMESAKES] if self._free(one, person, sound)), None)

    def nearby(self, person: Person, sound: set[str]) -> str | None:
        """Return the stored person of that name at a compatible affiliation."""
        if person.key in self.found or not person.display_name:
            return None
        for one in self.by_name.get(self.names[person.key], [])[:MOST_NAMESAKES]:
            if self._free(one, person, sound) and same_place(person.affiliation, self.stored[one].affiliation):
                return one
        return None

    def _free(self, stored_id: str, person: Person, sound: set[str]) -> bool:
        # two people whose sound ids differ are two people, whatever their names
        external = self.stored[stored_id].external_id
        return stored_id not in self.used and not (external in sound and external != person.external_id)

    def on_item(self, person: Person, stored_ids: Iterable[str]) -> str | None:
        """Return the stored person of that name on a matched item, whatever the affiliation."""
        if person.key in self.found or not person.display_name:
            return None
        name = self.names[person.key]
        return next((one for one in stored_ids if self.folded.get(one) == name and one not in self.used), None)
