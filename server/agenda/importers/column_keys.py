"""What answers call the columns of a table, what names a header row, and a person's answers on top of the guesses.

Pure. Source of the rules: the import contract, section 6.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence

from server.agenda.importers import column_names
from server.agenda.importers.cells import Cell, text_of
from server.agenda.importers.programme import ColumnGuess
from server.agenda.importers.text import plain

LONGEST_KEY = 120
_SAMPLES = 3
_LONGEST_SAMPLE = 80
_PLACE = re.compile(r"column \d{1,4}")
_OPTIONAL = re.compile(r"\((?:optional|required|if any|if applicable|max|yyyy|mm|dd|hh)[^()]*\)", re.IGNORECASE)

#: A field and how sure it is.
Found = tuple[str, int]


def fold_header(header: str) -> str:
    """Return the header in lower case without accents, punctuation, `*` and "(Optional)"."""
    bare = _OPTIONAL.sub(" ", header).replace("_", " ")
    spread = unicodedata.normalize("NFKD", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare)).casefold()
    kept = (letter if letter.isalnum() else " " for letter in spread if not unicodedata.combining(letter))
    return " ".join("".join(kept).split())


def keys_of(headers: Sequence[str]) -> list[str]:
    """Return what answers call the columns: by the header, or "column 3" where it is blank or stands there again."""
    keys: list[str] = []
    seen: set[str] = set()
    for number, header in enumerate(headers, start=1):
        folded = fold_header(header[:LONGEST_KEY])
        is_own = folded and folded not in seen and not _PLACE.fullmatch(folded)
        keys.append(" ".join(header[:LONGEST_KEY].split()) if is_own else f"column {number}")
        seen.add(folded)
    return keys


def fingerprint(headers: Sequence[str]) -> str:
    """Return 16 hex digits that name a set of headers, whatever their order, for stored mappings."""
    folded = sorted(map(fold_header, keys_of(headers)))
    return hashlib.sha256("\x1f".join(folded).encode()).hexdigest()[:16]


def with_answers(
    headers: Sequence[str], found: Sequence[Found], samples: Sequence[Sequence[Cell]], answers: Mapping[str, str]
) -> tuple[ColumnGuess, ...]:
    """Return the guesses with a person's own answers on top; a field that a person gives away is free nowhere else."""
    asked = {fold_header(key): fld for key, fld in answers.items() if column_names.is_field(fld)}
    given = {fld for fld in asked.values() if fld and not column_names.is_shared(fld)}
    guesses: list[ColumnGuess] = []
    for header, key, (fld, score), cells in zip(headers, keys_of(headers), found, samples, strict=True):
        chosen = fold_header(key) in asked
        field = asked[fold_header(key)] if chosen else "" if fld in given else fld
        sure = 100 if chosen or field != fld else score
        guesses.append(ColumnGuess(header, field, sure, key, fld, chosen, _shown(cells)))
    return tuple(guesses)


def _shown(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return the first different texts, cut; addresses are never kept, so they are not shown either."""
    found: dict[str, None] = {}
    for cell in cells:
        text = plain(text_of(cell)[: 2 * _LONGEST_SAMPLE])[:_LONGEST_SAMPLE]
        if text:
            found["(an e-mail address)" if "@" in text and " " not in text else text] = None
        if len(found) == _SAMPLES:
            break
    return tuple(found)
