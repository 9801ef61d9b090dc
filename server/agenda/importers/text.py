"""Bytes to text, and text to what is shown: plain lines for titles and names, a short HTML subset for abstracts.

Source of the rules: the import contract, sections 3.2, 3.5 and 11.9 (`docs/agenda.md`).
"""

import codecs
import html
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

import nh3

from server.agenda.importers import limits
from server.agenda.importers.dial_in import without_dial_in

# Soft hyphen, zero-width characters, direction marks and overrides, line and paragraph marks, the byte order mark.
_INVISIBLE: Final = dict.fromkeys(
    [
        0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, 0xFFA0,
        *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFFF9, 0xFFFC),
    ]
)  # fmt: skip
_CONTROL: Final = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)]),
    0x09: " ", 0x0A: "\n", 0x0B: "\n", 0x0C: "\n", 0x0D: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n",
}  # fmt: skip
_DROPPED: Final = {**_INVISIBLE, **_CONTROL}
_SURROGATES: Final = re.compile("[\ud800-\udfff]")

_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPED_ENTITY: Final = re.compile(r"&amp;(?=(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_ABSOLUTE: Final = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_COMMENT: Final = re.compile(r"<!--[^<>]*-->")
_BLOCK_NAMES: Final = (
    "address|article|aside|blockquote|center|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr|main|nav|ol"
    "|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul|li|br"
)
_INLINE_NAMES: Final = (
    "a|abbr|acronym|b|big|body|button|canvas|cite|code|del|details|dfn|em|embed|fieldset|font|head|html|i|iframe|img"
    "|input|ins|kbd|label|legend|link|mark|math|meta|noscript|object|option|param|picture|q|s|samp|script|select|small"
    "|source|span|strike|strong|style|sub|summary|sup|svg|template|textarea|time|title|tt|u|var|video|wbr"
)
_BLOCK_TAG: Final = re.compile(rf"</?(?:{_BLOCK_NAMES})(?:\s[^<>]*|/)?>", re.IGNORECASE)
_TAG: Final = re.compile(rf"</?(?:{_BLOCK_NAMES}|{_INLINE_NAMES})(?:[\s/][^<>]*)?>", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"<(script|style|template)\b[^<>]*>[^<]*</\1\s*>", re.IGNORECASE)
_LINE_END_TAG: Final = re.compile(
    r"<br\s*/?>|</(?:p|div|li|tr|h[1-6]|dt|dd|ul|ol|table|blockquote|pre)\s*>", re.IGNORECASE
)
# Elements outside the allowlist that would glue two words together when they go.
_GLUED: Final = re.compile(
    r"</(?:address|article|aside|blockquote|center|dd|div|dl|dt|figure|footer|h[1-6]|header|main|pre|section|table|tr)\s*>",
    re.IGNORECASE,
)
_CELL: Final = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_OLD_STRONG: Final = re.compile(r"<(/?)b\s*>", re.IGNORECASE)
_OLD_EM: Final = re.compile(r"<(/?)i\s*>", re.IGNORECASE)
_EMPTY_BLOCK: Final = re.compile(r"<p>(?:\s|<br>|&nbsp;)*</p>")
_BREAKS: Final = re.compile(r"(?:<br>\s*){3,}")
_BREAK_BEFORE_BLOCK: Final = re.compile(r"<br>\s*(?=</?(?:p|ul|ol|li)>)")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file; `guess` names the encoding when it was guessed, else ""."""

    text: str
    guess: str = ""


def decode(data: bytes) -> Decoded:
    """Text of the bytes: marked UTF-8 and UTF-16, strict UTF-8, Windows-1252, and a guess last.

    Detectors misname real UTF-8, so they are asked only when nothing else fits (import contract, section 3.2).
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Decoded(data.decode("utf-16", errors="replace"))
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return Decoded(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    from charset_normalizer import from_bytes  # seldom wanted, and 2 MB of what a server process would hold

    best = from_bytes(data[: limits.READ_BYTES]).best()
    encoding = best.encoding if best else "latin-1"
    return Decoded(data.decode(encoding, errors="replace"), encoding.replace("_", "-"))


def visible(text: str) -> str:
    """The text in NFC without invisible and control characters; line ends are "\\n"."""
    if text.isascii() and (text.isprintable() or text.replace("\n", "").isprintable()):
        return text
    joined = text.replace("\r\n", "\n")
    return unicodedata.normalize("NFC", _SURROGATES.sub("", joined).translate(_DROPPED))


def without_entities(text: str) -> str:
    """The text with character entities decoded, at most twice ("&amp;#x27;" is an apostrophe)."""
    if "&" not in text:
        return text
    for _ in range(limits.ENTITY_ROUNDS):
        decoded = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
        if decoded == text:
            break
        text = decoded
    return text


def lines(text: str) -> str:
    """Plain text with its line breaks: tags, entities and invisible characters are gone, each line is folded."""
    bare = without_entities(text)
    if "<" in bare:
        bare = _LINE_END_TAG.sub("\n", _HIDDEN.sub("", _COMMENT.sub("", bare)))
        bare = _TAG.sub(" ", _CELL.sub(" ", bare))
    bare = visible(bare)
    return "\n".join(" ".join(line.split()) for line in bare.split("\n")).strip("\n")


def plain(text: str) -> str:
    """One line of plain text for titles, names and rooms: no tags, no entities, white space folded, NFC."""
    if text.isascii() and text.isprintable() and "&" not in text and "<" not in text:
        folded = " ".join(text.split())
        return text if folded == text else folded  # one text where two would be kept
    bare = without_entities(text)
    if "<" in bare:
        bare = _HIDDEN.sub("", _COMMENT.sub("", bare))
        bare = _TAG.sub("", _BLOCK_TAG.sub(" ", bare))
    return " ".join(visible(bare).split())


def rich(text: str) -> str:
    """The clean HTML subset of an abstract: p, br, ul, ol, li, em, strong, a with http, https or mailto.

    Plain text keeps its paragraphs and line breaks. Passwords and dial-in codes beside a join link are gone.
    """
    shown = visible(text)
    if "&" in shown:
        shown = _ESCAPED_ENTITY.sub("&", shown)
    shown = without_dial_in(shown).strip()
    if not shown:
        return ""
    # all that the cleaner of HTML would touch: markup, entities, a space that it writes as one
    marked = "<" in shown or "&" in shown or ">" in shown or "\xa0" in shown
    return _rich(shown) if marked else _paragraphs(shown)


def _rich(shown: str) -> str:
    if not _TAG.search(shown):
        decoded = html.unescape(shown) if "&lt;" in shown else shown
        shown = decoded if _TAG.search(decoded) else html.escape(without_entities(shown), quote=False)
    if not _BLOCK_TAG.search(shown):
        shown = _paragraphs(shown)
    return _allowed(shown)


def _paragraphs(text: str) -> str:
    if "\n" not in text:
        return f"<p>{text.strip()}</p>" if text.strip() else ""
    folded = "\n".join(line.strip() for line in text.split("\n"))
    blocks = [block.strip("\n") for block in folded.split("\n\n")]
    return "".join(f"<p>{block.replace(chr(10), '<br>')}</p>" for block in blocks if block)


def _allowed(text: str) -> str:
    marked = _OLD_EM.sub(r"<\1em>", _OLD_STRONG.sub(r"<\1strong>", text))
    spaced = _CELL.sub(" ", _GLUED.sub("<br>", marked))
    cleaned = nh3.clean(
        spaced,
        tags={"p", "br", "ul", "ol", "li", "em", "strong", "a"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        attribute_filter=_kept_link,
    )
    folded = _BREAKS.sub("<br><br>", _EMPTY_BLOCK.sub("", cleaned))
    folded = _BREAK_BEFORE_BLOCK.sub("", folded).strip()
    for _ in range(2):
        folded = folded.removesuffix("<br>").rstrip()
    return folded


def _kept_link(_tag: str, name: str, value: str) -> str | None:
    """Return an address that leads somewhere from a phone, None for one within the page it came from."""
    return value if name != "href" or _ABSOLUTE.match(value) else None


def slug(name: str) -> str:
    """Name for addresses and commands: "Köln | CT 2026" is "koln-ct-2026"; "conference" when nothing is left."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:60].strip("-") or "conference"
