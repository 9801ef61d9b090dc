"""Which passwords are taken: long enough, and not what guessing programs try first. Pure but for the bundled list.

Rules of NIST SP 800-63B section 3.1.1 and ASVS 5.0 V6.2: no composition rules, any characters, compared exactly.
"""

from functools import lru_cache
from itertools import pairwise
from pathlib import Path

LEAST_CHARACTERS, MOST_BYTES = 15, 1024
LIST = Path(__file__).with_name("common_passwords.txt")
SEQUENCES = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "azertyuiop",
)
MOST_UNIT = 8  # characters of a repeated piece; a longer piece is a password of its own
LEAST_RUN = 3  # mean length from which runs along alphabet or keyboard make a sequence
LEAST_NAME = 3  # characters; a shorter name stands in every second word by chance


def fault(password: str, name: str = "") -> str | None:
    """Return what is wrong with a new password in one sentence, None where it is taken."""
    if is_too_large(password):
        return f"A password has at most {MOST_BYTES:,} bytes."
    if len(password) < LEAST_CHARACTERS:
        return f"A password has at least {LEAST_CHARACTERS} characters; three or four words together are easy to keep."
    if _is_guessable(password.casefold()):
        return "This password is among the first that guessing programs try."
    if _is_padding_around(password.casefold(), ("hallway", name.casefold())):
        return "A password cannot be your name or Hallway with something added."
    return None


def is_too_large(password: str) -> bool:
    """Tell whether the password must not even be hashed."""
    return len(password.encode("utf-8", "surrogatepass")) > MOST_BYTES


def _is_guessable(text: str) -> bool:
    core = text.rstrip("".join({character for character in text if not character.isalpha()}))
    return any(_is_common(part) or _is_repeat(part) or _is_sequence(part) for part in (text, core) if part)


def _is_common(text: str) -> bool:
    return text in _common()


def _is_repeat(text: str) -> bool:
    for size in range(1, min(MOST_UNIT, len(text) // 2) + 1):
        unit = text[:size]
        # A row of one picture stands in no list of guesses and is somebody's honest choice; letters and signs do.
        if (unit * (len(text) // size + 1))[: len(text)] == text and any(c.isalnum() or c.isascii() for c in unit):
            return True
    return False


def _is_sequence(text: str) -> bool:
    steps = [_steps(first, second) for first, second in pairwise(text)]
    runs, held = 1, frozenset((-1, 0, 1))
    for step in steps:
        held = held & step
        if not held:
            runs, held = runs + 1, frozenset((-1, 0, 1))
    return len(text) >= 2 * LEAST_RUN and runs * LEAST_RUN <= len(text)


def _steps(first: str, second: str) -> frozenset[int]:
    """Return in which directions the second character is the neighbour of the first in any sequence; 0 is itself."""
    found = {
        step
        for step in (-1, 1)
        for sequence in SEQUENCES
        if (first + second) in (sequence if step == 1 else sequence[::-1])
    }
    if first == second and (first.isalnum() or first.isascii()):
        found.add(0)
    return frozenset(found)


def _is_padding_around(text: str, words: tuple[str, ...]) -> bool:
    rest = text
    for word in words:
        if len(word) >= LEAST_NAME:
            rest = rest.replace(word, "")
    if rest == text:
        return False
    return not any(character.isalpha() for character in rest) or len(rest) < LEAST_RUN or _is_guessable(rest)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(LIST.read_text(encoding="utf-8").split("\n")) - {""}
