"""The lines of a vCard: folding, soft breaks, names, parameters, separators. Pure.

Rules: RFC 6350 section 3.2 and 3.3, RFC 2426, and vCard 2.1 as phones and badge printers really write it.
"""

import re
from dataclasses import dataclass

from server.badges.encoding import unquote_printable
from server.badges.reading import FIELDS, VALUES, trim

_ENCODINGS = ("QUOTED-PRINTABLE", "BASE64", "7BIT", "8BIT")


@dataclass(frozen=True)
class Property:
    """One content line: upper-case name, lower-case types, the value still escaped and encoded."""

    name: str
    value: str
    types: frozenset[str] = frozenset()
    charset: str = "utf-8"
    quoted: bool = False

    def text(self) -> str:
        """The whole value, decoded and unescaped."""
        return self._plain(self.value)

    def parts(self) -> list[list[str]]:
        """The parts between `;` and their values between `,`, split before anything is decoded; at most 20 each."""
        parts = [split_unescaped(part, ",")[:VALUES] for part in split_unescaped(self.value, ";")[:VALUES]]
        return [[self._plain(value) for value in part] for part in parts]

    def _plain(self, value: str) -> str:
        return unescape(unquote_printable(value, self.charset) if self.quoted else value)


def properties(text: str) -> tuple[list[Property], int]:
    """The first card's properties, at most 200, and how many cards the text begins."""
    found: list[Property] = []
    begun = depth = 0
    first_over = False
    for line in _logical_lines(text):
        read = _property(line)
        if read is None:
            continue
        mark = trim(read.value).upper() if read.name in ("BEGIN", "END") else ""
        if read.name == "BEGIN" and mark == "VCARD":
            begun, depth = begun + 1, depth + 1
        elif read.name == "END" and mark == "VCARD":
            depth -= 1
            first_over = first_over or depth <= 0
        elif depth == 1 and not first_over and len(found) < FIELDS:
            found.append(read)
    return found, begun


def split_unescaped(text: str, separator: str) -> list[str]:
    """The text's parts between separators that no backslash escapes; the escapes stay."""
    parts, start, index = [], 0, 0
    while index < len(text):
        if text[index] == "\\":
            index += 1
        elif text[index] == separator:
            parts.append(text[start:index])
            start = index + 1
        index += 1
    return [*parts, text[start:]]


def unescape(text: str) -> str:
    """The text with `\\n`, `\\N`, `\\,`, `\\;`, `\\:` and `\\\\` taken once each, from left to right."""
    return re.sub(r"\\([nN,;:\\])", lambda found: "\n" if found[1] in "nN" else found[1], text)


def _logical_lines(text: str) -> list[str]:
    lines: list[list[str]] = []
    soft = False
    for line in text.split("\n"):
        if soft:
            lines[-1].append(line)
        elif line[:1] in (" ", "\t") and lines and trim(line):
            lines[-1].append(line[1:])
        elif trim(line):
            lines.append([line])
        else:
            continue
        soft = line.endswith("=") and _is_quoted(lines[-1][0])
        if soft:
            lines[-1][-1] = lines[-1][-1][:-1]
    return ["".join(pieces) for pieces in lines]


def _is_quoted(line: str) -> bool:
    return "QUOTED-PRINTABLE" in line.partition(":")[0].upper()


def _property(line: str) -> Property | None:
    head, value = _split_head(line)
    if value is None:
        return None
    name, *parameters = _outside_quotes(head, ";")
    types, charset, quoted = set(), "utf-8", False
    for parameter in parameters[:VALUES]:
        key, equals, given = parameter.partition("=")
        if not equals:
            key, given = ("ENCODING" if trim(key).upper() in _ENCODINGS else "TYPE"), key
        key, given = trim(key).upper(), given.replace('"', "")
        if key == "TYPE":
            types |= {trim(kind).lower() for kind in given.split(",")}
        elif key == "CHARSET":
            charset = trim(given)
        elif key == "ENCODING":
            quoted = trim(given).upper() == "QUOTED-PRINTABLE"
    return Property(trim(name).rpartition(".")[2].upper(), value, frozenset(types), charset, quoted)


def _split_head(line: str) -> tuple[str, str | None]:
    inside = False
    for index, char in enumerate(line):
        if char == '"':
            inside = not inside
        elif char == ":" and not inside:
            return line[:index], line[index + 1 :]
    head, colon, value = line.partition(":")
    return head, value if colon else None


def _outside_quotes(text: str, separator: str) -> list[str]:
    parts, inside = [""], False
    for char in text:
        inside = inside != (char == '"')
        if char == separator and not inside:
            parts.append("")
        else:
            parts[-1] += char
    return parts
