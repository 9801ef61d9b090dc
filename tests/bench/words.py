"""Invented words and names: syllables put together, drawn from a fixed seed, common words more often than rare ones."""

import random
from itertools import accumulate, product

ONSETS = [*"bcdfghjklmnprstvwz", "br", "ch", "dr", "gl", "pr", "st", "tr"]
VOWELS = [*"aeiou", "ai", "ea", "io"]
CODAS = ["", "", "l", "m", "n", "r", "s", "x", "nd", "rt"]
VOCABULARY = 6_000


class Words:
    """Texts and names from one seed; the same calls in the same order give the same texts."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        syllables = ["".join(parts) for parts in product(ONSETS, VOWELS, CODAS)]
        self._syllables = syllables
        self._vocabulary = [self._word() for _ in range(VOCABULARY)]
        # Zipf's law: the word of rank r is drawn with a weight of 1 / (r + 3)
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))

    def text(self, characters: int) -> str:
        """Return sentences of about that many characters."""
        words = self._random.choices(self._vocabulary, cum_weights=self._weights, k=max(4, characters // 7))
        sentences, start = [], 0
        while start < len(words):
            end = start + self._random.randint(8, 20)
            sentences.append(" ".join(words[start:end]).capitalize() + ".")
            start = end
        return " ".join(sentences)

    def title(self) -> str:
        """Return a title of 6 to 14 words."""
        return " ".join(
            self._random.choices(self._vocabulary, cum_weights=self._weights, k=self._random.randint(6, 14))
        ).capitalize()

    def name(self) -> str:
        """Return a person's name; two people may bear one."""
        family = f"{self._random.choice(self._syllables)}{self._random.choice(self._syllables)}"
        return f"{self._word().capitalize()} {family.capitalize()}"

    def between(self, least: int, most: int) -> int:
        """Return a whole number, both ends included."""
        return self._random.randint(least, most)

    def _word(self) -> str:
        return "".join(self._random.choices(self._syllables, k=self._random.choice((1, 2, 2, 3))))
