"""Which column of a table holds what: by its header, confirmed by its cells.

Pure. Source of the rules: the import contract, section 6.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from rapidfuzz import fuzz, process

from server.agenda.importers import column_names
from server.agenda.importers.cells import Cell, text_of
from server.agenda.importers.dates import read_moment
from server.agenda.importers.programme import ColumnGuess
from server.agenda.importers.times import parse_duration
from server.agenda.people import reads_like_name

SURE = 90
SAMPLE = 200
LONGEST_HEADER = 60
_NUMBERED = re.compile(r"^(.*?[^\d\s])\s?(\d{1,2})(?:\s([^\d]*))?$")
_OPTIONAL = re.compile(r"\((?:optional|required|if any|if applicable|max|yyyy|mm|dd|hh)[^()]*\)", re.IGNORECASE)
_EVENT_FIELDS = frozenset({"day", "start", "end", "room", "abstract", "duration", "track", "session_id"})

#: A field and how sure it is.
_Found = tuple[str, int]


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
    def people_fields(self) -> tuple[str, ...]:
        """Fields about people, in the table's order."""
        return tuple(guess.field for guess in self.guesses if guess.field.split(".")[0] in column_names.ROLES)


def fold_header(header: str) -> str:
    """Return the header in lower case without accents, punctuation, `*` and "(Optional)"."""
    bare = _OPTIONAL.sub(" ", header).replace("_", " ")
    spread = unicodedata.normalize("NFKD", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare)).casefold()
    kept = (letter if letter.isalnum() else " " for letter in spread if not unicodedata.combining(letter))
    return " ".join("".join(kept).split())


def fingerprint(headers: Sequence[str]) -> str:
    """Return 16 hex digits that name a set of headers, whatever their order, for stored mappings."""
    folded = sorted(fold_header(header) for header in headers)
    return hashlib.sha256("\x1f".join(folded).encode()).hexdigest()[:16]


@lru_cache(maxsize=8192)
def by_name(folded: str) -> _Found:
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
    return Layout(tuple(_chosen(headers, settled, mapping or {})))


def _known_set(headers: Sequence[str]) -> dict[str, str]:
    folded = {fold_header(header) for header in headers}
    return next((meanings for needed, meanings in column_names.KNOWN_SETS if needed <= folded), {})


def _of_header(header: str, known: Mapping[str, str]) -> _Found:
    folded = fold_header(header)
    if folded in known:
        return known[folded], 100
    found = by_name(folded)
    return found if found[0] else _instructed(header)


def _instructed(header: str) -> _Found:
    """Return the field of a header cell that also holds an instruction ("Session Title: required, at most ...")."""
    if len(header) < 12:
        return "", 0
    pieces = [fold_header(piece) for piece in re.split(r"[\n:;.(–]| - ", header[:2000])]
    for piece in pieces:
        fld = column_names.PLAIN_NAMES.get(piece) or (_person_field(piece) if piece else None)
        if fld and (len(pieces) > 1):
            return fld, 91
    return "", 0


def _confirmed(fld: str, score: int, cells: Sequence[Cell]) -> _Found:
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


def _settled(headers: Sequence[str], found: list[_Found], samples: list[list[Cell]]) -> list[_Found]:
    """Return one column for each field that can have one; headers of two meanings take what is free."""
    known = _known_set(headers)
    open_ones = [
        n
        for n, folded in enumerate(map(fold_header, headers))
        if folded in column_names.OPEN and found[n][0] and folded not in known
    ]
    result: list[_Found] = [("", 0)] * len(found)
    taken: set[str] = set()
    closed = (n for n in range(len(found)) if n not in open_ones)
    order = sorted(closed, key=lambda n: (not any(map(text_of, samples[n])), -found[n][1]))
    for n in order:
        fld, score = found[n]
        if fld and (fld in column_names.SHARED or fld not in taken or fld in column_names.ROLES):
            result[n] = (fld, score)
            taken.add(fld)
    names = list(column_names.OPEN)
    for n in sorted(open_ones, key=lambda n: names.index(fold_header(headers[n]))):
        fld = _open_field(fold_header(headers[n]), taken, samples[n])
        result[n] = (fld, found[n][1]) if fld else ("", 0)
        taken.add(fld)
    return result


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


def _with_blanks(headers: Sequence[str], found: list[_Found], samples: list[list[Cell]]) -> list[_Found]:
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


def _chosen(headers: Sequence[str], found: Sequence[_Found], mapping: Mapping[str, str]) -> list[ColumnGuess]:
    """Return the guesses with the user's own mapping on top; a field the user gives away is free nowhere else."""
    asked = {fold_header(header): fld for header, fld in mapping.items() if column_names.is_field(fld)}
    given = {fld for fld in asked.values() if fld and fld not in column_names.SHARED}
    guesses: list[ColumnGuess] = []
    for header, (fld, score) in zip(headers, found, strict=True):
        folded = fold_header(header)
        if folded in asked:
            guesses.append(ColumnGuess(header, asked[folded], 100 if asked[folded] else 0))
        else:
            guesses.append(ColumnGuess(header, "" if fld in given else fld, 0 if fld in given else score))
    return guesses
