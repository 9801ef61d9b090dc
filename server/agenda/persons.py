"""One person of a file as a row of the agenda. Pure."""

from server.agenda.importers.programme import Person
from server.agenda.states import PersonState


def merged(old: PersonState | None, person: Person, person_id: str) -> PersonState:
    """Return the row that the file's person makes; what the file leaves empty is taken from the stored one."""
    if old is None:
        old = PersonState(person_id, "")
    new = PersonState(
        id=person_id,
        name=person.display_name or old.name,
        sort_name=person.sort_name or old.sort_name,
        degrees=person.degrees or old.degrees,
        affiliation=person.affiliation or old.affiliation,
        external_id=person.external_id or old.external_id,
        merged_into=old.merged_into,
    )
    return old if new == old else new
