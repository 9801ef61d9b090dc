"""Three-way merge of a free text on words; pure. No word that either side typed is ever lost."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import NamedTuple

MOST_PAIRS = 1_000_000  # equal word pairs between two texts; beyond, comparing them grows with the square
MOST_WORK = 2_000_000  # words and equal word pairs looked at in all steps of one comparison
READING = 8  # what a word costs to read and to write again, in words compared

_TOKEN = re.compile(r"(\S+)(\s*)|(\s+)")


class Token(NamedTuple):
    """A word and the white space behind it; the word is empty only where a text begins with white space."""

    word: str
    gap: str


Tokens = Sequence[Token]


@dataclass(slots=True)
class Effort:
    """How much was done so far, in words compared; a batch stops when it was too much (`batch.MOST_EFFORT`)."""

    words: int = 0


def merge_text(base: str, ours: str, theirs: str, effort: Effort | None = None) -> tuple[str, bool]:
    """Return the merged text and whether a region was kept twice; what that took is added to `effort`.

    `base` is what the arriving edit began with, `ours` what stands now, `theirs` what the edit made of it. A region
    that one side changed is taken; of one that both changed, ours comes first and theirs below it on its own line.
    """
    if theirs in (base, ours):
        return ours, False
    if ours == base:
        return theirs, False
    page = _merge(tokens(base), tokens(ours), tokens(theirs), effort or Effort())
    return "".join(page.parts), bool(page.twice)


def doubled(base: str, ours: str, theirs: str) -> list[tuple[str, str]]:
    """Return the regions that `merge_text` keeps twice: as they stood, and as they arrived."""
    if theirs in (base, ours) or ours == base:
        return []
    page = _merge(tokens(base), tokens(ours), tokens(theirs), Effort())
    both = [tuple("".join(map("".join, side)).strip() for side in sides) for sides in page.twice]
    return [(our, their) for our, their in both if our and their]  # what one side only took away stands once


def tokens(text: str) -> list[Token]:
    """Return the words of a text, each with the white space behind it; joined they are the text."""
    return [Token(found[1] or "", found[2] or found[3] or "") for found in _TOKEN.finditer(text)]


def matches(base: list[str], changed: list[str], effort: Effort | None = None) -> dict[int, int] | None:
    """Return which word of `base` stands where in `changed`; None where finding out would take too long."""
    effort = effort or Effort()
    times = Counter(changed)
    pairs_before = [0, *accumulate(times[word] for word in base)]
    matcher = SequenceMatcher(None, base, changed, autojunk=False)
    found: dict[int, int] = {}
    work, waiting = 0, [(0, len(base), 0, len(changed))]
    while waiting:
        low, high, changed_low, changed_high = waiting.pop()
        pairs = pairs_before[high] - pairs_before[low]  # what the matcher's inner loop goes through
        work += pairs + high - low  # it goes through words without a pair as well, and there may be far more of them
        if pairs > MOST_PAIRS or work > MOST_WORK:
            effort.words += work - pairs
            return None
        here, there, size = matcher.find_longest_match(low, high, changed_low, changed_high)
        if size:
            found.update((here + step, there + step) for step in range(size))
            waiting.append((low, here, changed_low, there))
            waiting.append((here + size, high, there + size, changed_high))
    effort.words += work
    return found


def _merge(base: Tokens, ours: Tokens, theirs: Tokens, effort: Effort) -> "_Page":
    effort.words += READING * (len(base) + len(ours) + len(theirs))
    page = _Page()
    head = _common(zip(base, ours, theirs, strict=False))
    base, ours, theirs = page.stable(base, ours, theirs, head)
    tail = _common(zip(reversed(base), reversed(ours), reversed(theirs), strict=False))
    b, o, t = len(base) - tail, len(ours) - tail, len(theirs) - tail
    _merge_middle(page, base[:b], ours[:o], theirs[:t], effort)
    page.stable(base[b:], ours[o:], theirs[t:], tail)
    return page


def _common(rows: "zip[tuple[Token, Token, Token]]") -> int:
    count = 0
    for one, two, three in rows:
        if not one.word == two.word == three.word:
            break
        count += 1
    return count


def _merge_middle(page: "_Page", base: Tokens, ours: Tokens, theirs: Tokens, effort: Effort) -> None:
    to_ours = matches(_words(base), _words(ours), effort)
    to_theirs = to_ours if to_ours is None else matches(_words(base), _words(theirs), effort)
    if to_ours is None or to_theirs is None:
        to_ours = to_theirs = {}  # the whole middle counts as changed by both
    b = o = t = 0
    for index in range(len(base)):
        if index in to_ours and index in to_theirs:
            page.region(base[b:index], ours[o : to_ours[index]], theirs[t : to_theirs[index]])
            b, o, t = index, to_ours[index], to_theirs[index]
            page.stable(base[b:], ours[o:], theirs[t:], 1)
            b, o, t = b + 1, o + 1, t + 1
    page.region(base[b:], ours[o:], theirs[t:])


def _words(side: Tokens) -> list[str]:
    return [token.word for token in side]


class _Page:
    """The merged text as it grows; words never run together, whichever side the white space came from."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.twice: list[tuple[Tokens, Tokens]] = []
        self._line_owed = False

    def stable(self, base: Tokens, ours: Tokens, theirs: Tokens, count: int) -> tuple[Tokens, Tokens, Tokens]:
        """Put `count` words that all three have, and return the rest; white space is merged like words."""
        for was, our, their in zip(base[:count], ours[:count], theirs[:count], strict=True):
            self._put([Token(our.word, their.gap if our.gap == was.gap else our.gap)])
        return base[count:], ours[count:], theirs[count:]

    def region(self, base: Tokens, ours: Tokens, theirs: Tokens) -> None:
        """Put what became of the words between two that all three have."""
        was, our, their = _words(base), _words(ours), _words(theirs)
        if their in (was, our):
            self._put(ours)
        elif our == was:
            self._put(theirs)
        else:
            self._put_both(ours, theirs)

    def _put_both(self, ours: Tokens, theirs: Tokens) -> None:
        self.twice.append((ours, theirs))
        self._put(ours)
        self._line_owed = bool(ours and theirs)
        self._put(theirs)
        self._line_owed = bool(ours and theirs)

    def _put(self, side: Tokens) -> None:
        for token in side:
            self._part()
            self.parts.append(token.word + token.gap)

    def _part(self) -> None:
        if not self.parts:
            return
        if self._line_owed:
            self._line_owed = False
            self.parts[-1] = self.parts[-1].rstrip(" \t")
            if not self.parts[-1].endswith("\n"):
                self.parts.append("\n")
        elif self.parts[-1] and not self.parts[-1][-1].isspace():
            self.parts.append(" ")
