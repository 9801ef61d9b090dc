"""JSON without a system's marks: any list of flat objects (sessions, posters, abstracts), read as a table.

The list may be the root, stand under a key, in several keys, or in days, rooms and sessions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from server.agenda.importers import json_rows, limits, tables
from server.agenda.importers.column_keys import fold_header
from server.agenda.importers.dates import read_moment
from server.agenda.importers.json_values import first, pointer, record
from server.agenda.importers.programme import Hints, Programme, RefusedFile, Warned
from server.agenda.importers.sniff import Sample
from server.agenda.importers.table_rows import Table
from server.agenda.importers.text import plain

NAME: Final = "table"
PRIORITY: Final = 60
_DEPTH: Final = 4  # of objects around a list
_LONGEST_NAME: Final = 200

#: A list in the file: its pointer, the key that it stands under, and what it holds.
_List = tuple[str, str, list[object]]


def matches(sample: Sample) -> bool:
    """Say whether the value holds a list of objects."""
    return sample.shape == "json" and holds(sample.json)


def read(sample: Sample, hints: Hints) -> Programme:
    """Return the programme of the lists; without a title among their keys they are refused."""
    return programme_of(sample.json, hints, sample.warnings, NAME)


def holds(value: object) -> bool:
    """Say whether there is a list of objects in the value, at most four objects deep."""
    return any(True for _ in _lists(value))


def programme_of(value: object, hints: Hints, noticed: Sequence[Warned], name: str) -> Programme:
    """Return the programme of the lists of a value; lists of people count only where no list has titles."""
    lists = list(_lists(value))
    titled = [one for one in lists if json_rows.holds_items(one[2])] or lists
    if not titled:
        raise RefusedFile("This file holds no list of sessions or posters.")
    if len(titled) > limits.SHEETS:
        raise RefusedFile(f"This file holds more than {limits.SHEETS} lists; export only the programme.")
    told = plain(first(record(value), "title", "name", "conference", "event")[:_LONGEST_NAME])
    if hints.name is None and not hints.file_name and told:
        hints = replace(hints, name=told)
    return tables.programme_of(_tables(titled), hints, noticed, name)


def _tables(lists: Sequence[_List]) -> list[Table]:
    found: list[Table] = []
    for where, key, listed in lists:
        found.append(json_rows.table_of(_heading(key), key, listed, where))
        if sum(len(table.rows[0]) for table in found) > limits.COLUMNS:
            raise RefusedFile(f"This file has more than {limits.COLUMNS:,} columns; export only the programme.")
        if sum(len(table.rows) - 1 for table in found) > limits.ITEMS:
            raise RefusedFile(f"This file holds more than {limits.ITEMS:,} items.")
    return found


def _heading(key: str) -> str:
    """Return the name of a table: a day, or a key of several words; "posters" or "sessionList" names nothing."""
    moment = read_moment(key)
    return key if (moment and moment.day) or " " in key.strip() else ""


def _lists(value: object, where: str = "", key: str = "", depth: int = 0) -> Iterator[_List]:
    if isinstance(value, list):
        if any(isinstance(one, dict) for one in value):
            yield where, key, value
        return
    found = record(value)
    if not found or depth > _DEPTH:
        return
    keyed = [found[name] for name in sorted(found)]
    if depth and all(isinstance(one, dict) for one in keyed) and json_rows.holds_items(keyed) and _is_keyed(keyed):
        yield where, key, keyed
        return
    for name in sorted(found):
        yield from _lists(found[name], where + pointer(name), name, depth + 1)


def _is_keyed(keyed: Sequence[object]) -> bool:
    """Say whether the objects are items by their ids, and not things of different kinds."""
    heads = [{fold_header(key[:_LONGEST_NAME]) for key in record(one)} for one in keyed[:20]]
    return len(heads) > 1 and bool(set.intersection(*heads))
