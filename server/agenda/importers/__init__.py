"""Reading an agenda: one door for every format. `read(source, hints)` returns a `Programme` or raises `RefusedFile`.

A format is one module of this package with four names; adding the module is all that adds the format:

- `NAME: str`, the name on the command line and in `Programme.format`; several modules may share it;
- `PRIORITY: int`, lower is asked first: 10 to 49 for formats with marks of their own, 50 and more for general ones;
- `matches(sample: Sample) -> bool`, without side effects;
- `read(sample: Sample, hints: Hints) -> Programme`.

It may have a fifth, `parts(sample: Sample) -> Iterator[bytes]`: all that `read` makes the programme of, as cheap as it
can be had. `Programme.marks` are then the marks of these parts (`marks.py`). And a sixth,
`amended(data, hints, known, is_mine) -> Amended | None`: what a file says beyond the pieces that are known
(`pieces.py`); `is_mine` tells of a shorter form of the file whether its format is this one.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import BinaryIO

from server.agenda.importers import limits, marks, refusals
from server.agenda.importers.pieces import Amended, Known
from server.agenda.importers.programme import Hints, Programme, RefusedFile
from server.agenda.importers.sniff import Sample

__all__ = ["Format", "Hints", "Programme", "RefusedFile", "Sample", "formats", "is_same", "names", "read"]


@dataclass(frozen=True, slots=True)
class Format:
    """One module that reads one kind of file."""

    name: str
    priority: int
    module: str
    matches: Callable[[Sample], bool]
    read: Callable[[Sample, Hints], Programme]
    parts: Callable[[Sample], Iterator[bytes]] | None = None
    amended: Callable[[bytes, Hints, Known, Callable[[bytes], bool]], Amended | None] | None = None


def read(source: BinaryIO, hints: Hints) -> Programme:
    """The programme that the file tells; a file that cannot be read is refused in one plain sentence.

    At most 50 MB are read. The format comes from the bytes, or from `hints.format` when that is not "auto".
    """
    sample = Sample(_bytes(source))
    refusals.check(sample)
    programme = _chosen(sample, hints).read(sample, hints)
    if not programme.sessions and not programme.people:
        raise RefusedFile("This file holds no programme items and no people.")
    return programme


def is_same(data: bytes, hints: Hints, known: Sequence[str]) -> bool:
    """Tell whether the file says just what one with the marks `known` said; False where its format cannot tell."""
    sample = Sample(data)
    try:
        refusals.check(sample)
        parts = _chosen(sample, hints).parts
        return parts is not None and marks.is_same(parts(sample), known)
    except RefusedFile:
        return False


def amended(data: bytes, hints: Hints, known: Known) -> Amended | None:
    """Return what a file says beyond what is known of the last one; None where all of it has to be read."""

    def is_of(entry: Format, short: bytes) -> bool:
        refusals.check(sample := Sample(short))
        return _chosen(sample, hints) is entry

    if len(data) > limits.FILE_BYTES:
        return None
    for entry in formats():
        try:
            found = entry.amended and entry.amended(data, hints, known, partial(is_of, entry))
        except RefusedFile:
            return None
        if found:
            return found
    return None


@cache
def formats() -> tuple[Format, ...]:
    """Every format of the package, those with the smallest priority first."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    described = [
        Format(
            *(module.NAME, module.PRIORITY, module.__name__, module.matches, module.read),
            parts=getattr(module, "parts", None),
            amended=getattr(module, "amended", None),
        )
        for module in modules
        if all(hasattr(module, name) for name in ("NAME", "PRIORITY", "matches", "read"))
    ]
    return tuple(sorted(described, key=lambda entry: (entry.priority, entry.module)))


def names() -> tuple[str, ...]:
    """Names of the formats that can be asked for, sorted."""
    return tuple(sorted({entry.name for entry in formats()}))


def _bytes(source: BinaryIO) -> bytes:
    """All bytes of the source; reading stops as soon as they pass the bound."""
    parts, left = list[bytes](), limits.FILE_BYTES + 1
    while left and (part := source.read(left)):  # what lies in memory already comes as it is, without a copy
        left -= len(part)
        parts.append(part)
    if not left:
        raise RefusedFile("This file is larger than 50 MB; export only the programme, without pictures.")
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _chosen(sample: Sample, hints: Hints) -> Format:
    asked = [entry for entry in formats() if hints.format in ("auto", entry.name)]
    if not asked:
        known = ", ".join(names())
        raise RefusedFile(f"The format “{hints.format[:40]}” is not known; these are: {known}.")
    for entry in asked:
        if entry.matches(sample):
            return entry
    if hints.format != "auto":
        raise RefusedFile(f"This file is not of the format “{hints.format}”; choose “auto” to let Hallway find out.")
    raise RefusedFile(refusals.unread(sample))
