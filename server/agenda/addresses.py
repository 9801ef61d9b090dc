"""Addresses that an agenda may be fetched from: which links are taken, and which machines may be dialled. Pure.

Source of the rules: the import contract, section 9. Every name is dialled by the number it resolved to, so what is
decided here about a number holds for the connection.
"""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urljoin, urlsplit

import idna

IP = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS: Final = {"http": 80, "https": 443}
MOST_LINK: Final = 2_000  # characters
MOST_NAME: Final = 253
MOST_FILE_NAME: Final = 200

_WEBCAL: Final = re.compile(r"webcals?:/{0,2}", re.IGNORECASE)
_NAME: Final = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")  # a last label that browsers and resolvers take for a number
_AS_IT_IS: Final = "/?:@!$&'()*+,;=~-._%[]"  # of a path and a query; all else is percent-encoded
_UNFIT: Final = re.compile(r"[\x00-\x20\x7f\\]")

# Reachable in name only: what the standard library calls global and no public server has.
_NOT_PUBLIC: Final = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
)
_GLOBAL_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")  # what a network without IPv4 makes of a public IPv4 address


class BadAddress(ValueError):
    """The text is no link that may be fetched."""


@dataclass(frozen=True, slots=True)
class Address:
    """A link taken apart once; nothing parses its text again. `name` is ASCII: a host name or the text of a number."""

    scheme: str
    name: str
    port: int
    target: str  # path and query, percent-encoded

    @property
    def host(self) -> str:
        """The value of the Host header."""
        name = f"[{self.name}]" if ":" in self.name else self.name
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def url(self) -> str:
        """The link, spelled one way."""
        return f"{self.scheme}://{self.host}{self.target}"

    @property
    def number(self) -> str | None:
        """The number where the link names one instead of a host."""
        try:
            return str(ipaddress.ip_address(self.name))
        except ValueError:
            return None

    @property
    def file_name(self) -> str:
        """The last part of the path, else the host: a title for a file that has none."""
        last = unquote(self.target.partition("?")[0].rpartition("/")[2], errors="replace")
        return "".join(letter for letter in last if letter.isprintable())[-MOST_FILE_NAME:] or self.name


def parse(link: str, ports: Collection[int] = frozenset(PORTS.values())) -> Address:
    """Return the address of a link; `webcal:` is read as https. Raises BadAddress."""
    text = _WEBCAL.sub("https://", link.strip(), count=1) if _WEBCAL.match(link.strip()) else link.strip()
    if len(text) > MOST_LINK or _UNFIT.search(text):
        raise BadAddress
    try:
        parts = urlsplit(text)
        name, port = parts.hostname or "", parts.port
    except ValueError:  # broken brackets, a port that is no number
        raise BadAddress from None
    if parts.scheme not in PORTS or "@" in parts.netloc or "%" in parts.netloc:
        raise BadAddress
    port = PORTS[parts.scheme] if port is None else port
    if port not in ports:
        raise BadAddress
    target = quote(parts.path or "/", safe=_AS_IT_IS) + (
        f"?{quote(parts.query, safe=_AS_IT_IS)}" if parts.query else ""
    )
    return Address(parts.scheme, _host(name), port, target)


def follow(address: Address, location: str, ports: Collection[int]) -> Address:
    """Return where a redirect leads. Raises BadAddress."""
    location = _decoded(location.strip(" ")).replace(" ", "%20")
    if _UNFIT.search(location):
        raise BadAddress
    try:
        return parse(urljoin(address.url, location), ports)
    except ValueError:
        raise BadAddress from None


def _decoded(header: str) -> str:
    """Headers come as Latin-1; many servers write UTF-8 there."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header


def is_public(text: str) -> bool:
    """Tell whether the number, as a resolver gives it, is one of the public internet.

    IPv4 inside IPv6 (mapped, 6to4, Teredo) never is; only NAT64 is looked through, since whole networks live by it.
    """
    try:
        number: IP = ipaddress.ip_address(text)
    except ValueError:  # with a scope, such as fe80::1%eth0
        return False
    if isinstance(number, ipaddress.IPv6Address):
        if number in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)))
        if number not in _GLOBAL_UNICAST:
            return False
    unfit = number.is_multicast or number.is_reserved or number.is_unspecified or number.is_loopback
    return number.is_global and not unfit and not any(number in network for network in _NOT_PUBLIC)


def _host(name: str) -> str:
    if ":" in name:
        try:
            return str(ipaddress.IPv6Address(name))
        except ValueError:
            raise BadAddress from None
    name = _ascii(name).removesuffix(".")
    if len(name) > MOST_NAME or not _NAME.fullmatch(name):  # a bare word would be completed by the resolver
        raise BadAddress
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError:  # 0x7f.1, 127.1, 0177.0.0.1
            raise BadAddress from None
    return name


def _ascii(name: str) -> str:
    if name.isascii():
        return name.lower()
    if len(name) > MOST_NAME:
        raise BadAddress
    try:
        return idna.encode(name, uts46=True).decode().lower()
    except UnicodeError:  # idna's own faults are of this kind
        raise BadAddress from None
