"""Names that need no reading: two to five ASCII words such as "Ana Lima" or "Ana M. Lima", none meaning anything else.

Most names of a programme are so. What they are taken for is what the readers of any text would say, at a fiftieth of
the work; a property test holds both to one answer. Pure.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from nameparser import Lexicon

from server.agenda import person_words as words
from server.agenda.degrees import known_words

_WORD: Final = r"(?![IVX][ivx]*\b)[A-Z][a-z]+"  # no Roman number: "Lima II" is no family name
_PLAIN: Final = re.compile(rf"{_WORD}(?: [A-Z]\.)?(?: {_WORD}){{1,3}}")
_LONGEST: Final = 80  # characters
_SMALL: Final = frozenset({"of", "for", "the", "and", "at", "in", "und", "et", "sc"})


def is_plain(text: str) -> bool:
    """Say whether the text is one person's name and nothing in it could be a degree, a place, a group or a particle."""
    if len(text) > _LONGEST or not _PLAIN.fullmatch(text):
        return False
    return _told_apart().isdisjoint(text.lower().replace(".", "").split(" "))


def plain_sort_name(name: str) -> str:
    """Return "family, given" of a plain name."""
    given, _, family = name.rpartition(" ")
    return f"{family}, {given}".lower()


@cache
def _told_apart() -> frozenset[str]:
    """Every word that some reader of names takes for something else than a name."""
    return frozenset(part for text in _all_words() for part in text.casefold().replace(".", "").split())


def _all_words() -> Iterator[str]:
    yield from known_words()
    for group in (words.PLACES, words.GROUP, words.NOBODY, words.PARTICLES, words.COURTESY, words.LABELS, _SMALL):
        yield from group
    lexicon = Lexicon.default()
    for vocabulary in (
        *(lexicon.titles, lexicon.given_name_titles, lexicon.after_given_titles, lexicon.bound_given_names),
        *(lexicon.suffix_acronyms, lexicon.suffix_words, lexicon.suffix_acronyms_ambiguous, lexicon.honorific_tails),
        *(lexicon.particles, lexicon.particles_ambiguous, lexicon.conjunctions, lexicon.conjunctions_ambiguous),
        *(lexicon.maiden_markers, lexicon.surnames),
    ):
        yield from vocabulary
