"""The envelope is what the bench says it is, in every format, and the same each time."""

from io import BytesIO

import pytest

from server.agenda import importers
from server.agenda.importers.counts import count
from server.agenda.importers.programme import Hints
from tests.bench import envelope as envelopes
from tests.bench import writings

SCALE = 0.004
SMALL = envelopes.make(SCALE)
SESSIONS, POSTERS = 32, 100


def test_the_same_seed_gives_the_same_meeting() -> None:
    assert envelopes.make(SCALE) == SMALL


@pytest.mark.parametrize("name", sorted(writings.WRITERS))
def test_every_format_is_read_without_loss(name: str) -> None:
    data = writings.WRITERS[name](SMALL)

    programme = importers.read(BytesIO(data), Hints(zone=envelopes.ZONE))

    counts = count(programme)
    assert (counts.sessions, counts.posters, counts.rooms) == (SESSIONS, POSTERS, _rooms())
    assert {session.starts for session in programme.sessions} == {event.utc for event in SMALL.events}
    assert {person.display_name for person in programme.people} == _names()


def _rooms() -> int:
    return len({event.room for event in SMALL.events})


def _names() -> set[str]:
    return {SMALL.people[number] for event in SMALL.events for number in event.people}
