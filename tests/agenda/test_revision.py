"""What repeated imports must never do, whatever the files hold."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from server.agenda import snapshots
from server.agenda.importers.programme import Programme, Session
from server.agenda.revision import Revision, folded_names, revise
from server.agenda.states import Agenda, ConferenceState
from tests.agenda.programmes import ZONE, person, programme, session

GLOW = ConferenceState("018f0000-0000-7000-8000-000000000001", None, "glow", "Glow 2026", zone=ZONE, public=True)
PEOPLE = (
    person("Ada Brook", "Glow Hospital"),
    person("Bo Sato"),
    person("Chidi Lund", "Northmere"),
    person("Ada Brook", "Fairwater"),
)
TITLES = ["Coffee", "Workshop", "A quiet scanner", "Dose and toxicity part 1", "Dose and toxicity part 2", "Ströme"]


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Return an item out of few titles, people, times and ids, so that they collide often."""
    people = draw(st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True))
    external = draw(st.none() | st.sampled_from("12345"))
    return session(
        draw(st.sampled_from(TITLES)),
        *people,
        at=draw(st.none() | st.integers(0, 5)),
        kind=draw(st.sampled_from(["talk", "poster", "break"])),
        room=draw(st.sampled_from(["", "Hall 1", "Hall 2"])),
        abstract=draw(st.sampled_from(["", "<p>One.</p>"])),
        external_id=external,
        id_kind="id" if external else None,
    )


programmes = st.lists(sessions(), min_size=1, max_size=8).map(lambda made: programme(*made, people=PEOPLE))


def steps(*files: Programme) -> list[Revision]:
    """Return the revisions that the files make, one after the other, each replacing the whole programme."""
    agenda, made = Agenda(GLOW), []
    for file in files:
        made.append(revise(file, agenda, GLOW, folded_names(file), replace_all=True))
        agenda = made[-1].after
    return made


@given(programmes)
def test_importing_a_file_twice_changes_nothing(file: Programme) -> None:
    first, second = steps(file, file)

    assert second.diff.counts == {"added": 0, "changed": 0, "moved": 0, "cancelled": 0, "unchanged": len(file.sessions)}
    assert second.after.items == first.after.items
    assert second.after.people == first.after.people


@given(programmes, programmes)
def test_items_are_never_lost_and_each_of_a_file_counts_once(one: Programme, other: Programme) -> None:
    first, second = steps(one, other)

    assert first.after.items.keys() <= second.after.items.keys()
    assert first.after.people.keys() <= second.after.people.keys()
    counts = second.diff.counts
    assert sum(counts.values()) - counts["cancelled"] == len(other.sessions)
    assert sum(not item.absent for item in second.after.items.values()) >= len(other.sessions)


@given(programmes, programmes)
def test_a_file_imported_again_after_another_takes_place_as_it_says(one: Programme, other: Programme) -> None:
    _first, _second, third = steps(one, other, one)

    taking_place = [item for item in third.after.items.values() if not item.absent]
    told = {
        (item.title, item.kind, item.starts, item.room, item.abstract, tuple(third.after.names(item)))
        for item in taking_place
    }
    expected = {
        (item.title, item.kind, item.starts, item.room, item.abstract, tuple(names(item, one))) for item in one.sessions
    }
    assert expected <= told


def names(item: Session, file: Programme) -> list[str]:
    """Return the names on an item of a file."""
    return [next(one.display_name for one in file.people if one.key == who.person) for who in item.people]


@settings(max_examples=60)
@given(programmes, programmes, programmes)
def test_shards_made_step_by_step_equal_those_made_at_once(one: Programme, other: Programme, third: Programme) -> None:
    earlier, versions = snapshots.NOTHING, {kind: dict[str, int]() for kind in snapshots.KINDS}
    listed: dict[tuple[str, int], str] = {}
    for revision in steps(one, other, third):
        made = snapshots.publish(revision.before, revision.after, earlier)
        if made is None:
            continue
        for kind, ids in made.touched.items():
            versions[kind] |= dict.fromkeys(ids, made.version)
        listed |= {(file.kind, file.number): file.sha256 for file in made.packed if file.kind in snapshots.KINDS}
        manifests = {**earlier.manifests, made.version: made.manifest}
        earlier = snapshots.Earlier(made.version, made.shard_counts, listed, manifests, versions, made.numbers)
        whole = snapshots.publish(
            Agenda(GLOW),
            revision.after,
            replace(snapshots.NOTHING, shard_counts=made.shard_counts, numbers=made.numbers),
        )
        assert whole is not None
        at_once = {(file.kind, file.number): file.sha256 for file in whole.packed if file.kind in snapshots.KINDS}
        assert listed == at_once
