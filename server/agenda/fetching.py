"""Fetches an agenda from an address, guarded (import contract, section 9).

The name of each hop is resolved once, every number it has must be public, and the connection goes to one of these very
numbers under the name: `Host`, SNI and the certificate's check. So a name that answers otherwise the second time, and a
redirect to a machine inside, reach nothing. Nothing of ours goes along: no cookie, no password, no proxy of the
environment. What may be reached is the parameter `policy`, made in code; no setting of the server loosens it.
"""

import hashlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from queue import Empty, SimpleQueue
from typing import Final

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from server.agenda import addresses
from server.agenda.addresses import Address, BadAddress
from server.agenda.importers import limits
from server.core.problems import Busy, FileRefused

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
NOT_CHANGED: Final = 304
CODINGS: Final = frozenset({"", "identity", "gzip", "x-gzip", "br"})  # each unpacked with a bound on what comes out
MOST_NUMBERS: Final = 3  # of one name, tried in the resolver's order
MOST_MARK: Final = 200  # characters of an ETag or Last-Modified that is kept
MOST_AT_ONCE: Final = 4  # fetches in one process; each may hold a thread for its whole time
STEP: Final = 64 * 1024

# The one sentence for every address that is not fetched, an unknown name included: what is inside stays unseen.
REFUSED: Final = (
    "Hallway cannot open this address: check its spelling, and that it is a link (https, http or webcal) to a page "
    "or file that anyone on the internet can open."
)
SIGN_IN: Final = (
    "This page does not let Hallway in, it may want a sign-in: open it in your browser, save the programme as a file "
    "and choose that file."
)
TOO_LARGE: Final = "What lies at this address is larger than 50 MB; look there for a link to the programme alone."
TOO_SLOW: Final = "The server at {host} is too slow: the programme did not come within {seconds:g} seconds."
NO_ANSWER: Final = "The server at {host} does not answer; check the address or try again later."
UNSAFE: Final = "The connection to {host} is not safe, since its certificate is not valid for that name."
BROKEN: Final = "The connection to {host} broke before everything had come; try again."
LOOP: Final = "This address leads on from one page to the next without end; look for the link of the file itself."
GONE: Final = "There is nothing at this address ({status}); open it in your browser and copy the link once more."
TROUBLE: Final = "The server at {host} is in trouble ({status}); try again later."
STRANGE: Final = "The server at {host} gives an answer that Hallway cannot read ({status})."

_places = threading.BoundedSemaphore(MOST_AT_ONCE)


def _system_resolver(name: str, port: int) -> list[str]:
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be reached, how and for how long. The defaults are the contract's; only tests make another one."""

    is_allowed: Callable[[str], bool] = addresses.is_public
    resolve: Callable[[str, int], list[str]] = _system_resolver
    ports: Collection[int] = frozenset(addresses.PORTS.values())
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
    most_redirects: int = 5
    connect_seconds: float = 10
    total_seconds: float = 30
    most_bytes: int = limits.FILE_BYTES


@dataclass(frozen=True, slots=True)
class Marks:
    """What the server said about the version that it gave: sent along next time, it can answer "not changed"."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came. `data` is None where the server says that nothing has changed since the marks."""

    url: str
    file_name: str
    data: bytes | None
    marks: Marks

    @property
    def sha256(self) -> str:
        """The fingerprint of the bytes."""
        return hashlib.sha256(self.data or b"").hexdigest()


def fetch(link: str, policy: Policy, known: Marks | None = None) -> Fetched:
    """Return what lies at the link, following redirects; raise FileRefused in one sentence, with pointer `/url`."""
    if not _places.acquire(blocking=False):
        raise Busy("Other addresses are being fetched now. Nothing was changed. Please try again.")
    try:
        return _followed(addresses.parse(link, policy.ports), policy, known or Marks())
    except BadAddress:
        raise refused(REFUSED) from None
    finally:
        _places.release()


def refused(sentence: str) -> FileRefused:
    """Return the problem with an address."""
    return FileRefused(sentence, errors=[{"pointer": "/url", "detail": sentence}])


def _followed(address: Address, policy: Policy, known: Marks) -> Fetched:
    first, until = address, time.monotonic() + policy.total_seconds
    for _ in range(policy.most_redirects + 1):
        with _answer(address, policy, known, until) as response:
            location = response.headers.get("Location", "")
            if response.status not in REDIRECTS or not location:
                data = _body(address, response, policy, until, known)
                return Fetched(first.url, address.file_name, data, _marks(response))
        address = addresses.follow(address, location, policy.ports)
    raise refused(LOOP)


