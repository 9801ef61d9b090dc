"""Meeting passwords and dial-in codes in a description (import contract, section 11.9). Pure."""

import re
from typing import Final

_JOIN_LINK: Final = re.compile(
    r"https?://[^\s\"'<>]{0,200}(?:zoom\.(?:us|com)|zoomgov\.com|teams\.(?:microsoft|live)\.com|webex\.com|meet\.google\.com"
    r"|gotomeet(?:ing)?\.|goto\.com|bluejeans\.com|whereby\.com|meet\.jit\.si|bigbluebutton|bbb\.|skype\.com|chime\.aws"
    r"|(?<=//)(?:meet|meeting|webinar|video|jitsi|conf)\.)",  # a house's own server
    re.IGNORECASE,
)
_SECRET: Final = re.compile(
    r"\b(?:pass ?word|pass ?code|pass ?wort|kenn(?:wort|code)|zugangscode|access code|mot de passe|code d.acc[eè]s"
    r"|contraseña|c[oó]digo de acceso|wachtwoord|lösenord|senha|pin(?:[ -]?(?:code|number))?|pwd)\b[^\n:=#]{0,40}[:=#]",
    re.IGNORECASE,
)
_SECRET_WORD: Final = re.compile(r"\b(?:pass ?word|pass ?code|pass ?wort|PIN)\b", re.IGNORECASE)
_DIAL: Final = re.compile(r",,[0-9]{4,}#|\*[0-9]{4,}#")
_IN_LINK: Final = re.compile(r"(?:&amp;|[?&])(?:pwd|passcode|password)=[^\s\"'<>&]{1,200}", re.IGNORECASE)
_PIECE_END: Final = re.compile(r"(\n|<br\s*/?>|</?p[^<>]*>|</(?:li|div)>)", re.IGNORECASE)
_NEAR: Final = 12  # lines of an invitation between its link and its code


def without_dial_in(text: str) -> str:
    """The text without lines that give a password, passcode or PIN near a join link, and links without their code."""
    if "://" not in text or not _JOIN_LINK.search(text):
        return text
    pieces = _PIECE_END.split(_IN_LINK.sub("", text))
    written = [number for number, piece in enumerate(pieces) if number % 2 == 0 and piece.strip()]
    links = [place for place, number in enumerate(written) if _JOIN_LINK.search(pieces[number])]
    near = {place for link in links for place in range(link - _NEAR, link + _NEAR + 1)}
    for place, number in enumerate(written):
        if place in near and _tells(pieces[number]):
            pieces[number] = _only_link(pieces[number])
            if not pieces[number] and number + 1 < len(pieces) and not pieces[number + 1].startswith("</"):
                pieces[number + 1] = ""
    return "".join(pieces)


def _tells(line: str) -> bool:
    return bool(_SECRET.search(line) or _DIAL.search(line) or (_JOIN_LINK.search(line) and _SECRET_WORD.search(line)))


def _only_link(line: str) -> str:
    """What stays of a line that gives a code: the link before it, if the line holds one."""
    found = re.search(r"https?://[^\s\"'<>]+", line)
    return found[0] if found and _JOIN_LINK.search(found[0]) and "<a" not in line else ""
