"""Bytes to text, and the two encodings that hide bytes in text. Pure."""

import re

from server.badges.reading import tidy

# The names cards give to their character sets; Latin-1 is read as cp1252, its superset (WHATWG Encoding).
CHARSETS = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-1": "cp1252",
    "latin1": "cp1252", "windows-1252": "cp1252", "iso-8859-2": "iso-8859-2", "windows-1250": "cp1250",
    "windows-1251": "cp1251", "koi8-r": "koi8-r", "iso-8859-15": "iso-8859-15", "shift_jis": "cp932",
    "shift-jis": "cp932", "euc-jp": "euc-jp", "gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030",
    "big5": "big5", "euc-kr": "cp949",
}  # fmt: skip
_UNASSIGNED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_CP1252 = {byte: bytes([byte]).decode("cp1252") for byte in range(0x80, 0xA0) if byte not in _UNASSIGNED}
_QUOTED = re.compile("=([0-9A-Fa-f]{2})")
_PERCENT = re.compile("%([0-9A-Fa-f]{2})")


def decoded(data: bytes, charset: str = "utf-8") -> str:
    """The bytes as text: by the named character set, else UTF-8, else cp1252, which takes any byte."""
    for codec in (CHARSETS.get(charset.lower(), "utf-8"), "utf-8"):
        if codec == "cp1252":
            break
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1").translate(_CP1252)


def unquote_printable(text: str, charset: str = "utf-8") -> str:
    """The text with `=XX` bytes decoded (RFC 2045 section 6.7); soft breaks are joined before."""
    return tidy(decoded(_bytes_of(text, _QUOTED), charset))


def unquote_percent(text: str) -> str:
    """The text with `%XX` bytes decoded (RFC 3986 section 2.1); a lone `%` and `+` stay as they are."""
    return tidy(decoded(_bytes_of(text, _PERCENT)))


def _bytes_of(text: str, pattern: re.Pattern[str]) -> bytes:
    data = bytearray()
    end = 0
    for found in pattern.finditer(text):
        data += text[end : found.start()].encode("utf-8", "ignore")
        data.append(int(found[1], 16))
        end = found.end()
    return bytes(data + text[end:].encode("utf-8", "ignore"))