@contextmanager
def _answer(address: Address, policy: Policy, known: Marks, until: float) -> Iterator[HTTPResponse]:
    connection = _dialled(address, policy, until)
    # A server that sends a byte now and then never meets the timeout of a single read, so the line is cut from outside.
    left = max(0.001, until - time.monotonic())
    watch = threading.Timer(left, _cut, (connection.sock,))
    watch.daemon = True
    watch.start()
    try:
        connection.timeout = left
        connection.request("GET", address.target, headers=_headers(address, known), preload_content=False)
        with closing(connection.getresponse()) as response:
            yield response
    except (HTTPError, HTTPException, OSError, ValueError):  # ValueError: a head that the parser cannot take
        raise _failed(BROKEN, address, policy, until) from None
    finally:
        watch.cancel()
        connection.close()


def _cut(line: socket.socket | None) -> None:
    with suppress(OSError):  # the other side was faster
        socket.socket.shutdown(line or socket.socket(), socket.SHUT_RDWR)  # below TLS, whose own end would wait


def _failed(sentence: str, address: Address, policy: Policy, until: float) -> FileRefused:
    """Return the problem that the sentence says, or that the time is over, which shows in many ways."""
    late = time.monotonic() >= until
    return refused((TOO_SLOW if late else sentence).format(host=address.name, seconds=policy.total_seconds))


def _dialled(address: Address, policy: Policy, until: float) -> HTTPConnection:
    soon = min(until, time.monotonic() + policy.connect_seconds)
    numbers = _numbers(address, policy, soon)
    for tried, number in enumerate(numbers):
        seconds = (soon - time.monotonic()) / (len(numbers) - tried)
        if seconds <= 0:
            break
        connection = _connection(address, number, policy, seconds)
        try:
            connection.connect()
        except ssl.SSLCertVerificationError:
            connection.close()
            raise refused(UNSAFE.format(host=address.name)) from None
        except (HTTPError, OSError):
            connection.close()
            continue
        return connection
    raise _failed(NO_ANSWER, address, policy, until)


def _connection(address: Address, number: str, policy: Policy, seconds: float) -> HTTPConnection:
    if address.scheme == "http":
        return HTTPConnection(number, address.port, timeout=seconds)
    tls = policy.tls()
    return HTTPSConnection(number, address.port, timeout=seconds, ssl_context=tls, server_hostname=address.name)


def _numbers(address: Address, policy: Policy, until: float) -> list[str]:
    """Return the numbers to dial, in order; raise BadAddress unless every number that the name has is allowed."""
    numbers = [address.number] if address.number else _resolved(address, policy, until)
    if not numbers or not all(map(policy.is_allowed, numbers)):
        raise BadAddress
    return numbers[:MOST_NUMBERS]


def _resolved(address: Address, policy: Policy, until: float) -> list[str]:
    """Ask the resolver once; the system's own cannot be told how long it may take."""
    answer: SimpleQueue[list[str]] = SimpleQueue()

    def ask() -> None:
        try:
            answer.put(policy.resolve(address.name, address.port))
        except (OSError, UnicodeError):
            answer.put([])

    threading.Thread(target=ask, daemon=True).start()
    try:
        return answer.get(timeout=max(0.0, until - time.monotonic()))
    except Empty:
        return []


def _headers(address: Address, known: Marks) -> dict[str, str]:
    headers = {"Host": address.host, "User-Agent": "Hallway", "Accept": "*/*", "Accept-Encoding": "gzip, br"}
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


def _body(address: Address, response: HTTPResponse, policy: Policy, until: float, known: Marks) -> bytes | None:
    if response.status == NOT_CHANGED and known != Marks():
        return None
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if response.status != 200 or coding not in CODINGS:
        raise refused(_fault(response.status).format(host=address.name, status=response.status))
    parts, left = list[bytes](), policy.most_bytes
    while part := response.read(STEP, decode_content=True):
        left -= len(part)
        if left < 0:
            raise refused(TOO_LARGE)
        parts.append(part)
    if time.monotonic() >= until:  # cut off from outside, which looks like the end
        raise _failed(BROKEN, address, policy, until)
    return b"".join(parts)


def _fault(status: int) -> str:
    if status in {401, 403, 407}:
        return SIGN_IN
    if status in {404, 410}:
        return GONE
    return TROUBLE if status == 429 or status >= 500 else STRANGE


def _marks(response: HTTPResponse) -> Marks:
    return Marks(_mark(response, "ETag"), _mark(response, "Last-Modified"))


def _mark(response: HTTPResponse, name: str) -> str | None:
    value = response.headers.get(name, "").strip()
    return value if value and len(value) <= MOST_MARK and value.isascii() and value.isprintable() else None
