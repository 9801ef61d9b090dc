"""Lists of words that tell what a line, a heading or a column is; they stand in `line_words.txt` beside this file."""

from functools import cache
from pathlib import Path


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of one list."""
    return frozenset(_sections()[name].split())


@cache
def _sections() -> dict[str, str]:
    found: dict[str, str] = {}
    name = ""
    for line in (Path(__file__).parent / "line_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif not line.startswith("#"):
            found[name] = f"{found.get(name, '')} {line}"
    return found
