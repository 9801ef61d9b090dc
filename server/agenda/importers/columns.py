"""Which column of a table holds what: by its header, confirmed by its cells.

Pure. Source of the rules: the import contract, section 6.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from rapidfuzz import fuzz, process

from server.agenda.importers import column_names
from server.agenda.importers.cells import Cell, text_of
from server.agenda.importers.column_keys import Found, fold_header, with_answers
from server.agenda.importers.dates import read_moment
from server.agenda.importers.programme import ColumnGuess
from server.agenda.importers.times import parse_duration
from server.agenda.people import reads_like_name

SURE = 90
SAMPLE = 200
LONGEST_HEADER = 60
_FEWEST_LONGER = 5  # texts below a header that are longer than its own
_NUMBERED = re.compile(r"^(.*?[^\d\s])\s?(\d{1,2})(?:\s([^\d]*))?$")
_EVENT_FIELDS = frozenset({"day", "start", "end", "room", "abstract", "duration", "track", "session_id"})


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's columns: what each is taken for, and the index of every field."""

    guesses: tuple[ColumnGuess, ...]

    @property
    def index(self) -> dict[str, list[int]]:
        """Columns of each field, in the table's order."""
        found: dict[str, list[int]] = {}
        for number, guess in enumerate(self.guesses):
            if guess.field:
                found.setdefault(guess.field, []).append(number)
        return found

    def has(self, *fields: str) -> bool:
        """Say whether any of the fields has a column."""
        return any(guess.field in fields for guess in self.guesses)

    @property
    def proposes_title(self) -> bool:
        """Whether there is a title without the answers of a person, who does not change how a table is read."""
        return any(guess.proposed == "title" for guess in self.guesses)

    @property
    def people_fields(self) -> tuple[str, ...]:
        """Fields about people, in the table's order."""
        return tuple(guess.field for guess in self.guesses if guess.field.split(".")[0] in column_names.ROLES)


@lru_cache(maxsize=8192)
def by_name(folded: str) -> Found:
    """Return the field a folded header means and the score, or "" and 0 under 90."""
    if not folded:
        return "", 0
    if len(folded) > LONGEST_HEADER:
        return "", 0
    if (known := column_names.PLAIN_NAMES.get(folded)) is not None:
        return known, 100
    person = _person_field(folded)
    if person is not None:
        return person, 100
    best = process.extractOne(folded, column_names.PLAIN_NAMES.keys(), scorer=fuzz.ratio, score_cutoff=SURE)
    role = process.extractOne(folded, column_names.ROLE_WORDS.keys(), scorer=fuzz.ratio, score_cutoff=SURE)
    if role and (not best or role[1] > best[1]):
        return column_names.ROLE_WORDS[role[0]], round(role[1])
    return (column_names.PLAIN_NAMES[best[0]], round(best[1])) if best else ("", 0)


def _person_field(folded: str) -> str | None:
    """Return the field of a header about people: role, number, part ("presenter 2 last name"); None for others."""
    number, text = "", folded
    if found := _NUMBERED.match(folded):
        number, text = found.group(2).lstrip("0"), f"{found.group(1)} {found.group(3) or ''}".strip()
    role: str | None = None
    words = text.removeprefix("role ").split()
    for count in range(min(len(words), 3), -1, -1):
        head, rest = " ".join(words[:count]), " ".join(words[count:])
        if (not head or head in column_names.ROLE_WORDS) and (not rest or rest in column_names.PARTS):
            role = column_names.ROLE_WORDS.get(head, "presenter")
            part = column_names.PARTS[rest] if rest else ""
            if not head and part in ("", "other"):
                return None
            return "" if part in ("mail", "other") else ".".join(filter(None, (role, number, part)))
    return None


def recognise(headers: Sequence[str], rows: Sequence[Sequence[Cell]], mapping: Mapping[str, str] | None) -> Layout:
    """Return what each column is taken for; `mapping` (header cell to field) overrides the proposal."""
    samples = [[row[n] for row in islice(rows, SAMPLE) if n < len(row)] for n in range(len(headers))]
    known = _known_set(headers)
    named = [_of_header(header, known) for header in headers]
    checked = [_confirmed(fld, score, cells) for (fld, score), cells in zip(named, samples, strict=True)]
    settled = _settled(headers, checked, samples)
    settled = _with_blanks(headers, settled, samples)
    settled = [
        found if header.strip() or any(map(text_of, cells)) else ("", 100)
        for header, found, cells in zip(headers, settled, samples, strict=True)
    ]
    return Layout(with_answers(headers, settled, samples, mapping or {}))


def _known_set(headers: Sequence[str]) -> dict[str, str]:
    folded = {fold_header(header) for header in headers}
    return next((meanings for needed, meanings in column_names.KNOWN_SETS if needed <= folded), {})


def _of_header(header: str, known: Mapping[str, str]) -> Found:
    folded = fold_header(header)
    if folded in known:
        return known[folded], 100
    found = by_name(folded)
    return found if found[1] else _instructed(header)


def _instructed(header: str) -> Found:
    """Return the field of a header cell that also holds an instruction ("Session Title: required, at most ...")."""
    if len(header) < 12:
        return "", 0
    pieces = [fold_header(piece) for piece in re.split(r"[\n:;.(–]| - ", header[:2000])]
    for piece in pieces:
        fld = column_names.PLAIN_NAMES.get(piece) or (_person_field(piece) if piece else None)
        if fld and (len(pieces) > 1):
            return fld, 91
    return "", 0


