"""Reads a file with its columns as they were named for an earlier one of the same header."""

from io import BytesIO

from server.agenda import answers, column_memory, importers
from server.agenda.answers import Target
from server.agenda.importers.programme import Hints, MappedTable, Programme, RefusedFile, Untitled
from server.core.problems import FileRefused, NotFound


class ColumnsWanted(FileRefused):
    """The file is a table in which no column holds titles; a person may say which of `tables` does."""

    def __init__(self, sentence: str, tables: tuple[MappedTable, ...]) -> None:
        super().__init__(sentence)
        self.tables = tables


def read_as_before(data: bytes, hints: Hints, target: Target) -> tuple[Hints, Programme]:
    """Return the programme with its columns as they were set for an earlier file of the same header."""
    programme: Programme | None = None
    wanted: ColumnsWanted | None = None
    try:
        programme = read(data, hints)
        slug, tables = programme.conference.slug, programme.mapping
    except ColumnsWanted as fault:
        slug, tables, wanted = "", fault.tables, fault
    better = hints
    if any(table.key and table.key not in (hints.mapping or {}) for table in tables):
        before = column_memory.earlier(target.owner_id, answers.slug_for(target, slug, hints.file_name))
        better = answers.recalled(hints, before, tables)
    if better != hints:
        return better, read(data, better)
    if programme is None:
        raise wanted or NotFound
    return hints, programme


def read(data: bytes, hints: Hints) -> Programme:
    """Return the programme of a file; raise ColumnsWanted or FileRefused."""
    try:
        return importers.read(BytesIO(data), hints)
    except Untitled as fault:
        raise ColumnsWanted(str(fault), fault.tables) from None
    except RefusedFile as fault:
        raise FileRefused(str(fault)) from None
