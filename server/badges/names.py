"""Names and the degrees behind them. Pure."""

import re
import unicodedata

from server.badges.reading import squeeze

DEGREES = {
    "BA", "BS", "BSC", "BSN", "BENG", "BMBS", "DABR", "DDS", "DMD", "DMSC", "DNP", "DO", "DPHIL", "DRPH",
    "DSC", "DVM", "EBIR", "EDD", "FAAP", "FACC", "FACP", "FACR", "FACRO", "FACS", "FASTRO", "FCIRSE", "FEBR",
    "FRANZCR", "FRCP", "FRCPC", "FRCR", "FRCS", "FSCCT", "FSIR", "JD", "LLM", "MA", "MBA", "MBBCH", "MBBS",
    "MBCHB", "MD", "MDCM", "MENG", "MHA", "MHS", "MPA", "MPH", "MPHIL", "MS", "MSC", "MSN", "NP", "PA", "PAC",
    "PHARMD", "PHD", "RN", "RPH", "RT", "RTR", "RTT", "SCD",
}  # fmt: skip
PARTICLES = {
    "al", "bin", "da", "de", "del", "della", "der", "di", "dos", "du", "el", "ibn", "la", "le", "ten", "ter",
    "van", "vel", "von", "y", "zu",
}  # fmt: skip
_ORGANIZATION = re.compile(
    "universit|hospital|clinic|klinik|institut|college|school|cent(?:er|re)\\b|laborator|foundation|society|academy"
    "|department|imaging|medical|health|gmbh|\\b(?:inc|ltd|llc|corp|ag|company|labs?)\\b",
    re.IGNORECASE | re.ASCII,
)


def is_degree(word: str) -> bool:
    """Whether the word is a degree, licence or fellowship, dots and brackets aside; `Do` and `Ma` are names."""
    letters = re.sub("[-.()]", "", word)
    return letters.upper() in DEGREES and len(re.findall("[A-Z]", letters)) > 1


def take_degrees(text: str) -> tuple[str, list[str]]:
    """The text without its degrees, and the degrees as written."""
    words = squeeze(text.replace(",", " ")).split(" ")
    degrees = [word for word in words if is_degree(word)]
    return " ".join(word for word in words if not is_degree(word)), degrees


def degrees_behind(name: str) -> list[str]:
    """The degrees behind the first comma of a name, if every word there is one."""
    rest, degrees = take_degrees(name.partition(",")[2])
    return [] if rest else degrees


def is_name(text: str) -> bool:
    """Whether the text is two to six name-like words with a capital at both ends."""
    words = text.split(" ")
    if not 2 <= len(words) <= 6 or is_organization(text):
        return False
    *before, last = words
    return is_name_word(last) and all(is_name_word(word) or word.lower() in PARTICLES for word in before)


def is_name_word(word: str) -> bool:
    """Whether the word begins with a capital and holds letters, marks, hyphens, apostrophes and dots alone."""
    if not word or unicodedata.category(word[0]) != "Lu":
        return False
    return all(char in "-.'’" or unicodedata.category(char)[0] in "LM" for char in word)


def is_organization(text: str) -> bool:
    """Whether a word of the text says that it names a place of work."""
    return _ORGANIZATION.search(text) is not None
