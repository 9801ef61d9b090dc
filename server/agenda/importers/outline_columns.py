"""What the columns of a programme's table hold when the page does not say it in words that are known.

Pure. Source of the rules: the import contract, section 6: a header first, then the cells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeGuard

from server.agenda.importers.blocks import Place, Spread, origin_text
from server.agenda.importers.cells import text_of
from server.agenda.importers.column_keys import fingerprint, fold_header, with_answers
from server.agenda.importers.column_names import ROLES
from server.agenda.importers.columns import SAMPLE, by_name, is_header, recognise
from server.agenda.importers.leading import day_text, lead_of
from server.agenda.importers.line_parts import is_bare_time, is_room, names_people
from server.agenda.importers.line_words import words
from server.agenda.importers.programme import ColumnGuess
from server.agenda.people import fold

_HEADER_ROWS: Final = 8
_TITLE_WORDS: Final = words("titles") | {"name"}
_GUESSED: Final = 70  # score of a column that is known by its cells only
_FEWEST_ROWS: Final = 3  # of a list in which a person may choose, its header among them
_WIDEST: Final = 40  # columns of a table whose meaning is looked for in its cells
_MOST: Final = 0.6  # part of the cells that must look alike


@dataclass(frozen=True, slots=True)
class Columns:
    """The field of each column, "" for none, and the row where the records begin."""

    fields: tuple[str, ...]
    first: int
    guesses: tuple[ColumnGuess, ...] = ()
    key: str = ""  # fingerprint of the header
    answered: bool = False  # by a person

    def column(self, field: str) -> int | None:
        """Return the first column of a field."""
        return self.fields.index(field) if field in self.fields else None


def columns_of(table: Spread, mapping: Mapping[str, Mapping[str, str]] | None, *, posters: bool) -> Columns | None:
    """Return what the columns hold, None when the table is no list of items.

    `posters` says that the table stands under a heading of posters, so that it needs no times.
    """
    if not 1 <= table.width <= _WIDEST:
        return None
    head = _header(table)
    answers = mapping or {}
    found = _with_header(table, head, answers) if head is not None else _without_names(table, answers)
    if "title" not in found.fields:
        return None
    if (
        found.answered
        or {"start", "day"} & set(found.fields)
        or posters
        or _is_list(table, found, headed=head is not None)
    ):
        return found
    return None


def untitled(table: Spread) -> Columns | None:
    """Return the columns of a table of three rows and more that has a header but no titles, None for others."""
    head = _header(table) if 2 <= table.width <= _WIDEST else None
    if head is None or len(table.rows) - head < _FEWEST_ROWS:
        return None
    return _with_header(table, head, {})


def _without_names(table: Spread, mapping: Mapping[str, Mapping[str, str]]) -> Columns:
    """Return the columns by their cells, where no header is known: it may have one in other words."""
    texts = [
        [origin_text(place, number, column) for column, place in enumerate(row)]
        for number, row in enumerate(table.rows[:SAMPLE])
    ]
    if len(texts) > 1 and is_header(texts):
        return _with_cells(table, 1, mapping, texts[0] + [""] * (table.width - len(texts[0])))
    return _with_cells(table, 0, mapping)


def _is_list(table: Spread, found: Columns, *, headed: bool) -> bool:
    """Say whether a table without times lists talks or posters: titles of several words beside names."""
    if headed and {"number", "board", "presenter", "author", "abstract"} & {
        name.split(".")[0] for name in found.fields
    }:
        return found.guesses[found.fields.index("title")].score > _GUESSED
    titles = [text for text in _column(table, found.fields.index("title"), found.first) if text]
    return "presenter" in found.fields and sum(len(text.split()) for text in titles) >= 4 * len(titles)


def _header(table: Spread) -> int | None:
    """Return the row that names the columns: header cells, or two known names."""
    for number, row in enumerate(table.rows[:_HEADER_ROWS]):
        texts = [origin_text(place, number, column) for column, place in enumerate(row)]
        filled = [text for text in texts if text]
        if len(filled) < 2 or any(lead_of(text) or day_text(text) for text in filled):
            continue
        known = {by_name(fold_header(text))[0] for text in filled} - {""}
        heads = sum(place is not None and place.box.kind == "head" for place in row)
        if len(known) > 1 or heads >= len(row) - 1 > 0:
            return number
    return None


def _column(table: Spread, column: int, first: int) -> list[str]:
    """Return the texts of a column below its header, where they begin; a cell alone in its row tells no column."""
    rows = list(enumerate(table.rows))[first : first + SAMPLE]
    shared = [(number, row) for number, row in rows if len({id(place.box) for place in row if _says(place)}) > 1]
    return [origin_text(row[column], number, column) for number, row in shared or rows if column < len(row)]


def _says(place: Place | None) -> TypeGuard[Place]:
    return place is not None and bool(text_of(place.box.text))


def _with_header(table: Spread, head: int, mapping: Mapping[str, Mapping[str, str]]) -> Columns:
    row = table.rows[head]
    names = [origin_text(place, head, column) for column, place in enumerate(row)]
    names += [""] * (table.width - len(names))
    body = [
        [origin_text(place, number, column) for column, place in enumerate(cells)]
        for number, cells in list(enumerate(table.rows))[head + 1 : head + 1 + SAMPLE]
    ]
    full = [cells for cells in body if sum(map(bool, cells)) > 1]
    key = fingerprint(names)
    guesses = list(recognise(names, full, mapping.get(key)).guesses)
    fields = [guess.field for guess in guesses]
    looks = _with_cells(table, head + 1, {}).fields
    if "start" not in fields and "day" not in fields and "start" in looks and _is_free(guesses[looks.index("start")]):
        _take(fields, guesses, looks.index("start"), "start")
    if "title" not in fields and (title := _title_column(names, fields, looks, guesses)) is not None:
        _take(fields, guesses, title, "title")
    if not any(field.split(".")[0] in ROLES for field in fields):
        for column in [column for column, look in enumerate(looks) if look == "presenter"]:
            if _is_free(guesses[column]) and not guesses[column].score:
                _take(fields, guesses, column, "presenter")
    return Columns(tuple(fields), head + 1, tuple(guesses), key, key in mapping)


def _is_free(guess: ColumnGuess) -> bool:
    return not guess.field and not guess.chosen


def _take(fields: list[str], guesses: list[ColumnGuess], column: int, field: str) -> None:
    fields[column] = field
    guesses[column] = replace(guesses[column], field=field, score=_GUESSED, proposed=field)


def _title_column(
    names: Sequence[str], fields: Sequence[str], looks: Sequence[str], guesses: Sequence[ColumnGuess]
) -> int | None:
    open_to = ("", "session", "kind", "abstract", "track")
    free = [column for column, field in enumerate(fields) if field in open_to and not guesses[column].chosen]
    named = [column for column in free if _TITLE_WORDS.intersection(fold(names[column]).split())]
    told = [column for column in free if not fields[column] and column < len(looks) and looks[column] == "title"]
    return next(iter([*named, *told]), None)


def _with_cells(
    table: Spread, first: int, mapping: Mapping[str, Mapping[str, str]], header: Sequence[str] = ()
) -> Columns:
    """Return the columns by their cells: times, days, names, rooms; the first column of other text is the title."""
    looks = [_look([text for text in _column(table, column, first) if text]) for column in range(table.width)]
    fields: list[str] = []
    for look in looks:
        single = look in ("start", "day", "title", "room")
        fields.append("" if single and look in fields else look)
    if "title" not in fields and "presenter" in fields and fields.count("presenter") > 1:
        fields[fields.index("presenter")] = "title"
    names = header or [""] * table.width
    key, samples = fingerprint(names), [_column(table, column, first) for column in range(table.width)]
    found = [(field, _GUESSED if field else 0) for field in fields]
    guesses = with_answers(names, found, samples, mapping.get(key, {}))
    return Columns(tuple(guess.field for guess in guesses), first, guesses, key, key in mapping)


def _look(texts: Sequence[str]) -> str:
    """Return the field that most of a column's texts look like."""
    if not texts:
        return ""
    need = _MOST * len(texts)
    if sum(map(is_bare_time, texts)) >= need:
        return "start"
    if sum(bool(day_text(text)) for text in texts) >= need:
        return "day"
    if sum(map(is_room, texts)) >= need:
        return "room"
    if sum(names_people(text) or _opens_with_name(text) for text in texts) >= need:
        return "presenter"
    return "title" if sum(any(map(str.isalpha, text)) and len(text) > 2 for text in texts) >= need else ""


def _opens_with_name(text: str) -> bool:
    return "\n" in text and names_people(text.split("\n", 1)[0])
