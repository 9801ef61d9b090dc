"""What a badge code says: the Reading, and the cleaning every kind starts from. Pure."""

import re
from dataclasses import asdict, dataclass
from typing import Literal

Kind = Literal[
    "hallway", "vcard", "mecard", "bizcard", "wifi", "geo", "email", "tel", "url", "json-id", "delimited", "opaque",
    "other",
]  # fmt: skip

TEXT_BYTES = 8192
FIELDS = 200
VALUES = 20

# The white space that JavaScript's trim() knows, written out so that both sides cut the same characters.
SPACES = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_RUN = re.compile(f"[{SPACES}]+")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Reading:
    """What one code says. Absent values are `None` or `()`, never `""`; `raw` is `None` for a code not to be kept."""

    kind: Kind
    name: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    degrees: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    organization: str | None = None
    title: str | None = None
    address: str | None = None
    urls: tuple[str, ...] = ()
    note: str | None = None
    id: str | None = None
    is_contact: bool = False
    raw: str | None = None

    def as_dict(self) -> dict[str, str | bool | list[str] | None]:
        """The fields by name, in their fixed order, sequences as lists."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}


def clean(text: str) -> str:
    """The text tidied and cut at 8 kB of UTF-8; half characters (lone surrogates) are gone."""
    return tidy(text.encode("utf-8", "ignore")[:TEXT_BYTES].decode("utf-8", "ignore"))


def tidy(text: str) -> str:
    """The text with `\\n` for every line break and without other controls; tabs stay."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def trim(text: str) -> str:
    """The text without white space at its ends."""
    return text.strip(SPACES)


def squeeze(text: str) -> str:
    """The text on one line: every run of white space is one space, none at the ends."""
    return _RUN.sub(" ", text).strip(" ")


def squeeze_lines(text: str) -> str:
    """The text with its line breaks, each line squeezed, empty lines gone."""
    return "\n".join(line for line in map(squeeze, text.split("\n")) if line)


def prefixed(text: str, *prefixes: str) -> str | None:
    """What follows the first prefix (lower case) that the text begins with in any letter case, or `None`."""
    for prefix in prefixes:
        if text[: len(prefix)].lower() == prefix:
            return text[len(prefix) :]
    return None
