"""Web links: normal form, who hosts them, and which of them are a person's page. Pure."""

import re

from server.badges.reading import trim

# Letters of ASCII alone fold, as in JavaScript.
_PLAIN = re.IGNORECASE | re.ASCII
CARD_HOSTS = (
    "about.me", "blinq.me", "dot.cards", "hihello.com", "hihello.me", "linktr.ee", "linqapp.com", "mobilocard.com",
    "ovou.me", "popl.co", "tapni.co", "v1ce.co", "wavecnct.com",
)  # fmt: skip
SITES = {
    "linkedin": ("linkedin.com",),
    "orcid": ("orcid.org",),
    "doximity": ("doximity.com",),
    "researchgate": ("researchgate.net",),
    "card": CARD_HOSTS,
}
_PROFILE_PATHS = {
    "linkedin": re.compile("/in/[^/]+"),
    "doximity": re.compile("/(?:pub|profiles|cv)/[^/]+"),
    "researchgate": re.compile("/(?:profile|scientific-contributions)/[^/]+"),
    "card": re.compile("/[^/]+"),
}
_WEB = re.compile(r"(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", _PLAIN | re.DOTALL)
_HOST = re.compile("[a-z0-9-]+(?:\\.[a-z0-9-]+)*\\.[a-z]{2,}(?::[0-9]+)?(?:[/?#].*)?", _PLAIN | re.DOTALL)
_FORBIDDEN = re.compile('[<>"\\\\^`{|}]')
_SPACE = re.compile("[ \t\n\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]")
_TRACKING = re.compile("(?:utm_[^=]*|trk|fbclid)(?:=.*)?", _PLAIN | re.DOTALL)
_ORCID = re.compile("/([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])/?", _PLAIN)
_DEFAULT_PORTS = {"http": "80", "https": "443"}


def web_link(text: str, *, bare: bool = False) -> str | None:
    """The http or https link in its normal form, or `None`; `bare` accepts any host name without a scheme."""
    text = trim(text)
    if not _WEB.fullmatch(text):
        if not _lacks_scheme(text, bare=bare):
            return None
        text = "https://" + text
    found = _WEB.fullmatch(text)
    if not found or _SPACE.search(text) or _FORBIDDEN.search(found[2]):
        return None
    scheme, authority = found[1].lower(), _authority(found[1].lower(), found[2])
    if not authority:
        return None
    return _canonical(scheme, authority, found[3], _query(found[4] or ""), found[5] or "")


def site_of(url: str) -> str | None:
    """Who hosts a link: `linkedin`, `orcid`, `doximity`, `researchgate`, `scholar`, `card`, or `None`."""
    found = _WEB.fullmatch(url)
    host = found[2].rpartition("@")[2].partition(":")[0].lower() if found else ""
    if host.startswith("scholar.google."):
        return "scholar"
    for site, hosts in SITES.items():
        if any(host == known or host.endswith("." + known) for known in hosts):
            return site
    return None


def is_profile(url: str) -> bool:
    """Whether the link (in normal form) is the page of one person."""
    site, found = site_of(url), _WEB.fullmatch(url)
    if not site or not found:
        return False
    if site == "orcid":
        return orcid_of(url) is not None
    if site == "scholar":
        return found[3] == "/citations" and any(part.startswith("user=") for part in (found[4] or "")[1:].split("&"))
    return _PROFILE_PATHS[site].match(found[3]) is not None


def orcid_of(url: str) -> str | None:
    """The ORCID iD a link names, if its check digit is right (ISO 7064 MOD 11-2)."""
    found = _WEB.fullmatch(url)
    named = _ORCID.fullmatch(found[3]) if found and site_of(url) == "orcid" else None
    if not named:
        return None
    orcid, total = named[1].upper(), 0
    for digit in orcid[:-1].replace("-", ""):
        total = (total + int(digit)) * 2
    return orcid if orcid[-1] == "0123456789X"[(12 - total % 11) % 11] else None


def _lacks_scheme(text: str, *, bare: bool) -> bool:
    if not _HOST.fullmatch(text):
        return False
    return bare or text[:4].lower() == "www." or is_profile("https://" + text)


def _authority(scheme: str, text: str) -> str:
    user, at, place = text.rpartition("@")
    host, colon, port = place.rpartition(":")
    if not colon or not (port == "" or re.fullmatch("[0-9]+", port)):
        host, port = place, ""
    if not host:
        return ""
    shown = "" if port in ("", _DEFAULT_PORTS[scheme]) else ":" + port
    return user + at + host.lower() + shown


def _query(text: str) -> str:
    kept = [part for part in text[1:].split("&") if part and not _TRACKING.fullmatch(part)]
    return "?" + "&".join(kept) if kept else ""


def _canonical(scheme: str, authority: str, path: str, query: str, fragment: str) -> str:
    fragment = "" if fragment == "#" else fragment
    if not query and not fragment and path.endswith("/"):
        path = path[:-1]
    url = f"{scheme}://{authority}{path}{query}{fragment}"
    if "@" not in authority and site_of(url) == "linkedin" and is_profile(url):
        return "https://www.linkedin.com/in/" + path.split("/")[2]
    return url
