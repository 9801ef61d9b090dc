"""Whether what a person says of a table's columns makes sense; raises Invalid with the place of the fault. Pure."""

from collections.abc import Sequence
from typing import Any, Final

from server.agenda.answers import Mappings
from server.agenda.importers import column_names
from server.agenda.importers.programme import MappedTable
from server.core.problems import Invalid, pointer_errors

_WORDS: Final = {
    "start": "start",
    "day": "day",
    "end_day": "last day",
    "all_day": "all-day mark",
    "id": "number of its own",
}
_PARTS: Final = {"first": "first name", "last": "last name", "affiliation": "institution", "degrees": "degrees"}


def check(mapping: Mappings) -> None:
    """Refuse a field that there is not, and two columns for a field that takes one."""
    faults: dict[str, dict[str, str]] = {}
    for table, columns in mapping.items():
        taken: dict[str, str] = {}
        for column, field in columns.items():
            if not column_names.is_field(field):
                faults.setdefault(table, {})[column] = f"“{field[:40]}” is nothing that a column can hold."
            elif field and not column_names.is_shared(field):
                other = taken.setdefault(field, column)
                if other != column:
                    faults.setdefault(table, {})[other] = _twice(column, field)
                    faults[table][column] = _twice(other, field)
    if faults:
        raise _refused(faults)


def check_places(mapping: Mappings, tables: Sequence[MappedTable]) -> None:
    """Refuse answers about tables and columns that the file does not have."""
    known = {table.key: {column.key for column in table.columns} for table in tables if table.key}
    faults: dict[str, Any] = {}
    for table, columns in mapping.items():
        if table not in known:
            faults[table] = "This file has no table of that name; look at it again."
        elif strangers := [column for column in columns if column not in known[table]]:
            faults[table] = dict.fromkeys(strangers, "This table has no column of that name.")
    if faults:
        raise _refused(faults)


def untitled(mapping: Mappings) -> Invalid:
    """Return the refusal of columns of which none is the title."""
    sentence = "No column is taken for the title now. Choose the one that says what each row is called."
    return _refused(dict.fromkeys(mapping, sentence))


def empty(mapping: Mappings) -> Invalid:
    """Return the refusal of columns with which nothing of the file is left."""
    sentence = "With these columns no item is left. Choose the column that says what each row is called as the title."
    return _refused(dict.fromkeys(mapping, sentence))


def _twice(other: str, field: str) -> str:
    return f"“{other[:60]}” is taken for the {_words(field)} too. Change one of the two."


def _words(field: str) -> str:
    role, _, part = field.partition(".")
    if part:
        number, _, last = part.rpartition(".")
        told = _PARTS.get(last, f"name {last}")
        return f"{role}’s {told}" if not number else f"{told} of {role} {number}"
    return _WORDS.get(field, field.replace("_", " "))


def _refused(faults: dict[str, Any]) -> Invalid:
    errors = pointer_errors({"mapping": faults})
    return Invalid(errors[0]["detail"], errors=errors)