def _confirmed(fld: str, score: int, cells: Sequence[Cell]) -> Found:
    """Return the field, or "" with what is left of the score where the cells say otherwise."""
    filled = [cell for cell in cells if text_of(cell)]
    test = _TESTS.get(fld)
    if not fld or not filled or test is None:
        return fld, score
    return (fld, score) if sum(map(test, filled)) * 2 >= len(filled) else ("", max(score - 40, 0))


def _is_moment(cell: Cell) -> bool:
    return read_moment(cell) is not None


def _is_clock(cell: Cell) -> bool:
    return read_moment(cell) is not None or (isinstance(cell, float) and 0 <= cell < 1)


def _is_flag(cell: Cell) -> bool:
    return text_of(cell).casefold() in {"true", "false", "yes", "no", "y", "n", "0", "1", "x", "wahr", "falsch"}


def _is_words(cell: Cell) -> bool:
    return any(letter.isalpha() for letter in text_of(cell)) and read_moment(cell) is None


_TESTS: dict[str, Callable[[Cell], bool]] = {
    "day": _is_moment,
    "end_day": _is_moment,
    "start": _is_clock,
    "end": _is_clock,
    "duration": lambda cell: parse_duration(cell) is not None,
    "all_day": _is_flag,
    "title": _is_words,
    "presenter": _is_words,
    "author": _is_words,
    "presenter.first": _is_words,
    "presenter.last": _is_words,
}


def _settled(headers: Sequence[str], found: list[Found], samples: list[list[Cell]]) -> list[Found]:
    """Return one column for each field that can have one; headers of two meanings take what is free."""
    known = _known_set(headers)
    open_ones = [
        n
        for n, folded in enumerate(map(fold_header, headers))
        if folded in column_names.OPEN and found[n][0] and folded not in known
    ]
    result: list[Found] = [("", 0)] * len(found)
    taken: set[str] = set()
    closed = (n for n in range(len(found)) if n not in open_ones)
    weekdays = {n for n in range(len(found)) if found[n][0] == "day" and _only_weekdays(samples[n])}
    order = sorted(closed, key=lambda n: (not any(map(text_of, samples[n])), n in weekdays, -found[n][1]))
    for n in order:
        fld, score = found[n]
        if not fld or column_names.is_shared(fld) or fld not in taken or n in weekdays:
            result[n] = (fld, score)
            taken.add(fld)
    names = list(column_names.OPEN)
    for n in sorted(open_ones, key=lambda n: names.index(fold_header(headers[n]))):
        fld = _open_field(fold_header(headers[n]), taken, samples[n])
        result[n] = (fld, found[n][1]) if fld else ("", 0)
        taken.add(fld)
    return result


def _only_weekdays(cells: Sequence[Cell]) -> bool:
    """Say whether a column of days names weekdays alone: beside one of dates it helps to read them."""
    days = [moment.day for cell in cells if (moment := read_moment(cell))]
    return any(days) and all(day and day.weekday is not None and not (day.month or day.first) for day in days)


def _open_field(folded: str, taken: set[str], cells: list[Cell]) -> str:
    first, second = column_names.OPEN[folded]
    if folded == "name" and not taken & _EVENT_FIELDS and _like_names(cells):
        return second if second not in taken else ""
    if first not in taken:
        return first
    return second if second not in taken else ""


def _like_names(cells: Sequence[Cell]) -> bool:
    texts = [text for cell in cells if (text := text_of(cell))]
    return bool(texts) and sum(map(reads_like_name, texts)) * 5 >= len(texts) * 4


def _with_blanks(headers: Sequence[str], found: list[Found], samples: list[list[Cell]]) -> list[Found]:
    """Return the columns with blank headers read by their cells: two beside each other are first and last name."""
    if any(fld.split(".")[0] in column_names.ROLES for fld, _ in found):
        return found
    blank = [n for n, header in enumerate(headers) if not header.strip() and _like_names(samples[n])]
    result = list(found)
    for n in blank:
        if n + 1 in blank:
            result[n], result[n + 1] = ("presenter.first", SURE), ("presenter.last", SURE)
            return result
    for n in blank[:1]:
        result[n] = ("presenter", SURE)
    return result


def is_header(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether the first row of a table names its columns though its words are not known.

    It holds short texts only, no number and no day, and below it a column holds such values or longer texts.
    """
    first, below = rows[0], rows[1:SAMPLE]
    filled = [text for text in first if text]
    if len(filled) * 2 <= len(first) or any(len(text) > LONGEST_HEADER or _is_value(text) for text in filled):
        return False
    if any(by_name(fold_header(text))[0] for text in filled):
        return True
    longest = max(map(len, filled))
    for number in range(len(first)):
        texts = [row[number] for row in below if number < len(row) and row[number]]
        is_longer = len(texts) >= _FEWEST_LONGER and all(len(text) > longest for text in texts)
        if texts and (is_longer or sum(map(_is_value, texts)) * 2 > len(texts)):
            return len(set(filled)) == len(filled)
    return False


def _is_value(text: str) -> bool:
    return not any(letter.isalpha() for letter in text) or read_moment(text) is not None
