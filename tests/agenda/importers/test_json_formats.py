"""What holds for every format in JSON: the order of keys and items, wrong types, damage (section 9 of the contract)."""

import copy
import dataclasses
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.agenda.importers import read
from server.agenda.importers.programme import Hints, Programme, RefusedFile

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "agenda"
# sample, format, the lists whose order says nothing
FILES = [
    ("pretalx_submissions.json", "pretalx", ["results"]),
    ("pretalx_codes.json", "pretalx", [""]),
    ("pretalx_speakers.json", "pretalx", ["results"]),
    ("pretalx_schedule.json", "pretalx", ["talks", "rooms", "tracks", "speakers"]),
    ("sessionize_all.json", "sessionize", ["sessions", "speakers", "rooms", "categories", "questions"]),
    ("sessionize_grid.json", "sessionize", ["", "0/rooms", "0/rooms/1/sessions"]),
    ("sessionize_sessions.json", "sessionize", ["1/sessions"]),
    ("sessionize_speakers.json", "sessionize", [""]),
    ("openevent_sessions", "openevent", [""]),
    ("openevent_event.json", "openevent", ["sessions", "speakers"]),
    ("openevent_jsonapi.json", "openevent", ["included"]),
    ("indico_event.json", "indico", ["results/0/sessions", "results/0/sessions/0/contributions"]),
    ("indico_timetable.json", "indico", []),
    ("posters_list.json", "table", [""]),
    ("days_list.json", "table", ["schedule", "schedule/0/events"]),
]
NAMES = [name for name, _, _ in FILES]
HOSTILE: list[Any] = [
    None, True, 0, -1, 7.5, 1e308, 10**40, 2**63, "", " ", "\x00", "\ud800", "x" * 3_000, "<script>x</script>", "=1+1",
    "2026-05-16T09:00:00+23:59", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "2026-02-30T10:00:00", "24:00",
    [], {}, [[]], [None], [{}], [[1], "a", {"b": 2}], {"en": None}, {"name": []}, {"id": {"id": 1}}, {"": ""},
    {"date": 1, "time": [], "tz": "Europe/Nowhere"}, ["a", "a"], "TBA", "a;b;c", "http://[", "javascript:alert(1)",
]  # fmt: skip


def loaded(name: str) -> Any:
    return json.loads((SAMPLES / name).read_bytes())


def programme(value: Any) -> Programme:
    return read(io.BytesIO(json.dumps(value).encode()), Hints())


def at(value: Any, path: str) -> Any:
    for part in filter(None, path.split("/")):
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def told(found: Programme) -> list[Any]:
    """Return what a programme says, without places in the file and without order."""
    people = {one.key: (one.display_name, one.external_id, one.affiliation) for one in found.people}
    titles = {one.key: one.title for one in found.sessions}
    sessions = [
        dataclasses.replace(
            one,
            key="",
            source_where="",
            parent=titles.get(one.parent or ""),
            people=tuple((people[each.person], each.role) for each in one.people),
        )
        for one in found.sessions
    ]
    persons = [dataclasses.replace(one, key="") for one in found.people]
    return [sorted(map(repr, group)) for group in (sessions, persons, found.rooms, found.tracks, found.questions)]


def shuffled_keys(value: Any, draw: Any) -> Any:
    if isinstance(value, list):
        return [shuffled_keys(one, draw) for one in value]
    if isinstance(value, dict):
        return {key: shuffled_keys(value[key], draw) for key in draw(st.permutations(list(value)))}
    return value


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*path, key)
        yield from places(inner, (*path, key))


def is_read_or_refused(data: bytes) -> bool:
    """Say whether the bytes give a sound programme or one sentence."""
    try:
        found = read(io.BytesIO(data), Hints())
    except RefusedFile as refusal:
        return str(refusal).endswith((".", "?"))
    keys = [one.key for one in found.sessions]
    repr(found).encode()  # nothing that a database or a phone could not take
    assert "\\x00" not in repr(found)
    return all(one.title for one in found.sessions) and len(set(keys)) == len(keys)


@pytest.mark.parametrize(("name", "format_name"), [(name, form) for name, form, _ in FILES], ids=NAMES)
def test_a_file_is_known_by_its_keys(name: str, format_name: str):
    assert programme(loaded(name)).format == format_name


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=8)
@given(data=st.data())
def test_the_order_of_keys_never_matters(name: str, data: st.DataObject):
    value = loaded(name)

    assert programme(shuffled_keys(value, data.draw)) == programme(value)


@pytest.mark.parametrize(("name", "lists"), [(name, lists) for name, _, lists in FILES if lists], ids=lambda each: each)
@settings(max_examples=8)
@given(data=st.data())
def test_the_order_of_items_leaves_the_same_programme(name: str, lists: list[str], data: st.DataObject):
    value = loaded(name)
    expected = told(programme(value))

    for path in reversed(lists):
        listed = at(value, path)
        listed[:] = data.draw(st.permutations(listed))

    assert told(programme(value)) == expected


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25)
@given(data=st.data())
def test_a_wrong_type_in_any_field_breaks_nothing(name: str, data: st.DataObject):
    value = loaded(name)

    for _ in range(data.draw(st.integers(1, 4))):
        *above, last = data.draw(st.sampled_from(list(places(value)) or [(0,)]))
        holder = value
        for key in above:
            holder = holder[key]
        if isinstance(holder, dict) or (isinstance(holder, list) and last < len(holder)):
            holder[last] = copy.deepcopy(data.draw(st.sampled_from(HOSTILE)))

    assert is_read_or_refused(json.dumps(value).encode())


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=15)
@given(place=st.integers(0, 3_000), length=st.integers(0, 40), inserted=st.binary(max_size=12))
def test_damage_anywhere_breaks_nothing(name: str, place: int, length: int, inserted: bytes):
    data = (SAMPLES / name).read_bytes()

    assert is_read_or_refused(data[:place] + inserted + data[place + length :])


@pytest.mark.parametrize("name", NAMES)
def test_half_a_file_is_refused(name: str):
    data = (SAMPLES / name).read_bytes()

    with pytest.raises(RefusedFile, match=r"^This JSON file is broken: line \d+, column \d+; download it again\.$"):
        read(io.BytesIO(data[: len(data) // 2]), Hints())
