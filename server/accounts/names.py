"""User names: how they are cleaned, and the folded form that makes two of them the same. Pure."""

import unicodedata

from server.core.problems import Invalid

MOST_NAME, MOST_FOLDED = 64, 128  # characters; NFKC makes up to 18 of one
UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean(text: str) -> str:
    """Return the name trimmed and in NFC; raise Invalid at `/name`."""
    name = unicodedata.normalize("NFC", text.strip())
    if not 1 <= len(name) <= MOST_NAME or len(folded(name)) > MOST_FOLDED or not folded(name):
        raise refused(f"A name has 1 to {MOST_NAME} characters.")
    if any(unicodedata.category(character) in UNWANTED for character in name):
        raise refused("A name has no control characters or other invisible ones.")
    return name


def folded(name: str) -> str:
    """Return the form under which names are unique: NFKC, case folded, spaces joined (Unicode Standard, D146)."""
    wide = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFKC", wide).split())


def refused(sentence: str) -> Invalid:
    """Return the problem with a name."""
    return Invalid(errors=[{"pointer": "/name", "detail": sentence}])
