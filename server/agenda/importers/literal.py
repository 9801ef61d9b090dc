"""Lists in JavaScript or TypeScript files (`const posters = [`): read as literals, never run, then as a table.

A literal that holds what a conference system exports is read as that system's file. JSON with comments, bare keys or
trailing commas counts as a literal too.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from server.agenda.importers import indico, json_list, limits, openevent, pretalx, sessionize
from server.agenda.importers.literal_values import Literal, Unreadable
from server.agenda.importers.programme import Hints, Programme, RefusedFile, Warned
from server.agenda.importers.sniff import Sample

NAME: Final = "literal"
PRIORITY: Final = 65
_SYSTEMS: Final = (
    (sessionize.holds, sessionize.programme_of),
    (pretalx.holds, pretalx.programme_of),
    (openevent.holds, openevent.programme_of),
    (indico.holds, indico.programme_of),
)
_HEAD: Final = 64 * 1024  # characters looked at
_START: Final = re.compile(
    r"(?:^|;)\s{0,9}(?:export\s+default\s*|(?:export\s+)?(?:const|let|var)\s+[\w$]{1,200}\s*(?::[^=\n]{1,200})?=\s*)[\[{]",
    re.MULTILINE,
)
_STOP: Final = re.compile(
    r"[\"'`]|//|/\*|(?<![=!<>])=\s{0,99}(?=[\[{])|\bexport\s{1,99}default\s{0,99}(?=[\[{])|\breturn\s{0,99}(?=\[)"
)
_NAMED: Final = re.compile(r"(?:const|let|var|\.)\s+?([\w$]{1,80})\s*(?::[^=]*)?$|\.([\w$]{1,80})\s*$")
_MOST: Final = limits.SHEETS
_BEGINS: Final = re.compile(r"\ufeff?\s*(?:\{\s*(?:[\"'}]|[\w$]{1,80}\s{0,99}:)|\[\s*[\[{\"])")  # JSON, sound or broken


@dataclass(slots=True)
class _Found:
    """The values of a file by name, and where it could not be read."""

    values: dict[str, object] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)


def matches(sample: Sample) -> bool:
    """Say whether the text assigns a list or an object, or is JSON but for what only a literal may have.

    Broken JSON is one of these too: no other reader of text shall take its lines for a programme.
    """
    if sample.shape == "literal":
        return True
    if sample.shape not in ("text", "delimited"):
        return False
    if _BEGINS.match(sample.text) and sample.json is None:
        return True
    return bool(_START.search(sample.text[:_HEAD])) or _bare(sample.text) is not None


def read(sample: Sample, hints: Hints) -> Programme:
    """Return the programme of the literals in a file; a file without a whole one is refused with its line."""
    reader = Literal(sample.text)
    bare = _bare(sample.text)
    found = _Found({"": bare}) if bare is not None else _assigned(reader)
    if not found.values and _BEGINS.match(sample.text):
        raise RefusedFile(f"This JSON file is broken: {sample.json_fault}; download it again.")
    if not found.values:
        place, reason = found.faults[0] if found.faults else (0, "no list stands here")
        line = sample.text.count("\n", 0, place) + 1
        raise RefusedFile(f"This program code cannot be read as a list: line {line}, {reason}.")
    noticed = (*sample.warnings, *_noticed(sample.text, reader, found))
    return _programme(found.values, hints, noticed)


def _programme(values: dict[str, object], hints: Hints, noticed: tuple[Warned, ...]) -> Programme:
    for value in values.values():
        for holds, programme_of in _SYSTEMS:
            if holds(value):
                return programme_of(value, hints, noticed)
    whole = next(iter(values.values())) if len(values) == 1 else values
    if not json_list.holds(whole):
        raise RefusedFile("This program code holds no list of sessions or posters.")
    return json_list.programme_of(whole, hints, noticed, NAME)


def _bare(text: str) -> object | None:
    """Return the one list or object that the whole text is, None for any other text."""
    reader = Literal(text)
    try:
        start = reader.blank(0)
        if text[start : start + 1] not in ("[", "{"):
            return None
        value, end = reader.read(start)
        whole = not text[reader.blank(end) :].strip("; \r\n\t")
    except Unreadable:
        return None
    return value if whole and not reader.left_out else None


def _assigned(reader: Literal) -> _Found:
    """Return the lists and objects that a file assigns or exports, each once."""
    found, place, text = _Found(), 0, reader.text
    while len(found.values) < _MOST and (stop := _STOP.search(text, place)):
        try:
            reader.step()
            if stop[0] in ("'", '"', "`"):
                place = reader.string(stop.start())[1]
            elif stop[0] in ("//", "/*"):
                place = reader.blank(stop.start())
            else:
                value, place = reader.read(stop.end())
                found.values[_name(text, stop.start(), len(found.values))] = value
        except Unreadable as fault:
            if stop[0] not in ("'", '"', "`"):
                found.faults.append((fault.place, str(fault)))
            place = max(fault.place, stop.end())
    return found


def _name(text: str, place: int, number: int) -> str:
    """Return the name that is assigned to, or a number of the file's values."""
    named = _NAMED.search(text, max(0, place - 300), place)
    return (named[1] or named[2]) if named else f"list {number}"


def _noticed(text: str, reader: Literal, found: _Found) -> list[Warned]:
    """Return one warning for what could not be read and one for what would have to run."""
    noticed: list[Warned] = []
    if found.faults:
        place, reason = found.faults[0]
        noticed.append(Warned(_line(text, place), f"What stands here cannot be read and was left out: {reason}."))
    if reader.left_out:
        message = f"{len(reader.left_out)} values that only the running program knows were left out."
        noticed.append(Warned(_line(text, reader.left_out[0]), message))
    return noticed


def _line(text: str, place: int) -> str:
    return f"line {text.count(chr(10), 0, place) + 1}"
